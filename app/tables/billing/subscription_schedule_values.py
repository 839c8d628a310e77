"""The values of a subscription schedule: its statuses, its phases, and the defaults of the phases."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.tables.billing.subscription_item import SubscriptionItemBillingThresholds
from app.tables.billing.subscription_values import (
    SubscriptionAutomaticTax,
    SubscriptionBillingThresholds,
    SubscriptionTransferData,
)
from app.tables.columns import given, ref
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.connect_account_reference import ConnectAccountReference, ConnectAccountReferenceType
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class SubscriptionScheduleStatus(StrEnum):
    """The status of a subscription schedule."""

    ACTIVE = "active"
    """A phase is current, and the subscription exists."""
    CANCELED = "canceled"
    """The schedule and its subscription were canceled."""
    COMPLETED = "completed"
    """The last phase ended, and the subscription with it."""
    NOT_STARTED = "not_started"
    """The first phase has not begun, and there is no subscription yet."""
    RELEASED = "released"
    """The subscription continues without the schedule."""


class SubscriptionScheduleEndBehavior(StrEnum):
    """What happens to the subscription when the last phase ends."""

    CANCEL = "cancel"
    """The subscription is canceled."""
    NONE = "none"
    """A value of former versions of the API. Not accepted."""
    RELEASE = "release"
    """The subscription continues without the schedule."""
    RENEW = "renew"
    """A value of former versions of the API. Not accepted."""


class SubscriptionScheduleBillingCycleAnchor(StrEnum):
    """Whether billing periods begin with a phase."""

    AUTOMATIC = "automatic"
    """Billing periods continue, unless the phase requires another anchor, such as by another interval."""
    PHASE_START = "phase_start"
    """A billing period begins when the phase begins."""


class SubscriptionScheduleCurrentPhase(Value):
    """The start and the end of the current phase."""

    end_date: datetime = given()
    """When the phase ends."""
    start_date: datetime = given()
    """When the phase began."""


class SubscriptionScheduleInvoiceSettings(Value):
    """Settings of the invoices of a schedule's subscription."""

    account_tax_ids: list[str] | None = ref("tax_id", default=None)
    """The account's own tax IDs that the invoices show; null for none."""
    days_until_due: int | None = given(None, ge=0, le=3650)
    """Days that the customer has to pay an invoice that is sent; null where invoices are charged automatically."""
    issuer: ConnectAccountReference = given(ConnectAccountReference(type=ConnectAccountReferenceType.SELF))
    """The account that issues the invoices."""


class SubscriptionSchedulePhaseInvoiceSettings(Value, like=SubscriptionScheduleInvoiceSettings):
    """Settings of the invoices during a phase."""

    account_tax_ids: list[str] | None = ref("tax_id", default=None)
    """The account's own tax IDs that the invoices show; null for those of the schedule's default settings."""
    days_until_due: int | None = None
    issuer: ConnectAccountReference | None = given(None)
    """The account that issues the invoices; null for that of the schedule's default settings."""


class SubscriptionScheduleDefaultSettings(Value):
    """Settings of the phases that have none of their own."""

    application_fee_percent: Decimal | None = given(None, number=True, ge=0, le=100, decimal_places=2)
    """Percent of each invoice's subtotal that is the platform's application fee; null without one."""
    automatic_tax: SubscriptionAutomaticTax | None = given(SubscriptionAutomaticTax(enabled=False))
    """Settings of automatic tax."""
    billing_cycle_anchor: SubscriptionScheduleBillingCycleAnchor = given(
        SubscriptionScheduleBillingCycleAnchor.AUTOMATIC
    )
    """Whether billing periods begin with each phase. The default is `AUTOMATIC`."""
    billing_thresholds: SubscriptionBillingThresholds | None = given(None)
    """Thresholds at which an invoice is created before the period ends; null without them."""
    collection_method: CollectionMethod | None = given(CollectionMethod.CHARGE_AUTOMATICALLY)
    """How invoices are collected. The default is `CHARGE_AUTOMATICALLY`."""
    default_payment_method_id: str | None = ref("payment_method", default=None)
    """The payment method of the invoices, which must be the customer's; null for the customer's default."""
    description: str | None = given(None, max_length=500)
    """Description of the subscription, which the customer may be shown."""
    invoice_settings: SubscriptionScheduleInvoiceSettings = given(SubscriptionScheduleInvoiceSettings())
    """Settings of the invoices."""
    on_behalf_of_id: str | None = ref("account", default=None)
    """The connected account for which the customer is billed; null for the account itself."""
    transfer_data: SubscriptionTransferData | None = given(None)
    """The transfer of the payments' funds to a connected account; null without one."""


class SubscriptionScheduleDiscount(DiscountParams):
    """A discount of a phase: exactly one of the coupon, the discount and the promotion code is set."""

    coupon_id: str | None = ref("coupon", default=None)
    """The coupon that is redeemed when the phase begins; null for a discount or a promotion code."""
    discount_id: str | None = ref("discount", default=None)
    """The discount that already exists; null for a coupon or a promotion code."""
    promotion_code_id: str | None = ref("promotion_code", default=None)
    """The promotion code that is redeemed when the phase begins; null for a coupon or a discount."""


class SubscriptionSchedulePhaseAddInvoiceItem(Value):
    """A one-time price on the first invoice of a phase."""

    discounts: list[SubscriptionScheduleDiscount] = given([])
    """Discounts of the invoice item, in the order in which they apply."""
    price_id: str = ref("price")
    """The one-time price that is billed."""
    quantity: int | None = given(None, ge=0)
    """Units that are billed."""
    tax_rates: list[str] | None = ref("tax_rate", default=[], embedded=True, max_length=5)
    """Tax rates of the invoice item, in place of the phase's."""


class SubscriptionSchedulePhaseItem(Value):
    """A price that the subscription bills during a phase, with its quantity."""

    billing_thresholds: SubscriptionItemBillingThresholds | None = given(None)
    """The usage at which an invoice is created before the period ends; null without a threshold."""
    discounts: list[SubscriptionScheduleDiscount] = given([])
    """Discounts of the item, which apply before those of the phase."""
    metadata: dict[str, str] | None = given({})
    """Key-value pairs of the subscription's item when the phase begins."""
    plan_id: str = ref("plan")
    """The price that is billed, as a plan."""
    price_id: str = ref("price")
    """The price that is billed."""
    quantity: int | None = given(None, ge=0)
    """Units that are billed each period; null for a metered price."""
    tax_rates: list[str] | None = ref("tax_rate", default=[], embedded=True, max_length=5)
    """Tax rates of the item, in place of the phase's."""


class SubscriptionSchedulePhase(Value):
    """What the subscription is from one moment to another."""

    add_invoice_items: list[SubscriptionSchedulePhaseAddInvoiceItem] = given([])
    """One-time prices on the first invoice of the phase."""
    application_fee_percent: Decimal | None = given(None, number=True, ge=0, le=100, decimal_places=2)
    """Percent of each invoice's subtotal that is the platform's application fee; null for the default setting."""
    automatic_tax: SubscriptionAutomaticTax | None = given(None)
    """Settings of automatic tax; null for the default settings."""
    billing_cycle_anchor: SubscriptionScheduleBillingCycleAnchor | None = given(None)
    """Whether a billing period begins with the phase; null for the default setting."""
    billing_thresholds: SubscriptionBillingThresholds | None = given(None)
    """Thresholds at which an invoice is created before the period ends; null for the default settings."""
    collection_method: CollectionMethod | None = given(None)
    """How invoices are collected; null for the default setting."""
    coupon_id: str | None = ref("coupon", default=None)
    """The coupon of the phase's only discount; null for a promotion code, several discounts, or none."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the invoices: a three-letter ISO 4217 code, in lower case."""
    default_payment_method_id: str | None = ref("payment_method", default=None)
    """The payment method of the invoices, which must be the customer's; null for the default setting."""
    default_tax_rates: list[str] | None = ref("tax_rate", default=[], embedded=True, max_length=5)
    """Tax rates of the items that have none of their own, at most five."""
    description: str | None = given(None, max_length=500)
    """Description of the subscription, which the customer may be shown; null for the default setting."""
    discounts: list[SubscriptionScheduleDiscount] = given([])
    """Discounts of the subscription, in the order in which they apply."""
    end_date: datetime = given()
    """When the phase ends."""
    invoice_settings: SubscriptionSchedulePhaseInvoiceSettings | None = given(None)
    """Settings of the invoices; null for the default settings."""
    items: list[SubscriptionSchedulePhaseItem] = given()
    """The prices that the subscription bills."""
    metadata: dict[str, str] | None = given({})
    """Key-value pairs that are merged with the subscription's when the phase begins; an empty value removes its key."""
    on_behalf_of_id: str | None = ref("account", default=None)
    """The connected account for which the customer is billed; null for the default setting."""
    proration_behavior: ProrationBehavior = given(ProrationBehavior.CREATE_PRORATIONS)
    """How the change is billed if the phase begins within a billing period. The default is `CREATE_PRORATIONS`."""
    start_date: datetime = given()
    """When the phase begins."""
    transfer_data: SubscriptionTransferData | None = given(None)
    """The transfer of the payments' funds to a connected account; null for the default setting."""
    trial_end: datetime | None = given(None)
    """When the trial ends that begins with the phase; null without a trial."""
