"""Restricted keys see and do what their families allow, by any way in; publishable keys what is marked for them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, parse
from strawberry.types.field import StrawberryField

from app import tables
from app.cli.triggers.payment_methods import CARD
from app.database import Database
from app.tables.access import KeyKind
from app.tables.columns import meta_of
from app.tables.families import Family
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from schema.derive import kinds
from schema.derive.permitted import Permissions
from schema.root import build
from tests.by_table import each_resource, each_shown_table, mutations, of_tables, roots_of
from tests.factory import id_of, input_of, insert, leading_to, make, row_of
from tests.graph import Graph, new_caller
from tests.records import records

SCHEMA = build()._schema
Restrict = Callable[[dict[str, str]], Awaitable[Graph]]


@pytest.fixture
def restrict(client: httpx.AsyncClient, database: Database, graph: Graph) -> Restrict:
    """Makes a restricted key of the same account."""

    async def make(permissions: dict[str, str]) -> Graph:
        return await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )

    return make


@pytest.fixture
async def browser(client: httpx.AsyncClient, database: Database, graph: Graph) -> Graph:
    """A publishable key of the same account."""
    return await new_caller(client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def type_of(name: str) -> GraphQLObjectType:
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    return type_


async def forbidden(caller: Graph, document: str, family: str, action: str = "read") -> None:
    """That a document is refused for want of that permission, and gives nothing."""
    body = await caller.result(document)
    assert {error["extensions"]["code"] for error in body["errors"]} == {"FORBIDDEN"}, (document, body)
    assert {error["extensions"]["status"] for error in body["errors"]} == {403}
    words = family.replace("_", " ")
    for error in body["errors"]:
        assert error["message"] == (
            f"This restricted API key cannot {action} {words}. Use a key with the permission {family}: {action}."
        )


def ways_to(table: type[Resource]) -> list[str]:
    """Documents that read a table from a root."""
    id, (one, many) = id_of(table, 1), roots_of(table)
    selections = ("nodes { id }", "edges { cursor }", "totalCount", "pageInfo { hasNextPage }")
    return [
        *([f'{{ {one}(id: "{id}") {{ id }} }}'] if one else ()),
        *(f"{{ {many} {{ {selection} }} }}" for selection in selections if many),
        f'{{ node(id: "{id}") {{ id }} }}',
    ]


@each_shown_table
async def test_a_family_that_is_not_granted_is_closed(
    graph: Graph, restrict: Restrict, database: Database, table: type[Resource]
) -> None:
    await insert(database, [row_of(table, graph.tenant, 1)])
    without = await restrict({family: "write" for family in Family if family != table.family})
    for document in ways_to(table):
        await forbidden(without, document, table.family)
    reader = await restrict({table.family: "read"})
    for document in ways_to(table):
        await reader(document)


def pointing(table: type[Resource], tenant: Tenant) -> Resource:
    """A row with every reference, each to the first row of its first target."""
    metas = {column: meta_of(info) for column, info in table.model_fields.items()}
    columns = {
        column: leading_to(table, column, id_of(tables.by_name[meta.targets[0]], 1))
        for column, meta in metas.items()
        if meta.targets
    }
    return row_of(table, tenant, 1, **columns)


def leading(table: type[Resource]) -> dict[str, tuple[type[Resource], str]]:
    """What leads from a table to others: by field, where to and a selection."""
    found: dict[str, tuple[type[Resource], str]] = {}
    for name, field in type_of(table.__name__).fields.items():
        definition = field.extensions["strawberry-definition"]
        assert isinstance(definition, StrawberryField)
        match kinds.kind_of(definition):
            case kinds.Relation(_, targets) | kinds.Relations(_, targets):
                found[name] = (targets[0], "__typename")
            case kinds.Connection(target, str()):
                found[name] = (target, "nodes { id }")
    return found


LEADING = [table for table in tables.by_name.values() if leading(table)]


@of_tables(LEADING)
async def test_relations_and_connections_lead_only_where_the_key_may(
    graph: Graph, restrict: Restrict, database: Database, table: type[Resource]
) -> None:
    there = dict.fromkeys([table, *(target for target, _ in leading(table).values())])
    await insert(database, [pointing(each, graph.tenant) for each in there])
    alone = await restrict({table.family: "write"})
    for name, (target, inner) in leading(table).items():
        document = f'{{ node(id: "{id_of(table, 1)}") {{ ... on {table.__name__} {{ {name} {{ {inner} }} }} }} }}'
        if target.family == table.family:
            await alone(document)
        else:
            await forbidden(alone, document, target.family)


def test_many_lead_from_family_to_family() -> None:
    found = [target.family != table.family for table in LEADING for target, _ in leading(table).values()]
    assert sum(found) > 5


def call(mutation: str, id: str) -> str:
    """A document that calls a mutation, with `$input` where it takes one."""
    takes = type_of("Mutation").fields[mutation].args
    arguments = [f'{argument}: "{id}"' for argument in takes if argument not in ("input", "idempotencyKey")]
    arguments += ["input: $input"] if "input" in takes else []
    declared = f"($input: {mutation[0].upper()}{mutation[1:]}Input!)" if "input" in takes else ""
    called = mutation + (f"({', '.join(arguments)})" if arguments else "")
    return f"mutation{declared} {{ {called} {{ userErrors {{ code }} }} }}"


@each_resource
async def test_whoever_may_only_read_changes_nothing(
    graph: Graph, restrict: Restrict, database: Database, resource: str
) -> None:
    reader = await restrict(dict.fromkeys(Family, "read"))
    stored = [tables.by_name[resource]] if resource in tables.by_name else []
    before = [row.id for table in stored for row in await records(database, table)]
    shown: dict[str, Any] = {**tables.by_name, **tables.singles, **tables.transients}
    for name in mutations[resource]:
        error = await reader.error(call(name, "any_0001"), input=input_of(name))
        assert error["extensions"]["code"] == "FORBIDDEN", name
        family = shown[resource].family
        assert error["message"].endswith(f"Use a key with the permission {family}: write."), name
    assert await graph.events() == []
    assert [row.id for table in stored for row in await records(database, table)] == before


async def test_whoever_may_write_may_read(restrict: Restrict) -> None:
    writer = await restrict({"core_resources": "write"})
    id = await make(writer, "customerCreate")
    assert (await writer("{ customers { nodes { id } } balance { livemode } }"))["customers"] == {"nodes": [{"id": id}]}


async def test_a_payload_leads_only_where_the_key_may(restrict: Restrict, graph: Graph) -> None:
    product = await make(graph, "productCreate")
    price = await make(graph, "priceCreate")
    keys = await restrict({"products": "write"})
    assert (await keys.do("priceUpdate", "nickname", id=price, input={"nickname": "A"})) == {"nickname": "A"}
    assert (await keys.do("productUpdate", "prices { totalCount }", id=product))["prices"] == {"totalCount": 0}
    customers = await restrict({"core_resources": "write"})
    body = await customers.result(
        "mutation { customerCreate { customer { id paymentMethods { nodes { id } } } userErrors { code } } }"
    )
    assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert body.get("data") is None
    assert (await graph("{ customers { totalCount } }"))["customers"] == {"totalCount": 0}


async def test_the_balance_is_core(restrict: Restrict) -> None:
    await forbidden(await restrict({"products": "write"}), "{ balance { livemode } }", "core_resources")


@each_shown_table
async def test_a_publishable_key_reads_nothing(
    graph: Graph, browser: Graph, database: Database, table: type[Resource]
) -> None:
    await insert(database, [row_of(table, graph.tenant, 1)])
    for document in ways_to(table):
        error = (await browser.result(document))["errors"][0]
        assert (error["extensions"]["code"], error["extensions"]["status"]) == ("FORBIDDEN", 403), document


async def test_a_publishable_key_does_not_read_the_balance(browser: Graph) -> None:
    error = await browser.error("{ balance { livemode } }")
    assert error["message"] == (
        "A publishable API key cannot read core resources. Use a secret key, and keep it on your server."
    )


OPEN_TO_BROWSERS = {
    "confirmation_token": ["confirmationTokenCreate"],
    "payment_intent": ["paymentIntentConfirm"],
    "payment_method": ["paymentMethodCreate"],
    "setup_intent": ["setupIntentConfirm"],
    "token": ["tokenCreate"],
}


@each_resource
async def test_a_publishable_key_changes_nothing_but_what_is_marked(
    graph: Graph, browser: Graph, resource: str
) -> None:
    open_to_browsers = []
    for name in mutations[resource]:
        body = await browser.result(call(name, "nothing"), input=input_of(name))
        if "errors" not in body:
            open_to_browsers.append(name)
        else:
            assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN", name
    assert open_to_browsers == OPEN_TO_BROWSERS.get(resource, [])
    assert await graph.events() == []


def test_what_is_open_to_browsers_is_of_a_resource() -> None:
    assert OPEN_TO_BROWSERS.keys() <= mutations.keys()


WRONG_SECRET = "With a publishable key, this takes the object's id together with its own client secret."
READ = "query($id: ID!, $secret: String) { paymentIntent(id: $id, clientSecret: $secret) { id status } }"


async def test_a_browser_pays_with_the_client_secret(graph: Graph, browser: Graph) -> None:
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input={"amount": 2000, "currency": "usd"})
    other = await graph.do("paymentIntentCreate", "id clientSecret", input={"amount": 2000, "currency": "usd"})
    id, secret = intent["id"], intent["clientSecret"]

    found = await browser(READ, id=id, secret=secret)
    assert found["paymentIntent"] == {"id": id, "status": "REQUIRES_PAYMENT_METHOD"}
    for wrong in (None, "", "nothing", other["clientSecret"], secret[:-1]):
        error = await browser.error(READ, id=id, secret=wrong)
        assert (error["message"], error["extensions"]["code"]) == (WRONG_SECRET, "FORBIDDEN")
    assert (await browser.error(READ, id="pi_0001", secret=secret))["message"] == WRONG_SECRET

    method = await browser.do("paymentMethodCreate", "id", input={"type": "CARD", "card": CARD})
    given = {"paymentMethod": method["id"]}
    confirm = """mutation($id: ID!, $input: PaymentIntentConfirmInput) {
        paymentIntentConfirm(id: $id, input: $input) { paymentIntent { id status } userErrors { code } }
    }"""
    for wrong in ({}, {"clientSecret": "nothing"}, {"clientSecret": other["clientSecret"]}):
        error = await browser.error(confirm, id=id, input={**given, **wrong})
        assert (error["message"], error["extensions"]["code"]) == (WRONG_SECRET, "FORBIDDEN")
    unpaid = "query($id: ID!) { paymentIntent(id: $id) { status } }"
    assert (await graph(unpaid, id=id))["paymentIntent"] == {"status": "REQUIRES_PAYMENT_METHOD"}

    paid = await browser(confirm, id=id, input={**given, "clientSecret": secret})
    assert paid["paymentIntentConfirm"] == {"paymentIntent": {"id": id, "status": "SUCCEEDED"}, "userErrors": []}


CONFIRM = """mutation($id: ID!, $input: PaymentIntentConfirmInput) {
    paymentIntentConfirm(id: $id, input: $input) {
        paymentIntent { id status setupFutureUsage } userErrors { type code field message }
    }
}"""


async def confirmed(browser: Graph, intent: dict[str, Any], **given: Any) -> Any:
    """What a browser's confirmation of a payment came to: the payment, or why it was refused."""
    given = {"paymentMethod": "pm_card_visa", "clientSecret": intent["clientSecret"], **given}
    payload = (await browser(CONFIRM, id=intent["id"], input=given))["paymentIntentConfirm"]
    return payload["userErrors"][0] if payload["userErrors"] else payload["paymentIntent"]


async def test_a_browser_cannot_confirm_what_is_confirmed_by_the_server(graph: Graph, browser: Graph) -> None:
    given = {"amount": 2000, "currency": "usd", "confirmationMethod": "MANUAL"}
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input=given)
    before = await graph.events()
    refused = await confirmed(browser, intent)
    assert (refused["type"], refused["field"]) == ("INVALID_REQUEST_ERROR", "confirmationMethod")
    assert refused["message"] == (
        "This payment cannot be confirmed with a publishable key, as its `confirmationMethod` is MANUAL. "
        "Confirm it with a secret key."
    )
    assert await graph.events() == before
    paid = await graph.do("paymentIntentConfirm", "id status", id=intent["id"], input={"paymentMethod": "pm_card_visa"})
    assert paid == {"id": intent["id"], "status": "SUCCEEDED"}


@pytest.mark.parametrize(
    ("former", "given", "allowed"),
    [
        (None, "ON_SESSION", True),
        ("ON_SESSION", "OFF_SESSION", True),
        ("OFF_SESSION", "OFF_SESSION", True),
        ("OFF_SESSION", "ON_SESSION", False),
    ],
)
async def test_a_browser_only_widens_the_future_use(
    graph: Graph, browser: Graph, former: str | None, given: str, allowed: bool
) -> None:
    values = {"amount": 2000, "currency": "usd"} | ({"setupFutureUsage": former} if former else {})
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input=values)
    answer = await confirmed(browser, intent, setupFutureUsage=given)
    if allowed:
        assert (answer["status"], answer["setupFutureUsage"]) == ("SUCCEEDED", given)
    else:
        assert (answer["code"], answer["field"]) == ("PAYMENT_INTENT_INVALID_PARAMETER", "setupFutureUsage")


async def test_a_browser_does_not_change_the_servers_shipping(graph: Graph, browser: Graph) -> None:
    home, office = ({"address": {"line1": place}, "name": "Ada"} for place in ("1 Home Street", "2 Office Street"))
    create = {"amount": 2000, "currency": "usd"}
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input={**create, "shipping": home})
    refused = await confirmed(browser, intent, shipping=office)
    assert (refused["code"], refused["field"]) == ("PAYMENT_INTENT_INVALID_PARAMETER", "shipping")
    assert (await confirmed(browser, intent, shipping=home))["status"] == "SUCCEEDED"
    # What the browser set itself, it may change, until the server says otherwise.
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input=create)
    for place in (home, office):
        declined = await confirmed(browser, intent, shipping=place, paymentMethod="pm_card_chargeDeclined")
        assert declined["code"] == "CARD_DECLINED"
    await graph.do("paymentIntentUpdate", "id", id=intent["id"], input={"shipping": home})
    refused = await confirmed(browser, intent, shipping=office | {"name": "Eve"})
    assert (refused["code"], refused["field"]) == ("PAYMENT_INTENT_INVALID_PARAMETER", "shipping")


async def test_a_browser_sees_nothing_around_what_it_was_given(graph: Graph, browser: Graph) -> None:
    customer = await make(graph, "customerCreate")
    intent = await graph.do(
        "paymentIntentCreate", "id clientSecret", input={"amount": 2000, "currency": "usd", "customer": customer}
    )
    for field in ("customer { id }", "charges { nodes { id } }", "charges { totalCount }"):
        document = READ.replace("status", field)
        body = await browser.result(document, id=intent["id"], secret=intent["clientSecret"])
        assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN", field


async def test_an_answer_for_a_server_is_not_replayed_to_a_browser(graph: Graph, browser: Graph) -> None:
    intent = await make(graph, "paymentIntentCreate")
    document = """mutation($id: ID!) {
        paymentIntentConfirm(id: $id, input: {paymentMethod: "pm_card_visa"}, idempotencyKey: "order-1") {
            paymentIntent { id clientSecret } userErrors { type } replayed
        }
    }"""
    first = await graph(document, id=intent)
    assert first["paymentIntentConfirm"]["replayed"] is False
    answer = (await browser(document, id=intent))["paymentIntentConfirm"]
    assert answer == {"paymentIntent": None, "userErrors": [{"type": "IDEMPOTENCY_ERROR"}], "replayed": False}


async def test_an_answer_is_replayed_to_keys_that_may_do_the_same(graph: Graph, restrict: Restrict) -> None:
    product = {"input": {"name": "Rocket"}, "idempotencyKey": "order-1"}
    first = await graph.attempt("productCreate", "id", **product)
    may = await restrict({"products": "write"})
    assert await may.attempt("productCreate", "id", **product) == first | {"replayed": True}
    may_not = await restrict({"core_resources": "write"})
    body = await may_not.result(
        'mutation { productCreate(input: { name: "Rocket" }, idempotencyKey: "order-1") { product { id } } }'
    )
    assert (body.get("data"), body["errors"][0]["extensions"]["code"]) == (None, "FORBIDDEN")
    # Nor does a key learn what another one did.
    refusal = await may_not.refuse("customerCreate", input={"name": "Ada"}, idempotencyKey="order-1")
    assert refusal["message"].startswith("The idempotency key 'order-1' was used for another mutation within ")


async def test_what_is_left_out_needs_no_permission_whatever_was_asked_before(restrict: Restrict) -> None:
    caller = await restrict({"core_resources": "read"})
    document = "query($with: Boolean = false) { customers { totalCount } products @include(if: $with) { totalCount } }"
    for _ in range(2):
        assert (await caller(document))["customers"] == {"totalCount": 0}
        assert (await caller.error(document, **{"with": True}))["extensions"]["code"] == "FORBIDDEN"


def test_what_an_operation_needs_is_found_once() -> None:
    permissions, ast = Permissions(SCHEMA), parse("query($n: Int) { customers(first: $n) { totalCount } }")
    operation: Any = ast.definitions[0]
    first, second = (permissions.needs(ast, operation, {"n": n}) for n in (1, 2))
    assert first is second
    assert first == (("core_resources", "read"),)
