"""Fault rules: made, refused, listed, expired, and shared by several processes."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.clock import worker
from app.database import Database
from app.server.main import build
from app.settings import Settings
from app.tables.access import KeyKind
from tests.faults.conftest import LIMITS, rule, tally
from tests.graph import Graph, new_caller
from tests.server.conftest import Live, served

ERROR = {"error": {"code": "LOCK_TIMEOUT"}}
SHOWN = """name operations eventTypes share count after seed met applied expiresAt livemode
effect { delay { milliseconds } error { code declineCode } rateLimited { retryAfter } cut webhook { fault seconds } }"""
NONE = {"delay": None, "error": None, "rateLimited": None, "cut": None, "webhook": None}


async def test_a_rule_is_shown_as_it_was_made(graph: Graph) -> None:
    late = {"webhook": {"fault": "LATE", "seconds": 60}}
    given = {
        "name": "late",
        "eventTypes": ["invoice.*", "charge.failed"],
        "effect": late,
        "share": "0.25",
        "seed": 4,
        "after": 2,
    }
    made = await graph.do("faultRuleCreate", SHOWN, input=given)
    assert made == {
        **given,
        "operations": None,
        "effect": {**NONE, **late},
        "count": None,
        "met": 0,
        "applied": 0,
        "expiresAt": None,
        "livemode": False,
    }
    await rule(graph, {"rateLimited": {}}, "customer*")
    nodes = (await graph(f"{{ faultRules {{ nodes {{ {SHOWN} }} }} }}"))["faultRules"]["nodes"]
    assert [each["effect"] for each in nodes] == [
        {**NONE, "rateLimited": {"retryAfter": 1}},
        {**NONE, **late},
    ]


@pytest.mark.parametrize(
    ("input", "refusals"),
    [
        (
            {"effect": ERROR},
            [("operations", "PARAMETER_MISSING", "is required. Name the operations")],
        ),
        (
            {"effect": ERROR, "operations": ["customerCreat", "customer", "faultRule*"]},
            [
                ("operations.0", "PARAMETER_INVALID", "matches no mutation that a rule can meet: 'customerCreat'."),
                ("operations.1", "PARAMETER_INVALID", "'customer'."),
                ("operations.2", "PARAMETER_INVALID", "'faultRule*'."),
            ],
        ),
        (
            {"effect": {"cut": "AFTER_COMMIT"}, "operations": ["nope*"], "share": "0.5", "count": 3},
            [
                ("operations.0", "PARAMETER_INVALID", "'nope*'"),
                ("count", "PARAMETERS_EXCLUSIVE", "`share` and `count`"),
            ],
        ),
        (
            {"effect": {"webhook": {"fault": "LATE"}}, "eventTypes": ["invoice.payd"]},
            [
                ("eventTypes.0", "PARAMETER_INVALID", "Is it 'invoice.paid'?"),
                ("effect.webhook.seconds", "PARAMETER_MISSING", "is required"),
            ],
        ),
        (
            {"effect": {"webhook": {"fault": "LOST", "seconds": 1}}, "operations": ["customer"]},
            [
                ("eventTypes", "PARAMETER_MISSING", "`effect.webhook` is for the deliveries of events"),
                ("effect.webhook.seconds", "PARAMETER_UNKNOWN", "is for LATE alone"),
            ],
        ),
        (
            {"effect": ERROR, "operations": ["customer*"], "eventTypes": ["*"]},
            [("eventTypes", "PARAMETERS_EXCLUSIVE", "cannot be given together")],
        ),
        (
            {"effect": {"error": {"code": "RATE_LIMIT", "declineCode": "x"}}, "operations": ["*"]},
            [("effect.error.declineCode", "PARAMETER_UNKNOWN", "such as CARD_DECLINED")],
        ),
        (
            {"effect": {"delay": {"milliseconds": 30_001}}, "operations": ["*"], "share": "1.5", "seed": -1},
            [
                ("effect.delay.milliseconds", "PARAMETER_INVALID_INTEGER", "30000 or less"),
                ("share", "PARAMETER_INVALID_INTEGER", "1 or less"),
                ("seed", "PARAMETER_INVALID_INTEGER", "0 or more"),
            ],
        ),
    ],
)
async def test_what_is_wrong_is_told_at_once(
    graph: Graph, input: dict[str, Any], refusals: list[tuple[str, str, str]]
) -> None:
    refused = await graph.refusals("faultRuleCreate", input=input)
    assert {(each["field"], each["code"]) for each in refused} == {(field, code) for field, code, _ in refusals}
    for field, _, words in refusals:
        (said,) = (each["message"] for each in refused if each["field"] == field)
        assert words in said
    assert (await graph("{ faultRules { totalCount } }"))["faultRules"]["totalCount"] == 0


@pytest.mark.parametrize("effect", [{}, {"cut": None}, {"cut": "AFTER_COMMIT", "delay": {"milliseconds": 1}}])
async def test_an_effect_is_exactly_one(graph: Graph, effect: dict[str, Any]) -> None:
    document = "mutation($input: FaultRuleCreateInput!) { faultRuleCreate(input: $input) { faultRule { id } } }"
    error = await graph.error(document, input={"operations": ["*"], "effect": effect})
    assert "FaultEffectInput" in error["message"]
    assert error["extensions"]["status"] == 400


async def test_live_mode_has_no_rules(live: Graph) -> None:
    refused = await live.refuse("faultRuleCreate", input={"operations": ["*"], "effect": {"cut": "AFTER_COMMIT"}})
    assert (refused["code"], refused["message"]) == (
        "LIVEMODE_MISMATCH",
        "Fault rules exist in test mode only. Use a key of test mode.",
    )


async def test_a_restricted_key_needs_the_permission(
    graph: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    async def holder(kind: KeyKind, **permissions: str) -> Graph:
        account = graph.tenant.account
        return await new_caller(client, database, account_id=account, kind=kind, permissions=permissions or None)

    document = "mutation($input: FaultRuleCreateInput!) { faultRuleCreate(input: $input) { faultRule { id } } }"
    input = {"operations": ["customerCreate"], "effect": ERROR}
    for without in (await holder(KeyKind.RESTRICTED, core_resources="write"), await holder(KeyKind.PUBLISHABLE)):
        assert (await without.error(document, input=input))["extensions"]["code"] == "FORBIDDEN"
    id = await rule(await holder(KeyKind.RESTRICTED, sandboxes="write"), ERROR, "customerCreate")
    assert await tally(graph, id) == (0, 0)


async def test_an_account_has_at_most_a_hundred(graph: Graph) -> None:
    ids = [await rule(graph, ERROR, "customerCreate", after=1_000) for _ in range(100)]
    refused = await graph.refuse("faultRuleCreate", input={"operations": ["*"], "effect": ERROR})
    assert (refused["code"], refused["message"]) == (
        "RESOURCE_LIMIT_EXCEEDED",
        "An account has at most 100 fault rules. Delete some, or have them expire.",
    )
    await graph.do("faultRuleDelete", "id", id=ids[0])
    await rule(graph, ERROR, "customerCreate")
    assert (await graph.refuse("customerCreate", input={}))["code"] == "LOCK_TIMEOUT"


async def test_a_rule_expires(graph: Graph, database: Database) -> None:
    await graph.do("faultRuleCreate", "id", input={"operations": ["customerCreate"], "effect": ERROR, "expiresIn": 60})
    lasting = await rule(graph, ERROR, "customerUpdate")
    assert (await graph.refuse("customerCreate", input={}))["code"] == "LOCK_TIMEOUT"
    await worker.run_due(database, now=datetime.now(UTC) + timedelta(seconds=61))
    await graph.do("customerCreate", "id", input={})
    assert [each["id"] for each in (await graph("{ faultRules { nodes { id } } }"))["faultRules"]["nodes"]] == [lasting]


async def test_a_sandbox_that_is_reset_has_none(graph: Graph) -> None:
    sandbox = await graph.do("sandboxCreate", "id secretKey", input={})
    within = Graph(graph.client, graph.tenant, sandbox["secretKey"])
    await rule(within, ERROR, "customerCreate")
    outside = await rule(graph, ERROR, "customerCreate")
    await graph.do("sandboxReset", "id", id=sandbox["id"])
    await within.do("customerCreate", "id", input={})
    assert (await within("{ faultRules { totalCount } }"))["faultRules"]["totalCount"] == 0
    assert await tally(graph, outside) == (0, 0)


async def test_two_processes_count_together(servers: list[Live], shop: Graph) -> None:
    id = await rule(shop, ERROR, "customerCreate", count=10, after=5)
    other = Graph(servers[1].http, shop.tenant, shop.secret)
    while await tally(shop, id) == (0, 0):
        # The other process hears of the rule soon after; what it did before that was not met.
        await other.attempt("customerCreate", "id", input={})
    before = (await tally(shop, id))[0]

    async def one(graph: Graph) -> int:
        return len(await graph.refusals("customerCreate", input={}))

    refused = await asyncio.gather(*(one(graph) for graph in (shop, other) for _ in range(20)))
    assert Counter(refused) == {1: 10, 0: 30}
    assert await tally(shop, id) == (before + 40, 10)
    # What one process deletes, the other meets no more.
    await other.do("faultRuleDelete", "id", id=id)
    again = await rule(other, ERROR, "customerCreate", count=1)
    await other.do("faultRuleDelete", "id", id=again)
    assert [await one(shop), await one(other)] == [0, 0]


async def test_a_server_that_starts_knows_the_rules(graph: Graph, database: Database) -> None:
    id = await rule(graph, ERROR, "customerCreate")
    app = build(Settings(database_url=database.url, worker=False, limits=LIMITS))
    async with served(app, LIMITS) as later:
        there = Graph(later.http, graph.tenant, graph.secret)
        assert (await there.refuse("customerCreate", input={}))["code"] == "LOCK_TIMEOUT"
        assert await tally(there, id) == (1, 1)
