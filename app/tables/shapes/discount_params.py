"""The input that applies a discount."""

from app.tables.columns import ref
from app.tables.values import Value


class DiscountParams(Value):
    """A discount to apply: a coupon, a promotion code, or a discount that the customer or subscription already has.
    Exactly one of the three is required."""

    coupon_id: str | None = ref("coupon", default=None)
    """The coupon of a new discount."""
    discount_id: str | None = ref("discount", default=None)
    """The discount that already exists, to be applied here too."""
    promotion_code_id: str | None = ref("promotion_code", default=None)
    """The promotion code of a new discount."""
