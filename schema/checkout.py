"""Checkout, as the graph shows it."""

from app.tables.checkout.line_item import LineItem
from schema.derive.operations import Exposed

family = (Exposed(LineItem, found=False, listed=False),)
