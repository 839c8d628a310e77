"""The attempt to set a payment method up, which the type of payment method decides."""

from app.domain.core_resources.intents import generation, microdeposits, next_actions
from app.domain.core_resources.mandates import mandates
from app.domain.core_resources.payments.options import imported
from app.domain.core_resources.setups import expiry, options, outcomes
from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.payment_methods.setups import (
    Authenticate,
    Details,
    Ready,
    Redirect,
    Refused,
    SetupAnswer,
    SetupRequest,
    VerifyDeposits,
)
from app.domain.tx import Tx
from app.tables.core_resources.mandate_values import MandateStatus
from app.tables.core_resources.setup_attempt import SetupAttempt
from app.tables.core_resources.setup_attempt_values import SetupAttemptPaymentMethodDetails, SetupAttemptStatus
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.values import Value


async def begin(tx: Tx, intent: SetupIntent, method: PaymentMethod, *, use_stripe_sdk: bool) -> None:
    """Begin an attempt, in place of one that waits for the customer. Raises CardError, with the outcome committed, if
    the payment method is declined."""
    await outcomes.abandon(tx, intent)
    answer = _ask(tx, intent, method)
    attempt = tx.add(
        SetupAttempt(
            application=intent.application,
            attach_to_self=intent.attach_to_self,
            customer_id=intent.customer_id,
            flow_directions=intent.flow_directions,
            on_behalf_of_id=intent.on_behalf_of_id,
            payment_method_id=method.id,
            payment_method_details=_shown(method, answer.details),
            setup_intent_id=intent.id,
            usage=intent.usage,
        )
    )
    intent.latest_attempt_id = attempt.id
    if not isinstance(answer, Refused):
        _make_mandate(tx, intent, method, pending=not isinstance(answer, Ready))
    await _follow(tx, intent, method, attempt, answer, use_stripe_sdk=use_stripe_sdk)


async def resume(tx: Tx, intent: SetupIntent, method: PaymentMethod) -> None:
    """Continue the attempt once the customer has acted. Raises as `begin` does."""
    attempt = await outcomes.latest_attempt(tx, intent)
    answer = _ask(tx, intent, method)
    attempt.payment_method_details = _shown(method, answer.details)
    await _follow(tx, intent, method, attempt, answer, use_stripe_sdk=False)


async def _follow(
    tx: Tx,
    intent: SetupIntent,
    method: PaymentMethod,
    attempt: SetupAttempt,
    answer: SetupAnswer,
    *,
    use_stripe_sdk: bool,
) -> None:
    match answer:
        case Ready():
            if method.method_type.redirects:
                tx.unwake(expiry.expire_redirect, intent)
            if method.method_type.generates is not None:
                await _generate(tx, intent, method, attempt, answer.details)
            await outcomes.succeed(tx, intent, method)
        case Authenticate():
            tx.move(attempt, SetupAttemptStatus.REQUIRES_ACTION, verb="require_action")
            next_actions.authenticate(tx, intent, answer.challenge, use_stripe_sdk=use_stripe_sdk)
        case Redirect():
            tx.move(attempt, SetupAttemptStatus.REQUIRES_ACTION, verb="require_action")
            next_actions.redirect(tx, intent)
            lasts = method.method_type.redirect_lasts
            assert lasts is not None, "its flow is a redirect"
            tx.unwake(expiry.expire_redirect, intent)
            tx.wake(tx.now + lasts, expiry.expire_redirect, intent)
        case VerifyDeposits():
            tx.move(attempt, SetupAttemptStatus.REQUIRES_ACTION, verb="require_action")
            fail, expire = expiry.fail_microdeposits, expiry.expire_microdeposits
            microdeposits.send(tx, intent, method, fail=fail, expire=expire)
        case Refused():
            await outcomes.fail(
                tx,
                intent,
                answer.error,
                method,
                network_advice_code=answer.network_advice_code,
                network_decline_code=answer.network_decline_code,
            )
            raise answer.error


def _ask(tx: Tx, intent: SetupIntent, method: PaymentMethod) -> SetupAnswer:
    elsewhere = imported(intent.three_d_secure)
    request = SetupRequest(
        options=options.of_method(intent, method),
        authenticated=intent.authenticated or intent.moto or elsewhere is not None,
        three_d_secure=elsewhere,
    )
    return behaviour_of(method.type).set_up(tx, method, request)


def _make_mandate(tx: Tx, intent: SetupIntent, method: PaymentMethod, *, pending: bool) -> None:
    """Make the mandate that the customer accepted, if any: for one payment, or for any number of them."""
    if intent.accepted is None:
        return
    once = intent.single_use
    status = MandateStatus.PENDING if pending else MandateStatus.ACTIVE
    how = options.of_method(intent, method)
    mandate = mandates.make(
        tx, method, intent.accepted, status=status, options=how, single_use=once, on_behalf_of=intent.on_behalf_of_id
    )
    if mandate is not None and once is not None:
        intent.single_use_mandate_id = mandate.id
    elif mandate is not None:
        intent.mandate_id = mandate.id


async def _generate(
    tx: Tx, intent: SetupIntent, method: PaymentMethod, attempt: SetupAttempt, details: Details
) -> None:
    """Create the payment method for later payments in place of this one, which pays once."""
    made = await generation.generate(tx, intent, method, setup_attempt_id=attempt.id)
    assert isinstance(details, Value)
    attempt.payment_method_details = _shown(method, details.model_copy(update=made))
    intent.mandate_id = made[f"generated_{method.method_type.generates}_mandate_id"]


def _shown(method: PaymentMethod, details: Details) -> SetupAttemptPaymentMethodDetails:
    return SetupAttemptPaymentMethodDetails.of(method.type, details, type=method.type.value)
