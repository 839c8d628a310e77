"""What callers give for invoices: items and lines, settings of the payment, shipping."""

from decimal import Decimal
from enum import StrEnum

from app.tables.billing.invoice_values import (
    InvoiceFromInvoiceParams,
    InvoicePaymentSettings,
    InvoiceRenderingParams,
)
from app.tables.billing.payment_method_options import InvoicePaymentMethodOptionsParams
from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.products.tax_rate import TaxRate, TaxRateTaxType
from app.tables.shapes.automatic_tax import AutomaticTax
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.payment_settings import PaymentSettingsPaymentMethodType
from app.tables.shapes.period import Period
from app.tables.shapes.price_data import LineItemPriceDataParams, PriceDataParams
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.shipping_rate_data import ShippingRateDataParams
from app.tables.shapes.tax_behavior import TaxBehavior
from app.tables.texts import CurrencyCode, MetadataInput
from app.tables.values import Value


class InvoicePaymentSettingsParams(Value, like=InvoicePaymentSettings):
    """Settings of an invoice's payment."""

    default_mandate_id: str | None = ref("mandate", default=None)
    """The mandate that is used to pay the invoice; null for the payment method's own."""
    payment_method_options: InvoicePaymentMethodOptionsParams | None = given(None)
    """Settings of the payment for each type of payment method."""
    payment_method_types: list[PaymentSettingsPaymentMethodType] | None = None


class InvoiceShippingCostParams(Value):
    """The cost of shipping: an existing shipping rate, or one that is created for the invoice."""

    shipping_rate_id: str | None = ref("shipping_rate", default=None)
    """The shipping rate; exactly one of `shippingRate` and `shippingRateData` is required."""
    shipping_rate_data: ShippingRateDataParams | None = given(None)
    """The shipping rate that is created for the invoice."""


class InvoiceShippingDetailsParams(Shipping, without=("carrier", "tracking_number"), required=("address", "name")):
    """Recipient and address that goods are sent to."""


class _ItemParams(Value):
    """What an invoice item, and a line of an invoice, can be given alike."""

    amount: int | None = money(None, kind="given", ge=-99_999_999, le=99_999_999)
    """Amount of the whole item, in minor units, in place of a price or a unit amount. Negative for a credit."""
    description: str | None = given(None, max_length=5000)
    """Description of the item, which customers read. The default is the name of the price's product."""
    discountable: bool | None = given(None)
    """Whether discounts apply to the item. The default is false for credits, and true for all others."""
    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """The item's own discounts, in the order in which they are applied. Null or an empty list removes all."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs stored with the item. Keys are merged; null removes a key."""
    period: Period | None = given(None)
    """The period that the item bills. The default is the moment of its creation."""
    price_id: str | None = ref("price", default=None)
    """The price of the item: a one-time price."""
    quantity: int | None = given(None, ge=0)
    """Number of units of the price. The default is 1."""
    tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=5)
    """The item's own tax rates, at most five. Null or an empty list removes all."""


class InvoiceItemChangeParams(_ItemParams):
    """What can be changed of an invoice item."""

    price_data: PriceDataParams | None = given(None)
    """A price that is created for the item."""
    tax_behavior: TaxBehavior | None = given(None)
    """Whether the amount includes tax; for items without a price."""
    tax_code_id: str | None = ref("tax_code", default=None)
    """The tax code of what is billed; for items without a price."""
    unit_amount: int | None = money(None, kind="given", ge=-99_999_999, le=99_999_999)
    """Amount of a unit, in minor units, in place of a price. Negative for a credit."""
    unit_amount_decimal: Decimal | None = given(None, decimal_places=12)
    """Amount of a unit, in minor units with up to twelve decimals. Only one of both unit amounts is allowed."""


class InvoiceItemParams(InvoiceItemChangeParams):
    """What an invoice item is created of."""

    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217). The default is that of the price, the invoice or the customer."""
    customer_id: str = ref("customer")
    """The customer who is billed."""
    invoice_id: str | None = ref("invoice", default=None)
    """The draft of an invoice that the item is added to. By default the item is pending until an invoice is created."""
    subscription_id: str | None = ref("subscription", default=None)
    """The subscription that the item is billed with. By default any invoice of the customer's can bill it."""


class InvoiceLinePriceDataParams(LineItemPriceDataParams, without=("recurring",)):
    """A price that is created for a line of an invoice. Exactly one of `product` and `productData` is required."""


class InvoiceTaxRateDataParams(Value, like=TaxRate):
    """The tax rate of an amount of tax that you calculated."""

    country: str | None = None
    description: str | None = None
    display_name: str
    inclusive: bool
    jurisdiction: str | None = None
    percentage: Decimal
    state: str | None = None
    tax_type: TaxRateTaxType | None = None


class InvoiceTaxAmountParams(Value):
    """An amount of tax that you calculated, in place of that of a tax rate."""

    amount: int = money(kind="given")
    """Amount of the tax, in minor units."""
    tax_rate_data: InvoiceTaxRateDataParams = given()
    """The tax rate that the amount was calculated with."""
    taxable_amount: int = money(kind="given")
    """Amount that the tax was calculated on, in minor units."""


class InvoiceLineItemChangeParams(_ItemParams):
    """What can be changed of a line of an invoice."""

    price_data: InvoiceLinePriceDataParams | None = given(None)
    """A price that is created for the line."""
    tax_amounts: list[InvoiceTaxAmountParams] | None = given(None)
    """The taxes on the line as you calculated them, in place of tax rates. Null or an empty list removes all."""


class InvoiceAddLinesLineParams(InvoiceLineItemChangeParams):
    """A line to add to an invoice: a pending invoice item, or something new."""

    invoice_item_id: str | None = ref("invoice_item", default=None)
    """The pending invoice item that the line bills; a new one is created by default."""


class InvoiceUpdateLinesLineParams(InvoiceLineItemChangeParams):
    """What changes of a line of an invoice."""

    id: str = ref("invoice_line_item")
    """The line to change."""


class InvoiceRemoveLinesLineBehavior(StrEnum):
    """What becomes of the invoice item of a line that is removed."""

    DELETE = "delete"
    """The invoice item is deleted."""
    UNASSIGN = "unassign"
    """The invoice item is pending again, for another invoice."""


class InvoiceRemoveLinesLineParams(Value):
    """A line to remove from an invoice."""

    behavior: InvoiceRemoveLinesLineBehavior = given()
    """What becomes of the line's invoice item."""
    id: str = ref("invoice_line_item")
    """The line to remove."""


class InvoicePendingInvoiceItemsBehavior(StrEnum):
    """What a new invoice does with the pending invoice items of its customer."""

    EXCLUDE = "exclude"
    """The items stay pending."""
    INCLUDE = "include"
    """The invoice bills the items that are in its currency."""


class InvoiceChangeParams(Value):
    """What can be changed of an invoice beside its columns."""

    automatic_tax: AutomaticTax | None = given(None)
    """Settings of automatic tax. By default tax is not automatic."""
    days_until_due: int | None = given(None, ge=0, le=3650)
    """Days from now until the invoice is due, in place of `dueDate`. Requires `collectionMethod` SEND_INVOICE."""
    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """The discounts of the whole invoice, in the order in which they are applied. The default for a new invoice is the
    customer's. Null or an empty list is for none."""
    payment_settings: InvoicePaymentSettingsParams | None = given(None)
    """Settings of the invoice's payment. Omitted settings do not change."""
    rendering: InvoiceRenderingParams | None = given(None)
    """The rendering of the invoice. Omitted settings do not change."""
    shipping_cost: InvoiceShippingCostParams | None = given(None)
    """The cost of shipping. Null removes the cost."""
    shipping_details: InvoiceShippingDetailsParams | None = given(None)
    """Recipient and address that goods are sent to. Null removes both."""


class InvoiceCreationParams(InvoiceChangeParams):
    """What an invoice is created of beside its columns."""

    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217). The default is the customer's."""
    from_invoice: InvoiceFromInvoiceParams | None = given(None)
    """The open invoice to revise: the new one begins as the old one is."""
    pending_invoice_items_behavior: InvoicePendingInvoiceItemsBehavior | None = given(None)
    """What becomes of the customer's pending invoice items. The default is `EXCLUDE`."""
    subscription_id: str | None = ref("subscription", default=None)
    """The subscription whose pending invoice items are billed, and no others."""
