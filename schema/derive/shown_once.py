"""Secrets that are shown once: on the payload of the mutation that makes them."""

from collections.abc import Callable
from typing import Any

from strawberry.types.field import StrawberryField

from app.domain.webhooks.secrets import newest, opened
from app.tables.resource import Resource
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.rows import Result
from schema.derive.types import graph_type

Show = Callable[[Any, str | None], Any]


def with_secret(table: type[Resource], show: Show) -> Callable[[], list[StrawberryField]]:
    """The object on the payload of a mutation that made a secret: `show` puts the secret into the row.

    The secret is read and opened for the answer alone, so that it is never stored under an idempotency key.
    """

    async def resolve(root: Any, info: Info) -> Any:
        row = root["row"]
        if row is None:
            return None
        found = await info.context.reader.hidden(newest(row["id"]))
        return show(row, opened(found[0]["sealed"], row["id"]) if found else None)

    def fields() -> list[StrawberryField]:
        return [
            resolved_field(
                str(table.__tablename__),
                resolve,
                kind=None,
                description="The object after the mutation, with the new secret; null if there is none.",
                returns=graph_type(table) | None,
                arguments={"root": Any, "info": Info},
            )
        ]

    return fields


def changed(row: Any, **values: Any) -> Result:
    """A row of a payload that shows something besides its columns."""
    result = Result(row)
    result.table = row.table
    result.update(values)
    return result
