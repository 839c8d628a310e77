"""What is malformed, over real sockets: messages of every kind on a WebSocket, and the lines of requests."""

import asyncio
import json
import re
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.graph import Graph
from tests.live.following import GUARD, greet
from tests.malformed.conftest import nothing_fails as nothing_fails
from tests.malformed.test_arguments import nested
from tests.malformed.values import DIGITS, TEXTS
from tests.server.conftest import Live
from tests.server.test_websocket import hear

START = {"graphql-transport-ws": "subscribe", "graphql-ws": "start"}
OURS = {1011, 4500}
"""Codes by which a server says that it failed."""
FIND = "query($v: ID!) { customer(id: $v) { id } }"
FOLLOW = "subscription($v: [ID!]) { events(objects: $v) { id } }"


def message(**members: Any) -> str:
    return json.dumps(members)


def anything() -> list[str | bytes]:
    """Messages that may come at any time, of which most end the socket."""
    found: list[str | bytes] = ["", "{", "[]", "7", "null", '"a"', "{}", b"\0\xff", '{"type": "\\ud800"}', "[" * 3_000]
    found += [message(type=text) for text in TEXTS.values()]
    for type_ in ("connection_init", "ping", "pong", "subscribe", "start", "complete", "stop", "next"):
        payloads = (
            7,
            [],
            "\0",
            nested(60),
            nested(900),
            {"\0": "\0"},
            {"a": 10**300},
            {"a": DIGITS},
            *({"x": text} for text in TEXTS.values()),
        )
        found += [message(type=type_, payload=payload) for payload in payloads]
        found.append(f'{{"type": "{type_}", "payload": {{"a": {DIGITS}}}}}')
        found.append(f'{{"type": "{type_}", "payload": "\\ud800"}}')
    for id in (7, None, [], {}, nested(60), *TEXTS.values()):
        for type_ in ("subscribe", "start", "complete", "stop"):
            found.append(message(type=type_, id=id, payload={"query": "{ __typename }"}))
    for text in TEXTS.values():
        found.append(message(type="connection_init", payload={"Authorization": f"Bearer {text}"}))
        found.append(message(type="connection_init", payload={"headers": {"authorization": text}, "apiKey": text}))
    return found


async def ended(socket: ClientConnection) -> int | None:
    """The code of a socket that is closed once all that was sent is read; None if it stays open."""
    try:
        async with asyncio.timeout(GUARD):
            await (await socket.ping())
    except ConnectionClosed:
        return socket.close_code
    return None


@pytest.mark.parametrize("known", [False, True], ids=["before the key", "with a key"])
@pytest.mark.parametrize("protocol", START)
async def test_whatever_comes_on_a_socket(server: Live, merchant: Graph, protocol: str, known: bool) -> None:
    failed = []
    socket: ClientConnection | None = None
    for sent in anything():
        if socket is None:
            # Answers need not be read for the rest to come.
            socket = await server.socket(protocol, max_queue=10_000).__aenter__()
            if known:
                await greet(socket, merchant.secret)
        try:
            await socket.send(sent)
        except ConnectionClosed:
            code = socket.close_code
        else:
            code = await ended(socket)
        if code in OURS:
            failed.append((code, sent[:80]))
        if code is not None:
            socket = None
    if socket is not None:
        await socket.close()
    assert failed == []


async def test_a_ping_of_many_levels(server: Live, merchant: Graph) -> None:
    async with server.socket() as socket:
        await greet(socket, merchant.secret)
        await socket.send(message(type="ping", payload=nested(50)))
        assert json.loads(await socket.recv()) == {"type": "pong", "payload": nested(50)}
        await socket.send(message(type="ping", payload=nested(901)))
        await socket.wait_closed()
        assert (socket.close_code, socket.close_reason) == (
            4400,
            "`payload.and.0` is nested more than 50 levels deep. Make it flatter.",
        )


@pytest.mark.parametrize("protocol", START)
@pytest.mark.parametrize("document", [FIND, FOLLOW])
@pytest.mark.parametrize(
    ("value", "field", "says"),
    [
        ("a\0", "v", "NUL"),
        ({"a": ["\0"]}, "v.a.0", "NUL"),
        (nested(51), "v.and.0", "nested more than 50 levels"),
        (nested(901), "v.and.0", "nested more than 50 levels"),
        ("x" * 5_001, "v", "has at most 5000 characters; 5001 were given."),
    ],
)  # fmt: skip
async def test_variables_that_are_refused_leave_the_socket_open(
    server: Live, merchant: Graph, protocol: str, document: str, value: Any, field: str, says: str
) -> None:
    async with server.socket(protocol) as socket:
        await greet(socket, merchant.secret)
        payload = {"query": document, "variables": {"v": value}}
        await socket.send(message(type=START[protocol], id="1", payload=payload))
        answer = await hear(socket)
        assert (answer["type"], answer["id"]) == ("error", "1")
        error = answer["payload"] if protocol == "graphql-ws" else answer["payload"][0]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", field)
        assert says in error["message"]
        await socket.send(message(type=START[protocol], id="1", payload={"query": "{ __typename }"}))
        assert (await hear(socket))["payload"]["data"] == {"__typename": "Query"}


CHUNKED = b"POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
SOCKET = b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
VERSION = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
LINES = {
    "NUL in the path": b"GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n",
    "NUL in percents": b"GET /i/in_1/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "half a pair": b"GET /i/in_1/%ed%a0%80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes that are no text": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address that is none": b"GET http://[oops HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address that is none, with a path": b"GET http://[oops/nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
    "a host that is none": b"GET /nowhere HTTP/1.1\r\nHost: [oops\r\n\r\n",
    "a host with a port that is none": b"GET /nowhere HTTP/1.1\r\nHost: x:99999999\r\n\r\n",
    "a host of braces": b"DELETE / HTTP/1.1\r\nHost: [::1%25]:x[\r\n\r\n",
    "NUL in a header": b"GET /nowhere HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
    "a length of many digits": b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: %b\r\n\r\n" % DIGITS.encode(),
    "a length below nothing": b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a chunk of many digits": CHUNKED + DIGITS.encode() + b"\r\n",
    "a version that is none": b"GET / HTTP/%b\r\nHost: x\r\n\r\n" % DIGITS.encode(),
    "no words": b"\0\0\0\0\r\n\r\n",
    "a socket without a version": b"GET /graphql HTTP/1.1\r\nHost: x\r\n%b\r\n" % SOCKET,
    "a socket with a key that is none": b"GET /graphql HTTP/1.1\r\nHost: x\r\n%b%b\xff\r\n\r\n" % (SOCKET, VERSION),
    "a socket elsewhere": b"GET /a HTTP/1.1\r\nHost: [\r\n%b%bdGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" % (SOCKET, VERSION),
}  # fmt: skip


@pytest.mark.parametrize("wrong", LINES)
async def test_whatever_the_lines_of_a_request_are(server: Live, wrong: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(LINES[wrong])
    writer.write_eof()
    async with asyncio.timeout(GUARD):
        answer = await reader.read()
    writer.close()
    found = re.match(rb"HTTP/1.1 (\d{3})", answer)
    assert answer == b"" or (found is not None and 400 <= int(found[1]) < 500), answer[:300]
