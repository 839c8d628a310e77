"""The values of a subscription: its statuses, its settings, how it is paid, paused, changed and ended."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.tables.billing.payment_method_options import (
    SubscriptionPaymentMethodOptions,
    SubscriptionPaymentMethodOptionsParams,
)
from app.tables.billing.subscription_item import SubscriptionItemBilled
from app.tables.columns import amount, given, kept, ref
from app.tables.products.price_values import PriceRecurring, PriceRecurringInterval
from app.tables.shapes.automatic_tax import AutomaticTax
from app.tables.shapes.cancellation_feedback import CancellationFeedback
from app.tables.shapes.connect_account_reference import ConnectAccountReference, ConnectAccountReferenceType
from app.tables.shapes.payment_settings import PaymentSettingsPaymentMethodType
from app.tables.values import Value


class SubscriptionStatus(StrEnum):
    """The status of a subscription."""

    ACTIVE = "active"
    """The latest invoice is paid, or not due yet."""
    CANCELED = "canceled"
    """The subscription has ended, and cannot start again."""
    INCOMPLETE = "incomplete"
    """The first invoice is not paid yet. It must be paid within 23 hours."""
    INCOMPLETE_EXPIRED = "incomplete_expired"
    """The first invoice was not paid in time. The subscription never started."""
    PAST_DUE = "past_due"
    """The payment of the latest invoice failed, or the invoice is overdue."""
    PAUSED = "paused"
    """The trial ended without a payment method. No invoices are created until the subscription is resumed."""
    TRIALING = "trialing"
    """The subscription is in its trial period."""
    UNPAID = "unpaid"
    """All attempts to collect an invoice failed. Further invoices stay drafts."""


class SubscriptionAutomaticTaxDisabledReason(StrEnum):
    """Why automatic tax was disabled."""

    REQUIRES_LOCATION_INPUTS = "requires_location_inputs"
    """The customer's location is not known well enough."""


class SubscriptionAutomaticTax(AutomaticTax):
    """Settings of automatic tax."""

    disabled_reason: SubscriptionAutomaticTaxDisabledReason | None = kept()
    """Why automatic tax was disabled; null while tax is calculated, or was never enabled."""


class SubscriptionBillingCycleAnchorConfig(Value):
    """Parts of the moment at which billing periods begin, in UTC."""

    day_of_month: int = given(ge=1, le=31)
    """Day of the month, from 1 to 31; the last day of a month that is shorter."""
    hour: int | None = given(None, ge=0, le=23)
    """Hour of the day, from 0 to 23."""
    minute: int | None = given(None, ge=0, le=59)
    """Minute of the hour, from 0 to 59."""
    month: int | None = given(None, ge=1, le=12)
    """Month of the year, from 1 to 12."""
    second: int | None = given(None, ge=0, le=59)
    """Second of the minute, from 0 to 59."""


class SubscriptionBillingThresholds(Value):
    """Thresholds at which an invoice is created before the period ends."""

    amount_gte: int | None = amount(None, kind="given", ge=0)
    """Amount, in minor units, at which an invoice is created."""
    reset_billing_cycle_anchor: bool | None = given(None)
    """Whether a new billing period begins when the threshold is reached."""


class SubscriptionCancellationDetailsReason(StrEnum):
    """Why a subscription is canceled."""

    CANCELLATION_REQUESTED = "cancellation_requested"
    """The merchant or the customer requested the cancellation."""
    PAYMENT_DISPUTED = "payment_disputed"
    """The customer disputed a payment."""
    PAYMENT_FAILED = "payment_failed"
    """All attempts to collect an invoice failed."""


class SubscriptionCancellationDetails(Value):
    """Why a subscription was, or will be, canceled."""

    comment: str | None = given(None, max_length=5000)
    """The customer's explanation, in their own words."""
    feedback: CancellationFeedback | None = given(None)
    """The customer's reason for canceling."""
    reason: SubscriptionCancellationDetailsReason | None = kept()
    """Why the subscription is canceled; null while it is not."""


class SubscriptionInvoiceSettings(Value):
    """Settings of the invoices of a subscription."""

    account_tax_ids: list[str] | None = ref("tax_id", default=None)
    """The account's own tax IDs that the invoices show; null for none."""
    issuer: ConnectAccountReference = given(ConnectAccountReference(type=ConnectAccountReferenceType.SELF))
    """The account that issues the invoices."""


class SubscriptionPauseCollectionBehavior(StrEnum):
    """What happens to invoices while collection is paused."""

    KEEP_AS_DRAFT = "keep_as_draft"
    """Invoices remain in draft status."""
    MARK_UNCOLLECTIBLE = "mark_uncollectible"
    """Invoices are finalized and marked uncollectible."""
    VOID = "void"
    """Invoices are finalized and voided."""


class SubscriptionPauseCollection(Value):
    """A pause of the collection of invoices. Billing periods go on meanwhile."""

    behavior: SubscriptionPauseCollectionBehavior = given()
    """What happens to invoices meanwhile."""
    resumes_at: datetime | None = given(None)
    """When collection resumes; null if only an update is to end the pause."""


class SubscriptionPaymentSettingsSaveDefaultPaymentMethod(StrEnum):
    """Whether the payment method of a successful payment becomes the subscription's default."""

    OFF = "off"
    """The default payment method stays as it is."""
    ON_SUBSCRIPTION = "on_subscription"
    """The payment method becomes the default of the subscription."""


class SubscriptionPaymentSettings(Value):
    """Settings of the payments of the invoices of a subscription."""

    payment_method_options: SubscriptionPaymentMethodOptions | None = given(None)
    """Settings for each type of payment method."""
    payment_method_types: list[PaymentSettingsPaymentMethodType] | None = given(None)
    """The types of payment method that invoices allow; null for those of the account's settings."""
    save_default_payment_method: SubscriptionPaymentSettingsSaveDefaultPaymentMethod | None = given(
        SubscriptionPaymentSettingsSaveDefaultPaymentMethod.OFF
    )
    """Whether the payment method of a successful payment becomes the default. The default is `OFF`."""


class SubscriptionPaymentSettingsParams(Value, like=SubscriptionPaymentSettings):
    """Settings of the payments of the invoices of a subscription. Omitted settings do not change."""

    payment_method_options: SubscriptionPaymentMethodOptionsParams | None = given(None)
    """Settings for each type of payment method."""
    payment_method_types: list[PaymentSettingsPaymentMethodType] | None = None
    save_default_payment_method: SubscriptionPaymentSettingsSaveDefaultPaymentMethod | None = None


class SubscriptionPendingInvoiceItemInterval(Value, like=PriceRecurring):
    """How often pending invoice items are billed, if more often than the subscription."""

    interval: PriceRecurringInterval = given()
    """The unit of the interval."""
    interval_count: int = given(1, ge=1)
    """Number of units, at most a year. The default is 1."""


class SubscriptionPendingUpdate(Value):
    """Changes that are applied once their invoice is paid."""

    billing_cycle_anchor: datetime | None = given(None)
    """The new billing cycle anchor; null if it does not change."""
    expires_at: datetime = given()
    """When the changes are discarded unless their invoice is paid."""
    subscription_items: list[str] | None = ref("subscription_item", kind="kept", default=None, embedded=True)
    """The new items; null if they do not change."""
    trial_end: datetime | None = given(None)
    """The new end of the trial; null if it does not change."""
    trial_from_plan: bool | None = given(None)
    """Whether the trial is that of the price."""


class SubscriptionPendingItem(Value):
    """An item of a subscription as a pending update would have it."""

    id: str
    """The item, which is new or changes."""
    price_id: str
    """The price that would be billed."""
    quantity: int | None
    """The units that would be billed; None for a metered price."""
    billed: SubscriptionItemBilled | None
    """What the invoice of the update bills in advance."""


class SubscriptionPendingChange(Value):
    """What a subscription is to be once the invoice of its pending update is paid."""

    invoice_id: str
    items: list[SubscriptionPendingItem]
    """All items of the subscription then."""
    shown: list[str]
    """Rows that stand for the items that change, in the pending update alone."""
    anchor_day: int | None
    billing_cycle_anchor: datetime
    current_period_end: datetime
    current_period_start: datetime
    status: SubscriptionStatus
    trial_end: datetime | None
    trial_start: datetime | None


class SubscriptionTransferData(Value):
    """The transfer of the payments' funds to a connected account."""

    amount_percent: Decimal | None = given(None, number=True, ge=0, le=100, decimal_places=2)
    """Percent of each invoice's total that is transferred; null for all of it."""
    destination_id: str = ref("account")
    """The connected account that receives the funds."""


class SubscriptionTrialSettingsEndBehaviorMissingPaymentMethod(StrEnum):
    """What happens if there is no payment method when a trial ends."""

    CANCEL = "cancel"
    """The subscription is canceled."""
    CREATE_INVOICE = "create_invoice"
    """An invoice is created, whose payment fails."""
    PAUSE = "pause"
    """The subscription is paused."""


class SubscriptionTrialSettingsEndBehavior(Value):
    """What happens when a trial ends."""

    missing_payment_method: SubscriptionTrialSettingsEndBehaviorMissingPaymentMethod = given()
    """What happens if there is no payment method."""


class SubscriptionTrialSettings(Value):
    """Settings of the trial."""

    end_behavior: SubscriptionTrialSettingsEndBehavior = given()
    """What happens when the trial ends."""


INVOICED = SubscriptionTrialSettings(
    end_behavior=SubscriptionTrialSettingsEndBehavior(
        missing_payment_method=SubscriptionTrialSettingsEndBehaviorMissingPaymentMethod.CREATE_INVOICE
    )
)
"""The trial settings of a subscription that was given none."""
