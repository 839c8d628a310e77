"""What callers give for the phases of a subscription schedule, and for the defaults of the phases."""

from datetime import datetime
from decimal import Decimal

from app.tables.billing.subscription_params import (
    MAX_ITEMS,
    SubscriptionAddInvoiceItemParams,
    SubscriptionCreateItemParams,
)
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleBillingCycleAnchor,
    SubscriptionScheduleDefaultSettings,
    SubscriptionSchedulePhase,
    SubscriptionSchedulePhaseInvoiceSettings,
)
from app.tables.billing.subscription_values import (
    SubscriptionAutomaticTax,
    SubscriptionBillingThresholds,
    SubscriptionTransferData,
)
from app.tables.columns import given, ref
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.date_time_keyword import DateTimeKeyword
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.texts import MetadataInput
from app.tables.values import Value

MAX_PHASES = 10
"""Phases of a schedule that are current or to come."""
MAX_ITERATIONS = 1000


class SubscriptionScheduleDefaultSettingsParams(Value, like=SubscriptionScheduleDefaultSettings):
    """Settings of the phases that have none of their own. Omitted settings do not change."""

    application_fee_percent: Decimal | None = None
    automatic_tax: SubscriptionAutomaticTax | None = None
    billing_cycle_anchor: SubscriptionScheduleBillingCycleAnchor | None = None
    billing_thresholds: SubscriptionBillingThresholds | None = None
    collection_method: CollectionMethod | None = None
    default_payment_method_id: str | None = None
    description: str | None = None
    invoice_settings: SubscriptionSchedulePhaseInvoiceSettings | None = None
    on_behalf_of_id: str | None = None
    transfer_data: SubscriptionTransferData | None = None


class SubscriptionSchedulePhaseParams(Value, like=SubscriptionSchedulePhase):
    """What is given alike for a phase of a schedule that is created, and of one that is updated."""

    add_invoice_items: list[SubscriptionAddInvoiceItemParams] | None = given(None, max_length=MAX_ITEMS)
    """One-time prices on the first invoice of the phase, at most 20."""
    application_fee_percent: Decimal | None = None
    automatic_tax: SubscriptionAutomaticTax | None = None
    billing_cycle_anchor: SubscriptionScheduleBillingCycleAnchor | None = None
    billing_thresholds: SubscriptionBillingThresholds | None = None
    collection_method: CollectionMethod | None = None
    coupon_id: str | None = ref("coupon", default=None)
    """The coupon of the phase, in place of `discounts`."""
    currency: str | None = given(None, min_length=3, max_length=3)
    """Currency of the invoices: a three-letter ISO 4217 code. All phases have the same currency."""
    default_payment_method_id: str | None = None
    default_tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=5)
    """Tax rates of the items that have none of their own, at most five."""
    description: str | None = None
    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """Discounts of the subscription, in the order in which they apply."""
    invoice_settings: SubscriptionSchedulePhaseInvoiceSettings | None = None
    items: list[SubscriptionCreateItemParams] = given(min_length=1, max_length=MAX_ITEMS)
    """The prices to bill, at most 20, all of the same billing period."""
    iterations: int | None = given(None, ge=1, le=MAX_ITERATIONS)
    """Length of the phase, in billing periods of the prices. Only the last phase can omit both its end and length, and
    is then one period long."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs that are merged with the subscription's when the phase begins; an empty value removes its key."""
    on_behalf_of_id: str | None = None
    proration_behavior: ProrationBehavior | None = None
    transfer_data: SubscriptionTransferData | None = None
    trial: bool | None = given(None)
    """Whether the whole phase is a trial, in place of `trialEnd`."""


class SubscriptionScheduleCreatePhaseParams(SubscriptionSchedulePhaseParams):
    """A phase of a schedule, for a number of `iterations` or until `endDate`."""

    end_date: datetime | None = given(None)
    """When the phase ends, in place of `iterations`."""
    trial_end: datetime | None = given(None)
    """When the trial ends that begins with the phase; by the end of the phase."""


class SubscriptionScheduleUpdatePhaseParams(SubscriptionSchedulePhaseParams):
    """A phase of a schedule: the current one, or one to come. Omitted settings are removed."""

    end_date: datetime | DateTimeKeyword | None = given(None)
    """When the phase ends, in place of `iterations`, or `NOW`."""
    start_date: datetime | DateTimeKeyword | None = given(None)
    """When the phase begins, or `NOW`. Required for the first phase that is given; the others begin when the phase
    before ends."""
    trial_end: datetime | DateTimeKeyword | None = given(None)
    """When the trial ends that begins with the phase, by the end of the phase, or `NOW`."""
