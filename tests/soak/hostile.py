"""Hostile clients, each bounded in count and time: they are silent, slow, large, many, or do not read."""

import asyncio
import itertools
import json
import os
import random
import socket
import struct
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
ADDRESS = "127.0.0.2"
"""Where they come from, so that they have an address of their own."""
HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
LARGE = (
    "{ customers(first: 100) { nodes { id name email description metadata created "
    "paymentIntents(first: 20) { nodes { id } } } } }"
)


def frame(payload: bytes, *, opcode: int = 1) -> bytes:
    """A whole frame, as clients mask it."""
    mask, length = os.urandom(4), len(payload)
    if length < 126:
        head = bytes((0x80 | opcode, 0x80 | length))
    elif length < 65_536:
        head = bytes((0x80 | opcode, 0xFE)) + struct.pack("!H", length)
    else:
        head = bytes((0x80 | opcode, 0xFF)) + struct.pack("!Q", length)
    key = (mask * (length // 4 + 1))[:length]
    return head + mask + (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(length)


def message(type: str, **others: object) -> bytes:
    """One message on a WebSocket."""
    return frame(json.dumps({"type": type, **others}).encode())


def post(body: bytes, key: str | None, *headers: str, length: int | None = None) -> bytes:
    """A request."""
    lines = ["POST /graphql HTTP/1.1", "Host: a", "Content-Type: application/json", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    if key is not None:
        lines.append(f"Authorization: Bearer {key}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def query(document: str, **variables: object) -> bytes:
    """The body of a request."""
    return json.dumps({"query": document, "variables": variables}).encode()


@dataclass
class Hostile:
    """Someone with bad intentions, and perhaps with keys."""

    port: int
    secret: str
    publishable: str
    heard: Counter[str] = field(default_factory=Counter)
    """Statuses of answers, and connections that were closed."""
    sent: Counter[str] = field(default_factory=Counter)

    async def open(self, first: bytes = b"", *, room: int | None = None) -> Pair:
        """A connection; with so much room in the system for what is not read."""
        end = socket.socket()
        if room is not None:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        end.setblocking(False)
        end.bind((ADDRESS, 0))
        await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=end, limit=1 << 20)
        writer.write(first)
        return reader, writer

    async def socket(self, key: str | None = None, *, room: int | None = None) -> Pair:
        """A WebSocket; one that has shown a key, if there is one."""
        reader, writer = await self.open(HANDSHAKE, room=room)
        await reader.readuntil(b"\r\n\r\n")
        if key is not None:
            writer.write(message("connection_init", payload={"authorization": f"Bearer {key}"}))
            await reader.readuntil(b"connection_ack")
        return reader, writer

    async def hold(self, pairs: list[Pair], seconds: float) -> None:
        """Do nothing with connections, then go."""
        await asyncio.sleep(seconds)
        for reader, writer in pairs:
            self.heard["closed" if reader.at_eof() else "still open"] += 1
            writer.close()

    async def ask(self, request: bytes) -> bytes:
        """One answer, whose status is noted."""
        reader, writer = await self.open(request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heard[head.split(b" ", 2)[1].decode()] += 1
            length = head.lower().partition(b"content-length: ")[2].split(b"\r\n", 1)[0]
            return await reader.readexactly(int(length or 0))
        finally:
            writer.close()


async def silent(one: Hostile) -> None:
    """Connections that ask nothing."""
    await one.hold([await one.open() for _ in range(100)], 5)


async def half_heads(one: Hostile) -> None:
    """Heads that do not end."""
    await one.hold(
        [await one.open(b"POST /graphql HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 60_000) for _ in range(50)], 5
    )


async def large_heads(one: Hostile) -> None:
    """Heads of ten megabytes."""
    for _ in range(3):
        await one.ask(b"POST /graphql HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 10_000_000)


async def slow_bodies(one: Hostile) -> None:
    """Bodies that hardly come."""
    pairs = [await one.open(post(b"{", one.secret, length=500_000)) for _ in range(40)]
    for _ in range(5):
        await asyncio.sleep(1)
        for _, writer in pairs:
            writer.write(b" " * 1_000)
    await one.hold(pairs, 0)


async def unread_answers(one: Hostile) -> None:
    """Large answers, many on each connection, that are not read."""
    pairs = [await one.open(post(query(LARGE), one.secret) * 20) for _ in range(10)]
    for _, writer in pairs:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
    await one.hold(pairs, 5)


async def large_conditions(one: Hostile) -> None:
    """Conditions of twenty-five thousand parts."""
    where = {"or": [{"email": {"eq": "a"}}] * 25_000}
    document = "query ($where: CustomerWhere) { customers(where: $where) { nodes { id } } }"
    for key in (one.secret, one.publishable):
        await one.ask(post(query(document, where=where), key))


async def unread_pings(one: Hostile) -> None:
    """Pings, some with a payload, whose answers are not read."""
    pairs = [await one.socket(key) for key in (None, one.secret) for _ in range(10)]
    for _, writer in pairs:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(frame(b"x" * 125, opcode=9) * 2_000)
        writer.write(message("ping", payload={"a": "x" * 10_000}) * 100)
    await one.hold(pairs, 3)


async def too_many_operations(one: Hostile) -> None:
    """A hundred and fifty operations on one socket."""
    reader, writer = await one.socket(one.secret)
    subscribe = {"query": "subscription { events { id } }"}
    for number in range(150):
        writer.write(message("subscribe", id=str(number), payload=subscribe))
    await one.hold([(reader, writer)], 2)


async def flood(one: Hostile) -> None:
    """Requests with a wrong key, and more than a key may send."""
    for key in ("sk_test_wrong", one.secret):
        for _ in range(5):
            await asyncio.gather(*(one.ask(post(query("{ __typename }"), key)) for _ in range(60)))


async def malformed(one: Hostile) -> None:
    """What is no request, or hardly one."""
    deep = b'{"query": "{ a }", "variables": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    for request in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 100 + b"\r\n\r\n",
        post(b"\xff\xfe{", one.secret),
        post(deep, one.secret),
        post(query("{" * 5_000), one.secret),
        post(query('{ customer(id: "cus_\\u0000") { id } }'), one.secret),
    ):
        with suppress(asyncio.IncompleteReadError):
            await one.ask(request)


Attack = Callable[[Hostile], Awaitable[None]]
ATTACKS: tuple[Attack, ...] = (
    silent,
    half_heads,
    large_heads,
    slow_bodies,
    unread_answers,
    large_conditions,
    unread_pings,
    too_many_operations,
    flood,
    malformed,
)


async def attack(one: Hostile, chance: random.Random, ended: asyncio.Event) -> None:
    """One attack after another until the end."""
    order = itertools.chain.from_iterable(chance.sample(ATTACKS, len(ATTACKS)) for _ in itertools.count())
    while not ended.is_set():
        each = next(order)
        one.sent[each.__name__.replace("_", " ")] += 1
        try:
            async with asyncio.timeout(20):
                await each(one)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            one.heard["cut off"] += 1
        await asyncio.sleep(0.2)
