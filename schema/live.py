"""The subscription root: what can be followed live."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.errors import BadRequest
from app.tables.core_resources.event import Event
from app.tables.resource import Resource
from schema.derive.context import Context, Info
from schema.derive.fields import argument, subscription_field
from schema.derive.node import table_of
from schema.derive.rows import Row
from schema.derive.types import Node, graph_type


async def events(
    info: Info, types: list[str] | None = None, objects: list[str] | None = None, after: str | None = None
) -> AsyncIterator[Any]:
    """Every event from a cursor on; without one, every event from now on."""
    context = info.context
    context.caller.must(Event.family, "read")
    return await context.feed.subscribe(context.scope, types=types, objects=objects, after=after)


async def object_changed(info: Info, id: str) -> AsyncIterator[Any]:
    """The object now, and again after each event about it: read anew each time."""
    context = info.context
    table = table_of(id)
    if table is None:
        raise BadRequest(f"'{id}' is no id of ours: its prefix tells of no kind of object.", field="id")
    context.caller.must(table.family, "read")
    # Followed before it is first read, so that no change falls between the two.
    changes = await context.feed.object_changes(context.scope, id)

    async def follow() -> AsyncIterator[Changed]:
        try:
            yield Changed(table, id, None)
            async for event in changes:
                yield Changed(table, id, event.cursor)
        finally:
            await changes.aclose()

    return follow()


@dataclass(frozen=True, slots=True)
class Changed:
    """That an object is to be looked at: now, or after the event at `cursor`."""

    table: type[Resource]
    id: str
    cursor: str | None

    async def read(self, context: Context) -> Row | None:
        """The object as it is."""
        return await context.loaders.by_id(self.table, deleted=self.table.deletable).load(self.id)


def subscriptions() -> list[StrawberryField]:
    """The subscription root's fields."""

    return [
        subscription_field(
            "events",
            events,
            description="Every event from a cursor on, in order and without a gap; without a cursor, from now on.",
            returns=graph_type(Event),
            arguments={
                "info": Info,
                "types": argument(list[str] | None, "Only these types; `invoice.*` means all that begin so."),
                "objects": argument(list[strawberry.ID] | None, "Only events about the objects of these ids."),
                "after": argument(str | None, "The cursor (or id) of the last event seen."),
            },
        ),
        subscription_field(
            "object_changed",
            object_changed,
            description="An object now, and again after each event about it; null once there is no such object.",
            returns=Node | None,
            arguments={"info": Info, "id": argument(strawberry.ID, "The object's id.")},
        ),
    ]
