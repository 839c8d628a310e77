"""ConnectCollectionTransfer: funds of a platform that settle what a connected account has owed for long."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import kept, ref
from app.tables.resource import Resource


class ConnectCollectionTransfer(Resource, table=True):
    """Funds that are taken from a platform, to settle what an account that is connected to the platform has owed for
    180 days."""

    prefix: ClassVar[str] = "connct_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    shared_with: ClassVar[str | None] = "destination_id"
    shared_by_id: ClassVar[bool] = True
    outlives_clock: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True

    # Stripe's object has no `created`.
    created: datetime = kept(graph_only=True)
    """When the funds were transferred."""
    amount: int = money()
    """Amount transferred, in minor units of `currency`."""
    currency: str = kept()
    """Currency of the transfer: a three-letter ISO 4217 code, in lower case."""
    destination_id: str = ref("account", kind="kept")
    """Account whose negative balance is settled."""
