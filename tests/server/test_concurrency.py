"""The limit of large queries at once: few while the core is busy, more when it is not, and each in its turn."""

import asyncio

import pytest

from app.server import concurrency
from app.server.concurrency import FEW, MOST, ConcurrencyLimit


class Clock:
    """Time, and the thread's work in it, both moved by hand."""

    def __init__(self) -> None:
        self.time = self.work = 0.0

    def pass_by(self, seconds: float, *, worked: float) -> None:
        self.time += seconds
        self.work += worked


class Crowd:
    """Tasks that each take a turn until they are told to leave."""

    def __init__(self, limit: ConcurrencyLimit) -> None:
        self.limit = limit
        self.inside: list[int] = []
        self.leaving: list[asyncio.Event] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, count: int) -> None:
        for _ in range(count):
            self.leaving.append(asyncio.Event())
            self.tasks.append(asyncio.create_task(self._stay(len(self.tasks))))
        await settle()

    async def leave(self, *numbers: int) -> None:
        for number in numbers:
            self.leaving[number].set()
        await settle()

    async def _stay(self, number: int) -> None:
        async with self.limit.turn():
            self.inside.append(number)
            await self.leaving[number].wait()
            self.inside.remove(number)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    # Looked at when a test says so.
    monkeypatch.setattr(concurrency, "LOOK_SECONDS", 3600)
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> ConcurrencyLimit:
    return ConcurrencyLimit(now=lambda: clock.time, worked=lambda: clock.work)


async def test_few_run_and_the_others_take_turns(limit: ConcurrencyLimit) -> None:
    crowd = Crowd(limit)
    await crowd.come(FEW + 2)
    assert crowd.inside == list(range(FEW))
    await crowd.leave(1)
    assert crowd.inside == [0, *range(2, FEW + 1)]
    await crowd.leave(0, *range(2, FEW + 2))
    assert (crowd.inside, limit.running) == ([], 0)


async def test_more_run_while_the_core_has_time_to_spare(limit: ConcurrencyLimit, clock: Clock) -> None:
    crowd = Crowd(limit)
    await crowd.come(2 * MOST)
    clock.pass_by(1.0, worked=0.1)
    limit.look()
    await settle()
    assert len(crowd.inside) == limit.limit == FEW + 1
    for _ in range(MOST):
        clock.pass_by(1.0, worked=0.1)
        limit.look()
    await settle()
    assert len(crowd.inside) == limit.limit == MOST

    clock.pass_by(1.0, worked=0.99)
    limit.look()
    assert limit.limit == MOST - 1
    await crowd.leave(0)
    assert len(crowd.inside) == MOST - 1, "nobody came in for the one who left"
    for _ in range(2 * MOST):
        clock.pass_by(1.0, worked=0.99)
        limit.look()
    assert limit.limit == FEW
    await crowd.leave(*range(2 * MOST))
    await asyncio.gather(*crowd.tasks)
    assert limit.running == 0


async def test_whoever_gives_up_takes_no_place(limit: ConcurrencyLimit) -> None:
    crowd = Crowd(limit)
    await crowd.come(FEW + 3)
    crowd.tasks[FEW].cancel()
    await settle()
    # Let in and cancelled in the same turn of the loop.
    crowd.leaving[0].set()
    await asyncio.sleep(0)
    crowd.tasks[FEW + 1].cancel()
    await settle()
    assert sorted(crowd.inside) == [*range(1, FEW), FEW + 2]
    await crowd.leave(*range(1, FEW), FEW + 2)
    assert limit.running == 0


async def test_what_fails_gives_its_place_back(limit: ConcurrencyLimit) -> None:
    async def fail() -> None:
        async with limit.turn():
            raise ZeroDivisionError

    for _ in range(2 * FEW):
        with pytest.raises(ZeroDivisionError):
            await fail()
    assert limit.running == 0
