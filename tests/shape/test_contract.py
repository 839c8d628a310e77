"""The names of the graph are Stripe's: what exists agrees with the contract, whole, or says what it waits for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, is_input_object_type, is_non_null_type
from strawberry.utils.str_converters import to_camel_case

from app import tables
from schema.derive.sdl import sdl
from schema.root import build
from tests.shape.awaited import BEYOND, FILTERS, MUTATIONS, OTHER_METHODS, OURS, PARAMS
from tests.shape.facts import CONTRACT, OPERATIONS

HERE = Path(__file__).parent
SCHEMA = build()
ROOTS = SCHEMA._schema


def existing() -> dict[str, dict[str, Any]]:
    """The contract's resources that have moved in."""
    return {name: facts for name, facts in CONTRACT.items() if name in ROOTS.type_map}


of_mutations = pytest.mark.parametrize(
    "name",
    sorted(
        name
        for facts in existing().values()
        for name in facts["mutations"]
        if ROOTS.mutation_type and name in ROOTS.mutation_type.fields
    ),
)


AWAITED = "tests/shape/awaited.py"


def fields_of(name: str) -> dict[str, Any]:
    type_ = ROOTS.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    return dict(type_.fields)


def test_every_table_is_a_type_of_the_contract_or_ours() -> None:
    assert CONTRACT.keys().isdisjoint(OURS)
    for table in tables.by_name.values():
        cure = f"Stripe has no {table.__name__}: name it in OURS of {AWAITED}."
        assert table.__name__ in CONTRACT | OURS, cure
        facts = (CONTRACT | OURS)[table.__name__]
        assert table.object_name == facts["object"]
        assert table.family == facts["family"]
        assert table.prefix == (facts["prefix"] or "")
        assert table.path == facts.get("path", table.path)


def test_the_contract_has_the_paths_of_stripes_api() -> None:
    assert CONTRACT["TestClock"]["path"] == "/v1/test_helpers/test_clocks/{id}"
    assert CONTRACT["ThinEvent"]["path"] == "/v2/core/events/{id}"
    without = {table.__name__ for table in tables.by_name.values() if "path" not in (CONTRACT | OURS)[table.__name__]}
    # A discount is reached only through what has it, and a secret by its name and scope; attempts of setups, lines of
    # invoices, of credit notes and of what is offered, and sums of usage are only listed. Some sources of balance
    # transactions are reached through these alone.
    listed = {"CreditNoteLineItem", "InvoiceLineItem", "LineItem", "SetupAttempt", "UsageRecordSummary"}
    sources = {"ConnectCollectionTransfer", "ReserveTransaction", "TaxDeductedAtSource"}
    assert without <= {*OURS, "AppsSecret", "Discount", *listed, *sources}


def test_root_fields_and_mutations_are_named_as_in_the_contract() -> None:
    query, mutation = fields_of("Query"), fields_of("Mutation")
    wanted_queries = {field for facts in existing().values() for field in facts["queries"]}
    wanted_mutations = {field for facts in existing().values() for field in facts["mutations"]}
    assert wanted_queries - query.keys() == set()
    ours = [table for table in tables.every() if table.__name__ in OURS]
    own = {
        to_camel_case(name)
        for table in ours
        for name in (str(table.__tablename__), *(() if table.is_single else (table.plural,)))
    }
    assert query.keys() - wanted_queries == {"node", "nodes", *own}
    cure = f"Name in MUTATIONS of {AWAITED} what of Stripe's is to come, and in BEYOND what is ours, and nothing else."
    assert wanted_mutations - mutation.keys() == set(MUTATIONS), cure
    assert mutation.keys() - wanted_mutations == set(BEYOND), cure


@of_mutations
def test_every_param_of_stripes_is_taken_or_waits_for_its_family(name: str) -> None:
    given = fields_of("Mutation")[name].args.get("input")
    missing = set(_missing(OPERATIONS["mutations"][name], None if given is None else get_named_type(given.type)))
    methods = {path for path in missing if not OTHER_METHODS.isdisjoint(path.split("."))}
    cure = f"Take what Stripe's {name} takes; what is to come stands in PARAMS of {AWAITED}, and what is here does not."
    assert missing - methods == set(PARAMS.get(name, ())), cure


def test_the_payment_methods_to_come_are_those_that_cannot_be_created() -> None:
    given = get_named_type(fields_of("Mutation")["paymentMethodCreate"].args["input"].type)
    missing = set(_missing(OPERATIONS["mutations"]["paymentMethodCreate"], given))
    assert missing >= OTHER_METHODS


def test_every_filter_of_stripes_lists_is_a_condition() -> None:
    query = fields_of("Query")
    for facts in existing().values():
        wanted = {to_camel_case(name) for name in OPERATIONS["lists"].get(facts["object"], ())}
        many = next((query[name] for name in facts["queries"] if "where" in query[name].args), None)
        taken = get_named_type(many.args["where"].type).fields.keys() if many else wanted
        several = {name for name in wanted if name.removesuffix("s") in taken}
        assert wanted - several - taken == set(FILTERS.get(facts["object"], ())), facts["object"]


def _missing(params: dict[str, Any], given: Any, above: str = "") -> Iterator[str]:
    """The params, at any depth, that an input does not take, as paths in the graph's names."""
    if is_input_object_type(given) and given.fields.keys() == {"value", "keyword"}:
        given = get_named_type(given.fields["value"].type)
    for name, inner in params.items():
        if not name:
            continue
        path, field = above + to_camel_case(name), to_camel_case(name)
        if not is_input_object_type(given) or field not in given.fields:
            yield path
        elif isinstance(inner, dict):
            yield from _missing(inner, get_named_type(given.fields[field].type), f"{path}.")


@pytest.mark.parametrize("root", ["Query", "Mutation"])
def test_a_root_field_that_fails_takes_no_other_along(root: str) -> None:
    found = fields_of(root)
    assert len(found) > 100
    assert [name for name, field in found.items() if is_non_null_type(field.type)] == []


def test_whatever_is_called_metadata_is_of_the_scalar() -> None:
    found = {
        (name, key, get_named_type(field.type).name)
        for name, type_ in ROOTS.type_map.items()
        if isinstance(type_, GraphQLObjectType) or is_input_object_type(type_)
        for key, field in type_.fields.items()
        if key.lower().endswith("metadata") and not name.endswith("Where")
    }
    assert {("Customer", "metadata"), ("InvoiceAddLinesInput", "invoiceMetadata")} <= {each[:2] for each in found}
    assert {each for each in found if each[2] != "Metadata"} == set()


def test_payloads_have_the_same_shape() -> None:
    for name, field in fields_of("Mutation").items():
        payload = get_named_type(field.type)
        assert isinstance(payload, GraphQLObjectType)
        assert payload.name == f"{name[0].upper()}{name[1:]}Payload"
        assert {"userErrors", "replayed"} <= payload.fields.keys()
        assert "idempotencyKey" in field.args


def test_the_committed_sdl_is_the_schema() -> None:
    committed = (HERE / "schema.graphql").read_text()
    changed = (
        "The graph is not the committed one: run `make schema`, and commit tests/shape/schema.graphql if it is meant."
    )
    assert committed == sdl(ROOTS) + "\n", changed
