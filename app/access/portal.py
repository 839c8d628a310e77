"""Opening the page of a portal session by the token in its address."""

from datetime import datetime

from sqlalchemy import update

from app.connection import Connection
from app.domain.billing.portal.sessions import digest
from app.tables.billing.portal_access import PortalAccess
from app.tables.codec import codec

_ACCESS = PortalAccess.__table__.c


async def open_page(connection: Connection, token: str, *, now: datetime) -> PortalAccess | None:
    """The session whose address has the token; None for a token that is unknown, was used, or has expired. `now` is
    real time. The token is used up: of two who open the page at once, one is given the session."""
    this = (_ACCESS.hash == digest(token), _ACCESS.opened_at.is_(None), _ACCESS.expires_at > now)
    shape = codec(PortalAccess)
    opened = update(PortalAccess.__table__).where(*this).values(opened_at=now).returning(*shape.selected)
    for row in await connection.fetch(opened):
        found: PortalAccess = shape.load(row)
        return found
    return None
