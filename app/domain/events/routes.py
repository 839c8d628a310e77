"""Where each tenant's events go, as this process remembers it: with the version that the database compares."""

from weakref import WeakKeyDictionary

from sqlalchemy import and_, literal, select
from sqlalchemy.util import LRUCache

from app.database import Database
from app.domain.work import Work
from app.tables.connect.account import Account
from app.tables.infrastructure import EventStream, Routes
from app.tables.tenancy import Tenant, belongs

REMEMBERED = 10_000
"""Tenants whose routes a process remembers."""


_remembered: WeakKeyDictionary[Database, LRUCache[Tenant, Routes]] = WeakKeyDictionary()


async def routes_of(work: Work, tenant: Tenant) -> Routes:
    """The tenant's routes as last known to this process, with what its account is connected to."""
    known = _of(work.database).get(tenant)
    if known is None:
        stream, account = EventStream.__table__.c, Account.__table__.c
        platform = select(account.platform_id).where(
            account.id == tenant.account, account.livemode == tenant.livemode, account.deleted_at.is_(None)
        )
        read = (stream.routes_version, stream.routes, stream.faulty, stream.connected_routes)
        mine = select(literal(1)).subquery().outerjoin(EventStream.__table__, and_(*belongs(stream, tenant)))
        statement = select(*read, platform.scalar_subquery()).select_from(mine)
        row = await (await work.connection()).first(statement)
        assert row is not None
        version, routes, faulty, connected, platform_id = row
        known = Routes(version or 0, routes or [], bool(faulty), connected or [], platform_id)
        # An account that this transaction makes is not yet there to be read.
        made = work.rows.get((Account, tenant.account, tenant))
        if isinstance(made, Account) and work.is_new(made):
            known = known._replace(platform=made.platform_id)
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
