"""What is missing of Stripe's objects waits for something, and what waits is missing: the lists are exact both ways."""

import re
from collections.abc import Iterator

from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.tables.columns import shown_fields
from app.tables.families import Family
from app.tables.resource import Resource
from app.tables.values import Value
from schema.derive.annotations import shape
from tests.shape.awaited import FIELDS, FILTERS, MUTATIONS, OTHER_METHODS, PARAMS, WAITING
from tests.shape.counts import KINDS, SCHEMA, counts, table
from tests.shape.facts import CONTRACT, METHODS, OPERATIONS, facts

COUNTS = counts()
OF_METHODS = re.compile(rf"({'|'.join(sorted(WAITING))})((Handle|Display|Redirect)[A-Z]\w+)?")
"""What is called after a type of payment method to come: its branches, and next actions such as `pixDisplayQrCode`."""


def awaited(kind: type[Resource | Value], path: str) -> Iterator[str]:
    """The fields of a table, at any depth, that it says to wait for."""
    yield from (f"{path}.{to_camel_case(name)}" for name in kind.awaited)
    for each in shown_fields(kind):
        value, named = shape(each.info.annotation).value, to_camel_case(each.name)
        if value and not OF_METHODS.fullmatch(named):
            yield from awaited(value, f"{path}.{named}")


def test_every_field_at_any_depth_is_there_or_waits() -> None:
    missing = {
        path
        for count in COUNTS.values()
        for path in count.missing("fields")
        if path.partition(".")[0] in SCHEMA.type_map and not any(map(OF_METHODS.fullmatch, path.split(".")))
    }
    named = {f"{name}.{field}" for name, fields in FIELDS.items() for field in fields if field not in WAITING}
    waiting = {path for each in tables.by_name.values() for path in awaited(each, each.__name__)}
    known = {path for count in COUNTS.values() for path in count.found["fields"]}
    # An object that Stripe embeds in another one is counted by itself.
    cure = "Name what is to come in FIELDS of tests/shape/awaited.py or in `awaited` of its table, and nothing else."
    assert missing == waiting & known | named, cure


def test_the_lists_name_only_what_is_there_and_what_stripe_has() -> None:
    mutations = SCHEMA.mutation_type
    assert mutations is not None
    assert FIELDS.keys() <= SCHEMA.type_map.keys()
    assert PARAMS.keys() <= mutations.fields.keys()
    assert FILTERS.keys() <= {each.object_name for each in tables.by_name.values()}
    assert {*MUTATIONS} <= OPERATIONS["mutations"].keys()
    assert {to_camel_case(name) for name in METHODS} >= WAITING >= OTHER_METHODS


def test_every_object_and_type_of_event_is_counted_once() -> None:
    objects = facts(METHODS)["objects"]
    for name, resource in CONTRACT.items():
        fields = objects[resource["object"]].keys() - {"", "*"}
        assert fields | {"object"} == {*resource["fields"]}, name
    assert OPERATIONS["mutations"].keys() == {name for each in CONTRACT.values() for name in each["mutations"]}
    events = [event for count in COUNTS.values() for event in count.found["events"]]
    assert len(events) == len({*events}) == 240


def test_a_family_to_come_is_counted_in_full() -> None:
    assert COUNTS.keys() == {*Family} - {Family.REQUEST_LOGS, Family.SANDBOXES}
    assert COUNTS[Family.CLIMATE].numbers("operations") == (0, 9)
    assert COUNTS[Family.CLIMATE].numbers("events") == (0, 7)
    assert COUNTS[Family.CORE_RESOURCES].numbers("operations") == (78, 78)
    head, *rows = table()
    assert re.split("  +", head.strip()) == [*KINDS]
    assert len(rows) == len(COUNTS)
    assert any(re.fullmatch(r"climate +0 / 51 +0 / 10 +0 / 11 +0 / 9 +0 / 7", row) for row in rows)
