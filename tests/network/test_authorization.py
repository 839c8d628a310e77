"""Every test card gives its own answer, and the same one each time."""

from datetime import UTC, datetime

import pytest

from app.errors import CardError
from app.network import three_d_secure
from app.network.authorization import Approved, AuthenticationRequired, Declined, Outcome, authorize, verify
from app.network.behaviours import CARD_BEHAVIOURS, UNLISTED, Challenge
from app.network.cards import Checks, card_from_number

NOW = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)
EVERYTHING = Checks.pending(cvc=True, line1=True, postal_code=True)
Answer = Approved | Declined | AuthenticationRequired


def ask(
    number: str,
    *,
    authenticated: bool = False,
    off_session: bool = False,
    set_up: bool = False,
    livemode: bool = False,
    requested: bool = False,
    checks: Checks = EVERYTHING,
) -> Answer:
    return authorize(
        card_from_number(number, 12, 2030, None, NOW).behaviour,
        amount=2000,
        currency="usd",
        authenticated=authenticated,
        off_session=off_session,
        set_up=set_up,
        livemode=livemode,
        three_d_secure_requested=requested,
        checks=checks,
    )


def test_the_plain_card_is_approved() -> None:
    assert ask("4242424242424242") == Approved(
        amount=2000,
        currency="usd",
        outcome=Outcome(
            network_status="approved_by_network",
            type="authorized",
            seller_message="The bank approved the payment.",
            risk_level="normal",
            risk_score=20,
        ),
        checks=Checks("pass", "pass", "pass"),
    )


@pytest.mark.parametrize(
    ("number", "code", "decline_code", "reason", "advice"),
    [
        ("4000000000000002", "card_declined", "generic_decline", "generic_decline", "try_again_later"),
        ("4000000000009995", "card_declined", "insufficient_funds", "insufficient_funds", "try_again_later"),
        ("4000000000009987", "card_declined", "lost_card", "lost_card", "do_not_try_again"),
        ("4000000000009979", "card_declined", "stolen_card", "stolen_card", "do_not_try_again"),
        ("4000000000000069", "expired_card", None, "expired_card", "confirm_card_data"),
        ("4000000000000127", "incorrect_cvc", None, "incorrect_cvc", "confirm_card_data"),
        ("4000000000000119", "processing_error", None, "processing_error", "try_again_later"),
        ("4000000000006975", "card_declined", "card_velocity_exceeded", "card_velocity_exceeded", "try_again_later"),
        ("4000000000000341", "card_declined", "generic_decline", "generic_decline", "try_again_later"),
    ],
)
def test_declines(number: str, code: str, decline_code: str | None, reason: str, advice: str) -> None:
    answer = ask(number)
    assert isinstance(answer, Declined)
    assert (answer.code, answer.decline_code, answer.advice_code) == (code, decline_code, advice)
    assert answer.outcome.network_status == "declined_by_network"
    assert answer.outcome.type == "issuer_declined"
    assert answer.outcome.reason == reason
    assert answer.outcome.network_decline_code is not None
    assert answer.outcome.network_advice_code in {"01", "02", "03"}
    error = answer.error()
    assert isinstance(error, CardError)
    assert (error.code, error.decline_code, str(error)) == (code, decline_code, answer.message)


def test_customers_do_not_learn_that_a_card_is_reported() -> None:
    messages = {getattr(ask(number), "message", None) for number in ("4000000000000002", "4000000000009987")}
    assert messages == {ask_declined("4000000000009979").message}


def ask_declined(number: str) -> Declined:
    answer = ask(number)
    assert isinstance(answer, Declined)
    return answer


@pytest.mark.parametrize("number", ["4100000000000019", "4000000000004954"])
def test_the_highest_risk_is_blocked_before_the_bank_sees_it(number: str) -> None:
    answer = ask_declined(number)
    assert (answer.code, answer.decline_code) == ("card_declined", "fraudulent")
    assert answer.outcome == Outcome(
        network_status="not_sent_to_network",
        type="blocked",
        seller_message="The risk is too high: the payment was not sent on.",
        risk_level="highest",
        risk_score=90,
        reason="highest_risk_level",
    )
    assert answer.checks == EVERYTHING


@pytest.mark.parametrize(
    ("number", "checks", "risk"),
    [
        ("4000000000000101", Checks("pass", "pass", "fail"), "normal"),
        ("4000000000000036", Checks("pass", "fail", "pass"), "normal"),
        ("4000000000000028", Checks("fail", "pass", "pass"), "normal"),
        ("4000000000000010", Checks("fail", "fail", "pass"), "normal"),
        ("4000000000000044", Checks("unavailable", "unavailable", "pass"), "normal"),
        ("4000058400307872", Checks("pass", "pass", "fail"), "elevated"),
        ("4000058400306072", Checks("pass", "fail", "pass"), "elevated"),
        ("4000000000009235", Checks("pass", "pass", "pass"), "elevated"),
    ],
)
def test_failed_checks_do_not_decline(number: str, checks: Checks, risk: str) -> None:
    answer = ask(number)
    assert isinstance(answer, Approved)
    assert answer.checks == checks
    assert answer.outcome.risk_level == risk


def test_only_what_was_given_is_compared() -> None:
    answer = ask("4000000000000010", checks=Checks())
    assert isinstance(answer, Approved)
    assert answer.checks == Checks()
    assert isinstance(ask("4000000000000127", checks=Checks()), Approved)


OPEN, PASSED, DECLINED = AuthenticationRequired, Approved, Declined


@pytest.mark.parametrize(
    ("number", "on_session", "on_session_set_up", "authenticated", "off_session", "off_session_set_up"),
    [
        ("4242424242424242", PASSED, PASSED, PASSED, PASSED, PASSED),
        ("4000002500003155", OPEN, OPEN, PASSED, DECLINED, PASSED),
        ("4000002760003184", OPEN, OPEN, PASSED, DECLINED, DECLINED),
        ("4000003800000446", OPEN, OPEN, PASSED, PASSED, PASSED),
        ("4000008260003178", OPEN, OPEN, DECLINED, DECLINED, DECLINED),
        ("4000000000003220", OPEN, OPEN, PASSED, DECLINED, DECLINED),
        ("4000000000003063", OPEN, OPEN, PASSED, DECLINED, DECLINED),
        ("4000008400001629", OPEN, OPEN, DECLINED, DECLINED, DECLINED),
        ("4000008400001280", DECLINED, DECLINED, DECLINED, DECLINED, DECLINED),
        ("4000000000003055", PASSED, PASSED, PASSED, PASSED, PASSED),
        ("4000000000003097", PASSED, PASSED, PASSED, PASSED, PASSED),
        ("378282246310005", PASSED, PASSED, PASSED, PASSED, PASSED),
    ],
)
def test_who_has_to_authenticate(
    number: str,
    on_session: type[Answer],
    on_session_set_up: type[Answer],
    authenticated: type[Answer],
    off_session: type[Answer],
    off_session_set_up: type[Answer],
) -> None:
    assert type(ask(number)) is on_session
    assert type(ask(number, set_up=True)) is on_session_set_up
    assert type(ask(number, authenticated=True)) is authenticated
    assert type(ask(number, off_session=True)) is off_session
    assert type(ask(number, off_session=True, set_up=True)) is off_session_set_up


def test_an_absent_customer_cannot_authenticate() -> None:
    answer = ask("4000002760003184", off_session=True)
    assert isinstance(answer, Declined)
    assert (answer.code, answer.decline_code) == ("authentication_required", "authentication_required")
    assert answer.three_d_secure is None


@pytest.mark.parametrize(
    ("number", "decline_code"), [("4000008260003178", "insufficient_funds"), ("4000008400001629", "generic_decline")]
)
def test_authenticated_and_declined_all_the_same(number: str, decline_code: str) -> None:
    answer = ask(number, authenticated=True)
    assert isinstance(answer, Declined)
    assert answer.decline_code == decline_code
    assert answer.three_d_secure == three_d_secure.AUTHENTICATED


def test_insufficient_funds_off_session_once_set_up() -> None:
    answer = ask("4000008260003178", off_session=True, set_up=True)
    assert isinstance(answer, Declined)
    assert answer.decline_code == "insufficient_funds"


def test_an_authentication_that_cannot_start_declines() -> None:
    answer = ask("4000008400001280")
    assert isinstance(answer, Declined)
    assert (answer.code, answer.decline_code) == ("card_declined", "generic_decline")
    assert answer.outcome.network_status == "not_sent_to_network"
    assert answer.three_d_secure == three_d_secure.BROKEN


def test_a_challenge_that_the_merchant_asks_for() -> None:
    assert ask("4000000000003055", requested=True) == AuthenticationRequired(Challenge.ANY)
    assert isinstance(ask("4000000000003097", requested=True), Declined)
    not_enrolled, unsupported = ask("4242424242424242", requested=True), ask("378282246310005", requested=True)
    assert isinstance(not_enrolled, Approved)
    assert not_enrolled.three_d_secure == three_d_secure.ATTEMPTED
    assert isinstance(unsupported, Approved)
    assert unsupported.three_d_secure == three_d_secure.UNSUPPORTED
    assert isinstance(ask("4000000000003055", requested=True, off_session=True), Approved)


@pytest.mark.parametrize(
    ("number", "challenge"),
    [
        ("4000582600000094", Challenge.OUT_OF_BAND),
        ("4000582600000045", Challenge.ONE_TIME_PASSCODE),
        ("4000582600000102", Challenge.SINGLE_SELECT),
        ("4000582600000110", Challenge.MULTI_SELECT),
    ],
)
def test_kinds_of_challenge(number: str, challenge: Challenge) -> None:
    assert ask(number) == AuthenticationRequired(challenge)


def test_live_mode_never_pretends() -> None:
    for behaviour in CARD_BEHAVIOURS:
        answer = authorize(
            behaviour,
            amount=2000,
            currency="usd",
            authenticated=True,
            off_session=False,
            set_up=True,
            livemode=True,
        )
        assert isinstance(answer, Declined)
        code = ("processing_error", None) if behaviour == UNLISTED else ("card_declined", "testmode_decline")
        assert (answer.code, answer.decline_code) == code
        assert answer.outcome.network_status == "not_sent_to_network"
        assert isinstance(verify(behaviour, livemode=True), Declined)


def test_keeping_a_card() -> None:
    assert verify("approves", livemode=False, checks=EVERYTHING) == Checks("pass", "pass", "pass")
    assert verify("authenticates_always", livemode=False) == Checks(cvc_check="pass")
    assert verify("declines_charges_only", livemode=False) == Checks(cvc_check="pass")
    assert verify("declines_incorrect_cvc", livemode=False, checks=Checks()) == Checks()
    refused = verify("declines", livemode=False)
    assert isinstance(refused, Declined)
    assert refused.decline_code == "generic_decline"
    assert isinstance(verify("declines_incorrect_cvc", livemode=False), Declined)
