"""Visits of the pages of connected accounts' owners: begun by the token in an address, and recognized by the cookie of
the browser."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from app.connection import Connection
from app.database import Database
from app.domain.connect.account_pages import digest
from app.tables.codec import codec
from app.tables.connect.account_page import AccountPage
from app.tables.storage import texts
from app.tables.tenancy import in_accounts

IDLE = timedelta(hours=1)
"""How long a visit lasts without a request."""
KEPT = timedelta(days=30)
"""How long an address that cannot be opened any more leads to the platform's `refresh_url`."""

_PAGE = AccountPage.__table__.c


async def open_page(connection: Connection, token: str, secret: str, *, now: datetime) -> AccountPage | None:
    """Begin the visit of the page whose address has the token; None for a token that is unknown, was used, or has
    expired. `now` is real time. From here on `secret`, which the browser is given, is what finds the page: of two
    browsers that open the address at once, one is given the page."""
    this = (_PAGE.hash == digest(token), _PAGE.visit_hash.is_(None), _PAGE.expires_at > now)
    return await _changed(connection, this, {"visit_hash": digest(secret), "visited_until": now + IDLE})


async def leads_to(connection: Connection, token: str) -> str | None:
    """The platform's `refresh_url`, for an address that cannot be opened any more; None if it has none."""
    found: Any = await connection.first(select(_PAGE.options).where(_PAGE.hash == digest(token)))
    url: str | None = None if found is None else found["options"].get("refresh_url")
    return url


async def visit(connection: Connection, secret: str, account: str, kind: str, *, now: datetime) -> AccountPage | None:
    """The page that a browser visits, for another hour from `now` on; None if the visit is over, or is another's."""
    mine = in_accounts(_PAGE, texts([account]))
    this = (_PAGE.visit_hash == digest(secret), _PAGE.visited_until > now, _PAGE.kind == kind, mine)
    return await _changed(connection, this, {"visited_until": now + IDLE})


async def sweep(database: Database, *, now: datetime | None = None) -> None:
    """Remove the pages whose addresses lead nowhere any more. `now` is real time."""
    long_ago = (now or datetime.now(UTC)) - KEPT
    async with database.writing() as connection:
        await connection.fetch(delete(AccountPage.__table__).where(_PAGE.expires_at <= long_ago))


async def _changed(connection: Connection, this: tuple[Any, ...], values: dict[str, object]) -> AccountPage | None:
    shape = codec(AccountPage)
    changed = update(AccountPage.__table__).where(*this).values(values).returning(*shape.selected)
    for row in await connection.fetch(changed):
        found: AccountPage = shape.load(row)
        return found
    return None
