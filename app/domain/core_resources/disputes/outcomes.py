"""What becomes of a dispute: deadlines that pass, the bank's decision, and an inquiry that becomes a chargeback."""

from datetime import timedelta

from app.domain.core_resources.payments import funds, refund_transfers
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.network.disputes import DECISION, ESCALATES, LOSES, WINS, due_by
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import (
    AWAITS_RESPONSE,
    OPEN_INQUIRY,
    Dispute,
    DisputePaymentMethodDetailsCardCaseType,
    DisputeStatus,
)
from app.tables.core_resources.event import Event
from app.tables.core_resources.refund import Refund, RefundStatus


def await_response(tx: Tx, dispute: Dispute) -> None:
    """Lose a chargeback when its deadline has passed without evidence."""
    if due := dispute.evidence_details.due_by:
        tx.wake(due + timedelta(seconds=1), pass_deadline, dispute)


def await_decision(tx: Tx, dispute: Dispute) -> None:
    """Have the bank decide on evidence. Evidence that is only saved decides nothing, but that an inquiry without an
    answer is escalated."""
    saved = dispute.status in AWAITS_RESPONSE
    decisive = (ESCALATES,) if saved else (WINS, LOSES, ESCALATES)
    if dispute.evidence.uncategorized_text in decisive:
        tx.wake(DECISION.due(tx.now, hurry=tx.clock is None), decide, dispute)


@job("dispute.pass_deadline", Dispute)
async def pass_deadline(tx: Tx, dispute: Dispute) -> None:
    """The time to submit evidence is over. Evidence that was saved and not submitted does not count."""
    due = dispute.evidence_details.due_by
    if dispute.status is DisputeStatus.NEEDS_RESPONSE and due is not None and due < tx.now:
        lose(tx, dispute)


@job("dispute.decide", Dispute)
async def decide(tx: Tx, dispute: Dispute) -> None:
    """The customer's bank has examined the evidence."""
    text = dispute.evidence.uncategorized_text
    if dispute.status is DisputeStatus.UNDER_REVIEW:
        if text == WINS:
            await win(tx, dispute)
        elif text == LOSES:
            lose(tx, dispute)
    elif dispute.status in OPEN_INQUIRY and text == ESCALATES:
        await escalate(tx, dispute)
    elif dispute.status is DisputeStatus.WARNING_UNDER_REVIEW:
        close_inquiry(tx, dispute)


@job("dispute.end_inquiry", Dispute)
async def end_inquiry(tx: Tx, dispute: Dispute) -> None:
    """The bank did not make a chargeback of its inquiry in time."""
    if dispute.status in OPEN_INQUIRY:
        close_inquiry(tx, dispute)


@when("charge.refunded")
async def expect_end(tx: Tx, event: Event) -> None:
    """Close the inquiries about a charge that is fully refunded."""
    charge = event.data.object
    if charge["disputed"] and charge["refunded"]:
        for dispute in await tx.find(Dispute, charge_id=charge["id"], status=OPEN_INQUIRY, lock=False):
            # In a transaction of its own: elsewhere a dispute is locked before its charge.
            tx.wake(tx.now, end_refunded, dispute)


@job("dispute.end_refunded", Dispute)
async def end_refunded(tx: Tx, dispute: Dispute) -> None:
    """The customer has the funds back, so that their bank asks no more."""
    charge = await tx.get(Charge, dispute.charge_id, lock=False)
    if dispute.status in OPEN_INQUIRY and charge.refunded:
        close_inquiry(tx, dispute)


async def escalate(tx: Tx, dispute: Dispute) -> None:
    """Turn an inquiry into a chargeback of what the customer was not refunded. Refunds on their way fail."""
    charge = await tx.get(Charge, dispute.charge_id)
    for refund in await tx.find(Refund, charge_id=charge.id, status=RefundStatus.PENDING.value):
        refund.awaits_funds = False
        await refund_transfers.return_funds(tx, refund, RefundStatus.FAILED, "charge_for_pending_refund_disputed")
    if charge.refunded:
        close_inquiry(tx, dispute)
        return
    tx.move(dispute, DisputeStatus.NEEDS_RESPONSE, verb="escalate")
    dispute.amount = min(dispute.amount, funds.refundable(charge))
    dispute.is_charge_refundable = False
    dispute.evidence_details = dispute.evidence_details.model_copy(update={"due_by": due_by(tx.now)})
    details = dispute.payment_method_details
    if details and details.card:
        card = details.card.model_copy(update={"case_type": DisputePaymentMethodDetailsCardCaseType.CHARGEBACK})
        dispute.payment_method_details = details.model_copy(update={"card": card})
    await funds.withdraw_disputed(tx, charge, dispute)
    await_response(tx, dispute)
    tx.tell("charge.dispute.updated", dispute)
    tx.tell("charge.dispute.funds_withdrawn", dispute)


async def win(tx: Tx, dispute: Dispute) -> None:
    """Return the funds to the merchant."""
    charge = await tx.get(Charge, dispute.charge_id, lock=False)
    tx.move(dispute, DisputeStatus.WON, verb="win")
    dispute.is_charge_refundable = True
    await funds.reinstate_disputed(tx, charge, dispute)
    if dispute.evidence_details.enhanced_eligibility.visa_compliance:
        await funds.move_network_fee(tx, charge, dispute, returned=True)
    tx.tell("charge.dispute.updated", dispute)
    tx.tell("charge.dispute.funds_reinstated", dispute)
    tx.tell("charge.dispute.closed", dispute)


def lose(tx: Tx, dispute: Dispute) -> None:
    """Let the customer keep the funds."""
    tx.move(dispute, DisputeStatus.LOST, verb="lose")
    tx.tell("charge.dispute.updated", dispute)
    tx.tell("charge.dispute.closed", dispute)


def close_inquiry(tx: Tx, dispute: Dispute) -> None:
    """End an inquiry without a chargeback."""
    tx.move(dispute, DisputeStatus.WARNING_CLOSED, verb="close")
    tx.tell("charge.dispute.updated", dispute)
    tx.tell("charge.dispute.closed", dispute)
