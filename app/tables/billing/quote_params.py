"""What callers give for quotes: their lines, and what changes where null is a change too."""

from datetime import datetime
from enum import StrEnum

from app.tables.billing.quote_values import (
    QuoteFromQuote,
    QuoteInvoiceSettings,
    QuoteSubscriptionData,
)
from app.tables.columns import given, ref
from app.tables.shapes.connect_account_reference import ConnectAccountReference
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.price_data import PriceDataParams, RecurringIntervalParams
from app.tables.texts import MetadataInput
from app.tables.values import Value

MAX_LINES = 20
"""Lines of a quote."""


class QuoteSubscriptionDataEffectiveDateKeyword(StrEnum):
    """When the subscription begins, in place of a moment."""

    CURRENT_PERIOD_END = "current_period_end"
    """The end of the current period. Only for a quote that changes a subscription, which is not supported."""


class QuoteFromQuoteParams(Value, like=QuoteFromQuote):
    """The quote that a quote is made from."""

    is_revision: bool | None = given(None)
    """Whether the new quote replaces the other, which must be open. The default is false."""
    quote_id: str = ref("quote")
    """The quote to copy."""


class QuoteInvoiceSettingsParams(Value, like=QuoteInvoiceSettings):
    """Settings of the invoices of a quote. Omitted settings do not change."""

    days_until_due: int | None = None
    issuer: ConnectAccountReference | None = given(None)
    """The account that issues the invoices."""


class QuoteSubscriptionDataParams(Value, like=QuoteSubscriptionData):
    """What the subscription of a quote begins with. Omitted settings do not change."""

    description: str | None = None
    effective_date: datetime | QuoteSubscriptionDataEffectiveDateKeyword | None = given(None)
    """When the subscription begins. Until then a subscription schedule waits. Null for the acceptance of the quote."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs of the subscription. Keys are merged; null removes a key."""
    trial_period_days: int | None = None


class QuotePriceDataParams(PriceDataParams):
    """A price that is created for a line of a quote, and cannot be used again."""

    recurring: RecurringIntervalParams | None = given(None)
    """The billing period of the price; omitted for a one-time price."""


class QuoteCreateLineItemParams(Value):
    """A line of a quote. Exactly one of `price` and `priceData` is required."""

    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """Discounts of the line, which apply before those of the quote. Null or an empty list removes all."""
    price_id: str | None = ref("price", default=None)
    """The price of the line: an active one."""
    price_data: QuotePriceDataParams | None = given(None)
    """A price that is created for the line."""
    quantity: int | None = given(None, ge=0)
    """Number of units of the price, 1 by default. Not allowed with a metered price."""
    tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=5)
    """Tax rates of the line, at most five, in place of the quote's. Null or an empty list removes all."""


class QuoteUpdateLineItemParams(QuoteCreateLineItemParams):
    """A line of a quote: one that is there, which `id` names, or a new one."""

    id: str | None = given(None)
    """The line that stays, with what changes of it; omitted for a new line."""


class QuoteParams(Value):
    """What a quote is created with, and what an update changes."""

    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """Discounts of the quote, in the order in which they apply. Null or an empty list removes all."""
    expires_at: datetime | None = given(None)
    """When the quote is canceled unless it was accepted, in the future. The default is 30 days from its creation."""
    invoice_settings: QuoteInvoiceSettingsParams | None = given(None)
    """Settings of the invoices."""
    subscription_data: QuoteSubscriptionDataParams | None = given(None)
    """What the subscription begins with, where any price is recurring."""


class QuoteCreationParams(QuoteParams):
    """What a quote is created with."""

    from_quote: QuoteFromQuoteParams | None = given(None)
    """A quote to copy, in place of all other fields but `expiresAt`."""
    line_items: list[QuoteCreateLineItemParams] | None = given(None, max_length=MAX_LINES)
    """The lines, at most 20. All recurring prices have the same billing period."""
    test_clock_id: str | None = ref("test_clock", default=None)
    """The test clock of a quote without a customer; a quote of a customer has the customer's."""


class QuoteChangeParams(QuoteParams):
    """What an update changes."""

    line_items: list[QuoteUpdateLineItemParams] | None = given(None, max_length=MAX_LINES)
    """The lines, at most 20, in place of the former: those that are not named are removed."""
