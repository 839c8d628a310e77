"""What all pages that a merchant's customers see have in common: no script, and nothing from elsewhere."""

from starlette.requests import Request

from app.database import Database
from app.server.transport import transport_of

SAFETY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def database_of(request: Request) -> Database:
    """The running app's database."""
    database = transport_of(request.scope).services.database
    assert isinstance(database, Database)
    return database
