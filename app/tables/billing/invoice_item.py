"""InvoiceItem: something that a customer is to be billed, on an invoice or on the next one."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnElement

from app.tables.billing.subscription_item import SubscriptionItemBilled
from app.tables.columns import REQUIRED, editable, kept, ref
from app.tables.columns import amount as money
from app.tables.resource import Asked, Resource, Tagged
from app.tables.shapes.period import Period
from app.tables.texts import CurrencyCode


def _pending(columns: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = columns.invoice_id.is_(None)
    return found


class InvoiceItem(Tagged, Resource, table=True):
    """Something to bill a customer for, pending until an invoice has a line for the item."""

    prefix: ClassVar[str] = "ii_"
    object_name: ClassVar[str] = "invoiceitem"
    path: ClassVar[str] = "/v1/invoiceitems/{id}"
    deletable: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "An invoice item was created.",
        "deleted": "An invoice item was deleted.",
    }
    asked: ClassVar[dict[str, Asked]] = {"pending": Asked("Whether the item is on no invoice yet.", _pending)}

    created: datetime = kept(hidden=True)
    amount: int = money(0)
    """Amount of the item, in minor units: the unit amount for the quantity. Negative for a credit."""
    clock_id: str | None = ref("test_clock", back="invoice_items", kind="kept", default=None, name="test_clock")
    """The test clock of the customer; null for a customer in real time."""
    currency: CurrencyCode = kept("usd")
    """Three-letter currency code (ISO 4217), lower case."""
    customer_id: str = ref("customer", back="invoice_items")
    """The customer who is billed."""
    date: datetime = kept()
    """When the item was created."""
    description: str | None = editable(None, max_length=5000)
    """Description of the item, which customers read. The default is the name of the price's product."""
    discountable: bool = kept(True)
    """Whether discounts apply to the item. The default is false for credits and prorations, and true for all others."""
    discounts: list[str] | None = ref("discount", kind="kept", default=[])
    """The item's own discounts, in the order in which they are applied."""
    invoice_id: str | None = ref("invoice", back="invoice_items", default=None)
    """The invoice that the item is on; null while it is pending."""
    period: Period = kept(REQUIRED)
    """The period that the item bills. The default is the moment of its creation."""
    plan_id: str | None = ref("plan", kind="kept", default=None, embedded=True)
    """The price as a plan; null for a one-time price."""
    price_id: str | None = ref("price", back="invoice_items", kind="kept", default=None, embedded=True)
    """The price of the item. An item with an amount of its own has an inactive price of that amount."""
    proration: bool = kept(False)
    """Whether the item is a proration that a change of a subscription made."""
    quantity: int = editable(1, ge=0)
    """Number of units. The default is 1."""
    subscription_id: str | None = ref("subscription", back="invoice_items", default=None)
    """The subscription that the item is billed with; null for any of the customer's invoices."""
    subscription_item_id: str | None = ref("subscription_item", kind="kept", default=None)
    """The item of the subscription that a proration is about; null for other items."""
    tax_rates: list[str] | None = ref("tax_rate", kind="editable", default=[], embedded=True, max_length=5)
    """The item's own tax rates, at most five; without any, those of the invoice apply."""
    unit_amount: int | None = money(None)
    """Amount of a unit, in minor units; null if it is no whole number."""
    unit_amount_decimal: Decimal | None = kept()
    """Amount of a unit, in minor units with up to twelve decimals."""

    credits: SubscriptionItemBilled | None = kept(hidden=True)
    """What a proration credits; null for a charge."""
