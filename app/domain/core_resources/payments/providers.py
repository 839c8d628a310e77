"""Payments through a provider: by a redirect to the provider's page, or by a wallet."""

from app.domain.core_resources.intents import generation, next_actions
from app.domain.core_resources.payments import charging, options, outcomes, settlement
from app.domain.core_resources.payments.charge_request import request_of
from app.domain.jobs import job
from app.domain.payment_methods.behaviour import behaviour_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.network.providers import provider_answer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod


async def redirect(tx: Tx, intent: PaymentIntent, method: PaymentMethod, *, error_on_requires_action: bool) -> None:
    """Send the customer to the provider's page, for as long as the type allows. Raises CardError where the customer
    cannot be sent there."""
    if error_on_requires_action or intent.off_session:
        message = "This way of paying needs you to authorize the payment. Pay another way for now."
        refusal = CardError(message, code=ErrorCode.PAYMENT_INTENT_ACTION_REQUIRED)
        outcomes.fail(tx, intent, refusal, method=method)
        raise refusal
    next_actions.redirect(tx, intent)
    lasts = method.method_type.redirect_lasts
    assert lasts is not None, "its flow is a redirect"
    tx.unwake(expire_redirect, intent)
    tx.wake(tx.now + lasts, expire_redirect, intent)


@job("payment_intent.expire_redirect", PaymentIntent)
async def expire_redirect(tx: Tx, intent: PaymentIntent) -> None:
    """The customer did not come back from the provider's page in time."""
    if intent.status is not PaymentIntentStatus.REQUIRES_ACTION or intent.payment_method_id is None:
        return
    method = await tx.get(PaymentMethod, intent.payment_method_id)
    if method.method_type.redirects:
        error = InvalidRequest(
            "The customer did not authorize the payment in time. Confirm it again with a new payment method.",
            code=ErrorCode.PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED,
        )
        outcomes.fail(tx, intent, error, method=method)


async def charge(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> None:
    """Charge the provider, whose customer has authorized the payment. Raises CardError, with the outcome committed, if
    the provider declines."""
    tx.unwake(expire_redirect, intent)
    denied = provider_answer(method.behaviour, livemode=tx.livemode)
    if denied is not None:
        refusal = denied.error()
        outcomes.fail(tx, intent, refusal, method=method)
        raise refusal
    request = request_of(intent, method, capture=not options.captures_later(intent, method))
    made = await charging.begin(tx, request)
    details = behaviour_of(method.type).charged(method, options.of_method(intent, method))
    if method.method_type.generates is not None and options.future_usage(intent, method) is not None:
        details |= await generation.generate(tx, intent, method, charge_id=made.id)
    await charging.approve(tx, made, request, **details)
    if request.capture:
        await outcomes.pay(tx, intent, made, method)
    else:
        await outcomes.hold(tx, intent, made, method)
        tx.wake(tx.now + method.method_type.holds, settlement.expire_authorization, intent)
