"""`node(id)` and `nodes(ids)`: any object by its id, whose prefix tells what it is."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app import tables
from app.errors import BadRequest
from app.tables.resource import Resource
from schema.derive.context import Info
from schema.derive.fields import argument, resolved_field
from schema.derive.types import Node


def table_of(id: str) -> type[Resource] | None:
    """The table whose ids begin as this one, the longest beginning first; failing that, the one whose ids callers
    choose.
    """
    found, longest = None, 0
    for table in tables.by_name.values():
        for beginning in table.beginnings or (table.prefix,):
            if id.startswith(beginning) and len(beginning) > longest:
                found, longest = table, len(beginning)
    return found or next((table for table in tables.by_name.values() if table.chooses_ids), None)


def node_fields() -> list[StrawberryField]:
    """The two root fields."""

    def one(info: Info, id: str) -> Any:
        table = table_of(id)
        return table and info.context.loaders.by_id(table, deleted=table.deletable).load(id)

    async def many(info: Info, ids: list[str]) -> list[Any]:
        limit = info.context.limits.max_page_size
        if len(ids) > limit:
            raise BadRequest(f"`ids` takes at most {limit} ids; {len(ids)} were given.", field="ids")
        loads = [one(info, id) for id in ids]
        return [load and await load for load in loads]

    return [
        resolved_field(
            "node",
            one,
            kind=None,
            description="Any object by its id; null when there is none.",
            returns=Node | None,
            arguments={"info": Info, "id": argument(strawberry.ID, "The id, such as cus_… or pi_….")},
        ),
        resolved_field(
            "nodes",
            many,
            kind=None,
            description="Objects by their ids, in the same order; null in place of each that there is none of.",
            returns=list[Node | None],
            arguments={"info": Info, "ids": argument(list[strawberry.ID], "The ids, at most 100.")},
        ),
    ]
