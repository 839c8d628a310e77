"""Payouts in test mode: what becomes of one that is sent to a bank account or a debit card, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from app.currencies import granularity
from app.money import rounded_to_step
from app.network.delays import HURRIED, after_business_days

DestinationType = Literal["bank_account", "card"]

SENT_AFTER = 1
"""Business days after which a standard payout is sent to the bank."""
ARRIVES_AFTER = 2
"""Business days after which a standard payout arrives."""
RETURN_DAYS = 2
"""Business days after which a bank returns a payout that seemed to have arrived."""
INSTANT = timedelta(minutes=30)
"""How long an instant payout takes."""

INSTANT_SHARE = Decimal("0.015")
_INSTANT_LEAST = Decimal(50)

FAILURES: Mapping[str, str] = {
    "account_closed": "The bank account is closed. Give the account another bank account.",
    "could_not_process": "The bank could not process the payout. Check the details of the destination.",
    "debit_not_authorized": "The bank account does not allow debits, which payouts require.",
    "insufficient_funds": "The funds were not sufficient for the payout.",
    "invalid_currency": "The bank account does not accept the currency of the payout.",
    "no_account": "The bank account could not be found. Check its numbers.",
}
"""What each failure code says to the merchant."""


@dataclass(frozen=True)
class PayoutBehaviour:
    """What a destination does with a payout, always the same."""

    key: str
    type: DestinationType
    number: str
    """The account number, or the card's number, that behaves so."""
    token: str | None
    """The test token of such an account or card; None if there is none."""
    failure_code: str | None = None
    """The code with which payouts fail; None if they arrive."""
    returns: bool = False
    """Whether a payout seems to have arrived before it fails."""
    instant: bool = False
    """Whether instant payouts are possible."""


_ALL = (
    PayoutBehaviour("payout_arrives", "bank_account", "000123456789", "btok_us_verified"),
    PayoutBehaviour("payout_instant", "bank_account", "000999999991", None, instant=True),
    PayoutBehaviour(
        "payout_no_account", "bank_account", "000111111116", "btok_us_verified_noAccount", failure_code="no_account"
    ),
    PayoutBehaviour(
        "payout_account_closed",
        "bank_account",
        "000111111113",
        "btok_us_verified_accountClosed",
        failure_code="account_closed",
        returns=True,
    ),
    PayoutBehaviour(
        "payout_insufficient_funds",
        "bank_account",
        "000222222227",
        "btok_us_verified_insufficientFunds",
        failure_code="insufficient_funds",
    ),
    PayoutBehaviour(
        "payout_debit_not_authorized",
        "bank_account",
        "000333333335",
        "btok_us_verified_debitNotAuthorized",
        failure_code="debit_not_authorized",
    ),
    PayoutBehaviour(
        "payout_invalid_currency",
        "bank_account",
        "000444444440",
        "btok_us_verified_invalidCurrency",
        failure_code="invalid_currency",
    ),
    PayoutBehaviour("payout_to_card", "card", "4000056655665556", "tok_visa_debit_us_transferSuccess", instant=True),
    PayoutBehaviour(
        "payout_to_mastercard", "card", "5200828282828210", "tok_mastercard_debit_us_transferSuccess", instant=True
    ),
    PayoutBehaviour(
        "payout_to_card_fails",
        "card",
        "4000056655665572",
        "tok_visa_debit_us_transferFail",
        failure_code="could_not_process",
        instant=True,
    ),
    PayoutBehaviour("payout_to_card_slowly", "card", "4000056755665555", "tok_visa_debit_us_instantPayoutUnsupported"),
)

PAYOUT_BEHAVIOURS: Mapping[str, PayoutBehaviour] = {each.key: each for each in _ALL}
BY_NUMBER: Mapping[str, PayoutBehaviour] = {each.number: each for each in _ALL}
BY_TOKEN: Mapping[str, PayoutBehaviour] = {each.token: each for each in _ALL if each.token is not None}
UNLISTED = PAYOUT_BEHAVIOURS["payout_arrives"]
"""A bank account that is no test account: payouts arrive."""


def instant_fee(amount: int, currency: str) -> int:
    """The fee of an instant payout of `amount` minor units: 1.5 percent, and at least 50 minor units."""
    return max(rounded_to_step(amount * INSTANT_SHARE, currency), rounded_to_step(_INSTANT_LEAST, currency))


def instant_most(funds: int, currency: str) -> int:
    """The largest instant payout that `funds` minor units cover together with its fee; 0 if none."""
    step = granularity(currency)
    most = min(int(funds / (1 + INSTANT_SHARE)) + step, funds)
    most -= most % step
    while most > 0 and most + instant_fee(most, currency) > funds:
        most -= step
    return max(most, 0)


def midnight(moment: datetime) -> datetime:
    """The midnight UTC that begins the day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def arrival_date(now: datetime, *, instant: bool) -> datetime:
    """When a payout is expected to arrive: in half an hour, or at midnight UTC two business days later."""
    return now + INSTANT if instant else midnight(after_business_days(now, ARRIVES_AFTER))


def sent_at(now: datetime, *, instant: bool, hurry: bool) -> datetime:
    """When the payout is sent: an instant one at once, others one business day later, or a minute in a hurry."""
    if instant:
        return now
    return now + HURRIED if hurry else midnight(after_business_days(now, SENT_AFTER))
