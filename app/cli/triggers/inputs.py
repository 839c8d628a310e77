"""Inputs: the least that a mutation takes, worked out from the schema and from the limits of the tables."""

import json
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_required_input_field,
)
from graphql.type import get_nullable_type
from pydantic.alias_generators import to_camel, to_snake

from app import tables
from app.cli.remote import Attachment, resource_of
from app.tables.columns import meta_of, public_name
from app.tables.resource import Resource
from schema.root import build


@dataclass(frozen=True)
class Made:
    """Stands in an input for the id of an object that must be created first."""

    resource: str
    """The name of its table, such as `charge`."""


SCALARS: dict[str, Any] = {
    "Boolean": True,
    "Currency": "usd",
    "Decimal": "1.5",
    "Int": 1,
    "Int64": 2000,
    "JSON": {},
    "Metadata": {},
    "String": "Something",
    "Upload": Attachment("example.pdf", b"%PDF-1.4\n%%EOF\n"),
}
WORDS = {"country": "US", "email": "jenny.rosen@example.com", "phone": "+15555550123", "url": "https://example.com/"}
"""Strings by the name of their field, which must have a certain form."""

NOT_TEXTS = frozenset(("Boolean", "Int", "Int64", "JSON", "Metadata"))
"""Scalars that are given as JSON."""

_examples: dict[str, dict[str, Any]] = {}


def example(mutation: str, /, **fields: Any) -> None:
    """Say what a mutation needs that neither the schema nor the tables say: one of several fields, or a certain value;
    a function gives another value each time. Written where the recipes of the family are."""
    assert _input_name(mutation) not in _examples, f"there are two examples for {mutation}"
    _examples[_input_name(mutation)] = fields


def exists(mutation: str) -> bool:
    """Whether the graph has the mutation."""
    root = build()._schema.mutation_type
    return root is not None and mutation in root.fields


def input_type(mutation: str) -> GraphQLInputObjectType | None:
    """The type of a mutation's input; None for one that takes none."""
    found = build()._schema.type_map.get(_input_name(mutation))
    return found if isinstance(found, GraphQLInputObjectType) else None


def least(type_: GraphQLInputObjectType, table: type[Resource] | None = None) -> dict[str, Any]:
    """A value for each field that an input requires, within the limits of the table's columns, and the example's
    fields. An id of an object is `Made`."""
    limits = dict(_limits(table)) if table else {}
    required = {name: field.type for name, field in type_.fields.items() if is_required_input_field(field)}
    made = {name: _value(name, of, table, limits.get(name, ())) for name, of in required.items()}
    given = _walked().get(type_.name, {})
    return made | {name: value() if callable(value) else value for name, value in given.items()}


def least_input(mutation: str) -> dict[str, Any] | None:
    """The least input of a mutation; None for one that takes none."""
    type_ = input_type(mutation)
    resource = to_snake(resource_of(mutation))
    # What has no table has no limits of its own.
    return None if type_ is None else least(type_, None if resource in tables.transients else tables.named(resource))


def change(mutation: str) -> dict[str, Any]:
    """An input of an update that changes something: metadata, or else the first string that it takes."""
    type_, given = input_type(mutation), least_input(mutation)
    if type_ is None or given:
        return given or {}
    if "metadata" in type_.fields:
        return {"metadata": {"triggered": uuid4().hex}}
    strings = (name for name, field in type_.fields.items() if get_named_type(field.type).name == "String")
    table = tables.named(to_snake(resource_of(mutation)))
    return {name: _fitting(f"Changed {uuid4().hex}", dict(_limits(table)).get(name, ())) for name in [*strings][:1]}


def meant(mutation: str, path: Sequence[str], text: str) -> Any:
    """What a text means as the value of a field of a mutation's input: a text as it was typed, where a text stands."""
    type_: Any = input_type(mutation)
    for word in path:
        fields = getattr(get_named_type(type_), "fields", {})
        if word not in fields:
            # Of an unknown field the server says so; the keys of metadata have texts.
            return text
        type_ = fields[word].type
    named = get_named_type(type_)
    is_text = isinstance(named, GraphQLEnumType) or named.name not in NOT_TEXTS
    if is_text and is_leaf_type(named) and not is_list_type(get_nullable_type(type_)) and text != "null":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def made_in(value: Any) -> Iterator[Made]:
    """Every object that must be created before an input can be given."""
    if isinstance(value, Made):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from made_in(inner)


def with_ids(value: Any, id_of: Callable[[Made], str]) -> Any:
    """An input with the ids of the objects that it needs."""
    if isinstance(value, Made):
        return id_of(value)
    if isinstance(value, dict):
        return {key: with_ids(inner, id_of) for key, inner in value.items()}
    return [with_ids(inner, id_of) for inner in value] if isinstance(value, list) else value


@cache
def _walked() -> dict[str, dict[str, Any]]:
    """The examples by the name of their input, once the modules of this folder are imported."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], f"{__package__}."):
        import_module(module.name)
    return _examples


def _input_name(mutation: str) -> str:
    return f"{mutation[0].upper()}{mutation[1:]}Input"


def _value(name: str, type_: Any, table: type[Resource] | None, limits: tuple[Any, ...]) -> Any:
    named: Any = get_named_type(type_)
    value: Any
    if isinstance(named, GraphQLEnumType):
        value = next(iter(named.values))
    elif isinstance(named, GraphQLInputObjectType):
        value = least(named)
    elif named.name == "ID":
        value = Made(_target(to_snake(name), table))
    elif named.name == "DateTime":
        value = (datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)).isoformat()
    elif named.name == "String":
        value = WORDS.get(name, SCALARS["String"])
    else:
        value = SCALARS[named.name]
    if is_list_type(get_nullable_type(type_)):
        return [value]
    return _fitting(value, limits)


def _target(name: str, table: type[Resource] | None) -> str:
    """The table that an id leads to: what the column refers to, or else what the field is named after."""
    targets = meta_of(table.model_fields[f"{name}_id"]).targets if table and f"{name}_id" in table.model_fields else ()
    return targets[0] if targets else name


def _limits(table: type[Resource]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for column, info in table.model_fields.items():
        yield to_camel(public_name(column, meta_of(info))), tuple(info.metadata)


def _fitting(value: Any, limits: tuple[Any, ...]) -> Any:
    """The value, or one like it that is within the limits."""
    if isinstance(value, str):
        most = min((limit.max_length for limit in limits if isinstance(limit, MaxLen)), default=len(value))
        fewest = max((limit.min_length for limit in limits if isinstance(limit, MinLen)), default=0)
        return value[:most].ljust(fewest, "x")
    if isinstance(value, int) and not isinstance(value, bool):
        bounds: dict[type, Any] = {type(limit): limit for limit in limits}
        lowest = bounds[Gt].gt + 1 if Gt in bounds else bounds[Ge].ge if Ge in bounds else value
        highest = bounds[Lt].lt - 1 if Lt in bounds else bounds[Le].le if Le in bounds else value
        return max(lowest, min(value, highest))
    return value
