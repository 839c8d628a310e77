"""The house's own rules: short files, imports that run one way, a description for everything in the graph."""

import subprocess
import sys
from pathlib import Path

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_specified_directive,
    is_specified_scalar_type,
)

from app import tables
from app.domain import wakes
from app.events.catalogue import catalogue
from app.tables.columns import mark
from app.tables.values import Value
from schema.derive.annotations import shape
from schema.derive.node import table_of
from schema.root import build

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "schema", "tests", "migrations")
LONGEST = 400


def test_no_file_is_longer_than_400_lines() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts]
    assert len(files) > 100
    long = {str(path.relative_to(ROOT)): n for path in files if (n := len(path.read_text().splitlines())) > LONGEST}
    assert long == {}


def test_no_package_of_anothers_is_kept() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.split(
        "\n"
    )
    assert "pyproject.toml" in listed
    assert [path for path in listed if Path(path).suffix in (".whl", ".so", ".pyc", ".zip", ".gz", ".exe")] == []


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_every_reference_resolves() -> None:
    def targets(fields: dict[str, object], seen: set[type]) -> set[str]:
        found: set[str] = set()
        for info in fields.values():
            found |= set(mark(info).targets)  # type: ignore[arg-type]
            inner = shape(info.annotation).value  # type: ignore[attr-defined]
            if inner and inner not in seen:
                seen.add(inner)
                found |= targets(dict(inner.model_fields), seen)
        return found

    named = {name for table in tables.by_name.values() for name in targets(dict(table.model_fields), {Value})}
    assert {"customer", "charge", "payment_method"} <= named
    assert named <= tables.by_name.keys()


def test_every_told_event_is_in_the_catalogue() -> None:
    told = {
        word if "." in word else f"{table.object_name}.{word}"
        for table in tables.by_name.values()
        for word in table.tells
    }
    assert {"payment_intent.succeeded", "charge.refund.updated", "test_helpers.test_clock.ready"} <= told
    assert told <= catalogue.keys()


def test_prefixes_tell_the_tables_apart() -> None:
    beginnings = [each for table in tables.by_name.values() for each in table.beginnings or (table.prefix,)]
    assert len(set(beginnings)) == len(beginnings)
    clashes = {(a, b) for a in beginnings for b in beginnings if a != b and a.startswith(b)}
    # Stripe's thin events share a prefix with its events. Theirs goes on with a word and an underscore.
    assert clashes == {("evt_test_", "evt_"), ("evt_live_", "evt_")}
    for table in tables.by_name.values():
        assert all(table_of(f"{each}0001") is table for each in table.beginnings or (table.prefix,))


def test_whatever_falls_due_has_a_function() -> None:
    build()
    assert wakes.handlers, "no function is registered"
    for name, (table, handler) in wakes.handlers.items():
        assert wakes.name_of(handler) == name
        assert tables.by_name[str(table.__tablename__)] is table


def test_everything_in_the_graph_is_described() -> None:
    schema = build()._schema
    bare: list[str] = []

    def look(name: str, thing: GraphQLField | GraphQLArgument) -> None:
        if not thing.description:
            bare.append(name)

    for name, type_ in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_):
            continue
        if not type_.description and name not in ("Query", "Mutation", "SubscriptionRoot"):
            bare.append(name)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                look(f"{name}.{field_name}", field)
                for argument_name, argument in field.args.items():
                    look(f"{name}.{field_name}({argument_name})", argument)
        elif isinstance(type_, GraphQLInputObjectType):
            for field_name, input_field in type_.fields.items():
                if not input_field.description:
                    bare.append(f"{name}.{field_name}")
        elif isinstance(type_, GraphQLEnumType):
            bare += [f"{name}.{value}" for value, member in type_.values.items() if not member.description]
    bare += [f"@{d.name}" for d in schema.directives if not d.description and not is_specified_directive(d)]
    assert bare == []
