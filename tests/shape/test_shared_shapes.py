"""The room of shared shapes (`app/tables/shapes`) has what recurs in Stripe's objects, as Stripe has it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import pytest

import app.tables  # noqa: F401 - brings all values
from app.errors import BEYOND_STRIPE, OF_METERS
from app.tables.columns import meta_of, public_name, shown_fields
from app.tables.values import Hash, Value
from schema.derive.annotations import shape
from tests.shape.facts import CONTRACT
from tests.shape.test_enums import closed
from tests.stripe_facts import OBJECTS, marks

FAMILIES: dict[str, str] = {each["object"]: each["family"] for each in CONTRACT.values()}
ROOM = "app.tables.shapes."
LEAST = 3
"""Objects in which a shape recurs, of two families or more."""

OTHERWISE = {
    "tax.calculation.customer_details.tax_ids": "a calculation is given each tax ID with its value",
    "tax.transaction.customer_details.tax_ids": "as of the calculation",
    "setup_intent.automatic_payment_methods": "as a payment's, which always says whether they are enabled",
    "usage_record_summary.period": "a period that has not ended has no end",
    "v2.core.event.reason.request": "null as a whole, rather than full of nulls",
    "forwarding.request.request_details.headers": "a list that is never null, of HTTP headers",
    "forwarding.request.response_details.headers": "a list that is never null, of HTTP headers",
}
"""Places where Stripe has the same names for something else, and why."""
APART = {
    "climate.order.delivery_details.location": "where a climate project stands; the other, where an IP address is",
}
"""Shapes that recur and are not shared, by one of their places, and why."""

Names = frozenset[str]


def hashes_in(node: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every hash inside an object of Stripe's that lists its keys."""
    for key, inner in node.items():
        if isinstance(inner, dict) and key and names_in(inner):
            yield f"{path}.{key}", inner
            yield from hashes_in(inner, f"{path}.{key}")


def is_branch(path: str) -> bool:
    """Whether a hash is, or is within, a branch of a payment method."""
    return any(f".{branch}." in f"{path}." for branch in ("card", "us_bank_account", "payment_method_options"))


def names_in(node: dict[str, Any]) -> Names:
    return frozenset(node.keys() - {"", "*", "|"})


def places() -> dict[Names, dict[str, dict[str, Any]]]:
    """Where each set of names recurs."""
    found: dict[Names, dict[str, dict[str, Any]]] = defaultdict(dict)
    for name, node in OBJECTS.items():
        for path, inner in hashes_in(node, name):
            found[names_in(inner)][path] = inner
    return found


PLACES = places()


def names_of(value: type[Value]) -> Names:
    """The names of a value's fields in Stripe's JSON."""
    return frozenset({each.name for each in shown_fields(value)} | set(value.awaited))


def every(kind: type[Value] = Value) -> Iterator[type[Value]]:
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


SHAPES = sorted(
    (each for each in every() if each.__module__.startswith(ROOM) and not each.__name__.endswith("Params")),
    key=lambda each: each.__name__,
)


def differences(value: type[Value], node: dict[str, Any]) -> Iterator[str]:
    """How a value differs from Stripe's hash of the same names: in what can be null, is a closed set, is embedded."""
    for key, info in value.model_fields.items():
        meta = meta_of(info)
        if meta.hidden:
            continue
        name = public_name(key, meta)
        stripes, found = node[name], shape(info.annotation)
        is_hash = any(type(each) is type(Hash.__metadata__[0]) for each in info.metadata)
        if not is_hash and ("?" in marks(stripes)) != (type(None) in get_args(info.annotation)):
            yield f"{name} is null at times, or never"
        if ("=" in marks(stripes)) != meta.embedded:
            yield f"{name} is embedded, or an id"
        ours = sorted({str(each.value) for each in found.enum or ()} - BEYOND_STRIPE - OF_METERS)
        if found.enum is not None and closed(stripes) not in (True, ours):
            yield f"{name} has other values"
        if (closed(stripes) is not None) != (found.enum is not None):
            yield f"{name} is a closed set, or open"
        if found.value is not None:
            if names_in(stripes) != names_of(found.value):
                yield f"{name} has other fields"
            else:
                yield from differences(found.value, stripes)


@pytest.mark.parametrize("value", SHAPES, ids=lambda value: value.__name__)
def test_a_shared_shape_is_stripes_at_each_of_its_places(value: type[Value]) -> None:
    at = PLACES[names_of(value)]
    alike = [each for each in SHAPES if names_of(each) == names_of(value)]
    assert at, "Stripe has no such hash"
    unlike = {
        path: [*differences(value, node)]
        for path, node in at.items()
        if all([*differences(each, node)] for each in alike)
    }
    assert {path: how for path, how in unlike.items() if path not in OTHERWISE} == {}


def test_every_shape_that_recurs_is_shared() -> None:
    shared = {names_of(each) for each in SHAPES}
    missing = {}
    for names, at in PLACES.items():
        apart = [path for path in at if not is_branch(path)]
        objects = {max((name for name in OBJECTS if path.startswith(f"{name}.")), key=len) for path in apart}
        families = {FAMILIES.get(each) for each in objects}
        if len(names) > 1 and len(objects) >= LEAST and len(families) > 1 and names not in shared:
            missing[apart[0]] = sorted(names)
    assert missing.keys() == APART.keys(), missing
