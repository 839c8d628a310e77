"""Which accounts a caller can act on: the own one, and those that are connected to it."""

from app.domain.tx import Tx
from app.errors import ResourceMissing
from app.tables.connect.account import Account


async def find(tx: Tx, id: str, *, field: str = "id") -> Account:
    """The tenant's account, or one that is connected to it, locked. Raises ResourceMissing, naming `field`, for any
    other."""
    if id == tx.tenant.account:
        return await tx.get(Account, id)
    try:
        found = await tx.on(tx.tenant._replace(account=id)).get(Account, id)
    except ResourceMissing:
        found = None
    if found is None or found.platform_id != tx.tenant.account:
        raise ResourceMissing(Account.object_name, id, field=field)
    return found
