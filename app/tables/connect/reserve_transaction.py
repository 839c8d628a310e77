"""ReserveTransaction: funds of a platform held for what a connected account owes, or released."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import amount as money
from app.tables.columns import kept
from app.tables.resource import Resource


class ReserveTransaction(Resource, table=True):
    """A movement between the available balance of a platform and its reserve for negative balances of accounts that are
    connected to the platform."""

    __table_args__ = (Index("reserve_transaction_held", "account_id", "livemode", "held_for", "currency"),)

    prefix: ClassVar[str] = "rtx_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    outlives_clock: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True

    # Stripe's object has neither.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    created: datetime = kept(graph_only=True)
    """When the funds were held or released."""
    amount: int = money()
    """Amount that the available balance changes by, in minor units of `currency`: negative if funds are held, positive
    if they are released."""
    currency: str = kept()
    """Currency of the funds: a three-letter ISO 4217 code, in lower case."""
    description: str | None = kept()
    """Description of the movement, with the account whose negative balance it is for."""

    held_for: str = kept("", hidden=True)
    """The account whose negative balance the funds are held for."""
