"""Client secrets: how a browser, with a publishable key, reads and confirms the one object that it was given."""

import hmac
from typing import Any

from sqlalchemy import select

from app.access.caller import Caller
from app.errors import Forbidden
from app.tables.access import KeyKind
from app.tables.resource import Resource
from app.tables.tenancy import owned
from schema.derive.context import Context
from schema.derive.rows import Result, columns
from schema.derive.versions import versions

COLUMN = "client_secret"


def has_secret(table: type[Resource]) -> bool:
    """Whether objects of the table have a client secret."""
    return COLUMN in table.model_fields


def is_publishable(caller: Caller) -> bool:
    """Whether the caller may do only what is meant for browsers."""
    return caller.kind is KeyKind.PUBLISHABLE


def must_open(row: Any, given: str | None) -> None:
    """Raise Forbidden unless `given` is the row's client secret. It is the same sentence whichever is wrong."""
    if row is None or given is None or not hmac.compare_digest(row.client_secret.encode(), given.encode()):
        raise Forbidden("With a publishable key, this takes the object's id together with its own client secret.")


async def read_with_secret(context: Context, table: type[Resource], id: str, given: str | None) -> Any:
    """An object for a publishable key. Raises Forbidden without the right secret."""
    statement = select(*columns(table), *versions(table)).where(*owned(table, by_id=True), table.__table__.c.id == id)
    rows = await context.reader.fetch(table, statement)
    must_open(rows[0] if rows else None, given)
    return for_browsers(rows[0])


def for_browsers(row: Any) -> Any:
    """What a publishable key shows of an object: not the merchant's notes on one that has a client secret."""
    if COLUMN not in row or "meta" not in row:
        return row
    shown = Result(row)
    shown.table = row.table
    shown["meta"] = {}
    return shown
