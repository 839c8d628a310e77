"""What is shown and not stored: a bill as it would be, with its lines and all that they lead to."""

from typing import Any

import httpx
from graphql import parse
from sqlalchemy import func, select

from app.database import Database
from app.tables.access import KeyKind
from app.tables.infrastructure import Wake
from app.tables.products.price import Price
from app.tables.record import Record
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, plain, theirs
from tests.execute.furnishing import context, secret_key
from tests.factory import insert, make, row_of
from tests.graph import Graph, new_caller
from tests.made_up.billing import Bill, BillLine, announce
from tests.made_up.core_resources import Trinket
from tests.merchant import Merchant

PREVIEW = """query($input: BillPreviewInput!, $first: Int, $last: Int, $after: String, $before: String,
        $orderBy: [BillLineOrder!], $where: BillLineWhere) { billPreview(input: $input) {
    id object metadata isFree created livemode total { amount currency }
    customer { id phone bills { totalCount } }
    lines(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy, where: $where) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id } }
        nodes { id quantity price { id unitAmount { amount } } gift { name } bill { id lines { totalCount } } }
    }
} }"""
IN_ORDER = [{"field": "QUANTITY"}]


async def given(graph: Graph, *quantities: int) -> dict[str, Any]:
    """An input with a line for each quantity, all of one price."""
    customer, price = await make(graph, "customerCreate"), await make(graph, "priceCreate")
    lines = [{"price": price, "quantity": quantity} for quantity in quantities]
    return {"customer": customer, "lines": lines, "metadata": {"a": "b"}}


async def count(database: Database, *tables: type[Record]) -> list[int]:
    async with database.writing() as connection:
        return [await connection.value(select(func.count()).select_from(each.__table__)) for each in tables]


async def test_what_is_not_stored_is_not_aggregated(graph: Graph) -> None:
    input = await given(graph, 1)
    document = "query($input: BillPreviewInput!) { billPreview(input: $input) { lines { aggregate { count } } } }"
    error = await graph.error(document, input=input)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "aggregate")
    assert error["message"] == "`aggregate` asks PostgreSQL, where the objects of a preview are not."


async def test_it_shows_what_would_be_and_stores_nothing(graph: Graph, database: Database) -> None:
    input = await given(graph, 1, 2, 3)
    before = await graph.events()
    found = (await graph(PREVIEW, input=input, orderBy=IN_ORDER))["billPreview"]
    (price,) = (await graph("{ prices { nodes { id unitAmount { amount } } } }"))["prices"]["nodes"]
    assert found["id"].startswith("bil_")
    assert (found["object"], found["metadata"], found["isFree"]) == ("bill", {"a": "b"}, False)
    assert found["total"] == {"amount": 6 * price["unitAmount"]["amount"], "currency": "usd"}
    # What is stored is shown as it is stored.
    assert found["customer"] == {"id": input["customer"], "phone": None, "bills": {"totalCount": 0}}
    lines = found["lines"]
    assert (lines["totalCount"], [edge["node"]["id"] for edge in lines["edges"]]) == (
        3,
        [node["id"] for node in lines["nodes"]],
    )
    for place, node in enumerate(lines["nodes"], 1):
        assert node["id"].startswith("bll_")
        assert {name: node[name] for name in node if name != "id"} == {
            "quantity": place,
            "price": price,
            "gift": {"name": f"with {place}"},
            "bill": {"id": found["id"], "lines": {"totalCount": 3}},
        }
    assert lines["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": lines["edges"][0]["cursor"],
        "endCursor": lines["edges"][2]["cursor"],
    }
    assert await count(database, Bill, BillLine, Trinket, Wake) == [0, 0, 0, 0]
    assert await graph.events() == before
    assert await graph("query($id: ID!) { bill(id: $id) { id } }", id=found["id"]) == {"bill": None}


async def test_pages_of_what_is_in_memory(graph: Graph) -> None:
    input = await given(graph, 3, 1, 2)
    asked: list[tuple[dict[str, Any], list[int], bool, bool]] = [
        ({"first": 1, "orderBy": IN_ORDER}, [1], True, False),
        ({"last": 2, "orderBy": IN_ORDER}, [2, 3], False, True),
        ({"first": 2, "orderBy": [{"field": "QUANTITY", "direction": "DESC"}]}, [3, 2], True, False),
        ({"first": 0}, [], True, False),
        ({}, [2, 1, 3], False, False),  # newest first
    ]
    for arguments, quantities, has_next, has_previous in asked:
        lines = (await graph(PREVIEW, input=input, **arguments))["billPreview"]["lines"]
        assert [node["quantity"] for node in lines["nodes"]] == quantities, arguments
        assert (lines["totalCount"], lines["pageInfo"]["hasNextPage"], lines["pageInfo"]["hasPreviousPage"]) == (
            3,
            has_next,
            has_previous,
        ), arguments
    # Each time it is another preview, with other ids.
    seen: list[int] = []
    after = None
    for _ in range(3):
        lines = (await graph(PREVIEW, input=input, first=1, after=after))["billPreview"]["lines"]
        seen, after = [*seen, lines["nodes"][0]["quantity"]], lines["pageInfo"]["endCursor"]
    assert (seen, lines["pageInfo"]["hasNextPage"]) == ([2, 1, 3], False)
    second = (await graph(PREVIEW, input=input, orderBy=IN_ORDER))["billPreview"]["lines"]["edges"][1]["cursor"]
    for word, quantities, beyond in (("after", [3], "hasPreviousPage"), ("before", [1], "hasNextPage")):
        lines = (await graph(PREVIEW, input=input, orderBy=IN_ORDER, **{word: second}))["billPreview"]["lines"]
        assert [node["quantity"] for node in lines["nodes"]] == quantities
        assert lines["pageInfo"][beyond] is True


async def test_what_is_wrong_is_told(graph: Graph, database: Database) -> None:
    input = await given(graph, 1)
    error = await graph.error(PREVIEW, input=input, where={"quantity": {"eq": 1}})
    assert (error["path"], error["message"]) == (
        ["billPreview", "lines"],
        "`where` asks PostgreSQL, where the objects of a preview are not.",
    )
    error = await graph.error(PREVIEW, input=input, after="bll_none")
    assert error["message"] == "`after` takes a cursor here: ids in a preview do not last."
    wrong = {"customer": "cus_none", "lines": [{"price": "price_none", "quantity": 0}]}
    error = await graph.error(PREVIEW, input=wrong)
    assert (error["path"], error["extensions"]["code"]) == (["billPreview"], "BAD_REQUEST")
    assert (error["message"], error["extensions"]["field"]) == (
        "`lines.0.quantity` must be 1 or more.",
        "lines.0.quantity",
    )
    error = await graph.error(PREVIEW, input={**input, "customer": "cus_none"})
    assert (error["message"], error["extensions"]["field"]) == ("No such customer: 'cus_none'", "customer")
    assert await count(database, Bill) == [0]


async def test_two_at_once_are_kept_apart(graph: Graph) -> None:
    input = await given(graph, 1, 2)
    document = """query($a: BillPreviewInput!, $b: BillPreviewInput!) {
        a: billPreview(input: $a) { id lines { nodes { bill { id } } } }
        b: billPreview(input: $b) { id lines { nodes { bill { id } } } }
        stored: bills { nodes { lines { totalCount } } }
    }"""
    await graph(
        "mutation($input: BillCreateInput!) { billCreate(input: $input) { userErrors { code } } }",
        input={**input, "lines": input["lines"][:1]},
    )
    found = await graph(document, a=input, b={**input, "lines": input["lines"] * 2})
    for name, lines in (("a", 2), ("b", 4)):
        assert found[name]["lines"]["nodes"] == [{"bill": {"id": found[name]["id"]}}] * lines
    assert found["stored"]["nodes"] == [{"lines": {"totalCount": 1}}]


async def test_a_key_that_may_read_previews(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    input = await given(graph, 1)

    async def key(**permissions: str) -> Graph:
        return await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )

    document = "query($input: BillPreviewInput!) { billPreview(input: $input) { lines { nodes { gift { name } } } } }"
    error = await (await key(core_resources="read")).error(document, input=input)
    assert error["message"].endswith("Use a key with the permission billing: read.")
    error = await (await key(billing="read")).error(document, input=input)
    assert error["message"].endswith("Use a key with the permission core_resources: read.")
    found = await (await key(billing="read", core_resources="read"))(document, input=input)
    assert found["billPreview"]["lines"]["nodes"] == [{"gift": {"name": "with 1"}}]


async def test_both_executors_answer_alike(merchant: Merchant, graph: Graph) -> None:
    input = await given(graph, 1, 2, 3)
    document = parse(
        """query($input: BillPreviewInput!) { billPreview(input: $input) { __typename customer { id }
        lines(first: 2, orderBy: [{field: QUANTITY}]) { __typename totalCount pageInfo { hasNextPage hasPreviousPage }
        edges { node { quantity price { id } gift { __typename name } } } nodes { bill { __typename } } } } }"""
    )
    made = [context(merchant.database, secret_key(graph.tenant)) for _ in range(2)]
    gave_up: list[str] = []
    executor = Executor(SCHEMA, beyond=gave_up.append)
    found = await answer(executor, document.loc.source.body if document.loc else "", context=made[0], input=input)
    expected = await theirs(SCHEMA, document, {"input": input}, context=made[1])
    assert (found.errors, expected.errors, gave_up) == (None, None, [])
    assert plain(found.data) == plain(expected.data)
    assert plain(found.data)["billPreview"]["lines"]["totalCount"] == 3


async def test_an_event_about_what_is_not_stored(merchant: Merchant, graph: Graph) -> None:
    customer = await make(graph, "customerCreate")
    await insert(merchant.database, [row_of(Price, graph.tenant, place, unit_amount=5) for place in (1, 2, 3)])
    mine = Merchant(merchant.database, graph.tenant)
    async with mine.begin() as tx:
        await announce(tx, customer, ["price_0001", "price_0002", "price_0003"])
        assert tx.events[-1].type == "bill.upcoming"
    (*_, event) = await mine.told()
    body = event.data.object
    assert (event.type, body["total"], body["is_free"], body["customer"]) == ("bill.upcoming", 15, False, customer)
    assert [(line["price"], line["bill"]) for line in body["lines"]["data"]] == [
        ("price_0001", body["id"]),
        ("price_0002", body["id"]),
    ]
    assert (body["lines"]["has_more"], body["lines"]["total_count"]) == (True, 3)
    assert await count(merchant.database, Bill, BillLine, Trinket, Wake) == [0, 0, 0, 0]
    # What it changed of what is stored is written.
    found = await graph("query($id: ID!) { customer(id: $id) { phone } }", id=customer)
    assert found["customer"] == {"phone": "billed"}
