"""Quote: prices that a customer is offered, until the customer accepts them."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from app.tables.billing.quote_values import (
    QuoteAutomaticTax,
    QuoteComputed,
    QuoteFromQuote,
    QuoteInvoiceSettings,
    QuoteStatus,
    QuoteStatusTransitions,
    QuoteSubscriptionData,
    QuoteTransferData,
)
from app.tables.columns import Many, editable, kept, many, ref
from app.tables.columns import amount as money
from app.tables.connect.application import Application
from app.tables.resource import Resource, Tagged
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.total_details import TotalDetails
from app.tables.texts import CurrencyCode


class Quote(Tagged, Resource, table=True):
    """Prices that a customer is offered. Accepted, they are billed: by an invoice, a subscription or a schedule."""

    prefix: ClassVar[str] = "qt_"
    events: ClassVar[dict[str, str]] = {
        "accepted": "A customer accepted a quote.",
        "canceled": "A quote was canceled, or has expired.",
        "created": "A quote was created.",
        "finalized": "A draft of a quote was finalized and is open for the customer to accept.",
        "will_expire": "An open quote expires in the configured number of days.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        QuoteStatus.DRAFT: {QuoteStatus.OPEN, QuoteStatus.CANCELED},
        QuoteStatus.OPEN: {QuoteStatus.ACCEPTED, QuoteStatus.CANCELED},
    }
    line_items: ClassVar[Many] = many("line_item", by="quote_id", url="/v1/quotes/{id}/line_items", includable=True)

    amount_subtotal: int = money(0)
    """Amount of all lines, in minor units, before discounts and exclusive taxes."""
    amount_total: int = money(0)
    """Amount of all lines, in minor units, after discounts and taxes."""
    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    application_fee_amount: int | None = money(None, kind="editable", ge=0)
    """Amount of the platform's application fee, in minor units; null without one. Only without recurring prices."""
    application_fee_percent: Decimal | None = editable(None, number=True, ge=0, le=100, decimal_places=2)
    """Percent of each invoice's subtotal that is the platform's application fee; null without one. Only with recurring
    prices."""
    automatic_tax: QuoteAutomaticTax = editable(QuoteAutomaticTax(enabled=False))
    """Settings of automatic tax, and the status of the latest calculation."""
    collection_method: CollectionMethod = editable(CollectionMethod.CHARGE_AUTOMATICALLY)
    """How invoices are collected. The default is `CHARGE_AUTOMATICALLY`."""
    computed: QuoteComputed = kept(QuoteComputed())
    """What is billed at first, and then in each period."""
    currency: CurrencyCode | None = kept("usd")
    """Three-letter currency code (ISO 4217), lower case: that of the prices."""
    customer_id: str | None = ref("customer", back="quotes", kind="editable", default=None)
    """The customer who is offered the prices; null until one is given, after which it cannot change."""
    default_tax_rates: list[str] = ref("tax_rate", kind="editable", default=[], max_length=5)
    """The tax rates of all lines that have none of their own, at most five."""
    description: str | None = editable(None, max_length=500)
    """Description of the quote, which customers read."""
    discounts: list[str] = ref("discount", kind="kept", default=[])
    """The discounts of the whole quote, in the order in which they are applied. Lines may have others."""
    expires_at: datetime = kept()
    """When the quote is canceled unless it was accepted."""
    footer: str | None = editable(None, max_length=500)
    """Footer of the quote, which customers read."""
    from_quote: QuoteFromQuote | None = kept()
    """The quote that the quote was made from; null if there is none."""
    header: str | None = editable(None, max_length=50)
    """Header of the quote, which customers read."""
    invoice_id: str | None = ref("invoice", kind="kept", default=None)
    """The invoice of the accepted quote; null before, and where a subscription was created."""
    invoice_settings: QuoteInvoiceSettings = kept(QuoteInvoiceSettings())
    """Settings of the invoices."""
    number: str | None = kept()
    """Number of the quote, such as QT-7F68F7D2-0001-1: the customer's prefix, the quote and its revision; null for a
    draft."""
    on_behalf_of_id: str | None = ref("account", kind="editable", default=None)
    """The connected account for which the customer is billed; null for the account itself."""
    pdf: str | None = kept(graph_only=True)
    """Address of the quote as a PDF, which needs no key; null for a draft."""
    status: QuoteStatus = kept(QuoteStatus.DRAFT)
    """The status of the quote."""
    status_transitions: QuoteStatusTransitions = kept(QuoteStatusTransitions())
    """When the quote reached each status."""
    subscription_id: str | None = ref("subscription", back="quotes", kind="kept", default=None)
    """The subscription of the accepted quote; null before, and where there is none."""
    subscription_data: QuoteSubscriptionData = kept(QuoteSubscriptionData())
    """What the subscription begins with."""
    subscription_schedule_id: str | None = ref("subscription_schedule", back="quotes", kind="kept", default=None)
    """The subscription schedule of the accepted quote; null before, and where there is none."""
    test_clock_id: str | None = ref("test_clock", back="quotes", kind="kept", default=None)
    """The test clock that the quote lives under; null for a quote in real time."""
    total_details: TotalDetails = kept(TotalDetails())
    """Discounts and taxes of all lines."""
    transfer_data: QuoteTransferData | None = editable(None)
    """The transfer of the payments' funds to a connected account; null without one."""

    redeemed: list[DiscountParams] = kept([], hidden=True)
    """Where the discounts come from, for what is billed by the quote."""
    sequence: int | None = kept(hidden=True)
    """The customer's quotes are numbered by it, all revisions of one alike; None for a draft."""
    revision: int | None = kept(hidden=True)
    """The number of the revision, from 1; None for a draft."""
