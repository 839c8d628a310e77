"""InvoiceLineItem: a line of an invoice."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.columns import amount as money
from app.tables.resource import Resource, Tagged
from app.tables.shapes.discount_amounts import DiscountAmount
from app.tables.shapes.period import Period
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount
from app.tables.shapes.tax_amounts import TaxAmount
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class InvoiceLineItemType(StrEnum):
    """What a line of an invoice bills."""

    INVOICEITEM = "invoiceitem"
    """An invoice item of its own."""
    SUBSCRIPTION = "subscription"
    """An item of a subscription."""


class InvoiceLineItemCreditedItems(Value):
    """The lines that a proration credits."""

    invoice_id: str = ref("invoice", kind="kept")
    """The invoice of the lines."""
    invoice_line_items: list[str] = given()
    """The ids of the lines."""


class InvoiceLineItemProrationDetails(Value):
    """Details of a proration."""

    credited_items: InvoiceLineItemCreditedItems | None = given(None)
    """The lines that the proration credits; null for a charge."""


class InvoiceLineItem(Tagged, Resource, table=True):
    """A line of an invoice: an invoice item, or an item of a subscription for a period."""

    prefix: ClassVar[str] = "il_"
    object_name: ClassVar[str] = "line_item"
    path: ClassVar[str] = "/v1/invoices/{invoice}/lines/{id}"

    created: datetime = kept(hidden=True)
    amount: int = money(0)
    """Amount of the line, in minor units, before discounts and exclusive taxes; negative for a credit."""
    amount_excluding_tax: int | None = money(None)
    """Amount of the line, in minor units, before discounts and without any tax."""
    currency: CurrencyCode = kept("usd")
    """Three-letter currency code (ISO 4217), lower case."""
    description: str | None = kept()
    """Description of the line, which customers read."""
    discount_amounts: list[DiscountAmount] | None = kept([])
    """What each discount took off the line, those of the whole invoice among them."""
    discountable: bool = kept(True)
    """Whether discounts apply to the line. Not to prorations."""
    discounts: list[str] = ref("discount", kind="kept", default=[])
    """The discounts of the line itself, which are applied before those of the whole invoice."""
    invoice_id: str | None = ref("invoice", back="lines", kind="kept", default=None)
    """The invoice that it is a line of."""
    invoice_item_id: str | None = ref("invoice_item", back="lines", kind="kept", default=None)
    """The invoice item that the line bills; null for an item of a subscription."""
    period: Period = kept(REQUIRED)
    """The period that the line bills."""
    pretax_credit_amounts: list[PretaxCreditAmount] | None = kept([])
    """What discounts and billing credits took off the line before taxes."""
    plan_id: str | None = ref("plan", kind="kept", default=None, embedded=True)
    """The price as a plan; null for a one-time price."""
    price_id: str | None = ref("price", back="invoice_lines", kind="kept", default=None, embedded=True)
    """The price of the line."""
    proration: bool = kept(False)
    """Whether the line is a proration."""
    proration_details: InvoiceLineItemProrationDetails | None = kept(InvoiceLineItemProrationDetails())
    """Details of a proration."""
    quantity: int | None = kept(1)
    """Number of units of the price."""
    subscription_id: str | None = ref("subscription", back="invoice_lines", kind="kept", default=None)
    """The subscription that the line bills; null for other lines."""
    subscription_item_id: str | None = ref("subscription_item", back="invoice_lines", kind="kept", default=None)
    """The item of the subscription that the line bills; null for other lines."""
    tax_amounts: list[TaxAmount] = kept([])
    """The taxes on the line, each with its rate."""
    tax_rates: list[str] = ref("tax_rate", kind="kept", default=[], embedded=True)
    """The line's own tax rates; without any, those of the invoice apply."""
    type: InvoiceLineItemType = kept(InvoiceLineItemType.INVOICEITEM)
    """What the line bills."""
    unit_amount_excluding_tax: str | None = kept()
    """Amount of a unit, in minor units with decimals, without any tax."""

    given_taxes: list[TaxAmount] | None = kept(hidden=True)
    """The taxes that the caller calculated, in place of those of tax rates."""
