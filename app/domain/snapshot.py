"""A row as event JSON: Stripe's own shape, so that Stripe's official libraries parse it."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from app.tables.columns import computed, mark, public_name
from app.tables.resource import Resource


def snapshot(row: Resource) -> dict[str, Any]:
    """The row with ids for references, Unix seconds for moments, and minor units for money."""
    table = type(row)
    body: dict[str, Any] = {"id": row.id, "object": table.object_name}
    body |= _fields(row)
    for name, member in computed_fields(table).items():
        body[name] = plain(member.fget(row))  # type: ignore[misc]
    if row.deleted_at is not None:
        body["deleted"] = True
    return body


def computed_fields(table: type[Resource]) -> dict[str, computed]:
    """The declared properties of a table, by name, those of its bases first."""
    found: dict[str, computed] = {}
    for base in reversed(table.__mro__):
        found |= {name: member for name, member in vars(base).items() if isinstance(member, computed)}
    return found


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return int(value.timestamp())
        case Decimal():
            return format(value.normalize(), "f")
        case BaseModel():
            return _fields(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number. Never for money, whose decimals are strings in Stripe's JSON."""
    if value is None or value != value.to_integral_value():
        return None if value is None else float(value)
    return int(value)


def _fields(holder: BaseModel) -> dict[str, Any]:
    body = {}
    for name, field in type(holder).model_fields.items():
        said = mark(field)
        if not (said.hidden or said.includable):
            value = getattr(holder, name)
            body[public_name(name, said)] = number(value) if said.number else plain(value)
    return body


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The former values of what differs: an event's `previous_attributes`. Nested hashes tell only what differs."""
    former: dict[str, Any] = {}
    for key in before | after:
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            if old != new:
                former[key] = changes(old, new)
        elif old != new:
            former[key] = old
    return former
