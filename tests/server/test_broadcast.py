"""Broadcasts: what many followers ask of one stream is made once, and each is told all of it, once and in order."""

import asyncio
import gc
import tracemalloc
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from graphql import ExecutionResult, GraphQLError
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import CursorExpired
from app.server.documents import Documents
from app.server.frames import framed
from app.server.operations import Prepared
from app.server.payloads import Payload, Payloads, Shown, shaping_variables
from app.server.subscriptions import Subscription, Subscriptions
from app.server.telling import IDS, MOST_EVENTS, Telling
from app.server.variables import NO_VARIABLES
from app.settings import Limits
from tests.server import toy


class Log:
    """A stream's truth: its events are the numbers from 1 to `last`."""

    def __init__(self) -> None:
        self.last = 0
        self.ended: Exception | None = None
        self.closed = False
        self.readers = 0
        self.news = asyncio.Condition()

    async def tell(self, count: int = 1) -> None:
        async with self.news:
            self.last += count
            self.news.notify_all()

    async def end(self, error: Exception | None = None) -> None:
        async with self.news:
            self.closed, self.ended = True, error
            self.news.notify_all()


class Source:
    """One reader of the log."""

    key = "log"

    def __init__(self, log: Log, position: int) -> None:
        self.log, self.position = log, position
        log.readers += 1
        self.open = True

    def resume(self, position: int) -> "Source":
        return Source(self.log, position)

    @property
    def has_more(self) -> bool:
        return self.log.last > self.position

    def __aiter__(self) -> "Source":
        return self

    async def __anext__(self) -> SimpleNamespace:
        log = self.log
        async with log.news:
            await log.news.wait_for(lambda: log.last > self.position or log.closed)
        if log.last == self.position:
            if log.ended:
                raise log.ended
            raise StopAsyncIteration
        self.position += 1
        return SimpleNamespace(cursor=str(self.position))

    async def aclose(self) -> None:
        self.log.readers -= self.open
        self.open = False


class Followed(Subscriptions):
    """Subscriptions whose sources read a log, and whose payloads are the events' numbers."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.made: list[str] = []
        self.payloads = Payloads()
        self.broadcasts = {}
        self.broken = False

    def open(self, subscription: Any) -> Any:
        return _Opened(Source(self.log, subscription.position))

    def _shows(self, subscription: Any) -> Any:
        async def show(event: Any) -> Shown:
            self.made.append(event.cursor)
            await asyncio.sleep(0)
            if self.broken:
                return Shown.of(ExecutionResult(None, [GraphQLError("No.")]))
            return Shown.of(ExecutionResult({"n": int(event.cursor)}, None))

        return show


@dataclass
class _Opened:
    source: Source

    async def __aenter__(self) -> Source:
        return self.source

    async def __aexit__(self, *_: object) -> None:
        await self.source.aclose()


@dataclass(eq=False)
class Reader:
    """A member with a few places, emptied by hand."""

    capacity: int = 3
    request_id: str = "req_1"
    held: list[int] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    takes_all: bool = False
    """Whether it takes what is told together, as far as there is room for all of it."""
    framed: list[bytes] = field(default_factory=list)
    emptied: asyncio.Event = field(default_factory=asyncio.Event)

    def offer_all(self, telling: Telling) -> bool:
        frames = telling.framed(b"before ")
        if not self.takes_all or frames is None or len(self.held) + len(telling.events) > self.capacity:
            return False
        self.held += [told.position for told in telling.events]
        self.framed.append(frames)
        return True

    def offer(self, payload: Payload, cursor: str | None) -> bool:
        if len(self.held) >= self.capacity:
            return False
        assert cursor is not None
        self.held.append(int(cursor))
        self.bodies.append(payload.body)
        return True

    async def room(self) -> None:
        while len(self.held) >= self.capacity:
            self.emptied.clear()
            await self.emptied.wait()

    def drain(self) -> None:
        self.read += self.held
        self.held.clear()
        self.emptied.set()


async def settle() -> None:
    """Let all that can go on go on."""
    for _ in range(60):
        await asyncio.sleep(0)


@pytest.fixture
async def log() -> Log:
    return Log()


def begin(followed: Followed, position: int, member: Reader) -> "asyncio.Task[None]":
    return asyncio.create_task(followed.follow(cast(Any, SimpleNamespace(position=position, shared="same")), member))


async def test_what_many_ask_is_made_once(log: Log) -> None:
    followed, members = Followed(log), [Reader(capacity=100) for _ in range(600)]
    tasks = [begin(followed, 0, member) for member in members]
    await settle()
    assert (len(followed.broadcasts), log.readers) == (1, 1)
    await log.tell(3)
    await settle()
    assert followed.made == ["1", "2", "3"]
    assert {tuple(member.held) for member in members} == {(1, 2, 3)}
    assert {body for member in members for body in member.bodies} == {
        b'{"data":{"n":1}}',
        b'{"data":{"n":2}}',
        b'{"data":{"n":3}}',
    }
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (followed.broadcasts, log.readers) == ({}, 0)


async def test_what_is_there_together_is_told_together_in_the_same_frames(log: Log) -> None:
    followed, members = Followed(log), [Reader(capacity=100, takes_all=True) for _ in range(3)]
    members.append(Reader(capacity=100))
    tasks = [begin(followed, 0, member) for member in members]
    await settle()
    await log.tell(MOST_EVENTS + 2)
    await settle()
    assert {tuple(member.held) for member in members} == {tuple(range(1, MOST_EVENTS + 3))}
    first, last = members[0].framed
    assert all(member.framed[0] is first and member.framed[1] is last for member in members[:3])
    assert (first.count(b"before "), last.count(b"before ")) == (MOST_EVENTS, 2)
    assert last == b"".join(framed(b'before {"data":{"n":%d}}}' % (MOST_EVENTS + more)) for more in (1, 2))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_who_has_an_id_of_their_own_is_told_in_frames_of_their_own() -> None:
    telling = Telling(0)
    telling.add(Shown.of(ExecutionResult({"n": 1}, None)), "1")
    for number in range(IDS + 5):
        before = b"%d " % number
        assert telling.framed(before) == framed(before, b'{"data":{"n":1}}', b"}")
    assert len(telling.frames) == IDS
    with_error = Telling(2)
    with_error.add(Shown.of(ExecutionResult(None, [GraphQLError("No.")])), "3")
    assert with_error.framed(b"") is None


async def test_what_came_before_a_failure_is_told(log: Log) -> None:
    followed, member = Followed(log), Reader(capacity=100, takes_all=True)
    task = begin(followed, 0, member)
    await settle()
    await log.tell(2)
    await log.end(CursorExpired("Gone."))
    assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], CursorExpired)
    assert member.held == [1, 2]


async def test_a_slow_one_costs_the_others_nothing_and_misses_nothing(log: Log) -> None:
    followed, slow, quick = Followed(log), Reader(capacity=2), Reader(capacity=100)
    tasks = [begin(followed, 0, slow), begin(followed, 0, quick)]
    await settle()
    await log.tell(5)
    await settle()
    assert (slow.held, quick.held) == ([1, 2], [1, 2, 3, 4, 5])
    for _ in range(3):
        slow.drain()
        await settle()
    assert slow.read + slow.held == [1, 2, 3, 4, 5]
    await log.tell()
    slow.drain()
    await settle()
    assert (slow.read + slow.held, quick.held[-1]) == ([1, 2, 3, 4, 5, 6], 6)
    assert (len(followed.broadcasts), log.readers) == (1, 1), "they are told together again"
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert log.readers == 0


@pytest.mark.parametrize("error", [None, CursorExpired("Gone.")])
async def test_the_end_of_a_stream_is_everyones(log: Log, error: Exception | None) -> None:
    followed = Followed(log)
    tasks = [begin(followed, 0, Reader()) for _ in range(3)]
    await settle()
    await log.end(error)
    assert await asyncio.gather(*tasks, return_exceptions=True) == [error] * 3
    assert (followed.broadcasts, log.readers) == ({}, 0)


async def test_errors_quote_each_followers_own_request(log: Log) -> None:
    followed, one, other = Followed(log), Reader(request_id="req_one"), Reader(request_id="req_other")
    followed.broken = True
    tasks = [begin(followed, 0, one), begin(followed, 0, other)]
    await settle()
    await log.tell()
    await settle()
    assert followed.made == ["1"]
    assert b"req_one" in one.bodies[0]
    assert b"req_other" in other.bodies[0]
    assert b"req_one" not in other.bodies[0]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


Step = tuple[str, int]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(1, 4)),
        st.tuples(st.just("begin"), st.integers(0, 6)),
        st.tuples(st.just("drain"), st.integers(0, 5)),
        st.tuples(st.just("leave"), st.integers(0, 5)),
        st.tuples(st.just("turn"), st.integers(1, 5)),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_each_is_told_all_once_and_in_order(taken: list[Step]) -> None:
    """Whoever comes when, from wherever, however slow, and whoever leaves."""

    async def play() -> None:
        log = Log()
        followed = Followed(log)
        members: list[tuple[int, Reader, asyncio.Task[None]]] = []
        for what, number in taken:
            if what == "tell":
                await log.tell(number)
            elif what == "begin":
                position, member = max(0, log.last - number), Reader(capacity=1 + number % 3, takes_all=number % 2 == 0)
                members.append((position, member, begin(followed, position, member)))
            elif what == "turn":
                for _ in range(number):
                    await asyncio.sleep(0)
            elif members:
                position, member, task = members[number % len(members)]
                if what == "drain":
                    member.drain()
                else:
                    task.cancel()
        for _ in range(log.last + 1):
            for _, member, _ in members:
                member.drain()
            await settle()
        for position, member, task in members:
            expected = list(range(position + 1, log.last + 1))
            told = member.read
            assert told == (expected[: len(told)] if task.cancelled() else expected)
            task.cancel()
        await asyncio.gather(*(task for _, _, task in members), return_exceptions=True)
        assert (followed.broadcasts, log.readers) == ({}, 0)

    asyncio.run(play())


async def test_only_what_shapes_the_payload_tells_followers_apart() -> None:
    schema = toy.services(toy.seeded()).schema
    source = """
        subscription Watch($after: String, $short: Boolean!, $unused: Int) {
            events(after: $after) { ...Fields id @skip(if: $short) }
        }
        fragment Fields on Event { type }
    """
    document = Documents(schema, Limits()).parse(source)
    operation = document.operation(None)
    assert shaping_variables(document, operation) == ["short"]

    def shared(key: str, **variables: Any) -> Any:
        prepared = Prepared(document, operation, variables, NO_VARIABLES, {})
        return Subscription(prepared, toy.ToyCaller(key), "req_1").shared

    assert shared("a", after="1", short=True) == shared("a", after="2", short=True, unused=1)
    assert shared("a", short=True) != shared("a", short=False)
    assert shared("a", short=True) != shared("b", short=True)

    tracemalloc.start()
    try:
        kept = [shared("a", short=True) for _ in range(100)]
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size / len(kept) < 1_000, "each of thousands of sockets keeps one"


async def test_payloads_are_kept_within_bounds() -> None:
    payloads, made = Payloads(capacity=5_000), []

    async def make() -> Shown:
        made.append(1)
        return Shown.of(ExecutionResult({"x": "y" * 1_000}, None))

    for key in (1, 1, 2, 3, 3, 1):
        await payloads.of(key, make)
    assert len(made) == 4, "the third pushed the first out"
    assert payloads.size <= 5_000

    async def fail() -> Shown:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await payloads.of("bad", fail)
    assert "bad" not in payloads.kept
