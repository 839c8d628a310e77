"""Params that several verbs of a subscription share, described once."""

from datetime import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import (
    MAX_ITEMS,
    SubscriptionAddInvoiceItemParams,
    SubscriptionBillingCycleAnchor,
    SubscriptionCreateItemParams,
    SubscriptionItemBillingThresholdsParams,
    SubscriptionPaymentBehavior,
    SubscriptionUpdateItemParams,
)
from app.tables.billing.subscription_values import (
    SubscriptionCancellationDetails,
    SubscriptionPauseCollection,
    SubscriptionPaymentSettingsParams,
)
from app.tables.columns import Id, Of
from app.tables.shapes.date_time_keyword import DateTimeKeyword
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.price_data import RecurringPriceDataParams
from app.tables.shapes.proration_behavior import ProrationBehavior

MAX_TRIAL_DAYS = 730

AddInvoiceItems = Annotated[
    list[SubscriptionAddInvoiceItemParams] | None,
    Field(max_length=MAX_ITEMS),
    Doc("One-time prices on the next invoice of the subscription, at most 20."),
]
BackdateStartDate = Annotated[
    datetime | None,
    Doc("When the subscription began, in the past. The time since then is billed, unless prorations are off."),
]
BillingCycleAnchor = Annotated[
    datetime | None,
    Doc("When the first full billing period begins, in the future and at most one period ahead."),
]
BillingCycleAnchorChange = Annotated[
    SubscriptionBillingCycleAnchor | None, Doc("Whether the change begins a new billing period.")
]
ResumedAnchor = Annotated[
    SubscriptionBillingCycleAnchor,
    Doc("Whether a new billing period begins now. The default is `NOW`."),
]
CancellationDetails = Annotated[
    SubscriptionCancellationDetails | None, Doc("The customer's reason for canceling, if known.")
]
ClearUsage = Annotated[bool, Doc("Whether the usage of the current period is discarded.")]
CouponParam = Annotated[
    str | None, Id("coupon"), Doc("A coupon whose discount the subscription has, in place of `discounts`.")
]
Currency = Annotated[str | None, Of(Subscription)]
Discounts = Annotated[
    list[DiscountParams] | None,
    Field(max_length=20),
    Doc("Discounts, in the order in which they apply. Null or an empty list removes all."),
]
InvoiceNow = Annotated[
    bool, Doc("Whether usage and prorations that are not billed yet are invoiced now. The default is false.")
]
Items = Annotated[
    list[SubscriptionCreateItemParams],
    Field(min_length=1, max_length=MAX_ITEMS),
    Doc("The prices to bill, at most 20, all of the same billing period."),
]
ItemChanges = Annotated[
    list[SubscriptionUpdateItemParams] | None,
    Field(max_length=2 * MAX_ITEMS),
    Doc("Items to change, to add and to remove. Omitted items do not change."),
]
ItemPrice = Annotated[str | None, Id("price"), Doc("The price to bill: a recurring one, which is active.")]
ItemPriceData = Annotated[RecurringPriceDataParams | None, Doc("A price that is created for the item.")]
ItemQuantity = Annotated[int | None, Of(SubscriptionItem)]
ItemThresholds = Annotated[SubscriptionItemBillingThresholdsParams | None, Of(SubscriptionItem)]
OffSession = Annotated[
    bool, Doc("Whether the customer is absent, and so cannot authenticate a payment. The default is false.")
]
PauseCollection = Annotated[SubscriptionPauseCollection | None, Of(Subscription)]
PaymentBehavior = Annotated[
    SubscriptionPaymentBehavior,
    Doc("What happens if a payment that is due now does not succeed. The default is `ALLOW_INCOMPLETE`."),
]
PaymentSettings = Annotated[
    SubscriptionPaymentSettingsParams | None,
    Doc("Settings of the payments of the invoices. Omitted settings do not change."),
]
PromotionCodeParam = Annotated[
    str | None,
    Id("promotion_code"),
    Doc("A promotion code, by its id, whose discount the subscription has, in place of `discounts`."),
]
Prorate = Annotated[bool, Doc("Whether unused time is credited. The default is false.")]
Proration = Annotated[
    ProrationBehavior,
    Doc("How a change within a billing period is billed. The default is `CREATE_PRORATIONS`."),
]
ProrationDate = Annotated[
    datetime | None, Doc("The moment by which prorations are measured, within the current period; now by default.")
]
TrialEnd = Annotated[
    datetime | DateTimeKeyword | None,
    Doc("When the trial ends, in the future and at most 730 days ahead, or `NOW`."),
]
TrialFromPlan = Annotated[
    bool, Doc("Whether the trial is that of the price (`recurring.trialPeriodDays`). The default is false.")
]
TrialPeriodDays = Annotated[
    int | None, Field(ge=1, le=MAX_TRIAL_DAYS), Doc("Days of the trial, at most 730, in place of `trialEnd`.")
]
