"""Collection: attempts to be paid, and what each of them comes to for the invoice."""

from datetime import timedelta

from app.domain.billing.invoices import delinquency, due, dunning, ending, payment
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest, Refusal
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCancellationReason, PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod

SOON = timedelta(hours=1)
"""When an invoice is first collected that was finalized on request."""


async def method_of(tx: Tx, invoice: Invoice, given: str | None) -> PaymentMethod | None:
    """The payment method that is charged: that given, the invoice's, or the customer's default; None without one."""
    if given is not None:
        return await payment.usable(tx, invoice, given, "payment_method")
    customer = await tx.get(Customer, invoice.customer_id or "", field="customer", lock=False)
    id = invoice.default_payment_method_id or customer.invoice_settings.default_payment_method_id
    return await tx.get(PaymentMethod, id, lock=False) if id else None


def plan(tx: Tx, invoice: Invoice) -> None:
    """Have an open invoice collected, or sent, by itself if it advances automatically."""
    tx.unwake(collect_automatically, invoice)
    invoice.next_payment_attempt = None
    if invoice.status != InvoiceStatus.OPEN or not invoice.auto_advance:
        return
    if invoice.is_charged:
        invoice.next_payment_attempt = tx.now + SOON
        tx.wake(invoice.next_payment_attempt, collect_automatically, invoice)


async def begin(tx: Tx, invoice: Invoice) -> None:
    """An invoice was finalized automatically: it is collected, or sent, at once."""
    if invoice.is_charged:
        await collect(tx, invoice, await method_of(tx, invoice, None), automatic=True)
    else:
        tx.tell("sent", invoice)


@job("invoice.collect", Invoice)
async def collect_automatically(tx: Tx, invoice: Invoice) -> None:
    """An open invoice is due to be collected, for the first time or again."""
    if invoice.status == InvoiceStatus.OPEN and invoice.auto_advance:
        await collect(tx, invoice, await method_of(tx, invoice, None), automatic=True)


async def collect(
    tx: Tx,
    invoice: Invoice,
    method: PaymentMethod | None,
    *,
    off_session: bool = True,
    mandate: str | None = None,
    automatic: bool,
) -> Refusal | None:
    """Try to collect an open invoice with a payment method; what was refused, if anything.

    Without a payment method the attempt fails; so does an automatic one with a payment method that was declined for
    good, which is not charged again. An automatic attempt that fails is followed by another, by the account's
    schedule. A refusal that commits nothing, such as of a payment method that cannot pay the invoice, is no attempt on
    request.
    """
    intent = await payment.of(tx, invoice)
    if intent.status == PaymentIntentStatus.PROCESSING:
        return None if automatic else _already(invoice)
    refusal: Refusal | None
    if method is None:
        refusal = InvalidRequest(
            "The invoice has no payment method.", code=ErrorCode.RESOURCE_MISSING, field="payment_method"
        )
    elif automatic and dunning.is_refused(intent, method):
        refusal = InvalidRequest(
            "The bank has declined the payment method for good: another one is needed.",
            code=ErrorCode.CARD_DECLINED,
            field="payment_method",
        )
    else:
        refusal = await payment.attempt(tx, invoice, intent, method, off_session=off_session, mandate=mandate)
        if refusal is not None and not refusal.commits and not automatic:
            return refusal
    invoice.attempted = True
    if automatic or invoice.attempt_count == 0:
        invoice.attempt_count += 1
    return await _note(tx, invoice, intent, refusal, automatic=automatic)


def _already(invoice: Invoice) -> Refusal:
    return InvalidRequest(
        "The invoice's payment is being processed: wait for what comes of it.",
        code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
        field="id",
    )


async def _note(
    tx: Tx, invoice: Invoice, intent: PaymentIntent, refusal: Refusal | None, *, automatic: bool
) -> Refusal | None:
    """Note what an attempt came to."""
    invoice.charge_id = intent.latest_charge_id
    invoice.outcome_event_id = next((event.id for event in reversed(tx.events) if event.object_id == intent.id), None)
    if intent.status == PaymentIntentStatus.SUCCEEDED:
        await settle(tx, invoice, amount=intent.amount_received)
        return None
    if automatic:
        await _schedule(tx, invoice, failed=intent.status != PaymentIntentStatus.PROCESSING)
    if intent.status == PaymentIntentStatus.REQUIRES_ACTION:
        tx.tell("payment_action_required", invoice)
        tx.tell("updated", invoice)
        return CardError(
            "The payment needs an action by the customer, such as an authentication.",
            code=ErrorCode.INVOICE_PAYMENT_INTENT_REQUIRES_ACTION,
            field="id",
        )
    if refusal is not None:
        await fail(tx, invoice)
    elif tx.changed(invoice):
        tx.tell("updated", invoice)
    return refusal


async def _schedule(tx: Tx, invoice: Invoice, *, failed: bool) -> None:
    """Plan what follows an attempt: another one if it failed and the schedule has one left, else none."""
    tx.unwake(collect_automatically, invoice)
    invoice.next_payment_attempt = await dunning.next_attempt(tx, invoice) if failed else None
    if invoice.next_payment_attempt is not None:
        tx.wake(invoice.next_payment_attempt, collect_automatically, invoice)


async def fail(tx: Tx, invoice: Invoice) -> None:
    """An attempt failed."""
    await delinquency.judge(tx, invoice, delinquent=True)
    tx.tell("payment_failed", invoice)
    tx.tell("updated", invoice)
    if invoice.status == InvoiceStatus.OPEN and await dunning.gives_up(tx, invoice):
        await ending.mark_uncollectible(tx, invoice)


async def accept(tx: Tx, invoice: Invoice) -> None:
    """The invoice was paid by other means."""
    # So that the customer does not pay again.
    await payment.cancel(tx, invoice, PaymentIntentCancellationReason.AUTOMATIC)
    invoice.paid_out_of_band = True
    await settle(tx, invoice, amount=invoice.amount_remaining)


async def settle(tx: Tx, invoice: Invoice, *, amount: int) -> None:
    """The invoice is paid, with `amount` minor units that came in just now."""
    tx.move(invoice, InvoiceStatus.PAID, verb="pay")
    tx.unwake(collect_automatically, invoice)
    due.forget(tx, invoice)
    invoice.attempted = True
    invoice.amount_paid += amount
    invoice.amount_remaining = invoice.amount_due - invoice.amount_paid
    invoice.auto_advance, invoice.next_payment_attempt = False, None
    invoice.status_transitions = invoice.status_transitions.model_copy(update={"paid_at": tx.now})
    tx.tell("paid", invoice)
    if not invoice.paid_out_of_band:
        tx.tell("payment_succeeded", invoice)
    tx.tell("updated", invoice)
    await delinquency.judge(tx, invoice, delinquent=False)


@when("payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.requires_action")
async def hear(tx: Tx, event: Event) -> None:
    """The customer paid the invoice in the browser, or a bank has answered: the invoice follows its payment."""
    if event.data.object["invoice"] is None:
        return
    invoice = await tx.get(Invoice, event.data.object["invoice"])
    if invoice.outcome_event_id == event.id or invoice.status not in (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE):
        return
    intent = await payment.of(tx, invoice)
    invoice.charge_id, invoice.outcome_event_id = intent.latest_charge_id, event.id
    if event.type == "payment_intent.succeeded":
        await settle(tx, invoice, amount=intent.amount_received)
    elif event.type == "payment_intent.payment_failed":
        if invoice.attempt_count == 0:
            invoice.attempted, invoice.attempt_count = True, 1
        elif invoice.auto_advance and invoice.next_payment_attempt is None:
            await _schedule(tx, invoice, failed=True)
        await fail(tx, invoice)
