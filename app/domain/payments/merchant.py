"""The account whose payments these are."""

from app.domain.tx import Tx
from app.errors import ResourceMissing
from app.tables.connect.account import Account


async def merchant(tx: Tx) -> Account:
    """The transaction's own account, read once in it."""
    account = await tx.session.get(Account, (tx.account_id, tx.account_id, tx.livemode))
    if account is None:
        raise ResourceMissing("account", tx.account_id)
    return account
