"""Event JSON is Stripe's: every table's has the fields of Stripe's object, at every depth and in Stripe's order.

`objects.json` has the fields of each object. Marks: `?` null or absent at times, `+` shown only when asked for, `-` on
tombstones alone, `=` always embedded, `!` a closed set of hundreds. A list is a closed set. Of a hash, "" has the
marks, "*" names alternatives of which only the one that applies is there, and "|" is a closed set, or its name under
`sets`.
"""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from app import tables
from app.domain.lists import list_json
from app.domain.snapshot import snapshot
from app.tables.columns import meta_of
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from app.tables.values import Value
from schema.derive.annotations import shape
from tests.by_table import of_tables
from tests.factory import LEAST, START, id_of, row_of
from tests.shape.awaited import OURS
from tests.shape.facts import facts
from tests.stripe_python import object_differences

OBJECTS = facts()["objects"]
TENANT = Tenant("acct_1", False)

_METHODS = {*OBJECTS["charge"]["payment_method_details"]["*"]}
ALTERNATIVES = {
    "invoice.last_finalization_error.payment_method": _METHODS,
    "payment_method": _METHODS,
    "payment_intent.last_payment_error.payment_method": _METHODS,
    "setup_attempt.setup_error.payment_method": _METHODS,
    "setup_intent.last_setup_error.payment_method": _METHODS,
    "setup_intent.next_action": OBJECTS["setup_intent"]["next_action"].keys() - {"type"},
    "payment_intent.next_action": OBJECTS["payment_intent"]["next_action"].keys() - {"type"},
    "refund.destination_details": OBJECTS["refund"]["destination_details"].keys() - {"type"},
}
"""Alternatives that are not marked as such."""
BEYOND = {"v2.core.event.related_object"}
"""Stripe's class of each type of thin event adds it to what all have."""


def full(kind: type[Value], place: int = 1) -> Value:
    """A value with everything in it."""
    return kind.model_construct(
        **{name: _filled(info.annotation, name, info, place) for name, info in kind.model_fields.items()}
    )


def full_row(table: type[Resource], place: int = 1) -> Resource:
    """A row with everything in it. What it embeds is less full: two objects may embed each other."""
    own = ("id", "account_id", "livemode", "created", "clock_id", "deleted_at")
    columns = {
        name: _filled(info.annotation, name, info, place)
        for name, info in table.model_fields.items()
        if name not in own
    }
    return row_of(table, TENANT, place, **columns | LEAST.get(str(table.__tablename__), {}))


def _filled(annotation: Any, name: str, info: Any, place: int) -> Any:
    found, targets = shape(annotation), meta_of(info).targets
    if name == "object" and isinstance(info.default, str):
        return info.default
    if targets:
        one: Any = id_of(tables.by_name[targets[0]], place)
    elif found.value:
        one = full(found.value)
    elif found.enum:
        one = next(iter(found.enum))
    elif found.is_map:
        return {"key": "value"}
    else:
        one = {datetime: START, Decimal: Decimal(1), int: 1, bool: True, str: "text"}.get(found.base, {})
    return [one] if found.many else one


@of_tables(table for table in tables.by_name.values() if table.__name__ not in OURS)
def test_the_json_of_an_object_has_stripes_fields_in_stripes_order(table: type[Resource]) -> None:
    row = full_row(table)
    body = snapshot(row, lambda target, _: row_of(target, TENANT, 1))
    for name, many in table.lists.items():
        inside = [row_of(tables.by_name[child], TENANT, 1) for child in many.tables]
        body[name] = list_json(row.id, many, list(inside), lambda target, _: row_of(target, TENANT, 1))
    assert list(body)[:2] == ["id", "object"]
    differences = list(compare({key: body[key] for key in body if key != "object"}, OBJECTS, table.object_name))
    assert differences == []
    if not table.object_name.startswith("v2."):
        assert object_differences(body) == []


def compare(body: dict[str, Any], whole: dict[str, Any], path: str, stripes: Any = None) -> Any:
    """What differs, as (path, how)."""
    stripes = whole[path] if stripes is None else stripes
    alternatives = {*stripes.get("*", ()), *ALTERNATIVES.get(path, ())}
    wanted = {key for key, node in stripes.items() if key not in ("", "*", "|") and not set("+-") & set(marks(node))}
    names = [key for key in body if key != "id"]
    if names != sorted(names):
        yield path, f"not in order: {names}"
    yield from ((f"{path}.{key}", "missing") for key in wanted - body.keys() - alternatives)
    yield from ((f"{path}.{key}", "not Stripe's") for key in body.keys() - wanted if f"{path}.{key}" not in BEYOND)
    for key in wanted & body.keys():
        node, value = stripes[key], body[key]
        value = value[0] if isinstance(value, list) and value else value
        if "=" in marks(node):
            assert isinstance(value, dict | None), f"{path}.{key} is embedded"
        if isinstance(node, dict) and isinstance(value, dict) and "|" not in node:
            yield from compare(value, whole, f"{path}.{key}", node)
        elif isinstance(value, dict) and "object" in value:
            value = value["data"][0] if value["object"] == "list" else value
            inner = {name: value[name] for name in value if name != "object"}
            yield from compare(inner, whole, f"{path}.{key}", whole[value["object"]])


def marks(node: Any) -> str:
    """A field's marks."""
    if isinstance(node, dict):
        return str(node.get("", ""))
    return node if isinstance(node, str) else ""


def test_what_is_made_up_has_every_kind_of_value() -> None:
    """The test above would else pass over what it does not fill."""
    body = snapshot(full_row(tables.by_name["charge"]))
    assert body["payment_method_details"]["card"]["installments"]["plan"]["count"] == 1
    assert body["level3"]["line_items"][0]["quantity"] == 1
    assert not isinstance(body["status"], Enum)
