"""Where each tenant's events go, as this process remembers it: with the version that the database compares."""

from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.util import LRUCache

from app.database import Database
from app.domain.work import Work
from app.tables.infrastructure import EventStream, Routes
from app.tables.tenancy import Tenant, belongs

REMEMBERED = 10_000
"""Tenants whose routes a process remembers."""


_remembered: WeakKeyDictionary[Database, LRUCache[Tenant, Routes]] = WeakKeyDictionary()


async def routes_of(work: Work, tenant: Tenant) -> Routes:
    """The tenant's routes as last known to this process."""
    known = _of(work.database).get(tenant)
    if known is None:
        columns = EventStream.__table__.c
        statement = select(columns.routes_version, columns.routes, columns.faulty).where(*belongs(columns, tenant))
        row = await (await work.connection()).first(statement)
        known = Routes(row[0], row[1] or [], row[2]) if row else Routes(0, [])
        remember(work.database, tenant, known)
    return known


def remember(database: Database, tenant: Tenant, routes: Routes) -> None:
    """Know a tenant's routes from here on."""
    _of(database)[tenant] = routes


def forget(database: Database, tenant: Tenant) -> None:
    """Read a tenant's routes again when they are next needed: what is known of them is out of date."""
    _of(database).pop(tenant, None)


def _of(database: Database) -> LRUCache[Tenant, Routes]:
    if database not in _remembered:
        _remembered[database] = LRUCache(REMEMBERED)
    return _remembered[database]
