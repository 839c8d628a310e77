"""Sandboxes: accounts of their own for runs of tests."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.access import sandboxes
from app.clock import worker
from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller

KEYS = "id account secretKey publishableKey expiresAt name country resetAt"


async def made(graph: Graph, **given: Any) -> tuple[dict[str, Any], Graph]:
    """A new sandbox, and a caller with its secret key."""
    sandbox = await graph.do("sandboxCreate", KEYS, input=given)
    return sandbox, Graph(graph.client, graph.tenant, sandbox["secretKey"])


async def counts(graph: Graph) -> dict[str, int]:
    found = await graph(
        "{ customers { totalCount } paymentIntents { totalCount } events { totalCount } testClocks { totalCount } "
        "webhookEndpoints { totalCount } balanceTransactions { totalCount } subscriptions { totalCount } }"
    )
    return {name: each["totalCount"] for name, each in found.items()}


async def busy(graph: Graph) -> str:
    """Something of many kinds; the id of a customer."""
    customer: str = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    given = {"amount": 1000, "currency": "usd", "customer": customer, "paymentMethod": "pm_card_visa", "confirm": True}
    given["automaticPaymentMethods"] = {"enabled": True, "allowRedirects": "NEVER"}
    await graph.do("paymentIntentCreate", "id", input=given)
    await graph.do("testClockCreate", "id", input={"frozenTime": "2030-01-01T00:00:00Z"})
    await graph.do("webhookEndpointCreate", "id", input={"url": "http://127.0.0.1:4242/x", "enabledEvents": ["*"]})
    return customer


async def test_a_sandbox_is_an_account_of_its_own(graph: Graph) -> None:
    sandbox, inside = await made(graph, name="checkout", country="de")
    assert sandbox["account"].startswith("acct_")
    assert sandbox["secretKey"].startswith("sk_test_")
    assert sandbox["publishableKey"].startswith("pk_test_")
    assert (sandbox["name"], sandbox["country"], sandbox["resetAt"]) == ("checkout", "DE", None)
    assert (await inside("{ account { id country defaultCurrency } }"))["account"] == {
        "id": sandbox["account"],
        "country": "DE",
        "defaultCurrency": "eur",
    }
    customer = await busy(inside)
    assert (await graph(f'{{ customer(id: "{customer}") {{ id }} }}'))["customer"] is None
    assert (await counts(graph))["customers"] == 0
    other, beside = await made(graph)
    assert other["account"] != sandbox["account"]
    assert not any((await counts(beside)).values())


async def test_its_keys_are_shown_once_and_to_a_repeated_request(graph: Graph) -> None:
    sandbox = await graph.do("sandboxCreate", KEYS, input={}, idempotencyKey="once")
    again = await graph.do("sandboxCreate", KEYS, input={}, idempotencyKey="once")
    assert again == sandbox
    shown = (await graph(f'{{ sandbox(id: "{sandbox["id"]}") {{ {KEYS} }} }}'))["sandbox"]
    assert shown == {**sandbox, "secretKey": None, "publishableKey": None}
    assert (await graph("{ sandboxes { totalCount nodes { id secretKey } } }"))["sandboxes"] == {
        "totalCount": 1,
        "nodes": [{"id": sandbox["id"], "secretKey": None}],
    }


async def test_a_reset_leaves_the_account_as_it_was_created(graph: Graph) -> None:
    sandbox, inside = await made(graph, country="FR")
    _, beside = await made(graph)
    await busy(inside)
    await busy(beside)
    before, others = await counts(inside), await counts(beside)
    assert min(before[name] for name in ("customers", "paymentIntents", "testClocks", "webhookEndpoints")) == 1
    last = (await inside("{ events(first: 1) { nodes { cursor } } }"))["events"]["nodes"][0]["cursor"]
    reset = await graph.do("sandboxReset", KEYS, id=sandbox["id"])
    assert {**reset, "resetAt": None} == sandbox
    assert reset["resetAt"] is not None
    assert not any((await counts(inside)).values())
    assert (await counts(beside)) == others
    shown = await inside("{ account { id country } balance { available { amount { amount } } } }")
    assert shown["account"] == {"id": sandbox["account"], "country": "FR"}
    assert shown["balance"]["available"] == [{"amount": {"amount": 0}}]
    assert (await inside("{ paymentMethodConfigurations { totalCount } }"))["paymentMethodConfigurations"][
        "totalCount"
    ] == 1
    # What follows its events goes on from where it was.
    await busy(inside)
    (first,) = (await inside("{ events(last: 1) { nodes { cursor type } } }"))["events"]["nodes"]
    assert int(first["cursor"]) == int(last) + 1


async def test_a_deleted_sandbox_is_gone_with_its_keys(graph: Graph, database: Database) -> None:
    sandbox, inside = await made(graph)
    await busy(inside)
    assert (await graph.do("sandboxDelete", "id deleted", id=sandbox["id"])) == {"id": sandbox["id"], "deleted": True}
    assert await held(database, sandbox["account"]) == {"api_key": 2, "event_stream": 1}
    for key in (sandbox["secretKey"], sandbox["publishableKey"]):
        answer = await Graph(graph.client, graph.tenant, key).result("{ __typename }")
        assert "was revoked" in answer["errors"][0]["message"]
    assert (await graph("{ sandboxes { totalCount } }"))["sandboxes"]["totalCount"] == 0
    assert (await graph.refuse("sandboxReset", id=sandbox["id"]))["code"] == "RESOURCE_MISSING"
    assert await sandboxes.sweep(database) == 0
    assert await sandboxes.sweep(database, now=datetime.now(UTC) + timedelta(days=1, minutes=1)) == 1
    assert await held(database, sandbox["account"]) == {}


async def held(database: Database, account: str) -> dict[str, int]:
    """How many rows of the account each table has, of those that have any."""
    from sqlmodel import SQLModel

    found = {}
    async with database.writing() as connection:
        for name, table in SQLModel.metadata.tables.items():
            if "account_id" in table.c:
                rows: list[Any] = await connection.run(
                    f'SELECT count(*) FROM "{name}" WHERE account_id = $1', [account]
                )
                found[name] = rows[0][0]
    return {name: count for name, count in found.items() if count}


async def test_a_sandbox_is_deleted_when_it_expires(
    graph: Graph, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox, inside = await made(graph, expiresIn=60)
    lasting, other = await made(graph)
    await busy(inside)
    later = datetime.now(UTC) + timedelta(seconds=61)
    await worker.run_due(database, now=later)
    assert [each["id"] for each in (await graph("{ sandboxes { nodes { id } } }"))["sandboxes"]["nodes"]] == [
        lasting["id"]
    ]
    assert await held(database, sandbox["account"]) == {"api_key": 2, "event_stream": 1}
    assert (await other("{ __typename }")) == {"__typename": "Query"}


async def test_what_is_wrong_is_told_at_once(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    live = await new_caller(client, database, account_id=graph.tenant.account, livemode=True)
    refused = await live.refusals("sandboxCreate", input={"country": "xx"})
    assert [(each["code"], each["field"]) for each in refused] == [
        ("COUNTRY_CODE_INVALID", "country"),
        ("LIVEMODE_MISMATCH", None),
    ]
    assert (await graph.refuse("sandboxCreate", input={"expiresIn": 59}))["field"] == "expiresIn"
    _, inside = await made(graph)
    assert (await inside.refuse("sandboxCreate", input={}))["code"] == "FEATURE_UNAVAILABLE"
    assert (await graph("{ sandboxes { totalCount } }"))["sandboxes"]["totalCount"] == 1


async def test_many_are_made_and_reset_side_by_side(graph: Graph) -> None:
    pairs = await asyncio.gather(*(made(graph, name=f"test {number}") for number in range(12)))
    assert len({sandbox["account"] for sandbox, _ in pairs}) == 12
    await asyncio.gather(*(busy(inside) for _, inside in pairs))
    await asyncio.gather(*(graph.do("sandboxReset", "id", id=sandbox["id"]) for sandbox, _ in pairs[::2]))
    found = [(await counts(inside))["customers"] for _, inside in pairs]
    assert found == [0, 1] * 6


async def test_an_account_has_so_many(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.sandboxes.sandboxes.MOST", 1)
    sandbox, _ = await made(graph)
    assert (await graph.refuse("sandboxCreate", input={}))["code"] == "RESOURCE_LIMIT_EXCEEDED"
    await graph.do("sandboxDelete", "id", id=sandbox["id"])
    await made(graph)


async def test_a_restricted_key_needs_the_permission(
    graph: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    sandbox, _ = await made(graph)
    for permissions, allowed in (({"core_resources": "write"}, False), ({"sandboxes": "write"}, True)):
        key = await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )
        answer = await key.result(f'mutation {{ sandboxReset(id: "{sandbox["id"]}") {{ sandbox {{ id }} }} }}')
        assert ("errors" not in answer) == allowed


async def test_no_one_elses_can_be_reset(graph: Graph, stranger: Graph) -> None:
    sandbox, inside = await made(graph)
    await busy(inside)
    for verb in ("sandboxReset", "sandboxDelete"):
        assert (await stranger.refuse(verb, id=sandbox["id"]))["code"] == "RESOURCE_MISSING"
    assert (await counts(inside))["customers"] == 1
