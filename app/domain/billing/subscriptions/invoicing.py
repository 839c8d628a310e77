"""Invoices of subscriptions: what is billed for periods, and pending invoice items along with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.billing.engine import lines as engine
from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.invoices import drafting, lines
from app.domain.billing.subscriptions import discounting, recorded_usage, usage
from app.domain.billing.subscriptions.entries import Entry, current
from app.domain.merging import merge
from app.domain.tx import Tx
from app.money import rounded
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_line_item import InvoiceLineItem, InvoiceLineItemType
from app.tables.billing.invoice_values import (
    InvoiceAutomaticTax,
    InvoiceBillingReason,
    InvoicePaymentSettings,
    InvoiceSubscriptionDetails,
    InvoiceThresholdReason,
    InvoiceThresholdReasonItemReason,
)
from app.tables.billing.payment_method_options import InvoicePaymentMethodOptions
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItemBilled, SubscriptionItemUsed
from app.tables.billing.subscription_values import SubscriptionAutomaticTax
from app.tables.core_resources.customer import Customer
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.period import Period
from app.tables.shapes.transfer_data import TransferData


@dataclass(frozen=True)
class Segment:
    """A time that is billed in advance, or was missed, by the periods of a cycle."""

    span: Span
    cycle: Cycle
    trial: bool = False
    """Whether the time is free."""


@dataclass(frozen=True)
class Billing:
    """What an invoice of a subscription bills."""

    reason: InvoiceBillingReason
    period: Span
    entries: Sequence[Entry]
    """All items of the subscription."""
    segments: Sequence[Segment] = ()
    """The times that are billed of items with a quantity, in order."""
    used: Segment | None = None
    """The time whose usage is billed: it is over, or a threshold was reached in it."""
    reached: "Reached | None" = None
    """The thresholds that were reached, if that is why it is billed."""

    @property
    def counted(self) -> Span | None:
        """The time whose usage counts; None if no usage is billed."""
        if self.reached is not None:
            return self.reached.counted
        return None if self.used is None else self.used.span


@dataclass(frozen=True)
class Reached:
    """Thresholds that were reached."""

    amount_gte: int | None
    """The amount of the subscription's threshold; None if it was not reached."""
    items: Sequence[str]
    """The ids of the items that reached their own."""
    counted: Span
    """The period whose usage so far counts: that of this very moment too, and what a meter was told ahead of time."""
    goes_on: bool
    """Whether this period goes on, so that its usage is not billed as a whole yet."""


class Drafted(Exception):
    """What a preview asked for: the draft of a subscription's invoice. Nothing is done after it."""

    def __init__(self, invoice: Invoice, subscription: Subscription) -> None:
        super().__init__(invoice.id)
        self.invoice, self.subscription = invoice, subscription


async def draft(tx: Tx, subscription: Subscription, billing: Billing) -> Invoice:
    """The draft of an invoice, which becomes the subscription's latest. Pending invoice items of the customer are on
    the invoice. The caller emits the subscription's event. Raises Drafted in a preview."""
    customer = await tx.get(Customer, subscription.customer_id)
    transfer = subscription.transfer_data
    invoice = await drafting.draft(
        tx,
        customer,
        account_tax_ids=subscription.invoice_settings.account_tax_ids,
        application=subscription.application,
        currency=subscription.currency,
        reason=billing.reason,
        auto_advance=True,
        automatic_tax=_automatic_tax(subscription.automatic_tax),
        collection_method=subscription.collection_method,
        default_payment_method_id=subscription.default_payment_method_id,
        default_tax_rates=subscription.default_tax_rates,
        description=subscription.description,
        discounts=discounting.of(subscription, customer),
        due_date=_due(tx, subscription),
        fee_percent=subscription.application_fee_percent,
        issuer=subscription.invoice_settings.issuer,
        on_behalf_of_id=subscription.on_behalf_of_id,
        payment_settings=_payment_settings(subscription),
        period_start=billing.period.start,
        period_end=billing.period.end,
        transfer_data=transfer and TransferData(destination_id=transfer.destination_id),
        transfer_percent=transfer and transfer.amount_percent,
        subscription_id=subscription.id,
        subscription_details=InvoiceSubscriptionDetails(metadata=dict(subscription.meta)),
    )
    for item in await pending(tx, subscription):
        await lines.add(tx, invoice, item)
    used = {}
    for entry in billing.entries:
        # An item that was added when the time was over has no usage in it.
        if entry.metered and billing.counted is not None and entry.item.created < billing.counted.end:
            used[entry.item.id] = await _usage(tx, subscription, invoice, entry, billing)
    if billing.reached is not None:
        invoice.threshold_reason = _reason(billing, billing.reached, used)
    advanced = []
    for entry in billing.entries:
        if not entry.metered and billing.segments:
            advanced.append((entry, [_advance(tx, subscription, invoice, entry, each) for each in billing.segments]))
        elif entry.metered and billing.reason == InvoiceBillingReason.SUBSCRIPTION_CREATE:
            _line(tx, subscription, invoice, entry, _unused_yet(subscription, entry))
    await drafting.announce(tx, invoice, customer)
    for entry, made in advanced:
        _keep(entry, invoice, made[-1])
    if tx.work.previewing:
        raise Drafted(invoice, subscription)
    await discounting.used(tx, subscription, invoice)
    subscription.latest_invoice_id = invoice.id
    return invoice


async def pending(tx: Tx, subscription: Subscription) -> list[InvoiceItem]:
    """The customer's invoice items that wait for an invoice of the subscription, or for any."""
    await _read_pending(tx, subscription)
    found = tx.known(
        InvoiceItem,
        customer_id=subscription.customer_id,
        invoice_id=None,
        currency=subscription.currency,
    )
    waiting = [item for item in found if item.subscription_id in (subscription.id, None)][: lines.MOST]
    return [await tx.get(InvoiceItem, item.id) for item in waiting]


async def _read_pending(tx: Tx, subscription: Subscription) -> None:
    """Read and lock the pending items of the customer, and those of all customers whose subscriptions are at hand."""
    read: set[str] = tx.work.remembered.setdefault((_read_pending, tx.tenant), set())
    if subscription.customer_id not in read:
        customers = {each.customer_id for each in tx.known(Subscription)} | {subscription.customer_id}
        await tx.find(InvoiceItem, customer_id=customers - read, invoice_id=None)
        read |= customers


def is_sent(subscription: Subscription) -> bool:
    """Whether invoices are sent to the customer rather than charged."""
    return subscription.collection_method == CollectionMethod.SEND_INVOICE


def _due(tx: Tx, subscription: Subscription) -> datetime | None:
    return tx.now + timedelta(days=subscription.days_until_due or 0) if is_sent(subscription) else None


def _automatic_tax(own: SubscriptionAutomaticTax) -> InvoiceAutomaticTax:
    """Automatic tax of an invoice, before its customer's location is looked at."""
    return InvoiceAutomaticTax(enabled=own.enabled, liability=own.liability)


def _payment_settings(subscription: Subscription) -> InvoicePaymentSettings:
    own = subscription.payment_settings
    if own is None:
        return InvoicePaymentSettings()
    options = own.payment_method_options
    return InvoicePaymentSettings(
        payment_method_options=None if options is None else merge(InvoicePaymentMethodOptions, None, options),
        payment_method_types=own.payment_method_types,
    )


def _advance(
    tx: Tx, subscription: Subscription, invoice: Invoice, entry: Entry, segment: Segment
) -> list[InvoiceLineItem]:
    subscribed = entry.subscribed(subscription.currency)
    if segment.trial:
        return [_line(tx, subscription, invoice, entry, engine.trial(subscribed, segment.span))]
    written = engine.recurring(subscribed, segment.span, segment.cycle)
    return [_line(tx, subscription, invoice, entry, each) for each in written]


def _unused_yet(subscription: Subscription, entry: Entry) -> engine.Written:
    """The line by which the first invoice shows a metered item, whose usage is billed once the period is over."""
    subscribed, span = entry.subscribed(subscription.currency, 0), current(subscription)
    return engine.trial(subscribed, span) if subscription.trial_end == span.end else engine.unused_yet(subscribed, span)


async def _usage(
    tx: Tx, subscription: Subscription, invoice: Invoice, entry: Entry, billing: Billing
) -> list[InvoiceLineItem]:
    used, counted, reached = billing.used, billing.counted, billing.reached
    assert used is not None
    assert counted is not None
    quantity = await usage.quantity(tx, subscription, entry, counted)
    before = usage.billed(entry, counted)
    entry.item.used = SubscriptionItemUsed(
        start=counted.start, until=used.span.end, quantity=quantity, before=before.quantity
    )
    if (reached is None or not reached.goes_on) and entry.records_usage:
        await recorded_usage.bill(tx, entry.item, used.span, invoice)
    if reached is not None and not reached.goes_on:
        # What was used at this very moment is in the next period too, and billed by now.
        entry.item.used = await usage.so_far(tx, subscription, entry)
    subscribed = entry.subscribed(subscription.currency, quantity)
    written = engine.used(subscribed, before.quantity, Span(before.until, used.span.end))
    return [_line(tx, subscription, invoice, entry, each) for each in written]


def _reason(billing: Billing, reached: Reached, used: dict[str, list[InvoiceLineItem]]) -> InvoiceThresholdReason:
    thresholds = {entry.item.id: entry.item.billing_thresholds for entry in billing.entries}
    reasons = [
        InvoiceThresholdReasonItemReason(line_item_ids=[line.id for line in used[id]], usage_gte=own.usage_gte)
        for id in reached.items
        if (own := thresholds[id]) is not None and own.usage_gte is not None
    ]
    return InvoiceThresholdReason(amount_gte=reached.amount_gte, item_reasons=reasons)


def _line(
    tx: Tx, subscription: Subscription, invoice: Invoice, entry: Entry, written: engine.Written
) -> InvoiceLineItem:
    return tx.add(
        InvoiceLineItem(
            amount=written.amount,
            currency=invoice.currency,
            description=written.description,
            discounts=entry.item.discounts,
            invoice_id=invoice.id,
            meta=dict(entry.item.meta),
            period=Period(start=written.span.start, end=written.span.end),
            price_id=entry.price.id,
            plan_id=entry.price.id,
            quantity=rounded(Decimal(written.quantity)),
            subscription_id=subscription.id,
            subscription_item_id=entry.item.id,
            tax_rates=entry.item.tax_rates or [],
            type=InvoiceLineItemType.SUBSCRIPTION,
        )
    )


def _keep(entry: Entry, invoice: Invoice, made: Sequence[InvoiceLineItem]) -> None:
    """Keep what was billed for an item in advance, for changes to credit."""
    entry.item.billed = SubscriptionItemBilled(
        amount=sum(line.amount - sum(off.amount for off in line.discount_amounts or ()) for line in made),
        quantity=entry.item.quantity or 0,
        start=made[0].period.start,
        end=made[0].period.end,
        invoice_id=invoice.id,
        invoice_line_items=[line.id for line in made],
    )
