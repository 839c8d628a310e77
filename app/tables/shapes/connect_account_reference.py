"""An account that takes a part: it issues an invoice, or is liable for tax."""

from enum import StrEnum

from app.tables.columns import given, ref
from app.tables.values import Value


class ConnectAccountReferenceType(StrEnum):
    """Whether the account itself or a connected account is meant."""

    ACCOUNT = "account"
    """A connected account, named in `account`."""
    SELF = "self"
    """The account that the object belongs to."""


class ConnectAccountReference(Value):
    """The account that issues an invoice, or that is liable for tax."""

    account_id: str | None = ref("account", default=None)
    """The connected account; null for the account that the object belongs to."""
    type: ConnectAccountReferenceType = given()
    """Whether the account itself or a connected account is meant."""

    @property
    def connected(self) -> str | None:
        """The id of the connected account; None for the account itself."""
        return self.account_id
