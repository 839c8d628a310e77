"""The outcome of a payment's attempt: succeeded, authorized, processing, or failed. The only writers of its status."""

from datetime import datetime

from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.intents.errors import error_of
from app.domain.core_resources.mandates import mandates
from app.domain.core_resources.payments import options
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.charge_values import ChargeOutcome
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentStatus,
)
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod


async def pay(tx: Tx, intent: PaymentIntent, charge: Charge, method: PaymentMethod) -> None:
    """The funds were captured."""
    _settle(intent, charge)
    intent.amount_received = charge.amount_captured
    tx.move(intent, PaymentIntentStatus.SUCCEEDED, verb="succeed")
    tx.tell("succeeded", intent)
    await keep_method(tx, intent, method)


async def hold(tx: Tx, intent: PaymentIntent, charge: Charge, method: PaymentMethod) -> None:
    """The funds are authorized, to be captured later."""
    _settle(intent, charge)
    intent.amount_capturable = charge.amount
    tx.move(intent, PaymentIntentStatus.REQUIRES_CAPTURE, verb="authorize")
    tx.tell("amount_capturable_updated", intent)
    await keep_method(tx, intent, method)


async def process(tx: Tx, intent: PaymentIntent, charge: Charge, method: PaymentMethod) -> None:
    """The debit was sent to the customer's bank, which answers in days."""
    _settle(intent, charge)
    tx.move(intent, PaymentIntentStatus.PROCESSING, verb="process")
    tx.tell("processing", intent)
    await keep_method(tx, intent, method)


def fail(
    tx: Tx,
    intent: PaymentIntent,
    refusal: Refusal,
    *,
    method: PaymentMethod,
    charge: Charge | None = None,
) -> None:
    """The attempt failed. The payment requires another payment method, and keeps the error."""
    outcome = (charge.outcome if charge else None) or ChargeOutcome(type="invalid")
    next_actions.reset(intent)
    if charge is not None:
        intent.latest_charge_id = charge.id
    intent.payment_method_id = None
    intent.last_payment_error = error_of(
        refusal,
        method,
        charge_id=charge.id if charge else None,
        network_advice_code=outcome.network_advice_code,
        network_decline_code=outcome.network_decline_code,
    )
    tx.move(intent, PaymentIntentStatus.REQUIRES_PAYMENT_METHOD, verb="fail")
    tx.tell("payment_failed", intent)


async def fail_action(tx: Tx, intent: PaymentIntent, refusal: Refusal, method: PaymentMethod) -> None:
    """The customer's next action failed, before anything was charged."""
    fail(tx, intent, refusal, method=method)


def cancel(tx: Tx, intent: PaymentIntent, when: datetime) -> None:
    """Cancel the payment. The caller sets the reason and emits the event."""
    next_actions.reset(intent)
    intent.amount_capturable = 0
    intent.canceled_at = when
    tx.move(intent, PaymentIntentStatus.CANCELED, verb="cancel")


async def keep_method(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> None:
    """Attach the payment method to the customer if requested; without a customer, the payment consumes it, and its
    mandates end."""
    usage = options.future_usage(intent, method)
    if usage is None or not method.method_type.reusable:
        method.consumed = method.customer_id is None
        if method.consumed and method.method_type.needs_mandate:
            await mandates.end_all(tx, method.id)
        return
    if usage is SetupFutureUsage.OFF_SESSION and not intent.off_session:
        method.set_up_off_session = True
    if intent.customer_id is not None and method.customer_id is None:
        customer = await tx.get(Customer, intent.customer_id, field="customer", lock=False)
        payment_methods.attach_to(tx, method, customer)


def _settle(intent: PaymentIntent, charge: Charge) -> None:
    next_actions.reset(intent)
    intent.latest_charge_id = charge.id
    intent.last_payment_error = None
