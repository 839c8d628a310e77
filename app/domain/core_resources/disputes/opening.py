"""How a dispute begins: after the charge, by the customer's bank, as a chargeback or an inquiry."""

from collections.abc import Iterator

from app.domain.core_resources.disputes import outcomes
from app.domain.core_resources.payments import crediting, destination_charges, funds
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.network.disputes import INQUIRY, Case, cases_of, due_by
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import (
    Dispute,
    DisputeEnhancedEligibility,
    DisputeEnhancedEligibilityType,
    DisputeEvidenceDetails,
    DisputePaymentMethodDetails,
    DisputePaymentMethodDetailsCard,
    DisputePaymentMethodDetailsCardCaseType,
    DisputePaymentMethodDetailsKlarna,
    DisputePaymentMethodDetailsType,
    DisputeStatus,
    DisputeVisaCompellingEvidence3Eligibility,
    DisputeVisaCompellingEvidence3EligibilityStatus,
    DisputeVisaCompellingEvidence3RequiredAction,
    DisputeVisaComplianceEligibility,
    DisputeVisaComplianceEligibilityStatus,
)
from app.tables.core_resources.event import Event
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import ChargePaymentMethodDetailsCard
from app.tables.payment_methods.types.klarna import KLARNA
from app.tables.shapes.three_d_secure import ThreeDSecureResult

_LIABLE_BANK = (ThreeDSecureResult.AUTHENTICATED, ThreeDSecureResult.ATTEMPT_ACKNOWLEDGED)


@when("charge.succeeded", "charge.captured")
async def expect(tx: Tx, event: Event) -> None:
    """Have the customer contest a captured charge, if their card or bank account is one that does."""
    charge = event.data.object
    if not charge["captured"] or not charge["payment_method"]:
        return
    method = await tx.get(PaymentMethod, charge["payment_method"], lock=False)
    if method.method_type.disputes and cases_of(method.behaviour):
        tx.wake(tx.now, dispute, await tx.get(Charge, charge["id"]))


@job("dispute.open", Charge)
async def dispute(tx: Tx, charge: Charge) -> None:
    """The customer contests what is left of a charge."""
    if charge.disputed:
        return
    await crediting.must_be_credited(tx, charge)
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    cases = [case for case in cases_of(method.behaviour) if not (case.shifts_liability and _authenticated(charge))]
    opened = [
        await open_case(tx, charge, case, amount)
        for case, amount in zip(cases, _parts(funds.refundable(charge), len(cases)), strict=False)
    ]
    if opened:
        await conclude(tx, charge, opened)


async def conclude(tx: Tx, charge: Charge, opened: list[Dispute]) -> None:
    """Emit that the charge is disputed, and lose at once what its customer's bank takes no evidence for, as the payment
    has failed after all."""
    if tx.changed(charge):
        tx.tell("updated", charge)
    if _is_final(charge):
        await destination_charges.undo(tx, charge)
        for each in opened:
            outcomes.lose(tx, each)


def _parts(amount: int, count: int) -> Iterator[int]:
    """The amount in as many parts as there are cases; nothing of an amount of zero."""
    for left in range(count, 0, -1):
        part = amount // left
        amount -= part
        if part:
            yield part


async def open_case(tx: Tx, charge: Charge, case: Case, amount: int) -> Dispute:
    """Open a dispute of `amount` minor units of the charge. A chargeback withdraws them."""
    charge.disputed = True
    opened = tx.add(
        Dispute(
            amount=amount,
            charge_id=charge.id,
            currency=charge.currency,
            enhanced_eligibility_types=[DisputeEnhancedEligibilityType.VISA_COMPELLING_EVIDENCE_3]
            if case.compelling_evidence
            else [],
            evidence_details=DisputeEvidenceDetails(
                due_by=None if _is_final(charge) else due_by(tx.now), enhanced_eligibility=_eligibility(case)
            ),
            is_charge_refundable=case.inquiry,
            network_reason_code=case.network_reason_code,
            payment_intent_id=charge.payment_intent_id,
            payment_method_details=_details(charge, case),
            reason=case.reason,
            status=DisputeStatus.WARNING_NEEDS_RESPONSE if case.inquiry else DisputeStatus.NEEDS_RESPONSE,
        )
    )
    if case.inquiry:
        tx.wake(tx.now + INQUIRY, outcomes.end_inquiry, opened)
        tx.tell("charge.dispute.created", opened)
        return opened
    await funds.withdraw_disputed(tx, charge, opened)
    outcomes.await_response(tx, opened)
    tx.tell("charge.dispute.created", opened)
    tx.tell("charge.dispute.funds_withdrawn", opened)
    return opened


def _is_final(charge: Charge) -> bool:
    """Whether the customer's bank takes no evidence, so that a dispute is lost at once."""
    disputes = charge.method_type.disputes
    return disputes is not None and disputes.final


def card_of(charge: Charge) -> ChargePaymentMethodDetailsCard | None:
    """The card that was charged; None for another payment method."""
    details = charge.payment_method_details
    return details.get(ChargePaymentMethodDetailsCard) if details else None


def _authenticated(charge: Charge) -> bool:
    card = card_of(charge)
    return bool(card and card.three_d_secure and card.three_d_secure.result in _LIABLE_BANK)


def _eligibility(case: Case) -> DisputeEnhancedEligibility:
    return DisputeEnhancedEligibility(
        visa_compelling_evidence_3=DisputeVisaCompellingEvidence3Eligibility(
            required_actions=list(DisputeVisaCompellingEvidence3RequiredAction),
            status=DisputeVisaCompellingEvidence3EligibilityStatus.REQUIRES_ACTION,
        )
        if case.compelling_evidence
        else None,
        visa_compliance=DisputeVisaComplianceEligibility(
            status=DisputeVisaComplianceEligibilityStatus.REQUIRES_FEE_ACKNOWLEDGEMENT
        )
        if case.compliance
        else None,
    )


def _details(charge: Charge, case: Case) -> DisputePaymentMethodDetails | None:
    if charge.method_type is KLARNA:
        return DisputePaymentMethodDetails(
            type=DisputePaymentMethodDetailsType.KLARNA,
            klarna=DisputePaymentMethodDetailsKlarna(reason_code=case.klarna_reason_code),
        )
    card = card_of(charge)
    if card is None:
        return None
    kind = DisputePaymentMethodDetailsCardCaseType
    return DisputePaymentMethodDetails(
        type=DisputePaymentMethodDetailsType.CARD,
        card=DisputePaymentMethodDetailsCard(
            brand=card.brand or "unknown",
            case_type=kind.INQUIRY if case.inquiry else kind.CHARGEBACK,
            network_reason_code=case.network_reason_code,
        ),
    )
