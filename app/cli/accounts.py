"""The account that a fresh database begins with, and the one that a command means when none is named."""

from sqlalchemy import exists, select

from app.access.opening import open_account
from app.connection import Connection
from app.errors import Misconfigured
from app.tables.connect.account import Account

NAME = "Demo business"
BANK_ACCOUNT = "btok_us_verified"
"""Where the demo is paid out to, when it asks for that."""
_ACCOUNT = Account.__table__.c


async def make_account(connection: Connection) -> str | None:
    """Make the first account, with a row for each mode, and return its id; None when there is one already."""
    if await connection.value(select(exists().select_from(Account.__table__))):
        return None
    return (await open_account(connection, name=NAME, paid_out_to=BANK_ACCOUNT)).id


async def account_meant(connection: Connection, id: str | None) -> str:
    """The account of that id, or the oldest when none is named; on a fresh database it is made.

    Raises Misconfigured when there is no account of that id.
    """
    if id is None:
        made = await make_account(connection)
        oldest = select(_ACCOUNT.id).order_by(_ACCOUNT.created, _ACCOUNT.id).limit(1)
        return made or str(await connection.value(oldest))
    if await connection.value(select(exists().where(_ACCOUNT.id == id))):
        return id
    raise Misconfigured(f"There is no account {id}. Leave out --account to use the oldest one.")
