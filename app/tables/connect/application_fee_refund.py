"""ApplicationFeeRefund: what a platform returns of its fee to the connected account."""

from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import kept, ref
from app.tables.resource import Resource, Tagged


class ApplicationFeeRefund(Tagged, Resource, table=True):
    """A refund of an application fee to the connected account that it was taken from."""

    prefix: ClassVar[str] = "fr_"
    object_name: ClassVar[str] = "fee_refund"
    path: ClassVar[str] = "/v1/application_fees/{fee}/refunds/{id}"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    events: ClassVar[dict[str, str]] = {
        "application_fee.refund.updated": "A refund of an application fee was updated.",
    }

    # Stripe's refunds of fees have no `livemode`.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    amount: int = money()
    """Amount returned to the connected account, in minor units of `currency`."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that debits the refund from the platform's balance."""
    currency: str = kept()
    """Currency of the refund, the same as the fee's."""
    fee_id: str = ref("application_fee", back="refunds")
    """Application fee that is refunded."""
