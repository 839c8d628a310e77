"""The names of the graph are Stripe's: what exists agrees with the contract, whole, or says what it waits for."""

import json
from pathlib import Path
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type
from strawberry.utils.str_converters import to_camel_case

from app import tables
from schema.derive.sdl import sdl
from schema.root import build
from tests.shape.awaited import BEYOND, FIELDS, MUTATIONS, OURS, PARAMS

HERE = Path(__file__).parent
CONTRACT: dict[str, dict[str, Any]] = json.loads((HERE / "contract.json").read_text())
AWAITED = {table.__name__: table.awaited for table in tables.by_name.values()}
SCHEMA = build()
ROOTS = SCHEMA._schema


def existing() -> dict[str, dict[str, Any]]:
    """The contract's resources that have moved in."""
    return {name: facts for name, facts in CONTRACT.items() if name in ROOTS.type_map}


def fields_of(name: str) -> dict[str, Any]:
    type_ = ROOTS.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    return dict(type_.fields)


def test_every_table_is_a_type_of_the_contract_or_ours() -> None:
    assert CONTRACT.keys().isdisjoint(OURS)
    for table in tables.by_name.values():
        facts = (CONTRACT | OURS)[table.__name__]
        assert table.object_name == facts["object"]
        assert table.family == facts["family"]
        assert table.prefix == facts["prefix"]
        assert table.path == facts.get("path", table.path)


def test_the_contract_has_the_paths_of_stripes_api() -> None:
    assert CONTRACT["TestClock"]["path"] == "/v1/test_helpers/test_clocks/{id}"
    assert CONTRACT["ThinEvent"]["path"] == "/v2/core/events/{id}"
    without = {table.__name__ for table in tables.by_name.values() if "path" not in (CONTRACT | OURS)[table.__name__]}
    assert without <= OURS.keys()


def test_every_field_of_stripes_is_there_or_waits_for_its_family() -> None:
    for name, facts in existing().items():
        wanted = {to_camel_case(field) for field in facts["fields"]}
        missing = wanted - fields_of(name).keys()
        awaited = {to_camel_case(field) for field in AWAITED.get(name, ())}
        assert missing == {*FIELDS.get(name, ()), *awaited}, name


def test_root_fields_and_mutations_are_named_as_in_the_contract() -> None:
    query, mutation = fields_of("Query"), fields_of("Mutation")
    wanted_queries = {field for facts in existing().values() for field in facts["queries"]}
    wanted_mutations = {field for facts in existing().values() for field in facts["mutations"]}
    assert wanted_queries - query.keys() == set()
    ours = [table for table in tables.by_name.values() if table.__name__ in OURS]
    own = {to_camel_case(name) for table in ours for name in (str(table.__tablename__), table.plural)}
    assert query.keys() - wanted_queries == {"node", "nodes", *own}
    assert wanted_mutations - mutation.keys() == set(MUTATIONS)
    assert mutation.keys() - wanted_mutations == set(BEYOND)


def test_every_param_of_stripes_is_taken_or_waits_for_its_family() -> None:
    mutations = fields_of("Mutation")
    for facts in existing().values():
        for name, params in facts["mutations"].items():
            if name not in mutations:
                continue
            given = mutations[name].args.get("input")
            taken: set[str] = set()
            if given is not None:
                input_type = get_named_type(given.type)
                assert isinstance(input_type, GraphQLInputObjectType)
                taken = set(input_type.fields)
            wanted = {to_camel_case(param) for param in params}
            assert wanted - taken == set(PARAMS.get(name, ())), name


def test_payloads_have_the_same_shape() -> None:
    for name, field in fields_of("Mutation").items():
        payload = get_named_type(field.type)
        assert isinstance(payload, GraphQLObjectType)
        assert payload.name == f"{name[0].upper()}{name[1:]}Payload"
        assert {"userErrors", "replayed"} <= payload.fields.keys()
        assert "idempotencyKey" in field.args


def test_the_committed_sdl_is_the_schema() -> None:
    """Rewrite it with `make schema` after a change that is meant."""
    committed = (HERE / "schema.graphql").read_text()
    assert committed == sdl(ROOTS) + "\n"
