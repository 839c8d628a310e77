"""Price: what a product costs, once or per billing period. Amounts never change; a new price replaces an old one."""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import amount, editable, given, kept, ref
from app.tables.products.price_values import (
    PriceCurrencyOption,
    PriceCustomUnitAmount,
    PriceRecurring,
    PriceTier,
    PriceTransformQuantity,
)
from app.tables.resource import Resource, Tagged
from app.tables.shapes.tax_behavior import TaxBehavior
from app.tables.texts import CurrencyCode


class PriceBillingScheme(StrEnum):
    """How the total for a quantity is calculated."""

    PER_UNIT = "per_unit"
    """Each unit costs the same."""
    TIERED = "tiered"
    """The unit price depends on the quantity."""


class PriceTiersMode(StrEnum):
    """How tiers apply to a quantity."""

    GRADUATED = "graduated"
    """Each unit is priced by the tier it falls in."""
    VOLUME = "volume"
    """All units are priced by the tier of the whole quantity."""


class PriceType(StrEnum):
    """Whether a price is one-time or recurring."""

    ONE_TIME = "one_time"
    """The price is charged once."""
    RECURRING = "recurring"
    """The price is charged every billing period."""


class Price(Resource, Tagged, table=True):
    """The amount, currency and billing period at which a product is sold."""

    __table_args__ = (Index("price_lookup_key", "account_id", "livemode", "lookup_key", unique=True),)

    prefix: ClassVar[str] = "price_"
    chooses_ids: ClassVar[bool] = True
    deletable: ClassVar[bool] = True
    emptied: ClassVar[bool] = False
    events: ClassVar[dict[str, str]] = {
        "created": "A price was created.",
        "deleted": "A price was deleted, as the plan that it is was.",
        "updated": "A price was updated.",
    }

    active: bool = editable(True)
    """Whether the price can be used for new purchases. The default is true."""
    billing_scheme: PriceBillingScheme = given(PriceBillingScheme.PER_UNIT)
    """How the total for a quantity is calculated. The default is `PER_UNIT`."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the price: a three-letter ISO 4217 code, in lower case."""
    currency_options: list[PriceCurrencyOption] = kept([], includable=True)
    """The price in each of its currencies, including `currency`."""
    custom_unit_amount: PriceCustomUnitAmount | None = kept()
    """Limits of the amount that customers choose; null for a fixed amount."""
    lookup_key: str | None = editable(None, min_length=1, max_length=200)
    """Unique key to retrieve the price by, which can be transferred to another price."""
    nickname: str | None = editable(None, max_length=5000)
    """Short description of the price, hidden from customers."""
    product_id: str = ref("product", back="prices", kind="kept")
    """The product that the price belongs to."""
    recurring: PriceRecurring | None = given(None)
    """Billing period of the price; null for a one-time price."""
    tax_behavior: TaxBehavior | None = editable(TaxBehavior.UNSPECIFIED)
    """Whether the price includes tax. Once set to inclusive or exclusive, the value cannot change."""
    tiers: list[PriceTier] | None = kept(includable=True)
    """Tiers of the price, in ascending order of quantity; null if the price is not tiered."""
    tiers_mode: PriceTiersMode | None = given(None)
    """How the tiers apply to a quantity; null if the price is not tiered."""
    transform_quantity: PriceTransformQuantity | None = given(None)
    """Division of the quantity into packages before billing; not allowed with tiers."""
    type: PriceType = kept(PriceType.ONE_TIME)
    """Whether the price is one-time or recurring."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """Price of a unit, in minor units; null if fractional, chosen by the customer, or tiered."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """Price of a unit, in minor units with up to twelve decimals. Inputs allow only one of both unit amounts."""
