"""Making the fields and types of the graph, once it is known what they are."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from schema.derive.kinds import KEY, NEEDS, Kind
from schema.derive.strawberry_internals import (
    Argument,
    Field,
    Later,
    Resolver,
    define_input,
    define_object,
    definition,
    strawberry_type,
)


def plain_field(name: str, type_: Any, *, kind: Kind, column: str, description: str | None) -> StrawberryField:
    """A field that is read off its source under `column`."""
    return Field(
        column, to_camel_case(name), strawberry_type(type_), description=tidy(description), metadata={KEY: kind}
    )


class Asked(NamedTuple):
    """An argument of a field: its type, and its description."""

    type: Any
    description: str


def argument(type_: Any, description: str) -> Asked:
    """An argument's type, with its description."""
    return Asked(type_, description)


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
    """A field with a resolver, which is given its arguments by keyword, but for omitted ones.

    With `root` among the arguments it is also given its source, with `info` the context. `needs` is the family, and
    the action on it, that a key must be allowed.
    """
    type_ = strawberry_type(returns)
    return Field(
        name,
        to_camel_case(name),
        type_,
        description=tidy(description),
        resolver=_resolver(resolver, type_, arguments or {}),
        metadata={**({KEY: kind} if kind else {}), **({NEEDS: [needs]} if needs else {})},
    )


def subscription_field(
    name: str, source: Callable[..., Any], *, description: str, returns: Any, arguments: Mapping[str, Any]
) -> StrawberryField:
    """A field of the subscription root, which gives what `source` yields."""
    type_ = strawberry_type(returns)
    return Field(
        name,
        to_camel_case(name),
        type_,
        description=tidy(description),
        resolver=_resolver(source, type_, arguments),
        is_subscription=True,
    )


def _resolver(function: Callable[..., Any], type_: Any, arguments: Mapping[str, Any]) -> Resolver:
    taken = [_argument(name, asked) for name, asked in arguments.items() if isinstance(asked, Asked)]
    return Resolver(function, type_, taken, root="root" in arguments, info="info" in arguments)


@cache
def _argument(name: str, asked: Asked) -> Argument:
    """One for all fields that take the same: those of connections stand in hundreds of places."""
    return Argument(name, to_camel_case(name), strawberry_type(asked.type), asked.description)


def object_type(
    name: str,
    fields: Iterable[StrawberryField],
    description: str | None,
    *,
    interfaces: tuple[type, ...] = (),
    is_type_of: Callable[[Any, Any], bool] | None = None,
) -> type:
    """A GraphQL object type of these fields."""
    return define_object(name, list(fields), tidy(description), interfaces=interfaces, is_type_of=is_type_of)


def input_type(
    name: str, fields: Iterable[StrawberryField], description: str | None, *, one_of: bool = False, bare: bool = False
) -> type:
    """A GraphQL input of these fields. Resolvers get it as a dictionary, by the fields' columns. With `one_of`, callers
    give one field; with `bare`, resolvers get the value of that."""
    return define_input(name, list(fields), tidy(description), one_of=one_of, bare=bare)


def input_field(name: str, column: str, type_: Any, *, required: bool, description: str | None) -> Field:
    """A field of an input; one that is not required may also be null, or be omitted. A type that is `Later` says so
    itself."""
    return Field(
        column,
        to_camel_case(name),
        type_ if isinstance(type_, Later) else strawberry_type(type_ if required else type_ | None),
        description=tidy(description),
        default=dataclasses.MISSING if required else strawberry.UNSET,
    )


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


def in_words(name: str) -> str:
    """A name in snake_case as words: `payment intents`."""
    return name.replace("_", " ")


def with_article(words: str) -> str:
    """Words with the indefinite article: `an event`."""
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def such_as(prefix: str) -> str:
    """How a description goes on to say what ids look like; nothing where they have no prefix."""
    return f", such as {prefix}…" if prefix else ""
