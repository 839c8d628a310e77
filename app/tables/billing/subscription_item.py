"""SubscriptionItem: one of the prices that a subscription bills."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from app.tables.columns import editable, given, kept, ref
from app.tables.partitions import RENEWED
from app.tables.resource import Resource, Tagged
from app.tables.values import Value


class SubscriptionItemBillingThresholds(Value):
    """The usage at which an invoice is created before the period ends."""

    usage_gte: int | None = given(None, ge=1)
    """The usage at which an invoice is created."""


class SubscriptionItemBilled(Value):
    """What was billed for an item in advance, with discounts taken off and before taxes."""

    amount: int
    """Amount, in minor units of the subscription's currency."""
    quantity: int
    """Units that were billed."""
    start: datetime
    """Start of the time that was billed."""
    end: datetime
    """End of the time that was billed."""
    invoice_id: str | None = None
    """The invoice of the lines that billed the item; None for a proration."""
    invoice_line_items: list[str] = []
    """The ids of these lines."""
    invoice_item_id: str | None = None
    """The proration that billed the item; None for lines of a whole period."""


class SubscriptionItemUsed(Value):
    """What was billed of an item's usage before its period is over."""

    start: datetime
    """Start of the period that the usage lies in."""
    until: datetime
    """When the usage so far was billed."""
    quantity: Decimal
    """The usage of the period that was billed."""
    before: Decimal = Decimal(0)
    """What of it earlier invoices had billed, because a threshold was reached."""


class SubscriptionItem(Tagged, Resource, table=True):
    """One of the prices that a subscription bills, with its quantity."""

    prefix: ClassVar[str] = "si_"
    storage: ClassVar[str] = RENEWED
    deletable: ClassVar[bool] = True
    # Invoices still show what they billed; and the items of a pending update are deleted rows until it is applied.
    emptied: ClassVar[bool] = False

    livemode: bool = kept(False, hidden=True, primary_key=True)

    billing_thresholds: SubscriptionItemBillingThresholds | None = editable(None)
    """The usage at which an invoice is created before the period ends; null without a threshold."""
    discounts: list[str] = ref("discount", kind="kept", default=[])
    """Discounts of the item, which apply before those of the subscription."""
    plan_id: str = ref("plan", kind="kept", embedded=True)
    """The price as a plan."""
    price_id: str = ref("price", back="subscription_items", kind="editable", embedded=True)
    """The price that is billed."""
    quantity: int | None = editable(None, ge=0)
    """Units that are billed each period; null for a metered price."""
    subscription_id: str = ref("subscription", back="items")
    """The subscription that the item belongs to."""
    tax_rates: list[str] | None = ref("tax_rate", kind="editable", default=[], embedded=True, max_length=5)
    """Tax rates of the item, in place of the subscription's, at most five."""

    billed: SubscriptionItemBilled | None = kept(hidden=True)
    """What was billed in advance for the time that is not over; null for a trial or a metered price."""
    used: SubscriptionItemUsed | None = kept(hidden=True)
    """What was billed of the usage of a period before its end; null where that was never done."""
