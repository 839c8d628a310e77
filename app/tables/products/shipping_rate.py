"""ShippingRate: what the delivery of an order costs, and how long it takes."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount, editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.shapes.tax_behavior import TaxBehavior
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class ShippingRateType(StrEnum):
    """How the cost of a delivery is worked out."""

    FIXED_AMOUNT = "fixed_amount"
    """A fixed amount for each order."""


class ShippingRateDeliveryEstimateUnit(StrEnum):
    """The unit of a time of delivery."""

    BUSINESS_DAY = "business_day"
    """A day on which business is done: Monday to Friday, but for holidays."""
    DAY = "day"
    """Any day of the week."""
    HOUR = "hour"
    """An hour, day or night."""
    MONTH = "month"
    """A month of the calendar."""
    WEEK = "week"
    """A week of seven days."""


class ShippingRateDeliveryEstimateBound(Value):
    """A time of delivery, in whole units."""

    unit: ShippingRateDeliveryEstimateUnit = given()
    """The unit of `value`."""
    value: int = given(ge=1)
    """Number of units, at least 1."""


class ShippingRateDeliveryEstimate(Value):
    """How long a delivery takes."""

    maximum: ShippingRateDeliveryEstimateBound | None = given(None)
    """The longest that the delivery takes; null without a limit."""
    minimum: ShippingRateDeliveryEstimateBound | None = given(None)
    """The shortest that the delivery takes; null without a limit."""


class ShippingRateFixedAmountCurrencyOption(Value):
    """The cost of a delivery in one of its currencies."""

    keyed_by: ClassVar[str | None] = "currency"

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    amount: int = amount(kind="given", ge=0)
    """Cost of the delivery in this currency, in minor units."""
    tax_behavior: TaxBehavior = given(TaxBehavior.UNSPECIFIED)
    """Whether the amount includes tax. The default is `UNSPECIFIED`."""


class ShippingRateFixedAmountCurrencyOptionParams(Value, like=ShippingRateFixedAmountCurrencyOption):
    """The cost of a delivery in a currency other than its own."""

    currency: str
    amount: int | None = None
    """Cost of the delivery in this currency, in minor units. Required for a currency that is new to the rate."""
    tax_behavior: TaxBehavior | None = None


class ShippingRateFixedAmount(Value):
    """The cost of a delivery."""

    amount: int = amount(kind="given", ge=0)
    """Cost of the delivery, in minor units."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the amount: a three-letter ISO 4217 code, in lower case."""
    currency_options: list[ShippingRateFixedAmountCurrencyOption] | None = given(None, branch=True)
    """The cost in each of its currencies, including `currency`."""


class ShippingRateFixedAmountParams(Value, like=ShippingRateFixedAmount):
    """The cost of a delivery."""

    amount: int
    currency: str
    currency_options: list[ShippingRateFixedAmountCurrencyOptionParams] = given([])
    """The cost in other currencies, each at most once."""


class ShippingRateFixedAmountUpdateParams(Value):
    """The cost of a delivery in other currencies."""

    currency_options: list[ShippingRateFixedAmountCurrencyOptionParams] = given([])
    """The cost in other currencies, each at most once. Currencies that are not given do not change."""


class ShippingRate(Resource, Tagged, table=True):
    """A way to have an order delivered, which customers choose in Checkout and invoices add."""

    prefix: ClassVar[str] = "shr_"

    active: bool = editable(True)
    """Whether the shipping rate can be used for new purchases. The default is true."""
    delivery_estimate: ShippingRateDeliveryEstimate | None = given(None)
    """How long the delivery takes, as shown to customers; null if not specified."""
    display_name: str | None = given(min_length=1, max_length=100)
    """Name of the shipping rate, shown to customers and on receipts."""
    fixed_amount: ShippingRateFixedAmount | None = kept()
    """The cost of the delivery."""
    tax_behavior: TaxBehavior | None = editable(TaxBehavior.UNSPECIFIED)
    """Whether the amount includes tax. The default is `UNSPECIFIED`."""
    tax_code_id: str | None = ref("tax_code", back="shipping_rates", default=None)
    """How the delivery is taxed; null for the account's default. Shipping is `txcd_92010001`."""
    type: ShippingRateType = given(ShippingRateType.FIXED_AMOUNT)
    """How the cost is worked out. The default, and only value, is `FIXED_AMOUNT`."""
