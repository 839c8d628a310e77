"""What the benchmark of events stands on: frames wherever they are cut, figures, and a real server that is followed."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from app.database import Database
from app.server.main import build
from app.settings import Limits, Settings
from tests.benchmarks.arrivals import Arrivals, name_of, number_in, percentile
from tests.benchmarks.events import RELAY, Run, job_of, table
from tests.benchmarks.followers import receiving
from tests.benchmarks.following import Following, Job, Outcome
from tests.benchmarks.frames import PING, TEXT, read, written
from tests.graph import new_caller
from tests.server.conftest import Live, served

LIMITS = Limits(requests_per_second=1e6, burst=1_000_000)
OUTCOME = Outcome(2.0, 0.002, 51_200.0, 0.010, 0.020, 4.0, 2.0, 1.0, 0.8, "a message")


def as_server(kind: Opcode, payload: bytes) -> bytes:
    return bytes(Frame(kind, payload).serialize(mask=False))


def test_frames_are_read_wherever_the_stream_is_cut() -> None:
    sent = [(TEXT, bytes(size)) for size in (0, 1, 125, 126, 300)] + [(PING, b"1234")]
    stream = b"".join(as_server(Opcode(kind), payload) for kind, payload in sent)
    for cut in range(len(stream) + 1):
        first, rest = read(stream[:cut])
        second, left = read(rest + stream[cut:])
        assert first + second == sent
        assert left == b""


def test_long_frames_are_read_and_pieces_refused() -> None:
    stream = as_server(Opcode.TEXT, bytes(65_536))
    assert read(stream) == ([(TEXT, bytes(65_536))], b"")
    for cut in (1, 5, 9, 10, 65_545):
        assert read(stream[:cut]) == ([], stream[:cut])
    with pytest.raises(ValueError, match="in pieces"):
        read(Frame(Opcode.TEXT, b"half", fin=False).serialize(mask=False))


@pytest.mark.parametrize("size", [0, 125, 126, 65_535])
def test_frames_are_written_masked_as_a_client_must(size: int) -> None:
    frame = written(TEXT, bytes(size))
    masked = Frame(Opcode.TEXT, bytes(size)).serialize(mask=True)
    key = len(masked) - size - 4
    assert frame == masked[:key] + bytes(4) + bytes(size)


def test_a_frame_too_long_to_write_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        written(TEXT, bytes(65_536))


def test_percentiles() -> None:
    values = [float(value) for value in range(1, 201)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1.0)] == [100.0, 198.0, 200.0]
    assert percentile([7.0], 0.5) == percentile([7.0], 0.99) == 7.0


async def test_earlier_events_do_not_count() -> None:
    arrivals = Arrivals()
    arrivals.sent = {1: 0.0, 2: 0.0}
    arrivals.expect(2, 2)
    for number in (2, 1):
        arrivals.note(number_in(f'{{"name":"{name_of(number)}"}}'.encode()))
    assert (arrivals.missing, len(arrivals.delays), arrivals.all.is_set()) == (1, 1, False)
    arrivals.note(2)
    assert arrivals.all.is_set()


async def test_webhooks_are_acknowledged_and_count_once() -> None:
    arrivals = Arrivals()
    arrivals.sent = dict.fromkeys((1, 2), 0.0)
    arrivals.expect(1, 2)
    bodies = [name_of(number).encode() for number in (1, 1, 2)]
    requests = b"".join(b"POST / HTTP/1.1\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    async with receiving(arrivals) as url:
        host, port = url.removeprefix("http://").rstrip("/").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(requests[:70])
        answers = [await reader.readuntil(b"\r\n\r\n")]
        assert arrivals.missing == 1
        writer.write(requests[70:])
        answers += [await reader.readuntil(b"\r\n\r\n") for _ in range(2)]
        writer.close()
    assert arrivals.all.is_set()
    assert answers == [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"] * 3


@pytest.fixture
async def server(database: Database) -> AsyncIterator[Live]:
    settings = Settings(database_url=database.url, worker=False, limits=LIMITS)
    async with served(build(settings), LIMITS) as live:
        yield live


def job(server: Live, secret: str, **changes: Any) -> Job:
    pid = os.getpid()
    return Job(server.port, f"Bearer {secret}", 20, pid, pid, **{"paced": 3, "pace": 100.0, "flat_out": 10, **changes})


async def test_a_real_server_is_followed(server: Live, database: Database) -> None:
    caller = await new_caller(server.http, database)
    following = Following(job(server, caller.secret))
    outcome = await following.run()
    assert len(following.sockets) == 20
    assert following.arrivals.missing == 0
    assert len(following.arrivals.delays) == 200
    assert '"type":"customer.created"' in outcome.message
    assert name_of(number_in(outcome.message.encode())) in outcome.message


async def test_a_key_that_is_refused_ends_the_run(server: Live) -> None:
    with pytest.raises(RuntimeError, match="The server closed a socket"):
        await Following(job(server, "sk_test_nobodys")).run()


def test_few_events_for_many_sockets() -> None:
    found = {sockets: job_of(sockets, 1.0) for sockets in (0, 1, 1_000, 10_000)}
    assert {sockets: (job.pace, job.paced, job.flat_out) for sockets, job in found.items()} == {
        0: (20.0, 100, 500),
        1: (20.0, 100, 500),
        1_000: (5.0, 25, 100),
        10_000: (0.5, 5, 10),
    }


def test_the_table() -> None:
    runs = [Run(server, job_of(sockets, 1.0), OUTCOME) for sockets in (1, 1_000) for server in ("paygraph", RELAY)]
    made = table(runs, 9_700)
    assert made.rows[0][:2] == ["1 socket", "paygraph"]
    assert made.rows[2] == []
    assert dict(zip(made.heads, made.rows[3], strict=True)) == {
        "told to": "1,000 sockets",
        "server": "paygraph",
        "connect s": "2.00",
        "CPU ms": "2.00",
        "KB": "50.0",
        "p50 ms": "10.0",
        "p99 ms": "20.0",
        "events/s": "25.0",
        "messages/s": "25,000",
        "of the relay": "1.00x",
        "CPU µs": "20.0",
        "database µs": "10.0",
        "load": "0.20",
    }
    assert "No more than 9,700 sockets" in made.notes
