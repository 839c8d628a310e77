"""`node(id)` and `nodes(ids)`: any object by its id, whose prefix names its table."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app import tables
from app.errors import BadRequest
from app.tables.resource import Resource
from schema.derive import kinds
from schema.derive.context import Context, Info
from schema.derive.fields import argument, resolved_field
from schema.derive.types import Node

Wanted = list[tuple[str, type[Resource] | None]]
"""Ids, each with the table that it is of; with None where it is of none."""


def table_of(id: str) -> type[Resource] | None:
    """The table whose ids begin as this one, the longest beginning first; failing that, the one whose ids callers
    choose.
    """
    found, longest = None, 0
    for table in tables.by_name.values():
        for beginning in table.id_prefixes:
            if id.startswith(beginning) and len(beginning) > longest:
                found, longest = table, len(beginning)
    return found or next((table for table in tables.by_name.values() if table.chooses_ids), None)


def wanted(context: Context, ids: list[str]) -> Wanted:
    """The ids, each with its table. Raises BadRequest for too many."""
    limit = context.limits.max_page_size
    if len(ids) > limit:
        raise BadRequest(f"`ids` takes at most {limit} ids; {len(ids)} were given.", field="ids")
    return [(id, table_of(id)) for id in ids]


def node_fields() -> list[StrawberryField]:
    """The two root fields."""

    def load(info: Info, id: str, table: type[Resource] | None) -> Any:
        return table and info.context.loaders.by_id(table, deleted=table.found_deleted).load(id)

    def one(info: Info, id: str) -> Any:
        ((_, table),) = wanted(info.context, [id])
        return load(info, id, table)

    async def many(info: Info, ids: list[str]) -> list[Any]:
        loads = [load(info, id, table) for id, table in wanted(info.context, ids)]
        return [each and await each for each in loads]

    return [
        resolved_field(
            "node",
            one,
            kind=kinds.Node(wanted),
            description="Retrieve an object of any type by id; null if there is none.",
            returns=Node | None,
            arguments={"info": Info, "id": argument(strawberry.ID, "ID of the object, such as cus_… or pi_….")},
        ),
        resolved_field(
            "nodes",
            many,
            kind=kinds.Nodes(wanted),
            description="Retrieve objects of any type by id, in the given order; null for each id without an object.",
            returns=list[Node | None] | None,
            arguments={"info": Info, "ids": argument(list[strawberry.ID], "IDs of the objects, at most 100.")},
        ),
    ]
