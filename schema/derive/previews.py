"""Previews: fields of the query root that show what would be made, of which nothing is stored."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic.alias_generators import to_pascal, to_snake
from strawberry.types.field import StrawberryField

from app.errors import BadRequest, Refusal
from app.tables.resource import Resource
from schema.derive.context import Info
from schema.derive.fields import argument, resolved_field
from schema.derive.inputs import Param, checked, gathered, params_input
from schema.derive.refusals import user_errors
from schema.derive.types import graph_type


def preview_field(table: type[Resource], how: Callable[..., Awaitable[Any]], params: list[Param]) -> StrawberryField:
    """A field of the query root, such as `invoicePreview`: `how` adds rows in a transaction that is rolled back, and
    gives the one that is shown. Its connections and relations lead to the others that were added, and to what is
    stored. A refusal is a BadRequest: queries have no `userErrors`."""
    assert how.__doc__, f"{how.__name__} has no description"
    about = how.__doc__.split("\n\n")[0]

    async def resolve(info: Info, input: Any = None) -> Any:
        context = info.context
        context.caller.must(table.family, "read")
        try:
            columns, options = checked(params, input or {})
            async with context.preview() as tx:
                row = await how(tx, **columns, **gathered(how, options))
        except Refusal as refusal:
            told = user_errors(refusal, [param.name for param in params])
            messages = " ".join(error["message"] for error in told)
            raise BadRequest(messages, field=told[0]["field"]) from refusal
        return context.loaders.unsaved.of(table)[row.id]

    arguments: dict[str, Any] = {"info": Info}
    if params:
        type_: Any = params_input(f"{table.__name__}{to_pascal(how.__name__)}Input", params, about, table)
        required = any(param.required for param in params)
        arguments["input"] = argument(type_ if required else type_ | None, "Parameters of the preview.")
    return resolved_field(
        f"{to_snake(table.__name__)}_{how.__name__}",
        resolve,
        kind=None,
        description=about,
        returns=graph_type(table) | None,
        arguments=arguments,
        needs=(table.family, "read"),
    )
