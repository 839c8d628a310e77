"""Params of Stripe's REST API as inputs of the graph, by nothing but the types of the inputs."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInputType, get_named_type, is_list_type
from graphql.type import get_nullable_type
from strawberry.utils.str_converters import to_camel_case

from app.cli.remote import Attachment
from tests.stories.stripe_cli.paths import Unknown


def nested(params: dict[str, Any]) -> dict[str, Any]:
    """Params whose keys are written as in a form, `recurring[interval]` and `types[]`, as values within values."""
    found: dict[str, Any] = {}
    for name, value in params.items():
        head, *words = re.findall(r"[^\[\]]+|\[\]", name)
        *inner, last = head, *words
        if last == "[]":
            *inner, last = inner
        place = found
        for word in inner:
            place = place.setdefault(word, {})
        place[last] = [value] if name.endswith("[]") else value
    return found


def as_input(value: Any, type_: GraphQLInputType) -> Any:
    """A param as a value of an input's type. Raises Unknown for a param that there is not."""
    # An empty string clears what a param sets.
    if value is None or value == "":
        return None
    if is_list_type(get_nullable_type(type_)):
        of: Any = get_nullable_type(type_)
        if isinstance(value, dict) and not all(key.isdigit() for key in value):
            return [_member(key, inner, get_named_type(of)) for key, inner in value.items()]
        # A form writes a list also as values by their places, `items[0]`.
        value = list(value.values()) if isinstance(value, dict) else value
        return [as_input(each, of.of_type) for each in value]
    named = get_named_type(type_)
    if isinstance(named, GraphQLEnumType):
        return RENAMED.get(value, str(value)).upper()
    if isinstance(named, GraphQLInputObjectType):
        return (_keyword_or_value if named.fields.keys() == {"value", "keyword"} else _object)(value, named)
    return SCALARS.get(named.name, lambda same: same)(value)


def _object(value: dict[str, Any], type_: GraphQLInputObjectType) -> dict[str, Any]:
    names = {_place(to_camel_case(name), inner, type_): inner for name, inner in value.items()}
    if unknown := names.keys() - type_.fields.keys():
        raise Unknown(f"{type_.name} has no {', '.join(sorted(unknown))}")
    return {name: as_input(inner, type_.fields[name].type) for name, inner in names.items()}


def _place(name: str, value: Any, type_: GraphQLInputObjectType) -> str:
    """The field that takes a param. An object in place of an id is what to create: `productData`, not `product`."""
    field = type_.fields.get(name)
    is_id = field is not None and get_named_type(field.type).name == "ID"
    return f"{name}Data" if is_id and isinstance(value, dict) and f"{name}Data" in type_.fields else name


def _keyword_or_value(value: Any, type_: GraphQLInputObjectType) -> dict[str, Any]:
    words = get_named_type(type_.fields["keyword"].type)
    assert isinstance(words, GraphQLEnumType)
    if str(value).upper() in words.values:
        return {"keyword": str(value).upper()}
    return {"value": as_input(value, type_.fields["value"].type)}


def _member(key: str, value: dict[str, Any], type_: Any) -> dict[str, Any]:
    """A member of a map, which in the graph is a list whose members begin with the key."""
    first = next(iter(type_.fields))
    return {first: as_input(key, type_.fields[first].type), **_object(value, type_)}


def _file(url: str) -> Attachment:
    kind, _, content = url.removeprefix("data:").partition(";base64,")
    return Attachment(f"file.{kind.rpartition('/')[-1]}", base64.b64decode(content))


def _moment(value: Any) -> str:
    """A moment, which version 1 of the API writes in seconds, and version 2 as the graph does."""
    seconds = str(value).isdigit()
    return datetime.fromtimestamp(int(value), UTC).isoformat() if seconds else str(value)


SCALARS: dict[str, Callable[[Any], Any]] = {
    "Boolean": lambda value: value in (True, "true"),
    "DateTime": _moment,
    "Decimal": str,
    "Int": int,
    "Int64": int,
    "Upload": _file,
}
"""Scalars from what a form holds."""

RENAMED = {
    # From before bank transfers were generally available, when the fixtures were written.
    "jp_bank_account": "jp_bank_transfer",
}
"""Values that Stripe has renamed since."""
