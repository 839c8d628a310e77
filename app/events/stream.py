"""The events of one account and mode as a numbered stream: where it begins and ends, and what comes after a place.

The numbers are dense and in the order of commits (see EventStream): a reader that has seen N has missed nothing below.
"""

import re
from typing import Any, TypeVar

from sqlalchemy import func, select

from app import sql
from app.database import Database
from app.errors import BadRequest, CursorExpired
from app.tables.core_resources.event import Event
from app.tables.infrastructure import EventStream
from app.tables.tenancy import Tenant, Viewer, belongs, viewing


class EventRow(sql.Row):
    """An event as it is read: its columns as attributes, `data` and `request` as mappings."""


Row = TypeVar("Row", bound=EventRow)
event = Event.__table__.c


def _bounds() -> Any:
    stream = EventStream.__table__.c
    last = select(stream.last_sequence).where(*belongs(stream, Viewer)).scalar_subquery()
    first = select(func.min(event.sequence)).where(*belongs(event, Viewer)).scalar_subquery()
    return select(func.coalesce(last, 0).label("last"), first.label("first"))


_BOUNDS = sql.write(_bounds())


async def bounds(database: Database, tenant: Tenant) -> tuple[int, int]:
    """The least sequence that is kept, and the greatest given. With nothing kept, the least is the next to be given."""
    row = (await database.read(_BOUNDS.text, _BOUNDS.arguments(viewing(tenant)), EventRow))[0]
    return row.first or row.last + 1, row.last


async def read_after(database: Database, tenant: Tenant, sequence: int, limit: int, record: type[Row]) -> list[Row]:
    """At most `limit` events after a place, in order."""
    after = select(*event).where(*belongs(event, tenant), event.sequence > sequence)
    return await database.fetch(after.order_by(event.sequence).limit(limit), record)


async def place_of(
    database: Database, tenant: Tenant, after: str | None, bounds: tuple[int, int], *, field: str = "after"
) -> tuple[int, int]:
    """The sequence up to which a reader who names `after` (a cursor or an event's id) has read, and the greatest given.

    `bounds` are the stream's, not older than the question. Without `after` both are the same. Raises BadRequest,
    naming `field`, for what is neither, or was never given out; CursorExpired where events after it are no longer kept.
    """
    first, last = bounds
    if after is None:
        return last, last
    if after.startswith(Event.prefix):
        place = await _place_of_event(database, tenant, after)
        if place is None and first > 1 and await _older_than(database, tenant, after, first):
            raise CursorExpired(expired(after))
        if place is None:
            raise BadRequest(f"No such event: '{after[:100]}'. Resume after an event that you received.", field=field)
        return place, last
    if not re.fullmatch("[0-9]{1,18}", after):
        raise BadRequest(
            f"'{after[:100]}' is neither a cursor nor an id of an event. Give those of an event that you received.",
            field=field,
        )
    if int(after) > last:
        raise BadRequest(
            f"There is no event at cursor {after} yet. Give the cursor of an event that you received.", field=field
        )
    if int(after) < first - 1:
        raise CursorExpired(expired(after))
    return int(after), last


def dense(rows: list[Row], after: int) -> list[Row]:
    """The rows, when none is missing after the place that they were asked for. Raises CursorExpired otherwise."""
    if not rows or rows[-1].sequence != after + len(rows):
        raise CursorExpired(expired(str(after)))
    return rows


async def _place_of_event(database: Database, tenant: Tenant, id: str) -> int | None:
    named = select(event.sequence).where(*belongs(event, tenant), event.id == id)
    found = await database.fetch(named, EventRow)
    return found[0].sequence if found else None


async def _older_than(database: Database, tenant: Tenant, id: str, first: int) -> bool:
    """Whether an id was made before the first event that is kept: ids begin with the moment of their making."""
    kept = await read_after(database, tenant, first - 1, 1, EventRow)
    return not kept or id < kept[0].id


def expired(after: str) -> str:
    """That events after a place are gone."""
    return f"Events after '{after[:100]}' are no longer kept. Read the objects anew, and subscribe without `after`."
