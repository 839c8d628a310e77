"""Payouts in test mode: what becomes of one that is sent to a bank account or a debit card, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from app.currencies import granularity
from app.money import rounded_to_step
from app.network.delays import HURRIED, after_business_days

DestinationType = Literal["bank_account", "card"]
Ownership = Literal["clears", "asked"]
"""What becomes of the check who owns a bank account: nothing more is needed, or a document is."""

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
    number: str | None = None
    """The account number, as in the United States and Canada, that behaves so."""
    token: str | None = None
    """The test token of such an account; None if there is none."""
    failure_code: str | None = None
    """The code with which payouts fail; None if they arrive."""
    returns: bool = False
    """Whether a payout seems to have arrived before it fails."""
    instant: bool = False
    """Whether instant payouts are possible."""
    ownership: Ownership | None = None
    """What becomes of the check who owns the account; None without one."""


def _bank(key: str, number: str, token: str | None = None, **does: Any) -> PayoutBehaviour:
    return PayoutBehaviour(key, "bank_account", number, token, **does)


def _failing(key: str, number: str, token: str, code: str, **does: Any) -> PayoutBehaviour:
    return _bank(f"payout_{key}", number, f"btok_us_verified_{token}", failure_code=code, **does)


_ALL = (
    _bank("payout_arrives", "000123456789", "btok_us_verified"),
    _bank("payout_instant", "000999999991", instant=True, ownership="clears"),
    _bank("payout_after_proof", "000999999992", ownership="asked"),
    _failing("no_account", "000111111116", "noAccount", "no_account"),
    _failing("account_closed", "000111111113", "accountClosed", "account_closed", returns=True),
    _failing("insufficient_funds", "000222222227", "insufficientFunds", "insufficient_funds"),
    _failing("debit_not_authorized", "000333333335", "debitNotAuthorized", "debit_not_authorized"),
    _failing("invalid_currency", "000444444440", "invalidCurrency", "invalid_currency"),
    PayoutBehaviour("payout_to_card", "card", instant=True),
    PayoutBehaviour("payout_to_mastercard", "card", instant=True),
    PayoutBehaviour("payout_to_card_fails", "card", failure_code="could_not_process", instant=True),
    PayoutBehaviour("payout_to_card_slowly", "card"),
)

PAYOUT_BEHAVIOURS: Mapping[str, PayoutBehaviour] = {each.key: each for each in _ALL}
BY_TOKEN: Mapping[str, PayoutBehaviour] = {each.token: each for each in _ALL if each.token is not None}
_COMPARED = 9
"""The digits by which test accounts are told apart, the last: Australian numbers go without the zeros before them."""
_BY_NUMBER = {each.number[-_COMPARED:]: each for each in _ALL if each.number is not None}
_BY_CARD = {"payout_fails": "payout_to_card_fails", "instant_payout_unsupported": "payout_to_card_slowly"}
"""What cards do with payouts that behave so when they pay."""


def to_bank(number: str) -> PayoutBehaviour:
    """What the test account of that number does. To any other payouts arrive: nothing is sent to any bank."""
    return _BY_NUMBER.get(number[-_COMPARED:], PAYOUT_BEHAVIOURS["payout_arrives"])


def to_card(behaviour: str) -> PayoutBehaviour:
    """What a card does that behaves so when it pays."""
    return PAYOUT_BEHAVIOURS[_BY_CARD.get(behaviour, "payout_to_card")]


def instant_fee(amount: int, currency: str) -> int:
    """The fee of an instant payout of `amount` minor units: 1.5 percent, and at least 50 minor units."""
    return max(rounded_to_step(amount * INSTANT_SHARE, currency), rounded_to_step(_INSTANT_LEAST, currency))


def instant_most(funds: int, currency: str, *, pays_fee: bool) -> int:
    """The largest instant payout that `funds` minor units cover, together with its fee where it `pays_fee`; 0 if
    none."""
    step = granularity(currency)
    if not pays_fee:
        return max(funds - funds % step, 0)
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
