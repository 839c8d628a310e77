"""Refund: funds of a charge that are returned to the customer."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face
from app.tables.resource import Resource, Tagged
from app.tables.texts import Email
from app.tables.values import Value


class RefundStatus(StrEnum):
    """The status of a refund. Stripe's field is an open string."""

    CANCELED = "canceled"
    """The refund was canceled before the customer received the funds."""
    FAILED = "failed"
    """The refund failed, and the funds returned to the balance."""
    PENDING = "pending"
    """The refund is being processed, or waits for a sufficient balance."""
    REQUIRES_ACTION = "requires_action"
    """The customer must provide details of where to receive the funds."""
    SUCCEEDED = "succeeded"
    """The refund was sent to the customer."""


class RefundReason(StrEnum):
    """The reason for a refund."""

    DUPLICATE = "duplicate"
    """The customer was charged twice."""
    EXPIRED_UNCAPTURED_CHARGE = "expired_uncaptured_charge"
    """The authorization expired before capture. Set by the server only."""
    FRAUDULENT = "fraudulent"
    """The charge was fraudulent."""
    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    """The customer requested the refund."""


class RefundDestinationDetailsUsBankTransfer(Value):
    """Details of a refund by bank transfer in the United States."""

    reference: str | None = given(None)
    """Reference by which the customer's bank can trace the refund; null if there is none."""
    reference_status: str | None = given(None)
    """Status of the reference: `pending`, `available` or `unavailable`."""


class RefundDestinationDetailsEuBankTransfer(RefundDestinationDetailsUsBankTransfer):
    """Details of a refund by bank transfer in the SEPA area."""


class RefundDestinationDetailsGbBankTransfer(RefundDestinationDetailsUsBankTransfer):
    """Details of a refund by bank transfer in the United Kingdom."""


class RefundDestinationDetailsJpBankTransfer(RefundDestinationDetailsUsBankTransfer):
    """Details of a refund by bank transfer in Japan."""


class RefundDestinationDetailsMxBankTransfer(RefundDestinationDetailsUsBankTransfer):
    """Details of a refund by bank transfer in Mexico."""


class RefundOrigin(StrEnum):
    """What a refund returns, in place of a charge."""

    CUSTOMER_BALANCE = "customer_balance"
    """Funds of a customer's cash balance."""


@branches(Face.REFUND)
class RefundDestinationDetails(Branches):
    """The destination of a refund, with the reference that traces the refund."""

    customer_cash_balance: dict[str, Any] | None = given(None, branch=True)
    """Empty hash; null unless the refund went to the customer's cash balance."""
    eu_bank_transfer: RefundDestinationDetailsEuBankTransfer | None = given(None, branch=True)
    """Details of a refund by bank transfer in the SEPA area; null for other destinations."""
    gb_bank_transfer: RefundDestinationDetailsGbBankTransfer | None = given(None, branch=True)
    """Details of a refund by bank transfer in the United Kingdom; null for other destinations."""
    jp_bank_transfer: RefundDestinationDetailsJpBankTransfer | None = given(None, branch=True)
    """Details of a refund by bank transfer in Japan; null for other destinations."""
    mx_bank_transfer: RefundDestinationDetailsMxBankTransfer | None = given(None, branch=True)
    """Details of a refund by bank transfer in Mexico; null for other destinations."""
    type: str = given()
    """Type of the destination; the field of the same name, if any, has the details."""
    us_bank_transfer: RefundDestinationDetailsUsBankTransfer | None = given(None, branch=True)
    """Details of a refund by bank transfer in the United States; null for other destinations."""


class RefundNextActionEmailSent(Value):
    """The email that explains to the customer how to receive the funds."""

    email_sent_at: datetime = given()
    """When the email was sent."""
    email_sent_to: str = given()
    """Email address of the recipient."""


class RefundNextActionDisplayDetails(Value):
    """The instructions to the customer for receiving the funds."""

    email_sent: RefundNextActionEmailSent = given()
    """Email that explains to the customer how to receive the funds."""
    expires_at: datetime = given()
    """When the customer's time to respond expires."""


class RefundNextAction(Value):
    """The action that the customer must take to receive the funds."""

    display_details: RefundNextActionDisplayDetails | None = given(None)
    """Instructions to the customer for receiving the funds; null for other types."""
    type: str = given()
    """Type of the next action, such as `display_details`."""


class Refund(Tagged, Resource, table=True):
    """A refund of a charge to the payment method that was charged."""

    prefix: ClassVar[str] = "re_"
    # Refunds of payments by transfer have a prefix of their own.
    id_prefixes: ClassVar[tuple[str, ...]] = ("re_", "pyr_")
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    shared_with: ClassVar[str | None] = "counterparty_id"
    shared_by_id: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A refund was created.",
        "failed": "A refund could not be delivered.",
        "updated": "A refund was updated.",
        "charge.refund.updated": "A refund was updated: the older name, emitted for some payment methods.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        RefundStatus.PENDING: {RefundStatus.SUCCEEDED, RefundStatus.FAILED},
        RefundStatus.SUCCEEDED: {RefundStatus.FAILED},
        RefundStatus.REQUIRES_ACTION: {
            RefundStatus.PENDING,
            RefundStatus.SUCCEEDED,
            RefundStatus.CANCELED,
            RefundStatus.FAILED,
        },
    }

    # Stripe's refunds have no `livemode`.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    amount: int = money()
    """Amount refunded, in minor units of `currency`."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that debits the refund; null until the balance is debited."""
    charge_id: str | None = ref("charge", back="refunds", default=None)
    """Charge that is refunded."""
    currency: str = kept()
    """Currency of the refund, the same as the charge's."""
    description: str | None = kept()
    """Description shown to the customer by the bank, if supported."""
    destination_details: RefundDestinationDetails | None = kept()
    """Destination of the refund, with the reference that traces the refund."""
    failure_balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that returns the funds of a failed refund; null otherwise."""
    failure_reason: str | None = kept(in_groups=True)
    """Reason why the refund failed: `lost_or_stolen_card`, `expired_or_canceled_card`,
    `charge_for_pending_refund_disputed`, `insufficient_funds`, `declined`, `merchant_request` or `unknown`. Null if the
    refund did not fail."""
    instructions_email: Email | None = given(None, max_length=512)
    """Email address for refund instructions, for payment methods without automatic refunds."""
    next_action: RefundNextAction | None = kept()
    """Action that the customer must take to receive the funds; null if none is required."""
    payment_intent_id: str | None = ref("payment_intent", back="refunds", default=None)
    """PaymentIntent that is refunded; null if the charge has none."""
    reason: RefundReason | None = given(None)
    """Reason for the refund; null if none was given."""
    receipt_number: str | None = kept()
    """Number of the receipt sent for the refund; null if none was sent."""
    source_transfer_reversal_id: str | None = ref("transfer_reversal", kind="kept", default=None)
    """Reversal of another account's transfer, of which the refund is the account's part; null for others."""
    status: str = kept(RefundStatus.PENDING.value, in_groups=True)
    """Status of the refund: `pending`, `requires_action`, `succeeded`, `failed` or `canceled`. Stripe may add
    values."""
    transfer_reversal_id: str | None = ref("transfer_reversal", kind="kept", default=None)
    """Reversal of the payment's transfer that the refund caused; null if it caused none."""

    cash_customer_id: str | None = ref("customer", kind="kept", default=None, hidden=True)
    """The customer whose cash balance the refund comes from, or returns to if it does not reach a bank account."""
    returned_fee: int = kept(0, hidden=True)
    """What the platform returns of its application fee with the refund, in minor units."""
    awaits_funds: bool = kept(False, hidden=True)
    """Whether the refund waits for a sufficient balance."""
    counterparty_id: str | None = kept(hidden=True)
    """The account to whose transfer the refund returns funds, which sees the refund too; null for others."""
