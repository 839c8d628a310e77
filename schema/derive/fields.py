"""Making Strawberry fields and types by hand: the few places that know how Strawberry is built inside."""

import dataclasses
import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Annotated, Any, get_args, get_origin

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from schema.derive.kinds import KEY, NEEDS, Kind


def plain_field(name: str, type_: Any, *, kind: Kind, column: str, description: str | None) -> StrawberryField:
    """A field that is read off its source under `column`."""
    field = StrawberryField(
        python_name=column,
        graphql_name=to_camel_case(name),
        type_annotation=StrawberryAnnotation(type_),
        description=tidy(description),
        metadata={KEY: kind},
    )
    field.name = column
    return field


def resolved_field(
    name: str,
    resolver: Callable[..., Any],
    *,
    kind: Kind | None,
    description: str | None,
    returns: Any,
    arguments: Mapping[str, Any] | None = None,
    needs: tuple[str, str] | None = None,
) -> StrawberryField:
    """A field with a resolver, whose annotations (types made at run time) are given here. `needs` is the family, and
    the action on it, that a key must be allowed."""
    _sign(resolver, arguments or {}, returns)
    field: StrawberryField = strawberry.field(
        resolver=resolver,
        name=to_camel_case(name),
        description=tidy(description),
        metadata={**({KEY: kind} if kind else {}), **({NEEDS: [needs]} if needs else {})},
    )
    field.python_name = name
    field.name = name
    return field


def _sign(resolver: Callable[..., Any], arguments: Mapping[str, Any], returns: Any) -> None:
    """Give a resolver the signature that Strawberry is to read: all by keyword, left out (UNSET) where nullable."""
    parameters = []
    for name, annotation in arguments.items():
        optional = type(None) in get_args(get_args(annotation)[0]) if get_origin(annotation) is Annotated else False
        default = strawberry.UNSET if optional else inspect.Parameter.empty
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters.append(inspect.Parameter(name, kind, default=default, annotation=annotation))
    resolver.__annotations__ = {**arguments, "return": returns}
    resolver.__signature__ = inspect.Signature(parameters, return_annotation=returns)  # type: ignore[attr-defined]


def subscription_field(
    name: str, source: Callable[..., Any], *, description: str, returns: Any, arguments: Mapping[str, Any]
) -> StrawberryField:
    """A field of the subscription root, which gives what `source` yields."""
    _sign(source, arguments, AsyncIterator[returns])
    field: StrawberryField = strawberry.subscription(
        resolver=source, name=to_camel_case(name), description=tidy(description)
    )
    field.python_name = name
    field.name = name
    return field


def argument(type_: Any, description: str) -> Any:
    """An argument's annotation, with its description."""
    return Annotated[type_, strawberry.argument(description=description)]


def object_type(
    name: str, fields: list[StrawberryField], description: str | None, *, bases: tuple[type, ...] = (), **members: Any
) -> type:
    """A GraphQL object type of these fields. No instance of the class is ever made: sources are rows."""
    made = strawberry.type(_holder(name, fields, bases, members), name=name, description=tidy(description))
    places = {field.python_name: place for place, field in enumerate(fields)}
    definition(made).fields.sort(key=lambda field: places.get(field.python_name, -1))
    return made


def input_type(name: str, fields: list[StrawberryField], description: str | None) -> type:
    """A GraphQL input of these fields."""
    return strawberry.input(_holder(name, fields), name=name, description=tidy(description))


def input_field(name: str, column: str, type_: Any, *, required: bool, description: str | None) -> StrawberryField:
    """A field of an input; one not required is UNSET where the caller leaves it out."""
    field = StrawberryField(
        python_name=column,
        graphql_name=to_camel_case(name),
        type_annotation=StrawberryAnnotation(type_ if required else type_ | None),
        description=tidy(description),
        default=dataclasses.MISSING if required else strawberry.UNSET,
    )
    field.name = column
    return field


def _holder(
    name: str, fields: list[StrawberryField], bases: tuple[type, ...] = (), members: Mapping[str, Any] | None = None
) -> type:
    holder = type(name, bases, {"__module__": __name__, **(members or {})})
    holder.__annotations__ = {}
    for field in fields:
        if field.base_resolver is None and field.type_annotation is not None:
            holder.__annotations__[field.python_name] = field.type_annotation.annotation
        setattr(holder, field.python_name, field)
    return holder


def definition(type_: type) -> StrawberryObjectDefinition:
    """What Strawberry keeps of a type."""
    found: StrawberryObjectDefinition = type_.__strawberry_definition__  # type: ignore[attr-defined]
    return found


def add_field(type_: type, field: StrawberryField) -> None:
    """Give a type one more field, before the schema is built."""
    existing = definition(type_).fields
    name = field.graphql_name
    assert all(other.graphql_name != name for other in existing), f"{type_.__name__}.{name} is there twice"
    existing.append(field)


def tidy(text: str | None) -> str | None:
    """A docstring as a description: its lines joined into paragraphs."""
    if not text:
        return None
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in paragraphs)
