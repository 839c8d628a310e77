"""TransferReversal: funds of a transfer that return to the account that sent them."""

from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import kept, ref
from app.tables.resource import Resource, Tagged


class TransferReversal(Tagged, Resource, table=True):
    """A reversal of a transfer: funds that return to the balance which they were transferred from."""

    prefix: ClassVar[str] = "trr_"
    path: ClassVar[str] = "/v1/transfers/{transfer}/reversals/{id}"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    shared_with: ClassVar[str | None] = "counterparty_id"
    shared_by_id: ClassVar[bool] = True
    outlives_clock: ClassVar[bool] = True

    # Stripe's reversals have no `livemode`.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    amount: int = money()
    """Amount reversed, in minor units of `currency`."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that returns the funds to the balance."""
    currency: str = kept()
    """Currency of the reversal, the same as the transfer's."""
    destination_payment_refund_id: str | None = ref("refund", kind="kept", default=None)
    """Refund by which the destination returns the funds, an object of the destination's own."""
    source_refund_id: str | None = ref("refund", kind="kept", default=None)
    """Refund of a payment that caused the reversal; null for others."""
    transfer_id: str = ref("transfer", back="reversals")
    """Transfer that is reversed."""

    counterparty_id: str | None = kept(hidden=True)
    """The account that received the transfer, which sees the reversal too."""
