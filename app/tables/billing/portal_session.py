"""BillingPortalSession: a customer's visit to the customer portal."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.billing.portal_locale import BillingPortalSessionLocale
from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.texts import Url
from app.tables.transient import Transient
from app.tables.values import Value


class BillingPortalFlowType(StrEnum):
    """The one thing that a portal session is for."""

    PAYMENT_METHOD_UPDATE = "payment_method_update"
    """The customer adds a payment method, which becomes the default."""
    SUBSCRIPTION_CANCEL = "subscription_cancel"
    """The customer cancels a subscription."""
    SUBSCRIPTION_UPDATE = "subscription_update"
    """The customer changes a subscription."""
    SUBSCRIPTION_UPDATE_CONFIRM = "subscription_update_confirm"
    """The customer confirms a change of a subscription."""


class BillingPortalAfterCompletionType(StrEnum):
    """What follows when the customer has completed the flow."""

    HOSTED_CONFIRMATION = "hosted_confirmation"
    """The portal shows a confirmation."""
    PORTAL_HOMEPAGE = "portal_homepage"
    """The portal shows its first page."""
    REDIRECT = "redirect"
    """The customer is redirected to another site."""


class BillingPortalRetentionType(StrEnum):
    """What is offered to a customer who is about to cancel."""

    COUPON_OFFER = "coupon_offer"
    """A coupon for the subscription, in place of the cancellation."""


class BillingPortalHostedConfirmation(Value):
    """The confirmation that the portal shows."""

    custom_message: str | None = given(None, max_length=500)
    """Message on the confirmation; null for the portal's own."""


class BillingPortalRedirect(Value):
    """The redirect from the portal to another site."""

    return_url: Url = given()
    """Address that the customer is redirected to."""


class BillingPortalAfterCompletion(Value):
    """What follows when the customer has completed the flow."""

    hosted_confirmation: BillingPortalHostedConfirmation | None = given(None)
    """The confirmation that the portal shows; null for other types."""
    redirect: BillingPortalRedirect | None = given(None)
    """The redirect to another site; null for other types."""
    type: BillingPortalAfterCompletionType = given()
    """What follows: a confirmation, the first page of the portal, or a redirect."""


class BillingPortalCouponOffer(Value):
    """A coupon that is offered in place of a cancellation."""

    coupon_id: str = ref("coupon")
    """The coupon that is offered."""


class BillingPortalRetention(Value):
    """What is offered to a customer who is about to cancel."""

    coupon_offer: BillingPortalCouponOffer | None = given(None)
    """The coupon that is offered."""
    type: BillingPortalRetentionType = given()
    """The kind of offer that the customer sees."""


class BillingPortalRetentionParams(Value, like=BillingPortalRetention):
    """What is offered to a customer who is about to cancel."""

    coupon_offer: BillingPortalCouponOffer
    type: BillingPortalRetentionType


class BillingPortalSubscriptionCancelFlow(Value):
    """The cancellation of a subscription."""

    retention: BillingPortalRetention | None = given(None)
    """What is offered to the customer in place of the cancellation; null for nothing."""
    subscription_id: str = ref("subscription")
    """The subscription that the customer cancels."""


class BillingPortalSubscriptionCancelFlowParams(Value, like=BillingPortalSubscriptionCancelFlow):
    """The cancellation of a subscription."""

    retention: BillingPortalRetentionParams | None = None
    subscription_id: str


class BillingPortalSubscriptionUpdateFlow(Value):
    """The change of a subscription, which the customer chooses."""

    subscription_id: str = ref("subscription")
    """The subscription that the customer changes."""


class BillingPortalFlowDiscount(Value):
    """A discount that a change of a subscription comes with."""

    coupon_id: str | None = ref("coupon", default=None)
    """The coupon of the discount; null if there is none."""
    promotion_code_id: str | None = ref("promotion_code", default=None)
    """The promotion code of the discount, in place of a coupon; null if there is none."""


class BillingPortalFlowItem(Value):
    """A subscription item as it will be after the change."""

    id: str | None = given(None)
    """ID of the subscription item."""
    price_id: str | None = ref("price", default=None)
    """The price that the item changes to; null for the present one."""
    quantity: int | None = given(None, ge=0)
    """The quantity that the item changes to; null for the present one."""


class BillingPortalFlowItemParams(BillingPortalFlowItem, required=("id",)):
    """A subscription item as it will be after the change."""

    id: str = given()
    """ID of the subscription item."""


class BillingPortalSubscriptionUpdateConfirmFlow(Value):
    """The change of a subscription, which the customer confirms."""

    discounts: list[BillingPortalFlowDiscount] | None = given(None, max_length=1)
    """The discount that the change comes with, at most one; null for none."""
    items: list[BillingPortalFlowItem] = given(min_length=1, max_length=1)
    """The subscription item that changes: exactly one, the only one of the subscription."""
    subscription_id: str = ref("subscription")
    """The subscription that changes."""


class BillingPortalSubscriptionUpdateConfirmFlowParams(Value, like=BillingPortalSubscriptionUpdateConfirmFlow):
    """The change of a subscription, which the customer confirms."""

    discounts: list[BillingPortalFlowDiscount] | None = None
    items: list[BillingPortalFlowItemParams] = given(min_length=1, max_length=1)
    """The subscription item that changes: exactly one, the only one of the subscription."""
    subscription_id: str


class BillingPortalFlow(Value):
    """The one thing that a session is for. The customer sees no other page of the portal."""

    after_completion: BillingPortalAfterCompletion = given(
        BillingPortalAfterCompletion(type=BillingPortalAfterCompletionType.PORTAL_HOMEPAGE)
    )
    """What follows when the customer has completed the flow."""
    subscription_cancel: BillingPortalSubscriptionCancelFlow | None = given(None)
    """The cancellation of a subscription; null for other types."""
    subscription_update: BillingPortalSubscriptionUpdateFlow | None = given(None)
    """The change of a subscription, which the customer chooses; null for other types."""
    subscription_update_confirm: BillingPortalSubscriptionUpdateConfirmFlow | None = given(None)
    """The change of a subscription, which the customer confirms; null for other types."""
    type: BillingPortalFlowType = given()
    """What the session is for."""


class BillingPortalFlowParams(Value, like=BillingPortalFlow):
    """The one thing that a session is for. The customer sees no other page of the portal."""

    after_completion: BillingPortalAfterCompletion | None = given(None)
    """What follows when the customer has completed the flow. The default is the first page of the portal."""
    subscription_cancel: BillingPortalSubscriptionCancelFlowParams | None = given(None)
    """The cancellation of a subscription. Required for the type SUBSCRIPTION_CANCEL."""
    subscription_update: BillingPortalSubscriptionUpdateFlow | None = given(None)
    """The subscription that the customer changes. Required for the type SUBSCRIPTION_UPDATE."""
    subscription_update_confirm: BillingPortalSubscriptionUpdateConfirmFlowParams | None = given(None)
    """The change that the customer confirms. Required for the type SUBSCRIPTION_UPDATE_CONFIRM."""
    type: BillingPortalFlowType


class BillingPortalSession(Transient):
    """A visit of one customer to the customer portal, begun at an address that is shown once."""

    object_name: ClassVar[str] = "billing_portal.session"
    prefix: ClassVar[str] = "bps_"
    events: ClassVar[dict[str, str]] = {"created": "A session of the customer portal was opened."}

    id: str = kept(REQUIRED)
    """Unique identifier of the session."""
    configuration_id: str = ref("billing_portal_configuration", kind="kept")
    """The configuration with what the customer can do."""
    created: datetime = kept(REQUIRED)
    """When the session was created."""
    customer_id: str = ref("customer", kind="kept")
    """The customer who visits the portal."""
    flow: BillingPortalFlow | None = kept()
    """The one thing that the session is for; null for the whole portal."""
    livemode: bool = kept(REQUIRED)
    """Whether the session is of live mode (true) or of test mode (false)."""
    locale: BillingPortalSessionLocale | None = kept()
    """Language of the portal; null or AUTO for the customer's preferred locales, else the language of the browser."""
    on_behalf_of_id: str | None = ref("account", kind="kept", default=None)
    """The connected account whose subscriptions and invoices are shown; null for all."""
    return_url: str | None = kept()
    """Address that the portal leads back to; null for none."""
    url: str = kept(REQUIRED)
    """Address of the session's page: opened once, within five minutes."""
