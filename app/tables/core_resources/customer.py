"""Customer: a person or business that pays the merchant."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import Many, amount, editable, given, kept, many, ref
from app.tables.partitions import RENEWED
from app.tables.resource import Resource, Tagged
from app.tables.shapes.address import Address
from app.tables.shapes.amount_tax_display import AmountTaxDisplay
from app.tables.shapes.custom_field import CustomField
from app.tables.shapes.shipping import Shipping
from app.tables.texts import Email, InvoicePrefix, IpAddress, Language
from app.tables.values import Value


class CustomerTaxExempt(StrEnum):
    """Whether a customer is charged tax."""

    EXEMPT = "exempt"
    """No tax is charged."""
    NONE = "none"
    """Tax is charged where it applies."""
    REVERSE = "reverse"
    """The customer accounts for the tax (reverse charge), as invoices state."""


class CustomerTaxAutomaticTax(StrEnum):
    """Whether tax can be calculated automatically for a customer."""

    FAILED = "failed"
    """The location could not be determined because of a temporary error."""
    NOT_COLLECTING = "not_collecting"
    """The location is known, but no tax is collected there."""
    SUPPORTED = "supported"
    """The location is known, and tax is collected there."""
    UNRECOGNIZED_LOCATION = "unrecognized_location"
    """The customer's location could not be determined from the available information."""


class CustomerTaxLocationSource(StrEnum):
    """The source of a customer's tax location."""

    BILLING_ADDRESS = "billing_address"
    """The customer's billing address."""
    IP_ADDRESS = "ip_address"
    """The customer's last known IP address."""
    PAYMENT_METHOD = "payment_method"
    """The billing details of the customer's payment method."""
    SHIPPING_DESTINATION = "shipping_destination"
    """The customer's shipping address."""


class CustomerTaxValidateLocation(StrEnum):
    """When a customer's tax location is validated."""

    AUTO = "auto"
    """Immediately if tax is already calculated for the customer, later otherwise. Only allowed in updates."""
    DEFERRED = "deferred"
    """When tax is first calculated for the customer."""
    IMMEDIATELY = "immediately"
    """Immediately; the request fails if the location is not recognized."""


class CustomerTaxLocation(Value):
    """The location of a customer for tax."""

    country: str = given()
    """Country of the location: a two-letter ISO 3166-1 code."""
    source: CustomerTaxLocationSource = given()
    """The source of the location."""
    state: str | None = given(None)
    """State, county, province, or region."""


class CustomerTax(Value):
    """Tax information of a customer."""

    automatic_tax: CustomerTaxAutomaticTax = given()
    """Whether tax can be calculated automatically for the customer."""
    ip_address: str | None = given(None)
    """The customer's last known IP address."""
    location: CustomerTaxLocation | None = given(None)
    """The customer's location for tax; null if the location is not recognized."""


class CustomerTaxParams(Value):
    """Tax information of a customer."""

    ip_address: IpAddress | None = given(None, max_length=45)
    """IP address (version 4 or 6) of the customer. Null removes the address."""
    validate_location: CustomerTaxValidateLocation | None = given(None)
    """When the location is validated. The default is `DEFERRED` at creation and `AUTO` in updates."""


class CustomerInvoiceSettingsRenderingOptions(Value):
    """The rendering of a customer's invoices."""

    amount_tax_display: AmountTaxDisplay | None = given(None)
    """How invoice lines show taxable prices."""
    template_id: str | None = ref("invoice_rendering_template", default=None)
    """Template of the invoices; null for the account's default look."""


class CustomerInvoiceSettings(Value):
    """Default settings for a customer's invoices."""

    custom_fields: list[CustomField] | None = given(None, max_length=4)
    """Custom fields of the invoices, at most four."""
    default_payment_method_id: str | None = ref("payment_method", default=None)
    """Default payment method for invoices and subscriptions; must be attached to the customer."""
    footer: str | None = given(None, max_length=5000)
    """Footer text of the invoices."""
    rendering_options: CustomerInvoiceSettingsRenderingOptions | None = given(None)
    """The rendering of the invoices."""


class CustomerInvoiceCreditBalance(Value):
    """A customer's balance in one currency."""

    currency: str = kept("")
    """Currency of the balance: a three-letter ISO 4217 code."""
    amount: int = amount()
    """Balance in this currency, in minor units: positive for a credit, negative for what is owed, unlike `balance`."""


class Customer(Resource, Tagged, table=True):
    """A person or business that pays you, with saved payment methods, payments and invoices."""

    __table_args__ = (
        Index("customer_invoice_prefix", "account_id", "livemode", "invoice_prefix", unique=True),
        Index("customer_email", "account_id", "livemode", "email"),
    )

    prefix: ClassVar[str] = "cus_"
    storage: ClassVar[str] = RENEWED
    scoped_by: ClassVar[str | None] = "id"
    awaited: ClassVar[tuple[str, ...]] = ("default_source",)
    deletable: ClassVar[bool] = True
    found_deleted: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A customer was created.",
        "updated": "A customer was updated.",
        "deleted": "A customer was deleted.",
    }

    tax_ids: ClassVar[Many] = many("tax_id", by="customer_id", url="/v1/customers/{id}/tax_ids", includable=True)

    address: Address | None = editable(None)
    """Billing address of the customer."""
    balance: int = amount(0, kind="editable")
    """Balance applied to the next invoice, in minor units of `currency`. Positive is owed, negative is a credit. The
    default is 0. Each change is one of the customer's balance transactions."""
    currency: str | None = kept()
    """Currency that the customer is billed in; null until the customer is first billed, or has a balance."""
    delinquent: bool | None = kept(False)
    """Whether the customer's latest invoice is past due."""
    description: str | None = editable(None, max_length=350)
    """Description of the customer, for the merchant's own use."""
    discount_id: str | None = ref("discount", kind="kept", default=None, embedded=True)
    """The discount on all that the customer is billed; null without one."""
    email: Email | None = editable(None, max_length=512)
    """Email address that receipts and invoices are sent to."""
    invoice_credit_balance: list[CustomerInvoiceCreditBalance] = kept([], includable=True)
    """The customer's balance in each currency that the customer was billed in."""
    invoice_prefix: InvoicePrefix | None = editable(None, min_length=3, max_length=12)
    """Unique prefix of the customer's invoice numbers: 3 to 12 upper-case letters or digits. Generated by default."""
    invoice_settings: CustomerInvoiceSettings = editable(CustomerInvoiceSettings())
    """Default settings for the customer's invoices."""
    name: str | None = editable(None, max_length=256)
    """Full name of the customer, a person or a business."""
    next_invoice_sequence: int = editable(1, ge=1)
    """Suffix of the customer's next invoice number. The default is 1."""
    phone: str | None = editable(None, max_length=20)
    """Phone number of the customer, with extension."""
    preferred_locales: list[Language] = editable([])
    """Languages that the customer prefers, in order of preference, such as `en-GB`."""
    shipping: Shipping | None = editable(None)
    """Shipping address and recipient of the customer's goods, also printed on invoices."""
    tax: CustomerTax | None = kept(includable=True)
    """Tax information of the customer."""
    tax_exempt: CustomerTaxExempt | None = editable(CustomerTaxExempt.NONE)
    """Whether the customer is exempt from tax. The default is `NONE`, also for null in inputs."""
    test_clock_id: str | None = ref("test_clock", back="customers", kind="kept", default=None)
    """The test clock of the customer; null for a customer in real time."""
