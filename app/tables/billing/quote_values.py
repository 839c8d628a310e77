"""The values of a quote: its statuses, its settings, and what it comes to."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.products.price_values import PriceRecurringInterval
from app.tables.shapes.automatic_tax import AutomaticTax, AutomaticTaxStatus
from app.tables.shapes.connect_account_reference import ConnectAccountReference, ConnectAccountReferenceType
from app.tables.shapes.total_details import TotalDetails
from app.tables.values import Value

MAX_TRIAL_DAYS = 730


class QuoteStatus(StrEnum):
    """The status of a quote."""

    ACCEPTED = "accepted"
    """The customer accepted the quote: the invoice, subscription or schedule was created."""
    CANCELED = "canceled"
    """The quote was canceled, or has expired."""
    DRAFT = "draft"
    """The quote can be changed, and the customer cannot accept it yet."""
    OPEN = "open"
    """The quote is finalized, and waits for the customer."""


class QuoteAutomaticTax(AutomaticTax):
    """Settings of automatic tax, and the status of the latest calculation."""

    status: AutomaticTaxStatus | None = kept()
    """Status of the latest calculation; null before one."""


class QuoteComputedRecurring(Value):
    """What the recurring prices of a quote come to in each period, with the discounts that last forever."""

    amount_subtotal: int = money()
    """Amount of a period, in minor units, before discounts and exclusive taxes."""
    amount_total: int = money()
    """Amount of a period, in minor units, after discounts and taxes."""
    interval: PriceRecurringInterval = given()
    """The unit of the billing period."""
    interval_count: int = given()
    """Number of units in a period."""
    total_details: TotalDetails = given()
    """Discounts and taxes of a period."""


class QuoteComputedUpfront(Value):
    """What is billed at first: one-time prices, and the first period of recurring prices unless it is a trial."""

    amount_subtotal: int = money(0)
    """Amount, in minor units, before discounts and exclusive taxes."""
    amount_total: int = money(0)
    """Amount, in minor units, after discounts and taxes."""
    line_items: list[str] = ref("line_item", kind="kept", default=[], graph_only=True)
    """The lines that are billed. The quote's `computedUpfrontLineItems` are the same lines, by pages."""
    total_details: TotalDetails = given(TotalDetails())
    """Discounts and taxes of these lines."""


class QuoteComputed(Value):
    """What a quote comes to at first, and then in each period."""

    recurring: QuoteComputedRecurring | None = given(None)
    """What is billed in each period; null without recurring prices."""
    upfront: QuoteComputedUpfront = given(QuoteComputedUpfront())
    """What is billed at first."""


class QuoteFromQuote(Value):
    """The quote that a quote was made from."""

    is_revision: bool = given()
    """Whether the quote replaces the other, which is canceled when the quote is finalized."""
    quote_id: str = ref("quote")
    """The quote that it was made from."""


class QuoteInvoiceSettings(Value):
    """Settings of the invoices of a quote."""

    days_until_due: int | None = given(None, ge=0, le=3650)
    """Days that the customer has to pay an invoice that is sent; null where invoices are charged automatically."""
    issuer: ConnectAccountReference = given(ConnectAccountReference(type=ConnectAccountReferenceType.SELF))
    """The account that issues the invoices."""


class QuoteStatusTransitions(Value):
    """When a quote reached each status."""

    accepted_at: datetime | None = given(None)
    """When the quote was accepted; null if it was not."""
    canceled_at: datetime | None = given(None)
    """When the quote was canceled; null if it was not."""
    finalized_at: datetime | None = given(None)
    """When the quote was finalized; null before."""


class QuoteSubscriptionData(Value):
    """What the subscription of a quote begins with."""

    description: str | None = given(None, max_length=500)
    """Description of the subscription, which the customer may be shown."""
    effective_date: datetime | None = given(None)
    """When the subscription begins; null, or a moment that is over, for the acceptance of the quote."""
    metadata: dict[str, str] | None = given({})
    """Key-value pairs of the subscription."""
    trial_period_days: int | None = given(None, ge=1, le=MAX_TRIAL_DAYS)
    """Days of the subscription's trial, at most 730; null without a trial."""


class QuoteTransferData(Value):
    """The transfer of the payments' funds to a connected account."""

    amount: int | None = money(None, kind="given", ge=0)
    """Amount that is transferred, in minor units; null for a share, or all. Only without recurring prices."""
    amount_percent: Decimal | None = given(None, number=True, ge=0, le=100, decimal_places=2)
    """Percent of each invoice's total that is transferred; null for an amount, or all. Only with recurring prices."""
    destination_id: str = ref("account")
    """The connected account that receives the funds."""
