"""The object of an event as an object of the graph: as it was right after the event, as it is now, and what changed."""

from functools import cache
from typing import Any

from strawberry.types.field import StrawberryField

from app import tables
from app.domain.events.catalogue import catalogue
from app.domain.restoring import restored
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.former import PreviousAttribute, former_values
from schema.derive.rows import Result
from schema.derive.types import Node
from schema.derive.versions import VERSION


@cache
def table_of(event_type: str) -> type[Resource] | None:
    """The table of the objects that events of a type are about; None where they have no ids, or are of no table."""
    about = catalogue.get(event_type)
    found = (table for table in tables.by_name.values() if about is not None and table.object_name == about.object)
    return next(found, None)


def snapshot(event: Any) -> Result | None:
    """The object right after the event, as a row; None where it is of no table, or the reader may not read it."""
    table, data = table_of(event["type"]), event["data"]
    body = data["object"]
    if table is None or not isinstance(body, dict):
        return None
    row = Result(restored(table, body, data.get("left_out")))
    row.table = table
    row["id"] = row["id"] or event["object_id"]
    row |= Tenant.of(event).columns
    row[VERSION] = event["sequence"]
    if table.deletable and event["type"] == table.event_type("deleted"):
        row["deleted_at"] = event["created"]
    return row


def fields() -> list[StrawberryField]:
    """What events have beside the JSON of Stripe's."""

    def shown(root: Any) -> Any:
        return snapshot(root)

    async def current(root: Any, info: Info) -> Any:
        table = table_of(root["type"])
        if table is None:
            return None
        return await info.context.loaders.related(table, root["object_id"], root, deleted=False)

    def previous(root: Any) -> Any:
        former, table = root["data"]["previous_attributes"], table_of(root["type"])
        return None if former is None or table is None else former_values(table, former)

    return [
        resolved_field(
            "snapshot",
            shown,
            kind=None,
            description="The object right after the event, as `data` has it: with the values of that moment, and "
            "relations that lead to the objects of today. Null for an object without an id, such as the balance.",
            returns=Node | None,
            arguments={"root": Any},
        ),
        resolved_field(
            "current_object",
            current,
            kind=None,
            description="The object in its current state; null if it has been deleted, and for an object without an "
            "id, such as the balance.",
            returns=Node | None,
            arguments={"root": Any, "info": Info},
        ),
        resolved_field(
            "previous_attributes",
            previous,
            kind=None,
            description="Former values of the attributes that changed, by their names in the graph; null except for "
            "`*.updated` events.",
            returns=list[PreviousAttribute] | None,
            arguments={"root": Any},
        ),
    ]
