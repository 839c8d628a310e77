"""The objects of those who are not to be seen, which are invisible by every way in that the schema has: those of the
other mode, a stranger's, a sibling's, those of the platform above, of another platform's account, and of an account
that is connected no more."""

import re
from collections.abc import Iterator
from itertools import product
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
from tests.outsiders import View, Views
from tests.outsiders import views as views
from tests.records import contents, records

SCHEMA = build()._schema
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


@each_shown_table
async def test_by_id_and_in_lists(views: Views, database: Database, table: type[Resource]) -> None:
    for place, view in enumerate(views.apart, 1):
        id, *_ = await insert(database, [row_of(table, owner.tenant, place) for owner in view.owners.values()])
        document = found_by_id(table, id)
        for name, owner in view.owners.items():
            assert_all_of(table, await owner(document), id, name)
        rows = await records(database, table, by="id")
        for name, viewer in view.viewers.items():
            own = [{"id": row.id} for row in rows if Tenant.of(row) == viewer.tenant]
            assert_nothing_of(table, await viewer(document), own, f"{name}, of {', '.join(view.owners)}")


def found_by_id(table: type[Resource], id: str) -> str:
    """A document that asks for an object in every way that the root has."""
    one, many = roots_of(table)
    document = f'node(id: "{id}") {{ id }} nodes(ids: ["{id}"]) {{ id }}'
    if one:
        document += f' one: {one}(id: "{id}") {{ id }}'
    if many:
        dated = not meta_of(table.model_fields["created"]).hidden
        never = '{created: {lt: "1999-01-01T00:00:00Z"}}' if dated else '{id: {eq: "nothing"}}'
        or_never = " OR created<1" if dated else ""
        document += f"""
            every: {many} {{ nodes {{ id }} edges {{ node {{ id }} }} totalCount aggregate {{ count }} }}
            named: {many}(where: {{id: {{eq: "{id}"}}}}) {{ nodes {{ id }} totalCount }}
            negated: {many}(where: {{not: {{id: {{eq: "nothing"}}}}}}) {{ nodes {{ id }} }}
            either: {many}(where: {{or: [{{id: {{eq: "{id}"}}}}, {never}]}}) {{
                nodes {{ id }}
            }}
            searched: {many}(query: "id:'{id}'{or_never}") {{ nodes {{ id }} totalCount }}"""
    return f"{{ {document} }}"


def assert_all_of(table: type[Resource], theirs: dict[str, Any], id: str, whose: str) -> None:
    """Whose it is finds it in each of these ways."""
    one, many = roots_of(table)
    assert (theirs["node"], theirs["nodes"]) == ({"id": id}, [{"id": id}]), whose
    assert not one or theirs["one"] == {"id": id}, whose
    assert not many or {"id": id} in theirs["every"]["nodes"], whose


def assert_nothing_of(table: type[Resource], found: dict[str, Any], own: list[dict[str, str]], who: str) -> None:
    """Who looks finds it in none of them, and in lists what is their own."""
    one, many = roots_of(table)
    assert (found["node"], found["nodes"]) == (None, [None]), who
    assert not one or found["one"] is None, who
    if not many:
        return
    shown = found["every"]
    assert [each["node"] for each in shown["edges"]] == shown["nodes"], who
    assert (sorted(shown["nodes"], key=itemgetter("id")), shown["totalCount"]) == (own, len(own)), who
    assert shown["aggregate"] == {"count": len(own)}, who
    assert found["named"] == found["searched"] == {"nodes": [], "totalCount": 0}, who
    assert (sorted(found["negated"]["nodes"], key=itemgetter("id")), found["either"]["nodes"]) == (own, []), who


def test_every_way_in_is_tried() -> None:
    tried = {camel(name) for table in tables.by_name.values() for name in (str(table.__tablename__), table.plural)}
    without_ids = {"balance", "exchangeRate", "exchangeRates", *map(camel, tables.singles)}
    without_ids |= {"billingCreditBalanceSummary", "creditNotePreview", "invoicePreview"}
    assert fields_of("Query").keys() - tried == {"node", "nodes", *without_ids}
    assert sum(len(relations(table)) for table in POINTING) > 15
    assert sum(len(connections(table)) for table in POINTED_TO) > 10
    assert sum(map(len, TAKING_IDS.values())) > 15
    assert sum(map(len, POINTING_INPUTS.values())) > 100


@of_tables(POINTING)
async def test_through_relations(views: Views, database: Database, table: type[Resource]) -> None:
    """Objects of ours that point to theirs, which no mutation would make, show nothing there."""
    for place, view in enumerate(views.apart, 1):
        aims = dict.fromkeys(targets(table).values())
        owners = view.owners.values()
        await insert(database, [row_of(target, owner.tenant, place) for target in aims for owner in owners])
        pointing = {
            column: leading_to(table, column, id_of(target, place)) for column, target in targets(table).items()
        }
        viewer, *_ = view.viewers.values()
        (id,) = await insert(database, [row_of(table, viewer.tenant, place + 100, **pointing)])
        for (who, viewer), (name, field) in product(view.viewers.items(), relations(table).items()):
            result = await viewer.result(
                f'{{ node(id: "{id}") {{ ... on {table.__name__} {{ {name} {{ __typename }} }} }} }}'
            )
            # Where the relation cannot be null, the object that points there is.
            may_be_null = not is_non_null_type(field.type)
            shown = {name: None} if may_be_null else None
            assert result["data"]["node"] == shown, (name, who, *view.owners)


@of_tables(POINTED_TO)
async def test_through_connections(views: Views, database: Database, table: type[Resource]) -> None:
    """Their objects that point to ours are not among those of ours."""
    for many, view in enumerate(views.alone, 1):
        viewer, *_ = view.viewers.values()
        (id,) = await insert(database, [row_of(table, viewer.tenant, 2 * many + 1)])
        for place, (name, (of, column)) in enumerate(connections(table).items(), 500 * many):
            theirs = [row_of(of, owner.tenant, place, **{column: id}) for owner in view.owners.values()]
            ours = row_of(of, viewer.tenant, place + 200, **{column: id})
            await insert(database, [*theirs, ours])
            document = (
                f"""{{ node(id: "{id}") {{ ... on {table.__name__} {{ {name} {{ nodes {{ id }} totalCount }} }} }} }}"""
            )
            for who, viewer in view.viewers.items():
                found = (await viewer(document))["node"][name]
                assert found == {"nodes": [{"id": ours.id}], "totalCount": 1}, (name, who, *view.owners)


async def test_a_cursor_of_theirs_opens_nothing(views: Views, database: Database) -> None:
    customer = tables.by_name["customer"]
    document = """query($after: String, $before: String) {
        customers(after: $after, before: $before) { nodes { id } edges { cursor } }
    }"""
    for many, view in enumerate(views.alone, 1):
        viewer, *_ = view.viewers.values()
        await insert(database, [row_of(customer, viewer.tenant, 100 * many + place) for place in (5, 6, 7)])
        await insert(database, [row_of(customer, owner.tenant, 100 * many + 1) for owner in view.owners.values()])
        for (whose, owner), (who, viewer) in product(view.owners.items(), view.viewers.items()):
            cursors = [edge["cursor"] for edge in (await owner(document))["customers"]["edges"]]
            own = {row.id for row in await records(database, customer) if Tenant.of(row) == viewer.tenant}
            for argument, cursor in product(("after", "before"), cursors):
                found = await viewer(document, **{argument: cursor})
                assert {node["id"] for node in found["customers"]["nodes"]} <= own, (who, whose)


def taking_ids() -> dict[str, list[str]]:
    """The mutations of each resource that take an object's id."""
    taking = {name for name, field in fields_of("Mutation").items() if "id" in field.args}
    found = {resource: [each for each in names if each in taking] for resource, names in mutations.items()}
    return {resource: names for resource, names in found.items() if names and not _has_codes(resource)}


def _has_codes(resource: str) -> bool:
    """Whether its ids are codes, which are those of every account's."""
    return resource in tables.by_name and bool(tables.by_name[resource].id_codes)


TAKING_IDS = taking_ids()


@of_tables(tables.by_name[resource] for resource in TAKING_IDS if resource in tables.by_name)
async def test_mutations_of_theirs_find_nothing(views: Views, database: Database, table: type[Resource]) -> None:
    for place, view in enumerate(views.apart, 1):
        id, *_ = await insert(database, [row_of(table, owner.tenant, place) for owner in view.owners.values()])
        before = await contents(database)
        for (who, viewer), mutation in product(view.viewers.items(), TAKING_IDS[str(table.__tablename__)]):
            given = input_of(mutation)
            refused = await viewer.attempt(mutation, "id", id=id, **({} if given is None else {"input": given}))
            assert refused["object"] is None, (mutation, who)
            (refusal,) = refused["userErrors"]
            assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "id"), (mutation, who, refusal)
            assert refusal["message"] == ResourceMissing(table.object_name, id).message, (mutation, who)
        assert await contents(database) == before, (*view.viewers, *view.owners)


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


async def point(
    graph: Graph, mutation: str, path: list[str], given: dict[str, Any], target: str, own: dict[str, Any]
) -> dict[str, Any]:
    """Carry a mutation out that points to another's object, and to nothing else that is not there."""
    type_ = get_named_type(fields_of("Mutation")[mutation].args["input"].type)
    assert isinstance(type_, GraphQLInputObjectType)
    given = overlaid(type_, given, path, target)
    given |= {"source": "tok_visa"} if mutation == "chargeCreate" else {}
    if mutation == "refundCreate" and path == ["customer"]:
        given = {"customer": given["customer"], "origin": "CUSTOMER_BALANCE", "currency": "usd", "amount": 100}
    return await graph.attempt(mutation, "__typename", input=given, **own)


async def own(graph: Graph, database: Database, table: type[Resource]) -> str:
    """An object of our own, of that table, which is open to changes."""
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


PLATFORMS_ALONE = frozenset(
    (
        *("accountCreate", "accountUpdate", "accountLinkCreate", "accountSessionCreate", "loginLinkCreate"),
        *("applicationFeeRefundCreate", "transferCreate", "transferReversalCreate"),
    )
)
"""Mutations that need an account connected to the caller's, which a connected account does not have."""

MEANING_PLATFORMS = {
    "eventResend": "the platform's endpoint is sent an event of its account",
    "paymentMethodCreate": "the platform's payment method is cloned to its account",
}
"""Mutations in whose input a platform's key at work on an account names what is the platform's, and why."""


def pointing() -> dict[str, list[list[str]]]:
    """The paths of ids in the input of each mutation that has some."""
    found: dict[str, list[list[str]]] = {}
    for mutation, field in fields_of("Mutation").items():
        type_ = "input" in field.args and get_named_type(field.args["input"].type)
        if isinstance(type_, GraphQLInputObjectType) and mutation not in ELSEWHERE:
            paths = [path for path, name in references(type_) if not to_snake(name).endswith(COMMON)]
            found |= {mutation: paths} if paths else {}
    return found


POINTING_INPUTS = pointing()


@pytest.mark.parametrize("mutation", POINTING_INPUTS)
async def test_mutations_that_point_to_theirs_are_refused(views: Views, database: Database, mutation: str) -> None:
    for place, view in enumerate(views_of(views, mutation), 1):
        owners = view.owners.values()
        viewer, *_ = view.viewers.values()
        given = await given_to(viewer, mutation)
        if mutation == "subscriptionScheduleUpdate":
            given["phases"] = (await given_to(viewer, "subscriptionScheduleCreate"))["phases"]
        table = None if mutation.endswith("Create") else tables.by_name[resource_of(mutation)]
        ours: dict[str, Any] = {} if table is None else {"id": await own(viewer, database, table)}
        paths = POINTING_INPUTS[mutation]
        asked = [(path, given, id_of(points_to(path[-1]), place)) for path in paths]
        nowhere = {
            who: [of_field(await point(viewer, mutation, *each, ours), each[0]) for each in asked]
            for who, viewer in view.viewers.items()
        }
        aims = {points_to(path[-1]) for path in paths}
        await insert(database, [row_of(aim, owner.tenant, place) for aim in aims for owner in owners])
        before = await contents(database)
        for who, viewer in view.viewers.items():
            for each, expected in zip(asked, nowhere[who], strict=True):
                elsewhere = of_field(await point(viewer, mutation, *each, ours), each[0])
                assert elsewhere == expected, ("must look like what is nowhere", each[0], who, *view.owners)
        assert await contents(database) == before, (*view.viewers, *view.owners)


def views_of(views: Views, mutation: str) -> list[View]:
    """Who looks for whose objects with a mutation's input."""
    platform, connected = views.alone
    if mutation in PLATFORMS_ALONE:
        return [platform]
    if mutation not in MEANING_PLATFORMS:
        return [platform, connected]
    acting, alone = connected.viewers.items()
    beside = {name: owner for name, owner in connected.owners.items() if name != "the platform"}
    return [platform, View(dict([acting]), beside), View(dict([alone]), connected.owners)]


def of_field(payload: dict[str, Any], path: list[str]) -> list[dict[str, Any]]:
    """The mistakes of a field; the places of lists are left out of its path."""
    errors = payload["userErrors"]
    found = [each for each in errors if [p for p in (each["field"] or "").split(".") if not p.isdigit()] == path]
    assert found, errors
    assert {each["type"] for each in found} == {"INVALID_REQUEST_ERROR"}, found
    return found
