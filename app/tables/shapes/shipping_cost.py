"""What shipping costs."""

from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.shapes.tax_amounts import LineItemsTaxAmount
from app.tables.values import Value


class ShippingCost(Value):
    """The cost of shipping, with the tax on it."""

    amount_subtotal: int = money()
    """Cost of shipping before tax, in minor units."""
    amount_tax: int = money(0)
    """Amount of tax on shipping, in minor units; zero without tax."""
    amount_total: int = money()
    """Cost of shipping with tax, in minor units."""
    shipping_rate_id: str | None = ref("shipping_rate", kind="kept", default=None)
    """The shipping rate that was chosen; null if there is none."""
    taxes: list[LineItemsTaxAmount] | None = given(None)
    """The taxes on shipping, each with its rate; null without tax."""
