"""The answer of a card's bank to an authorization, in test mode. Always the same answer to the same request."""

from dataclasses import dataclass
from typing import Literal

from app.error_codes import ErrorCode
from app.errors import CardError
from app.network import declines, three_d_secure
from app.network.behaviours import UNLISTED, Authentication, CardBehaviour, Challenge, card_behaviour
from app.network.cards import Checks
from app.network.declines import Decline
from app.network.three_d_secure import ThreeDSecure

UNCHECKED_CVC = Checks.pending(cvc=True)


@dataclass(frozen=True)
class Outcome:
    """The outcome of the payment, for the merchant: Stripe's charge.outcome."""

    network_status: Literal["approved_by_network", "declined_by_network", "not_sent_to_network"]
    type: Literal["authorized", "issuer_declined", "blocked", "invalid"]
    seller_message: str
    risk_level: Literal["normal", "elevated", "highest"]
    risk_score: int
    """From 0 to 99."""
    reason: str | None = None
    network_decline_code: str | None = None
    network_advice_code: str | None = None


@dataclass(frozen=True)
class Approved:
    """The bank authorized the payment. `amount` is in minor units."""

    amount: int
    currency: str
    outcome: Outcome
    checks: Checks
    three_d_secure: ThreeDSecure | None = None


@dataclass(frozen=True)
class Declined:
    """The bank, or the fraud check before it, declined. Codes are Stripe's."""

    code: ErrorCode
    decline_code: str | None
    message: str
    advice_code: str | None
    outcome: Outcome
    checks: Checks
    three_d_secure: ThreeDSecure | None = None
    param: str | None = None

    def error(self) -> CardError:
        """The refusal as the caller sees it."""
        return CardError(self.message, code=self.code, field=self.param, decline_code=self.decline_code)


@dataclass(frozen=True)
class AuthenticationRequired:
    """The bank was not asked yet: the customer must first pass its challenge."""

    challenge: Challenge


def authorize(
    behaviour: str,
    *,
    amount: int,
    currency: str,
    authenticated: bool,
    off_session: bool,
    set_up: bool,
    livemode: bool,
    three_d_secure_requested: bool = False,
    checks: Checks = UNCHECKED_CVC,
) -> Approved | Declined | AuthenticationRequired:
    """Ask the bank behind `behaviour` to authorize `amount` minor units of `currency`.

    `authenticated`: the customer passed the challenge of this very payment. `set_up`: the card was saved, with the
    customer present, for off-session payments. `three_d_secure_requested`: the merchant requests a challenge wherever
    one is possible. `checks`: the details that came with the payment; the bank compares those that are not None. Live
    mode never pretends: no processor is connected, so every payment is declined.
    """
    if livemode:
        return _refused_in_live_mode(behaviour, checks)
    bank = card_behaviour(behaviour)
    requested = three_d_secure_requested and not off_session
    if not authenticated and _must_authenticate(bank, off_session=off_session, set_up=set_up, requested=requested):
        if off_session:
            return _declined(declines.AUTHENTICATION_REQUIRED, bank, checks)
        return AuthenticationRequired(bank.challenge)
    authentication = _authentication(bank, authenticated=authenticated, requested=requested)
    if authentication is three_d_secure.BROKEN:
        return _declined(declines.AUTHENTICATION_FAILED_TO_START, bank, checks, authentication)
    if decline := _refusal(bank, checks) or (bank.decline_off_session if off_session else None):
        return _declined(decline, bank, checks, authentication)
    return Approved(amount, currency, _approval(bank), checks.answered(bank), authentication)


def increase(behaviour: str, *, livemode: bool) -> Declined | None:
    """Ask the bank to authorize more, for a payment that it has authorized: None where it agrees."""
    if livemode:
        return _refused_in_live_mode(behaviour, Checks())
    bank = card_behaviour(behaviour)
    decline = bank.decline or bank.decline_increase
    return _declined(decline, bank, Checks()) if decline else None


def verify(behaviour: str, *, livemode: bool, checks: Checks = UNCHECKED_CVC) -> Checks | Declined:
    """Ask whether the card is valid, without an amount, as when it is attached to a customer: the checks as answered,
    or a decline. No authentication is required.

    Some cards pass here and are declined when they are charged: that is what pm_card_chargeCustomerFail is for.
    """
    if livemode:
        return _refused_in_live_mode(behaviour, checks)
    bank = card_behaviour(behaviour)
    decline = _refusal(bank, checks) if bank.declines_when_attached else None
    return _declined(decline, bank, checks) if decline else checks.answered(bank)


def _refusal(bank: CardBehaviour, checks: Checks) -> Decline | None:
    """The bank's own decline; a wrong security code is declined only if a code was given."""
    if bank.decline is declines.INCORRECT_CVC and checks.cvc_check is None:
        return None
    return bank.decline


def _must_authenticate(bank: CardBehaviour, *, off_session: bool, set_up: bool, requested: bool) -> bool:
    match bank.authentication:
        case Authentication.ALWAYS:
            return True
        case Authentication.FRICTIONLESS:
            return False
        case Authentication.UNLESS_SET_UP:
            return not (off_session and set_up)
        case Authentication.ON_SESSION:
            return not off_session
        case Authentication.OPTIONAL:
            return requested
        case _:
            return False


def _authentication(bank: CardBehaviour, *, authenticated: bool, requested: bool) -> ThreeDSecure | None:
    """The result of 3-D Secure; None without an attempt."""
    if bank.authentication is Authentication.BROKEN:
        return three_d_secure.BROKEN
    if authenticated:
        return three_d_secure.AUTHENTICATED
    if not requested:
        return None
    match bank.authentication:
        case Authentication.FRICTIONLESS:
            return three_d_secure.FRICTIONLESS
        case Authentication.OPTIONAL_BROKEN:
            return three_d_secure.BROKEN
        case Authentication.UNSUPPORTED:
            return three_d_secure.UNSUPPORTED
        case _:
            return three_d_secure.ATTEMPTED


def _approval(bank: CardBehaviour) -> Outcome:
    return Outcome(
        network_status="approved_by_network",
        type="authorized",
        seller_message="The bank approved the payment.",
        risk_level=bank.risk.level,
        risk_score=bank.risk.score,
    )


def _declined(
    decline: Decline, bank: CardBehaviour, checks: Checks, authentication: ThreeDSecure | None = None
) -> Declined:
    sent = decline.network_decline_code is not None
    blocked = decline is declines.FRAUDULENT
    return Declined(
        code=decline.code,
        decline_code=decline.decline_code,
        message=decline.message,
        advice_code=decline.advice_code,
        outcome=Outcome(
            network_status="declined_by_network" if sent else "not_sent_to_network",
            type="blocked" if blocked else "issuer_declined" if sent else "invalid",
            seller_message=decline.seller_message,
            risk_level=bank.risk.level,
            risk_score=bank.risk.score,
            reason="highest_risk_level" if blocked else decline.reason,
            network_decline_code=decline.network_decline_code,
            network_advice_code=decline.network_advice_code,
        ),
        checks=checks.answered(bank) if sent else checks,
        three_d_secure=authentication,
        param=decline.param,
    )


def _refused_in_live_mode(behaviour: str, checks: Checks) -> Declined:
    decline = declines.NO_PROCESSOR if behaviour == UNLISTED else declines.TEST_CARD_IN_LIVE_MODE
    return _declined(decline, card_behaviour(behaviour), checks)
