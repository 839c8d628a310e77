"""SubscriptionItem: one of the prices that a subscription bills."""

from typing import ClassVar

from app.tables.columns import editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.values import Value


class SubscriptionItemBillingThresholds(Value):
    """The usage at which an invoice is created before the period ends."""

    usage_gte: int | None = given(None, ge=1)
    """The usage at which an invoice is created."""


class SubscriptionItem(Tagged, Resource, table=True):
    """One of the prices that a subscription bills, with its quantity."""

    prefix: ClassVar[str] = "si_"
    awaited: ClassVar[tuple[str, ...]] = ("plan",)
    deletable: ClassVar[bool] = True
    # Invoices still show what they billed; and the items of a pending update are deleted rows until it is applied.
    emptied: ClassVar[bool] = False

    livemode: bool = kept(False, hidden=True, primary_key=True)

    billing_thresholds: SubscriptionItemBillingThresholds | None = editable(None)
    """The usage at which an invoice is created before the period ends; null without a threshold."""
    discounts: list[str] = ref("discount", kind="kept", default=[])
    """Discounts of the item, which apply before those of the subscription."""
    price_id: str = ref("price", back="subscription_items", kind="editable", embedded=True)
    """The price that is billed."""
    quantity: int | None = editable(None, ge=0)
    """Units that are billed each period; null for a metered price."""
    subscription_id: str = ref("subscription", back="items")
    """The subscription that the item belongs to."""
    tax_rates: list[str] | None = ref("tax_rate", kind="editable", default=[], embedded=True, max_length=5)
    """Tax rates of the item, in place of the subscription's, at most five."""
