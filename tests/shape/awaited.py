"""What Stripe's API has and the graph does not yet: each waits for the family that it leads to.

When a family moves in, its lines go from here; the tests fail as long as they stand.
"""

_OTHER_METHODS = (
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
    "customerBalance",
    "eps",
    "fpx",
    "giropay",
    "grabpay",
    "ideal",
    "interacPresent",
    "kakaoPay",
    "klarna",
    "konbini",
    "krCard",
    "link",
    "mobilepay",
    "multibanco",
    "naverPay",
    "oxxo",
    "p24",
    "payco",
    "paynow",
    "paypal",
    "pix",
    "promptpay",
    "revolutPay",
    "samsungPay",
    "sepaDebit",
    "sofort",
    "swish",
    "twint",
    "wechatPay",
    "zip",
)
"""Payment methods besides cards and US bank accounts."""

_PLATFORM_FEE = ("applicationFee", "applicationFeeAmount")

FIELDS: dict[str, tuple[str, ...]] = {
    # An account cannot be deleted from within.
    "Account": ("deleted",),
    # Cash balances, sources, subscriptions and tax ids, which Stripe shows only when asked.
    "Customer": ("cashBalance", "sources", "subscriptions", "taxIds"),
    "PaymentMethod": (*_OTHER_METHODS, "cardPresent"),
    # A price is not deleted: it is made inactive.
    "Price": ("deleted",),
}
"""Those that event JSON leaves out too. The others are in the tables' `awaited`: null in event JSON."""

MUTATIONS: tuple[str, ...] = (
    "accountCreate",
    "accountDelete",
    "accountReject",
    "customerDeleteDiscount",
    "customerFundCashBalance",
    "paymentIntentApplyCustomerBalance",
)

PARAMS: dict[str, tuple[str, ...]] = {
    "accountUpdate": ("accountToken", "documents", "externalAccount", "individual"),
    "chargeCreate": (*_PLATFORM_FEE, "destination", "onBehalfOf", "transferData"),
    "chargeCapture": (*_PLATFORM_FEE, "transferData"),
    "customerUpdate": ("cashBalance", "coupon", "defaultSource", "promotionCode", "source", "validate"),
    "customerCreate": ("cashBalance", "coupon", "promotionCode", "source", "taxIdData", "validate"),
    "paymentIntentCreate": (
        "applicationFeeAmount",
        "confirmationToken",
        "mandate",
        "onBehalfOf",
        "paymentMethodConfiguration",
        "transferData",
    ),
    "paymentIntentUpdate": ("applicationFeeAmount", "paymentMethodConfiguration", "transferData"),
    "paymentIntentCapture": ("applicationFeeAmount", "transferData"),
    "paymentIntentConfirm": ("confirmationToken", "mandate"),
    "paymentIntentIncrementAuthorization": ("applicationFeeAmount", "transferData"),
    "paymentMethodCreate": (*_OTHER_METHODS, "customer", "paymentMethod"),
    "paymentMethodUpdate": ("link", "naverPay"),
    "productUpdate": ("taxCode",),
    "productCreate": ("taxCode",),
    "refundCreate": ("currency", "customer", "origin", "refundApplicationFee", "reverseTransfer"),
}

OURS: dict[str, dict[str, str]] = {
    "RequestLog": {"object": "request_log", "family": "request_logs", "prefix": "req_"},
    "WebhookAttempt": {"object": "webhook_attempt", "family": "webhooks", "prefix": "wha_"},
    "WebhookDelivery": {"object": "webhook_delivery", "family": "webhooks", "prefix": "whd_"},
}
"""Types of our own, each with its roots, for what Stripe shows in its dashboard alone."""

BEYOND: tuple[str, ...] = (
    "paymentIntentCompleteAuthentication",
    "paymentIntentFailAuthentication",
    "eventDestinationReplay",
    "eventDestinationRollSecret",
    "eventResend",
    "webhookDeliveryResend",
    "webhookEndpointReplay",
    "webhookEndpointRollSecret",
    "webhookEndpointTest",
)
"""Mutations of our own: what Stripe leaves to the page of the customer's bank, or to its dashboard."""
