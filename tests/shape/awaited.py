"""What Stripe's API has and the graph does not yet: each waits for the family that it leads to.

When a family moves in, its lines go from here; the tests fail as long as they stand.
"""

OTHER_METHODS = frozenset(
    (
        "acssDebit",
        "affirm",
        "afterpayClearpay",
        "alipay",
        "alma",
        "amazonPay",
        "auBecsDebit",
        "bacsDebit",
        "bancontact",
        "blik",
        "boleto",
        "cashapp",
        "eps",
        "fpx",
        "giropay",
        "grabpay",
        "interacPresent",
        "kakaoPay",
        "konbini",
        "krCard",
        "mobilepay",
        "multibanco",
        "naverPay",
        "p24",
        "payco",
        "paynow",
        "paypal",
        "pix",
        "promptpay",
        "revolutPay",
        "samsungPay",
        "sofort",
        "swish",
        "twint",
        "wechatPay",
        "zip",
    )
)
"""Types of payment method to come. A field or param with the name of one of them waits for it, wherever it stands."""

WAITING = OTHER_METHODS | {"cardPresent"}
"""The values of enums that wait, as the graph's fields are called: cards that are present come with Terminal."""

_OF_INVOICES = ("defaultSource",)

_OF_SOURCES = ("source", "validate")
_OF_CARDS = (
    *(f"address{part}" for part in ("City", "Country", "Line1", "Line2", "State", "Zip")),
    *("expMonth", "expYear", "name"),
)

FIELDS: dict[str, tuple[str, ...]] = {
    # Sources, which Stripe shows only when asked.
    "Customer": ("sources",),
    "PaymentMethod": (*OTHER_METHODS, "cardPresent"),
    # Where refunds of payment methods to come go.
    "Refund": tuple(
        f"destinationDetails.{name}" for name in ("auBankTransfer", "brBankTransfer", "revolut", "thBankTransfer")
    ),
}
"""Those that event JSON leaves out too, at any depth. The others are in the tables' `awaited`: null in event JSON."""

MUTATIONS: tuple[str, ...] = (
    # Of a customer's bank account.
    "bankAccountVerify",
)

PARAMS: dict[str, tuple[str, ...]] = {
    # A bank account has no address and no expiry; of a customer's, there is a `source` and its owner.
    "bankAccountCreate": _OF_SOURCES,
    "bankAccountUpdate": (*_OF_CARDS, "owner"),
    "cardCreate": _OF_SOURCES,
    "cardUpdate": ("accountHolderName", "accountHolderType", "accountType", "documents", "owner"),
    "customerUpdate": (
        "defaultSource",
        "source",
        "validate",
    ),
    "customerCreate": (
        "source",
        "validate",
    ),
    "ephemeralKeyCreate": ("issuingCard", "nonce", "verificationSession"),
    "invoiceCreate": _OF_INVOICES,
    # What a source lacks to pay the whole invoice.
    "invoicePay": ("forgive", "source"),
    "invoiceUpdate": _OF_INVOICES,
    "paymentIntentCreate": ("paymentMethodOptions.cardPresent",),
    "paymentIntentUpdate": ("paymentMethodOptions.cardPresent",),
    "paymentIntentConfirm": ("paymentMethodOptions.cardPresent",),
    "setupIntentCreate": ("paymentMethodOptions.cardPresent",),
    "setupIntentUpdate": ("paymentMethodOptions.cardPresent",),
    "setupIntentConfirm": ("paymentMethodOptions.cardPresent",),
    "subscriptionCreate": ("defaultSource",),
    "subscriptionUpdate": ("defaultSource",),
}

_OF_PREVIEWS = (
    *("automaticTax", "coupon", "customer", "customerDetails", "issuer", "onBehalfOf", "previewMode"),
    *("schedule", "scheduleDetails", "subscriptionBillingCycleAnchor", "subscriptionCancelAt"),
    *("subscriptionCancelAtPeriodEnd", "subscriptionCancelNow", "subscriptionDefaultTaxRates", "subscriptionDetails"),
    *("subscriptionProrationBehavior", "subscriptionProrationDate", "subscriptionResumeAt"),
    *("subscriptionStartDate", "subscriptionTrialEnd", "subscriptionTrialFromPlan", "discounts"),
)
"""What the lines of an upcoming invoice are asked for with at Stripe: here they are those of `invoicePreview`."""

_OF_CREDIT_NOTES = (
    "creditAmount",
    "effectiveAt",
    "emailType",
    "invoice",
    "lines",
    "memo",
    "metadata",
    "outOfBandAmount",
    "reason",
    "refund",
    "refundAmount",
    "shippingCost",
)
"""What the lines of a preview are asked for with at Stripe: here they are those of `creditNotePreview`."""

FILTERS: dict[str, tuple[str, ...]] = {
    # The meter is that of the threshold: `usageThreshold: {meter}`.
    "billing.alert": ("meter",),
    "credit_note_line_item": _OF_CREDIT_NOTES,
    # The moment of its creation is `date`.
    "invoiceitem": ("created",),
    "line_item": _OF_PREVIEWS,
    # Conditions on a subscription's items are those of `subscriptionItems` and of `price.subscriptionItems`.
    "subscription": ("plan", "price"),
    # The currency is that of the amount: `fixedAmount: {currency}`.
    "shipping_rate": ("currency",),
    # The object is `relatedObject: {id}` here, and the page a cursor.
    "v2.core.event": ("objectId", "page"),
    "v2.core.event_destination": ("include", "page"),
}
"""Filters of Stripe's lists that `where` does not have by their name."""

OURS: dict[str, dict[str, str]] = {
    "BillingSettings": {"object": "billing_settings", "family": "billing", "prefix": ""},
    "ExchangeRateSettings": {"object": "exchange_rate_settings", "family": "core_resources", "prefix": ""},
    "FaultRule": {"object": "fault_rule", "family": "sandboxes", "prefix": "flt_"},
    "RequestLog": {"object": "request_log", "family": "request_logs", "prefix": "req_"},
    "Sandbox": {"object": "sandbox", "family": "sandboxes", "prefix": "sbx_"},
    "WebhookAttempt": {"object": "webhook_attempt", "family": "webhooks", "prefix": "wha_"},
    "WebhookDelivery": {"object": "webhook_delivery", "family": "webhooks", "prefix": "whd_"},
}
"""Types of our own, each with its roots, for what Stripe shows in its dashboard alone."""

BEYOND: tuple[str, ...] = (
    "accountDeauthorize",
    "billingSettingsUpdate",
    "chargeDispute",
    "customerCashBalanceTransactionReverse",
    "invoiceRenderingTemplateCreate",
    "invoiceRenderingTemplateUpdate",
    "paymentIntentCompleteAuthentication",
    "paymentIntentExpireVoucher",
    "paymentIntentFailAuthentication",
    "paymentIntentPayVoucher",
    "setupIntentCompleteAuthentication",
    "setupIntentFailAuthentication",
    "exchangeRateSettingsUpdate",
    "paymentMethodRenew",
    "refundCompleteAction",
    "faultRuleCreate",
    "faultRuleDelete",
    "sandboxCreate",
    "sandboxDelete",
    "sandboxReset",
    "sandboxUpdate",
    "eventDestinationReplay",
    "eventDestinationRollSecret",
    "eventResend",
    "webhookDeliveryResend",
    "webhookEndpointReplay",
    "webhookEndpointRollSecret",
    "webhookEndpointTest",
)
"""Mutations of our own: what Stripe leaves to the page of the customer's bank, or to its dashboard."""
