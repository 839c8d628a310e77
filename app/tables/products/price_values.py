"""The values of a price: tiers, recurrence, customer-chosen amounts and currency options."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.tables.columns import amount, given, kept, ref
from app.tables.shapes.tax_behavior import TaxBehavior
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class PriceRecurringInterval(StrEnum):
    """The unit of a billing period."""

    DAY = "day"
    """A number of days."""
    MONTH = "month"
    """A number of months."""
    WEEK = "week"
    """A number of weeks."""
    YEAR = "year"
    """A number of years."""


class PriceRecurringUsageType(StrEnum):
    """How the quantity of a recurring price is determined."""

    LICENSED = "licensed"
    """The quantity is set in advance."""
    METERED = "metered"
    """The quantity is the reported usage."""


class PriceRecurringAggregateUsage(StrEnum):
    """How the usage of a billing period is aggregated into one quantity."""

    LAST_DURING_PERIOD = "last_during_period"
    """The last usage reported within the period."""
    LAST_EVER = "last_ever"
    """The last usage reported, in any period."""
    MAX = "max"
    """The highest usage reported within the period."""
    SUM = "sum"
    """The sum of all usage reported within the period."""


class PriceTransformQuantityRound(StrEnum):
    """How a divided quantity is rounded to a whole number."""

    DOWN = "down"
    """Down to the next whole number."""
    UP = "up"
    """Up to the next whole number."""


class PriceRecurring(Value):
    """The billing period of a price, and its kind of usage."""

    aggregate_usage: PriceRecurringAggregateUsage | None = given(None)
    """How usage records are aggregated into one quantity. The default is `SUM` for a metered price without a meter;
    null for a licensed price, and with a meter."""
    interval: PriceRecurringInterval = given()
    """The unit of the billing period."""
    interval_count: int = given(1, ge=1)
    """Number of intervals in a billing period, at most three years. The default is 1."""
    meter_id: str | None = ref("billing_meter", default=None)
    """The meter that counts the usage; null for a licensed price, and where usage is reported in usage records."""
    trial_period_days: int | None = given(None, ge=1)
    """Default trial period of subscriptions to the price, in days; null without one."""
    usage_type: PriceRecurringUsageType = given(PriceRecurringUsageType.LICENSED)
    """How the quantity is determined. The default is `LICENSED`."""


class PriceTransformQuantity(Value):
    """The division of a quantity into the packages that are billed."""

    divide_by: int = given(ge=1)
    """Number of units in a package."""
    round: PriceTransformQuantityRound = given()
    """How the divided quantity is rounded to a whole number."""


class PriceTier(Value):
    """The price of the units in a range of quantities."""

    currency: str = kept("", hidden=True)
    flat_amount: int | None = amount(None, kind="given", ge=0)
    """Price of the whole tier, in minor units, regardless of quantity."""
    flat_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """Price of the whole tier, in minor units with up to twelve decimals. Only one of both flat amounts is allowed."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """Price of each unit in the tier, in minor units."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """Price of each unit in the tier, in minor units with up to twelve decimals. Only one of both unit amounts is
    allowed."""
    up_to: int | None = given(None, ge=1)
    """Upper bound of the tier, inclusive; null for the last tier, which is unbounded."""


class PriceTierUpToKeyword(StrEnum):
    """Upper bound of a tier, in place of a quantity."""

    INF = "inf"
    """No upper bound, for the last tier of a price."""


class PriceTierParams(Value, like=PriceTier):
    """The price of the units in a range of quantities."""

    flat_amount: int | None = None
    flat_amount_decimal: Decimal | None = None
    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None
    up_to: Annotated[int, Field(ge=1)] | PriceTierUpToKeyword
    """Upper bound of the tier, inclusive, or `INF` for the last tier, which is unbounded."""

    @property
    def end(self) -> int | None:
        """The upper bound; None if unbounded."""
        return self.up_to if isinstance(self.up_to, int) else None


class PriceCustomUnitAmount(Value):
    """Limits of the amount that customers choose."""

    currency: str = kept("", hidden=True)
    maximum: int | None = amount(None, kind="given", ge=0)
    """Maximum amount that a customer can choose, in minor units; null without a maximum."""
    minimum: int | None = amount(None, kind="given", ge=0)
    """Minimum amount that a customer can choose, in minor units; at least the minimum charge of the currency."""
    preset: int | None = amount(None, kind="given", ge=0)
    """Amount suggested to the customer at first, in minor units; null without a suggestion."""


class PriceCustomUnitAmountParams(PriceCustomUnitAmount):
    """Limits of the amount that customers choose."""

    enabled: bool = given()
    """Must be true. Omit the whole hash for a fixed amount."""


class PriceCurrencyOption(Value):
    """A price in one of its currencies."""

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    custom_unit_amount: PriceCustomUnitAmount | None = given(None)
    """Limits of the amount that customers choose; null for a fixed amount."""
    tax_behavior: TaxBehavior | None = given(None)
    """Whether the price includes tax in this currency."""
    tiers: list[PriceTier] | None = given(None)
    """Tiers of the price in this currency; null if the price is not tiered."""
    unit_amount: int | None = amount(None, kind="given", ge=0)
    """Price of a unit, in minor units; null if fractional, chosen by the customer, or tiered."""
    unit_amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """Price of a unit, in minor units with up to twelve decimals. Inputs allow only one of both unit amounts."""


class PriceCurrencyOptionParams(Value, like=PriceCurrencyOption):
    """A price in a currency other than its own."""

    currency: str
    custom_unit_amount: PriceCustomUnitAmountParams | None = None
    tax_behavior: TaxBehavior | None = None
    tiers: list[PriceTierParams] | None = None
    """Tiers of a tiered price in this currency, with the same bounds as the price's own."""
    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None
