"""What becomes of money that is sent back."""

from dataclasses import dataclass

from app.network.banks import BANK_BEHAVIOURS
from app.network.behaviours import RefundKind, card_behaviour
from app.network.delays import Delay

ARRIVAL = Delay(business_days=5)
"""Cards take five to ten days, banks about five."""


@dataclass(frozen=True)
class Succeeds:
    """At once."""


@dataclass(frozen=True)
class PendingThenSucceeds:
    """The money is on its way before it has arrived."""

    delay: Delay = ARRIVAL


@dataclass(frozen=True)
class SucceedsThenFails:
    """The bank takes it, and sends it back. `failure_reason` is Stripe's refund.failure_reason."""

    failure_reason: str
    delay: Delay = ARRIVAL


RefundOutcome = Succeeds | PendingThenSucceeds | SucceedsThenFails


def refund_outcome(behaviour: str) -> RefundOutcome:
    """How a refund to the card or the bank account behind `behaviour` goes."""
    if behaviour in BANK_BEHAVIOURS:
        return PendingThenSucceeds()
    match card_behaviour(behaviour).refund:
        case RefundKind.PENDING_FIRST:
            return PendingThenSucceeds()
        case RefundKind.FAILS_LATER:
            return SucceedsThenFails("expired_or_canceled_card")
        case RefundKind.AT_ONCE:
            return Succeeds()
