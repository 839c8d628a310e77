"""Dispute: a customer contests a charge with their bank."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import Many, given, kept, many, ref
from app.tables.columns import amount as money
from app.tables.core_resources.dispute_evidence import DisputeEvidence
from app.tables.resource import Resource, Tagged
from app.tables.values import Value


class DisputeStatus(StrEnum):
    """The status of a dispute. Those that begin with `WARNING` are of an inquiry, which withdraws no funds."""

    LOST = "lost"
    """The customer keeps the funds."""
    NEEDS_RESPONSE = "needs_response"
    """The funds were withdrawn, and the merchant can submit evidence until `evidenceDetails.dueBy`."""
    UNDER_REVIEW = "under_review"
    """The customer's bank examines the evidence."""
    WARNING_CLOSED = "warning_closed"
    """The inquiry ended without a chargeback."""
    WARNING_NEEDS_RESPONSE = "warning_needs_response"
    """The customer's bank asks about the charge, and the merchant can submit evidence or refund it."""
    WARNING_UNDER_REVIEW = "warning_under_review"
    """The customer's bank examines the answer to its inquiry."""
    WON = "won"
    """The bank decided for the merchant, and the funds were returned."""


OPEN_INQUIRY = frozenset({DisputeStatus.WARNING_NEEDS_RESPONSE, DisputeStatus.WARNING_UNDER_REVIEW})
AWAITS_RESPONSE = frozenset({DisputeStatus.NEEDS_RESPONSE, DisputeStatus.WARNING_NEEDS_RESPONSE})


class DisputeEnhancedEligibilityType(StrEnum):
    """A card network's program that takes evidence in a form of its own."""

    VISA_COMPELLING_EVIDENCE_3 = "visa_compelling_evidence_3"
    """Visa Compelling Evidence 3.0: earlier payments by the same customer."""


class DisputeVisaCompellingEvidence3RequiredAction(StrEnum):
    """What evidence for Visa Compelling Evidence 3.0 lacks."""

    MISSING_CUSTOMER_IDENTIFIERS = "missing_customer_identifiers"
    """Two identifiers of the customer that are the same in all payments, one of them an IP address or a device."""
    MISSING_DISPUTED_TRANSACTION_DESCRIPTION = "missing_disputed_transaction_description"
    """The description of what the disputed payment was for."""
    MISSING_MERCHANDISE_OR_SERVICES = "missing_merchandise_or_services"
    """Whether the disputed payment was for merchandise or services."""
    MISSING_PRIOR_UNDISPUTED_TRANSACTION_DESCRIPTION = "missing_prior_undisputed_transaction_description"
    """The description of what an earlier payment was for."""
    MISSING_PRIOR_UNDISPUTED_TRANSACTIONS = "missing_prior_undisputed_transactions"
    """Two earlier payments that were not disputed."""


class DisputeVisaCompellingEvidence3EligibilityStatus(StrEnum):
    """Whether the evidence qualifies for Visa Compelling Evidence 3.0."""

    NOT_QUALIFIED = "not_qualified"
    """An earlier payment was disputed, or was not paid by the same card."""
    QUALIFIED = "qualified"
    """The evidence is complete."""
    REQUIRES_ACTION = "requires_action"
    """The evidence lacks something: see `requiredActions`."""


class DisputeVisaComplianceEligibilityStatus(StrEnum):
    """Whether evidence can be submitted in a Visa compliance dispute."""

    FEE_ACKNOWLEDGED = "fee_acknowledged"
    """The merchant accepted the network's fee."""
    REQUIRES_FEE_ACKNOWLEDGEMENT = "requires_fee_acknowledgement"
    """The merchant must accept the network's fee first."""


class DisputeVisaCompellingEvidence3Eligibility(Value):
    """Whether the evidence qualifies for Visa Compelling Evidence 3.0."""

    required_actions: list[DisputeVisaCompellingEvidence3RequiredAction] = given([])
    """What the evidence lacks; empty if it is complete."""
    status: DisputeVisaCompellingEvidence3EligibilityStatus = given()
    """Whether the evidence qualifies."""


class DisputeVisaComplianceEligibility(Value):
    """Whether evidence can be submitted in a Visa compliance dispute."""

    status: DisputeVisaComplianceEligibilityStatus = given()
    """Whether the network's fee was accepted."""


class DisputeEnhancedEligibility(Value):
    """How far the evidence meets a card network's program."""

    visa_compelling_evidence_3: DisputeVisaCompellingEvidence3Eligibility | None = given(None, branch=True)
    """Eligibility for Visa Compelling Evidence 3.0; null if the dispute is not of the kind."""
    visa_compliance: DisputeVisaComplianceEligibility | None = given(None, branch=True)
    """Eligibility of a Visa compliance dispute; null for other disputes."""


class DisputeEvidenceDetails(Value):
    """Deadline and state of the evidence."""

    due_by: datetime | None = given(None)
    """When the time to submit evidence ends; null if the bank takes no evidence."""
    enhanced_eligibility: DisputeEnhancedEligibility = given(DisputeEnhancedEligibility())
    """How far the evidence meets a card network's program."""
    has_evidence: bool = given(False)
    """Whether there is any evidence, saved or submitted."""
    past_due: bool = given(False)
    """Whether evidence was last submitted after `dueBy`. False if none was submitted."""
    submission_count: int = given(0)
    """How often evidence was submitted: rarely more than once."""


class DisputePaymentMethodDetailsAmazonPayDisputeType(StrEnum):
    """The type of a dispute of an Amazon Pay payment."""

    CHARGEBACK = "chargeback"
    """The customer contested the payment with their bank."""
    CLAIM = "claim"
    """The customer made a claim to Amazon."""


class DisputePaymentMethodDetailsAmazonPay(Value):
    """A dispute of an Amazon Pay payment."""

    dispute_type: DisputePaymentMethodDetailsAmazonPayDisputeType | None = given(None)
    """Type of the dispute; null if unknown."""


class DisputePaymentMethodDetailsCardCaseType(StrEnum):
    """The type of a case at a card network."""

    CHARGEBACK = "chargeback"
    """The bank took the funds back."""
    INQUIRY = "inquiry"
    """The bank asks about the charge."""


class DisputePaymentMethodDetailsCard(Value):
    """A dispute of a card payment."""

    brand: str = given()
    """Brand of the card: `amex`, `diners`, `discover`, `eftpos_au`, `jcb`, `link`, `mastercard`, `unionpay`, `visa` or
    `unknown`."""
    case_type: DisputePaymentMethodDetailsCardCaseType = given()
    """Type of the case: an inquiry becomes a chargeback when the bank escalates it."""
    network_reason_code: str | None = given(None)
    """The card network's own code for the reason; null if there is none."""


class DisputePaymentMethodDetailsKlarna(Value):
    """A dispute of a Klarna payment."""

    reason_code: str | None = given(None)
    """Klarna's own code for the reason; null if there is none."""


class DisputePaymentMethodDetailsPaypal(Value):
    """A dispute of a PayPal payment."""

    case_id: str | None = given(None)
    """Number of the case at PayPal; null if there is none."""
    reason_code: str | None = given(None)
    """PayPal's own code for the reason; null if there is none."""


class DisputePaymentMethodDetailsType(StrEnum):
    """The type of a disputed payment method."""

    AMAZON_PAY = "amazon_pay"
    """The wallet of Amazon Pay."""
    CARD = "card"
    """A credit or debit card."""
    KLARNA = "klarna"
    """A payment by Klarna."""
    PAYPAL = "paypal"
    """The wallet of PayPal."""


class DisputePaymentMethodDetails(Value):
    """The disputed payment method, as its network knows the case."""

    amazon_pay: DisputePaymentMethodDetailsAmazonPay | None = given(None, branch=True)
    """The case of an Amazon Pay payment; null for other types."""
    card: DisputePaymentMethodDetailsCard | None = given(None, branch=True)
    """The case of a card payment; null for other types."""
    klarna: DisputePaymentMethodDetailsKlarna | None = given(None, branch=True)
    """The case of a Klarna payment; null for other types."""
    paypal: DisputePaymentMethodDetailsPaypal | None = given(None, branch=True)
    """The case of a PayPal payment; null for other types."""
    type: DisputePaymentMethodDetailsType = given()
    """Type of the payment method. The field with the same name has the details."""


class Dispute(Tagged, Resource, table=True):
    """A customer's objection to a charge, brought through their bank, and the merchant's answer to it."""

    prefix: ClassVar[str] = "dp_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    balance_transactions: ClassVar[Many] = many("balance_transaction", by="source_id", url=None, most=None)
    events: ClassVar[dict[str, str]] = {
        "charge.dispute.closed": "A dispute ended: it was won or lost, or the inquiry was closed.",
        "charge.dispute.created": "A customer disputed a charge with their bank.",
        "charge.dispute.funds_reinstated": "Funds that a dispute had withdrawn were returned to the balance.",
        "charge.dispute.funds_withdrawn": "A dispute withdrew funds from the balance.",
        "charge.dispute.updated": "A dispute changed, usually its evidence or its status.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        DisputeStatus.WARNING_NEEDS_RESPONSE: {
            DisputeStatus.WARNING_UNDER_REVIEW,
            DisputeStatus.WARNING_CLOSED,
            DisputeStatus.NEEDS_RESPONSE,
            DisputeStatus.LOST,
        },
        DisputeStatus.WARNING_UNDER_REVIEW: {DisputeStatus.WARNING_CLOSED, DisputeStatus.NEEDS_RESPONSE},
        DisputeStatus.NEEDS_RESPONSE: {DisputeStatus.UNDER_REVIEW, DisputeStatus.LOST},
        DisputeStatus.UNDER_REVIEW: {DisputeStatus.WON, DisputeStatus.LOST},
    }

    amount: int = money()
    """Amount that the customer contests, in minor units of `currency`: of a charge that was partly refunded, the
    rest."""
    charge_id: str = ref("charge", back="disputes", kind="kept")
    """Charge that is disputed."""
    currency: str = kept()
    """Currency of the dispute, the same as the charge's."""
    enhanced_eligibility_types: list[DisputeEnhancedEligibilityType] = kept([])
    """Programs of the card network whose form of evidence the dispute takes."""
    evidence: DisputeEvidence = kept(DisputeEvidence())
    """Evidence that the merchant saved or submitted."""
    evidence_details: DisputeEvidenceDetails = kept(DisputeEvidenceDetails())
    """Deadline and state of the evidence."""
    is_charge_refundable: bool = kept(False)
    """Whether the dispute lets the charge be refunded: true of an inquiry and once the dispute is won. A full refund
    closes an inquiry."""
    network_reason_code: str | None = kept(in_groups=True)
    """The network's own code for the reason, such as `10.4`; null if there is none."""
    payment_intent_id: str | None = ref("payment_intent", back="disputes", kind="kept", default=None)
    """PaymentIntent that is disputed; null if the charge has none."""
    payment_method_details: DisputePaymentMethodDetails | None = kept()
    """The disputed payment method, as its network knows the case; null for bank debits and Link."""
    reason: str = kept(in_groups=True)
    """The customer's reason: `bank_cannot_process`, `check_returned`, `credit_not_processed`, `customer_initiated`,
    `debit_not_authorized`, `duplicate`, `fraudulent`, `general`, `incorrect_account_details`, `insufficient_funds`,
    `noncompliant`, `product_not_received`, `product_unacceptable`, `subscription_canceled` or `unrecognized`. Stripe
    may add values."""
    status: DisputeStatus = kept(DisputeStatus.NEEDS_RESPONSE)
    """Status of the dispute."""
