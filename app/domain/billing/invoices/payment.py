"""The payment of an invoice: made when the invoice is finalized, and confirmed by each attempt to collect."""

import secrets
from typing import Any

from app.domain.billing import parties
from app.domain.core_resources.intents import choosing
from app.domain.core_resources.payments import cancellation, charge_attempts, checks, confirmation, options
from app.domain.merging import merge
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal
from app.network.authorization import Declined
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import SubscriptionPaymentSettingsSaveDefaultPaymentMethod
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptions
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentCancellationReason,
    PaymentIntentCaptureMethod,
    PaymentIntentStatus,
)
from app.tables.payment_methods.method_type import Flow, method_types
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod

DESCRIPTION = "Payment for Invoice"
SAVES = SubscriptionPaymentSettingsSaveDefaultPaymentMethod.ON_SUBSCRIPTION


async def prepare(tx: Tx, invoice: Invoice) -> PaymentIntent:
    """The payment of what is due. The caller emits its event with `tell`.

    Raises InvalidRequest where no type of payment method suits the invoice.
    """
    settings = invoice.payment_settings
    fee, transfer = parties.due(invoice)
    values: dict[str, Any] = {
        "amount": invoice.amount_due,
        "application": invoice.application,
        "application_fee_amount": fee,
        "capture_method": PaymentIntentCaptureMethod.AUTOMATIC,
        "currency": invoice.currency,
        "customer_id": invoice.customer_id,
        "description": DESCRIPTION,
        "invoice_id": invoice.id,
        "on_behalf_of_id": invoice.on_behalf_of_id,
        "payment_method_types": [each.value for each in settings.payment_method_types or ()],
        "setup_future_usage": await _future_usage(tx, invoice),
        "statement_descriptor": invoice.statement_descriptor,
        "transfer_data": transfer,
    }
    await choosing.choose_types(tx, values, None, checks.suiting(**values))
    values["automatic_payment_methods"] = None
    # What it refers to was got by now.
    intent = tx.add(PaymentIntent(**values))
    if transfer is not None:
        intent.transfer_group = f"group_{intent.id}"
    intent.client_secret = f"{intent.id}_secret_{secrets.token_hex(12)}"
    intent.payment_method_options = options.defaults(intent.payment_method_types)
    if settings.payment_method_options is not None:
        merged = merge(
            PaymentIntentPaymentMethodOptions, intent.payment_method_options, settings.payment_method_options
        )
        intent.payment_method_options = merged
    invoice.payment_intent_id = intent.id
    return intent


async def _future_usage(tx: Tx, invoice: Invoice) -> SetupFutureUsage | None:
    """The payment method that pays the first invoice of a subscription is set up to pay the others, if it becomes the
    subscription's default. Types that the merchant chose and that cannot be set up pay once."""
    if invoice.billing_reason != InvoiceBillingReason.SUBSCRIPTION_CREATE or not invoice.is_charged:
        return None
    subscription = await tx.get(Subscription, invoice.subscription_id or "", lock=False)
    kinds = method_types()
    own, types = subscription.payment_settings, invoice.payment_settings.payment_method_types or ()
    if own is None or own.save_default_payment_method != SAVES:
        return None
    return SetupFutureUsage.OFF_SESSION if all(kinds[each.value].sets_up for each in types) else None


def tell(tx: Tx, intent: PaymentIntent) -> None:
    """Emit the event of a new payment."""
    tx.tell("created", intent)


async def of(tx: Tx, invoice: Invoice) -> PaymentIntent:
    """The invoice's payment."""
    return await tx.get(PaymentIntent, invoice.payment_intent_id or "")


async def cancel(tx: Tx, invoice: Invoice, reason: PaymentIntentCancellationReason) -> None:
    """Cancel the invoice's payment, if there is one: nothing is paid by it any more."""
    if invoice.payment_intent_id is not None:
        intent = await of(tx, invoice)
        if intent.status != PaymentIntentStatus.CANCELED:
            await cancellation.cancel_as(tx, intent, reason)


async def attempt(
    tx: Tx, invoice: Invoice, intent: PaymentIntent, method: PaymentMethod, *, off_session: bool, mandate: str | None
) -> Refusal | None:
    """Try to collect the payment; what was refused, if anything. The payment shows what came of it."""
    intent.payment_method_id = method.id
    try:
        await confirmation.collect(
            tx,
            intent,
            error_on_requires_action=False,
            mandate=mandate or invoice.payment_settings.default_mandate_id,
            mandate_data=None,
            # Who sets up a payment method is present.
            off_session=off_session
            and intent.setup_future_usage is None
            and not _must_authenticate(tx, intent, method),
            radar_options=None,
            return_url=None,
            use_stripe_sdk=False,
        )
    except Refusal as refusal:
        if not refusal.commits:
            intent.payment_method_id = None
        return refusal
    return None


def _must_authenticate(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether the card's bank wants the customer, who is absent. As at Stripe, the payment then waits for the customer
    rather than fails."""
    if method.method_type.flow is not Flow.CARD:
        return False
    answer = charge_attempts.ask(
        tx, method, amount=intent.amount, currency=intent.currency, authenticated=False, off_session=True
    )
    return isinstance(answer, Declined) and answer.code is ErrorCode.AUTHENTICATION_REQUIRED


async def usable(tx: Tx, invoice: Invoice, id: str, field: str) -> PaymentMethod:
    """A payment method that is to pay the invoice. Raises InvalidRequest for another customer's."""
    method = await payment_methods.resolve(tx, id, lock=False)
    payment_methods.must_not_be_consumed(method, field=field)
    if method.customer_id not in (None, invoice.customer_id):
        raise InvalidRequest(
            f"`{field}` must be one of the invoice's customer.", code=ErrorCode.PARAMETER_INVALID, field=field
        )
    return method
