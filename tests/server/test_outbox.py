"""The queue of one WebSocket: what waits, what is dropped, and in which order the rest is written."""

import asyncio

from starlette.types import Message

from app.server.outbox import Frame, Outbox, Track


class Wire:
    """A transport that takes messages while it is open."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.open = asyncio.Event()
        self.stuck = asyncio.Event()

    async def send(self, message: Message) -> None:
        if not self.open.is_set():
            self.stuck.set()
        await self.open.wait()
        self.sent.append(message)

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.sent if message["type"] == "websocket.send"]


async def test_events_wait_for_room_and_answers_do_not() -> None:
    wire, track = Wire(), Track()
    outbox = Outbox(wire.send, capacity=2, size_limit=1_000)
    outbox.put(Frame("1", track, "c1"))
    await wire.stuck.wait()
    outbox.put(Frame("2", track, "c2"))
    outbox.put(Frame("3", track, "c3"))
    assert not await outbox.room_for_events(0.001)
    assert await outbox.room_for_answers(0.001)
    assert track.cursor == "c1"
    waiting = asyncio.ensure_future(outbox.room_for_events(60))
    wire.open.set()
    assert await waiting
    outbox.put(Frame("bye"))
    outbox.finish(1000, "é" * 100)
    await outbox.closed
    assert wire.texts == ["1", "2", "3", "bye"]
    assert wire.sent[-1] == {"type": "websocket.close", "code": 1000, "reason": "é" * 61}


async def test_a_closing_socket_drops_events_and_keeps_answers() -> None:
    wire, track, other = Wire(), Track(), Track()
    outbox = Outbox(wire.send, capacity=2, size_limit=1_000)
    for frame in (Frame("1", track, "c1"), Frame("answer"), Frame("2", other, "c2"), Frame("3", track, "c3")):
        outbox.put(frame)
    outbox.drop(track)
    outbox.finish(4401, "Gone")
    outbox.finish(1012, "Too late")
    outbox.put(Frame("later"))
    wire.open.set()
    await outbox.closed
    assert wire.texts == ["answer"]
    assert (wire.sent[-1]["code"], track.cursor, other.cursor) == (4401, None, None)


async def test_answers_that_nobody_reads_fill_up_too() -> None:
    outbox = Outbox(Wire().send, capacity=2, size_limit=1_000)
    outbox.put(Frame("1"))
    assert await outbox.room_for_answers(0.001)
    outbox.put(Frame("2"))
    assert not await outbox.room_for_answers(0.001)


async def test_large_messages_fill_it_sooner() -> None:
    wire, track = Wire(), Track()
    outbox = Outbox(wire.send, capacity=100, size_limit=1_000)
    outbox.put(Frame("x" * 600, track, "c1"))
    await wire.stuck.wait()
    outbox.put(Frame("y" * 999, track, "c2"))
    assert await outbox.room_for_events(0.001)
    outbox.put(Frame("z" * 1))
    assert not await outbox.room_for_events(0.001)
    assert await outbox.room_for_answers(0.001)
    outbox.put(Frame("a" * 999))
    assert not await outbox.room_for_answers(0.001)
    outbox.drop(track)
    assert outbox.size == outbox.answers_size == 1_000
    wire.open.set()
    assert await outbox.room_for_events(60)
