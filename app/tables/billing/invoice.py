"""Invoice: what a customer is to pay, line by line, until it is paid."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index

from app.tables.billing.invoice_values import (
    InvoiceAutomaticTax,
    InvoiceBillingReason,
    InvoiceFromInvoice,
    InvoicePaymentSettings,
    InvoiceRendering,
    InvoiceStatus,
    InvoiceStatusTransitions,
    InvoiceSubscriptionDetails,
    InvoiceThresholdReason,
)
from app.tables.columns import Many, computed, editable, kept, many, ref
from app.tables.columns import amount as money
from app.tables.connect.application import Application
from app.tables.core_resources.customer import CustomerTaxExempt
from app.tables.resource import Resource, Tagged
from app.tables.shapes.address import Address
from app.tables.shapes.api_error import ApiError
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.connect_account_reference import ConnectAccountReference, ConnectAccountReferenceType
from app.tables.shapes.custom_field import CustomField
from app.tables.shapes.discount_amounts import DiscountAmount
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.shipping_cost import ShippingCost
from app.tables.shapes.tax_amounts import TaxAmount
from app.tables.shapes.tax_ids import TaxIdentity
from app.tables.shapes.transfer_data import TransferData
from app.tables.texts import CurrencyCode, StatementDescriptor


class Invoice(Tagged, Resource, table=True):
    """What a customer is to pay, line by line, with discounts and taxes."""

    __table_args__ = (Index("invoice_number", "account_id", "livemode", "number", unique=True),)

    prefix: ClassVar[str] = "in_"
    deletable: ClassVar[bool] = True
    awaited: ClassVar[tuple[str, ...]] = ("default_source",)
    events: ClassVar[dict[str, str]] = {
        "created": "A draft of an invoice was created.",
        "deleted": "A draft of an invoice was deleted.",
        "finalization_failed": "A draft could not be finalized; `last_finalization_error` gives the reason.",
        "finalized": "A draft was finalized and is open for payment.",
        "marked_uncollectible": "An invoice was marked as uncollectible: payment is not expected.",
        "overdue": "An invoice is unpaid the configured number of days after its due date.",
        "paid": "An invoice was paid, or marked as paid by other means.",
        "payment_action_required": "The customer must act before an invoice can be paid.",
        "payment_failed": "An attempt to pay an invoice failed, or there is no payment method.",
        "payment_succeeded": "An attempt to pay an invoice succeeded.",
        "sent": "An invoice was sent to the customer by email.",
        "upcoming": "A subscription renews in the configured number of days; the invoice has no id yet.",
        "updated": "An invoice was updated, for example its amounts.",
        "voided": "An invoice was voided.",
        "will_be_due": "An invoice is due in the configured number of days.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        InvoiceStatus.DRAFT: {InvoiceStatus.OPEN},
        InvoiceStatus.OPEN: {InvoiceStatus.PAID, InvoiceStatus.UNCOLLECTIBLE, InvoiceStatus.VOID},
        InvoiceStatus.UNCOLLECTIBLE: {InvoiceStatus.PAID, InvoiceStatus.VOID},
    }
    lines: ClassVar[Many] = many("invoice_line_item", by="invoice_id", url="/v1/invoices/{id}/lines", counted=True)

    account_country: str | None = kept(in_groups=True)
    """Country of the account, as it was when the invoice was finalized."""
    account_name: str | None = kept()
    """Name of the account, as it was when the invoice was finalized."""
    account_tax_ids: list[str] | None = ref("tax_id", kind="editable", default=None)
    """The account's own tax IDs that the invoice shows; null for none."""
    amount_due: int = money(0)
    """Amount to be paid, in minor units: the total with what the customer's balance adds or takes."""
    amount_paid: int = money(0)
    """Amount that was paid, in minor units."""
    amount_remaining: int = money(0)
    """Amount that remains to be paid, in minor units."""
    amount_shipping: int = money(0)
    """Cost of shipping, in minor units, without exclusive taxes."""
    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    application_fee_amount: int | None = money(None, kind="editable", ge=0)
    """Amount that the platform takes of the payment as its application fee, in minor units; null if it takes none. At
    most the amount due is taken."""
    attempt_count: int = kept(0)
    """Number of automatic attempts to collect the invoice. An attempt on request counts only where it is the first."""
    attempted: bool = kept(False)
    """Whether an attempt was made to collect the invoice."""
    auto_advance: bool | None = editable(False)
    """Whether the invoice is finalized and collected automatically. The default is false."""
    automatic_tax: InvoiceAutomaticTax = kept(InvoiceAutomaticTax(enabled=False))
    """Settings of automatic tax, and the status of the latest calculation."""
    automatically_finalizes_at: datetime | None = editable(None)
    """When the draft is finalized automatically; null if it is not, or is no draft any more."""
    billing_reason: InvoiceBillingReason | None = kept(InvoiceBillingReason.MANUAL)
    """Why the invoice was created."""
    charge_id: str | None = ref("charge", kind="kept", default=None)
    """The latest charge of the invoice's payment; null before the first."""
    clock_id: str | None = ref("test_clock", back="invoices", kind="kept", default=None, name="test_clock")
    """The test clock of the customer; null for a customer in real time."""
    collection_method: CollectionMethod = editable(CollectionMethod.CHARGE_AUTOMATICALLY)
    """How the invoice is collected. The default is `CHARGE_AUTOMATICALLY`."""
    currency: CurrencyCode = kept("usd")
    """Three-letter currency code (ISO 4217), lower case."""
    custom_fields: list[CustomField] | None = editable(None, max_length=4)
    """Custom fields of the invoice, at most four. The default is the customer's."""
    customer_id: str | None = ref("customer", back="invoices", default=None)
    """The customer who is billed."""
    customer_address: Address | None = kept()
    """Address of the customer; the customer's own until the invoice is finalized."""
    customer_email: str | None = kept()
    """Email address of the customer; the customer's own until the invoice is finalized."""
    customer_name: str | None = kept()
    """Name of the customer; the customer's own until the invoice is finalized."""
    customer_phone: str | None = kept()
    """Phone number of the customer; the customer's own until the invoice is finalized."""
    customer_shipping: Shipping | None = kept()
    """Shipping details of the customer; the customer's own until the invoice is finalized."""
    customer_tax_exempt: CustomerTaxExempt | None = kept(CustomerTaxExempt.NONE)
    """Whether the customer is exempt from tax; as the customer is until the invoice is finalized."""
    customer_tax_ids: list[TaxIdentity] | None = kept([])
    """Tax IDs of the customer; the customer's own until the invoice is finalized."""
    default_payment_method_id: str | None = ref("payment_method", kind="editable", default=None)
    """The payment method that is charged; null for the customer's default."""
    default_tax_rates: list[str] = ref("tax_rate", kind="editable", default=[], embedded=True, max_length=5)
    """The tax rates of all lines that have none of their own, at most five."""
    description: str | None = editable(None, max_length=1500)
    """Description of the invoice, which customers read as its memo."""
    discount_id: str | None = ref("discount", kind="kept", default=None, embedded=True)
    """The discount on the whole invoice; null if there is none, or several."""
    discounts: list[str] = ref("discount", kind="kept", default=[])
    """The discounts on the whole invoice, in the order in which they are applied. Lines may have others."""
    due_date: datetime | None = editable(None)
    """When the invoice is due; null unless it is sent."""
    effective_at: datetime | None = editable(None)
    """The date of issue that the invoice shows. The default is the moment when it is finalized."""
    ending_balance: int | None = money(None)
    """Balance of the customer after the invoice was finalized, in minor units; null before."""
    footer: str | None = editable(None, max_length=5000)
    """Footer of the invoice. The default is the customer's."""
    from_invoice: InvoiceFromInvoice | None = kept()
    """The invoice that the invoice was made from; null if there is none."""
    hosted_invoice_url: str | None = kept()
    """Address of the page where the customer sees and pays the invoice; null for a draft."""
    invoice_pdf: str | None = kept()
    """Address of the invoice as a PDF; null for a draft."""
    issuer: ConnectAccountReference = editable(ConnectAccountReference(type=ConnectAccountReferenceType.SELF))
    """The account that issues the invoice."""
    last_finalization_error: ApiError | None = kept()
    """Why the draft could not be finalized; null after a success."""
    latest_revision_id: str | None = ref("invoice", kind="kept", default=None)
    """The latest revision of the invoice; null if the invoice is the latest."""
    next_payment_attempt: datetime | None = kept()
    """When the invoice is collected next; null without a further attempt, and for one that is sent."""
    number: str | None = editable(None, max_length=26)
    """Number of the invoice, unique within the account. The default is given when the invoice is finalized."""
    on_behalf_of_id: str | None = ref("account", kind="editable", default=None)
    """The connected account whose country, currency, fees and name on statements the payment has; null for your own."""
    paid_out_of_band: bool = kept(False)
    """Whether the invoice was paid by other means than a payment here."""
    payment_intent_id: str | None = ref("payment_intent", kind="kept", default=None)
    """The payment of the invoice; null for a draft, and where nothing has to be paid."""
    payment_settings: InvoicePaymentSettings = kept(InvoicePaymentSettings())
    """Settings of the invoice's payment."""
    period_end: datetime = kept()
    """End of the period in which invoice items were added to the invoice."""
    period_start: datetime = kept()
    """Start of the period in which invoice items were added to the invoice."""
    post_payment_credit_notes_amount: int = money(0)
    """Amount of all credit notes that were issued after the invoice was paid, in minor units."""
    pre_payment_credit_notes_amount: int = money(0)
    """Amount of all credit notes that were issued before the invoice was paid, in minor units."""
    quote_id: str | None = ref("quote", kind="kept", default=None)
    """The accepted quote that the invoice bills; null without one."""
    receipt_number: str | None = kept()
    """Number of the receipt that was sent; null until one was."""
    rendering: InvoiceRendering | None = kept()
    """The rendering of the invoice; null for the defaults."""
    shipping_cost: ShippingCost | None = kept()
    """Cost of shipping; null without shipping."""
    shipping_details: Shipping | None = kept()
    """Recipient and address that goods are sent to; null without shipping."""
    starting_balance: int = money(0)
    """Balance of the customer before the invoice was finalized, in minor units; of a draft, the balance now."""
    statement_descriptor: StatementDescriptor | None = editable(None, max_length=22)
    """Statement descriptor of the payment: 5 to 22 characters."""
    status: InvoiceStatus | None = kept(InvoiceStatus.DRAFT)
    """The status of the invoice."""
    status_transitions: InvoiceStatusTransitions = kept(InvoiceStatusTransitions())
    """When the invoice reached each status."""
    subscription_id: str | None = ref("subscription", back="invoices", kind="kept", default=None)
    """The subscription that the invoice bills; null for any other invoice."""
    subscription_details: InvoiceSubscriptionDetails | None = kept(InvoiceSubscriptionDetails())
    """What the invoice keeps of its subscription."""
    subscription_proration_date: datetime | None = kept()
    """The moment that the prorations of a preview count from; null without prorations, and for any other invoice."""
    subtotal: int = money(0)
    """Amount of all lines, in minor units, before discounts and exclusive taxes."""
    subtotal_excluding_tax: int | None = money(None)
    """Amount of all lines, in minor units, before discounts and without any tax."""
    tax: int | None = money(None)
    """Amount of all taxes, in minor units, those that prices include among them; null without tax rates."""
    threshold_reason: InvoiceThresholdReason | None = kept()
    """The thresholds by which a subscription was billed; null for any other reason."""
    total: int = money(0)
    """Amount after discounts and with taxes, in minor units; negative for a credit."""
    total_discount_amounts: list[DiscountAmount] | None = kept([])
    """What each discount took off all lines."""
    total_excluding_tax: int | None = money(None)
    """Amount after discounts and without any tax, in minor units."""
    total_pretax_credit_amounts: list[PretaxCreditAmount] | None = kept([])
    """What discounts and billing credits took off all lines before taxes."""
    total_tax_amounts: list[TaxAmount] = kept([])
    """What each tax comes to on all lines."""
    transfer_data: TransferData | None = editable(None)
    """The transfer of the payment's funds to a connected account; null without one."""
    webhooks_delivered_at: datetime | None = kept()
    """When all webhooks about the draft were delivered; null while some were not. Automatic finalization waits for
    them, at most 72 hours."""

    fee_percent: Decimal | None = kept(hidden=True)
    """The share of the total that the platform takes, as the subscription says."""
    transfer_percent: Decimal | None = kept(hidden=True)
    """The share of the total that is transferred, as the subscription says."""
    outcome_event_id: str | None = kept(hidden=True)
    """The event of the payment by which the invoice last learned what an attempt came to."""

    @property
    def is_charged(self) -> bool:
        """Whether the invoice is collected by charging a payment method, rather than sent."""
        return self.collection_method == CollectionMethod.CHARGE_AUTOMATICALLY

    @computed("status")
    def paid(self) -> bool:
        """Whether the invoice was paid, or nothing was to be paid."""
        return self.status == InvoiceStatus.PAID.value
