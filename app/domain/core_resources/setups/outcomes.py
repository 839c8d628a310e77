"""The outcome of a setup's attempt: succeeded, or failed. The only writers of the final status of both."""

from typing import Any

from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.intents.errors import error_of
from app.domain.core_resources.mandates import mandates
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.mandate import Mandate
from app.tables.core_resources.mandate_values import MandateStatus
from app.tables.core_resources.setup_attempt import SetupAttempt
from app.tables.core_resources.setup_attempt_values import SetupAttemptStatus
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod


async def succeed(tx: Tx, intent: SetupIntent, method: PaymentMethod) -> None:
    """The payment method is set up: its mandate is active, and it is attached to the customer, unless it pays once."""
    next_actions.reset(intent)
    intent.last_setup_error = None
    attempt = await latest_attempt(tx, intent)
    tx.move(attempt, SetupAttemptStatus.SUCCEEDED, verb="succeed")
    if intent.usage == SetupFutureUsage.OFF_SESSION:
        method.set_up_off_session = True
    tx.move(intent, SetupIntentStatus.SUCCEEDED, verb="succeed")
    tx.tell("succeeded", intent)
    if intent.customer_id is not None and method.customer_id is None and method.method_type.reusable:
        customer = await tx.get(Customer, intent.customer_id, field="customer", lock=False)
        payment_methods.attach_to(tx, method, customer)
    mandate = await pending_mandate(tx, intent)
    if mandate is not None:
        mandates.move(tx, mandate, MandateStatus.ACTIVE)


async def fail(tx: Tx, intent: SetupIntent, refusal: Refusal, method: PaymentMethod, **network: Any) -> None:
    """The attempt failed. The setup requires another payment method, and keeps the error. `network` has the codes of
    the card network."""
    next_actions.reset(intent)
    attempt = await latest_attempt(tx, intent)
    attempt.setup_error = error_of(refusal, method, **network)
    tx.move(attempt, SetupAttemptStatus.FAILED, verb="fail")
    await give_up_mandate(tx, intent)
    intent.payment_method_id = None
    intent.last_setup_error = error_of(refusal, method, **network)
    tx.move(intent, SetupIntentStatus.REQUIRES_PAYMENT_METHOD, verb="fail")
    tx.tell("setup_failed", intent)


async def abandon(tx: Tx, intent: SetupIntent) -> None:
    """Give up the attempt that waits for the customer, if there is one: the setup is confirmed again, or ends."""
    next_actions.reset(intent)
    if intent.latest_attempt_id is None:
        return
    attempt = await latest_attempt(tx, intent)
    if attempt.status == SetupAttemptStatus.REQUIRES_ACTION:
        tx.move(attempt, SetupAttemptStatus.ABANDONED, verb="abandon")
        await give_up_mandate(tx, intent)


async def latest_attempt(tx: Tx, intent: SetupIntent) -> SetupAttempt:
    """The attempt that the setup's last confirmation began."""
    return await tx.get(SetupAttempt, intent.latest_attempt_id or "")


async def pending_mandate(tx: Tx, intent: SetupIntent) -> Mandate | None:
    """The mandate of the last attempt, while it waits for the verification of the payment method."""
    id = intent.mandate_id or intent.single_use_mandate_id
    if id is None:
        return None
    mandate = await tx.get(Mandate, id)
    return mandate if mandate.status is MandateStatus.PENDING else None


async def give_up_mandate(tx: Tx, intent: SetupIntent) -> None:
    """End the mandate of an attempt that comes to nothing."""
    mandate = await pending_mandate(tx, intent)
    if mandate is not None:
        mandates.move(tx, mandate, MandateStatus.INACTIVE)
    intent.mandate_id = intent.single_use_mandate_id = None
