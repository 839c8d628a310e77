"""What callers give for the preview of an invoice: the subscription or schedule as it would be, and the customer."""

from datetime import datetime
from enum import StrEnum

from app.tables.billing.invoice_params import InvoiceItemChangeParams
from app.tables.billing.subscription_params import (
    MAX_ITEMS,
    SubscriptionBillingCycleAnchor,
    SubscriptionUpdateItemParams,
)
from app.tables.billing.subscription_schedule_params import SubscriptionScheduleUpdatePhaseParams
from app.tables.billing.subscription_schedule_values import SubscriptionScheduleEndBehavior
from app.tables.columns import given, ref
from app.tables.core_resources.customer import CustomerTaxExempt
from app.tables.shapes.address import Address
from app.tables.shapes.automatic_tax import AutomaticTax
from app.tables.shapes.connect_account_reference import ConnectAccountReference
from app.tables.shapes.date_time_keyword import DateTimeKeyword
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.tax_ids import TaxIdentityParams
from app.tables.texts import CurrencyCode, IpAddress
from app.tables.values import Value


class InvoicePreviewMode(StrEnum):
    """What of the next invoice is previewed."""

    NEXT = "next"
    """All that the next invoice bills."""
    RECURRING = "recurring"
    """What the subscription bills in each period, without prorations and other invoice items."""


class InvoiceItemPreviewParams(InvoiceItemChangeParams):
    """An invoice item that a preview adds, or changes."""

    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217). The default is that of the preview."""
    invoiceitem_id: str | None = ref("invoice_item", default=None)
    """The pending invoice item to change; a new one is added by default."""


class InvoicePreviewTaxParams(Value):
    """Tax information of the customer in a preview."""

    ip_address: IpAddress | None = given(None, max_length=45)
    """IP address (version 4 or 6) of the customer."""


class InvoicePreviewCustomerDetailsParams(Value):
    """The customer as a preview takes them, in place of the fields of the customer's object."""

    address: Address | None = given(None)
    """Billing address of the customer."""
    shipping: Shipping | None = given(None)
    """Shipping details of the customer."""
    tax: InvoicePreviewTaxParams | None = given(None)
    """Tax information of the customer."""
    tax_exempt: CustomerTaxExempt | None = given(None)
    """Whether the customer is exempt from tax."""
    tax_ids: list[TaxIdentityParams] | None = given(None, max_length=5)
    """Tax IDs of the customer."""


class InvoicePreviewSubscriptionDetailsParams(Value):
    """A subscription that would be created, or the change of one that exists."""

    billing_cycle_anchor: datetime | SubscriptionBillingCycleAnchor | None = given(None)
    """When the first full billing period begins, for a new subscription; `NOW` or `UNCHANGED` for one that exists."""
    cancel_at: datetime | None = given(None)
    """When the subscription would be canceled. Null removes that moment."""
    cancel_at_period_end: bool | None = given(None)
    """Whether the subscription would be canceled when its current period ends."""
    cancel_now: bool | None = given(None)
    """Whether the subscription would be canceled immediately."""
    default_tax_rates: list[str] | None = ref("tax_rate", default=None, max_length=5)
    """Tax rates of the items that have none of their own, at most five. Null or an empty list removes all."""
    items: list[SubscriptionUpdateItemParams] | None = given(None, max_length=2 * MAX_ITEMS)
    """The items of a new subscription; or items to change, to add and to remove of one that exists."""
    proration_behavior: ProrationBehavior | None = given(None)
    """How the change would be billed. The default is `CREATE_PRORATIONS`."""
    proration_date: datetime | None = given(None)
    """The moment by which prorations are measured, within the current period; now by default."""
    resume_at: DateTimeKeyword | None = given(None)
    """When the paused subscription would be resumed."""
    start_date: datetime | None = given(None)
    """When a new subscription begins, in the past or in the future. The default is now."""
    trial_end: datetime | DateTimeKeyword | None = given(None)
    """When the trial ends, in the future and at most 730 days ahead, or `NOW`."""


class InvoicePreviewScheduleDetailsParams(Value):
    """A subscription schedule that would be created, or the change of one that exists."""

    end_behavior: SubscriptionScheduleEndBehavior | None = given(None)
    """What becomes of the subscription when the last phase ends: `CANCEL` or `RELEASE`."""
    phases: list[SubscriptionScheduleUpdatePhaseParams] | None = given(None, min_length=1)
    """The phases of a new schedule, or those that take the place of the current one and of those to come. Required
    without `schedule`."""
    proration_behavior: ProrationBehavior | None = given(None)
    """How a change of the current phase would be billed. The default is `CREATE_PRORATIONS`."""


class InvoicePreviewParams(Value):
    """What an invoice is previewed of."""

    automatic_tax: AutomaticTax | None = given(None)
    """Settings of automatic tax. By default tax is not automatic."""
    coupon_id: str | None = ref("coupon", default=None)
    """The coupon of a discount on the whole invoice, in place of `discounts`."""
    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217). The default is the customer's."""
    customer_id: str | None = ref("customer", default=None)
    """The customer who would be billed. Not required with `customerDetails`, `subscription` or `schedule`."""
    customer_details: InvoicePreviewCustomerDetailsParams | None = given(None)
    """The customer as the preview takes them, in place of `customer`, or of the fields of the customer's object."""
    discounts: list[DiscountParams] | None = given(None, max_length=20)
    """The discounts of the subscription, or of an invoice without one. The default are those that there are; null or an
    empty list is for none."""
    invoice_items: list[InvoiceItemPreviewParams] | None = given(None, max_length=250)
    """Invoice items to add to the pending ones of the customer, and changes of those."""
    issuer: ConnectAccountReference | None = given(None)
    """The account that issues the invoice."""
    on_behalf_of_id: str | None = ref("account", default=None)
    """The account on whose behalf the invoice is made."""
    preview_mode: InvoicePreviewMode | None = given(None)
    """What of the next invoice is previewed. The default is `NEXT`."""
    schedule_id: str | None = ref("subscription_schedule", default=None)
    """The subscription schedule whose next invoice is previewed. Cannot be combined with `subscription`."""
    schedule_details: InvoicePreviewScheduleDetailsParams | None = given(None)
    """A subscription schedule that would be created; or with `schedule`, a change of that one."""
    subscription_id: str | None = ref("subscription", default=None)
    """The subscription whose next invoice is previewed. The default is the one of the customer that renews first."""
    subscription_details: InvoicePreviewSubscriptionDetailsParams | None = given(None)
    """A subscription that would be created; or with `subscription`, a change of that one."""
