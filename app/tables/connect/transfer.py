"""Transfer: funds that a platform sends to a connected account, or that a connected account sends to its platform."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, text

from app.tables.columns import Many, editable, given, kept, many, ref
from app.tables.columns import amount as money
from app.tables.resource import Resource, Tagged
from app.tables.texts import CurrencyCode


class TransferSourceType(StrEnum):
    """The part of the balance that a transfer is taken from."""

    BANK_ACCOUNT = "bank_account"
    """Funds from bank debits and bank transfers."""
    CARD = "card"
    """Funds from card payments."""
    FPX = "fpx"
    """Funds from FPX payments."""


class Transfer(Tagged, Resource, table=True):
    """Funds of the account's balance that are sent to the balance of a connected account, or of its platform."""

    __table_args__ = (
        Index("transfer_destination", "destination_id", "created", "id"),
        Index("transfer_group", "account_id", "transfer_group", postgresql_where=text("transfer_group IS NOT NULL")),
    )

    prefix: ClassVar[str] = "tr_"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    # The account that receives the funds sees where they come from.
    shared_with: ClassVar[str | None] = "destination_id"
    shared_by_id: ClassVar[bool] = True
    outlives_clock: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A transfer was created.",
        "reversed": "A transfer was reversed, fully or in part.",
        "updated": "A transfer's description or metadata was updated.",
    }
    reversals: ClassVar[Many] = many(
        "transfer_reversal", by="transfer_id", url="/v1/transfers/{id}/reversals", counted=True
    )

    amount: int = money()
    """Amount of the transfer, in minor units of `currency`."""
    amount_reversed: int = money(0)
    """Amount that was reversed so far, in minor units."""
    balance_transaction_id: str | None = ref("balance_transaction", kind="kept", default=None)
    """Balance transaction that takes the transfer out of the balance."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the transfer: a three-letter ISO 4217 code, in lower case."""
    description: str | None = editable(None, max_length=5000)
    """Description of the transfer, for the sender's own use; null if there is none."""
    destination_id: str | None = ref("account", kind="kept", default=None)
    """Account that receives the transfer. A connected account that sends funds to its platform cannot read the
    platform's account, and has null here."""
    destination_payment_id: str | None = ref("charge", kind="kept", default=None)
    """Payment by which the destination receives the transfer, an object of the destination's own."""
    reversed: bool = kept(False)
    """Whether the transfer is fully reversed."""
    source_transaction_id: str | None = ref("charge", back="transfers", kind="kept", default=None)
    """Charge whose funds are transferred; null for a transfer of the available balance."""
    source_type: str | None = kept(TransferSourceType.CARD.value, in_groups=True)
    """Part of the balance that the transfer is taken from: `card`, `bank_account` or `fpx`."""
    transfer_group: str | None = given(None, max_length=5000, in_groups=True)
    """Text that groups the transfer with the payments and transfers that belong to it; null if there is none."""
