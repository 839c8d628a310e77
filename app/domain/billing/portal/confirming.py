"""Changes of subscriptions whose payment the customer has to confirm with the bank first (3-D Secure)."""

from dataclasses import dataclass

from app.domain.billing.portal.changing import Payment, Wanted, change
from app.domain.billing.portal.refusals import Unable
from app.domain.billing.portal.visits import Visit, subscription_of
from app.domain.billing.subscriptions import pending_updates
from app.domain.core_resources.intents import next_actions
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import Refusal, ResourceMissing
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus


def waits_for_bank(refusal: Refusal) -> bool:
    """Whether a change was refused only because the bank wants the customer to confirm its payment."""
    return refusal.code is ErrorCode.INVOICE_PAYMENT_INTENT_REQUIRES_ACTION


async def begin(tx: Tx, visit: Visit, wanted: Wanted, *, return_url: str) -> str:
    """Have a change wait until the customer has confirmed its payment with the bank, as a pending update. Returns the
    address of the bank's page, which leads back to `return_url`.

    Raises Unable for a change with a discount, as no pending update has one.
    """
    if wanted.discounts:
        raise Unable("bank_with_discount")
    made = await change(tx, visit, wanted, payment=Payment.PENDING_IF_INCOMPLETE)
    intent = await _payment(tx, made.subscription)
    url = next_actions.lead_back(intent, return_url) if intent else None
    if url is None:
        raise Unable("now")
    return url


async def bank_of(tx: Tx, subscription: Subscription) -> str | None:
    """The address where the customer confirms the payment that a change of the subscription waits for: the bank's page,
    or that of the invoice; None if no change waits."""
    waiting = subscription.pending_change
    if waiting is None:
        return None
    intent = await _payment(tx, subscription, lock=False)
    redirect = intent.next_action.redirect_to_url if intent and intent.next_action else None
    return redirect.url if redirect else (await tx.get(Invoice, waiting.invoice_id, lock=False)).hosted_invoice_url


async def _payment(tx: Tx, subscription: Subscription, *, lock: bool = True) -> PaymentIntent | None:
    """The payment that a change of the subscription waits for."""
    if subscription.pending_change is None:
        return None
    invoice = await tx.get(Invoice, subscription.pending_change.invoice_id, lock=lock)
    return await tx.get(PaymentIntent, invoice.payment_intent_id, lock=lock) if invoice.payment_intent_id else None


@dataclass(frozen=True)
class Outcome:
    """What came of a change that waited for the bank."""

    subscription_id: str
    status: PaymentIntentStatus


async def end(tx: Tx, visit: Visit, id: str, *, return_url: str) -> Outcome:
    """The customer is back from the bank. A change whose payment has failed is given up, and its invoice is void.
    Raises ResourceMissing for a payment that does not lead to this visit's `return_url`."""
    intent = await tx.get(PaymentIntent, id, field="payment_intent")
    if intent.customer_id != visit.customer.id or intent.return_url != return_url or intent.invoice_id is None:
        raise ResourceMissing(PaymentIntent.object_name, id, field="payment_intent")
    invoice = await tx.get(Invoice, intent.invoice_id)
    subscription = await subscription_of(tx, visit, invoice.subscription_id or "")
    waiting = subscription.pending_change
    # The payment is canceled with its invoice.
    outcome = Outcome(subscription.id, PaymentIntentStatus(intent.status))
    failed = outcome.status is PaymentIntentStatus.REQUIRES_PAYMENT_METHOD
    if failed and waiting is not None and waiting.invoice_id == invoice.id:
        await pending_updates.discard(tx, subscription)
        tx.tell("customer.subscription.updated", subscription)
    return outcome
