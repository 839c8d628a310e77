"""What callers give for the items of a subscription, and for what happens when it changes."""

from enum import StrEnum

from app.tables.billing.subscription_item import SubscriptionItem, SubscriptionItemBillingThresholds
from app.tables.billing.subscription_values import SubscriptionPauseCollection
from app.tables.columns import given, ref
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.price_data import PriceDataParams, RecurringPriceDataParams
from app.tables.texts import MetadataInput
from app.tables.values import Value

MAX_ITEMS = 20
"""Items of a subscription, and further prices on its next invoice."""


class SubscriptionPaymentBehavior(StrEnum):
    """What happens if a payment that is due now does not succeed."""

    ALLOW_INCOMPLETE = "allow_incomplete"
    """The request succeeds; a new subscription is incomplete, and a changed one past due."""
    DEFAULT_INCOMPLETE = "default_incomplete"
    """No payment is attempted until the customer confirms the payment."""
    ERROR_IF_INCOMPLETE = "error_if_incomplete"
    """The request fails, and nothing is created or changed."""
    PENDING_IF_INCOMPLETE = "pending_if_incomplete"
    """Changes wait until the invoice is paid. Only allowed in updates."""


class SubscriptionBillingCycleAnchor(StrEnum):
    """Whether a change begins a new billing period."""

    NOW = "now"
    """A new billing period begins now."""
    UNCHANGED = "unchanged"
    """The current billing period continues."""


class SubscriptionItemBillingThresholdsParams(SubscriptionItemBillingThresholds, required=("usage_gte",)):
    """The usage at which an invoice is created before the period ends."""

    usage_gte: int = given(ge=1)
    """The usage at which an invoice is created."""


class SubscriptionCreateItemParams(Value, like=SubscriptionItem):
    """An item of a new subscription. Exactly one of `price` and `priceData` is required."""

    billing_thresholds: SubscriptionItemBillingThresholdsParams | None = given(None)
    """The usage at which an invoice is created before the period ends."""
    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """Discounts of the item, which apply before those of the subscription."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs stored with the item."""
    plan_id: str | None = ref("plan", default=None)
    """The plan to bill, in place of `price`."""
    price_id: str | None = ref("price", default=None)
    """The price to bill: a recurring one, which is active."""
    price_data: RecurringPriceDataParams | None = given(None)
    """A price that is created for the item."""
    quantity: int | None = None
    """Units to bill each period, 1 by default. Not allowed with a metered price."""
    tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=5)
    """Tax rates of the item, in place of the subscription's. Null removes them."""


class SubscriptionUpdateItemParams(SubscriptionCreateItemParams):
    """A change of an item, which `id` names, or an item to add."""

    clear_usage: bool | None = given(None)
    """Whether the usage of the current period is discarded, where a metered item is removed."""
    deleted: bool | None = given(None)
    """Whether the item is removed."""
    id: str | None = given(None)
    """The item that changes; omitted for an item to add."""


class SubscriptionAddInvoiceItemParams(Value, like=SubscriptionItem):
    """A one-time price on the next invoice of the subscription. Exactly one of `price` and `priceData` is required."""

    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """Discounts of the invoice item."""
    price_id: str | None = ref("price", default=None)
    """The price to bill: a one-time one, which is active."""
    price_data: PriceDataParams | None = given(None)
    """A price that is created for the invoice item."""
    quantity: int | None = None
    """Units to bill, 1 by default."""
    tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=5)
    """Tax rates of the invoice item, in place of the subscription's."""


class SubscriptionChangeParams(Value):
    """What an update changes where null, too, is a change."""

    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """Discounts, in the order in which they apply, in place of the former. Null or an empty list removes all."""
    pause_collection: SubscriptionPauseCollection | None = given(None)
    """A pause of the collection of invoices. Null ends the pause."""
