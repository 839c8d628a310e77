"""Price: what a product costs, once or again and again. Its amounts never change; a new price takes its place."""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import amount, editable, given, kept, ref
from app.tables.products.price_values import (
    PriceCurrencyOption,
    PriceCustomUnitAmount,
    PriceRecurring,
    PriceTaxBehavior,
    PriceTier,
    PriceTransformQuantity,
)
from app.tables.resource import Resource, Tagged
from app.tables.texts import CurrencyCode


class PriceBillingScheme(StrEnum):
    """How the cost of a quantity is worked out."""

    PER_UNIT = "per_unit"
    """Each unit costs the same."""
    TIERED = "tiered"
    """What a unit costs depends on how many there are."""


class PriceTiersMode(StrEnum):
    """How tiers apply to a quantity."""

    GRADUATED = "graduated"
    """Each unit costs what the tier that it falls in says."""
    VOLUME = "volume"
    """All units cost what the tier of the whole quantity says."""


class PriceType(StrEnum):
    """Whether a price is charged once or again and again."""

    ONE_TIME = "one_time"
    """Once."""
    RECURRING = "recurring"
    """At the end or the beginning of every billing period."""


class Price(Resource, Tagged, table=True):
    """What a product costs, in which currency, and how often."""

    __table_args__ = (Index("price_lookup_key", "account_id", "livemode", "lookup_key", unique=True),)

    prefix: ClassVar[str] = "price_"
    events: ClassVar[dict[str, str]] = {
        "created": "A price was created.",
        "updated": "A price was updated.",
    }

    active: bool = editable(True)
    """Whether it can be used for new purchases."""
    billing_scheme: PriceBillingScheme = given(PriceBillingScheme.PER_UNIT)
    """How the cost of a quantity is worked out."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """The currency of its amounts: a three-letter ISO 4217 code, in lower case."""
    currency_options: list[PriceCurrencyOption] = kept([], includable=True)
    """What it is in each of its currencies, its own among them."""
    custom_unit_amount: PriceCustomUnitAmount | None = kept()
    """Within what bounds customers choose what they pay; null where the amount is fixed."""
    lookup_key: str | None = editable(None, min_length=1, max_length=200)
    """A name to find it by, which one price has at a time and another can take over."""
    nickname: str | None = editable(None, max_length=5000)
    """A note about it, hidden from customers."""
    product_id: str = ref("product", back="prices", kind="kept")
    """What costs this."""
    recurring: PriceRecurring | None = given(None)
    """How often it is charged; null where it is charged once."""
    tax_behavior: PriceTaxBehavior | None = editable(PriceTaxBehavior.UNSPECIFIED)
    """Whether it has tax within it; once said, it stays."""
    tiers: list[PriceTier] | None = kept(includable=True)
    """What units cost by quantity, the smallest quantities first; null for a price that is not tiered."""
    tiers_mode: PriceTiersMode | None = given(None)
    """How the tiers apply to a quantity."""
    transform_quantity: PriceTransformQuantity | None = given(None)
    """How a quantity is turned into packages before it is billed; not for tiered prices."""
    type: PriceType = kept(PriceType.ONE_TIME)
    """Whether it is charged once or again and again."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """What a unit costs; null where that is no whole number of minor units, chosen by the customer, or tiered."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """What a unit costs, in minor units with up to twelve decimals. In inputs, at most one of the two is given."""
