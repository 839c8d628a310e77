"""Discount: a coupon that somebody has redeemed, for as long as it lasts."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import kept, ref
from app.tables.resource import Resource


class Discount(Resource, table=True):
    """A coupon in use: it takes something off all that a customer is billed, until it ends or is removed."""

    prefix: ClassVar[str] = "di_"
    path: ClassVar[str] = "/v1/customers/{customer}/discount"
    awaited: ClassVar[tuple[str, ...]] = ("checkout_session",)
    deletable: ClassVar[bool] = True
    emptied: ClassVar[bool] = False
    events: ClassVar[dict[str, str]] = {
        "customer.discount.created": "A customer was given a discount.",
        "customer.discount.deleted": "A customer's discount was removed, or ended.",
        "customer.discount.updated": "A customer's discount was replaced by that of another coupon.",
    }

    livemode: bool = kept(False, hidden=True, primary_key=True)
    created: datetime = kept(hidden=True)
    coupon_id: str = ref("coupon", back="discounts", kind="kept", embedded=True)
    """The coupon that the discount comes from. It stays as it was when the coupon is deleted."""
    customer_id: str | None = ref("customer", back="discounts", kind="kept", default=None)
    """The customer who has the discount."""
    end: datetime | None = kept()
    """When the discount ends, if the coupon's `duration` is `REPEATING`; else null."""
    invoice_id: str | None = ref("invoice", kind="kept", default=None)
    """The invoice whose discount it is; null for one of a customer, or of a line."""
    invoice_item_id: str | None = ref("invoice_item", kind="kept", default=None)
    """The invoice item whose discount it is; null for one of a customer, or of an invoice."""
    promotion_code_id: str | None = ref("promotion_code", back="discounts", kind="kept", default=None)
    """The promotion code by which the coupon was redeemed; null if the coupon was given directly."""
    start: datetime = kept()
    """When the coupon was redeemed."""
    subscription_id: str | None = ref("subscription", kind="kept", default=None)
    """The subscription that has the discount; null for that of a customer."""
    subscription_item_id: str | None = ref("subscription_item", kind="kept", default=None)
    """The item of a subscription that has the discount; null for that of a customer, or of a whole subscription."""
