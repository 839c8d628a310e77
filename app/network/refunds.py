"""The outcome of a refund in test mode."""

from dataclasses import dataclass

from app.network.behaviours import CARD_BEHAVIOURS, RefundKind
from app.network.delays import Delay
from app.tables.payment_methods.method_type import Refunds

REFERENCE = Delay(business_days=1)
"""How long after a refund to a card its reference is known. Stripe's takes from one to seven days."""


@dataclass(frozen=True)
class Succeeds:
    """Immediately."""


@dataclass(frozen=True)
class PendingThenSucceeds:
    """The refund is pending until it arrives."""

    delay: Delay


@dataclass(frozen=True)
class SucceedsThenFails:
    """The bank accepts the refund, and returns it later. `failure_reason` is Stripe's refund.failure_reason."""

    failure_reason: str
    delay: Delay


RefundOutcome = Succeeds | PendingThenSucceeds | SucceedsThenFails


def refund_outcome(behaviour: str, rules: Refunds) -> RefundOutcome:
    """The outcome of a refund to the payment method behind `behaviour`, by the rules of its type."""
    card, delay = CARD_BEHAVIOURS.get(behaviour), Delay(rules.business_days)
    kind = RefundKind.AT_ONCE if card is None else card.refund
    if kind is RefundKind.FAILS_LATER:
        return SucceedsThenFails("expired_or_canceled_card", delay)
    if kind is RefundKind.PENDING_FIRST or rules.pending_first:
        return PendingThenSucceeds(delay)
    return Succeeds()
