"""The versions of what mutations give. A transaction knows the sequences of its events once it is committed."""

from collections.abc import Iterable

from sqlalchemy import func, select

from app.domain.tx import Tx
from app.tables.core_resources.event import Event
from app.tables.resource import Resource
from app.tables.tenancy import Tenant, Viewer, belongs
from schema.derive.reading import Reader
from schema.derive.versions import VERSION, is_versioned, types_about, versions


async def version_so_far(tx: Tx, row: Resource) -> int:
    """The version of a row before the transaction; 0 of a new one, and of one that has got another by now."""
    table = type(row)
    if not is_versioned(table) or not table.events or tx.work.is_new(row):
        return 0
    if any(_is_about(event, table, row.id) for event in tx.events):
        return 0
    owner = tx.on(Tenant.of(row))
    found = await owner.rows(owner.select(type(row), *versions(type(row))).where(type(row).__table__.c.id == row.id))
    return found[0][0] if found else 0


def version_told(family: Iterable[Tx], table: type[Resource], id: str) -> int | None:
    """The version that a transaction which is committed gave to an object, as each of its tenants has it; None if it
    told of others alone."""
    its = (event.sequence for tx in family for event in tx.events if _is_about(event, table, id))
    return max(its, default=None)


def _is_about(event: Event, table: type[Resource], id: str) -> bool:
    types = types_about(table)
    return event.object_id == id and (types is None or event.type in types)


async def version_then(reader: Reader, table: type[Resource], id: str, told: str) -> int:
    """The version of an object right after the transaction of the event `told`; 0 once that is no longer kept."""
    event = Event.__table__.c
    end = select(event.sequence + event.following).where(*belongs(event, Viewer), event.id == told).scalar_subquery()
    last = select(func.max(event.sequence).label(VERSION)).where(*belongs(event, Viewer), event.object_id == id)
    if (types := types_about(table)) is not None:
        last = last.where(event.type.in_(sorted(types)))
    rows = await reader.hidden(last.where(event.sequence <= end))
    return rows[0][VERSION] or 0
