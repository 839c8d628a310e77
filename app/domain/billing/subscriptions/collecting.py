"""The collection of an invoice that a request has caused: at once, as the request says, and what it means for the
subscription."""

from app.domain.billing.invoices import collecting, finalizing
from app.domain.billing.subscriptions import statuses
from app.domain.billing.subscriptions.invoicing import is_sent
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionPaymentBehavior
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod

Behavior = SubscriptionPaymentBehavior


async def collect(
    tx: Tx, subscription: Subscription, invoice: Invoice, behavior: Behavior, *, off_session: bool
) -> None:
    """Finalize and collect a draft of a subscription. The caller emits the subscription's event.

    An invoice that is sent stays a draft for an hour. Raises InvalidRequest where there is nothing to charge, and
    CardError for a payment that fails if `behavior` is ERROR_IF_INCOMPLETE: neither leaves anything behind.
    """
    if is_sent(subscription):
        _proceed(tx, subscription)
        return
    first = subscription.status in statuses.STARTING
    later = behavior == Behavior.DEFAULT_INCOMPLETE
    waits = behavior == Behavior.PENDING_IF_INCOMPLETE
    await finalizing.finalize(tx, invoice, auto_advance=not (first or later or waits))
    if invoice.status == InvoiceStatus.PAID:
        _proceed(tx, subscription)
    elif later:
        statuses.fall_behind(tx, subscription)
    else:
        await _attempt(tx, subscription, invoice, behavior, off_session=off_session)


async def _attempt(
    tx: Tx, subscription: Subscription, invoice: Invoice, behavior: Behavior, *, off_session: bool
) -> None:
    first = subscription.status in statuses.STARTING
    method = await collecting.method_of(tx, invoice, None)
    if method is None and first:
        raise InvalidRequest(
            "`default_payment_method` is required: the customer has no default payment method to charge. Give one, or "
            "choose `payment_behavior` DEFAULT_INCOMPLETE or `collection_method` SEND_INVOICE.",
            code=ErrorCode.RESOURCE_MISSING,
            field="default_payment_method",
        )
    if behavior == Behavior.PENDING_IF_INCOMPLETE and method is not None:
        _must_answer_at_once(method)
    refusal = await collecting.collect(tx, invoice, method, off_session=off_session, automatic=not first)
    if refusal is not None and behavior == Behavior.ERROR_IF_INCOMPLETE:
        raise Unpaid(
            refusal.message, code=refusal.code, field="default_payment_method", decline_code=refusal.decline_code
        )
    if refusal is not None and first and not refusal.commits:
        raise refusal
    if invoice.status == InvoiceStatus.PAID:
        _proceed(tx, subscription)
    elif refusal is not None and behavior != Behavior.PENDING_IF_INCOMPLETE:
        statuses.fall_behind(tx, subscription)


def _must_answer_at_once(method: PaymentMethod) -> None:
    """Raise InvalidRequest for a payment method whose payments settle days later: no update waits for them."""
    if method.method_type.flow is Flow.BANK_DEBIT:
        raise InvalidRequest(
            "`payment_behavior` PENDING_IF_INCOMPLETE is not possible with bank debits.",
            code=ErrorCode.PARAMETER_INVALID,
            field="payment_behavior",
        )


def _proceed(tx: Tx, subscription: Subscription) -> None:
    if subscription.status in statuses.STARTING:
        statuses.start(tx, subscription)


class Unpaid(CardError):
    """A payment that failed, for a change that is not to happen then."""

    commits = False
