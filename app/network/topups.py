"""Top-ups in test mode: what a bank account that is debited does, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.network.delays import Delay, after_business_days
from app.network.payouts import PAYOUT_BEHAVIOURS, midnight

ARRIVES = Delay(4)
"""How long a debit takes until its funds are available."""
RETURNS = Delay(2)
"""How long until a bank takes back funds that had arrived."""
AT_ONCE = "_bypassPending"
"""How a test source ends whose bank answers at once."""
TEST_CURRENCY = "usd"
"""The currency of test sources, which are accounts in the United States."""

FAILURES: Mapping[str, str] = {
    "account_closed": "The bank account is closed. Top up from another one.",
    "debit_not_authorized": "The bank account does not allow debits, which top-ups require.",
    "insufficient_funds": "The bank account does not hold enough for the top-up.",
    "invalid_currency": "The bank account cannot be debited in the currency of the top-up.",
    "no_account": "The bank account could not be found. Check its numbers.",
}
"""What each failure code says to the merchant."""


@dataclass(frozen=True)
class TopupBehaviour:
    """What a bank account does with a top-up, always the same."""

    key: str
    token: str | None
    """The test source with such an account; None if there is none."""
    failure_code: str | None = None
    """The code with which top-ups fail; None if the funds arrive."""
    returns: bool = False
    """Whether the funds arrive, and are taken back afterwards."""
    answers: bool = True
    """Whether the bank answers at all. Until it does, a top-up is pending."""


TOPUP_BEHAVIOURS: Mapping[str, TopupBehaviour] = {
    **{
        each.key: TopupBehaviour(
            each.key, each.token, failure_code=None if each.returns else each.failure_code, returns=each.returns
        )
        for each in PAYOUT_BEHAVIOURS.values()
        if each.type == "bank_account"
    },
    "topup_pending": TopupBehaviour("topup_pending", "btok_us_verified_processing", answers=False),
}
"""By name. A bank account does with a debit what it does with a payout, under the same name."""
TEST_SOURCES: Mapping[str, TopupBehaviour] = {
    token + ending: each
    for each in TOPUP_BEHAVIOURS.values()
    if (token := each.token) is not None
    for ending in (("", AT_ONCE) if each.answers else ("",))
}
"""By the id of a test source."""
USUAL = TEST_SOURCES["btok_us_verified"]
"""What is debited of an account that has no bank account."""


def expected_date(now: datetime) -> datetime:
    """When the funds are expected to be available: midnight UTC, four business days later."""
    return midnight(after_business_days(now, ARRIVES.business_days))
