"""The values of an invoice: settings, statuses, and what it keeps of its customer."""

from datetime import datetime
from enum import StrEnum

from app.tables.billing.payment_method_options import InvoicePaymentMethodOptions
from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.shapes.amount_tax_display import AmountTaxDisplay
from app.tables.shapes.automatic_tax import AutomaticTax, AutomaticTaxStatus
from app.tables.shapes.payment_settings import PaymentSettingsPaymentMethodType
from app.tables.values import Value


class InvoiceStatus(StrEnum):
    """The status of an invoice."""

    DRAFT = "draft"
    """The invoice can be changed, and is not to be paid yet."""
    OPEN = "open"
    """The invoice is finalized, and to be paid."""
    PAID = "paid"
    """The invoice was paid, or nothing was to be paid."""
    UNCOLLECTIBLE = "uncollectible"
    """Payment is not expected any more."""
    VOID = "void"
    """The invoice was a mistake, and counts for nothing."""


class InvoiceBillingReason(StrEnum):
    """Why an invoice was created."""

    AUTOMATIC_PENDING_INVOICE_ITEM_INVOICE = "automatic_pending_invoice_item_invoice"
    """The interval of a subscription at which pending invoice items are billed."""
    MANUAL = "manual"
    """A request, not a subscription."""
    QUOTE_ACCEPT = "quote_accept"
    """A quote was accepted."""
    SUBSCRIPTION = "subscription"
    """A subscription, in the time before the reasons were distinguished."""
    SUBSCRIPTION_CREATE = "subscription_create"
    """A subscription was created."""
    SUBSCRIPTION_CYCLE = "subscription_cycle"
    """A subscription entered a new period."""
    SUBSCRIPTION_THRESHOLD = "subscription_threshold"
    """A subscription reached a billing threshold."""
    SUBSCRIPTION_UPDATE = "subscription_update"
    """A subscription was updated."""
    UPCOMING = "upcoming"
    """A preview: the invoice is not stored."""


class InvoiceAutomaticTaxDisabledReason(StrEnum):
    """Why automatic tax was disabled for an invoice."""

    FINALIZATION_REQUIRES_LOCATION_INPUTS = "finalization_requires_location_inputs"
    """The customer's location was not known when the invoice was finalized."""
    FINALIZATION_SYSTEM_ERROR = "finalization_system_error"
    """The tax could not be calculated because of an internal error."""


class InvoiceAutomaticTax(AutomaticTax):
    """Settings of automatic tax, and the status of the latest calculation."""

    disabled_reason: InvoiceAutomaticTaxDisabledReason | None = given(None)
    """Why automatic tax was disabled; null while the setting stands."""
    status: AutomaticTaxStatus | None = given(None)
    """Status of the latest calculation; null before one."""


class InvoiceFromInvoiceAction(StrEnum):
    """How an invoice is made from another."""

    REVISION = "revision"
    """The invoice replaces the other, which becomes void when the invoice is finalized."""


class InvoiceFromInvoice(Value):
    """The invoice that an invoice was made from."""

    action: str = given()
    """How the invoice was made from the other: `revision`. Stripe may add others."""
    invoice_id: str = ref("invoice")
    """The invoice that it was made from."""


class InvoiceFromInvoiceParams(Value, like=InvoiceFromInvoice):
    """The invoice that an invoice is made from."""

    action: InvoiceFromInvoiceAction = given()
    """How the invoice is made from the other."""
    invoice_id: str = ref("invoice")
    """The invoice to make it from: it must be open."""


class InvoicePaymentSettings(Value):
    """Settings of an invoice's payment."""

    default_mandate_id: str | None = ref("mandate", default=None)
    """The mandate that is used to pay the invoice; null for the payment method's own."""
    payment_method_options: InvoicePaymentMethodOptions | None = given(None)
    """Settings of the payment for each type of payment method."""
    payment_method_types: list[PaymentSettingsPaymentMethodType] | None = given(None)
    """Types of payment method that the invoice can be paid with; null for those that suit it."""


class InvoiceRenderingPdfPageSize(StrEnum):
    """The size of the pages of an invoice."""

    A4 = "a4"
    """A4: 210 by 297 millimeters."""
    AUTO = "auto"
    """Letter for customers in the United States and Canada, A4 for all others."""
    LETTER = "letter"
    """Letter: 8.5 by 11 inches."""


class InvoiceRenderingPdf(Value):
    """The rendering of an invoice as a PDF."""

    page_size: InvoiceRenderingPdfPageSize | None = given(None)
    """Size of the pages."""


class InvoiceRendering(Value):
    """The rendering of an invoice."""

    amount_tax_display: str | None = given(None)
    """How lines show taxable prices: `exclude_tax` or `include_inclusive_tax`; null for the account's default."""
    pdf: InvoiceRenderingPdf | None = given(None)
    """The rendering as a PDF."""
    template_id: str | None = ref("invoice_rendering_template", default=None)
    """The rendering template; null without one."""
    template_version: int | None = given(None, ge=1)
    """Version of the template; null without a template. The default is the latest."""


class InvoiceRenderingParams(Value, like=InvoiceRendering):
    """The rendering of an invoice."""

    amount_tax_display: AmountTaxDisplay | None = given(None)
    """How lines show taxable prices. Null for the account's default."""
    pdf: InvoiceRenderingPdf | None = None
    template_id: str | None = ref("invoice_rendering_template", default=None)
    """The rendering template, which must be active. Null for none."""
    template_version: int | None = None


class InvoiceStatusTransitions(Value):
    """When an invoice reached each status."""

    finalized_at: datetime | None = given(None)
    """When the draft was finalized; null before."""
    marked_uncollectible_at: datetime | None = given(None)
    """When the invoice was marked as uncollectible; null if it was not."""
    paid_at: datetime | None = given(None)
    """When the invoice was paid; null before."""
    voided_at: datetime | None = given(None)
    """When the invoice was voided; null if it was not."""


class InvoiceSubscriptionDetails(Value):
    """What the invoice keeps of its subscription."""

    metadata: dict[str, str] | None = given(None)
    """Metadata of the subscription when the invoice was finalized; null without a subscription."""


class InvoiceThresholdReasonItemReason(Value):
    """An item of a subscription that reached its threshold of usage."""

    line_item_ids: list[str] = given()
    """The ids of the invoice's lines for the item."""
    usage_gte: int = given()
    """The usage at which the item is billed."""


class InvoiceThresholdReason(Value):
    """The thresholds by which a subscription was billed."""

    amount_gte: int | None = money(None)
    """The amount at which the subscription is billed, in minor units; null if it did not decide."""
    item_reasons: list[InvoiceThresholdReasonItemReason] = given([])
    """The items that reached their thresholds of usage."""
