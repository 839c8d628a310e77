"""Bank accounts in test mode: the meaning of a US account's numbers, and the outcome of a debit."""

from dataclasses import dataclass, replace
from typing import Literal

from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.network.delays import Delay, Minutes
from app.tables.payment_methods.method_type import Debit

HolderType = Literal["company", "individual"]
AccountType = Literal["checking", "savings"]

TEST_ROUTING_NUMBER = "110000000"
TEST_BANK_NAME = "STRIPE TEST BANK"


@dataclass(frozen=True)
class Settles:
    """The bank pays. `disputed`: the account's owner disputes the debit afterwards."""

    disputed: bool = False
    minutes: int | None = None
    """How many minutes the bank takes; None for as long as debits of the type take."""


@dataclass(frozen=True)
class Fails:
    """The bank returns the debit. `failure_code` is the charge's, `network_code` the ACH return code."""

    failure_code: str
    message: str
    network_code: str | None = None
    intent_code: ErrorCode | None = None
    """The error's code, if it differs from the charge's failure code, which is an open string."""
    minutes: int | None = None
    """How many minutes the bank takes; None for as long as debits of the type take."""

    @property
    def code(self) -> ErrorCode:
        """The code of the payment intent's last error."""
        return self.intent_code or ErrorCode(self.failure_code)


@dataclass(frozen=True)
class StaysProcessing:
    """The bank never answers."""


@dataclass(frozen=True)
class Blocked:
    """Declined at confirmation; the bank was never asked."""

    code: ErrorCode
    decline_code: str | None
    message: str
    seller_message: str

    def error(self) -> CardError:
        """The refusal as the caller sees it."""
        return CardError(self.message, code=self.code, decline_code=self.decline_code)


DebitOutcome = Settles | Fails | StaysProcessing | Blocked


@dataclass(frozen=True)
class BankBehaviour:
    """What an account answers, always the same way. `names` are those of pm_usBankAccount_<name>."""

    key: str
    debit: DebitOutcome
    account_number: str | None = None
    names: tuple[str, ...] = ()
    microdeposits_arrive: bool = True


UNLISTED_ACCOUNT = "bank_unlisted"
"""An account that is not a test account: a plain success in test mode."""

_NO_PROCESSOR = Blocked(
    code=ErrorCode.PROCESSING_ERROR,
    decline_code=None,
    message="The payment could not be processed, and nothing was debited. Pay another way.",
    seller_message="Live mode has no processor: the debit was not sent on. Use a key of test mode.",
)
_TEST_ACCOUNT_IN_LIVE_MODE = Blocked(
    code=ErrorCode.BANK_ACCOUNT_DECLINED,
    decline_code="testmode_decline",
    message="Your bank account was declined: it is a test account, which pays nothing in live mode.",
    seller_message="A test bank account was used in live mode: use a key of test mode to try test accounts.",
)

_ALL = (
    BankBehaviour(UNLISTED_ACCOUNT, Settles()),
    BankBehaviour("bank_settles", Settles(), "000123456789", ("success",)),
    BankBehaviour(
        "bank_account_closed",
        Fails("account_closed", "Your bank account is closed. Pay from another account.", "R02"),
        "000111111113",
        ("accountClosed",),
    ),
    BankBehaviour(
        "bank_no_account",
        Fails("no_account", "Your bank account does not exist. Check its numbers, or pay another way.", "R03"),
        "000111111116",
        ("noAccount",),
    ),
    BankBehaviour(
        "bank_insufficient_funds",
        Fails("insufficient_funds", "Your account has insufficient funds. Try again later, or pay another way.", "R01"),
        "000222222227",
        ("insufficientFunds",),
    ),
    BankBehaviour(
        "bank_debit_not_authorized",
        Fails(
            "debit_not_authorized",
            "Your bank has no authorization for this debit. Authorize it, or pay another way.",
            "R10",
        ),
        "000333333335",
        ("debitNotAuthorized",),
    ),
    BankBehaviour(
        "bank_invalid_currency",
        Fails(
            "invalid_currency",
            "Your account cannot be debited in this currency. Pay from another account.",
            intent_code=ErrorCode.PAYMENT_METHOD_CURRENCY_MISMATCH,
        ),
        "000444444440",
        ("invalidCurrency",),
    ),
    BankBehaviour(
        "bank_weekly_limit_exceeded",
        Fails("charge_exceeds_source_limit", "Your account is over its limit for the week. Try again next week."),
        "000777777771",
        ("weeklyLimitExceeded",),
    ),
    BankBehaviour(
        "bank_tokenized_number",
        Fails(
            "tokenized_account_number_deactivated",
            "Your bank no longer accepts this account number. Enter your account again.",
            intent_code=ErrorCode.PAYMENT_METHOD_PROVIDER_DECLINE,
        ),
        "000888888885",
    ),
    BankBehaviour("bank_disputed", Settles(disputed=True), "000555555559", ("dispute",)),
    BankBehaviour("bank_stays_processing", StaysProcessing(), "000000000009", ("processing",)),
    BankBehaviour(
        "bank_blocked",
        Blocked(
            code=ErrorCode.PAYMENT_METHOD_BANK_ACCOUNT_BLOCKED,
            decline_code="fraudulent",
            message="Your bank account was declined. Pay another way.",
            seller_message="The risk is too high: the debit was not sent on.",
        ),
        "000000004954",
        ("riskLevelHighest",),
    ),
    BankBehaviour(
        "bank_microdeposits_fail", Settles(), "000666666661", ("failMicrodeposits",), microdeposits_arrive=False
    ),
)

_SEPA_FAILURE = Fails(
    "generic_could_not_process",
    "Your bank did not pay the debit. Ask your bank, or pay another way.",
    intent_code=ErrorCode.PAYMENT_INTENT_PAYMENT_ATTEMPT_FAILED,
)
_SEPA = (
    BankBehaviour("sepa_settles_in_minutes", Settles(minutes=3)),
    BankBehaviour("sepa_fails", _SEPA_FAILURE),
    BankBehaviour("sepa_fails_in_minutes", replace(_SEPA_FAILURE, minutes=3)),
    BankBehaviour(
        "sepa_insufficient_funds",
        Fails("insufficient_funds", "Your account has insufficient funds. Try again later, or pay another way."),
    ),
    BankBehaviour(
        "sepa_source_limit",
        Blocked(
            code=ErrorCode.CHARGE_EXCEEDS_SOURCE_LIMIT,
            decline_code=None,
            message="The payment is over the limit for your account. Pay less, or pay another way.",
            seller_message="The debit is over the limit for a payment: it was not sent on.",
        ),
    ),
    BankBehaviour(
        "sepa_weekly_limit",
        Blocked(
            code=ErrorCode.CHARGE_EXCEEDS_TRANSACTION_LIMIT,
            decline_code=None,
            message="Your account is over its limit for the week. Try again next week.",
            seller_message="The debits are over the limit for a week: this one was not sent on.",
        ),
    ),
)
"""The test accounts of SEPA, which `ibans` names."""

BANK_BEHAVIOURS = {bank.key: bank for bank in (*_ALL, *_SEPA)}
_BY_ACCOUNT_NUMBER = {bank.account_number: bank for bank in _ALL if bank.account_number}
_BY_NAME = {f"pm_usBankAccount_{name}": bank for bank in _ALL for name in bank.names} | {
    "pm_usBankAccount": BANK_BEHAVIOURS["bank_settles"]
}


@dataclass(frozen=True)
class BankFacts:
    """A bank account as it may be stored and shown. `behaviour` is the key that `debit_outcome` and its like take."""

    bank_name: str | None
    routing_number: str
    last4: str
    account_holder_type: HolderType
    account_type: AccountType
    networks: tuple[str, ...]
    behaviour: str


@dataclass(frozen=True)
class NamedBank:
    """A test account by its name. `number` is routing and account number, for the fingerprint."""

    number: str
    facts: BankFacts


def bank_from_numbers(
    routing_number: str,
    account_number: str,
    account_holder_type: HolderType = "individual",
    account_type: AccountType = "checking",
) -> BankFacts:
    """The facts of an entered account. Raises InvalidRequest, with the field, if its numbers are not valid."""
    if not is_routing_number(routing_number):
        raise InvalidRequest(
            "The routing number must be the nine digits of a US bank. Check it and try again; in test mode give "
            f"{TEST_ROUTING_NUMBER}.",
            code=ErrorCode.ROUTING_NUMBER_INVALID,
            field="us_bank_account.routing_number",
        )
    if not (account_number.isascii() and account_number.isdigit() and 4 <= len(account_number) <= 17):
        raise InvalidRequest(
            "The account number must have 4 to 17 digits. Check it and try again.",
            code=ErrorCode.ACCOUNT_NUMBER_INVALID,
            field="us_bank_account.account_number",
        )
    bank = _BY_ACCOUNT_NUMBER.get(account_number) if routing_number == TEST_ROUTING_NUMBER else None
    return BankFacts(
        bank_name=TEST_BANK_NAME if routing_number == TEST_ROUTING_NUMBER else None,
        routing_number=routing_number,
        last4=account_number[-4:],
        account_holder_type=account_holder_type,
        account_type=account_type,
        networks=("ach",),
        behaviour=bank.key if bank else UNLISTED_ACCOUNT,
    )


def bank_by_name(name: str) -> NamedBank | None:
    """The test account behind pm_usBankAccount_success and its like; None if there is none."""
    bank = _BY_NAME.get(name)
    if bank is None or bank.account_number is None:
        return None
    facts = bank_from_numbers(TEST_ROUTING_NUMBER, bank.account_number)
    return NamedBank(TEST_ROUTING_NUMBER + bank.account_number, facts)


def debit_outcome(behaviour: str, *, livemode: bool) -> DebitOutcome:
    """The outcome of a debit. Live mode never pretends: no bank is connected, so every debit is blocked."""
    if livemode:
        return _NO_PROCESSOR if behaviour == UNLISTED_ACCOUNT else _TEST_ACCOUNT_IN_LIVE_MODE
    return BANK_BEHAVIOURS[behaviour].debit


def answer_delay(outcome: Settles | Fails, debit: Debit) -> Delay | Minutes:
    """How long the customer's bank takes to answer a debit of a type with these times."""
    if outcome.minutes is not None:
        return Minutes(outcome.minutes)
    return Delay(debit.settles if isinstance(outcome, Settles) else debit.returns)


def is_routing_number(text: str) -> bool:
    """The check digit of the American Bankers Association: weights 3, 7, 1 over nine digits."""
    if not (text.isascii() and text.isdigit() and len(text) == 9) or text == "0" * 9:
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, (3, 7, 1) * 3, strict=True)) % 10 == 0
