"""Subscription: what a customer is billed for, period by period."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from app.tables.billing.subscription_values import (
    INVOICED,
    SubscriptionAutomaticTax,
    SubscriptionBillingCycleAnchorConfig,
    SubscriptionBillingThresholds,
    SubscriptionCancellationDetails,
    SubscriptionInvoiceSettings,
    SubscriptionPauseCollection,
    SubscriptionPaymentSettings,
    SubscriptionPendingChange,
    SubscriptionPendingInvoiceItemInterval,
    SubscriptionPendingUpdate,
    SubscriptionStatus,
    SubscriptionTransferData,
    SubscriptionTrialSettings,
)
from app.tables.columns import Many, editable, given, kept, many, ref
from app.tables.connect.application import Application
from app.tables.partitions import RENEWED
from app.tables.resource import Resource, Tagged
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.texts import CurrencyCode


class Subscription(Tagged, Resource, table=True):
    """What a customer is billed for, period by period."""

    prefix: ClassVar[str] = "sub_"
    storage: ClassVar[str] = RENEWED
    awaited: ClassVar[tuple[str, ...]] = ("default_source",)
    events: ClassVar[dict[str, str]] = {
        "customer.subscription.created": "A subscription was created.",
        "customer.subscription.deleted": "A customer's subscription ended.",
        "customer.subscription.paused": "A subscription was paused: its trial ended without a payment method.",
        "customer.subscription.pending_update_applied": "A pending update was applied: its invoice was paid.",
        "customer.subscription.pending_update_expired": "A pending update expired: its invoice was not paid.",
        "customer.subscription.resumed": "A paused subscription was resumed.",
        "customer.subscription.trial_will_end": "A trial ends in three days, or was ended early.",
        "customer.subscription.updated": "A subscription was updated: its items, status, period or settings.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        SubscriptionStatus.INCOMPLETE: {
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.TRIALING,
            SubscriptionStatus.INCOMPLETE_EXPIRED,
        },
        SubscriptionStatus.TRIALING: {
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.PAST_DUE,
            SubscriptionStatus.PAUSED,
            SubscriptionStatus.CANCELED,
        },
        SubscriptionStatus.ACTIVE: {
            SubscriptionStatus.TRIALING,
            SubscriptionStatus.PAST_DUE,
            SubscriptionStatus.CANCELED,
        },
        SubscriptionStatus.PAST_DUE: {
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.UNPAID,
            SubscriptionStatus.CANCELED,
        },
        SubscriptionStatus.UNPAID: {SubscriptionStatus.ACTIVE, SubscriptionStatus.CANCELED},
        SubscriptionStatus.PAUSED: {SubscriptionStatus.ACTIVE, SubscriptionStatus.CANCELED},
    }
    items: ClassVar[Many] = many(
        "subscription_item", by="subscription_id", url="/v1/subscription_items?subscription={id}", counted=True
    )

    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    application_fee_percent: Decimal | None = editable(None, number=True, ge=0, le=100, decimal_places=2)
    """Percent of each invoice's subtotal that is the platform's application fee; null without one."""
    automatic_tax: SubscriptionAutomaticTax = editable(SubscriptionAutomaticTax(enabled=False))
    """Settings of automatic tax."""
    billing_cycle_anchor: datetime = kept()
    """A moment at which a billing period begins. All other periods begin on the same day of the week or month."""
    billing_cycle_anchor_config: SubscriptionBillingCycleAnchorConfig | None = given(None)
    """Parts of the moment at which billing periods begin, from which `billingCycleAnchor` follows; null without."""
    billing_thresholds: SubscriptionBillingThresholds | None = editable(None)
    """Thresholds at which an invoice is created before the period ends; null without them."""
    cancel_at: datetime | None = editable(None)
    """When the subscription will be canceled; null if it is not to be."""
    cancel_at_period_end: bool = editable(False)
    """Whether the subscription will be canceled at the end of the current period."""
    canceled_at: datetime | None = kept()
    """When the cancellation was requested, even if the subscription ends later; null without one."""
    cancellation_details: SubscriptionCancellationDetails | None = kept(SubscriptionCancellationDetails())
    """Why the subscription was, or will be, canceled."""
    collection_method: CollectionMethod = editable(CollectionMethod.CHARGE_AUTOMATICALLY)
    """How invoices are collected. The default is `CHARGE_AUTOMATICALLY`."""
    currency: CurrencyCode = kept("", min_length=3, max_length=3)
    """Currency of the invoices: a three-letter ISO 4217 code, in lower case."""
    current_period_end: datetime = kept()
    """When the current period ends: then the next invoice is created."""
    current_period_start: datetime = kept()
    """When the current period began."""
    customer_id: str = ref("customer", back="subscriptions")
    """The customer who is billed."""
    days_until_due: int | None = editable(None, ge=0, le=3650)
    """Days that the customer has to pay an invoice that is sent; null where invoices are charged automatically."""
    default_payment_method_id: str | None = ref("payment_method", back="subscriptions", kind="editable", default=None)
    """The payment method of the invoices, which must be the customer's; null for the customer's default."""
    default_tax_rates: list[str] = ref("tax_rate", kind="editable", default=[], embedded=True, max_length=5)
    """Tax rates of the items that have none of their own, at most five."""
    description: str | None = editable(None, max_length=500)
    """Description of the subscription, which the customer may be shown."""
    discount_id: str | None = ref("discount", kind="kept", default=None, embedded=True)
    """The first discount of the subscription; null without one. `discounts` has all of them."""
    discounts: list[str] = ref("discount", kind="kept", default=[])
    """Discounts of the subscription, in the order in which they apply."""
    ended_at: datetime | None = kept()
    """When the subscription ended; null while it has not."""
    invoice_settings: SubscriptionInvoiceSettings = editable(SubscriptionInvoiceSettings())
    """Settings of the invoices."""
    latest_invoice_id: str | None = ref("invoice", kind="kept", default=None)
    """The latest invoice of the subscription; null before the first."""
    next_pending_invoice_item_invoice: datetime | None = kept()
    """When pending invoice items are billed next; null without `pendingInvoiceItemInterval`."""
    on_behalf_of_id: str | None = ref("account", kind="editable", default=None)
    """The connected account for which the customer is billed; null for the account itself."""
    pause_collection: SubscriptionPauseCollection | None = kept()
    """The pause of the collection of invoices; null if there is none."""
    payment_settings: SubscriptionPaymentSettings | None = kept(SubscriptionPaymentSettings())
    """Settings of the payments of the invoices."""
    pending_invoice_item_interval: SubscriptionPendingInvoiceItemInterval | None = editable(None)
    """How often pending invoice items are billed, if more often than the subscription."""
    pending_setup_intent_id: str | None = ref("setup_intent", back="subscriptions", kind="kept", default=None)
    """The setup intent by which the customer adds a payment method if nothing is paid at first; null without one."""
    pending_update: SubscriptionPendingUpdate | None = kept()
    """Changes that are applied once their invoice is paid; null without any."""
    schedule_id: str | None = ref("subscription_schedule", kind="kept", default=None)
    """The schedule that manages the subscription; null without one."""
    start_date: datetime = kept()
    """When the subscription began, which can be before it was created."""
    status: SubscriptionStatus = kept(SubscriptionStatus.INCOMPLETE)
    """The status of the subscription."""
    test_clock_id: str | None = ref("test_clock", back="subscriptions", kind="kept", default=None)
    """The test clock of the customer; null for a subscription in real time."""
    transfer_data: SubscriptionTransferData | None = editable(None)
    """The transfer of the payments' funds to a connected account; null without one."""
    trial_end: datetime | None = kept()
    """When the trial ends, or ended; null without one."""
    trial_settings: SubscriptionTrialSettings | None = editable(INVOICED)
    """Settings of the trial."""
    trial_start: datetime | None = kept()
    """When the trial began; null without one."""

    anchor_day: int | None = kept(hidden=True)
    """Day of the month on which periods begin, where the anchor's own month is too short for it."""
    pending_change: SubscriptionPendingChange | None = kept(hidden=True)
    """All that `pending_update` would change."""
    prorates_end: bool = kept(False, hidden=True)
    """Whether what is left of the period is credited when the subscription is canceled at `cancel_at`."""
    phase_end: datetime | None = kept(hidden=True)
    """When the current phase of the schedule ends, by which the subscription is then renewed or ended."""
