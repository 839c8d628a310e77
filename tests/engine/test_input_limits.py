"""Every text, list and map that an input can have has a limit: its own, or the one that all have."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
)

from app.access.admission import MEASURED_ELSEWHERE
from app.access.weight import CONDITIONS
from app.domain.billing.credits.summaries import summary
from app.errors import Refusal
from app.tables.resource import Resource
from app.tables.texts import LONGEST_LIST, LONGEST_TEXT
from schema import root
from schema.derive.inputs import Param, checked, option_params
from schema.derive.operations import Exposed, preview_params
from schema.derive.refusals import graph_path
from schema.derive.strawberry_internals import BACKREF, graphql_schema, is_bare
from tests.graph import Graph

SCHEMA = graphql_schema(root.build())
LONG = "x" * 50_001
MANY = 2_001
BOUNDED = frozenset(("Boolean", "DateTime", "Decimal", "Float", "Int", "Int64", "Upload"))
"""Scalars whose values have a limit by themselves."""

Inputs = dict[str, tuple[list[Param], GraphQLInputObjectType]]


def inputs() -> Inputs:
    """The inputs of all mutations and previews, each with the params that check it, by name."""
    found: Inputs = {}
    for module in root.families:
        for exposed in module.family:
            assert isinstance(exposed, Exposed)
            named = {f"{each.type_name}Input": each.params for each in exposed.operations()}
            for how in exposed.previews:
                assert issubclass(exposed.table, Resource)
                named[f"{exposed.table.__name__}{how.__name__.title()}Input"] = preview_params(exposed.table, how)
            for name, params in named.items():
                if params:
                    type_ = SCHEMA.type_map[name]
                    assert isinstance(type_, GraphQLInputObjectType)
                    found[name] = (params, type_)
    return found


Place = tuple[str, str]
"""An input's name and a field's."""
Step = tuple[str | int, str]
"""The name by which resolvers know a field, and the graph's; or the place in a list."""


def places(type_: GraphQLInputObjectType, seen: set[Place], steps: tuple[Step, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Each field of an input, at any depth, that was not seen: the steps that lead to it, and its type."""
    definition = type_.extensions[BACKREF]
    for field in definition.fields:
        name = field.graphql_name
        if (type_.name, name) in seen:
            continue
        seen.add((type_.name, name))
        here: tuple[Step, ...] = (*steps, (field.python_name, name))
        if is_bare(definition):
            # Resolvers get the value itself.
            here = steps
        yield here, type_.fields[name].type
        yield from beneath(type_.fields[name].type, seen, here)


def beneath(type_: GraphQLInputType, seen: set[Place], steps: tuple[Step, ...]) -> Iterator[tuple[Any, ...]]:
    bare = get_nullable_type(type_)
    if isinstance(bare, GraphQLList):
        inner: Any = bare.of_type
        yield from beneath(inner, seen, (*steps, (0, "0")))
    elif isinstance(bare, GraphQLInputObjectType):
        yield from places(bare, seen, steps)


def too_much(type_: GraphQLInputType) -> Iterator[tuple[Any, str]]:
    """Values of a type that no field takes, each with the path to what is too much of it."""
    bare = get_nullable_type(type_)
    if isinstance(bare, GraphQLList):
        yield [None] * MANY, ""
        inner: Any = bare.of_type
        yield from (([value], f".0{path}") for value, path in too_much(inner))
    elif isinstance(bare, GraphQLScalarType) and bare.name in ("JSON", "Metadata"):
        yield {str(number): "x" for number in range(MANY)}, ""
        yield {"k": LONG}, ".k"
        yield {LONG: "x"}, ""
    elif isinstance(bare, GraphQLScalarType) and bare.name not in BOUNDED:
        yield LONG, ""


def at(steps: tuple[Step, ...], value: Any) -> Any:
    """The value at the end of the steps."""
    for step, _ in reversed(steps):
        value = [value] if step == 0 else {step: value}
    return value


def refused(params: list[Param], given: dict[str, Any]) -> set[str]:
    """The fields that are refused. One with a form, such as an email address, may be refused for having it not; one
    without a limit of its own is refused for its length before that."""
    try:
        checked(params, given)
    except Refusal as refusal:
        return {graph_path(each.field) for each in refusal.each if each.field and each.code != "parameter_missing"}
    return set()


def test_every_text_list_and_map_has_a_limit() -> None:
    seen: set[Place] = set()
    unlimited, count = [], 0
    every_place = [(params, places(type_, seen)) for params, type_ in inputs().values()]
    # The one input that is no mutation's or preview's whole.
    filter_ = SCHEMA.type_map["BillingCreditBalanceSummaryFilterInput"]
    assert isinstance(filter_, GraphQLInputObjectType)
    every_place.append((option_params(summary), places(filter_, seen, (("filter", "filter"),))))
    for params, found in every_place:
        for steps, of in found:
            path = ".".join(name for _, name in steps)
            for value, inner in too_much(of):
                count += 1
                if f"{path}{inner}" not in refused(params, at(steps, value)):
                    unlimited.append((type(of).__name__, f"{path}{inner}"))
    assert unlimited == []
    assert count > 1000
    # No input is checked by anything else.
    every = {
        (type_.name, field)
        for type_ in SCHEMA.type_map.values()
        if isinstance(type_, GraphQLInputObjectType)
        and not type_.name.endswith(("Where", "Filter", "Order", "AccountsParam"))
        for field in type_.fields
    }
    assert {type_ for type_, _ in every - seen} == set()


def test_every_other_argument_is_bounded() -> None:
    arguments = {
        (name, get_named_type(argument.type))
        for type_ in SCHEMA.type_map.values()
        if not type_.name.startswith("__")
        for field in getattr(type_, "fields", {}).values()
        for name, argument in getattr(field, "args", {}).items()
    }
    composed = {name for name, type_ in arguments if isinstance(type_, GraphQLInputObjectType)}
    # `input` is checked as above; `filter` of the credit balance is too, and `scope` of a secret as in inputs.
    assert composed == {"input", "filter", "scope", *CONDITIONS} - {"query"}
    assert {"ids"} == MEASURED_ELSEWHERE - CONDITIONS


@pytest.mark.parametrize(
    ("mutation", "given", "field", "says"),
    [
        ("customerCreate", {"preferredLocales": ["en"] * 251}, "preferredLocales", "entries; 251 were given."),
        ("customerCreate", {"taxIdData": [{"type": "EU_VAT", "value": "x" * 5001}]}, "taxIdData.0.value", "5001"),
        ("customerCreate", {"shipping": {"name": "a", "address": {"city": "x" * 5001}}}, "shipping.address.city", ""),
        ("customerCreate", {"metadata": {str(each): None for each in range(251)}}, "metadata", "251 were given."),
        ("paymentIntentCreate", {"amount": 1, "currency": "usd", "paymentMethodTypes": ["card"] * 251},
         "paymentMethodTypes", "has at most 250 entries; 251 were given."),
        ("webhookEndpointCreate", {"url": "https://example.com/" + "x" * 5000, "enabledEvents": ["*"]}, "url", "5020"),
        ("couponCreate", {"percentOff": "1", "appliesTo": {"products": ["p"] * 251}}, "appliesTo.products", "251"),
    ],
)  # fmt: skip
async def test_the_limits_name_their_field(
    graph: Graph, mutation: str, given: dict[str, Any], field: str, says: str
) -> None:
    refusal = await graph.refuse(mutation, input=given)
    assert (refusal["code"], refusal["field"]) == ("PARAMETER_TOO_LONG", field)
    assert refusal["message"].startswith(f"`{field}` has at most ")
    assert says in refusal["message"]
    assert await graph.events() == []


@pytest.mark.parametrize(
    ("document", "variables", "field", "says"),
    [
        ("query($id: ID!) { customer(id: $id) { id } }", {"id": "x" * 5001}, "id", "5001"),
        ("query($after: String) { customers(after: $after) { nodes { id } } }", {"after": "x" * 5001}, "after", "5001"),
        ('{ customer(id: "%s") { id } }' % ("x" * 5001), {}, "id", "5001"),
        ("subscription($t: [String!]) { events(types: $t) { id } }", {"t": ["a"] * 251}, "t", "250 entries; 251"),
        ("subscription($t: [String!]) { events(types: $t) { id } }", {"t": ["x" * 5001]}, "t.0", "5001"),
        ("subscription { events(objects: [%s]) { id } }" % ('"a",' * 251), {}, "objects", "250 entries; 251"),
        ("mutation($k: String) { customerCreate(idempotencyKey: $k) { replayed } }", {"k": "x" * 5001}, "k", "5001"),
    ],
)
async def test_the_limits_of_other_arguments(
    graph: Graph, document: str, variables: dict[str, Any], field: str, says: str
) -> None:
    error = await graph.error(document, **variables)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", field)
    assert f"`{field}` has at most " in error["message"]
    assert says in error["message"]
    assert "data" not in graph.last


async def test_what_is_at_the_limit_is_taken(graph: Graph) -> None:
    made = await graph.do("customerCreate", "preferredLocales", input={"preferredLocales": ["en"] * LONGEST_LIST})
    assert len(made["preferredLocales"]) == LONGEST_LIST
    found = await graph("query($id: ID!) { customer(id: $id) { id } }", id="x" * LONGEST_TEXT)
    assert found == {"customer": None}
