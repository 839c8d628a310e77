"""What customers can do in the customer portal, as a configuration allows it."""

from enum import StrEnum

from app.tables.columns import given, ref
from app.tables.shapes.cancellation_feedback import CancellationFeedback
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.values import Value


class BillingPortalCustomerUpdate(StrEnum):
    """A detail of theirs that customers can change in the portal."""

    ADDRESS = "address"
    """The billing address of the customer."""
    EMAIL = "email"
    """The email address of the customer."""
    NAME = "name"
    """The name of the customer."""
    PHONE = "phone"
    """The phone number of the customer."""
    SHIPPING = "shipping"
    """The shipping address of the customer."""
    TAX_ID = "tax_id"
    """The tax IDs of the customer."""


class BillingPortalCancellationMode(StrEnum):
    """When a subscription ends that a customer cancels in the portal."""

    AT_PERIOD_END = "at_period_end"
    """At the end of the billing period. Until then the customer can renew the subscription."""
    IMMEDIATELY = "immediately"
    """At the moment of the cancellation."""


class BillingPortalSubscriptionUpdate(StrEnum):
    """What customers can change of a subscription in the portal."""

    PRICE = "price"
    """The price, to another one of the configuration's products."""
    PROMOTION_CODE = "promotion_code"
    """The discount, with a promotion code."""
    QUANTITY = "quantity"
    """The quantity of the price."""


class BillingPortalScheduleConditionType(StrEnum):
    """A condition under which a change of a subscription waits for the end of the billing period."""

    DECREASING_ITEM_AMOUNT = "decreasing_item_amount"
    """The amount of the subscription item decreases."""
    SHORTENING_INTERVAL = "shortening_interval"
    """The billing period becomes shorter."""


class BillingPortalFeature(Value):
    """A part of the portal that is there or not."""

    enabled: bool = given()
    """Whether the feature is enabled."""


class BillingPortalCustomerUpdateFeature(Value):
    """The details of a customer that can be changed in the portal."""

    allowed_updates: list[BillingPortalCustomerUpdate] = given([])
    """The details that customers can change. The default is none."""
    enabled: bool = given(False)
    """Whether customers can change details of the customer. The default is false."""


class BillingPortalCancellationReasonFeature(Value):
    """Whether customers are asked for the reason of a cancellation, and the reasons to choose from."""

    enabled: bool = given(False)
    """Whether customers are asked for a reason. The default is false."""
    options: list[CancellationFeedback] = given(
        [
            CancellationFeedback.TOO_EXPENSIVE,
            CancellationFeedback.MISSING_FEATURES,
            CancellationFeedback.SWITCHED_SERVICE,
            CancellationFeedback.UNUSED,
            CancellationFeedback.OTHER,
        ]
    )
    """The reasons that customers can choose from. The default is TOO_EXPENSIVE, MISSING_FEATURES, SWITCHED_SERVICE,
    UNUSED and OTHER."""


class BillingPortalSubscriptionCancelFeature(Value):
    """How customers can cancel subscriptions in the portal."""

    cancellation_reason: BillingPortalCancellationReasonFeature = given(BillingPortalCancellationReasonFeature())
    """Whether customers are asked for the reason of a cancellation."""
    enabled: bool = given(False)
    """Whether customers can cancel subscriptions. The default is false."""
    mode: BillingPortalCancellationMode = given(BillingPortalCancellationMode.AT_PERIOD_END)
    """When a canceled subscription ends. The default is AT_PERIOD_END."""
    proration_behavior: ProrationBehavior = given(ProrationBehavior.NONE)
    """What happens to the unused time: NONE, or with `mode` IMMEDIATELY also CREATE_PRORATIONS. The default is NONE."""


class BillingPortalProduct(Value):
    """A product whose prices customers can change to in the portal."""

    prices: list[str] = ref("price", min_length=1)
    """The prices that customers can change to."""
    product_id: str = ref("product")
    """The product that the prices belong to."""


class BillingPortalScheduleCondition(Value):
    """A condition under which a change waits for the end of the billing period."""

    type: BillingPortalScheduleConditionType = given()
    """The type of the condition."""


class BillingPortalScheduleAtPeriodEnd(Value):
    """The changes that wait for the end of the billing period."""

    conditions: list[BillingPortalScheduleCondition] = given([])
    """Conditions, of which one is enough for a change to wait. The default is none."""


class BillingPortalSubscriptionUpdateFeature(Value):
    """How customers can change subscriptions in the portal."""

    default_allowed_updates: list[BillingPortalSubscriptionUpdate] = given([])
    """What customers can change of a subscription. The default is nothing."""
    enabled: bool = given(False)
    """Whether customers can change subscriptions. The default is false."""
    products: list[BillingPortalProduct] | None = given(None, max_length=10)
    """The products whose prices customers can change to, at most 10; null for none."""
    proration_behavior: ProrationBehavior = given(ProrationBehavior.NONE)
    """What happens to the unused time of the former price. The default is NONE."""
    schedule_at_period_end: BillingPortalScheduleAtPeriodEnd = given(BillingPortalScheduleAtPeriodEnd())
    """The changes that wait for the end of the billing period."""


class BillingPortalFeatures(Value):
    """What customers can do in the portal."""

    customer_update: BillingPortalCustomerUpdateFeature = given(BillingPortalCustomerUpdateFeature())
    """The details that customers can change in the portal."""
    invoice_history: BillingPortalFeature = given(BillingPortalFeature(enabled=False))
    """Whether customers see past invoices. The default is false."""
    payment_method_update: BillingPortalFeature = given(BillingPortalFeature(enabled=False))
    """Whether customers can add, remove and choose payment methods. The default is false."""
    subscription_cancel: BillingPortalSubscriptionCancelFeature = given(BillingPortalSubscriptionCancelFeature())
    """How customers can cancel subscriptions."""
    subscription_update: BillingPortalSubscriptionUpdateFeature = given(BillingPortalSubscriptionUpdateFeature())
    """How customers can change subscriptions."""
