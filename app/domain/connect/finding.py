"""Which accounts a caller can act on: the own one, and those that are connected to it."""

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
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


async def find_connected(tx: Tx, id: str, *, field: str = "account") -> Account:
    """An account that is connected to the tenant's, locked. Raises ResourceMissing, naming `field`, for any other, and
    InvalidRequest for the tenant's own."""
    account = await find(tx, id, field=field)
    if account.platform_id != tx.tenant.account:
        raise InvalidRequest(
            f"`{field}` is your own account. Give the id of an account that is connected to it.",
            code=ErrorCode.ACCOUNT_INVALID,
            field=field,
        )
    return account
