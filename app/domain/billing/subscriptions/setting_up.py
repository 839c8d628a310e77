"""Pending setup intents: a subscription that bills nothing at first has the customer set up a payment method."""

from typing import Any

from app.domain.billing.subscriptions.invoicing import is_sent
from app.domain.core_resources.payments import charge_attempts
from app.domain.core_resources.setups import cancellation, setup_intents
from app.domain.reactions import when
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.network.authorization import Declined
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import SubscriptionPaymentSettingsSaveDefaultPaymentMethod
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod

ON_SUBSCRIPTION = SubscriptionPaymentSettingsSaveDefaultPaymentMethod.ON_SUBSCRIPTION
SMALLEST = 100
"""The minor units that a bank is asked about."""


async def begin(tx: Tx, subscription: Subscription, invoice: Invoice) -> None:
    """Where nothing is due of the first invoice, have a payment method set up, unless there is one that can be charged
    without the customer. The caller emits the subscription's event."""
    if is_sent(subscription) or invoice.status != InvoiceStatus.PAID or invoice.amount_due > 0:
        return
    customer = await tx.get(Customer, subscription.customer_id, lock=False)
    known = subscription.default_payment_method_id or customer.invoice_settings.default_payment_method_id
    values: dict[str, Any] = {"application": subscription.application, "customer_id": customer.id}
    settings = subscription.payment_settings
    if settings is not None and settings.payment_method_types:
        values["payment_method_types"] = [each.value for each in settings.payment_method_types]
    if known is not None:
        method = await tx.get(PaymentMethod, known, lock=False)
        if not _must_authenticate(tx, subscription, method):
            return
        values |= {"payment_method_id": known, "payment_method_types": [method.type]}
    intent = await setup_intents.create(tx, confirm=known is not None, **values)
    if intent.status != SetupIntentStatus.SUCCEEDED:
        subscription.pending_setup_intent_id = intent.id


def _must_authenticate(tx: Tx, subscription: Subscription, method: PaymentMethod) -> bool:
    """Whether the card's bank wants the customer for a payment in their absence."""
    if method.method_type.flow is not Flow.CARD:
        return False
    answer = charge_attempts.ask(
        tx, method, amount=SMALLEST, currency=subscription.currency, authenticated=False, off_session=True
    )
    return isinstance(answer, Declined) and answer.code is ErrorCode.AUTHENTICATION_REQUIRED


async def cancel(tx: Tx, subscription: Subscription) -> None:
    """Cancel the setup of a subscription that ends. The caller emits the subscription's event."""
    id, subscription.pending_setup_intent_id = subscription.pending_setup_intent_id, None
    if id is not None:
        intent = await tx.get(SetupIntent, id)
        if SetupIntentStatus.CANCELED in intent.arrows.get(intent.status, ()):
            await cancellation.cancel(tx, intent)


@when("setup_intent.succeeded", "setup_intent.canceled")
async def ended(tx: Tx, event: Event) -> None:
    """A payment method is set up, or is not going to be: its subscription waits no more."""
    for subscription in await tx.find(Subscription, pending_setup_intent_id=event.object_id):
        subscription.pending_setup_intent_id = None
        settings = subscription.payment_settings
        saves = settings is not None and settings.save_default_payment_method == ON_SUBSCRIPTION
        if event.type == "setup_intent.succeeded" and saves:
            subscription.default_payment_method_id = event.data.object["payment_method"]
        tx.tell("customer.subscription.updated", subscription)
