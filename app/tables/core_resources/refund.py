"""Refund: money of a charge on its way back to the customer."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.values import Value


class RefundStatus(StrEnum):
    """How far a refund has come. Stripe's field is an open string."""

    CANCELED = "canceled"
    """It was called off before the customer had the money."""
    FAILED = "failed"
    """The money did not reach the customer, and came back."""
    PENDING = "pending"
    """The money is on its way, or waits until the balance suffices."""
    REQUIRES_ACTION = "requires_action"
    """The customer must say where the money goes."""
    SUCCEEDED = "succeeded"
    """The money was sent."""


class RefundReason(StrEnum):
    """Why the money goes back."""

    DUPLICATE = "duplicate"
    """The customer was charged twice."""
    EXPIRED_UNCAPTURED_CHARGE = "expired_uncaptured_charge"
    """The authorization lapsed before it was captured. Set by us alone."""
    FRAUDULENT = "fraudulent"
    """The charge was fraud."""
    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    """The customer asked for it."""


class RefundDestinationDetailsCardType(StrEnum):
    """How money goes back to a card."""

    PENDING = "pending"
    """Not decided yet."""
    REFUND = "refund"
    """As a credit of its own on the statement."""
    REVERSAL = "reversal"
    """By undoing the charge, which then leaves the statement."""


class RefundDestinationDetailsCard(Value):
    """The refund's way back to a card."""

    reference: str | None = given(None)
    """The reference that the customer's bank can trace it by."""
    reference_status: str | None = given(None)
    """Whether the reference is there: `pending`, `available` or `unavailable`."""
    reference_type: str | None = given(None)
    """The sort of reference, such as `acquirer_reference_number` or `system_trace_audit_number`."""
    type: RefundDestinationDetailsCardType = given()
    """How the money goes back."""


class RefundDestinationDetailsUsBankTransfer(Value):
    """The refund's way back to a United States bank account."""

    reference: str | None = given(None)
    """The reference that the customer's bank can trace it by."""
    reference_status: str | None = given(None)
    """Whether the reference is there: `pending`, `available` or `unavailable`."""


class RefundDestinationDetails(Value):
    """Where the money goes, and how to trace it."""

    card: RefundDestinationDetailsCard | None = given(None, branch=True)
    """For a card."""
    type: str = given()
    """The sort of destination; the field of the same name, where there is one, tells more."""
    us_bank_transfer: RefundDestinationDetailsUsBankTransfer | None = given(None, branch=True)
    """For a bank transfer in the United States."""


class RefundNextActionEmailSent(Value):
    """The email that tells the customer how to get the money."""

    email_sent_at: datetime = given()
    """When it was sent."""
    email_sent_to: str = given()
    """Whom it was sent to."""


class RefundNextActionDisplayDetails(Value):
    """How the customer is told."""

    email_sent: RefundNextActionEmailSent = given()
    """The email that tells the customer how to get the money."""
    expires_at: datetime = given()
    """Until when the customer can answer."""


class RefundNextAction(Value):
    """What the customer must do to get the money."""

    display_details: RefundNextActionDisplayDetails | None = given(None)
    """How the customer is told."""
    type: str = given()
    """What is to be done, such as `display_details`."""


class Refund(Tagged, Resource, table=True):
    """Money of a charge on its way back to the customer, to where it came from."""

    prefix: ClassVar[str] = "re_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    awaited: ClassVar[tuple[str, ...]] = ("source_transfer_reversal", "transfer_reversal")
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

    # Stripe's refunds do not say which mode they are in.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object lives in live mode, or in test mode."""
    amount: int = money()
    """How much, in minor units of `currency`."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """The movement by which the money left the balance; null until it has."""
    charge_id: str | None = ref("charge", back="refunds", default=None)
    """The charge that is refunded."""
    currency: str = kept()
    """The charge's currency."""
    description: str | None = kept()
    """What the customer's bank shows, where it can show anything."""
    destination_details: RefundDestinationDetails | None = kept()
    """Where the money goes, and how to trace it."""
    failure_balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """The movement by which the money of a failed refund came back."""
    failure_reason: str | None = kept()
    """Why it failed, such as `expired_or_canceled_card`, `lost_or_stolen_card`, `declined` or `unknown`."""
    instructions_email: str | None = given(None, max_length=512)
    """Where the customer is told how to get the money, for payment methods that cannot be refunded by themselves."""
    next_action: RefundNextAction | None = kept()
    """What the customer must do to get the money."""
    payment_intent_id: str | None = ref("payment_intent", back="refunds", default=None)
    """The payment that is refunded."""
    reason: RefundReason | None = given(None)
    """Why the money goes back."""
    receipt_number: str | None = kept()
    """The number on the receipt sent for it."""
    status: str = kept(RefundStatus.PENDING.value)
    """How far it has come: `pending`, `requires_action`, `succeeded`, `failed` or `canceled`. Stripe may add
    others."""

    awaits_funds: bool = kept(False, hidden=True)
    """Whether it waits for the balance to suffice."""
