"""BalanceTransaction: one movement of the account's balance, as the merchant sees it."""

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
    """Whether the money can be used."""

    PENDING = "pending"
    """It will be, from `available_on`."""
    AVAILABLE = "available"
    """It can."""


class BalanceTransaction(Resource, table=True):
    """Money that came into the account's balance or went out of it."""

    __table_args__ = (
        Index(
            "balance_transaction_due", "account_id", "livemode", "available_on", postgresql_where="status = 'pending'"
        ),
    )

    prefix: ClassVar[str] = "txn_"
    outlives_clock: ClassVar[bool] = True
    arrows: ClassVar[dict[str, set[str]]] = {
        BalanceTransactionStatus.PENDING: {BalanceTransactionStatus.AVAILABLE},
    }

    # Stripe's balance transactions do not say which mode they are in.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object lives in live mode, or in test mode."""
    amount: int = money()
    """Gross, in minor units of `currency`; negative where money went out."""
    available_on: datetime = kept()
    """When the net amount can be used: midnight UTC of the day on which it settles."""
    currency: str = kept()
    """Currency of the balance that moved."""
    description: str | None = kept()
    """What it was for."""
    exchange_rate: Decimal | None = kept()
    """What one unit of the payment's currency brought in `currency`, where they differ."""
    fee: int = money(0)
    """What it cost, in minor units."""
    fee_details: list[BalanceTransactionFeeDetail] = kept([])
    """What the fee consists of."""
    net: int = money()
    """`amount` less `fee`: what the balance moved by."""
    reporting_category: str = kept()
    """Where it belongs in reports, such as `charge`, `refund` or `refund_failure`."""
    source_id: str | None = ref(
        union="balance_transaction_source", back="balance_transactions", kind="kept", default=None
    )
    """What moved the money."""
    status: str = kept(BalanceTransactionStatus.PENDING.value)
    """Whether the net amount can be used yet: `pending` or `available`. Stripe may add others."""
    type: BalanceTransactionType = kept()
    """What moved the money, by sort."""

    source_type: str = kept("card", hidden=True)
    """Which part of the balance it moved: `card` or `bank_account`."""
