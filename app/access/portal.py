"""Visits of the customer portal: begun by the token in an address, and recognized by the cookie of the browser."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update

from app.connection import Connection
from app.database import Database
from app.domain.billing.portal.sessions import digest
from app.tables.billing.portal_access import PortalAccess
from app.tables.codec import codec

IDLE = timedelta(hours=1)
"""How long a visit lasts without a request, as Stripe's."""

_ACCESS = PortalAccess.__table__.c


async def open_page(connection: Connection, token: str, secret: str, *, now: datetime) -> PortalAccess | None:
    """Begin the visit of the session whose address has the token; None for a token that is unknown, was used, or has
    expired. `now` is real time. From here on `secret`, which the browser is given, is what finds the session: the token
    is worthless, and of two browsers that open the page at once, one is given the session."""
    this = (_ACCESS.hash == digest(token), _ACCESS.opened_at.is_(None), _ACCESS.expires_at > now)
    return await _changed(connection, this, {"hash": digest(secret), "opened_at": now, "expires_at": now + IDLE})


async def visit(connection: Connection, secret: str, session_id: str, *, now: datetime) -> PortalAccess | None:
    """The session that a browser visits, for another hour from `now` on; None if the visit is over, or is another's."""
    this = (
        _ACCESS.hash == digest(secret),
        _ACCESS.opened_at.is_not(None),
        _ACCESS.expires_at > now,
        _ACCESS.session["id"].astext == session_id,
    )
    return await _changed(connection, this, {"expires_at": now + IDLE})


async def sweep(database: Database, *, now: datetime | None = None) -> None:
    """Remove the sessions that were not opened in time, and the visits that are over. `now` is real time."""
    async with database.writing() as connection:
        await connection.fetch(delete(PortalAccess.__table__).where(_ACCESS.expires_at <= (now or datetime.now(UTC))))


async def _changed(connection: Connection, this: tuple[object, ...], values: dict[str, object]) -> PortalAccess | None:
    shape = codec(PortalAccess)
    changed = update(PortalAccess.__table__).where(*this).values(values).returning(*shape.selected)  # type: ignore[arg-type]
    for row in await connection.fetch(changed):
        found: PortalAccess = shape.load(row)
        return found
    return None
