"""Objects of which there is one."""

import asyncio
from typing import Any

import httpx
from sqlalchemy import func, select

from app.database import Database, counting
from app.tables.access import KeyKind
from schema.root import build
from tests.factory import make
from tests.graph import Graph, new_caller
from tests.made_up.tax import LevySettings, Purse
from tests.merchant import Merchant
from tests.records import run

READ = "{ levySettings { object livemode office status defaults { behavior code } } }"
UPDATE = """mutation($input: LevySettingsUpdateInput, $key: String) {
    levySettingsUpdate(input: $input, idempotencyKey: $key) {
        levySettings { office status defaults { behavior code } } userErrors { message field } replayed
    }
}"""
FRESH: dict[str, Any] = {
    "object": "levy.settings",
    "livemode": False,
    "office": None,
    "status": "pending",
    "defaults": {"behavior": None, "code": "txcd_10000000"},
}


async def rows(database: Database, table: type[Any]) -> int:
    (row,) = await run(database, select(func.count().label("n")).select_from(table.__table__))
    return int(row.n)


async def test_it_is_there_with_its_defaults_before_it_is_written(graph: Graph, database: Database) -> None:
    assert (await graph(READ))["levySettings"] == FRESH
    assert await rows(database, LevySettings) == 0
    types: Any = build()._schema.type_map
    assert {"id", "created"} & types["LevySettings"].fields.keys() == set()
    assert "levySettingss" not in types["Query"].fields
    assert [each.name for each in types["LevySettings"].interfaces] == []


async def test_the_first_write_makes_it_and_tells_what_changed(
    graph: Graph, stranger: Graph, database: Database
) -> None:
    payload = (await graph(UPDATE, input={"office": "Here"}))["levySettingsUpdate"]
    assert payload["levySettings"] == {"office": "Here", "status": "pending", "defaults": FRESH["defaults"]}
    assert payload["userErrors"] == []
    await graph(UPDATE, input={"defaults": {"behavior": "EXCLUSIVE"}})
    assert await rows(database, LevySettings) == 1
    found = await graph(
        "{ levySettings { office events { nodes { type data { object previousAttributes } } } } }",
    )
    second, first = found["levySettings"]["events"]["nodes"]
    assert first == {
        "type": "levy.settings.updated",
        "data": {
            "object": {
                "object": "levy.settings",
                "defaults": {"behavior": None, "code": "txcd_10000000"},
                "livemode": False,
                "office": "Here",
                "status": "pending",
            },
            "previousAttributes": {"office": None},
        },
    }
    assert second["data"]["previousAttributes"] == {"defaults": {"behavior": None}}
    # Each account has its own.
    assert (await stranger(READ))["levySettings"] == FRESH


async def test_what_changes_nothing_tells_nothing(graph: Graph) -> None:
    payload = (await graph(UPDATE, input={}))["levySettingsUpdate"]
    assert payload["levySettings"]["office"] is None
    assert await graph.events() == []


async def test_a_refusal_shows_it_as_it_is(graph: Graph, database: Database) -> None:
    payload = (await graph(UPDATE, input={"office": "x" * 21}))["levySettingsUpdate"]
    assert payload["userErrors"][0]["field"] == "office"
    assert payload["levySettings"] == {"office": None, "status": "pending", "defaults": FRESH["defaults"]}
    assert await rows(database, LevySettings) == 0


async def test_a_replay_gives_the_first_result(graph: Graph) -> None:
    first = (await graph(UPDATE, input={"office": "Here"}, key="k"))["levySettingsUpdate"]
    await graph(UPDATE, input={"office": "There"})
    again = (await graph(UPDATE, input={"office": "Here"}, key="k"))["levySettingsUpdate"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["levySettings"] == first["levySettings"]
    assert (await graph(READ))["levySettings"]["office"] == "There"


async def test_two_first_writes_at_once_make_one(graph: Graph, database: Database) -> None:
    given = [{"office": "Here"}, {"defaults": {"code": "txcd_1"}}, {"defaults": {"behavior": "INCLUSIVE"}}]
    await asyncio.gather(*(graph(UPDATE, input=each) for each in given))
    assert await rows(database, LevySettings) == 1
    assert (await graph(READ))["levySettings"]["office"] == "Here"
    assert await graph.events() == ["levy.settings.updated"] * 3


async def test_a_transaction_may_look_without_making_it(merchant: Merchant, database: Database) -> None:
    async with merchant.begin() as tx:
        assert (await tx.single(LevySettings, lock=False)).status == "pending"
    assert await rows(database, LevySettings) == 0
    async with merchant.begin() as tx:
        row = await tx.single(LevySettings)
        assert not tx.changed(row)
        row.status = "active"
        assert await tx.single(LevySettings) is row
        assert tx.changed(row)
    async with merchant.begin() as tx:
        assert (await tx.single(LevySettings, lock=False)).status == "active"


PURSE = "query($id: ID!) { purse(customer: $id) { mode customer { id } } }"
FILL = """mutation($id: ID!, $input: PurseUpdateInput) { purseUpdate(customer: $id, input: $input) {
    purse { mode customer { id } } userErrors { code field }
} }"""


async def test_each_customer_has_one(graph: Graph, stranger: Graph, database: Database) -> None:
    ids = [await make(graph, "customerCreate") for _ in range(3)]
    assert (await graph(PURSE, id=ids[0]))["purse"] == {"mode": "automatic", "customer": {"id": ids[0]}}
    payload = (await graph(FILL, id=ids[1], input={"mode": "manual"}))["purseUpdate"]
    assert payload == {"purse": {"mode": "manual", "customer": {"id": ids[1]}}, "userErrors": []}
    assert await rows(database, Purse) == 1
    with counting() as statements:
        found = await graph("{ customers { nodes { id purse { mode } } } }")
    assert {each["id"]: each["purse"]["mode"] for each in found["customers"]["nodes"]} == {
        ids[0]: "automatic",
        ids[1]: "manual",
        ids[2]: "automatic",
    }
    assert sum("FROM purse" in statement for statement in statements) == 1
    assert await stranger(PURSE, id=ids[1]) == {"purse": None}
    refused = (await stranger(FILL, id=ids[1], input={"mode": "manual"}))["purseUpdate"]
    assert refused == {"purse": None, "userErrors": [{"code": "RESOURCE_MISSING", "field": "customer"}]}


async def test_a_key_reads_and_writes_it_as_its_family_allows(
    graph: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    async def restricted(**permissions: str) -> Graph:
        return await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )

    stranger, reader = await restricted(billing="write"), await restricted(tax="read")
    assert (await reader(READ))["levySettings"] == FRESH
    for caller, document, action in ((stranger, READ, "read"), (stranger, UPDATE, "write"), (reader, UPDATE, "write")):
        assert (await caller.error(document))["message"].endswith(f"Use a key with the permission tax: {action}.")
