"""The values of a payment intent: status, errors, next action and processing."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.core_resources.next_action import NextAction
from app.tables.shapes.bank_transfer import BankTransferType, FinancialAddress
from app.tables.values import Hash, Value


class PaymentIntentStatus(StrEnum):
    """The status of a payment intent."""

    CANCELED = "canceled"
    """The payment was canceled."""
    PROCESSING = "processing"
    """The payment is being processed by the customer's bank."""
    REQUIRES_ACTION = "requires_action"
    """The customer must complete `next_action`."""
    REQUIRES_CAPTURE = "requires_capture"
    """The funds are authorized, and wait for capture."""
    REQUIRES_CONFIRMATION = "requires_confirmation"
    """The payment has a payment method and must be confirmed."""
    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    """The payment has no payment method yet, or the last one failed."""
    SUCCEEDED = "succeeded"
    """The payment succeeded, and the funds were collected."""


class PaymentIntentCancellationReason(StrEnum):
    """Why a payment was canceled."""

    ABANDONED = "abandoned"
    """The customer abandoned the payment."""
    AUTOMATIC = "automatic"
    """The authorization expired before capture. Set by the server."""
    DUPLICATE = "duplicate"
    """The payment was a duplicate."""
    FAILED_INVOICE = "failed_invoice"
    """The invoice's subscription ended without payment. Set by the server."""
    FRAUDULENT = "fraudulent"
    """The payment was fraudulent."""
    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    """The customer requested the cancellation."""
    VOID_INVOICE = "void_invoice"
    """The payment's invoice was voided. Set by the server."""


class PaymentIntentCaptureMethod(StrEnum):
    """When the funds of a payment are captured."""

    AUTOMATIC = "automatic"
    """Immediately after authorization, before the request is answered."""
    AUTOMATIC_ASYNC = "automatic_async"
    """Immediately after authorization; the balance transaction may follow shortly after the answer."""
    MANUAL = "manual"
    """Later, in a separate request; until then the funds are only authorized."""


class PaymentIntentConfirmationMethod(StrEnum):
    """Who confirms the payment again after the customer's `next_action`."""

    AUTOMATIC = "automatic"
    """The payment continues automatically, without another confirmation."""
    MANUAL = "manual"
    """The merchant's server confirms the payment again."""


class OffSessionKeyword(StrEnum):
    """Why the customer is absent, in place of true."""

    ONE_OFF = "one_off"
    """A single payment while the customer is absent, such as for an order by telephone."""
    RECURRING = "recurring"
    """One of a series of payments that the customer authorized."""


class PaymentIntentAmountDetailsTip(Value):
    """The tip included in a payment."""

    amount: int | None = money(None)
    """Amount of the tip, in minor units."""


class PaymentIntentAmountDetails(Value):
    """Details of the amount of a payment."""

    tip: Hash[PaymentIntentAmountDetailsTip] = given(PaymentIntentAmountDetailsTip())
    """The tip included in the amount."""


class PaymentIntentNextActionCardAwaitNotification(Value):
    """The notification of a customer before a card is charged, as the card's country requires."""

    charge_attempt_at: datetime | None = given(None)
    """When the card is charged, if the customer does not reject the payment."""
    customer_approval_required: bool | None = given(None)
    """Whether the customer must approve the payment."""


class PaymentIntentNextActionOxxoDisplayDetails(Value):
    """The OXXO voucher that the customer pays with."""

    expires_after: datetime | None = given(None)
    """When the voucher expires."""
    hosted_voucher_url: str | None = given(None)
    """Address of the page that shows the voucher to the customer."""
    number: str | None = given(None)
    """Number of the voucher, which the store scans or types in."""


class PaymentIntentNextActionDisplayBankTransferInstructions(Value):
    """The instructions for the bank transfer that funds a payment."""

    amount_remaining: int | None = money(None)
    """Amount that is still to be sent, in minor units of `currency`."""
    currency: str | None = given(None)
    """Currency of the transfer: a three-letter ISO 4217 code, lower case."""
    financial_addresses: list[FinancialAddress] | None = given(None)
    """Accounts that the customer can send the funds to. They are the customer's own for good."""
    hosted_instructions_url: str | None = given(None)
    """Address of a page with the instructions."""
    reference: str | None = given(None)
    """What the customer writes on the transfer, so that the funds go to this payment."""
    type: BankTransferType = given()
    """The type of bank transfer."""


class PaymentIntentNextAction(NextAction):
    """The action that a customer must take before a payment can continue."""

    card_await_notification: PaymentIntentNextActionCardAwaitNotification | None = given(None, branch=True)
    """The notification of the customer before the card is charged."""
    display_bank_transfer_instructions: PaymentIntentNextActionDisplayBankTransferInstructions | None = given(
        None, branch=True
    )
    """The instructions for the bank transfer that funds the payment."""
    oxxo_display_details: PaymentIntentNextActionOxxoDisplayDetails | None = given(None, branch=True)
    """The OXXO voucher that the customer pays with."""
    type: str = given()
    """Type of the action: `card_await_notification`, `display_bank_transfer_instructions`, `oxxo_display_details`,
    `redirect_to_url`, `use_stripe_sdk` or `verify_with_microdeposits`."""


class PaymentIntentProcessingType(StrEnum):
    """The type of payment method that is being processed."""

    CARD = "card"
    """A credit, debit or prepaid card."""


class PaymentIntentProcessingCardCustomerNotification(Value):
    """The notification that a customer receives before certain cards are charged."""

    approval_requested: bool | None = given(None)
    """Whether the customer must approve the payment."""
    completes_at: datetime | None = given(None)
    """When the customer's time to respond ends."""


class PaymentIntentProcessingCard(Value):
    """Details of the processing of a card."""

    customer_notification: PaymentIntentProcessingCardCustomerNotification | None = given(None)
    """The notification that the customer receives before the charge."""


class PaymentIntentProcessing(Value):
    """Details of the processing of a payment."""

    card: PaymentIntentProcessingCard | None = given(None)
    """Details of the processing of a card."""
    type: PaymentIntentProcessingType = given()
    """The type of payment method that is being processed."""
