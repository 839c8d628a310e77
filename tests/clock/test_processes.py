"""Workers as processes: they share the work, and one killed in the middle neither skips nor doubles anything."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from app.clock.worker import run_due
from app.domain.billing import test_clocks
from app.domain.transaction import transaction
from app.ids import new_id
from app.tables.billing.test_clock import TestClock
from app.tables.tenancy import Tenant
from tests.billing.clocks import make
from tests.clock.bells import hold, ring, strikes
from tests.clock.conftest import JANUARY, World

REPOSITORY = Path(__file__).parents[2]
HOUR = timedelta(hours=1)
PATIENCE = 30


@asynccontextmanager
async def worker(world: World) -> AsyncIterator[Process]:
    """A worker in a process of its own, killed at the end."""
    command = (sys.executable, "-m", "tests.clock.worker_process", world.database.url)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=REPOSITORY)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def held(process: Process) -> str:
    """Whom the worker has in hand, once it is in the middle."""
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    return line.decode().removeprefix("holding ").strip()


def go_on(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")


async def test_two_workers_share_the_work_and_a_killed_one_leaves_its_part_to_the_other(world: World) -> None:
    # What one account has due at once is one worker's, so there are three accounts.
    worlds = [world, *(World(world.database, Tenant(new_id("acct_"), livemode=False)) for _ in range(2))]
    customers = [await each.customer((JANUARY, hold)) for each in worlds]
    async with worker(world) as first, worker(world) as second:
        in_hand = {await held(first), await held(second)}
        assert len(in_hand) == 2
        first.kill()
        await first.wait()
        assert [await each.told() for each in worlds] == [[], [], []]
        go_on(second)
        for _ in range(2):
            in_hand.add(await held(second))
            go_on(second)
        for each in worlds:
            await _nothing_pending(each)
        assert in_hand == {customer.id for customer in customers}
    for each, customer in zip(worlds, customers, strict=True):
        assert len(strikes(await each.reread(customer))) == 1
        assert [(event.object_id, event.sequence) for event in await each.told()] == [(customer.id, 1)]
    assert await run_due(world.database) == 0


async def test_a_batch_of_a_killed_worker_is_done_whole_by_another(world: World) -> None:
    customers = [await world.customer((JANUARY, hold)) for _ in range(4)]
    async with worker(world) as first:
        assert await held(first) == customers[0].id
        go_on(first)
        assert await held(first) == customers[1].id
    assert await world.told() == []
    assert len(await world.pending()) == 4
    async with worker(world) as second:
        for customer in customers:
            assert await held(second) == customer.id
            go_on(second)
        await _nothing_pending(world)
    assert [(event.object_id, event.sequence) for event in await world.told()] == [
        (customer.id, place) for place, customer in enumerate(customers, 1)
    ]


async def test_a_clock_whose_mover_was_killed_is_carried_on(world: World) -> None:
    clock = await make(world)
    due = ((JANUARY + HOUR, ring), (JANUARY + 2 * HOUR, hold), (JANUARY + 3 * HOUR, ring))
    customer = await world.customer(*due, clock=clock)
    async with transaction(world.database, world.tenant) as tx:
        await test_clocks.advance(tx, await tx.get(TestClock, clock.id), frozen_time=JANUARY + 4 * HOUR)
        tx.work.after_commit.clear()
    async with worker(world) as first:
        assert await held(first) == customer.id
    halfway = await world.clock(clock.id)
    assert (halfway.status, halfway.frozen_time) == ("advancing", JANUARY + HOUR)
    async with worker(world) as second:
        assert await held(second) == customer.id
        go_on(second)
        await _nothing_pending(world)
    arrived = await world.clock(clock.id)
    assert (arrived.status, arrived.frozen_time) == ("ready", JANUARY + 4 * HOUR)
    assert strikes(await world.reread(customer)) == [
        "ring 2025-01-01 01:00:00",
        "hold 2025-01-01 02:00:00",
        "ring 2025-01-01 03:00:00",
    ]
    types = [event.type for event in await world.told()]
    assert types == [
        "test_helpers.test_clock.created",
        "test_helpers.test_clock.advancing",
        *["customer.updated"] * 3,
        "test_helpers.test_clock.ready",
    ]


async def _nothing_pending(world: World) -> None:
    """Until all that was due is done, and every clock stands. Every deed is told, so each tale is worth a look."""
    news = asyncio.Event()
    unlisten = await world.database.listen("paygraph_events", lambda _: news.set())
    async with asyncio.timeout(PATIENCE):
        while any(wake.what.startswith("bells.") for wake in await world.pending()) or await _moving(world):
            await news.wait()
            news.clear()
    await unlisten()


async def _moving(world: World) -> bool:
    last = {event.object_id: event.type for event in await world.told() if event.object_id.startswith("clock_")}
    return any(type.endswith("advancing") for type in last.values())
