"""Cancellations by customers, what is offered in their place, and subscriptions that continue after all."""

from app.domain.billing.portal.refusals import Unable
from app.domain.billing.portal.visits import Visit, must_be_changeable, subscription_of
from app.domain.billing.subscriptions import canceling, pausing, updating
from app.domain.tx import Tx
from app.tables.billing.portal_features import BillingPortalCancellationMode
from app.tables.billing.portal_session import BillingPortalCouponOffer
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionChangeParams
from app.tables.billing.subscription_values import SubscriptionCancellationDetails, SubscriptionStatus
from app.tables.shapes.cancellation_feedback import CancellationFeedback
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior


async def cancel(
    tx: Tx, visit: Visit, subscription_id: str, *, feedback: str | None = None, comment: str | None = None
) -> Subscription:
    """Cancel a subscription: immediately, or at the end of its period, as the configuration says."""
    subscription = await subscription_of(tx, visit, subscription_id)
    visit.must_cancel(subscription)
    must_be_changeable(subscription)
    feature = visit.features.subscription_cancel
    details = _details(visit, feedback, comment)
    if feature.mode is BillingPortalCancellationMode.IMMEDIATELY:
        prorate = feature.proration_behavior is ProrationBehavior.CREATE_PRORATIONS
        return await canceling.cancel(tx, subscription, cancellation_details=details, prorate=prorate)
    if subscription.cancel_at_period_end:
        raise Unable("canceled")
    return await updating.update(tx, subscription, cancel_at_period_end=True, cancellation_details=details)


def _details(visit: Visit, feedback: str | None, comment: str | None) -> SubscriptionCancellationDetails | None:
    """What the customer said, among what the configuration asks for."""
    reasons = visit.features.subscription_cancel.cancellation_reason
    if not feedback and not comment:
        return None
    if not reasons.enabled or (feedback and feedback not in reasons.options):
        raise Unable("reason")
    chosen = CancellationFeedback(feedback) if feedback else None
    return SubscriptionCancellationDetails(feedback=chosen, comment=comment or None)


def offer(visit: Visit) -> BillingPortalCouponOffer | None:
    """The coupon that the flow offers in place of the cancellation; None without one."""
    flow = visit.session.flow.subscription_cancel if visit.session.flow else None
    return flow.retention.coupon_offer if flow and flow.retention else None


async def accept_offer(tx: Tx, visit: Visit, subscription_id: str) -> Subscription:
    """Keep the subscription for the coupon that the flow offers."""
    subscription = await subscription_of(tx, visit, subscription_id)
    visit.must_cancel(subscription)
    must_be_changeable(subscription)
    offered = offer(visit)
    if offered is None:
        raise Unable("offer")
    own = [DiscountParams(discount_id=id) for id in subscription.discounts]
    change = SubscriptionChangeParams(discounts=[*own, DiscountParams(coupon_id=offered.coupon_id)])
    return await updating.update(tx, subscription, change=change)


async def keep(tx: Tx, visit: Visit, subscription_id: str) -> Subscription:
    """Take the planned cancellation of a subscription back."""
    subscription = await subscription_of(tx, visit, subscription_id)
    visit.must_continue()
    must_be_changeable(subscription)
    if not subscription.cancel_at_period_end:
        raise Unable("not_ending")
    return await updating.update(tx, subscription, cancel_at_period_end=False)


async def resume(tx: Tx, visit: Visit, subscription_id: str) -> Subscription:
    """Resume a subscription that was paused when its trial ended without a payment method."""
    subscription = await subscription_of(tx, visit, subscription_id)
    visit.must_continue()
    if subscription.status is not SubscriptionStatus.PAUSED:
        raise Unable("not_paused")
    settings = visit.customer.invoice_settings
    if subscription.default_payment_method_id is None and settings.default_payment_method_id is None:
        raise Unable("no_method")
    return await pausing.resume(tx, subscription)
