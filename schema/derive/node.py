"""`node(id)` and `nodes(ids)`: any object by its id, whose prefix names its table."""

import asyncio
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app import tables
from app.errors import BadRequest
from app.tables.by_id import Tables
from schema.derive import kinds
from schema.derive.context import Context, Info
from schema.derive.fields import argument, resolved_field
from schema.derive.reach import has_keys
from schema.derive.rows import Result, Row
from schema.derive.types import Node

Wanted = list[tuple[str, Tables]]
"""Ids, each with the tables that may have its row, in the order in which they are tried."""


def wanted(context: Context, ids: list[str]) -> Wanted:
    """The ids, each with its tables. Raises BadRequest for too many."""
    limit = context.limits.max_page_size
    if len(ids) > limit:
        raise BadRequest(f"`ids` takes at most {limit} ids; {len(ids)} were given.", field="ids")
    return [(id, candidates(context, id)) for id in ids]


def candidates(context: Context, id: str) -> Tables:
    """The tables that may have a row of that id. A table whose ids callers choose is tried only if the key may read it;
    a table whose prefix the id has, or whose code it is, is tried in any case, so that the key is refused."""
    every = tables.tables_of(id)
    led = tables.table_of(id)
    found = tuple(table for table in every if table is led or id in table.id_codes or context.caller.may_read(table))
    return found or every[:1]


async def load_any(context: Context, id: str) -> Row | Result | None:
    """The row of that id in whichever table has one, its tombstone if it was deleted; None if there is none."""
    return await load_from(context, candidates(context, id), id)


async def load_from(context: Context, candidates: Tables, id: str) -> Row | Result | None:
    """The same, in one of these tables."""
    for table in candidates:
        across = context.across and not has_keys(table)
        row = await context.loaders.by_id(table, deleted=table.found_deleted, across=across).load(id)
        if row is not None:
            return row
    return None


def node_fields() -> list[StrawberryField]:
    """The two root fields."""

    async def one(info: Info, id: str) -> Any:
        ((_, candidates),) = wanted(info.context, [id])
        return await load_from(info.context, candidates, id)

    async def many(info: Info, ids: list[str]) -> list[Any]:
        loads = [load_from(info.context, candidates, id) for id, candidates in wanted(info.context, ids)]
        return list(await asyncio.gather(*loads))

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
