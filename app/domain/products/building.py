"""Rows of products and prices, checked and added but not told: each can be made along with the other."""

import re
from collections.abc import Sequence
from typing import Any

from app.domain import crud, validators
from app.domain.products import currency_options as currencies
from app.domain.products.pricing import Cost, settle
from app.domain.tx import Tx
from app.errors import InvalidRequest
from app.money import parse_currency
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

_ID = re.compile(r"[^\s/]+")

MAX_INTERVAL_COUNT = {
    PriceRecurringInterval.DAY: 1095,
    PriceRecurringInterval.WEEK: 156,
    PriceRecurringInterval.MONTH: 36,
    PriceRecurringInterval.YEAR: 3,
}
"""The longest billing period in each unit: three years."""


def check_product(values: dict[str, Any]) -> None:
    """Raise InvalidRequest for values that a product cannot have. `values` are by column."""
    validators.statement_descriptor(values.get("statement_descriptor"), "statement_descriptor")
    validators.url(values.get("url"), "url")
    for place, image in enumerate(values.get("images") or ()):
        validators.url(image, f"images.{place}")


async def build_product(tx: Tx, values: dict[str, Any], *, id: str | None, id_field: str = "id") -> Product:
    """A product of these values, under an id of the caller's own if they chose one.

    Raises InvalidRequest for what a product cannot have, and for an id that another product has or had.
    """
    check_product(values)
    if id is not None and not _ID.fullmatch(id):
        raise InvalidRequest(f"{id_field} must have no spaces and no slashes.", field=id_field)
    product = await crud.build(tx, Product, {**values, "updated": tx.now, "id": id or ""})
    if id is not None:
        tx.unique(
            "product_pkey",
            InvalidRequest(
                f"There is a product '{id}' already. Choose another {id_field}, or leave it out.",
                code="resource_already_exists",
                field=id_field,
            ),
        )
    return product


def price_columns(
    values: dict[str, Any],
    custom: PriceCustomUnitAmountParams | None,
    options: Sequence[PriceCurrencyOptionParams],
) -> dict[str, Any]:
    """All columns of a price but its product, from what a caller gave. Raises InvalidRequest for what does not fit."""
    currency = parse_currency(values["currency"])
    scheme = values.get("billing_scheme", PriceBillingScheme.PER_UNIT)
    recurring = settle_recurring(values.get("recurring"))
    _check_scheme(scheme, values)
    if custom is not None and recurring is not None:
        raise InvalidRequest(
            "custom_unit_amount does not go with recurring: only what is paid once can be chosen by the customer.",
            field="custom_unit_amount",
        )
    cost = Cost(values.get("unit_amount"), values.get("unit_amount_decimal"), custom, values.get("tiers") or ())
    settled = settle(cost, scheme, currency)
    tax_behavior = values.get("tax_behavior") or currencies.UNSPECIFIED
    own = currencies.own(settled, currency, tax_behavior)
    return values | {
        "currency": currency,
        "currency_options": currencies.options(own, scheme, options),
        "custom_unit_amount": settled.custom_unit_amount,
        "recurring": recurring,
        "tax_behavior": tax_behavior,
        "tiers": settled.tiers or None,
        "type": PriceType.ONE_TIME if recurring is None else PriceType.RECURRING,
        "unit_amount": settled.unit_amount,
        "unit_amount_decimal": settled.unit_amount_decimal,
    }


def _check_scheme(scheme: PriceBillingScheme, values: dict[str, Any]) -> None:
    tiered = scheme == PriceBillingScheme.TIERED
    if tiered and values.get("tiers_mode") is None:
        raise InvalidRequest(
            "billing_scheme tiered needs tiers_mode: graduated or volume.", code="parameter_missing", field="tiers_mode"
        )
    if not tiered and values.get("tiers_mode") is not None:
        raise InvalidRequest("tiers_mode goes with billing_scheme tiered alone.", field="tiers_mode")
    if tiered and values.get("transform_quantity") is not None:
        raise InvalidRequest(
            "transform_quantity does not go with billing_scheme tiered. Leave one of them out.",
            field="transform_quantity",
        )


def settle_recurring(given: PriceRecurring | None) -> PriceRecurring | None:
    """How often a price is charged, complete. Raises InvalidRequest for a period of more than three years."""
    if given is None:
        return None
    longest = MAX_INTERVAL_COUNT[given.interval]
    if given.interval_count > longest:
        raise InvalidRequest(
            f"recurring.interval_count must be {longest} or less where the interval is {given.interval.value}: "
            "a billing period is at most three years.",
            field="recurring.interval_count",
        )
    if given.usage_type == PriceRecurringUsageType.METERED:
        return given.model_copy(update={"aggregate_usage": given.aggregate_usage or PriceRecurringAggregateUsage.SUM})
    if given.aggregate_usage is not None:
        raise InvalidRequest(
            "recurring.aggregate_usage goes with recurring.usage_type metered alone.", field="recurring.aggregate_usage"
        )
    return given


async def build_price(tx: Tx, product: Product, columns: dict[str, Any]) -> Price:
    """A price of the product, of columns that `price_columns` made."""
    return await crud.build(tx, Price, {**columns, "product_id": product.id})
