"""What a discount took off an amount."""

from app.tables.columns import amount as money
from app.tables.columns import ref
from app.tables.values import Value


class DiscountAmount(Value):
    """The amount that one discount took off."""

    amount: int = money()
    """Amount of the discount, in minor units."""
    discount_id: str = ref("discount", kind="kept")
    """The discount that was applied."""


class LineItemsDiscountAmount(DiscountAmount):
    """The amount that one discount took off a line item or the total of a checkout or quote."""

    discount_id: str = ref("discount", kind="kept", embedded=True)
    """The discount that was applied."""
