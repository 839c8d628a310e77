"""Reading across accounts: from a platform to what its connected accounts have, in one query, and no further."""

from typing import Any

import pytest

from app import tables
from app.database import Database
from app.tables.access import KeyKind
from app.tables.resource import Resource
from tests.by_table import of_tables, roots_of
from tests.connect.test_connected import connect
from tests.engine.statements import reading
from tests.engine.test_tenancy import fields_of
from tests.factory import insert, row_of
from tests.graph import Graph, new_caller
from tests.outsiders import Views
from tests.outsiders import views as views

PAID = {
    "amount": 1000,
    "currency": "usd",
    "paymentMethod": "pm_card_visa",
    "confirm": True,
    "captureMethod": "AUTOMATIC",
    "returnUrl": "https://rocket.example",
}


async def business(caller: Graph, name: str) -> str:
    """A customer who has paid, and something to sell under an id that every account may choose."""
    customer: str = (await caller.do("customerCreate", "id", input={"name": name}))["id"]
    await caller.do("paymentIntentCreate", "id", input={**PAID, "customer": customer})
    await caller.do("productCreate", "id", input={"id": "gold", "name": f"Gold of {name}"})
    price = {"product": "gold", "currency": "usd", "unitAmount": 500, "recurring": {"interval": "MONTH"}}
    price_id = (await caller.do("priceCreate", "id", input=price))["id"]
    await caller.do("couponCreate", "id", input={"id": "GOLD", "percentOff": "10", "duration": "FOREVER", "name": name})
    billed = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 7}
    given = {"customer": customer, "items": [{"price": price_id}], "discounts": [{"coupon": "GOLD"}], **billed}
    await caller.do("subscriptionCreate", "id", input=given)
    return customer


DEEP = """{ totalCount nodes {
    id name account { id }
    paymentIntents(first: 5) { totalCount nodes { amount { amount } account { id } latestCharge {
        balanceTransaction { net { amount } source { ... on Charge { customer { name } } } }
    } } }
    subscriptions { nodes {
        discounts { coupon { name } }
        items { nodes { price { id product { name prices { totalCount nodes { product { name } } } } } } }
    } }
    cashBalance { settings { reconciliationMode } }
} }"""

BALANCE = "balance { pending { amount { amount } } available { amount { amount } } }"
SMALL = DEEP.replace("subscriptions", "subscriptions(first: 2)").replace("items", "items(first: 2)")


@pytest.fixture
async def two(graph: Graph) -> list[str]:
    """Two connected accounts. They and their platform have the same kinds of things, under the same chosen ids."""
    ids = [await connect(graph), await connect(graph)]
    await business(graph, "Platform")
    for place, id in enumerate(ids):
        await business(graph.on(id), f"Seller {place}")
    return ids


async def test_an_account_leads_to_what_acting_on_it_shows(graph: Graph, two: list[str]) -> None:
    own = graph.tenant.account
    for place, id in enumerate((*two, own)):
        asked = f"customers {DEEP} products {{ nodes {{ name }} }} {BALANCE}"
        there = await graph.on(id)(f"{{ {asked} }}")
        document = f"query ($id: ID!) {{ account(id: $id) {{ {asked} }} }}"
        assert (await graph(document, id=id))["account"] == there
        assert there["balance"]["pending"] == [{"amount": {"amount": 941}}]
        (customer,) = there["customers"]["nodes"]
        name = f"Seller {place}" if id != own else "Platform"
        assert (customer["name"], customer["account"]) == (name, {"id": id})
        (subscription,) = customer["subscriptions"]["nodes"]
        assert subscription["discounts"] == [{"coupon": {"name": name}}]
        product = subscription["items"]["nodes"][0]["price"]["product"]
        assert product == {
            "name": f"Gold of {name}",
            "prices": {"totalCount": 1, "nodes": [{"product": {"name": f"Gold of {name}"}}]},
        }
    found = await graph(f"{{ accounts(first: 5) {{ nodes {{ id customers(first: 1) {SMALL} }} }} }}")
    for each in found["accounts"]["nodes"]:
        assert {"customers": each["customers"]} == await graph.on(each["id"])(f"{{ customers(first: 1) {SMALL} }}")
    assert {each["id"] for each in found["accounts"]["nodes"]} == set(two)


async def test_each_account_of_a_list_has_a_balance_of_its_own(graph: Graph, two: list[str]) -> None:
    takes = {"externalAccount": {"token": "tok_visa_debit_us_transferSuccess"}}
    await graph.do("accountUpdate", "id", id=two[0], input=takes)
    paid = {"amount": 500, "currency": "usd", "source": "tok_visa"}
    await graph.on(two[0]).do("chargeCreate", "id", input=paid)
    asked = f"{BALANCE} balance {{ instantAvailable {{ netAvailable {{ destination }} }} }}"
    found = await graph(f"{{ accounts(first: 5) {{ nodes {{ id {asked} }} }} {asked} }}")
    listed = {each["id"]: each["balance"] for each in found["accounts"]["nodes"]}
    assert {id: listed[id]["pending"][0]["amount"]["amount"] for id in two} == {two[0]: 941 + 455, two[1]: 941}
    paid_out = {
        id: [net["destination"][:5] for net in listed[id]["instantAvailable"][0]["netAvailable"] or ()] for id in two
    }
    assert paid_out == {two[0]: ["card_"], two[1]: []}
    for id in two:
        assert await graph.on(id)(f"{{ {asked} }}") == {"balance": listed[id]}
    assert await graph(f"{{ {asked} }}") == {"balance": found["balance"]}


async def test_what_accounts_have_under_the_same_ids_is_not_mixed_up(graph: Graph, two: list[str]) -> None:
    """Groups by what has a chosen id, and what each account has one of."""
    by = "prices { aggregate { groups(by: [PRODUCT]) { nodes { count product { name } } } } }"
    asked = f"query ($id: ID!) {{ account(id: $id) {{ {by} }} {by} }}"
    for place, id in enumerate(two):
        found = await graph(asked, id=id)
        group = {"count": 1, "product": {"name": f"Gold of Seller {place}"}}
        assert found["account"]["prices"]["aggregate"]["groups"]["nodes"] == [group]
        own = {"count": 1, "product": {"name": "Gold of Platform"}}
        assert found["prices"]["aggregate"]["groups"]["nodes"] == [own]
    over = by.replace("prices", "prices(accounts: { all: true })")
    each = [{"count": 1, "product": {"name": f"Gold of {name}"}} for name in ("Platform", "Seller 0", "Seller 1")]
    groups = (await graph(f"{{ {over} }}"))["prices"]["aggregate"]["groups"]["nodes"]
    assert sorted(groups, key=lambda group: group["product"]["name"]) == each
    # What no caller chose the id of is in common, whatever account it is in.
    alike = over.replace("PRODUCT", "CURRENCY").replace("product { name }", "currency")
    assert (await graph(f"{{ {alike} }}"))["prices"]["aggregate"]["groups"]["nodes"] == [
        {"count": 3, "currency": "usd"}
    ]
    settings = "billingSettings { subscriptionAfterDispute }"
    await graph.on(two[0]).do(
        "billingSettingsUpdate", "subscriptionAfterDispute", input={"subscriptionAfterDispute": "CANCEL"}
    )
    before = (await graph(f"{{ {settings} }}"))["billingSettings"]
    assert (await graph(f"{{ accounts {{ nodes {{ id }} }} {settings} }}"))["billingSettings"] == before
    capabilities = "capabilitiesList { nodes { id status account { id } } }"
    for id in two:
        found = (await graph(f"query ($id: ID!) {{ account(id: $id) {{ {capabilities} }} }}", id=id))["account"]
        assert {each["account"]["id"] for each in found["capabilitiesList"]["nodes"]} == {id}
        assert found == (await graph.on(id)(f"{{ account {{ {capabilities} }} }}"))["account"]


def lists(type_: str, schema: dict[str, Any]) -> set[str]:
    """The fields of a type that are lists of whole accounts: those that Account has for the root's."""
    named = {each["name"]: each for each in schema["types"]}
    return {field["name"] for field in named[type_]["fields"] if {"name": "accounts"} in field["args"]}


SCHEMA = "{ __schema { types { name fields { name args { name } } } } }"


async def test_every_list_of_the_root_is_one_of_accounts_too(graph: Graph, two: list[str]) -> None:
    schema = (await graph(SCHEMA))["__schema"]
    named = {each["name"]: {field["name"] for field in each["fields"] or ()} for each in schema["types"]}
    listed = sorted(lists("Query", schema))
    assert {"customers", "charges", "events", "payouts", "balanceTransactions", "subscriptions"} <= set(listed)
    assert set(listed) <= named["Account"]
    found = 0
    for name in listed:
        page = f"{name}(first: 100) {{ totalCount nodes {{ ... on Node {{ id }} }} }}"
        each = [(await graph.on(id)(f"{{ {page} }}"))[name] for id in (graph.tenant.account, *two)]
        for id, there in zip(two, each[1:], strict=True):
            asked = f"query ($id: ID!) {{ account(id: $id) {{ {page} }} }}"
            assert (await graph(asked, id=id))["account"] == {name: there}
        over = page.replace("(", "(accounts: { all: true }, ", 1)
        all_ = (await graph(f"{{ {over} }}"))[name]
        ids = sorted(node["id"] for page in each for node in page["nodes"])
        assert sorted(node["id"] for node in all_["nodes"]) == ids, name
        assert all_["totalCount"] == len(ids)
        found += len(ids)
    assert found > 50


OVER = """query ($accounts: AccountsParam, $first: Int, $last: Int, $after: String, $before: String,
               $where: CustomerWhere, $orderBy: [CustomerOrder!]) {
    customers(accounts: $accounts, first: $first, last: $last, after: $after, before: $before, where: $where,
              orderBy: $orderBy) {
        totalCount nodes { name account { id } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
        aggregate { count groups(by: [DELINQUENT]) { nodes { count } } }
    }
}"""


async def names(graph: Graph, **given: Any) -> list[str]:
    page = (await graph(OVER, **given))["customers"]
    return [node["name"] for node in page["nodes"]]


async def test_a_list_over_accounts(graph: Graph) -> None:
    """Pages, order, filters, cursors, totals and sums are of all of them together."""
    ids = [graph.tenant.account, *[await connect(graph) for _ in range(3)]]
    expected = []
    for number in range(12):
        account = ids[(number * 7) % len(ids)]
        name = f"{number:02}"
        await graph.on(account).do("customerCreate", "id", input={"name": name, "email": f"{name}@rocket.example"})
        expected.append((name, account))
    newest = [name for name, _ in expected[::-1]]
    every = {"all": True}
    by_name = [{"field": "NAME", "direction": "ASC"}]
    assert await names(graph, accounts=every, first=100) == newest
    assert await names(graph, accounts=every, first=5) == newest[:5]
    assert await names(graph, accounts=every, last=4) == newest[-4:]
    assert await names(graph, accounts=every, first=7, orderBy=by_name) == newest[::-1][:7]
    walked, after = [], None
    while True:
        page = (await graph(OVER, accounts=every, first=5, after=after))["customers"]
        assert page["totalCount"] == page["aggregate"]["count"] == 12
        assert page["aggregate"]["groups"]["nodes"] == [{"count": 12}]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        walked += [(node["name"], node["account"]["id"]) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert walked == expected[::-1]
    back = (await graph(OVER, accounts=every, last=3, before=after))["customers"]
    assert [node["name"] for node in back["nodes"]] == newest[-4:-1]
    some = {"name": {"in": ["01", "05", "09"]}}
    assert await names(graph, accounts=every, where=some) == ["09", "05", "01"]
    for chosen in ([ids[1]], [ids[0], ids[2]], ids):
        theirs = [name for name, account in expected[::-1] if account in chosen]
        assert await names(graph, accounts={"in": chosen}, first=100) == theirs
    wrong: Any
    for wrong in ({"in": []}, {"in": ids * 26}, {"all": False}):
        error = await graph.error(OVER, accounts=wrong)
        assert error["extensions"]["code"] == "BAD_REQUEST"
    assert await names(graph) == [name for name, account in expected[::-1] if account == ids[0]]


async def test_nobody_elses(graph: Graph, stranger: Graph, live: Graph, database: Database) -> None:
    """Of others than the platform's own accounts nothing shows; nor to these anything of their platform or siblings."""
    mine, sibling, gone = await connect(graph), await connect(graph), await connect(graph)
    theirs = await connect(stranger)
    hers = {mine, sibling, graph.tenant.account}
    others = [(graph, gone), (stranger, theirs), (stranger, stranger.tenant.account), (live, live.tenant.account)]
    visible, hidden = {}, []
    for account in hers:
        made = await graph.on(account).do("customerCreate", "id", input={"name": account})
        visible[made["id"]] = {"id": made["id"], "name": account, "account": {"id": account}}
    for caller, account in others:
        hidden.append((await caller.on(account).do("customerCreate", "id", input={"name": account}))["id"])
    assert (await graph.attempt("accountDelete", "id", id=gone))["userErrors"] == []
    every = [gone, theirs, stranger.tenant.account, mine, sibling, "nope", graph.tenant.account]
    for accounts in ({"all": True}, {"in": every}):
        assert set(await names(graph, accounts=accounts, first=100)) == hers
    node = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { name account { id } } } }"
    ids = [*visible, *hidden]
    assert (await graph(node, ids=ids))["nodes"] == [*visible.values(), *[None] * len(hidden)]
    own = await new_caller(graph.client, database, account_id=mine)
    for caller, account in ((own, mine), (graph.on(mine), mine)):
        seen = (await caller(node, ids=ids))["nodes"]
        assert [found["name"] for found in seen if found] == [account]
    assert await names(own, accounts={"all": True}) == [mine]
    assert await names(own, accounts={"in": every}) == [mine]
    for account in (gone, theirs, stranger.tenant.account):
        assert (await graph("query ($id: ID!) { account(id: $id) { customers { totalCount } } }", id=account)) == {
            "account": None
        }
    (its,) = [id for id, shown in visible.items() if shown["name"] == mine]
    # By its type an object is found in the key's own account alone, as mutations do.
    assert await graph("query ($id: ID!) { customer(id: $id) { name } }", id=its) == {"customer": None}
    error = await graph.on(mine).error("{ customers(accounts: { all: true }) { totalCount } }")
    assert error["extensions"]["code"] == "FORBIDDEN"


def is_over_accounts(table: type[Resource]) -> bool:
    _, many = roots_of(table)
    return many is not None and "accounts" in fields_of("Query")[many].args


@of_tables(filter(is_over_accounts, tables.by_name.values()))
async def test_no_list_is_over_accounts_of_others(views: Views, database: Database, table: type[Resource]) -> None:
    _, many = roots_of(table)
    assert many
    for place, view in enumerate(views.apart, 1):
        await insert(database, [row_of(table, owner.tenant, place) for owner in view.owners.values()])
        ids = [owner.tenant.account for owner in view.owners.values() if owner.tenant.livemode is False]
        over = f"{many}(accounts: $accounts) {{ nodes {{ id }} totalCount aggregate {{ count }} }}"
        document = f"query ($accounts: AccountsParam) {{ {over} }}"
        for name, viewer in view.viewers.items():
            if viewer.headers:
                error = await viewer.error(document, accounts={"in": ids})
                assert error["extensions"]["code"] == "FORBIDDEN", name
                continue
            shown = (await viewer(document, accounts={"in": ids}))[many]
            assert shown == {"nodes": [], "totalCount": 0, "aggregate": {"count": 0}}, f"{name}, of {table.__name__}"


async def test_a_restricted_key_needs_the_permission_for_it(graph: Graph, database: Database) -> None:
    id = await connect(graph)
    made = await graph.on(id).do("customerCreate", "id", input={"name": "Ada"})
    node = "query ($id: ID!) { node(id: $id) { id } }"
    for permissions, sees in (
        ({"core_resources": "read"}, False),
        ({"core_resources": "read", "connect": "read"}, True),
        ({"connect": "read"}, None),
    ):
        caller = await new_caller(
            graph.client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )
        over = await caller.result("{ customers(accounts: { all: true }) { totalCount } }")
        under = await caller.result("query ($id: ID!) { account(id: $id) { customers { totalCount } } }", id=id)
        found = await caller.result(node, id=made["id"])
        if sees:
            assert over["data"] == {"customers": {"totalCount": 1}}
            assert under["data"] == {"account": {"customers": {"totalCount": 1}}}
            assert found["data"] == {"node": {"id": made["id"]}}
        else:
            assert over["errors"][0]["extensions"]["code"] == "FORBIDDEN"
            assert under["errors"][0]["extensions"]["code"] == "FORBIDDEN"
            assert "errors" in found if sees is None else found["data"] == {"node": None}


async def test_statements_do_not_grow_with_accounts(graph: Graph) -> None:
    ids: list[str] = []
    asked = [
        f"{{ customers(accounts: {{ all: true }}) {DEEP} }}",
        f"{{ accounts(first: 5) {{ nodes {{ customers(first: 1) {SMALL} {BALANCE} }} }} }}",
        """{ charges(accounts: { all: true }) {
            totalCount aggregate { sum { amount { amount } } } nodes { account { id } }
        } }""",
    ]
    counted = []
    for more in (1, 4):
        for _ in range(more):
            ids.append(await connect(graph))
            await business(graph.on(ids[-1]), "Ada")
        counts = []
        for document in asked:
            with reading() as statements:
                await graph(document)
            counts.append(len(statements))
        counted.append(counts)
    assert counted[0] == counted[1]


async def test_callers_that_do_not_ask_for_accounts_pay_nothing(graph: Graph, two: list[str]) -> None:
    with reading() as statements:
        await graph(f"{{ customers {DEEP.replace('account { id }', '')} }}")
    assert statements
    assert not [text for text in statements if "platform_id" in text]
