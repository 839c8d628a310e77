"""What callers give for the features of the customer portal: a new configuration says of each whether it is enabled."""

from app.tables.billing.portal_features import (
    BillingPortalCancellationMode,
    BillingPortalCancellationReasonFeature,
    BillingPortalCustomerUpdate,
    BillingPortalCustomerUpdateFeature,
    BillingPortalFeature,
    BillingPortalFeatures,
    BillingPortalProduct,
    BillingPortalScheduleAtPeriodEnd,
    BillingPortalScheduleCondition,
    BillingPortalSubscriptionCancelFeature,
    BillingPortalSubscriptionUpdate,
    BillingPortalSubscriptionUpdateFeature,
)
from app.tables.columns import given
from app.tables.shapes.cancellation_feedback import CancellationFeedback
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.values import Value


class BillingPortalCustomerUpdateFeatureUpdateParams(Value, like=BillingPortalCustomerUpdateFeature):
    """The details of a customer that can be changed in the portal."""

    allowed_updates: list[BillingPortalCustomerUpdate] | None = None
    enabled: bool | None = None


class BillingPortalCustomerUpdateFeatureParams(
    BillingPortalCustomerUpdateFeatureUpdateParams, like=BillingPortalCustomerUpdateFeature
):
    """The details of a customer that can be changed in the portal."""

    enabled: bool = given()
    """Whether customers can change details of the customer."""


class BillingPortalCancellationReasonFeatureUpdateParams(Value, like=BillingPortalCancellationReasonFeature):
    """Whether customers are asked for the reason of a cancellation, and the reasons to choose from."""

    enabled: bool = given()
    """Whether customers are asked for a reason."""
    options: list[CancellationFeedback] | None = None


class BillingPortalCancellationReasonFeatureParams(
    BillingPortalCancellationReasonFeatureUpdateParams, required=("options",)
):
    """Whether customers are asked for the reason of a cancellation, and the reasons to choose from."""


class BillingPortalSubscriptionCancelFeatureUpdateParams(Value, like=BillingPortalSubscriptionCancelFeature):
    """How customers can cancel subscriptions in the portal."""

    cancellation_reason: BillingPortalCancellationReasonFeatureUpdateParams | None = None
    enabled: bool | None = None
    mode: BillingPortalCancellationMode | None = None
    proration_behavior: ProrationBehavior | None = None


class BillingPortalSubscriptionCancelFeatureParams(
    BillingPortalSubscriptionCancelFeatureUpdateParams, like=BillingPortalSubscriptionCancelFeature
):
    """How customers can cancel subscriptions in the portal."""

    cancellation_reason: BillingPortalCancellationReasonFeatureParams | None = None
    enabled: bool = given()
    """Whether customers can cancel subscriptions."""


class BillingPortalScheduleAtPeriodEndParams(Value, like=BillingPortalScheduleAtPeriodEnd):
    """The changes that wait for the end of the billing period."""

    conditions: list[BillingPortalScheduleCondition] | None = None


class BillingPortalSubscriptionUpdateFeatureUpdateParams(Value, like=BillingPortalSubscriptionUpdateFeature):
    """How customers can change subscriptions in the portal."""

    default_allowed_updates: list[BillingPortalSubscriptionUpdate] | None = None
    enabled: bool | None = None
    products: list[BillingPortalProduct] | None = None
    proration_behavior: ProrationBehavior | None = None
    schedule_at_period_end: BillingPortalScheduleAtPeriodEndParams | None = None


class BillingPortalSubscriptionUpdateFeatureParams(
    BillingPortalSubscriptionUpdateFeatureUpdateParams, like=BillingPortalSubscriptionUpdateFeature
):
    """How customers can change subscriptions in the portal."""

    enabled: bool = given()
    """Whether customers can change subscriptions."""


class BillingPortalFeaturesUpdateParams(Value, like=BillingPortalFeatures):
    """What customers can do in the portal. Omitted features do not change."""

    customer_update: BillingPortalCustomerUpdateFeatureUpdateParams | None = None
    invoice_history: BillingPortalFeature | None = None
    payment_method_update: BillingPortalFeature | None = None
    subscription_cancel: BillingPortalSubscriptionCancelFeatureUpdateParams | None = None
    subscription_update: BillingPortalSubscriptionUpdateFeatureUpdateParams | None = None


class BillingPortalFeaturesParams(BillingPortalFeaturesUpdateParams, like=BillingPortalFeatures):
    """What customers can do in the portal. Omitted features are disabled."""

    customer_update: BillingPortalCustomerUpdateFeatureParams | None = None
    subscription_cancel: BillingPortalSubscriptionCancelFeatureParams | None = None
    subscription_update: BillingPortalSubscriptionUpdateFeatureParams | None = None
