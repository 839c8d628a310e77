"""How far evidence meets a card network's program: Visa's Compelling Evidence 3.0, and Visa's compliance cases."""

from collections.abc import Iterator

from app.domain.tx import Tx
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import (
    DisputeEnhancedEligibility,
    DisputeVisaCompellingEvidence3Eligibility,
    DisputeVisaCompellingEvidence3EligibilityStatus,
    DisputeVisaCompellingEvidence3RequiredAction,
    DisputeVisaComplianceEligibility,
    DisputeVisaComplianceEligibilityStatus,
)
from app.tables.core_resources.dispute_evidence import (
    DisputeEnhancedEvidence,
    DisputeVisaCompellingEvidence3,
    DisputeVisaCompellingEvidence3DisputedTransaction,
)

_Action = DisputeVisaCompellingEvidence3RequiredAction
_Status = DisputeVisaCompellingEvidence3EligibilityStatus

PRIOR = 2
"""How many earlier payments Visa asks for."""
DEVICE = ("customer_device_fingerprint", "customer_device_id", "customer_purchase_ip")
"""Identifiers of which Visa asks for one at least."""
OTHERS = ("customer_account_id", "customer_email_address", "shipping_address")


async def eligibility(
    tx: Tx, old: DisputeEnhancedEligibility, evidence: DisputeEnhancedEvidence
) -> DisputeEnhancedEligibility:
    """How far the evidence meets the programs that the dispute takes. Raises ResourceMissing for a charge that is not
    there.

    In test mode the earlier payments may be of any day and card: Visa asks for the same card, 120 to 364 days before.
    """
    compliance = old.visa_compliance
    if compliance:
        given = evidence.visa_compliance and evidence.visa_compliance.fee_acknowledged
        status = DisputeVisaComplianceEligibilityStatus
        compliance = DisputeVisaComplianceEligibility(
            status=status.FEE_ACKNOWLEDGED if given else status.REQUIRES_FEE_ACKNOWLEDGEMENT
        )
    compelling = evidence.visa_compelling_evidence_3 or DisputeVisaCompellingEvidence3()
    undisputed = [await _undisputed(tx, each.charge) for each in compelling.prior_undisputed_transactions]
    return DisputeEnhancedEligibility(
        visa_compelling_evidence_3=old.visa_compelling_evidence_3 and _judged(compelling, all(undisputed)),
        visa_compliance=compliance,
    )


async def _undisputed(tx: Tx, charge_id: str) -> bool:
    field = "evidence.enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions.charge"
    charge = await tx.get(Charge, charge_id, field=field, lock=False)
    return charge.paid and not charge.disputed


def _judged(evidence: DisputeVisaCompellingEvidence3, undisputed: bool) -> DisputeVisaCompellingEvidence3Eligibility:
    missing = list(_missing(evidence))
    status = _Status.REQUIRES_ACTION if missing else _Status.QUALIFIED
    return DisputeVisaCompellingEvidence3Eligibility(
        required_actions=missing, status=status if undisputed else _Status.NOT_QUALIFIED
    )


def _missing(evidence: DisputeVisaCompellingEvidence3) -> Iterator[DisputeVisaCompellingEvidence3RequiredAction]:
    disputed = evidence.disputed_transaction or DisputeVisaCompellingEvidence3DisputedTransaction()
    prior = evidence.prior_undisputed_transactions

    def same(names: tuple[str, ...]) -> int:
        """How many identifiers are given, and the same in all payments."""
        return sum(
            getattr(disputed, name) is not None
            and all(getattr(each, name) == getattr(disputed, name) for each in prior)
            for name in names
        )

    if not prior or not same(DEVICE) or same(DEVICE + OTHERS) < 2:
        yield _Action.MISSING_CUSTOMER_IDENTIFIERS
    if not disputed.product_description:
        yield _Action.MISSING_DISPUTED_TRANSACTION_DESCRIPTION
    if disputed.merchandise_or_services is None:
        yield _Action.MISSING_MERCHANDISE_OR_SERVICES
    if not prior or not all(each.product_description for each in prior):
        yield _Action.MISSING_PRIOR_UNDISPUTED_TRANSACTION_DESCRIPTION
    if len({each.charge for each in prior}) < PRIOR:
        yield _Action.MISSING_PRIOR_UNDISPUTED_TRANSACTIONS
