"""A price in its other currencies: one option per currency, of the same kind as the price itself."""

from collections.abc import Collection, Sequence

from app.domain.mistakes import Mistakes
from app.domain.products import by_currency
from app.domain.products.pricing import Cost, Settled, settle
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.products.price import PriceBillingScheme
from app.tables.products.price_values import PriceCurrencyOption, PriceCurrencyOptionParams
from app.tables.shapes.tax_behavior import TaxBehavior

UNSPECIFIED = TaxBehavior.UNSPECIFIED


def own(settled: Settled, currency: str, tax_behavior: TaxBehavior | None) -> PriceCurrencyOption:
    """The option of the price's own currency, equal to the price."""
    return _option(settled, currency, tax_behavior or UNSPECIFIED)


def options(
    base: PriceCurrencyOption, scheme: PriceBillingScheme, given: Sequence[PriceCurrencyOptionParams]
) -> list[PriceCurrencyOption]:
    """The price's own option and those given, by currency.

    Raises InvalidRequest, with the entry's index, for a duplicate currency, and for an amount of another kind.
    """
    found = {base.currency: base}
    with Mistakes() as mistakes:
        for place, params in enumerate(given):
            with mistakes.noted(f"currency_options.{place}"):
                found[params.currency] = _another(params, base, scheme, found)
    return by_currency.in_order(base.currency, found)


def _another(
    params: PriceCurrencyOptionParams,
    base: PriceCurrencyOption,
    scheme: PriceBillingScheme,
    found: Collection[str],
) -> PriceCurrencyOption:
    """One of the given options. `found` are the currencies of those before it."""
    currency = params.currency
    by_currency.must_be_another(currency, found)
    cost = Cost(params.unit_amount, params.unit_amount_decimal, params.custom_unit_amount, params.tiers or ())
    settled = settle(cost, scheme, currency)
    _must_be_alike(base, settled)
    return _option(settled, currency, params.tax_behavior or UNSPECIFIED)


def must_keep_tax_behavior(old: TaxBehavior | None, new: TaxBehavior | None, field: str) -> None:
    """Refuse to change a specified tax behavior: payments were made by it."""
    if old not in (None, UNSPECIFIED) and new != old:
        raise InvalidRequest(
            f"`{field}` is {shown(old or UNSPECIFIED)} and cannot change. Create a new price instead.",
            code=ErrorCode.PARAMETER_IMMUTABLE,
            field=field,
        )


def _must_be_alike(base: PriceCurrencyOption, option: Settled) -> None:
    if (base.custom_unit_amount is None) != (option.custom_unit_amount is None):
        raise InvalidRequest(
            "`custom_unit_amount` must be given in every currency of a price, or in none.",
            code=ErrorCode.PARAMETER_INVALID,
            field="custom_unit_amount",
        )
    if [tier.up_to for tier in base.tiers or ()] != [tier.up_to for tier in option.tiers]:
        raise InvalidRequest(
            "`tiers` must end at the same quantities as the price's own tiers.",
            code=ErrorCode.PARAMETER_INVALID,
            field="tiers",
        )


def _option(settled: Settled, currency: str, tax_behavior: TaxBehavior) -> PriceCurrencyOption:
    return PriceCurrencyOption(
        currency=currency,
        custom_unit_amount=settled.custom_unit_amount,
        tax_behavior=tax_behavior,
        tiers=settled.tiers or None,
        unit_amount=settled.unit_amount,
        unit_amount_decimal=settled.unit_amount_decimal,
    )
