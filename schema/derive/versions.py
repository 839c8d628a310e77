"""The version of an object: the sequence of the last event about it, which tells an older state from a newer one.

It is no column, which would have to be written before the sequence is known: it is looked up in the same statement that
reads the row, where it is asked for. The events of each object are in an index by their sequence.
"""

from typing import Any

from sqlalchemy import ColumnElement, Label, collate, func, literal_column, select

from app.tables.core_resources.event import Event
from app.tables.infrastructure import EventStream
from app.tables.resource import Resource
from app.tables.tenancy import same_tenant

VERSION = "version"
"""The name that rows have it by."""


def is_versioned(table: type[Resource]) -> bool:
    """Whether the objects of a table have versions: all that have no `version` of Stripe's own."""
    return VERSION not in table.model_fields


def types_about(table: type[Resource]) -> frozenset[str] | None:
    """The types of the events about a single, which has the id of what it is single of; None where the id tells."""
    return frozenset(map(table.event_type, table.events)) if table.is_single else None


def version_of(table: type[Resource], columns: Any) -> Label[int]:
    """The version of the rows with these columns, as a column of a statement that reads them.

    Of an object whose events are no longer kept it is the sequence of the last event that is gone: never less than it
    was, and less than that of any event to come. 0 if there has been no event at all, as of objects that no event is
    about.
    """
    if not table.events:
        return literal_column("0").label(VERSION)
    event = Event.__table__
    # Written such that the index of the stream cannot serve it: it would be read back to the event from its end. Ids
    # are of the collation "C", the column with those of objects is not, and no index serves where the two meet.
    its = [*same_tenant(event.c, columns, by_id=True), event.c.object_id == collate(columns.id, "default")]
    if (types := types_about(table)) is not None:
        its.append(event.c.type.in_([literal_column(f"'{each}'") for each in sorted(types)]))
    last = select(event.c.sequence).where(*its).order_by(event.c.sequence.desc())
    first = select(event.c.sequence - 1).where(*same_tenant(event.c, columns)).order_by(event.c.sequence)
    stream = EventStream.__table__
    end = select(stream.c.last_sequence).where(*same_tenant(stream.c, columns))
    found: ColumnElement[int] = func.coalesce(
        _from(event, last), _from(event, first), _from(stream, end), literal_column("0")
    )
    return found.label(VERSION)


def versions(table: type[Resource]) -> tuple[Any, ...]:
    """The version among what is read of a table's rows, if they have one."""
    return (version_of(table, table.__table__.c),) if is_versioned(table) else ()


def _from(table: Any, statement: Any) -> Any:
    return statement.limit(literal_column("1")).correlate_except(table).scalar_subquery()
