"""What a payment tells about itself: why it failed last, and what must happen next."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.values import Hash, Value


class PaymentIntentStatus(StrEnum):
    """How far a payment has come."""

    CANCELED = "canceled"
    """It was called off."""
    PROCESSING = "processing"
    """The customer's bank has yet to answer."""
    REQUIRES_ACTION = "requires_action"
    """The customer must do what `next_action` says."""
    REQUIRES_CAPTURE = "requires_capture"
    """The money is held on the card until it is captured or released."""
    REQUIRES_CONFIRMATION = "requires_confirmation"
    """It has a payment method, and waits to be confirmed."""
    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    """It needs a payment method, because it has none yet or the last one was refused."""
    SUCCEEDED = "succeeded"
    """It is paid."""


class PaymentIntentCancellationReason(StrEnum):
    """Why a payment was called off."""

    ABANDONED = "abandoned"
    """The customer left."""
    AUTOMATIC = "automatic"
    """The authorization lapsed before it was captured. Set by us alone."""
    DUPLICATE = "duplicate"
    """There were two of it."""
    FAILED_INVOICE = "failed_invoice"
    """The subscription that it was for ended unpaid. Set by us alone."""
    FRAUDULENT = "fraudulent"
    """It was fraud."""
    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    """The customer asked for it."""
    VOID_INVOICE = "void_invoice"
    """The invoice that it was for was voided. Set by us alone."""


class PaymentIntentCaptureMethod(StrEnum):
    """When the money is taken."""

    AUTOMATIC = "automatic"
    """At once, and known to be taken when the answer comes."""
    AUTOMATIC_ASYNC = "automatic_async"
    """At once, but the movement on the balance may follow a moment later."""
    MANUAL = "manual"
    """It is held on the card until it is captured."""


class PaymentIntentConfirmationMethod(StrEnum):
    """Who confirms again once the customer has done what was asked."""

    AUTOMATIC = "automatic"
    """It goes on by itself."""
    MANUAL = "manual"
    """The merchant's server confirms each time."""


class PaymentIntentSetupFutureUsage(StrEnum):
    """What else the payment method will be used for."""

    OFF_SESSION = "off_session"
    """Payments while the customer is away."""
    ON_SESSION = "on_session"
    """Payments while the customer is there."""


class OffSessionKeyword(StrEnum):
    """Why the customer is absent, in place of true."""

    ONE_OFF = "one_off"
    """A single payment while the customer is absent, such as for an order by telephone."""
    RECURRING = "recurring"
    """One of a series of payments that the customer agreed to."""


class PaymentIntentAmountDetailsTip(Value):
    """The tip."""

    amount: int | None = money(None)
    """How much, in minor units."""


class PaymentIntentAmountDetails(Value):
    """What the amount consists of."""

    tip: Hash[PaymentIntentAmountDetailsTip] = given(PaymentIntentAmountDetailsTip())
    """The part of it that is a tip."""


class PaymentIntentAllowRedirects(StrEnum):
    """Whether payment methods may send the customer to another site."""

    ALWAYS = "always"
    """They may; a `return_url` is then needed to confirm."""
    NEVER = "never"
    """They may not."""


class PaymentIntentAutomaticPaymentMethods(Value):
    """Let the account's settings decide which payment methods can be used."""

    allow_redirects: PaymentIntentAllowRedirects | None = given(None)
    """Whether payment methods that send the customer to another site are among them."""
    enabled: bool = given()
    """Whether the settings decide."""


class PaymentIntentLastPaymentErrorType(StrEnum):
    """The sort of error."""

    API_ERROR = "api_error"
    """A fault of ours."""
    CARD_ERROR = "card_error"
    """The bank or the network refused."""
    IDEMPOTENCY_ERROR = "idempotency_error"
    """An idempotency key was used with other input."""
    INVALID_REQUEST_ERROR = "invalid_request_error"
    """The request could not be taken."""


class PaymentIntentLastPaymentError(Value):
    """Why the last attempt failed."""

    awaited: ClassVar[tuple[str, ...]] = ("setup_intent", "source")

    charge_id: str | None = ref("charge", kind="kept", default=None)
    """The attempt's charge, if it came to one."""
    code: str | None = given(None)
    """The error's code, such as `card_declined`."""
    decline_code: str | None = given(None)
    """The issuer's reason, such as `insufficient_funds`."""
    doc_url: str | None = given(None)
    """Where Stripe documents the code."""
    message: str | None = given(None)
    """A sentence that can be shown to the customer."""
    network_advice_code: str | None = given(None)
    """The network's advice on trying again."""
    network_decline_code: str | None = given(None)
    """The network's own code of the decline."""
    param: str | None = given(None)
    """The input that it is about, if it is about one."""
    payment_intent_id: str | None = ref("payment_intent", kind="kept", default=None, embedded=True)
    """The payment, where it stands for another object's error."""
    payment_method_id: str | None = ref("payment_method", kind="kept", default=None, embedded=True)
    """The payment method that failed."""
    payment_method_type: str | None = given(None)
    """The kind of payment method that failed."""
    request_log_url: str | None = given(None)
    """Where the request is logged."""
    type: PaymentIntentLastPaymentErrorType = given()
    """The sort of error."""


class PaymentIntentNextActionRedirectToUrl(Value):
    """Send the customer to a page, where they authenticate."""

    return_url: str | None = given(None)
    """Where the page sends them afterwards."""
    url: str | None = given(None)
    """The page."""


class PaymentIntentMicrodepositType(StrEnum):
    """What the customer reads on their bank statement to show that the account is theirs."""

    AMOUNTS = "amounts"
    """The amounts of two small deposits."""
    DESCRIPTOR_CODE = "descriptor_code"
    """A code of six characters, beginning with SM, beside one deposit."""


class PaymentIntentNextActionVerifyWithMicrodeposits(Value):
    """Show that the bank account is the customer's, by what was deposited in it."""

    arrival_date: datetime = given()
    """When the deposits arrive."""
    hosted_verification_url: str = given()
    """The page where the customer enters what they read."""
    microdeposit_type: PaymentIntentMicrodepositType | None = given(None)
    """What they are to read."""


class PaymentIntentNextAction(Value):
    """What the customer must do before the payment goes on."""

    redirect_to_url: PaymentIntentNextActionRedirectToUrl | None = given(None, branch=True)
    """Send the customer to a page."""
    type: str = given()
    """What is to be done: `redirect_to_url`, `use_stripe_sdk` or `verify_with_microdeposits`."""
    use_stripe_sdk: dict[str, Any] | None = given(None, branch=True)
    """What a client library needs to authenticate the customer within the merchant's own page."""
    verify_with_microdeposits: PaymentIntentNextActionVerifyWithMicrodeposits | None = given(None, branch=True)
    """Show that the bank account is the customer's."""


class PaymentIntentProcessingType(StrEnum):
    """The kind of payment method that the bank has yet to answer for."""

    CARD = "card"
    """A card."""


class PaymentIntentProcessingCardCustomerNotification(Value):
    """The notice that the customer must get before some cards are charged."""

    approval_requested: bool | None = given(None)
    """Whether the customer must approve."""
    completes_at: datetime | None = given(None)
    """When the time to answer is over."""


class PaymentIntentProcessingCard(Value):
    """What the wait for a card is about."""

    customer_notification: PaymentIntentProcessingCardCustomerNotification | None = given(None)
    """The notice that the customer must get first."""


class PaymentIntentProcessing(Value):
    """What the wait is about."""

    card: PaymentIntentProcessingCard | None = given(None)
    """For a card."""
    type: PaymentIntentProcessingType = given()
    """The kind of payment method."""
