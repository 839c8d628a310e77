"""Flows of the customer portal: the one thing that a session is for, as far as the configuration allows it."""

from typing import Any

from app.domain.mistakes import Mistakes
from app.domain.products import coupons, discounts
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing, shown
from app.tables.billing.portal_configuration import BillingPortalConfiguration
from app.tables.billing.portal_features import BillingPortalFeatures, BillingPortalSubscriptionUpdate
from app.tables.billing.portal_session import (
    BillingPortalAfterCompletion,
    BillingPortalAfterCompletionType,
    BillingPortalFlow,
    BillingPortalFlowItem,
    BillingPortalFlowParams,
    BillingPortalFlowType,
    BillingPortalSubscriptionUpdateConfirmFlowParams,
)
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon
from app.tables.products.price import Price

_FEATURES = {
    BillingPortalFlowType.PAYMENT_METHOD_UPDATE: "payment_method_update",
    BillingPortalFlowType.SUBSCRIPTION_CANCEL: "subscription_cancel",
    BillingPortalFlowType.SUBSCRIPTION_UPDATE: "subscription_update",
    BillingPortalFlowType.SUBSCRIPTION_UPDATE_CONFIRM: "subscription_update",
}
"""The feature that a configuration must have enabled for a flow."""
_DETAILS = tuple(type for type in BillingPortalFlowType if type is not BillingPortalFlowType.PAYMENT_METHOD_UPDATE)
"""The flows that are about a subscription, each with a field of its name."""

CHANGEABLE = (SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING, SubscriptionStatus.PAST_DUE)
"""The statuses in which customers can change a subscription, or cancel it."""


async def settled(
    tx: Tx, customer: Customer, configuration: BillingPortalConfiguration, given: BillingPortalFlowParams
) -> BillingPortalFlow:
    """The flow, complete. Raises InvalidRequest for what the configuration does not allow, what does not fit the type,
    and what is not there."""
    with Mistakes() as mistakes:
        feature = _FEATURES[given.type]
        if not getattr(configuration.features, feature).enabled:
            mistakes.add(
                InvalidRequest(
                    f"`type` {shown(given.type)} needs a configuration with `features.{feature}` enabled.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="type",
                )
            )
        for type in _DETAILS:
            _must_fit(mistakes, given.type, type.value, wanted=type is given.type, there=bool(given[type.value]))
        with mistakes.noted("after_completion"):
            _check_completion(given.after_completion)
        if given.subscription_cancel is not None and given.subscription_cancel.retention is not None:
            with mistakes.noted("subscription_cancel.retention.coupon_offer"):
                offered = given.subscription_cancel.retention.coupon_offer.coupon_id
                coupons.must_be_redeemable(tx, await tx.get(Coupon, offered, field="coupon", lock=False), "coupon")
        for type in _DETAILS:
            if (about := given[type.value]) is not None:
                with mistakes.noted(type.value):
                    await _check_subscription(tx, customer, about)
        if given.subscription_update_confirm is not None:
            with mistakes.noted("subscription_update_confirm"):
                await _check_change(tx, customer, configuration.features, given.subscription_update_confirm)
    kept = given.model_dump(exclude_none=True)
    return BillingPortalFlow(**kept)


def _must_fit(
    mistakes: Mistakes,
    type: BillingPortalFlowType | BillingPortalAfterCompletionType,
    name: str,
    *,
    wanted: bool,
    there: bool,
) -> None:
    if wanted is there:
        return
    mistakes.add(
        InvalidRequest(
            f"`type` {shown(type)} {'needs' if wanted else 'does not take'} `{name}`.",
            code=ErrorCode.PARAMETER_MISSING if wanted else ErrorCode.PARAMETER_UNKNOWN,
            field=name,
        )
    )


def _check_completion(given: BillingPortalAfterCompletion | None) -> None:
    if given is None:
        return
    with Mistakes() as mistakes:
        redirects = given.type is BillingPortalAfterCompletionType.REDIRECT
        _must_fit(mistakes, given.type, "redirect", wanted=redirects, there=given.redirect is not None)
        confirms = given.type is BillingPortalAfterCompletionType.HOSTED_CONFIRMATION
        if not confirms:
            there = given.hosted_confirmation is not None
            _must_fit(mistakes, given.type, "hosted_confirmation", wanted=False, there=there)


async def _check_subscription(tx: Tx, customer: Customer, given: Any) -> None:
    """Raise InvalidRequest for a subscription of another customer, or one that has ended; and for a change of what is
    not the only item of the subscription."""
    subscription = await tx.get(Subscription, given.subscription_id, field="subscription", lock=False)
    if subscription.customer_id != customer.id:
        raise ResourceMissing(Subscription.object_name, subscription.id, field="subscription")
    if subscription.status not in CHANGEABLE:
        raise InvalidRequest(
            f"The `status` of the subscription is {shown(subscription.status)}, so customers cannot change it.",
            code=ErrorCode.PARAMETER_INVALID,
            field="subscription",
        )
    if isinstance(given, BillingPortalSubscriptionUpdateConfirmFlowParams):
        rows = await tx.find(SubscriptionItem, subscription_id=subscription.id, lock=False)
        if len(rows) > 1:
            raise InvalidRequest(
                "The subscription has several items, and customers can change only those with one.",
                code=ErrorCode.PARAMETER_INVALID,
                field="subscription",
            )
        if given.items[0].id not in [row.id for row in rows]:
            raise ResourceMissing(SubscriptionItem.object_name, given.items[0].id, field="items.0.id")


async def _check_change(
    tx: Tx,
    customer: Customer,
    features: BillingPortalFeatures,
    given: BillingPortalSubscriptionUpdateConfirmFlowParams,
) -> None:
    """Raise InvalidRequest for a change that customers cannot make by the configuration, and for a discount that this
    customer cannot have."""
    with Mistakes() as mistakes:
        for place, discount in enumerate(given.discounts or ()):
            with mistakes.noted(f"discounts.{place}"):
                found = await discounts.chosen(
                    tx, customer, discount.coupon_id, discount.promotion_code_id, of_any_amount=False
                )
                if found is None:
                    raise InvalidRequest(
                        "Give `coupon` or `promotion_code`.", code=ErrorCode.PARAMETER_MISSING, field="coupon"
                    )
        for place, item in enumerate(given.items):
            with mistakes.noted(f"items.{place}"):
                await _check_item(tx, features, item)


async def _check_item(tx: Tx, features: BillingPortalFeatures, item: BillingPortalFlowItem) -> None:
    allowed = features.subscription_update.default_allowed_updates
    with Mistakes() as mistakes:
        if item.price_id is None and item.quantity is None:
            mistakes.add(
                InvalidRequest(
                    "Nothing changes. Give `price` or `quantity`.", code=ErrorCode.PARAMETER_MISSING, field="price"
                )
            )
        if item.quantity is not None and item.price_id is None:
            with mistakes.noted():
                _must_be_allowed(BillingPortalSubscriptionUpdate.QUANTITY in allowed, "quantity")
        if item.price_id is not None:
            with mistakes.noted():
                await tx.get(Price, item.price_id, field="price", lock=False)
                offered = {price for each in features.subscription_update.products or () for price in each.prices}
                changes = BillingPortalSubscriptionUpdate.PRICE in allowed
                _must_be_allowed(changes and item.price_id in offered, "price")


def _must_be_allowed(allowed: bool, name: str) -> None:
    if not allowed:
        raise InvalidRequest(
            f"The configuration does not allow customers to change to this `{name}`.",
            code=ErrorCode.PARAMETER_INVALID,
            field=name,
        )
