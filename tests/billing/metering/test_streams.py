"""Streams: many events at once, by a session's token, judged later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from app.access import keys
from app.clock.worker import run_due
from app.database import Database
from app.domain.real_time import real_now
from app.tables.access import ApiKey, KeyKind
from tests.billing.metering.conftest import Buyer
from tests.billing.metering.reporting import customer, meter, stream, total, usage
from tests.graph import Graph, new_caller

DAY = ("2025-03-10T00:00:00Z", "2025-03-11T00:00:00Z")
THIN = "{ thinEvents(first: 10) { nodes { type data reason { type } relatedObject { id type url } } } }"


async def session(graph: Graph) -> dict[str, Any]:
    shown = "id object authenticationToken created expiresAt livemode"
    return await graph.do("billingMeterEventSessionCreate", shown, idempotencyKey="session")


async def test_a_batch_is_counted_each_event_once(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    other = await customer(graph, testClock=buyer.clock)
    events = [usage(buyer.id, 1, identifier=f"e{number}") for number in range(99)]
    await stream(graph, [*events, usage(buyer.id, 1_000, identifier="e7")])
    await stream(graph, [*events[:50], usage(other, 5), usage(other, 6)])
    assert await buyer.total(tokens, *DAY) == "99"
    assert await total(graph, tokens, other, *DAY) == "11"


async def test_a_batch_has_1_to_100_events(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    for count, code in ((0, "PARAMETER_INVALID"), (101, "PARAMETER_TOO_LONG")):
        events = [usage(buyer.id, 1)] * count
        refused = await graph.refuse("billingMeterEventSessionCreateEvents", "id", input={"events": events})
        assert (refused["code"], refused["field"]) == (code, "events")
    assert await buyer.total(tokens, *DAY) == "0"


async def test_customers_of_several_clocks_are_judged_by_their_own(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    later = (await graph.do("testClockCreate", "id", input={"frozenTime": "2030-01-01T00:00:00Z"}))["id"]
    other, real = await customer(graph, testClock=later), await customer(graph)
    now = real_now()
    await stream(
        graph,
        [usage(buyer.id, 1), usage(other, 2), usage(real, 3), usage(other, 4, "2025-03-10T12:00:00Z")],
    )
    assert await buyer.total(tokens, *DAY) == "1"
    assert await total(graph, tokens, other, "2030-01-01T00:00:00Z", "2030-01-01T01:00:00Z") == "2"
    start, end = now.replace(second=0) - timedelta(minutes=1), now.replace(second=0) + timedelta(minutes=5)
    assert await total(graph, tokens, real, start.isoformat(), end.isoformat()) == "3"


async def test_a_token_reports_events_and_does_nothing_else(
    graph: Graph, buyer: Buyer, client: httpx.AsyncClient
) -> None:
    tokens = await meter(graph)
    made = await session(graph)
    assert made["object"] == "v2.billing.meter_event_session"
    assert made["id"].startswith("mes_")
    assert made["authenticationToken"].startswith("mest_test_")
    lasts = datetime.fromisoformat(made["expiresAt"]) - datetime.fromisoformat(made["created"])
    assert lasts == timedelta(minutes=15)
    by_token = Graph(client, graph.tenant, made["authenticationToken"])
    await stream(by_token, [usage(buyer.id, 5)])
    assert await buyer.total(tokens, *DAY) == "5"
    for document in (
        "{ billingMeters { nodes { id } } }",
        "{ customers { nodes { id } } }",
        "mutation { billingMeterEventSessionCreate { userErrors { code } } }",
        'mutation { customerCreate(input: { name: "Ada" }) { userErrors { code } } }',
    ):
        refused = await by_token.error(document)
        assert refused["extensions"]["code"] == "FORBIDDEN"
        assert "The token of a meter event session cannot" in refused["message"]


async def test_a_token_expires_and_is_swept_away(
    graph: Graph, buyer: Buyer, client: httpx.AsyncClient, database: Database
) -> None:
    made = await session(graph)
    table = ApiKey.__table__
    async with database.begin() as connection:
        assert [key.kind for key in await keys.list_keys(connection, graph.tenant.account)] == ["secret"]
        ended = datetime.now(UTC) - timedelta(days=2)
        await connection.fetch(update(table).where(table.c.id == made["id"]).values(expires_at=ended))
    by_token = Graph(client, graph.tenant, made["authenticationToken"])
    response = await by_token.post({"query": "{ __typename }"})
    assert response.status_code == 401
    assert "Create another session" in response.json()["errors"][0]["message"]
    await keys.sweep(database)
    response = await by_token.post({"query": "{ __typename }"})
    assert "There is no API key" in response.json()["errors"][0]["message"]


async def test_a_restricted_key_needs_billing_write(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    await meter(graph)
    for action, allowed in (("read", False), ("write", True)):
        caller = await new_caller(
            client,
            database,
            account_id=graph.tenant.account,
            kind=KeyKind.RESTRICTED,
            permissions={"billing": action},
        )
        body = await caller.result(
            "mutation($input: BillingMeterEventSessionCreateEventsInput!) "
            "{ billingMeterEventSessionCreateEvents(input: $input) { userErrors { code } } }",
            input={"events": [usage("cus_1", 1)]},
        )
        assert ("errors" not in body) is allowed


async def test_what_is_wrong_is_reported_in_thin_events(graph: Graph, buyer: Buyer, database: Database) -> None:
    tokens = await meter(graph)
    calls = await meter(graph, eventName="calls", defaultAggregation={"formula": "COUNT"})
    await graph.do("billingMeterDeactivate", "id", id=calls)
    wrong = [
        usage(buyer.id, "x", identifier="e1"),
        usage("cus_1", 1, identifier="e2"),
        *(usage("cus_2", 1, identifier=f"f{number}") for number in range(6)),
        usage(buyer.id, 1, "2020-01-01T00:00:00Z", identifier="e3"),
        usage(buyer.id, 1, identifier="e4", eventName="calls"),
        usage(buyer.id, 1, identifier="e5", eventName="unknown"),
    ]
    await stream(graph, [*wrong, usage(buyer.id, 5)])
    await stream(graph, [usage(buyer.id, "y", identifier="e6")])
    assert await buyer.total(tokens, *DAY) == "5"
    assert (await graph(THIN))["thinEvents"]["nodes"] == []
    await run_due(database, real_now() + timedelta(seconds=20))
    told = (await graph(THIN))["thinEvents"]["nodes"]
    reports = {each["relatedObject"] and each["relatedObject"]["id"]: each for each in told}
    assert {id: each["type"] for id, each in reports.items()} == {
        None: "v1.billing.meter.no_meter_found",
        tokens: "v1.billing.meter.error_report_triggered",
        calls: "v1.billing.meter.error_report_triggered",
    }
    assert reports[tokens]["relatedObject"] == {
        "id": tokens,
        "type": "billing.meter",
        "url": f"/v1/billing/meters/{tokens}",
    }
    data = reports[tokens]["data"]
    assert data["developer_message_summary"] == "There are 10 invalid events"
    assert data["reason"]["error_count"] == 10
    assert [(each["code"], each["error_count"]) for each in data["reason"]["error_types"]] == [
        ("meter_event_customer_not_found", 7),
        ("meter_event_invalid_value", 2),
        ("timestamp_too_far_in_past", 1),
    ]
    samples = data["reason"]["error_types"][0]["sample_errors"]
    assert [each["request"]["identifier"] for each in samples] == ["e2", "f0", "f1", "f2", "f3"]
    start, end = (datetime.fromisoformat(data[f"validation_{word}"]) for word in ("start", "end"))
    assert end - start == timedelta(seconds=10)
    assert reports[None]["data"]["developer_message_summary"] == "There is 1 invalid event"
    assert reports[None]["data"]["reason"]["error_types"][0]["code"] == "no_meter"
    assert reports[calls]["data"]["reason"]["error_types"][0]["code"] == "archived_meter"
    # Once.
    assert await run_due(database, real_now() + timedelta(minutes=1)) == 0


@pytest.mark.parametrize("document", ["{ billingMeterEvents { nodes { id } } }"])
async def test_events_are_not_read_back(graph: Graph, document: str) -> None:
    assert "Cannot query field" in (await graph.error(document))["message"]
