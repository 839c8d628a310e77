"""A price made along with its product, and a product made along with its price."""

from decimal import Decimal

from app.tables.columns import amount, given
from app.tables.products.price_values import (
    PriceCurrencyOptionParams,
    PriceCustomUnitAmountParams,
    PriceRecurringInterval,
    PriceTaxBehavior,
)
from app.tables.texts import CurrencyCode, MetadataInput, StatementDescriptor
from app.tables.values import Value


class ProductDefaultPriceDataRecurringParams(Value):
    """How often the price is charged."""

    interval: PriceRecurringInterval = given()
    """The unit of its billing period."""
    interval_count: int = given(1, ge=1)
    """How many units a billing period has; a period is at most three years."""


class ProductDefaultPriceDataParams(Value):
    """A price to be made with the product, as its default."""

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """The currency of its amounts: a three-letter ISO 4217 code."""
    currency_options: list[PriceCurrencyOptionParams] = given([])
    """What it is in other currencies."""
    custom_unit_amount: PriceCustomUnitAmountParams | None = given(None)
    """Lets customers choose what they pay."""
    recurring: ProductDefaultPriceDataRecurringParams | None = given(None)
    """How often it is charged; without this, once."""
    tax_behavior: PriceTaxBehavior | None = given(None)
    """Whether it has tax within it; once said, it stays."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """What a unit costs, in minor units; 0 for nothing."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """As `unitAmount`, in minor units with up to twelve decimals. At most one of the two is given."""


class PriceProductDataParams(Value):
    """A product to be made with the price."""

    active: bool = given(True)
    """Whether it can be bought."""
    id: str | None = given(None, min_length=1, max_length=255)
    """An id of your own for it; one is made up otherwise."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs of your own, kept with the product."""
    name: str = given(min_length=1, max_length=5000)
    """What customers know it by."""
    statement_descriptor: StatementDescriptor | None = given(None, max_length=22)
    """What a customer's card statement says of its subscriptions: 5 to 22 characters, at least one of them a letter."""
    unit_label: str | None = given(None, max_length=12)
    """What one of it is called on receipts and invoices, such as `seat`."""
