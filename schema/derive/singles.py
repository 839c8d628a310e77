"""Singles as the graph shows them: the account's own, or that of an object. What was never written has its defaults."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.tables.resource import Single
from schema.derive import kinds
from schema.derive.context import Context, Info
from schema.derive.fields import Asked, argument, resolved_field
from schema.derive.rows import Result, Row, result_of
from schema.derive.versions import VERSION, is_versioned


def owner_argument(table: type[Single]) -> dict[str, Asked]:
    """The argument that says whose it is, if there is a choice."""
    owner = table.owner()
    return {} if owner is None else {owner[0]: argument(strawberry.ID, f"The {owner[1].__name__} that it is of.")}


async def read_single(context: Context, table: type[Single], owner: str | None) -> Row | Result | None:
    """The account's, or that of an object which is there. Null for the object of another. Raises Forbidden."""
    context.caller.must_read(table)
    whose = table.owner()
    if whose is not None and (owner is None or await context.loaders.by_id(whose[1], across=False).load(owner) is None):
        return None
    return await standing(context, table, owner)


async def standing(context: Context, table: type[Single], owner: str | None) -> Row | Result:
    """The same, where it is known that there is one."""
    row = await context.loaders.by_id(table).load(table.key(owner))
    if row is not None:
        return row
    found = result_of(table.standing(context.tenant, owner))
    if is_versioned(table):
        # No event was about it.
        found[VERSION] = 0
    return found


def single_field(
    name: str, table: type[Single], type_: Any, description: str, *, nested: bool = False
) -> StrawberryField:
    """A field that leads to the only one: at the root, or `nested` in the object that it is single of."""

    owner = table.owner()
    # That of a deleted object is gone with it.
    lasts = nested and owner is not None and not owner[1].deletable

    async def of_source(root: Any, info: Info) -> Any:
        return None if root["deleted_at"] is not None else await standing(info.context, table, root["id"])

    async def at_root(info: Info, **given: Any) -> Any:
        return await read_single(info.context, table, next(iter(given.values()), None))

    return resolved_field(
        name,
        of_source if nested else at_root,
        kind=kinds.Single(table),
        description=description,
        # As all fields of the roots: where one fails, the others are answered.
        returns=type_ if lasts else type_ | None,
        arguments={"root": Any, "info": Info} if nested else {"info": Info, **owner_argument(table)},
    )
