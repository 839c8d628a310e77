"""Each event is delivered at least once, in order for each object, whatever is killed on the way."""

import asyncio
import os
import random
import signal
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import stripe

from app.database import Database
from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.courier import SLACK, Courier
from app.events.webhooks.recording import record
from tests.graph import Graph
from tests.webhooks.conftest import OPTIONS, Time, customer, deliveries, endpoint
from tests.webhooks.receiver import Received, Receiver, status

LEASE = timedelta(seconds=OPTIONS.timeout_seconds) + SLACK
EVENTS = int(os.environ.get("WEBHOOK_TEST_EVENTS", "40"))
KILLS = int(os.environ.get("WEBHOOK_TEST_KILLS", "4"))


def first_times(receiver: Receiver) -> dict[str, list[str]]:
    """By object, the types of its events in the order in which each came for the first time."""
    seen: set[str] = set()
    found: dict[str, list[str]] = defaultdict(list)
    for request in receiver.received:
        event = request.json
        if event["id"] not in seen:
            seen.add(event["id"])
            found[event["data"]["object"]["id"]].append(event["data"]["object"]["name"])
    return found


async def rename(graph: Graph, id: str, *names: str) -> None:
    for name in names:
        await graph.do("customerUpdate", "id", id=id, input={"name": name})


async def test_an_objects_events_wait_for_each_other(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    """The first is answered late: the second of the same object is not sent before, that of another is."""
    await endpoint(graph, receiver)
    released = asyncio.Event()
    ada, bob = await customer(graph, name="1"), await customer(graph, name="1")
    await rename(graph, ada, "2", "3")

    async def late_for_ada(request: Received, writer: asyncio.StreamWriter) -> None:
        if request.json["data"]["object"]["id"] == ada and request.json["type"] == "customer.created":
            await released.wait()
        await status(200)(request, writer)

    receiver.answer = late_for_ada
    delivering = asyncio.create_task(courier.deliver_due())
    await receiver.reach(2)
    await rename(graph, bob, "2")
    assert sorted(each.json["data"]["object"]["id"] for each in receiver.received) == sorted([ada, bob])
    released.set()
    await delivering
    assert await courier.deliver_due() in (0, 1)
    assert first_times(receiver) == {ada: ["1", "2", "3"], bob: ["1", "2"]}


async def test_what_failed_is_passed_while_it_waits(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    """A receiver that refuses one event is sent the next of the object all the same, and the first again later."""
    await endpoint(graph, receiver)
    id = await customer(graph, name="1")
    await rename(graph, id, "2")

    async def not_the_first(request: Received, writer: asyncio.StreamWriter) -> None:
        await status(500 if request.json["data"]["object"]["name"] == "1" else 200)(request, writer)

    receiver.answer = not_the_first
    assert await courier.deliver_due() == 2
    assert receiver.types == ["customer.created", "customer.updated"]
    receiver.answer = None
    time.move(minutes=12)
    assert await courier.deliver_due() == 1
    assert receiver.types[-1] == "customer.created"
    assert {each["status"] for each in await deliveries(graph)} == {"SUCCEEDED"}


async def test_a_claim_that_was_not_recorded_lapses(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver, time: Time
) -> None:
    """Killed between sending and recording: it is sent once more, by another, and not before the claim lapsed."""
    await endpoint(graph, receiver)
    id = await customer(graph, name="1")
    await rename(graph, id, "2")
    doomed = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    answered = asyncio.Event()

    async def answer_and_kill(request: Received, writer: asyncio.StreamWriter) -> None:
        answered.set()
        await asyncio.Event().wait()

    receiver.answer = answer_and_kill
    dying = asyncio.create_task(doomed.deliver_due())
    await answered.wait()
    dying.cancel()
    await doomed.aclose(grace=0)
    receiver.answer = None
    assert await courier.deliver_due() == 0, "it may still be under way, and the second waits for the first"
    time.ahead += LEASE
    assert await courier.deliver_due() == 2
    assert receiver.types == ["customer.created", "customer.created", "customer.updated"]
    assert len(set(receiver.ids)) == 2
    assert [(each["status"], each["attemptCount"]) for each in await deliveries(graph)] == [("SUCCEEDED", 1)] * 2


async def test_a_late_success_counts_though_its_claim_lapsed(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver, time: Time
) -> None:
    await endpoint(graph, receiver)
    await customer(graph)
    slow = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    released = asyncio.Event()

    async def late(request: Received, writer: asyncio.StreamWriter) -> None:
        if len(receiver.received) == 1:
            await released.wait()
            await status(200)(request, writer)
        else:
            await status(500)(request, writer)

    receiver.answer = late
    delivering = asyncio.create_task(slow.deliver_due())
    await receiver.reach(1)
    time.ahead += LEASE
    assert await courier.deliver_due() == 1
    released.set()
    await delivering
    await slow.aclose()
    (delivery,) = await deliveries(graph)
    assert (delivery["status"], delivery["attemptCount"]) == ("SUCCEEDED", 2)
    found = await graph("{ events { nodes { pendingWebhooks attempts { totalCount } } } }")
    assert found["events"]["nodes"] == [{"pendingWebhooks": 0, "attempts": {"totalCount": 2}}]


async def test_several_couriers_share_the_work(
    graph: Graph, database: Database, receiver: Receiver, time: Time
) -> None:
    await endpoint(graph, receiver)
    ids = [await customer(graph, name="1") for _ in range(10)]
    for id in ids:
        await rename(graph, id, "2", "3")
    couriers = [Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time) for _ in range(3)]
    sent = await asyncio.gather(*(courier.deliver_due() for courier in couriers))
    sent.append(await couriers[0].deliver_due())
    for courier in couriers:
        await courier.aclose()
    assert sum(sent) == 30
    assert len(receiver.ids) == len(set(receiver.ids)) == 30, "none is sent twice when none is killed"
    assert first_times(receiver) == {id: ["1", "2", "3"] for id in ids}


async def test_the_connection_to_the_database_is_cut(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut after the request was sent, before it is recorded: the courier records it once the database is back."""
    monkeypatch.setattr("app.events.webhooks.courier.AFTER_FAILURE", 0.01)
    recorded = asyncio.Event()

    async def record_and_tell(*arguments: Any) -> None:
        await record(*arguments)
        recorded.set()

    monkeypatch.setattr("app.events.webhooks.courier.record", record_and_tell)
    await endpoint(graph, receiver)
    await customer(graph)

    async def cut(request: Received, writer: asyncio.StreamWriter) -> None:
        connection = await asyncpg.connect(database.url)
        try:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        finally:
            await connection.close()
        await status(200)(request, writer)

    receiver.answer = cut
    working = asyncio.create_task(courier.work())
    try:
        async with asyncio.timeout(30):
            await recorded.wait()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert len(receiver.received) == 1
    assert [each["status"] for each in await deliveries(graph)] == ["SUCCEEDED"]


@asynccontextmanager
async def process(database: Database, time: Time) -> AsyncIterator[asyncio.subprocess.Process]:
    """A courier of its own, by the test's time, which is killed at the end if it still lives."""
    ahead = str(time.ahead.total_seconds())
    command = [sys.executable, "-m", "tests.webhooks.courier_process", database.url, ahead]
    running = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert running.stdout is not None
    try:
        assert await running.stdout.readline() == b"working\n"
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        # What is left of the pipe is read, so that its transport closes.
        await running.stdout.read()


async def test_random_lives_of_couriers_that_are_killed(
    graph: Graph, stranger: Graph, database: Database, receiver: Receiver, other: Receiver, time: Time
) -> None:
    """Real processes, killed at random moments while events are told: all arrive, in order, and none is forged.

    `WEBHOOK_TEST_EVENTS` and `WEBHOOK_TEST_KILLS` make it larger.
    """
    made = await endpoint(graph, receiver)
    await endpoint(stranger, other, "product.created")
    chance = random.Random(20241218)
    ids = [await customer(graph, name="1") for _ in range(5)]
    names = dict.fromkeys(ids, 1)
    told = len(ids)
    kills = 0
    while told < EVENTS or kills < KILLS:
        async with process(database, time) as running:
            for _ in range(max(1, EVENTS // KILLS)):
                if told < EVENTS:
                    id = chance.choice(ids)
                    names[id] += 1
                    await rename(graph, id, str(names[id]))
                    told += 1
            missing = told - len(set(receiver.ids))
            await receiver.reach(len(receiver.received) + chance.randint(0, missing))
            running.send_signal(signal.SIGKILL)
            kills += 1
        # What the dead one held lapses.
        time.ahead += LEASE
    last = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    try:
        await last.deliver_due()
    finally:
        await last.aclose()
    events = (await graph("{ events(first: 1) { totalCount } }"))["events"]["totalCount"]
    assert events == told
    assert len(set(receiver.ids)) == told, "each at least once"
    assert first_times(receiver) == {id: [str(n + 1) for n in range(count)] for id, count in names.items()}
    for request in receiver.received:
        stripe.WebhookSignature.verify_header(  # type: ignore[no-untyped-call]
            request.body.decode(), request.signature, made["secret"], tolerance=None
        )
    assert other.received == []
    left = "{ webhookDeliveries(where: { status: { ne: SUCCEEDED } }) { totalCount } }"
    assert (await graph(left))["webhookDeliveries"]["totalCount"] == 0
    print(f"{told} events, {kills} kills, {len(receiver.received)} requests")
