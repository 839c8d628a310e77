"""BalanceTransaction: one movement of the account's balance."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import amount as money
from app.tables.columns import kept, ref
from app.tables.core_resources.balance_transaction_values import BalanceTransactionFeeDetail, BalanceTransactionType
from app.tables.resource import Resource


class BalanceTransactionStatus(StrEnum):
    """The status of a balance transaction."""

    PENDING = "pending"
    """The net amount becomes available on `available_on`."""
    AVAILABLE = "available"
    """The net amount is available."""


class BalanceTransaction(Resource, table=True):
    """A movement of funds into or out of the account's balance."""

    __table_args__ = (
        Index(
            "balance_transaction_due", "account_id", "livemode", "available_on", postgresql_where="status = 'pending'"
        ),
        Index(
            "balance_transaction_unpaid",
            "account_id",
            "livemode",
            "currency",
            postgresql_where="status = 'available' AND payout_id IS NULL",
        ),
    )

    prefix: ClassVar[str] = "txn_"
    outlives_clock: ClassVar[bool] = True
    arrows: ClassVar[dict[str, set[str]]] = {
        BalanceTransactionStatus.PENDING: {BalanceTransactionStatus.AVAILABLE},
    }

    # Stripe's balance transactions have no `livemode`.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    amount: int = money()
    """Gross amount, in minor units of `currency`; negative if funds left the balance."""
    available_on: datetime = kept()
    """When the net amount becomes available: midnight UTC of the settlement day."""
    currency: str = kept()
    """Currency of the balance that the transaction changes."""
    description: str | None = kept()
    """Description of the transaction; null if there is none."""
    exchange_rate: Decimal | None = kept(number=True)
    """Exchange rate from the payment's currency to `currency`; null if no conversion took place."""
    fee: int = money(0)
    """Fee of the transaction, in minor units of `currency`."""
    fee_details: list[BalanceTransactionFeeDetail] = kept([])
    """Breakdown of the fee; empty if there is no fee."""
    net: int = money()
    """Net amount that changes the balance, in minor units: `amount` minus `fee`."""
    reporting_category: str = kept(in_groups=True)
    """Reporting category of the transaction, such as `charge`, `refund` or `refund_failure`."""
    source_id: str | None = ref(
        union="balance_transaction_source", back="balance_transactions", kind="kept", default=None
    )
    """Object that caused the transaction; null if there is none."""
    status: str = kept(BalanceTransactionStatus.PENDING.value, in_groups=True)
    """Status of the net amount: `pending` or `available`. Stripe may add values."""
    type: BalanceTransactionType = kept()
    """Type of the transaction, such as `CHARGE` or `REFUND`."""

    payout_id: str | None = ref("payout", back="balance_transactions", kind="kept", default=None, graph_only=True)
    """Automatic payout that pays the net amount out; null until there is one, and for manual payouts."""
    source_type: str = kept("card", hidden=True)
    """The part of the balance that the transaction changes: `card` or `bank_account`."""
