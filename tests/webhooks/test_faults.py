"""Whatever receivers do is recorded as it was, and harms no one else."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.database import Database
from app.domain.sealing import Sealer
from app.domain.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.courier import Courier
from app.settings import Webhooks
from tests.graph import Graph
from tests.webhooks.conftest import OPTIONS, Time, customer, deliveries, endpoint
from tests.webhooks.receiver import Answer, Received, Receiver, bytes_then_close, never, status

ATTEMPT = "status attempts { nodes { statusCode error message response latency signedAt } }"


@pytest.fixture
async def hasty(database: Database, time: Time) -> AsyncIterator[Courier]:
    """A courier that waits for an answer for no more than a moment."""
    courier = Courier(database, Webhooks(timeout_seconds=0.2), within=Reach(LOOPBACK), now=time)
    yield courier
    await courier.aclose()


async def the_attempt(graph: Graph) -> dict[str, Any]:
    """The one attempt of the one delivery, which waits for another."""
    (delivery,) = await deliveries(graph, ATTEMPT)
    assert delivery["status"] == "PENDING"
    (attempt,) = delivery["attempts"]["nodes"]
    found: dict[str, Any] = attempt
    return found


@pytest.mark.parametrize(
    ("answer", "code", "error", "response"),
    [
        (status(500, b"sorry"), 500, "STATUS_REFUSED", "sorry"),
        (status(404), 404, "STATUS_REFUSED", "ok"),
        (status(410), 410, "STATUS_REFUSED", "ok"),
        (status(302, b"", "Location: http://127.0.0.1:1/elsewhere"), 302, "REDIRECTED", ""),
        (status(304, b""), 304, "REDIRECTED", ""),
        (status(500, b"a\x00b\xff\x1b[31mc"), 500, "STATUS_REFUSED", "a�b��[31mc"),
        (status(500, b"x" * 900_000), 500, "STATUS_REFUSED", "x" * 2_000),
        (bytes_then_close(b"garbage\r\n\r\n"), None, "INVALID_RESPONSE", None),
        (bytes_then_close(b"HTTP/1.1 200 OK\r\nContent-Le"), None, "INVALID_RESPONSE", None),
        (bytes_then_close(b""), None, "INVALID_RESPONSE", None),
        (bytes_then_close(b"HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\nbro"), 500, "STATUS_REFUSED", "bro"),
    ],
)
async def test_what_is_no_acknowledgement(
    graph: Graph,
    courier: Courier,
    receiver: Receiver,
    answer: Answer,
    code: int | None,
    error: str,
    response: str | None,
) -> None:
    await endpoint(graph, receiver)
    receiver.answer = answer
    await customer(graph)
    assert await courier.deliver_due() == 1
    attempt = await the_attempt(graph)
    assert (attempt["statusCode"], attempt["error"], attempt["response"]) == (code, error, response)
    assert attempt["message"].endswith(".")
    assert attempt["signedAt"] is not None
    assert len(receiver.received) == 1, "a redirect is not followed"


@pytest.mark.parametrize(
    "answer",
    [
        status(200, b""),
        status(204, b""),
        status(299, b"x" * 900_000),
        bytes_then_close(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbro"),
    ],
)
async def test_what_acknowledges(graph: Graph, courier: Courier, receiver: Receiver, answer: Answer) -> None:
    """The status does: a body that breaks off after it, or never ends, is no matter."""
    await endpoint(graph, receiver)
    receiver.answer = answer
    await customer(graph)
    assert await courier.deliver_due() == 1
    (delivery,) = await deliveries(graph, ATTEMPT)
    assert delivery["status"] == "SUCCEEDED"
    assert delivery["attempts"]["nodes"][0]["error"] is None


async def test_no_one_listens(graph: Graph, courier: Courier, receiver: Receiver, unused_port: int) -> None:
    await endpoint(graph, receiver, url=f"http://127.0.0.1:{unused_port}/")
    await customer(graph)
    assert await courier.deliver_due() == 1
    attempt = await the_attempt(graph)
    assert (attempt["error"], attempt["statusCode"]) == ("CONNECTION_FAILED", None)


async def test_a_name_that_leads_nowhere(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver, url="http://nowhere.invalid/")
    await customer(graph)
    await courier.deliver_due()
    assert (await the_attempt(graph))["error"] == "HOST_NOT_FOUND"


async def test_plain_http_where_tls_is_spoken(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver, url=f"https://127.0.0.1:{receiver.port}/")
    async with receiver.came:
        receiver.answer = bytes_then_close(b"")
    await customer(graph)

    async def talk_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Speak plainly\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(talk_nonsense, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        (made,) = (await graph("{ webhookEndpoints { nodes { id } } }"))["webhookEndpoints"]["nodes"]
        await graph.do("webhookEndpointUpdate", "id", id=made["id"], input={"url": f"https://127.0.0.1:{port}/"})
        await courier.deliver_due()
    attempt = await the_attempt(graph)
    assert attempt["error"] == "TLS_FAILED"
    assert receiver.received == []


async def test_a_receiver_that_never_answers(graph: Graph, hasty: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver)
    receiver.answer = never
    await customer(graph)
    assert await hasty.deliver_due() == 1
    attempt = await the_attempt(graph)
    assert (attempt["error"], attempt["statusCode"]) == ("TIMED_OUT", None)
    assert attempt["message"] == "There was no answer within 0.2 seconds."


async def test_a_receiver_that_answers_drop_by_drop(graph: Graph, hasty: Courier, receiver: Receiver) -> None:
    """The time holds for the whole, not for each drop."""

    async def drip(_: Received, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            writer.write(b"H")
            await asyncio.sleep(0.02)
            await writer.drain()

    await endpoint(graph, receiver)
    receiver.answer = drip
    await customer(graph)
    await hasty.deliver_due()
    assert (await the_attempt(graph))["error"] in ("TIMED_OUT", "INVALID_RESPONSE")


async def test_a_slow_receiver_holds_up_no_other(
    graph: Graph, database: Database, time: Time, receiver: Receiver, other: Receiver
) -> None:
    """Far more is due for the slow one than its share of requests: the other is served all the same."""
    courier = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    released = asyncio.Event()

    async def slow(request: Received, writer: asyncio.StreamWriter) -> None:
        await released.wait()
        await status(200)(request, writer)

    receiver.answer = slow
    await endpoint(graph, receiver)
    for _ in range(OPTIONS.endpoint_concurrency * 3):
        await customer(graph)
    await endpoint(graph, other)
    for _ in range(5):
        await customer(graph)
    delivering = asyncio.create_task(courier.deliver_due())
    try:
        await other.reach(5)
        await receiver.reach(OPTIONS.endpoint_concurrency)
        assert len(receiver.received) == OPTIONS.endpoint_concurrency
        released.set()
        assert await delivering == OPTIONS.endpoint_concurrency * 3 + 10
    finally:
        released.set()
        await courier.aclose()
    assert {each["status"] for each in await deliveries(graph)} == {"SUCCEEDED"}


async def test_an_account_whose_receivers_are_slow_holds_up_no_other(
    graph: Graph, stranger: Graph, database: Database, receiver: Receiver, time: Time
) -> None:
    """Three slow endpoints, each with a share of its own, would take all that a process sends at once."""
    slow = asyncio.Event()

    async def answer(request: Received, writer: asyncio.StreamWriter) -> None:
        if request.path != "/quick":
            await slow.wait()
        await status(200)(request, writer)

    receiver.answer = answer
    options = Webhooks(timeout_seconds=300, concurrency=4, endpoint_concurrency=2, account_concurrency=3)
    courier = Courier(database, options, within=Reach(LOOPBACK), now=time)
    for number in range(3):
        await endpoint(graph, receiver, url=receiver.url(f"/slow{number}"))
    await endpoint(stranger, receiver, url=receiver.url("/quick"))
    for _ in range(12):
        await customer(graph)
    try:
        sending = asyncio.ensure_future(courier.deliver_due())
        await receiver.reach(3)
        for _ in range(5):
            await customer(stranger)
        courier._stirred.set()
        await receiver.reach(8)
        assert sorted(each.path[:5] for each in receiver.received) == ["/quic"] * 5 + ["/slow"] * 3
        slow.set()
        assert await sending == 12 * 3 + 5
        assert not courier._accounts
    finally:
        await courier.aclose()


async def test_an_answer_without_an_end_is_cut_off(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    sent = 0

    async def go_on(_: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        while True:
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000)
            await writer.drain()
            sent += 25_000

    receiver.answer = go_on
    await endpoint(graph, receiver)
    await customer(graph)
    await courier.deliver_due()
    assert (await the_attempt(graph))["error"] in ("INVALID_RESPONSE", "CONNECTION_FAILED")
    assert sent < 20_000_000


async def test_a_key_that_does_not_open_the_secret(
    graph: Graph, database: Database, time: Time, receiver: Receiver
) -> None:
    """Nothing is sent unsigned. Once the secret is rolled, or the key is back, it goes on."""
    made = await endpoint(graph, receiver)
    await customer(graph)
    lost = Courier(database, OPTIONS, keeper=Sealer(["another key " * 4]), within=Reach(LOOPBACK), now=time)
    try:
        assert await lost.deliver_due() == 1
    finally:
        await lost.aclose()
    attempt = await the_attempt(graph)
    assert (attempt["error"], attempt["signedAt"]) == ("SECRET_UNREADABLE", None)
    assert receiver.received == []
    assert made["secret"] not in str(await deliveries(graph, ATTEMPT))


async def test_a_name_that_leads_inside_when_it_comes_to_it(
    graph: Graph, database: Database, time: Time, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address that is connected to is what is judged, each time: a name that led elsewhere before is no help."""
    await endpoint(graph, receiver, url=f"http://rebound.example:{receiver.port}/")
    await customer(graph)
    asked: list[str] = []

    def inside(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port)), (10, 1, 6, "", ("::ffff:10.0.0.1", port, 0, 0))]

    monkeypatch.setattr("app.events.webhooks.connecting.socket.getaddrinfo", inside)
    public = Courier(database, OPTIONS, within=Reach(), now=time)
    try:
        assert await public.deliver_due() == 1
    finally:
        await public.aclose()
    attempt = await the_attempt(graph)
    assert (attempt["error"], attempt["statusCode"]) == ("ADDRESS_REFUSED", None)
    assert (asked, receiver.received) == (["rebound.example"], [])
    allowed = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    time.move(minutes=12)
    try:
        assert await allowed.deliver_due() == 1
    finally:
        await allowed.aclose()
    assert receiver.received[0].headers["host"] == f"rebound.example:{receiver.port}"


async def test_a_courier_that_stops_lets_what_is_under_way_end(
    graph: Graph, database: Database, time: Time, receiver: Receiver
) -> None:
    await endpoint(graph, receiver)
    await customer(graph)
    stopping = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    closed: list[asyncio.Task[None]] = []

    async def answer_as_it_stops(request: Received, writer: asyncio.StreamWriter) -> None:
        closed.append(asyncio.create_task(stopping.aclose()))
        await asyncio.sleep(0)
        await status(200)(request, writer)

    receiver.answer = answer_as_it_stops
    assert await stopping.deliver_due() == 1
    await asyncio.gather(*closed)
    assert [each["status"] for each in await deliveries(graph)] == ["SUCCEEDED"]


async def test_certificates_are_checked(
    graph: Graph, database: Database, time: Time, certificate: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """A certificate of no known authority is refused; one that is trusted for the name is not."""
    serving, trusting = certificate
    paths: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        paths.append(next(line for line in head.split("\r\n") if line.startswith("Host")))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=serving) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"https://localhost:{port}/"
        await graph.do("webhookEndpointCreate", "id", input={"url": url, "enabledEvents": ["*"]})
        await customer(graph)
        for tls, error in ((None, "TLS_FAILED"), (trusting, None)):
            courier = Courier(database, OPTIONS, within=Reach(LOOPBACK), tls=tls, now=time)
            try:
                assert await courier.deliver_due() == 1
            finally:
                await courier.aclose()
            (delivery,) = await deliveries(graph, ATTEMPT)
            assert delivery["attempts"]["nodes"][0]["error"] == error
            time.move(minutes=15)
    assert paths == [f"Host: localhost:{port}"]
