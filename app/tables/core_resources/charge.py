"""Charge: one attempt to move money from a customer, with its outcome."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.connect.application import Application
from app.tables.core_resources.charge_values import (
    ChargeFraudDetails,
    ChargeLevel3,
    ChargeOutcome,
    ChargePaymentMethodDetails,
)
from app.tables.payment_methods.method_type import MethodType, method_types
from app.tables.resource import Resource, Tagged
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.radar_options import RadarOptions
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.transfer_data import TransferData
from app.tables.texts import CurrencyCode, Email, StatementDescriptor, StatementDescriptorSuffix


class ChargeStatus(StrEnum):
    """The status of a charge."""

    FAILED = "failed"
    """The charge was declined, or failed later."""
    PENDING = "pending"
    """The result of the charge comes later, from the customer's bank."""
    SUCCEEDED = "succeeded"
    """The charge was authorized."""


class Charge(Tagged, Resource, table=True):
    """One attempt to move money from a card or a bank account."""

    prefix: ClassVar[str] = "ch_"
    # Payments by transfer have a prefix of their own.
    id_prefixes: ClassVar[tuple[str, ...]] = ("ch_", "py_")
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    shared_with: ClassVar[str | None] = "counterparty_id"
    shared_by_id: ClassVar[bool] = True
    awaited: ClassVar[tuple[str, ...]] = ("review", "source")
    events: ClassVar[dict[str, str]] = {
        "captured": "The funds of an authorized charge were captured.",
        "expired": "An authorization expired before it was captured.",
        "failed": "A charge was declined or failed later.",
        "pending": "A charge was created with a payment method whose result comes later.",
        "refunded": "A charge was refunded, fully or in part.",
        "succeeded": "A charge completed and was successful.",
        "updated": "A charge's description or metadata changed, its capture was completed, or it was disputed.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        ChargeStatus.PENDING: {ChargeStatus.SUCCEEDED, ChargeStatus.FAILED},
    }

    amount: int = money(kind="given", gt=0)
    """Amount of the charge, in minor units of `currency`."""
    amount_captured: int = money(0)
    """Amount captured so far, in minor units."""
    amount_refunded: int = money(0)
    """Amount refunded, in minor units, including any part of the authorization that was released without capture."""
    application: Application | None = kept()
    """Application of the platform whose key made the object, or, for a payment by transfer, of the platform that one of
    the two accounts is; null for one of the account's own making."""
    application_fee_amount: int | None = money(None, kind="given", ge=0)
    """Amount that the platform takes of the charge as its application fee, in minor units; null if it takes none. At
    most what is captured is taken, with the first capture."""
    application_fee_id: str | None = ref("application_fee", kind="kept", default=None)
    """The platform's application fee; null until it is taken, and if there is none."""
    authorization_code: str | None = kept()
    """The issuer's code for the authorization."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """The balance transaction that credits the charge to the balance; null until capture, and for a moment after an
    asynchronous one."""
    billing_details: BillingDetails = kept(BillingDetails())
    """Billing details of the payer, as they were at the time of the charge."""
    calculated_statement_descriptor: str | None = kept()
    """The full descriptor on the customer's card statement, with prefix and suffix."""
    captured: bool = kept(False)
    """Whether the charge was captured, rather than only authorized."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    customer_id: str | None = ref("customer", back="charges", kind="editable", default=None)
    """The customer whom the charge belongs to; null for a guest."""
    description: str | None = editable(None, max_length=5000)
    """Description of the charge, for the merchant's own use."""
    disputed: bool = kept(False)
    """Whether the customer has disputed the charge, if only in an inquiry; stays true when the dispute is over."""
    failure_balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """The balance transaction that reverses a charge that failed after it had succeeded."""
    failure_code: str | None = kept(in_groups=True)
    """Why the charge failed, as an error code; null while the charge has not failed."""
    failure_message: str | None = kept()
    """Why the charge failed, as a sentence that can be shown to the customer; null while the charge has not failed."""
    fraud_details: ChargeFraudDetails | None = kept(ChargeFraudDetails())
    """Reports on whether the charge is fraudulent."""
    invoice_id: str | None = ref("invoice", back="charges", kind="kept", default=None)
    """The invoice that the charge pays; null if it pays none."""
    level3: ChargeLevel3 | None = kept()
    """The sold items, as card networks require for corporate cards (level 3 data)."""
    on_behalf_of_id: str | None = ref("account", default=None)
    """The connected account whose country, currency, fees and name on statements the charge has; null for your own."""
    outcome: ChargeOutcome | None = kept()
    """The result of the charge, by the issuer and by the fraud rules."""
    paid: bool = kept(False)
    """Whether the charge was authorized, with or without capture."""
    payment_intent_id: str | None = ref("payment_intent", back="charges", kind="kept", default=None)
    """The payment intent that made the charge; null for a charge without one."""
    payment_method_id: str | None = ref("payment_method", back="charges", kind="kept", default=None)
    """The payment method that was charged."""
    payment_method_details: ChargePaymentMethodDetails | None = kept()
    """The payment method as it was at the time of the charge."""
    radar_options: RadarOptions = given(RadarOptions())
    """Information that improves the assessment of fraud risk."""
    receipt_email: Email | None = editable(None, max_length=800)
    """Email address that the receipt is sent to. In test mode no receipt is sent."""
    receipt_number: str | None = kept()
    """Number of the receipt; null until a receipt was sent. In test mode none is."""
    receipt_url: str | None = kept()
    """Address of the receipt, which shows the current state of the charge, refunds included."""
    refunded: bool = kept(False)
    """Whether the charge is fully refunded."""
    shipping: Shipping | None = editable(None)
    """Shipping address and recipient of the goods."""
    source_transfer_id: str | None = ref("transfer", kind="kept", default=None)
    """Transfer of another account by which the account received the payment; null for others."""
    statement_descriptor: StatementDescriptor | None = given(None)
    """Statement descriptor for payment methods other than cards: 5 to 22 characters. Cards do not support it."""
    statement_descriptor_suffix: StatementDescriptorSuffix | None = given(None)
    """Suffix of the card statement descriptor, after the account's prefix: up to 22 characters. What does not fit on
    the statement is cut off."""
    status: ChargeStatus = kept(ChargeStatus.PENDING)
    """The status of the charge."""
    transfer_data: TransferData | None = given(None)
    """The transfer of the charge's funds to a connected account; null without one."""
    transfer_id: str | None = ref("transfer", kind="kept", default=None)
    """The transfer to the connected account of `transfer_data`; null until the charge is captured, and without one."""
    transfer_group: str | None = editable(None, max_length=5000, in_groups=True)
    """Identifier that groups related payments and transfers."""

    amount_released: int = kept(0, hidden=True)
    """Amount of the authorization that was released without capture, in minor units; included in `amount_refunded`."""
    counterparty_id: str | None = kept(hidden=True)
    """The account whose transfer the payment is, which sees the payment too; null for others."""

    @property
    def method_type(self) -> MethodType:
        """The properties of the charged payment method's type. Funds of a transfer are like those of a card."""
        details = self.payment_method_details
        return method_types()["card" if details is None or self.source_transfer_id is not None else details.type]
