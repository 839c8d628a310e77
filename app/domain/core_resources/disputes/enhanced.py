"""How far evidence meets a card network's program: Visa's Compelling Evidence 3.0, and Visa's compliance cases."""

from collections.abc import Iterator

from app.domain.tx import Tx
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import (
    Dispute,
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
from app.tables.payment_methods.types.card import ChargePaymentMethodDetailsCard

_Action = DisputeVisaCompellingEvidence3RequiredAction
_Status = DisputeVisaCompellingEvidence3EligibilityStatus

PRIOR = 2
"""How many earlier payments Visa asks for."""
EARLIER = range(120, 365)
"""How many days before the disputed payment they were made."""
DEVICE = ("customer_device_fingerprint", "customer_device_id")
"""Identifiers of which one counts, even where both are given."""
OTHERS = ("customer_account_id", "customer_email_address", "shipping_address")


async def eligibility(tx: Tx, dispute: Dispute, evidence: DisputeEnhancedEvidence) -> DisputeEnhancedEligibility:
    """How far the evidence meets the programs that the dispute takes. Raises ResourceMissing for a charge that is not
    there."""
    old = dispute.evidence_details.enhanced_eligibility
    compliance = old.visa_compliance
    if compliance:
        given = evidence.visa_compliance and evidence.visa_compliance.fee_acknowledged
        status = DisputeVisaComplianceEligibilityStatus
        compliance = DisputeVisaComplianceEligibility(
            status=status.FEE_ACKNOWLEDGED if given else status.REQUIRES_FEE_ACKNOWLEDGEMENT
        )
    compelling = evidence.visa_compelling_evidence_3 or DisputeVisaCompellingEvidence3()
    prior = [await _charge(tx, each.charge) for each in compelling.prior_undisputed_transactions]
    disputed = await tx.get(Charge, dispute.charge_id, lock=False)
    unfit = {each.id for each in prior if not _precedes(tx, each, disputed)}
    return DisputeEnhancedEligibility(
        visa_compelling_evidence_3=old.visa_compelling_evidence_3 and _judged(compelling, unfit),
        visa_compliance=compliance,
    )


async def _charge(tx: Tx, id: str) -> Charge:
    field = "evidence.enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions.charge"
    return await tx.get(Charge, id, field=field, lock=False)


def _precedes(tx: Tx, earlier: Charge, disputed: Charge) -> bool:
    """Whether a payment was made with the card of the disputed one, 120 to 364 days before, and is undisputed. Source:
    Stripe's guide to Compelling Evidence 3.0.

    A test card that brings such a dispute disputes all that it pays, so that no earlier payment of it is undisputed: in
    test mode, other Visa cards of the same customer count as that card.
    """
    theirs, own = _card(earlier), _card(disputed)
    if theirs is None or own is None:
        return False
    same = theirs.fingerprint is not None and theirs.fingerprint == own.fingerprint
    if not tx.livemode and disputed.customer_id is not None:
        same = same or (theirs.brand == own.brand and earlier.customer_id == disputed.customer_id)
    days = (disputed.created.date() - earlier.created.date()).days
    return same and days in EARLIER and earlier.paid and not earlier.disputed


def _card(charge: Charge) -> ChargePaymentMethodDetailsCard | None:
    details = charge.payment_method_details
    return None if details is None else details.get(ChargePaymentMethodDetailsCard)


def _judged(evidence: DisputeVisaCompellingEvidence3, unfit: set[str]) -> DisputeVisaCompellingEvidence3Eligibility:
    """How far the evidence goes. `unfit` are the ids of charges that it names, and that are none of such payments."""
    missing = list(_missing(evidence, unfit))
    status = _Status.REQUIRES_ACTION if missing else _Status.QUALIFIED
    return DisputeVisaCompellingEvidence3Eligibility(
        required_actions=missing, status=_Status.NOT_QUALIFIED if unfit else status
    )


def _missing(
    evidence: DisputeVisaCompellingEvidence3, unfit: set[str]
) -> Iterator[DisputeVisaCompellingEvidence3RequiredAction]:
    disputed = evidence.disputed_transaction or DisputeVisaCompellingEvidence3DisputedTransaction()
    prior = evidence.prior_undisputed_transactions

    def same(name: str) -> bool:
        """Whether an identifier is given, and the same in all payments."""
        value = getattr(disputed, name)
        return value is not None and all(getattr(each, name) == value for each in prior)

    main = same("customer_purchase_ip") + any(map(same, DEVICE))
    if not prior or not main or main + sum(map(same, OTHERS)) < 2:  # two identifiers, one of them main
        yield _Action.MISSING_CUSTOMER_IDENTIFIERS
    if not disputed.product_description:
        yield _Action.MISSING_DISPUTED_TRANSACTION_DESCRIPTION
    if disputed.merchandise_or_services is None:
        yield _Action.MISSING_MERCHANDISE_OR_SERVICES
    if not prior or not all(each.product_description for each in prior):
        yield _Action.MISSING_PRIOR_UNDISPUTED_TRANSACTION_DESCRIPTION
    if len({each.charge for each in prior} - unfit) < PRIOR:
        yield _Action.MISSING_PRIOR_UNDISPUTED_TRANSACTIONS
