"""What an event says changed, by the graph's names: the former values as the graph shows such values."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

import strawberry
from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.domain.snapshot import Body, Kind, computed_fields
from app.tables.columns import shown_fields
from app.tables.storage import without_none
from app.tables.values import Value
from schema.derive.scalars import JSON

Show = Callable[[Any], Any]
"""Makes the graph's form of a value that is there of Stripe's."""


@strawberry.type(description="The former value of one attribute that changed.")
class PreviousAttribute:
    name: str = strawberry.field(description="Name of the attribute in the graph, such as `defaultPaymentMethod`.")
    value: JSON | None = strawberry.field(
        description="Former value, with enums and times as the graph shows them, amounts in minor units, and IDs of "
        "related objects. Of an attribute with fields of its own, those fields that changed. Null if it was null."
    )


def former_values(kind: Kind, former: Body) -> list[PreviousAttribute]:
    """The attributes of `previous_attributes`, each with its name and its value."""
    return [PreviousAttribute(name=name, value=value) for name, value in _named(kind, former).items()]


def _named(kind: Kind, body: Body) -> dict[str, Any]:
    shows = _shows(kind)
    return {to_camel_case(key): _shown(shows.get(key, _plain), value) for key, value in body.items()}


def _shown(show: Show, value: Any) -> Any:
    return None if value is None else show(value)


@cache
def _shows(kind: Kind) -> dict[str, Show]:
    """How each field is shown that JSON has, by its name there."""
    shows = {
        each.name: _related(each.meta.targets) if each.meta.embedded else _show_of(each.info.annotation)
        for each in shown_fields(kind)
    }
    shows |= {name: _show_of(each.fget.__annotations__["return"]) for name, each in computed_fields(kind).items()}
    return shows


def _show_of(annotation: Any) -> Show:
    bare, _ = without_none(annotation)
    if get_origin(bare) is list:
        (inner,) = get_args(bare)
        of, _ = without_none(inner)
        if isinstance(of, type) and issubclass(of, Value) and of.keyed_by is not None:
            return _listing(of, of.keyed_by, of.keyed_value)
        each = _show_of(inner)
        return lambda values: [_shown(each, value) for value in values]
    if isinstance(bare, type):
        if issubclass(bare, Value):
            return lambda value: _named(bare, value)
        if issubclass(bare, Enum):
            return lambda value: bare(value).name
        if issubclass(bare, datetime):
            return lambda value: datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    if get_origin(bare) is dict:
        return lambda value: value
    return _plain


def _listing(of: type[Value], key: str, only: str | None) -> Show:
    def show(found: Body) -> list[Any]:
        each = ((word, value if only is None else {only: value}) for word, value in found.items() if value is not None)
        return [_named(of, {key: word, **value}) for word, value in each]

    return show


def _plain(value: Any) -> Any:
    """A value as it is; objects, such as those of a list, by the graph's names."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("object") == "list" or (isinstance(value.get("data"), list) and "object" not in value):
        return _plain(value.get("data"))
    table = next((each for each in tables.every() if each.object_name == value.get("object")), None)
    return value if table is None else _named(table, value)


def _related(targets: tuple[str, ...]) -> Show:
    """The id of an object that JSON embeds; where it is the same one, what changed of it."""

    def show(value: Any) -> Any:
        if isinstance(value, list):
            return [show(each) for each in value]
        if not isinstance(value, dict):
            return value
        return value["id"] if "id" in value else _named(tables.by_name[targets[0]], value)

    return show
