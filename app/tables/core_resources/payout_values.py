"""The values of a payout."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.values import Value


class PayoutStatus(StrEnum):
    """The status of a payout. Stripe's field is an open string."""

    CANCELED = "canceled"
    """The payout was canceled before it was sent."""
    FAILED = "failed"
    """The bank did not accept the payout, or returned it."""
    IN_TRANSIT = "in_transit"
    """The payout was sent to the bank."""
    PAID = "paid"
    """The payout has arrived, as far as is known."""
    PENDING = "pending"
    """The payout was not sent yet."""


class PayoutType(StrEnum):
    """The type of a payout's destination."""

    BANK_ACCOUNT = "bank_account"
    """The payout goes to a bank account."""
    CARD = "card"
    """The payout goes to a debit card."""


class PayoutMethod(StrEnum):
    """How fast a payout is sent."""

    INSTANT = "instant"
    """Within half an hour, for a fee."""
    STANDARD = "standard"
    """Within two business days."""


class PayoutSourceType(StrEnum):
    """The part of the balance that a payout is taken from."""

    BANK_ACCOUNT = "bank_account"
    """Funds from bank debits and bank transfers."""
    CARD = "card"
    """Funds from card payments."""
    FPX = "fpx"
    """Funds from FPX payments."""


class PayoutReconciliationStatus(StrEnum):
    """Whether the balance transactions that a payout pays out can be listed."""

    COMPLETED = "completed"
    """The balance transactions of the payout can be listed."""
    IN_PROGRESS = "in_progress"
    """The balance transactions of the payout are still being collected."""
    NOT_APPLICABLE = "not_applicable"
    """The payout is not automatic: its amount is not the sum of certain balance transactions."""


class PayoutTraceId(Value):
    """The number by which the receiving bank can trace a payout."""

    status: str = given()
    """Status of the number: `pending`, `supported` or `unsupported`."""
    value: str | None = given(None)
    """The number; null unless the status is `supported`."""
