"""US bank accounts: their numbers, what becomes of a debit, and the proof by small deposits."""

from datetime import UTC, datetime

import pytest

from app.errors import CardError, InvalidRequest
from app.network.banks import (
    BANK_BEHAVIOURS,
    UNLISTED_ACCOUNT,
    BankFacts,
    Blocked,
    Fails,
    Settles,
    StaysProcessing,
    answer_delay,
    bank_by_name,
    bank_from_numbers,
    debit_outcome,
)
from app.network.delays import Delay
from app.network.microdeposits import Verification, microdeposits_arrive, verify_amounts, verify_descriptor_code
from app.tables.payment_methods.types.us_bank_account import US_BANK_ACCOUNT

NOW = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)


def test_the_plain_account() -> None:
    facts = bank_from_numbers("110000000", "000123456789", "company", "savings")
    assert facts == BankFacts(
        bank_name="STRIPE TEST BANK",
        routing_number="110000000",
        last4="6789",
        account_holder_type="company",
        account_type="savings",
        networks=("ach",),
        behaviour="bank_settles",
    )
    assert "000123456789" not in repr(facts)


def test_any_other_account_is_a_plain_success() -> None:
    elsewhere = bank_from_numbers("021000021", "000111111113")
    assert (elsewhere.bank_name, elsewhere.behaviour) == (None, UNLISTED_ACCOUNT)
    assert bank_from_numbers("110000000", "12345").behaviour == UNLISTED_ACCOUNT
    assert debit_outcome(UNLISTED_ACCOUNT, livemode=False) == Settles()


@pytest.mark.parametrize(
    ("routing", "account", "code", "field"),
    [
        ("110000001", "000123456789", "routing_number_invalid", "us_bank_account.routing_number"),
        ("11000000", "000123456789", "routing_number_invalid", "us_bank_account.routing_number"),
        ("000000000", "000123456789", "routing_number_invalid", "us_bank_account.routing_number"),
        (
            "11000000\N{ARABIC-INDIC DIGIT ZERO}",
            "000123456789",
            "routing_number_invalid",
            "us_bank_account.routing_number",
        ),
        ("110000000", "123", "account_number_invalid", "us_bank_account.account_number"),
        ("110000000", "1" * 18, "account_number_invalid", "us_bank_account.account_number"),
        ("110000000", "12-34567", "account_number_invalid", "us_bank_account.account_number"),
    ],
)
def test_what_cannot_be_an_account(routing: str, account: str, code: str, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        bank_from_numbers(routing, account)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("name", "account", "failure_code"),
    [
        ("accountClosed", "000111111113", "account_closed"),
        ("noAccount", "000111111116", "no_account"),
        ("insufficientFunds", "000222222227", "insufficient_funds"),
        ("debitNotAuthorized", "000333333335", "debit_not_authorized"),
        ("invalidCurrency", "000444444440", "invalid_currency"),
        ("weeklyLimitExceeded", "000777777771", "charge_exceeds_source_limit"),
    ],
)
def test_debits_that_come_back(name: str, account: str, failure_code: str) -> None:
    named = bank_by_name(f"pm_usBankAccount_{name}")
    assert named is not None
    assert named.number == f"110000000{account}"
    assert named.facts == bank_from_numbers("110000000", account)
    outcome = debit_outcome(named.facts.behaviour, livemode=False)
    assert isinstance(outcome, Fails)
    assert outcome.failure_code == failure_code
    assert US_BANK_ACCOUNT.debit is not None
    assert answer_delay(outcome, US_BANK_ACCOUNT.debit) == Delay(2)
    assert answer_delay(Settles(), US_BANK_ACCOUNT.debit) == Delay(4)


def test_the_other_accounts() -> None:
    def by_name(name: str) -> object:
        named = bank_by_name(name)
        assert named is not None
        return debit_outcome(named.facts.behaviour, livemode=False)

    assert by_name("pm_usBankAccount") == by_name("pm_usBankAccount_success") == Settles()
    assert by_name("pm_usBankAccount_dispute") == Settles(disputed=True)
    assert by_name("pm_usBankAccount_processing") == StaysProcessing()
    assert by_name("pm_usBankAccount_failMicrodeposits") == Settles()
    blocked = by_name("pm_usBankAccount_riskLevelHighest")
    assert isinstance(blocked, Blocked)
    assert isinstance(blocked.error(), CardError)
    assert blocked.error().code == "payment_method_bank_account_blocked"
    assert bank_by_name("pm_usBankAccount_nothing") is None


def test_an_error_is_named_in_the_intents_own_codes() -> None:
    invalid_currency = debit_outcome("bank_invalid_currency", livemode=False)
    closed = debit_outcome("bank_account_closed", livemode=False)
    assert isinstance(invalid_currency, Fails)
    assert isinstance(closed, Fails)
    assert (invalid_currency.code, closed.code) == ("payment_method_currency_mismatch", "account_closed")


def test_live_mode_never_pretends() -> None:
    for behaviour in BANK_BEHAVIOURS:
        outcome = debit_outcome(behaviour, livemode=True)
        assert isinstance(outcome, Blocked)
        assert outcome.code == ("processing_error" if behaviour == UNLISTED_ACCOUNT else "bank_account_declined")


def test_microdeposits() -> None:
    assert verify_amounts([32, 45]) is Verification.VERIFIED
    assert verify_amounts([45, 32], failed_attempts=9) is Verification.VERIFIED
    assert verify_amounts([10, 11]) is Verification.ATTEMPTS_EXCEEDED
    assert verify_amounts([40, 41]) is Verification.TIMED_OUT
    assert verify_amounts([1, 2]) is Verification.MISMATCH
    assert verify_amounts([]) is Verification.MISMATCH
    assert verify_amounts([1, 2], failed_attempts=8) is Verification.MISMATCH
    assert verify_amounts([1, 2], failed_attempts=9) is Verification.ATTEMPTS_EXCEEDED
    assert verify_amounts([32, 45], failed_attempts=10) is Verification.ATTEMPTS_EXCEEDED
    assert verify_descriptor_code("sm11aa") is Verification.VERIFIED
    assert verify_descriptor_code("SM33CC") is Verification.ATTEMPTS_EXCEEDED
    assert verify_descriptor_code("SM44DD") is Verification.TIMED_OUT
    assert verify_descriptor_code("SM99ZZ") is Verification.MISMATCH


def test_only_one_account_never_gets_its_deposits() -> None:
    assert {key for key in BANK_BEHAVIOURS if not microdeposits_arrive(key)} == {"bank_microdeposits_fail"}
