"""Lists whose rows are of several tables: one connection in the graph, one list in the JSON of the parent."""

from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from graphql import parse

from app.database import Database, counting
from app.tables.access import KeyKind
from app.tables.tenancy import Tenant
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain, theirs
from tests.execute.furnishing import context, secret_key
from tests.factory import insert, row_of
from tests.graph import Graph, new_caller
from tests.made_up.connect import Coin, Wallet
from tests.made_up.tax import Ticket
from tests.merchant import NOON, Merchant

ALL = ["coi_0009", "tkn_0008", "coi_0003", "tkn_0002", "coi_0001"]
"""The holdings of the wallet, newest first."""
SHOWN = "{ __typename ... on Coin { id value { amount } } ... on Ticket { id size } }"
PAGE = f"""query($id: ID!, $first: Int, $last: Int, $after: String, $before: String, $where: HoldingWhere,
        $orderBy: [HoldingOrder!], $query: String) {{
    wallet(id: $id) {{ holdings(first: $first, last: $last, after: $after, before: $before, where: $where,
            orderBy: $orderBy, query: $query) {{
        totalCount nodes {SHOWN} edges {{ cursor node {SHOWN} }}
        pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }}
    }} }}
}}"""


async def fill(database: Database, tenant: Tenant, place: int = 1) -> str:
    """The id of a wallet with five holdings."""
    (id,) = await insert(database, [row_of(Wallet, tenant, place)])
    coins = [
        row_of(Coin, tenant, each, wallet_id=id, value=each, label="odd", meta={"a": str(each)}) for each in (1, 3, 9)
    ]
    tickets = [row_of(Ticket, tenant, each, wallet_id=id, label="even", meta={"a": str(each)}) for each in (2, 8)]
    await insert(database, coins)
    await insert(database, tickets)
    return id


async def page(graph: Graph, id: str, **arguments: Any) -> tuple[list[str], dict[str, Any]]:
    """The ids of a page, and the page."""
    found = (await graph(PAGE, id=id, **arguments))["wallet"]["holdings"]
    assert [edge["node"] for edge in found["edges"]] == found["nodes"]
    info, edges = found["pageInfo"], found["edges"]
    ends = (edges[0]["cursor"], edges[-1]["cursor"]) if edges else (None, None)
    assert (info["startCursor"], info["endCursor"]) == ends
    return [node["id"] for node in found["nodes"]], found


async def test_one_order_over_all_tables(graph: Graph, database: Database) -> None:
    id = await fill(database, graph.tenant)
    await fill(database, Tenant("acct_other", livemode=False))
    await insert(database, [row_of(Coin, graph.tenant, 20, wallet_id="wlt_another")])
    ids, found = await page(graph, id)
    assert (ids, found["totalCount"]) == (ALL, 5)
    assert found["nodes"][0] == {"__typename": "Coin", "id": "coi_0009", "value": {"amount": 9}}
    assert found["nodes"][1] == {"__typename": "Ticket", "id": "tkn_0008", "size": 8}
    turned, _ = await page(graph, id, orderBy=[{"field": "CREATED", "direction": "ASC"}])
    assert turned == ALL[::-1]
    labelled, _ = await page(graph, id, orderBy=[{"field": "LABEL"}, {"field": "ID", "direction": "DESC"}])
    assert labelled == ["tkn_0008", "tkn_0002", "coi_0009", "coi_0003", "coi_0001"]


async def test_cursors_lead_across_the_tables_both_ways(graph: Graph, database: Database) -> None:
    id = await fill(database, graph.tenant)
    seen: list[str] = []
    after = None
    while True:
        ids, found = await page(graph, id, first=2, after=after)
        assert found["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen, after = [*seen, *ids], found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert seen == ALL
    ids, found = await page(graph, id, last=2, before=after)
    assert (ids, found["pageInfo"]["hasPreviousPage"], found["pageInfo"]["hasNextPage"]) == (ALL[2:4], True, True)
    for place, each in enumerate(ALL):
        ids, _ = await page(graph, id, after=each)
        assert ids == ALL[place + 1 :]
    await graph('mutation { ticketDelete(id: "tkn_0008") { userErrors { code } } }')
    assert (await page(graph, id, first=1, after="tkn_0008"))[0] == ["coi_0003"]
    assert (await page(graph, id))[0] == [each for each in ALL if each != "tkn_0008"]
    error = await graph.error(PAGE, id=id, after="tkn_none")
    assert "there is no such holding" in error["message"]
    assert (await page(graph, id, first=0))[0] == []


async def test_where_and_query_ask_what_the_tables_share(graph: Graph, database: Database) -> None:
    id = await fill(database, graph.tenant)
    wanted: list[tuple[dict[str, Any], list[str]]] = [
        ({"where": {"object": {"eq": "ticket"}}}, ["tkn_0008", "tkn_0002"]),
        ({"where": {"created": {"gt": "2025-01-03T00:00:00Z"}}}, ["coi_0009", "tkn_0008", "coi_0003"]),
        ({"where": {"metadata": {"key": "a", "eq": "3"}}}, ["coi_0003"]),
        (
            {"where": {"or": [{"id": {"eq": "coi_0001"}}, {"label": {"eq": "even"}}]}},
            ["tkn_0008", "tkn_0002", "coi_0001"],
        ),
        ({"query": "object:'coin' AND metadata['a']:'9'"}, ["coi_0009"]),
    ]
    for arguments, ids in wanted:
        found, whole = await page(graph, id, **arguments)
        assert (found, whole["totalCount"]) == (ids, len(ids)), arguments


async def test_a_frontier_is_three_statements_and_never_falls_back(database: Database) -> None:
    mine = Tenant("acct_mine", livemode=False)
    ids = [await fill(database, mine)]
    more = await insert(database, [row_of(Wallet, mine, place) for place in range(2, 20)])
    await insert(database, [row_of(Coin, mine, 100 + place, wallet_id=each) for place, each in enumerate(more)])
    gave_up: list[str] = []
    executor = Executor(SCHEMA, beyond=gave_up.append)
    document = f"{{ wallets(first: 100) {{ nodes {{ holdings(first: 3) {{ nodes {SHOWN} }} }} }} }}"
    with counting() as statements:
        result = await answer(executor, document, context=context(database, secret_key(mine)))
    assert result.errors is None
    assert gave_up == []
    wallets = plain(result.data)["wallets"]["nodes"]
    assert [node["id"] for node in wallets[-1]["holdings"]["nodes"]] == ALL[:3]
    assert len(wallets) == len(ids) + len(more)
    assert len(statements) == 4, "the wallets, who is on the pages, coins, tickets"


async def test_all_tables_are_counted_together(database: Database) -> None:
    mine = Tenant("acct_mine", livemode=False)
    ids = [await fill(database, mine), *await insert(database, [row_of(Wallet, mine, 2)])]
    document = """{ wallets(orderBy: [{field: ID}]) { nodes { holdings(first: 1) { totalCount aggregate {
        count groups(by: [OBJECT, LABEL]) { nodes { object label wallet { id } count } hasMore }
    } } } } }"""
    with counting() as statements:
        result = await answer(Executor(SCHEMA), document, context=context(database, secret_key(mine)))
    assert len(statements) == 4, "the wallets, the totals, all holdings as one, and in groups"
    reference = await theirs(SCHEMA, parse(document), {}, context=context(database, secret_key(mine)))
    assert plain(result.data) == plain(reference.data)
    groups = [
        {"object": object_name, "label": label, "wallet": None, "count": count}
        for object_name, label, count in (("coin", "odd", 3), ("ticket", "even", 2))
    ]
    some = {"totalCount": 5, "aggregate": {"count": 5, "groups": {"nodes": groups, "hasMore": False}}}
    none = {"totalCount": 0, "aggregate": {"count": 0, "groups": {"nodes": [], "hasMore": False}}}
    assert [wallet["holdings"] for wallet in plain(result.data)["wallets"]["nodes"]] == [some, none]
    assert len(ids) == 2


async def test_a_page_is_read_in_the_order_of_the_indexes(database: Database) -> None:
    mine = Tenant("acct_mine", livemode=False)
    await fill(database, mine)
    for table in (Coin, Ticket):
        rows = [row_of(table, mine, place, wallet_id=f"wlt_{place % 20:04}") for place in range(1000, 3000)]
        await insert(database, rows)
    document = f"{{ wallets {{ nodes {{ holdings(first: 3) {{ nodes {SHOWN} }} }} }} }}"
    with counting() as statements:
        await answer(Executor(SCHEMA), document, context=context(database, secret_key(mine)))
    (pages,) = [each for each in statements if "UNION ALL" in each]
    connection = await asyncpg.connect(database.url)
    try:
        await connection.execute("ANALYZE; SET plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE pages AS {pages}")
        given = "ARRAY['wlt_0001'], 'acct_mine', false"
        plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN (COSTS OFF) EXECUTE pages({given})"))
    finally:
        await connection.close()
    assert "Merge Append" in plan
    assert {"coin_wallet_id", "ticket_wallet_id"} <= set(plan.split())


@pytest.mark.parametrize(
    "arguments", ["", "(first: 2)", "(last: 2)", "(first: 2, orderBy: [{field: LABEL}])", "(first: 0)"]
)
async def test_both_executors_answer_alike(database: Database, arguments: str) -> None:
    mine = Tenant("acct_mine", livemode=False)
    await fill(database, mine)
    document = f"""{{ wallets {{ nodes {{ holdings{arguments} {{
        __typename totalCount a: nodes {SHOWN} edges {{ __typename c: cursor n: node {SHOWN} m: node {{ __typename }} }}
        pageInfo {{ __typename hasNextPage hasPreviousPage startCursor endCursor }}
    }} blank: holdings {{ __typename }} }} }} }}"""
    found = await answer(Executor(SCHEMA), document, context=context(database, secret_key(mine)))
    expected = await theirs(SCHEMA, parse(document), {}, context=context(database, secret_key(mine)))
    assert (found.errors, expected.errors) == (None, None)
    assert plain(found.data) == plain(expected.data)


async def test_a_key_must_be_allowed_every_table(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    id = await fill(database, graph.tenant)
    for permissions, missing in (({"connect": "read"}, "tax"), ({"connect": "read", "tax": "read"}, None)):
        reader = await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )
        if missing is None:
            assert (await page(reader, id))[0] == ALL
        else:
            assert (await reader.error(PAGE, id=id))["message"].endswith("Use a key with the permission tax: read.")


async def test_nothing_of_anothers_is_reached(graph: Graph, stranger: Graph, database: Database) -> None:
    """Wallets of two accounts with the same ids, each with its own holdings."""
    id = await fill(database, graph.tenant)
    await insert(database, [row_of(Wallet, stranger.tenant, 1), row_of(Ticket, stranger.tenant, 5, wallet_id=id)])
    assert (await page(graph, id))[0] == ALL
    ids, found = await page(stranger, id)
    assert (ids, found["totalCount"]) == (["tkn_0005"], 1)
    assert "there is no such holding" in (await stranger.error(PAGE, id=id, after="coi_0001"))["message"]


async def test_one_list_of_mixed_rows_in_the_json(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        wallet = tx.add(Wallet(name="A"))
        coin = tx.add(Coin(wallet_id=wallet.id, value=5))
        created = tx.tell("created", wallet).data.object
        assert [each["object"] for each in created["holdings"]["data"]] == ["coin"]
    async with merchant.begin(NOON + timedelta(hours=1)) as tx:
        ticket = tx.add(Ticket(wallet_id=wallet.id, size=2, folder_id=wallet.id))
        (await tx.get(Coin, coin.id)).label = "heads"
        event = tx.tell("updated", await tx.get(Wallet, wallet.id))
        assert [each.id for each in await tx.listed(await tx.get(Wallet, wallet.id), Wallet.holdings)] == [
            coin.id,
            ticket.id,
        ]
    body, previous = event.data.object, event.data.previous_attributes
    assert previous is not None
    assert [(each["object"], each["id"], each["label"]) for each in body["holdings"]["data"]] == [
        ("coin", coin.id, "heads"),
        ("ticket", ticket.id, None),
    ]
    assert {key: value for key, value in body["holdings"].items() if key != "data"} == {
        "object": "list",
        "has_more": False,
        "total_count": 2,
        "url": f"/v1/wallets/{wallet.id}/holdings",
    }
    assert "papers" not in body, "it is there only when it is asked for"
    assert previous["holdings"]["total_count"] == 1
    assert [(each["id"], each["label"]) for each in previous["holdings"]["data"]] == [(coin.id, None)]


async def test_a_list_that_json_goes_without(graph: Graph, database: Database) -> None:
    id = await fill(database, graph.tenant)
    await insert(
        database, [row_of(Ticket, graph.tenant, 30, folder_id=id), row_of(Coin, graph.tenant, 31, folder_id=id)]
    )
    found = await graph("query($id: ID!) { wallet(id: $id) { papers { nodes { __typename } } } }", id=id)
    assert found["wallet"]["papers"]["nodes"] == [{"__typename": "Coin"}, {"__typename": "Ticket"}]


def test_the_union_grows_from_the_members_side() -> None:
    types: Any = SCHEMA.type_map
    assert [each.name for each in types["Holding"].types] == ["Coin", "Ticket", "Trinket"]
    assert types["HoldingEdge"].fields["node"].type.of_type is types["Wallet"].fields["favorite"].type
    # A trinket belongs to the union, and is in no wallet.
    assert Wallet.holdings.tables == ("coin", "ticket")
    assert {"size", "value", "wallet"} & types["HoldingWhere"].fields.keys() == {"wallet"}
