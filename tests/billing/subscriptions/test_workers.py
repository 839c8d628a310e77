"""Workers as processes renew subscriptions: each once, and paid once, also where one of them is killed."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col

from app.domain.billing import test_clocks
from app.domain.real_time import real_now
from app.domain.transaction import transaction
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event
from app.tables.tenancy import Tenant
from tests.billing.subscriptions.renewing_process import BATCH
from tests.billing.subscriptions.subscriber import Subscriber
from tests.records import record, records

REPOSITORY = Path(__file__).parents[3]
PATIENCE = 60
MANY = 9
"""Subscriptions: three batches of a worker's."""
RENEWAL = datetime(2025, 4, 3, 10, tzinfo=UTC)
AFTER = datetime(2025, 4, 3, 12, tzinfo=UTC)


@asynccontextmanager
async def worker(shop: Subscriber, *stops: str) -> AsyncIterator[Process]:
    """A worker in a process of its own, killed at the end."""
    command = (sys.executable, "-m", "tests.billing.subscriptions.renewing_process", shop.database.url, *stops)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=REPOSITORY)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def tell(process: Process, line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n".encode())


async def says(process: Process, word: str) -> None:
    """Until the worker says the word."""
    assert process.stdout is not None
    while (line := await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip() != word:
        assert line, "the worker has ended"


async def renewed_and_paid_once(shop: Subscriber, subscriptions: list[str]) -> None:
    """Each subscription has the invoice that it began with and one more, and each invoice was paid by one charge."""
    for id in subscriptions:
        assert [each["status"] for each in await shop.invoices(id)] == ["PAID", "PAID"]
    charges = await records(shop.database, Charge, by="created")
    assert Counter(each.status for each in charges) == {"succeeded": 2 * MANY}
    assert set(Counter(each.invoice_id for each in charges).values()) == {1}
    told = await records(shop.database, Event, by="sequence")
    assert Counter(each.type for each in told)["invoice.paid"] == 2 * MANY
    assert [each.sequence for each in told] == [*range(1, len(told) + 1)]


async def test_two_workers_share_renewals_and_do_each_once(shop: Subscriber) -> None:
    price = await shop.monthly(1000)
    subscriptions = [(await shop.subscribe(await shop.payer(), price))["id"] for _ in range(MANY)]
    renewal = real_now() + timedelta(days=32)
    async with worker(shop, "done") as first, worker(shop, "done") as second:
        for each in (first, second):
            tell(each, renewal.isoformat())
        for each in (first, second):
            # Both are in the middle of batches of the one account at the same time.
            await says(each, "middle")
        for moment in ("", renewal + timedelta(hours=2)):
            for each in (first, second):
                tell(each, str(moment))
            for each in (first, second):
                await says(each, "over")
    await renewed_and_paid_once(shop, subscriptions)


async def under_a_clock(shop: Subscriber) -> tuple[str, list[str]]:
    """A test clock that is to pass the renewal of subscriptions, and that nobody moves; and these."""
    price = await shop.monthly(1000)
    id = await shop.clock()
    customers = [await shop.payer(testClock=id) for _ in range(MANY)]
    subscriptions = [(await shop.subscribe(each, price))["id"] for each in customers]
    clock = await record(shop.database, TestClock, col(TestClock.id) == id)
    async with transaction(shop.database, Tenant.of(clock)) as tx:
        await test_clocks.advance(tx, await tx.get(TestClock, id), frozen_time=AFTER)
        tx.work.after_commit.clear()
    return id, subscriptions


async def shows(shop: Subscriber, id: str) -> datetime:
    """The time of a clock."""
    return (await record(shop.database, TestClock, col(TestClock.id) == id)).frozen_time


async def told(shop: Subscriber, type: str, times: int) -> Counter[str]:
    """How many events of each type there are, once there are so many of one."""
    news = asyncio.Event()
    unlisten = await shop.database.listen("paygraph_events", lambda _: news.set())
    async with asyncio.timeout(PATIENCE):
        while (found := Counter(each.type for each in await records(shop.database, Event)))[type] < times:
            await news.wait()
            news.clear()
    await unlisten()
    return found


async def test_two_workers_share_a_moment_of_one_clock_and_wait_for_each_other_before_the_next(
    shop: Subscriber,
) -> None:
    id, subscriptions = await under_a_clock(shop)
    async with worker(shop, "done") as first, worker(shop, "done") as second:
        for each in (first, second):
            tell(each, "clocks")
            # Both are in the middle of renewals of the same moment at the same time.
            await says(each, "middle")
        tell(second, "")
        # The second does all but what the first has in hand, and nothing that is due later.
        found = await told(shop, "invoice.created", 2 * MANY - BATCH)
        assert (found["invoice.created"], found["invoice.paid"]) == (2 * MANY - BATCH, MANY)
        assert await shows(shop, id) == RENEWAL
        first.kill()
        await says(second, "over")
    assert await shows(shop, id) == AFTER
    await renewed_and_paid_once(shop, subscriptions)


async def test_what_a_killed_worker_had_in_hand_is_neither_skipped_nor_done_twice(shop: Subscriber) -> None:
    id, subscriptions = await under_a_clock(shop)
    async with worker(shop, "written") as first:
        tell(first, "clocks")
        await says(first, "middle")
        first.kill()
    async with worker(shop) as second:
        tell(second, "clocks")
        await says(second, "over")
    assert await shows(shop, id) == AFTER
    await renewed_and_paid_once(shop, subscriptions)
