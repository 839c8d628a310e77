"""The load: so many connections, each sending its next request once it has the answer to the last.

It runs as a process of its own (`python -m tests.benchmarks.load < job.json`) on uvloop, and does no more with an
answer than read its status and count its bytes.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

import uvloop

LONGEST_WAIT = 120.0
"""Seconds after the end of the sending in which what is on its way must have come."""


@dataclass
class Outcome:
    """What came of a run. `seconds` end with the last answer; `latencies` are in seconds; a `failure` is an answer
    whose status or size is not what it was when the answer was checked."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: int = 0
    busy: float = 0.0
    """CPU seconds of the load itself."""


class Connection(asyncio.Protocol):
    """One connection, kept alive, which sends the next request when it has a whole answer."""

    def __init__(self, run: "Run") -> None:
        self.run = run
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.head = b""
        self.missing = -1
        """Bytes that the answer still lacks; -1 while its head is not yet whole."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        wanted = self.run.next_request()
        if wanted is None:
            self.transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        request, self.size = wanted
        self.head, self.missing = b"", -1
        self.started = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self.missing < 0:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.head[:end].lower()
            place = head.find(b"\r\ncontent-length:")
            if place < 0:
                self.fail("An answer has no Content-Length, which the load needs.")
                return
            length = int(head[place + 17 :].split(b"\r\n", 1)[0])
            self.right = head[9:12] == b"200" and length == self.size
            self.missing = length - (len(self.head) - end - 4)
        else:
            self.missing -= len(data)
        if self.missing <= 0:
            self.run.answered(time.perf_counter() - self.started, self.right)
            self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.fail(f"The server closed a connection: {error or 'without a reason'}.")

    def fail(self, reason: str) -> None:
        self.done.set_exception(RuntimeError(reason))
        self.transport.abort()


class Run:
    """One run: what is sent, in turns, and what has come."""

    def __init__(self, requests: list[tuple[bytes, int]], seconds: float) -> None:
        self.requests = requests
        self.outcome = Outcome()
        self.turn = 0
        self.seconds = seconds
        self.began = time.perf_counter()

    def next_request(self) -> tuple[bytes, int] | None:
        """The next request and the size of its answer; None when the time is over."""
        if time.perf_counter() - self.began >= self.seconds and self.turn:
            return None
        self.turn += 1
        return self.requests[self.turn % len(self.requests)]

    def answered(self, seconds: float, right: bool) -> None:
        self.outcome.latencies.append(seconds)
        self.outcome.failures += not right


async def load(port: int, requests: list[tuple[bytes, int]], *, connections: int, seconds: float) -> Outcome:
    """Send for so many seconds, then wait for what is on its way. Raises RuntimeError when a connection fails."""
    loop = asyncio.get_running_loop()
    cpu = time.process_time()
    run = Run(requests, seconds)
    made = [(await loop.create_connection(lambda: Connection(run), "127.0.0.1", port))[1] for _ in range(connections)]
    await asyncio.wait_for(asyncio.gather(*(connection.done for connection in made)), seconds + LONGEST_WAIT)
    run.outcome.seconds = time.perf_counter() - run.began
    run.outcome.busy = time.process_time() - cpu
    return run.outcome


def main() -> None:
    """Read a job, do it, print what came of it."""
    job = json.load(sys.stdin)
    requests = [(request.encode(), size) for request, size in job["requests"]]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(load(job["port"], requests, connections=job["connections"], seconds=job["seconds"]))
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
