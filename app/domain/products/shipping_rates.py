"""Shipping rates: what a delivery costs, in each of its currencies."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.mistakes import Mistakes
from app.domain.products import by_currency
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.products.shipping_rate import (
    ShippingRate,
    ShippingRateDeliveryEstimate,
    ShippingRateFixedAmount,
    ShippingRateFixedAmountCurrencyOption,
    ShippingRateFixedAmountCurrencyOptionParams,
    ShippingRateFixedAmountParams,
    ShippingRateFixedAmountUpdateParams,
)
from app.tables.shapes.tax_behavior import TaxBehavior

UNSPECIFIED = TaxBehavior.UNSPECIFIED
FIELD = "fixed_amount.currency_options"


async def create(
    tx: Tx,
    *,
    fixed_amount: Annotated[
        ShippingRateFixedAmountParams | None, Doc("The cost of the delivery. Required, as all rates are fixed amounts.")
    ] = None,
    **values: Any,
) -> ShippingRate:
    """Create a shipping rate."""
    values["tax_behavior"] = values.get("tax_behavior") or UNSPECIFIED
    with Mistakes() as mistakes:
        if fixed_amount is None:
            mistakes.add(
                InvalidRequest(
                    "`type` FIXED_AMOUNT needs `fixed_amount`.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field="fixed_amount",
                )
            )
        else:
            with mistakes.noted():
                values["fixed_amount"] = _settled(fixed_amount, values["tax_behavior"])
        with mistakes.noted():
            _check_estimate(values.get("delivery_estimate"))
        await crud.check_references(tx, ShippingRate, values, mistakes)
    return await crud.create(tx, ShippingRate, values)


def _settled(given: ShippingRateFixedAmountParams, tax_behavior: TaxBehavior) -> ShippingRateFixedAmount:
    options = _merged(given.amount, given.currency, tax_behavior, (), given.currency_options)
    return ShippingRateFixedAmount(amount=given.amount, currency=given.currency, currency_options=options)


def _merged(
    amount: int,
    currency: str,
    tax_behavior: TaxBehavior,
    former: Iterable[ShippingRateFixedAmountCurrencyOption],
    given: Sequence[ShippingRateFixedAmountCurrencyOptionParams],
) -> list[ShippingRateFixedAmountCurrencyOption]:
    """The cost in each currency: the former, changed and extended as given. The own one follows the rate."""
    by_currency.check(currency, given, FIELD)
    old = {option.currency: option for option in former}
    with Mistakes() as mistakes:
        for place, params in enumerate(given):
            if params.amount is None and params.currency not in old:
                mistakes.add(
                    InvalidRequest(
                        f"`{FIELD}.{place}.amount` is required for a currency that is new to the rate.",
                        code=ErrorCode.PARAMETER_MISSING,
                        field=f"{FIELD}.{place}.amount",
                    )
                )
    new = [_option(params, old.get(params.currency)) for params in given]
    own = ShippingRateFixedAmountCurrencyOption(currency=currency, amount=amount, tax_behavior=tax_behavior)
    return by_currency.merged(own, old.values(), new)


def _option(
    params: ShippingRateFixedAmountCurrencyOptionParams, old: ShippingRateFixedAmountCurrencyOption | None
) -> ShippingRateFixedAmountCurrencyOption:
    fields = params.model_dump(exclude_none=True)
    return ShippingRateFixedAmountCurrencyOption(**({} if old is None else dict(old)) | fields)


def _check_estimate(estimate: ShippingRateDeliveryEstimate | None) -> None:
    """Raise InvalidRequest for a shortest time that is longer than the longest, where both have the same unit."""
    if estimate is None or estimate.minimum is None or estimate.maximum is None:
        return
    if estimate.minimum.unit == estimate.maximum.unit and estimate.minimum.value > estimate.maximum.value:
        raise InvalidRequest(
            f"`delivery_estimate.maximum.value` must be {estimate.minimum.value} or more, as the minimum is.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field="delivery_estimate.maximum.value",
        )


async def update(
    tx: Tx,
    rate: ShippingRate,
    *,
    fixed_amount: Annotated[
        ShippingRateFixedAmountUpdateParams | None,
        Doc("The cost of the delivery in other currencies. The cost in its own never changes."),
    ] = None,
    **values: Any,
) -> ShippingRate:
    """Update a shipping rate: whether it is active, how it is taxed, and what it costs in other currencies."""
    if "tax_behavior" in values:
        values["tax_behavior"] = values["tax_behavior"] or UNSPECIFIED
    old = rate.fixed_amount
    if old is not None:
        given = fixed_amount.currency_options if fixed_amount else []
        tax_behavior = values.get("tax_behavior", rate.tax_behavior) or UNSPECIFIED
        options = _merged(old.amount, old.currency, tax_behavior, old.currency_options or (), given)
        values["fixed_amount"] = old.model_copy(update={"currency_options": options})
    return await crud.update(tx, rate, values)
