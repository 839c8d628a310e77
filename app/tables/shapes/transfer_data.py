"""Where the funds of a payment are transferred."""

from app.tables.columns import amount as money
from app.tables.columns import ref
from app.tables.values import Value


class TransferData(Value):
    """The transfer of a payment's funds to a connected account."""

    amount: int | None = money(None, kind="given", ge=0)
    """Amount to transfer, in minor units; null for the whole payment."""
    destination_id: str = ref("account")
    """The connected account that receives the funds."""


class TransferDataAmount(Value):
    """Another amount of the transfer of a payment's funds."""

    amount: int | None = money(None, kind="given", ge=0)
    """Amount to transfer, in minor units; null for the whole payment."""
