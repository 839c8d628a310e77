"""The account that a fresh database begins with, and the one that a command means when none is named."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.connect import accounts
from app.errors import Misconfigured
from app.tables.connect.account import Account

NAME = "Demo business"


async def make_account(session: AsyncSession) -> str | None:
    """Make the first account, with a row for each mode, and return its id; None when there is one already."""
    if await session.scalar(select(func.count()).select_from(Account)):
        return None
    account = accounts.make_account(session, name=NAME)
    await session.flush()
    return account.id


async def account_meant(session: AsyncSession, id: str | None) -> str:
    """The account of that id, or the oldest when none is named; on a fresh database it is made.

    Raises Misconfigured when there is no account of that id.
    """
    if id is None:
        made = await make_account(session)
        oldest = select(col(Account.id)).order_by(col(Account.created), col(Account.id)).limit(1)
        return made or str(await session.scalar(oldest))
    if await session.scalar(select(func.count()).where(col(Account.id) == id)):
        return id
    raise Misconfigured(f"There is no account {id}. Leave out --account to use the oldest one.")
