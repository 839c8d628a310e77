"""Customer: someone who pays the merchant, and what is known of them."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import amount, editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from app.tables.texts import Email, InvoicePrefix, IpAddress, Language
from app.tables.values import Value


class CustomerTaxExempt(StrEnum):
    """Whether a customer is charged tax."""

    EXEMPT = "exempt"
    """No tax is charged."""
    NONE = "none"
    """Tax is charged as usual."""
    REVERSE = "reverse"
    """The customer accounts for the tax; invoices say so."""


class CustomerTaxAutomaticTax(StrEnum):
    """Whether tax can be worked out by itself for a customer."""

    FAILED = "failed"
    """The location could not be looked up just now."""
    NOT_COLLECTING = "not_collecting"
    """The location is known, but no tax is collected there."""
    SUPPORTED = "supported"
    """The location is known, and tax is collected there."""
    UNRECOGNIZED_LOCATION = "unrecognized_location"
    """What is known of the customer does not tell where they are."""


class CustomerTaxLocationSource(StrEnum):
    """What a customer's tax location was read from."""

    BILLING_ADDRESS = "billing_address"
    """The customer's own address."""
    IP_ADDRESS = "ip_address"
    """The IP address that they were last seen at."""
    PAYMENT_METHOD = "payment_method"
    """The billing details of how they pay."""
    SHIPPING_DESTINATION = "shipping_destination"
    """The address that goods are sent to."""


class CustomerTaxValidateLocation(StrEnum):
    """When a customer's tax location is checked."""

    AUTO = "auto"
    """At once if tax is already worked out for the customer, later if not. Updates alone take it."""
    DEFERRED = "deferred"
    """When tax is first worked out."""
    IMMEDIATELY = "immediately"
    """At once: a location that is not recognized refuses the request."""


class CustomerTaxLocation(Value):
    """Where a customer is for tax."""

    country: str = given()
    """Two-letter country code (ISO 3166-1 alpha-2)."""
    source: CustomerTaxLocationSource = given()
    """What the location was read from."""
    state: str | None = given(None)
    """State, county, province, or region."""


class CustomerTax(Value):
    """How a customer is taxed."""

    automatic_tax: CustomerTaxAutomaticTax = given()
    """Whether tax can be worked out by itself."""
    ip_address: str | None = given(None)
    """The IP address that the customer was last seen at."""
    location: CustomerTaxLocation | None = given(None)
    """Where the customer is, as far as it is recognized."""


class CustomerTaxParams(Value):
    """What a customer's tax location is read from, beside their addresses."""

    ip_address: IpAddress | None = given(None, max_length=45)
    """An IP address (version 4 or 6) that the customer was seen at; null removes it."""
    validate_location: CustomerTaxValidateLocation | None = given(None)
    """When the location is checked: at creation deferred, in updates auto, unless said otherwise."""


class CustomerInvoiceSettingsCustomField(Value):
    """A line of the merchant's own on a customer's invoices."""

    name: str = given(max_length=40)
    """What the line is called."""
    value: str = given(max_length=140)
    """What it says."""


class CustomerInvoiceSettingsRenderingOptionsAmountTaxDisplay(StrEnum):
    """How the lines of an invoice show prices that are taxed."""

    EXCLUDE_TAX = "exclude_tax"
    """Lines are net; tax stands apart."""
    INCLUDE_INCLUSIVE_TAX = "include_inclusive_tax"
    """Lines include what tax is part of their price."""


class CustomerInvoiceSettingsRenderingOptions(Value):
    """How a customer's invoices are drawn."""

    awaited: ClassVar[tuple[str, ...]] = ("template",)

    amount_tax_display: CustomerInvoiceSettingsRenderingOptionsAmountTaxDisplay | None = given(None)
    """How lines show prices that are taxed."""


class CustomerInvoiceSettings(Value):
    """What a customer's invoices start from."""

    custom_fields: list[CustomerInvoiceSettingsCustomField] | None = given(None, max_length=4)
    """Up to four lines of the merchant's own."""
    default_payment_method_id: str | None = ref("payment_method", default=None)
    """How invoices and subscriptions are paid unless they say otherwise; attached to the customer."""
    footer: str | None = given(None, max_length=5000)
    """What stands at the foot of the page."""
    rendering_options: CustomerInvoiceSettingsRenderingOptions | None = given(None)
    """How the page is drawn."""


class CustomerInvoiceCreditBalance(Value):
    """A customer's credit in one currency."""

    amount: int = amount()
    """What the customer's account stands at in this currency; credit is negative, as in `balance`."""
    currency: str = kept("")
    """The currency of the credit."""


class Customer(Resource, Tagged, table=True):
    """Someone who pays you: payments, payment methods and invoices are kept under their name."""

    __table_args__ = (
        Index("customer_invoice_prefix", "account_id", "livemode", "invoice_prefix", unique=True),
        Index("customer_email", "account_id", "livemode", "email"),
    )

    prefix: ClassVar[str] = "cus_"
    awaited: ClassVar[tuple[str, ...]] = ("default_source", "discount")
    deletable: ClassVar[bool] = True
    found_deleted: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A customer was created.",
        "updated": "A customer was updated.",
        "deleted": "A customer was deleted.",
    }

    address: Address | None = editable(None)
    """Where the customer lives or has their seat; billing address."""
    balance: int = amount(0, kind="editable", currency="balance_currency")
    """What is added to the next invoice if above zero, or taken off it, being credit, if below."""
    balance_currency: str = kept("usd", hidden=True)
    currency: str | None = kept()
    """The currency that the customer is billed in, once they have been."""
    delinquent: bool | None = kept(False)
    """Whether their latest invoice is past due."""
    description: str | None = editable(None, max_length=350)
    """A note about the customer, for you alone."""
    email: Email | None = editable(None, max_length=512)
    """Where receipts and invoices are sent."""
    invoice_credit_balance: list[CustomerInvoiceCreditBalance] = kept([], includable=True)
    """The customer's balance in each currency that they were billed in."""
    invoice_prefix: InvoicePrefix | None = editable(None, min_length=3, max_length=12)
    """What the numbers of their invoices begin with: 3 to 12 upper-case letters or digits, no other customer's. Made up
    where none is given."""
    invoice_settings: CustomerInvoiceSettings = editable(CustomerInvoiceSettings())
    """What their invoices start from."""
    name: str | None = editable(None, max_length=256)
    """Full name, of a person or a business."""
    next_invoice_sequence: int = editable(1, ge=1)
    """The number that their next invoice ends with."""
    phone: str | None = editable(None, max_length=20)
    """Phone number, extension included."""
    preferred_locales: list[Language] = editable([])
    """Languages that they read, the best first, such as `en-GB`."""
    shipping: Shipping | None = editable(None)
    """Where their goods go, and to whom; also printed on invoices."""
    tax: CustomerTax | None = kept(includable=True)
    """How they are taxed."""
    tax_exempt: CustomerTaxExempt | None = editable(CustomerTaxExempt.NONE)
    """Whether they are charged tax. In inputs, null is `NONE`."""
    test_clock_id: str | None = ref("test_clock", back="customers", kind="kept", default=None)
    """The test clock that they, and all that is theirs, live under."""
