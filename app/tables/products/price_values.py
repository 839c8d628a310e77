"""What a price is made of: tiers, recurrence, what a customer may choose, and its amounts in other currencies."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from app.tables.columns import amount, given, kept
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class PriceTaxBehavior(StrEnum):
    """Whether a price has tax within it."""

    EXCLUSIVE = "exclusive"
    """Tax comes on top."""
    INCLUSIVE = "inclusive"
    """Tax is part of it."""
    UNSPECIFIED = "unspecified"
    """Not said yet; tax cannot be worked out until it is."""


class PriceRecurringInterval(StrEnum):
    """The unit that a price's billing period is counted in."""

    DAY = "day"
    """Days."""
    MONTH = "month"
    """Months."""
    WEEK = "week"
    """Weeks."""
    YEAR = "year"
    """Years."""


class PriceRecurringUsageType(StrEnum):
    """How the quantity that a recurring price bills is known."""

    LICENSED = "licensed"
    """It is set in advance."""
    METERED = "metered"
    """It is what was used."""


class PriceRecurringAggregateUsage(StrEnum):
    """How what was used within a period becomes one quantity."""

    LAST_DURING_PERIOD = "last_during_period"
    """The last figure reported within the period."""
    LAST_EVER = "last_ever"
    """The last figure reported, in this period or before it."""
    MAX = "max"
    """The highest figure reported within the period."""
    SUM = "sum"
    """All figures of the period together."""


class PriceTransformQuantityRound(StrEnum):
    """Where a divided quantity goes when it does not come out even."""

    DOWN = "down"
    """To the whole number below."""
    UP = "up"
    """To the whole number above."""


class PriceRecurring(Value):
    """How often a price is charged, and for how much of it."""

    awaited: ClassVar[tuple[str, ...]] = ("meter",)

    aggregate_usage: PriceRecurringAggregateUsage | None = given(None)
    """How what was used becomes one quantity; sum for a metered price that says nothing, null for a licensed one."""
    interval: PriceRecurringInterval = given()
    """The unit of its billing period."""
    interval_count: int = given(1, ge=1)
    """How many units a billing period has; a period is at most three years."""
    trial_period_days: int | None = given(None, ge=1)
    """The trial that subscriptions made with this price used to begin with, in days."""
    usage_type: PriceRecurringUsageType = given(PriceRecurringUsageType.LICENSED)
    """How the quantity is known."""


class PriceTransformQuantity(Value):
    """How a quantity is turned into the number of packages that are billed."""

    divide_by: int = given(ge=1)
    """How many make one package."""
    round: PriceTransformQuantityRound = given()
    """Where the division goes when it does not come out even."""


class PriceTier(Value):
    """What units cost in one span of quantities."""

    currency: str = kept("", hidden=True)
    flat_amount: int | None = amount(None, kind="given", ge=0)
    """What the whole tier costs, in minor units, whatever the quantity."""
    flat_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """As `flatAmount`, in minor units with up to twelve decimals. At most one of the two is given."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """What each unit of the tier costs, in minor units."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """As `unitAmount`, in minor units with up to twelve decimals. At most one of the two is given."""
    up_to: int | None = given(None, ge=1)
    """The last quantity of the tier; null in the last one, which has no end."""


class PriceTierUpToKeyword(StrEnum):
    """Where a tier ends, in place of a quantity."""

    INF = "inf"
    """The tier has no end: the last one of a price."""


class PriceTierParams(Value, like=PriceTier):
    """What units cost in one span of quantities."""

    flat_amount: int | None = None
    flat_amount_decimal: Decimal | None = None
    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None
    up_to: Annotated[int, Field(ge=1)] | PriceTierUpToKeyword
    """The last quantity of the tier, or `INF` for the last tier, which has no end."""

    @property
    def end(self) -> int | None:
        """The last quantity; None without an end."""
        return self.up_to if isinstance(self.up_to, int) else None


class PriceCustomUnitAmount(Value):
    """Within what bounds customers choose what they pay."""

    currency: str = kept("", hidden=True)
    maximum: int | None = amount(None, kind="given", ge=0)
    """The most they may choose."""
    minimum: int | None = amount(None, kind="given", ge=0)
    """The least they may choose; at least what can be charged in the currency."""
    preset: int | None = amount(None, kind="given", ge=0)
    """What they are offered at first."""


class PriceCustomUnitAmountParams(PriceCustomUnitAmount):
    """The limits within which customers choose what they pay, in minor units."""

    enabled: bool = given()
    """Must be true: a price whose amount is fixed has no such hash."""


class PriceCurrencyOption(Value):
    """What a price is in one of its currencies."""

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    custom_unit_amount: PriceCustomUnitAmount | None = given(None)
    """Within what bounds customers choose what they pay."""
    tax_behavior: PriceTaxBehavior | None = given(None)
    """Whether the price has tax within it in this currency."""
    tiers: list[PriceTier] | None = given(None)
    """What units cost by quantity; null for a price that is not tiered."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """Cost of a unit, in minor units; null where it is no whole number, chosen by the customer, or tiered."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """Cost of a unit, in minor units with up to twelve decimals. In inputs at most one of the two is given."""


class PriceCurrencyOptionParams(Value, like=PriceCurrencyOption):
    """What a price is in another currency than its own."""

    currency: str
    custom_unit_amount: PriceCustomUnitAmountParams | None = None
    tax_behavior: PriceTaxBehavior | None = None
    tiers: list[PriceTierParams] | None = None
    """What units cost by quantity, for a tiered price: the same spans as the price's own."""
    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None
