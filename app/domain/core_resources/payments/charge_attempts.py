"""The attempt to collect a payment with a payment method, and its outcome."""

from dataclasses import replace
from datetime import timedelta

from app.domain.core_resources.cash import payments as cash
from app.domain.core_resources.intents import microdeposits, next_actions
from app.domain.core_resources.mandates import covering
from app.domain.core_resources.payments import (
    charging,
    notification,
    options,
    outcomes,
    providers,
    settlement,
    vouchers,
)
from app.domain.core_resources.payments.charge_details import has_feature
from app.domain.core_resources.payments.charge_request import ChargeRequest, request_of
from app.domain.jobs import job
from app.domain.payment_methods.types.card import behaviour_at, card_of, keep_checks, known_checks
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError
from app.network import declines
from app.network.authorization import Approved, AuthenticationRequired, Declined, authorize, increase
from app.network.banks import Blocked, Fails, Settles, answer_delay, debit_outcome
from app.network.features import Feature
from app.network.mandates import must_notify
from app.network.settlement import authorization_window
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCard


async def attempt(
    tx: Tx,
    intent: PaymentIntent,
    method: PaymentMethod,
    *,
    error_on_requires_action: bool = False,
    use_stripe_sdk: bool = False,
) -> None:
    """Try to collect the payment with the method, as far as possible now.

    Raises CardError, with the outcome committed, if the payment is declined.
    """
    match method.method_type.flow:
        case Flow.CARD:
            await _charge_card(tx, intent, method, error_on_requires_action, use_stripe_sdk)
        case Flow.BANK_DEBIT if method.verified:
            await debit(tx, intent, method)
        case Flow.BANK_DEBIT:
            _verify_account(tx, intent, method, error_on_requires_action)
        case Flow.REDIRECT if not intent.authenticated:
            await providers.redirect(tx, intent, method, error_on_requires_action=error_on_requires_action)
        case Flow.VOUCHER:
            await vouchers.issue(tx, intent, method, error_on_requires_action=error_on_requires_action)
        case Flow.BANK_TRANSFER:
            await cash.collect(tx, intent, method, error_on_requires_action=error_on_requires_action)
        case Flow.REDIRECT | Flow.WALLET:
            await providers.charge(tx, intent, method)


async def _charge_card(
    tx: Tx, intent: PaymentIntent, method: PaymentMethod, error_on_requires_action: bool, use_stripe_sdk: bool
) -> None:
    answer = ask(
        tx,
        method,
        amount=intent.amount,
        currency=intent.currency,
        authenticated=intent.authenticated or intent.three_d_secure is not None or intent.moto,
        off_session=intent.off_session,
        three_d_secure_requested=options.wants_three_d_secure(intent),
    )
    if isinstance(answer, AuthenticationRequired):
        if not error_on_requires_action:
            next_actions.authenticate(tx, intent, answer.challenge, use_stripe_sdk=use_stripe_sdk)
            return
        needed = declines.AUTHENTICATION_REQUIRED
        raise _refuse(tx, intent, method, CardError(needed.message, code=needed.code, decline_code=needed.decline_code))
    if intent.three_d_secure is None and intent.moto and isinstance(answer, Approved):
        answer = Approved(answer.amount, answer.currency, answer.outcome, answer.checks, None)
    tried = request_of(intent, method, capture=not options.captures_later(intent, method))
    if _must_notify(intent, method, tried, answer):
        due = notification.notify(tx, intent)
        tx.wake(due, charge_notified, intent)
        return
    if not options.only_pays(intent, method):
        keep_checks(method, answer.checks)
    charge = await charging.begin(tx, tried)
    if isinstance(answer, Declined):
        charging.decline_card(tx, charge, tried, answer)
        refusal = answer.error()
        outcomes.fail(tx, intent, refusal, method=method, charge=charge)
        raise refusal
    until = tx.now + hold_time(method, tried.options, off_session=intent.off_session)
    tried = replace(tried, mandate_id=await covering.of_charge(tx, intent, method))
    await charging.approve_card(tx, charge, tried, answer, until)
    if tried.capture:
        await outcomes.pay(tx, intent, charge, method)
    else:
        await outcomes.hold(tx, intent, charge, method)
        tx.wake(until, settlement.expire_authorization, intent)


def _must_notify(
    intent: PaymentIntent, method: PaymentMethod, request: ChargeRequest, answer: Approved | Declined
) -> bool:
    """Whether the customer is to be notified before the card is charged: in their absence, where the card's country
    requires that, unless the card is not set up for such payments."""
    refused = isinstance(answer, Declined) and answer.code is ErrorCode.AUTHENTICATION_REQUIRED
    notified = intent.processing is not None
    return (
        must_notify(card_of(method).country) and request.off_session and request.capture and not (refused or notified)
    )


@job("payment_intent.charge_notified", PaymentIntent)
async def charge_notified(tx: Tx, intent: PaymentIntent) -> None:
    """The time is over in which a notified customer can reject the payment."""
    if intent.status is not PaymentIntentStatus.PROCESSING or intent.processing is None:
        return
    method = await tx.get(PaymentMethod, intent.payment_method_id or "")
    await _charge_card(tx, intent, method, error_on_requires_action=True, use_stripe_sdk=False)


def ask(
    tx: Tx,
    method: PaymentMethod,
    *,
    amount: int,
    currency: str,
    authenticated: bool,
    off_session: bool,
    three_d_secure_requested: bool = False,
) -> Approved | Declined | AuthenticationRequired:
    """Ask the card's bank to authorize `amount` minor units of `currency`."""
    return authorize(
        behaviour_at(method, tx.now),
        amount=amount,
        currency=currency,
        authenticated=authenticated,
        off_session=off_session,
        set_up=method.set_up_off_session,
        livemode=tx.livemode,
        three_d_secure_requested=three_d_secure_requested,
        checks=known_checks(card_of(method)),
    )


def ask_for_more(tx: Tx, method: PaymentMethod) -> Declined | None:
    """Ask the card's bank to increase an authorized amount: None if it agrees."""
    return increase(behaviour_at(method, tx.now), livemode=tx.livemode)


def hold_time(method: PaymentMethod, asked: PaymentIntentPaymentMethodOptionsCard, *, off_session: bool) -> timedelta:
    """How long the authorization lasts."""
    extended = has_feature(method, asked, Feature.EXTENDED_AUTHORIZATION)
    return authorization_window(card_of(method).brand, off_session=off_session, extended=extended)


async def debit(tx: Tx, intent: PaymentIntent, method: PaymentMethod) -> None:
    """Send a debit to the customer's bank, which answers in days. Raises CardError if it is blocked before."""
    outcome = debit_outcome(method.behaviour, livemode=tx.livemode)
    charge = await charging.begin(tx, request_of(intent, method, capture=True))
    if isinstance(outcome, Blocked):
        charging.block_debit(tx, charge, method, outcome)
        refusal = outcome.error()
        outcomes.fail(tx, intent, refusal, method=method, charge=charge)
        raise refusal
    charging.await_bank(tx, charge, method, await covering.of_charge(tx, intent, method))
    await outcomes.process(tx, intent, charge, method)
    if isinstance(outcome, Settles | Fails):
        kind = method.method_type
        assert kind.debit is not None, "its flow is a debit"
        answered = answer_delay(outcome, kind.debit).due(tx.now, hurry=tx.clock is None)
        tx.wake(answered, settlement.settle_debit, intent)


def _verify_account(tx: Tx, intent: PaymentIntent, method: PaymentMethod, error_on_requires_action: bool) -> None:
    if error_on_requires_action:
        message = "Your bank account must be verified before it can pay. Pay another way for now."
        raise _refuse(tx, intent, method, CardError(message, code=ErrorCode.PAYMENT_INTENT_ACTION_REQUIRED))
    fail, expire = settlement.fail_microdeposits, settlement.expire_microdeposits
    microdeposits.send(tx, intent, method, fail=fail, expire=expire)


def _refuse(tx: Tx, intent: PaymentIntent, method: PaymentMethod, refusal: CardError) -> CardError:
    outcomes.fail(tx, intent, refusal, method=method)
    return refusal
