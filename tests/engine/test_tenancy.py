"""Another account's objects, and the other mode's: invisible by every way in that the schema has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLInputObjectType, GraphQLObjectType, get_named_type, is_non_null_type
from pydantic.alias_generators import to_snake
from strawberry.types.field import StrawberryField

from app import tables
from app.cli.triggers import inputs
from app.database import Database
from app.errors import ResourceMissing
from app.tables.columns import meta_of
from app.tables.resource import Resource
from app.tables.tenancy import ACCOUNT, Tenant
from schema.derive import kinds
from schema.root import build
from tests.by_table import each_shown_table, mutations, of_tables, resource_of, roots_of
from tests.factory import given_to, id_of, input_of, insert, leading_to, make, minimal, row_of
from tests.graph import Graph
from tests.records import records

SCHEMA = build()._schema
OTHERS = ["stranger", "live"]
COMMON = tuple(name for name, table in tables.by_name.items() if table.common)
"""The tables whose rows are everyone's."""


def fields_of(name: str) -> dict[str, GraphQLField]:
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    fields: dict[str, GraphQLField] = type_.fields
    return fields


def kind(field: GraphQLField) -> kinds.Kind | None:
    definition = field.extensions["strawberry-definition"]
    assert isinstance(definition, StrawberryField)
    return kinds.kind_of(definition)


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


@pytest.fixture
def other(request: pytest.FixtureRequest, graph: Graph, stranger: Graph, live: Graph) -> Graph:
    """Whoever must not be seen."""
    found = {"stranger": stranger, "live": live}[request.param]
    assert found.tenant != graph.tenant
    return found


both = pytest.mark.parametrize("other", OTHERS, indirect=True)


def targets(table: type[Resource]) -> dict[str, type[Resource]]:
    """The first table that each reference of a table may lead to, by column, but for what is everyone's."""
    found = {column: meta_of(info).targets for column, info in table.model_fields.items()}
    first = {column: tables.by_name[names[0]] for column, names in found.items() if names}
    return {column: target for column, target in first.items() if not target.common}


def relations(table: type[Resource]) -> dict[str, GraphQLField]:
    found = {name: (field, kind(field)) for name, field in fields_of(table.__name__).items()}
    return {
        name: field
        for name, (field, each) in found.items()
        if isinstance(each, kinds.Relation | kinds.Relations) and not each.targets[0].common and each.column != ACCOUNT
    }


def connections(table: type[Resource]) -> dict[str, tuple[type[Resource], str]]:
    """The connections of a table to what refers to it: from where, and by which column."""
    found = {name: kind(field) for name, field in fields_of(table.__name__).items()}
    return {
        name: (each.table, each.column)
        for name, each in found.items()
        # What has codes for ids, each account has from the start.
        if isinstance(each, kinds.Connection) and each.column not in (None, ACCOUNT) and not each.table.id_codes
    }


POINTING = [table for table in tables.by_name.values() if targets(table) and relations(table)]
POINTED_TO = [table for table in tables.by_name.values() if connections(table)]


@both
@each_shown_table
async def test_by_id_and_in_lists(graph: Graph, other: Graph, database: Database, table: type[Resource]) -> None:
    (id,) = await insert(database, [row_of(table, other.tenant, 1)])
    one, many = roots_of(table)
    document = f'node(id: "{id}") {{ id }} nodes(ids: ["{id}"]) {{ id }}'
    if one:
        document += f' one: {one}(id: "{id}") {{ id }}'
    if many:
        dated = not meta_of(table.model_fields["created"]).hidden
        never = '{created: {lt: "1999-01-01T00:00:00Z"}}' if dated else '{id: {eq: "nothing"}}'
        or_never = " OR created<1" if dated else ""
        document += f"""
            every: {many} {{ nodes {{ id }} edges {{ node {{ id }} }} totalCount }}
            named: {many}(where: {{id: {{eq: "{id}"}}}}) {{ nodes {{ id }} totalCount }}
            negated: {many}(where: {{not: {{id: {{eq: "nothing"}}}}}}) {{ nodes {{ id }} }}
            either: {many}(where: {{or: [{{id: {{eq: "{id}"}}}}, {never}]}}) {{
                nodes {{ id }}
            }}
            searched: {many}(query: "id:'{id}'{or_never}") {{ nodes {{ id }} totalCount }}"""
    found, theirs = await graph(f"{{ {document} }}"), await other(f"{{ {document} }}")
    assert (found["node"], found["nodes"]) == (None, [None])
    assert (theirs["node"], theirs["nodes"]) == ({"id": id}, [{"id": id}])
    if one:
        assert (found["one"], theirs["one"]) == (None, {"id": id})
    if not many:
        return
    own = [{"id": row.id} for row in await records(database, table, by="id") if Tenant.of(row) == graph.tenant]
    shown = found["every"]
    assert [each["node"] for each in shown["edges"]] == shown["nodes"]
    assert (sorted(shown["nodes"], key=itemgetter("id")), shown["totalCount"]) == (own, len(own))
    assert found["named"] == found["searched"] == {"nodes": [], "totalCount": 0}
    assert (sorted(found["negated"]["nodes"], key=itemgetter("id")), found["either"]["nodes"]) == (own, [])
    assert {"id": id} in theirs["every"]["nodes"]


def test_every_way_in_is_tried() -> None:
    tried = {camel(name) for table in tables.by_name.values() for name in (str(table.__tablename__), table.plural)}
    without_ids = {"balance", "exchangeRate", "exchangeRates", *map(camel, tables.singles)}
    without_ids |= {"billingCreditBalanceSummary", "creditNotePreview", "invoicePreview"}
    assert fields_of("Query").keys() - tried == {"node", "nodes", *without_ids}
    assert sum(len(relations(table)) for table in POINTING) > 15
    assert sum(len(connections(table)) for table in POINTED_TO) > 10
    assert sum(map(len, TAKING_IDS.values())) > 15


@both
@of_tables(POINTING)
async def test_through_relations(graph: Graph, other: Graph, database: Database, table: type[Resource]) -> None:
    """Objects of ours that point to theirs, which no mutation would make, show nothing there."""
    await insert(database, [row_of(target, other.tenant, 1) for target in dict.fromkeys(targets(table).values())])
    pointing = {column: leading_to(table, column, id_of(target, 1)) for column, target in targets(table).items()}
    (id,) = await insert(database, [row_of(table, graph.tenant, 2, **pointing)])
    for name, field in relations(table).items():
        result = await graph.result(
            f'{{ node(id: "{id}") {{ ... on {table.__name__} {{ {name} {{ __typename }} }} }} }}'
        )
        # Where the relation cannot be null, the object that points there is.
        may_be_null = not is_non_null_type(field.type)
        assert result["data"]["node"] == ({name: None} if may_be_null else None), name


@both
@of_tables(POINTED_TO)
async def test_through_connections(graph: Graph, other: Graph, database: Database, table: type[Resource]) -> None:
    """Their objects that point to ours are not among those of ours."""
    (id,) = await insert(database, [row_of(table, graph.tenant, 3)])
    for place, (name, (of, column)) in enumerate(connections(table).items(), 100):
        await insert(database, [row_of(of, other.tenant, place, **{column: id})])
        (ours,) = await insert(database, [row_of(of, graph.tenant, place + 100, **{column: id})])
        document = (
            f"""{{ node(id: "{id}") {{ ... on {table.__name__} {{ {name} {{ nodes {{ id }} totalCount }} }} }} }}"""
        )
        found = (await graph(document))["node"][name]
        assert found == {"nodes": [{"id": ours}], "totalCount": 1}, name


@both
async def test_a_cursor_of_theirs_opens_nothing(graph: Graph, other: Graph, database: Database) -> None:
    customer = tables.by_name["customer"]
    await insert(database, [row_of(customer, graph.tenant, place) for place in (5, 6, 7)])
    await insert(database, [row_of(customer, other.tenant, 1)])
    document = """query($after: String, $before: String) {
        customers(after: $after, before: $before) { nodes { id } edges { cursor } }
    }"""
    cursor = (await other(document))["customers"]["edges"][0]["cursor"]
    for argument in ("after", "before"):
        found = await graph(document, **{argument: cursor})
        assert "cus_0001" not in [node["id"] for node in found["customers"]["nodes"]]


def taking_ids() -> dict[str, list[str]]:
    """The mutations of each resource that take an object's id."""
    taking = {name for name, field in fields_of("Mutation").items() if "id" in field.args}
    found = {resource: [each for each in names if each in taking] for resource, names in mutations.items()}
    return {resource: names for resource, names in found.items() if names and not _has_codes(resource)}


def _has_codes(resource: str) -> bool:
    """Whether its ids are codes, which are those of every account's."""
    return resource in tables.by_name and bool(tables.by_name[resource].id_codes)


TAKING_IDS = taking_ids()


@both
@of_tables(tables.by_name[resource] for resource in TAKING_IDS if resource in tables.by_name)
async def test_mutations_of_theirs_find_nothing(
    graph: Graph, other: Graph, database: Database, table: type[Resource]
) -> None:
    (id,) = await insert(database, [row_of(table, other.tenant, 1)])
    before = await other.events()
    for mutation in TAKING_IDS[str(table.__tablename__)]:
        given = input_of(mutation)
        refused = await graph.attempt(mutation, "id", id=id, **({} if given is None else {"input": given}))
        assert refused["object"] is None, mutation
        (refusal,) = refused["userErrors"]
        assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "id"), mutation
        assert refusal["message"] == ResourceMissing(table.object_name, id).message
    assert await other.events() == before
    assert await graph.events() == []


def references(type_: GraphQLInputObjectType, depth: int = 0) -> Iterator[tuple[list[str], str]]:
    """The paths to every id within an input, each with the name of its field."""
    for name, field in type_.fields.items():
        inner = get_named_type(field.type)
        if inner.name == "ID":
            yield [name], name
        elif isinstance(inner, GraphQLInputObjectType) and depth < 5:
            for path, last in references(inner, depth + 1):
                yield [name, *path], last


RIVALS = (
    ("coupon", "discount", "promotionCode"),
    ("amount", "plan", "price", "priceData", "unitAmount"),
    ("product", "productData"),
    ("customer", "customerDetails", "fromInvoice", "fromSubscription"),
)
"""Fields of which an input takes one."""


def overlaid(type_: GraphQLInputObjectType, given: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """An input with `value` at a path, and nothing else of what would stand in its place."""
    name, *rest = path
    field = type_.fields[name]
    rivals = {rival for group in RIVALS if name in group for rival in group} - {name}
    kept = {key: each for key, each in given.items() if key not in rivals}
    several = "[" in str(field.type)
    made: Any = value
    if name == "meter" and "usageType" in type_.fields:
        kept["usageType"] = "METERED"
    if rest:
        inner = get_named_type(field.type)
        there = kept.get(name) or ({"unitAmount": 100} if name == "priceData" else {})
        there = there[0] if several and there else there
        made = overlaid(inner, {**minimal(inner), **(there or {})}, rest, value)
    return {**kept, name: [made] if several else made}


def points_to(name: str) -> type[Resource]:
    """The table that an input's field of that name points to: `defaultPrice` to prices. Of files it names the use."""
    named = (each for each in tables.by_name if to_snake(name).endswith(each))
    return tables.by_name[max(named, key=len, default="file")]


@dataclass(frozen=True)
class Attempt:
    """A mutation of a caller's, and what it needs but for what it points to."""

    graph: Graph
    mutation: str
    given: dict[str, Any]
    id: str | None
    """The object that it is about, unless it creates one."""

    async def point(self, path: list[str], place: int) -> list[dict[str, Any]]:
        """Carry it out with the id of an object of `place` there, which is not the caller's: the field's mistakes."""
        type_ = get_named_type(fields_of("Mutation")[self.mutation].args["input"].type)
        assert isinstance(type_, GraphQLInputObjectType)
        given = overlaid(type_, self.given, path, id_of(points_to(path[-1]), place))
        given |= {"source": "tok_visa"} if self.mutation == "chargeCreate" else {}
        if self.mutation == "refundCreate" and path == ["customer"]:
            given = {"customer": given["customer"], "origin": "CUSTOMER_BALANCE", "currency": "usd", "amount": 100}
        arguments = {"input": given} | ({} if self.id is None else {"id": self.id})
        return of_field(await self.graph.attempt(self.mutation, "__typename", **arguments), path)


async def attempt(graph: Graph, database: Database, mutation: str) -> Attempt:
    given = await given_to(graph, mutation)
    if mutation == "subscriptionScheduleUpdate":
        given["phases"] = (await given_to(graph, "subscriptionScheduleCreate"))["phases"]
    creates = mutation.endswith("Create")
    return Attempt(graph, mutation, given, None if creates else await own(graph, database, resource_of(mutation)))


async def own(graph: Graph, database: Database, resource: str) -> str:
    """An object of our own, of that table, which is open to changes."""
    table = tables.by_name[resource]
    if inputs.exists(creation := f"{camel(str(table.__tablename__))}Create"):
        return await make(graph, creation)
    found = [row.id for row in await records(database, table) if Tenant.of(row) == graph.tenant]
    return found[0] if found else (await insert(database, [row_of(table, graph.tenant, 2)]))[0]


ELSEWHERE = {
    "invoiceLineItemUpdate": "a line is made with its invoice alone",
    "invoicePay": "an invoice of nothing is paid without a payment method",
    "invoiceUpdateLines": "its lines must be there",
}
"""Mutations that tests/billing/invoices tries with references of others, and why."""


def pointing() -> dict[str, list[list[str]]]:
    """The mutations whose inputs point to objects, with the paths to them."""
    found: dict[str, list[list[str]]] = {}
    for mutation, field in fields_of("Mutation").items():
        if mutation in ELSEWHERE:
            continue
        type_ = "input" in field.args and get_named_type(field.args["input"].type)
        if isinstance(type_, GraphQLInputObjectType):
            for path, name in references(type_):
                if not to_snake(name).endswith(COMMON):
                    found.setdefault(mutation, []).append(path)
    return found


def of_field(payload: dict[str, Any], path: list[str]) -> list[dict[str, Any]]:
    """The mistakes of a field; the places of lists are left out of its path."""
    errors = payload["userErrors"]
    found = [each for each in errors if [p for p in (each["field"] or "").split(".") if not p.isdigit()] == path]
    assert found, errors
    assert {each["type"] for each in found} == {"INVALID_REQUEST_ERROR"}, found
    return found
