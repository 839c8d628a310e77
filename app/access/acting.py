"""Acting on connected accounts: a platform's key with the header `Stripe-Account`."""

from collections.abc import Collection, Mapping

import asyncpg
from sqlalchemy import ARRAY, Text, bindparam, func, select

from app.access.caller import Caller
from app.database import Database, write
from app.errors import Forbidden
from app.tables.access import MADE, KeyKind
from app.tables.connect.account import Account
from app.tables.families import Family
from app.tables.tenancy import Tenant
from app.tables.texts import storable

HEADER = "stripe-account"
SHOWN = 40
"""Characters of what was given as an account that are repeated."""

_ACCOUNT = Account.__table__.c
_PLATFORMS = write(
    select(_ACCOUNT.id, _ACCOUNT.livemode, _ACCOUNT.platform_id).where(
        _ACCOUNT.id == func.any(bindparam("ids", type_=ARRAY(Text()))),
        _ACCOUNT.platform_id.is_not(None),
        _ACCOUNT.deleted_at.is_(None),
    )
)


async def platforms(database: Database, accounts: Collection[str]) -> Mapping[Tenant, str]:
    """Of accounts that are connected to another, in each mode: the other's id."""
    rows = await database.read(_PLATFORMS.text, _PLATFORMS.arguments({"ids": list(accounts)}), asyncpg.Record)
    return {Tenant(row["id"], row["livemode"]): row["platform_id"] for row in rows}


async def act(database: Database, caller: Caller, account: str) -> Caller:
    """The caller at work on an account: its own, or one that is connected to it. Raises Forbidden for any other, and
    for keys that act on no other."""
    own = caller.tenant.account
    if account == own:
        return caller
    if caller.kind in MADE:
        raise Forbidden("This key works on its own account alone. Leave out `Stripe-Account`, or use an API key.")
    if caller.kind is KeyKind.RESTRICTED:
        caller.must(Family.CONNECT, "read")
    acting = caller.on(account)
    if not storable(account) or (await platforms(database, [account])).get(acting.tenant) != own:
        raise Forbidden(
            f"The key {caller.hint} does not have access to the account '{account[:SHOWN]}', or there is no such "
            "account. `Stripe-Account` is the id of an account that is connected to yours, in the key's mode."
        )
    return acting
