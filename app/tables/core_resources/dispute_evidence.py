"""The evidence of a dispute: what a merchant shows the customer's bank."""

from enum import StrEnum

from app.tables.columns import given, ref
from app.tables.shapes.address import Address
from app.tables.values import Hash, Value

LONG = 20_000
"""The most characters of a text that tells a story; other texts take `SHORT`."""
SHORT = 5_000


class DisputeVisaCompellingEvidence3MerchandiseOrServices(StrEnum):
    """What a payment was for."""

    MERCHANDISE = "merchandise"
    """The payment was for merchandise."""
    SERVICES = "services"
    """The payment was for services."""


class DisputeVisaCompellingEvidence3DisputedTransaction(Value):
    """The disputed payment, as Visa Compelling Evidence 3.0 compares it with earlier ones."""

    customer_account_id: str | None = given(None, max_length=SHORT)
    """Name or number of the customer's account with the business; null if not given."""
    customer_device_fingerprint: str | None = given(None, max_length=SHORT)
    """Fingerprint of the device that paid, at least 20 characters in Visa's rules; null if not given."""
    customer_device_id: str | None = given(None, max_length=SHORT)
    """Identifier of the device that paid, at least 15 characters in Visa's rules; null if not given."""
    customer_email_address: str | None = given(None, max_length=SHORT)
    """The customer's email address; null if not given."""
    customer_purchase_ip: str | None = given(None, max_length=SHORT)
    """IP address from which the customer paid; null if not given."""
    merchandise_or_services: DisputeVisaCompellingEvidence3MerchandiseOrServices | None = given(None)
    """What the payment was for; null if not given."""
    product_description: str | None = given(None, max_length=LONG)
    """Description of what was sold; null if not given."""
    shipping_address: Address | None = given(None)
    """Address to which the goods were sent; null if not given."""


class DisputeVisaCompellingEvidence3PriorUndisputedTransaction(
    Value, like=DisputeVisaCompellingEvidence3DisputedTransaction
):
    """An earlier payment by the same card that was not disputed."""

    charge: str = given(max_length=255)
    """ID of the charge of the earlier payment."""
    customer_account_id: str | None = None
    customer_device_fingerprint: str | None = None
    customer_device_id: str | None = None
    customer_email_address: str | None = None
    customer_purchase_ip: str | None = None
    product_description: str | None = None
    shipping_address: Address | None = None


class DisputeVisaCompellingEvidence3(Value):
    """Evidence in the form of Visa Compelling Evidence 3.0: earlier payments by the same customer."""

    disputed_transaction: DisputeVisaCompellingEvidence3DisputedTransaction | None = given(None)
    """The disputed payment; null if not given."""
    prior_undisputed_transactions: list[DisputeVisaCompellingEvidence3PriorUndisputedTransaction] = given(
        [], max_length=5
    )
    """Earlier payments by the same card that were not disputed; two are needed. An update replaces the whole list."""


class DisputeVisaCompliance(Value):
    """Evidence against a claim that the payment broke Visa's rules."""

    fee_acknowledged: bool = given(False)
    """Whether the merchant accepts the network's fee for the case: 500 USD or as much in another currency, withdrawn
    when evidence is submitted and returned if the dispute is won. Evidence cannot be submitted before."""


class DisputeEnhancedEvidence(Value):
    """Evidence in the forms of a card network's programs."""

    visa_compelling_evidence_3: DisputeVisaCompellingEvidence3 | None = given(None, branch=True)
    """Evidence for Visa Compelling Evidence 3.0; null if not given."""
    visa_compliance: DisputeVisaCompliance | None = given(None, branch=True)
    """Evidence for a Visa compliance dispute; null if not given."""


class DisputeEvidence(Value):
    """What the merchant shows the customer's bank. All texts together have at most 150,000 characters. Its
    files must have been uploaded for the purpose `dispute_evidence`."""

    access_activity_log: str | None = given(None, max_length=LONG)
    """Records of the server that the customer accessed or downloaded a digital product: addresses and times."""
    billing_address: str | None = given(None, max_length=SHORT)
    """The customer's billing address."""
    cancellation_policy_id: str | None = ref("file", default=None)
    """File with the cancellation policy for subscriptions, as the customer saw it."""
    cancellation_policy_disclosure: str | None = given(None, max_length=LONG)
    """How and when the customer was shown the cancellation policy."""
    cancellation_rebuttal: str | None = given(None, max_length=LONG)
    """Why the customer's subscription was not canceled."""
    customer_communication_id: str | None = ref("file", default=None)
    """File with messages from the customer that matter to the case."""
    customer_email_address: str | None = given(None, max_length=SHORT)
    """The customer's email address."""
    customer_name: str | None = given(None, max_length=SHORT)
    """The name of the customer."""
    customer_purchase_ip: str | None = given(None, max_length=SHORT)
    """IP address from which the customer paid."""
    customer_signature_id: str | None = ref("file", default=None)
    """File with a document or contract that the customer signed."""
    duplicate_charge_documentation_id: str | None = ref("file", default=None)
    """File that proves the disputed charge is not the one it seems to repeat, such as a shipping label."""
    duplicate_charge_explanation: str | None = given(None, max_length=LONG)
    """How the disputed charge differs from the one it seems to repeat."""
    duplicate_charge_id: str | None = given(None, max_length=255)
    """ID of the earlier charge that the disputed one seems to repeat."""
    enhanced_evidence: Hash[DisputeEnhancedEvidence] = given(DisputeEnhancedEvidence())
    """Evidence in the forms of a card network's programs. Null in an input removes it."""
    product_description: str | None = given(None, max_length=LONG)
    """Description of what was sold."""
    receipt_id: str | None = ref("file", default=None)
    """File with a receipt, or a message that notified the customer of the charge."""
    refund_policy_id: str | None = ref("file", default=None)
    """File with the refund policy, as the customer saw it."""
    refund_policy_disclosure: str | None = given(None, max_length=LONG)
    """How the customer was shown the refund policy before they paid."""
    refund_refusal_explanation: str | None = given(None, max_length=LONG)
    """Why the customer is not entitled to a refund."""
    service_date: str | None = given(None, max_length=SHORT)
    """When the customer received or began to receive the service, in words."""
    service_documentation_id: str | None = ref("file", default=None)
    """File that proves that a service was provided, such as a signed contract."""
    shipping_address: str | None = given(None, max_length=SHORT)
    """Address to which a physical product was sent."""
    shipping_carrier: str | None = given(None, max_length=SHORT)
    """Carrier of a physical product, such as `FedEx` or `USPS`; several are separated by commas."""
    shipping_date: str | None = given(None, max_length=SHORT)
    """When a physical product began its way to the customer, in words."""
    shipping_documentation_id: str | None = ref("file", default=None)
    """File that proves that a product was sent to the address that the customer gave."""
    shipping_tracking_number: str | None = given(None, max_length=SHORT)
    """Tracking number of a physical product; several are separated by commas."""
    uncategorized_file_id: str | None = ref("file", default=None)
    """File with any further evidence."""
    uncategorized_text: str | None = given(None, max_length=LONG)
    """Any further evidence. In test mode it decides the case: `winning_evidence` wins, `losing_evidence` loses, and
    `escalate_inquiry_evidence` turns an inquiry into a chargeback, even if it is only saved."""
