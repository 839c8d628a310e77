"""Disputes as the merchant answers them: with evidence, saved and submitted, or by conceding."""

from collections.abc import Iterator
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.disputes import enhanced, outcomes
from app.domain.core_resources.files.used import file_for
from app.domain.core_resources.payments import funds
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.tables.columns import meta_of, public_name
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import (
    AWAITS_RESPONSE,
    Dispute,
    DisputeStatus,
    DisputeVisaComplianceEligibilityStatus,
)
from app.tables.core_resources.dispute_evidence import DisputeEvidence
from app.tables.core_resources.file import FilePurpose
from app.tables.values import Value

MOST_CHARACTERS = 150_000
"""How long all texts among the evidence may be together."""


async def update(
    tx: Tx,
    dispute: Dispute,
    *,
    evidence: Annotated[
        DisputeEvidence | None, Doc("Evidence for the customer's bank. Omitted fields do not change; null removes one.")
    ] = None,
    submit: Annotated[
        bool | None,
        Doc(
            "Whether the evidence goes to the bank now, after which it cannot change. False only saves it. The default "
            "is true if `evidence` is given."
        ),
    ] = None,
    **values: Any,
) -> Dispute:
    """Update a dispute: its evidence, until it is submitted, and its metadata."""
    if evidence is not None or submit:
        if dispute.status not in AWAITS_RESPONSE:
            raise WrongState("dispute", "update", dispute.status)
        await _save(tx, dispute, evidence or DisputeEvidence())
        if submit is not False:
            await _submit(tx, dispute)
        outcomes.await_decision(tx, dispute)
    await crud.amend(tx, dispute, values)
    if tx.changed(dispute):
        tx.tell("charge.dispute.updated", dispute)
    return dispute


async def _save(tx: Tx, dispute: Dispute, given: DisputeEvidence) -> None:
    with Mistakes() as mistakes:
        for name, info in DisputeEvidence.model_fields.items():
            if meta_of(info).is_ref:
                with mistakes.noted():
                    field = f"evidence.{public_name(name, meta_of(info))}"
                    await file_for(tx, getattr(given, name), field, (FilePurpose.DISPUTE_EVIDENCE,))
    evidence = merge(DisputeEvidence, dispute.evidence, given)
    length = sum(map(len, _texts(evidence)))
    if length > MOST_CHARACTERS:
        raise InvalidRequest(
            f"All texts among the evidence have at most {MOST_CHARACTERS} characters together; these have {length}.",
            code=ErrorCode.PARAMETER_TOO_LONG,
            field="evidence",
        )
    old = dispute.evidence_details
    dispute.evidence_details = old.model_copy(
        update={
            "enhanced_eligibility": await enhanced.eligibility(tx, dispute, evidence.enhanced_evidence),
            "has_evidence": evidence != DisputeEvidence(),
        }
    )
    dispute.evidence = evidence


def _texts(value: Value) -> Iterator[str]:
    for _, each in value:
        for part in each if isinstance(each, list) else [each]:
            if isinstance(part, Value):
                yield from _texts(part)
            elif isinstance(part, str):
                yield part


async def _submit(tx: Tx, dispute: Dispute) -> None:
    details = dispute.evidence_details
    if not details.has_evidence:
        raise InvalidRequest(
            "There is no evidence to submit. Give `evidence`.", code=ErrorCode.PARAMETER_MISSING, field="evidence"
        )
    if compliance := details.enhanced_eligibility.visa_compliance:
        if compliance.status is not DisputeVisaComplianceEligibilityStatus.FEE_ACKNOWLEDGED:
            raise InvalidRequest(
                "The card network takes a fee to decide this dispute. Accept it before you submit evidence: set "
                "`evidence.enhanced_evidence.visa_compliance.fee_acknowledged`.",
                code=ErrorCode.PARAMETER_MISSING,
                field="evidence.enhanced_evidence.visa_compliance.fee_acknowledged",
            )
        charge = await tx.get(Charge, dispute.charge_id, lock=False)
        await funds.move_network_fee(tx, charge, dispute)
    inquiry = dispute.status is DisputeStatus.WARNING_NEEDS_RESPONSE
    to = DisputeStatus.WARNING_UNDER_REVIEW if inquiry else DisputeStatus.UNDER_REVIEW
    tx.move(dispute, to, verb="update")
    dispute.evidence_details = details.model_copy(
        update={
            "past_due": details.due_by is not None and tx.now > details.due_by,
            "submission_count": details.submission_count + 1,
        }
    )


async def close(tx: Tx, dispute: Dispute) -> Dispute:
    """Concede a dispute: it is lost, for good. Only a dispute that needs a response can be conceded. The inquiry about
    a charge that was fully refunded is only closed."""
    if dispute.status not in AWAITS_RESPONSE:
        raise WrongState("dispute", "close", dispute.status)
    charge = await tx.get(Charge, dispute.charge_id, lock=False)
    if charge.refunded:
        outcomes.close_inquiry(tx, dispute)
    else:
        outcomes.lose(tx, dispute)
    return dispute
