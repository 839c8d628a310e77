"""What remains of a deleted row: its tombstone, which shows that there was an object, and nothing that it held."""

import secrets
from decimal import Decimal
from functools import cache
from typing import Any, get_origin

from pydantic_core import PydanticUndefined

from app.tables.columns import meta_of
from app.tables.resource import Resource
from app.tables.storage import without_none
from app.tables.values import Value

KEPT = ("id", "livemode", "created")
"""What is shown of a tombstone as it was."""
EMPTY: dict[type, Any] = {str: "", bool: False, int: 0, Decimal: Decimal(0), list: [], dict: {}}


SET_ASIDE = "/"
"""What no id holds that a caller chose: it stands after the id that another object has taken."""


def set_aside(id: str) -> str:
    """An id for a deleted object whose own is taken."""
    return f"{id}{SET_ASIDE}{secrets.token_hex(8)}"


def known_as(id: str) -> str:
    """The id that an object had before it was set aside, and is shown with."""
    return id.partition(SET_ASIDE)[0]


@cache
def emptied(table: type[Resource]) -> dict[str, Any]:
    """The columns that deletion empties, each with what remains: null where that can be, else the type's empty value.

    Enums and moments that cannot be null have no empty value, and stay. So do hidden columns.
    """
    left: dict[str, Any] = {}
    for name, field in table.model_fields.items():
        if name in KEPT or meta_of(field).hidden:
            continue
        bare, nullable = without_none(field.annotation)
        kind = get_origin(bare) or bare
        if nullable:
            left[name] = None
        elif kind in EMPTY:
            left[name] = EMPTY[kind]
        elif issubclass(kind, Value) and field.get_default(call_default_factory=True) is not PydanticUndefined:
            left[name] = field.get_default(call_default_factory=True)
    return left
