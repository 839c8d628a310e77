"""The discounts, taxes and shipping in the total of a checkout or a quote."""

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.shapes.discount_amounts import LineItemsDiscountAmount
from app.tables.shapes.tax_amounts import LineItemsTaxAmount
from app.tables.values import Value


class TotalDetailsBreakdown(Value):
    """The discounts and taxes of a total, one by one."""

    discounts: list[LineItemsDiscountAmount] = given([])
    """What each discount took off."""
    taxes: list[LineItemsTaxAmount] = given([])
    """What each tax comes to."""


class TotalDetails(Value):
    """The discounts, taxes and shipping that a total differs by from the subtotal."""

    amount_discount: int = money(0)
    """Sum of all discounts, in minor units."""
    amount_shipping: int | None = money(0)
    """Cost of shipping, in minor units."""
    amount_tax: int = money(0)
    """Sum of all taxes, in minor units, those that prices include among them."""
    breakdown: TotalDetailsBreakdown | None = given(None, includable=True)
    """The discounts and taxes, one by one."""
