"""Rows of products and prices, checked and added without an event: each can be created together with the other."""

import re
from collections.abc import Sequence
from typing import Any

from app.domain import crud
from app.domain.mistakes import Mistakes
from app.domain.products import currency_options as currencies
from app.domain.products import plan_rows
from app.domain.products.pricing import Cost, settle
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown, spoken
from app.tables.billing.billing_meter import BillingMeter, BillingMeterStatus
from app.tables.by_id import table_of
from app.tables.products.price import Price, PriceBillingScheme, PriceType
from app.tables.products.price_values import (
    PriceCurrencyOptionParams,
    PriceCustomUnitAmountParams,
    PriceRecurring,
    PriceRecurringAggregateUsage,
    PriceRecurringInterval,
    PriceRecurringUsageType,
)
from app.tables.products.product import Product
from app.tables.resource import Resource

_ID = re.compile(r"[^\s/]+")

MAX_INTERVAL_COUNT = {
    PriceRecurringInterval.DAY: 1095,
    PriceRecurringInterval.WEEK: 156,
    PriceRecurringInterval.MONTH: 36,
    PriceRecurringInterval.YEAR: 3,
}
"""The maximum billing period in each unit: three years."""


def check_id(id: str, field: str, *tables: type[Resource]) -> None:
    """Raise InvalidRequest for an id of a caller's choice that no address could hold, or that begins as those of other
    tables than these do: whoever may make products may not name one as another's customer."""
    found = table_of(id)
    if found is not None and found not in tables:
        prefix = next(each for each in found.id_prefixes if id.startswith(each))
        raise InvalidRequest(
            f"`{field}` cannot begin with '{prefix}', as the ids of another type of object do "
            f"({spoken(found.object_name)}). Choose an id without that beginning, or omit it.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    if not _ID.fullmatch(id):
        raise InvalidRequest(
            f"`{field}` must have no spaces and no slashes.", code=ErrorCode.PARAMETER_INVALID, field=field
        )


async def build_product(tx: Tx, values: dict[str, Any], *, id: str | None, id_field: str = "id") -> Product:
    """A product of these values, under an id of the caller's choice if given.

    Raises InvalidRequest for invalid values, and for an id that another product has.
    """
    values = {**values, "updated": tx.now}
    if id is None:
        return await crud.build(tx, Product, values)
    check_id(id, id_field, Product)
    taken = InvalidRequest(
        f"A product '{id}' already exists. Choose another `{id_field}`, or omit it.",
        code=ErrorCode.RESOURCE_ALREADY_EXISTS,
        field=id_field,
    )
    return await crud.build_chosen(tx, Product, {**values, "id": id}, taken=taken)


def price_columns(
    values: dict[str, Any],
    custom: PriceCustomUnitAmountParams | None,
    options: Sequence[PriceCurrencyOptionParams],
) -> dict[str, Any]:
    """All columns of a price but its product, from a caller's params. Raises InvalidRequest for invalid values."""
    currency = values["currency"]
    scheme = values.get("billing_scheme", PriceBillingScheme.PER_UNIT)
    tax_behavior = values.get("tax_behavior") or currencies.UNSPECIFIED
    cost = Cost(values.get("unit_amount"), values.get("unit_amount_decimal"), custom, values.get("tiers") or ())
    with Mistakes() as mistakes:
        with mistakes.noted():
            recurring = settle_recurring(values.get("recurring"))
        _check_scheme(scheme, values, mistakes)
        if custom is not None and values.get("recurring") is not None:
            mistakes.add(
                InvalidRequest(
                    "`custom_unit_amount` cannot be combined with `recurring`: customers choose only one-time amounts.",
                    code=ErrorCode.PARAMETERS_EXCLUSIVE,
                    field="custom_unit_amount",
                )
            )
        # What it is in other currencies is compared with what it is in its own.
        settled = settle(cost, scheme, currency)
        currency_options = currencies.options(currencies.own(settled, currency, tax_behavior), scheme, options)
    return values | {
        "currency": currency,
        "currency_options": currency_options,
        "custom_unit_amount": settled.custom_unit_amount,
        "recurring": recurring,
        "tax_behavior": tax_behavior,
        "tiers": settled.tiers or None,
        "type": PriceType.ONE_TIME if recurring is None else PriceType.RECURRING,
        "unit_amount": settled.unit_amount,
        "unit_amount_decimal": settled.unit_amount_decimal,
    }


def _check_scheme(scheme: PriceBillingScheme, values: dict[str, Any], mistakes: Mistakes) -> None:
    tiered = scheme == PriceBillingScheme.TIERED
    if tiered and values.get("tiers_mode") is None:
        mistakes.add(
            InvalidRequest(
                "`billing_scheme` TIERED needs `tiers_mode`: GRADUATED or VOLUME.",
                code=ErrorCode.PARAMETER_MISSING,
                field="tiers_mode",
            )
        )
    if not tiered and values.get("tiers_mode") is not None:
        mistakes.add(
            InvalidRequest(
                "`tiers_mode` requires `billing_scheme` TIERED.",
                code=ErrorCode.PARAMETER_UNKNOWN,
                field="tiers_mode",
            )
        )
    if tiered and values.get("transform_quantity") is not None:
        mistakes.add(
            InvalidRequest(
                "`transform_quantity` cannot be combined with `billing_scheme` TIERED. Omit one of them.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="transform_quantity",
            )
        )


def settle_recurring(given: PriceRecurring | None) -> PriceRecurring | None:
    """The billing period, complete. Raises InvalidRequest for a period of more than three years."""
    if given is None:
        return None
    longest = MAX_INTERVAL_COUNT[given.interval]
    if given.interval_count > longest:
        raise InvalidRequest(
            f"`recurring.interval_count` must be {longest} or less where `recurring.interval` is "
            f"{shown(given.interval)}: a billing period is at most three years.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field="recurring.interval_count",
        )
    if given.usage_type == PriceRecurringUsageType.METERED:
        if given.meter_id is not None and given.aggregate_usage is not None:
            raise InvalidRequest(
                "`recurring.aggregate_usage` is for usage records: with `recurring.meter`, the meter says how usage is "
                "aggregated. Omit one of them.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="recurring.aggregate_usage",
            )
        default = PriceRecurringAggregateUsage.SUM if given.meter_id is None else None
        return given.model_copy(update={"aggregate_usage": given.aggregate_usage or default})
    for name, value in (("aggregate_usage", given.aggregate_usage), ("meter", given.meter_id)):
        if value is not None:
            raise InvalidRequest(
                f"`recurring.{name}` requires `recurring.usage_type` METERED.",
                code=ErrorCode.PARAMETER_UNKNOWN,
                field=f"recurring.{name}",
            )
    return given


async def check_meter(tx: Tx, recurring: PriceRecurring | None) -> None:
    """Raise ResourceMissing for a meter that is not there, InvalidRequest for one that was deactivated."""
    if recurring is None or recurring.meter_id is None:
        return
    meter = await tx.get(BillingMeter, recurring.meter_id, field="recurring.meter", lock=False)
    if meter.status != BillingMeterStatus.ACTIVE:
        raise InvalidRequest(
            "The meter of `recurring.meter` was deactivated. Reactivate the meter first, or use another one.",
            code=ErrorCode.ARCHIVED_METER,
            field="recurring.meter",
        )


async def build_price(tx: Tx, product: Product, columns: dict[str, Any], *, id: str = "") -> Price:
    """A price of the product, from the columns of `price_columns`. `plan_rows.tell` emits its event."""
    price = await crud.build(tx, Price, {**columns, "product_id": product.id, "id": id})
    plan_rows.add(tx, price)
    return price
