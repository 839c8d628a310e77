"""The outcome of a refund in test mode."""

from dataclasses import dataclass

from app.network.banks import BANK_BEHAVIOURS
from app.network.behaviours import RefundKind, card_behaviour
from app.network.delays import Delay

ARRIVAL = Delay(business_days=5)
"""Cards take five to ten days, banks about five."""


@dataclass(frozen=True)
class Succeeds:
    """Immediately."""


@dataclass(frozen=True)
class PendingThenSucceeds:
    """The refund is pending until it arrives."""

    delay: Delay = ARRIVAL


@dataclass(frozen=True)
class SucceedsThenFails:
    """The bank accepts the refund, and returns it later. `failure_reason` is Stripe's refund.failure_reason."""

    failure_reason: str
    delay: Delay = ARRIVAL


RefundOutcome = Succeeds | PendingThenSucceeds | SucceedsThenFails


def refund_outcome(behaviour: str) -> RefundOutcome:
    """The outcome of a refund to the card or the bank account behind `behaviour`."""
    if behaviour in BANK_BEHAVIOURS:
        return PendingThenSucceeds()
    match card_behaviour(behaviour).refund:
        case RefundKind.PENDING_FIRST:
            return PendingThenSucceeds()
        case RefundKind.FAILS_LATER:
            return SucceedsThenFails("expired_or_canceled_card")
        case RefundKind.AT_ONCE:
            return Succeeds()
