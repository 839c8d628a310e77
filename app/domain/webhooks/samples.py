"""Samples: events that never happened, for the test of a receiver. Their objects are generated from the tables."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from app import API_VERSION, tables
from app.domain.events.catalogue import catalogue
from app.domain.lists import list_json
from app.domain.snapshot import snapshot
from app.ids import new_id
from app.tables.columns import meta_of
from app.tables.resource import Resource
from app.tables.storage import without_none
from app.tables.values import Value

WORDS = {"currency": "usd", "country": "US", "email": "jenny.rosen@example.com", "name": "Jenny Rosen"}
AMOUNT = 2000


def sample(
    id: str, type: str, api_version: str | None, now: datetime, *, request_id: str | None = None
) -> dict[str, Any]:
    """The JSON of an event of that type about an object that does not exist."""
    about = catalogue[type].object
    table = next((table for table in tables.every() if table.object_name == about), None)
    body: dict[str, Any] = {"id": new_id("sample_"), "object": about, "created": int(now.timestamp())}
    if table is not None:
        row = _generated(table, now)
        body = snapshot(row, lambda embedded, _: _generated(embedded, now))
        body |= {name: list_json(row.id, many, []) for name, many in row.lists.items()}
    data: dict[str, Any] = {"object": body | {"livemode": False}}
    if type.endswith("updated"):
        data["previous_attributes"] = {}
    return {
        "id": id,
        "object": "event",
        "api_version": api_version or API_VERSION,
        "created": int(now.timestamp()),
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": request_id, "idempotency_key": None},
        "type": type,
    }


def _generated(table: type[Resource], now: datetime) -> Resource:
    """A row with its defaults, and something plausible wherever there is none."""
    values: dict[str, Any] = {"id": new_id(table.prefix), "created": now}
    for name, field in table.model_fields.items():
        if name not in values and (field.is_required() or field.get_default(call_default_factory=True) is None):
            values[name] = _plausible(name, field.annotation, meta_of(field).currency is not None, now)
    return table(**{name: value for name, value in values.items() if value is not None or _optional(table, name)})


def _optional(table: type[Resource], name: str) -> bool:
    return without_none(table.model_fields[name].annotation)[1]


def _plausible(name: str, annotation: Any, is_amount: bool, now: datetime) -> Any:
    base, optional = without_none(annotation)
    if optional:
        return None
    if not isinstance(base, type):
        return [] if "list" in str(base) else {}
    if issubclass(base, Enum):
        return next(iter(base))
    if issubclass(base, Value):
        fields = base.model_fields.items()
        return base.model_construct(
            **{each: _plausible(each, field.annotation, bool(meta_of(field).currency), now) for each, field in fields}
        )
    if issubclass(base, bool):
        return False
    if issubclass(base, int):
        return AMOUNT if is_amount else 0
    by_type = {datetime: now, Decimal: Decimal(0), str: WORDS.get(name, "sample")}
    return by_type.get(base, {})
