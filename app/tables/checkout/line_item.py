"""LineItem: one of the prices that a customer is offered, with its quantity and what it comes to."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import kept, ref
from app.tables.resource import Resource
from app.tables.shapes.discount_amounts import LineItemsDiscountAmount
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.tax_amounts import LineItemsTaxAmount
from app.tables.texts import CurrencyCode


class LineItem(Resource, table=True):
    """One of the prices that a customer is offered, with its quantity and what it comes to."""

    prefix: ClassVar[str] = "li_"
    object_name: ClassVar[str] = "item"

    livemode: bool = kept(False, hidden=True, primary_key=True)
    created: datetime = kept(hidden=True)
    amount_discount: int = money(0)
    """What discounts take off the line, in minor units."""
    amount_subtotal: int = money(0)
    """Amount of the line, in minor units, before discounts and exclusive taxes."""
    amount_tax: int = money(0)
    """Taxes on the line, in minor units, those that the price includes among them."""
    amount_total: int = money(0)
    """Amount of the line, in minor units, after discounts and taxes."""
    currency: CurrencyCode = kept("usd")
    """Three-letter currency code (ISO 4217), lower case."""
    description: str | None = kept()
    """Description of the line: the name of the product."""
    discounts: list[LineItemsDiscountAmount] | None = kept([])
    """What each discount takes off the line, those of the whole offer among them."""
    price_id: str | None = ref("price", back="line_items", kind="kept", default=None, embedded=True)
    """The price of the line."""
    quantity: int | None = kept(1)
    """Number of units of the price; null for a metered price."""
    taxes: list[LineItemsTaxAmount] | None = kept([])
    """What each tax comes to on the line."""

    quote_id: str | None = ref("quote", back="line_items", kind="kept", default=None, graph_only=True)
    """The quote that has the line; null for a line of a quote's `computedUpfrontLineItems`."""
    upfront_quote_id: str | None = ref(
        "quote", back="computed_upfront_line_items", kind="kept", default=None, graph_only=True
    )
    """The quote of which the line is paid at once; null for a line of a quote's `lineItems`."""

    own_discounts: list[str] = ref("discount", kind="kept", default=[], hidden=True)
    """The line's own discounts, which come before those of the whole offer."""
    redeemed: list[DiscountParams] = kept([], hidden=True)
    """Where the line's own discounts come from, for what is billed by the offer."""
    tax_rates: list[str] = ref("tax_rate", kind="kept", default=[], hidden=True)
    """The line's own tax rates, in place of those of the whole offer."""
