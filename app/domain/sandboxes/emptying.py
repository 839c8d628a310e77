"""Emptying: everything that an account holds is deleted in one statement."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Text, bindparam, delete, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel

from app import tables
from app.domain.tx import Tx
from app.sql import Written, write
from app.tables.access import ApiKey
from app.tables.core_resources.file import File
from app.tables.infrastructure import ContentRemoval, EventStream
from app.tables.storage import texts
from app.tables.tenancy import OWNER, in_accounts

STAYS = (str(ApiKey.__tablename__), str(EventStream.__tablename__))
"""Tables whose rows an emptied account keeps: its keys still open it, and the sequence of its events goes on, so that
whoever follows them misses none."""


async def empty(tx: Tx, accounts: list[str]) -> None:
    """Delete what accounts hold, in both modes. The content of its files is removed soon after."""
    connection = await tx.work.connection(begun=True)
    await tx.flush()
    removed = _CONTENT.from_select(["key", "due"], _content(accounts, tx.real_now))
    await connection.fetch(removed.on_conflict_do_update(index_elements=["key"], set_={"due": tx.real_now}))
    statement = everything()
    await connection.run(statement.text, statement.arguments({"accounts": accounts}))


_CONTENT = insert(ContentRemoval.__table__)


def _content(accounts: list[str], now: datetime) -> Any:
    columns = File.__table__.c
    key = columns.content_key
    return select(key, literal(now, DateTime(timezone=True))).where(in_accounts(columns, texts(accounts)), key != "")


@cache
def everything(*, stays: tuple[str, ...] = STAYS) -> Written:
    """The statement that deletes the rows of the accounts in `accounts` from every table but those that stay."""
    accounts: Any = bindparam("accounts", type_=texts([]).type)
    statement = select(literal("deleted", Text))
    views = {str(each.__tablename__) for each in tables.every() if each.view is not None}
    for table in SQLModel.metadata.tables.values():
        if OWNER[0] in table.c and table.name not in {*stays, *views}:
            gone = delete(table).where(in_accounts(table.c, accounts)).returning(literal(1))
            statement = statement.add_cte(gone.cte(f"of_{table.name}"))
    return write(statement)
