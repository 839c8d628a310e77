"""Event JSON is Stripe's: every table's has the fields of Stripe's object, at every depth and in Stripe's order."""

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
from tests.stripe_facts import fact_differences
from tests.stripe_python import object_differences

TENANT = Tenant("acct_1", False)


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
    assert fact_differences(body) == []
    if not table.object_name.startswith("v2."):
        assert object_differences(body) == []


def test_what_is_made_up_has_every_kind_of_value() -> None:
    """The test above would else pass over what it does not fill."""
    body = snapshot(full_row(tables.by_name["charge"]))
    assert body["payment_method_details"]["card"]["installments"]["plan"]["count"] == 1
    assert body["level3"]["line_items"][0]["quantity"] == 1
    assert not isinstance(body["status"], Enum)
