"""How the payment of its invoices moves a subscription between statuses."""

from datetime import timedelta

from app.domain.billing.invoices import ending as invoice_ending
from app.domain.billing.subscriptions import ending
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.billing.billing_settings import BillingSettings, BillingSettingsSubscriptionAfterRetries
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceBillingReason, InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import (
    SubscriptionCancellationDetailsReason,
    SubscriptionPaymentSettingsSaveDefaultPaymentMethod,
    SubscriptionStatus,
)
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod

INCOMPLETE = timedelta(hours=23)
"""How long the first invoice of a subscription can be paid."""
LATE = (SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID)
STARTING = (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.PAUSED)
"""The statuses of a subscription that an invoice starts or resumes."""
After = BillingSettingsSubscriptionAfterRetries


def start(tx: Tx, subscription: Subscription) -> None:
    """The invoice that a subscription starts or resumes with is paid, or is none to be paid. The caller emits the event
    of the update."""
    trial = subscription.trial_end is not None and subscription.trial_end > tx.now
    resumes = subscription.status == SubscriptionStatus.PAUSED
    tx.move(subscription, SubscriptionStatus.TRIALING if trial else SubscriptionStatus.ACTIVE, verb="start")
    tx.unwake(expire, subscription)
    if resumes:
        tx.tell("customer.subscription.resumed", subscription)


def fall_behind(tx: Tx, subscription: Subscription) -> None:
    """An invoice is not paid. One that the subscription is to start or resume with can be paid for 23 hours. The caller
    emits the subscription's event."""
    if subscription.status in STARTING:
        tx.wake(tx.now + INCOMPLETE, expire, subscription)
    elif subscription.status == SubscriptionStatus.ACTIVE:
        tx.move(subscription, SubscriptionStatus.PAST_DUE, verb="collect")


async def _latest_of(tx: Tx, event: Event) -> tuple[Subscription, Invoice] | None:
    """The subscription whose latest invoice an event is about, and the invoice."""
    body = event.data.object
    if not body["subscription"]:
        return None
    subscription = await tx.get(Subscription, body["subscription"])
    if subscription.latest_invoice_id != body["id"] or subscription.ended_at is not None:
        return None
    return subscription, await tx.get(Invoice, body["id"])


@when("invoice.paid", "invoice.voided")
async def settled(tx: Tx, event: Event) -> None:
    """Nothing is owed any more for the latest invoice."""
    found = await _latest_of(tx, event)
    if found is None:
        return
    subscription, invoice = found
    before = subscription.status, subscription.default_payment_method_id
    if event.type == "invoice.paid":
        await _save_method(tx, subscription, invoice)
    if subscription.status in STARTING:
        if invoice.status != InvoiceStatus.VOID:
            start(tx, subscription)
        elif subscription.status == SubscriptionStatus.INCOMPLETE:
            await ending.close(tx, subscription)
            return
    elif subscription.status in LATE:
        tx.move(subscription, SubscriptionStatus.ACTIVE, verb="collect")
    if (subscription.status, subscription.default_payment_method_id) != before:
        tx.tell("customer.subscription.updated", subscription)


async def _save_method(tx: Tx, subscription: Subscription, invoice: Invoice) -> None:
    """The payment method that paid becomes the subscription's default, if the settings say so and it can pay again."""
    settings = subscription.payment_settings
    saves = SubscriptionPaymentSettingsSaveDefaultPaymentMethod.ON_SUBSCRIPTION
    if settings is None or settings.save_default_payment_method != saves or invoice.payment_intent_id is None:
        return
    intent = await tx.get(PaymentIntent, invoice.payment_intent_id, lock=False)
    if intent.payment_method_id is not None:
        method = await tx.get(PaymentMethod, intent.payment_method_id, lock=False, deleted=True)
        if method.customer_id == subscription.customer_id:
            subscription.default_payment_method_id = method.id


@when("invoice.marked_uncollectible")
async def written_off(tx: Tx, event: Event) -> None:
    """The latest invoice is not expected to be paid any more: the subscription goes on, if it was behind."""
    found = await _latest_of(tx, event)
    if found is not None and found[0].status == SubscriptionStatus.PAST_DUE:
        subscription, _ = found
        tx.move(subscription, SubscriptionStatus.ACTIVE, verb="collect")
        tx.tell("customer.subscription.updated", subscription)


@when("invoice.payment_failed", "invoice.payment_action_required", "invoice.overdue")
async def failed(tx: Tx, event: Event) -> None:
    """The latest invoice could not be collected, or not without the customer, or is overdue."""
    found = await _latest_of(tx, event)
    if found is None:
        return
    subscription, invoice = found
    change = subscription.pending_change
    if change is not None and change.invoice_id == invoice.id:
        return
    # An incomplete subscription waits for its first invoice. One that a schedule made has started before.
    waits = subscription.status in STARTING and invoice.billing_reason == InvoiceBillingReason.SUBSCRIPTION_CREATE
    if waits or invoice.status == InvoiceStatus.PAID:
        return
    before = subscription.status
    fall_behind(tx, subscription)
    if subscription.status != before:
        tx.tell("customer.subscription.updated", subscription)
    body = event.data.object
    if event.type != "invoice.overdue" and body["auto_advance"] and body["next_payment_attempt"] is None:
        await _give_up(tx, subscription)


async def _give_up(tx: Tx, subscription: Subscription) -> None:
    """No attempt could collect the latest invoice: what follows is a setting of the account."""
    after = (await tx.single(BillingSettings, lock=False)).subscription_after_retries
    if subscription.status != SubscriptionStatus.PAST_DUE or after == After.LEAVE_PAST_DUE:
        return
    if after == After.CANCEL:
        await ending.close(tx, subscription, reason=SubscriptionCancellationDetailsReason.PAYMENT_FAILED)
        return
    tx.move(subscription, SubscriptionStatus.UNPAID, verb="collect")
    tx.tell("customer.subscription.updated", subscription)


@job("subscription.expire", Subscription)
async def expire(tx: Tx, subscription: Subscription) -> None:
    """The invoice was not paid in time with which the subscription was to start or resume."""
    if subscription.status not in STARTING:
        return
    if subscription.status == SubscriptionStatus.INCOMPLETE:
        await ending.close(tx, subscription)
    invoice = await tx.get(Invoice, subscription.latest_invoice_id or "")
    if invoice.status == InvoiceStatus.OPEN:
        await invoice_ending.annul(tx, invoice)
