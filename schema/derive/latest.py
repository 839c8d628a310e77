"""On a payload, the newest row that belongs to the object: what the mutation made beside it."""

from collections.abc import Callable
from typing import Any

from strawberry.types.field import StrawberryField

from app.tables.resource import Resource
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.types import graph_type


def latest(
    name: str, table: type[Resource], description: str, narrow: Callable[[Any, Any], tuple[Any, ...]]
) -> Callable[[], list[StrawberryField]]:
    """On a payload, the newest row of a table that belongs to the object, by the conditions that `narrow(columns, row)`
    gives."""

    async def resolve(root: Any, info: Info) -> Any:
        if root["row"] is None or root["errors"]:
            return None
        reader, c = info.context.reader, table.__table__.c
        statement = reader.select(table).where(*narrow(c, root["row"])).order_by(c.created.desc(), c.id.desc()).limit(1)
        return next(iter(await reader.fetch(table, statement)), None)

    def fields() -> list[StrawberryField]:
        return [
            resolved_field(
                name,
                resolve,
                kind=None,
                description=description,
                returns=graph_type(table) | None,
                arguments={"root": Any, "info": Info},
            )
        ]

    return fields
