"""One server's events, followed: mutations go in over a few connections, and messages come out to all who follow.

It runs as a process of its own (`python -m tests.benchmarks.following < job.json`) on uvloop, sends and receives by one
clock, and reads what the server and PostgreSQL used meanwhile.
"""

import asyncio
import gc
import json
import math
import sys
import time
from collections.abc import Awaitable
from dataclasses import asdict, dataclass
from typing import TypeVar

import psutil
import uvloop

from tests.benchmarks.arrivals import Arrivals, name_of, percentile
from tests.benchmarks.cores import Meter
from tests.benchmarks.followers import Socket, connect, receiving

CREATE = """mutation Create($name: String!) {
  customerCreate(input: { name: $name, email: "follower@example.com", description: "Told to all who follow" }) {
    customer { id }
    userErrors { message }
  }
}"""
FOLLOW = 'subscription { events(types: ["customer.created"]) { id type cursor data { object } } }'
HOOK = """mutation Hook($url: String!) {
  webhookEndpointCreate(input: { url: $url, enabledEvents: ["customer.created"] }) {
    webhookEndpoint { id }
    userErrors { message }
  }
}"""
REFUSED_NOTHING = b'"userErrors":[]'

SENDERS = 8
"""Connections that mutations are sent over."""
PROBE_SECONDS = 3.0
"""After which a socket that was not told of an event is taken not to have followed yet."""
LONGEST_WAIT = 120.0

Value = TypeVar("Value")


@dataclass(frozen=True)
class Job:
    """What to do. `sockets` is 0 for a webhook in their place."""

    port: int
    authorization: str | None
    sockets: int
    server: int
    database: int
    """Process ids."""
    paced: int
    """Events sent at a steady pace, to see how long each takes."""
    pace: float
    """Events per second then."""
    flat_out: int
    """Events sent as fast as they are answered, to see how many there can be."""


@dataclass(frozen=True)
class Outcome:
    """What came of it. Times in seconds, CPU time too."""

    connect: float
    """Until all sockets but the first had subscribed."""
    connect_cpu: float
    """What the server spent on each of these."""
    memory: float
    """By how many bytes the server grew for each of these, once it had told all."""
    p50: float
    p99: float
    """From sending a mutation, at the steady pace, to each message."""
    seconds: float
    """Flat out: from the first mutation to the last message."""
    server: float
    database: float
    busy: float
    """CPU of the server, of PostgreSQL, and of this process in that time."""
    message: str
    """A message, as an example."""


class Senders:
    """Mutations, over connections that each send the next one when they have the answer to the last."""

    def __init__(self, job: Job, arrivals: Arrivals) -> None:
        self.job = job
        self.arrivals = arrivals
        self.next = 1
        """The number of the next event."""

    async def cause(self, events: int, pace: float = 0.0) -> None:
        """So many events, at a pace (events per second) or else flat out. Raises RuntimeError when one is refused."""
        # At a slow pace few connections are opened, or servers would close them meanwhile as idle.
        connections = [await self.connect() for _ in range(min(SENDERS, math.ceil(pace) or SENDERS))]
        began = time.monotonic()
        first, self.next = self.next, self.next + events
        turns = iter(range(first, self.next))

        async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for number in turns:
                sent = time.monotonic()
                if pace:
                    # One that no connection was free for counts from when it was due.
                    now, sent = sent, began + (number - first) / pace
                    await asyncio.sleep(max(0.0, sent - now))
                self.arrivals.sent[number] = sent
                await self.ask(reader, writer, CREATE, {"name": name_of(number)})
            writer.close()

        await asyncio.gather(*(work(*connection) for connection in connections))

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.job.port)

    async def ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, query: str, variables: dict[str, str]
    ) -> None:
        body = json.dumps({"query": query, "variables": variables}).encode()
        authorization = f"Authorization: {self.job.authorization}\r\n" if self.job.authorization else ""
        head = (
            "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{authorization}\r\n"
        )
        writer.write(head.encode() + body)
        said = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(said.partition(b"\r\ncontent-length:")[2].split(b"\r\n", 1)[0])
        answer = await reader.readexactly(length)
        if REFUSED_NOTHING not in answer or b'"errors"' in answer:
            raise RuntimeError(f"A mutation was refused: {answer[:500].decode(errors='replace')}")


class Following:
    """One run."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arrivals = Arrivals()
        self.senders = Senders(job, self.arrivals)
        self.sockets: list[Socket] = []
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def fail(self, reason: str) -> None:
        if not self.failed.done():
            self.failed.set_exception(RuntimeError(reason))

    async def run(self) -> Outcome:
        """Everything, in order. Raises RuntimeError when something is refused, lost, or told to some otherwise."""
        async with receiving(self.arrivals) as url:
            try:
                return await self.measure(url)
            finally:
                self.failed.cancel()
                for socket in self.sockets:
                    socket.transport.abort()

    async def measure(self, url: str) -> Outcome:
        job = self.job
        if job.sockets:
            await self.join(1)
        else:
            await self.senders.ask(*await self.senders.connect(), HOOK, {"url": url})
            await self.all_told(1, 0.0)
        server, grown = Meter(job.server), memory(job.server)
        began = time.monotonic()
        more = max(0, job.sockets - 1)
        connected = await self.join(more) - began if more else 0.0
        connect_cpu = server.used()
        await self.all_told(job.paced, job.pace)
        delays = sorted(self.arrivals.delays)
        meters = Meter(job.server), Meter(job.database)
        busy, began = time.process_time(), time.monotonic()
        await self.all_told(job.flat_out, 0.0)
        return Outcome(
            connect=connected,
            connect_cpu=connect_cpu / max(1, more),
            memory=(memory(job.server) - grown) / max(1, more),
            p50=percentile(delays, 0.5),
            p99=percentile(delays, 0.99),
            seconds=self.arrivals.last - began,
            server=meters[0].used(),
            database=meters[1].used(),
            busy=time.process_time() - busy,
            message=self.sockets[0].message.decode() if self.sockets else "",
        )

    async def join(self, more: int) -> float:
        """So many sockets more, from when all of them are told of an event. When the last had subscribed."""
        job = self.job
        opened = connect(
            job.port, more, self.arrivals, authorization=job.authorization, document=FOLLOW, fail=self.fail
        )
        self.sockets += await self.unless_failed(opened, LONGEST_WAIT)
        subscribed = time.monotonic()
        until = subscribed + LONGEST_WAIT
        while True:
            self.arrivals.expect(self.senders.next, len(self.sockets))
            await self.senders.cause(1)
            try:
                await self.unless_failed(self.arrivals.all.wait(), PROBE_SECONDS)
            except TimeoutError:
                if time.monotonic() > until:
                    raise
            else:
                return subscribed

    async def all_told(self, events: int, pace: float) -> None:
        """Cause events and wait until everyone was told of each."""
        for socket in self.sockets:
            socket.told = 0
        self.arrivals.expect(self.senders.next, events * max(1, len(self.sockets)))
        await self.unless_failed(self.senders.cause(events, pace), LONGEST_WAIT)
        await self.unless_failed(self.arrivals.all.wait(), LONGEST_WAIT)
        if len({socket.told for socket in self.sockets}) > 1:
            raise RuntimeError("Not all sockets were told the same events in the same order.")

    async def unless_failed(self, wanted: Awaitable[Value], seconds: float) -> Value:
        """What is wanted, once it is there. Raises TimeoutError, and the RuntimeError of what failed meanwhile."""
        task = asyncio.ensure_future(wanted)
        done, _ = await asyncio.wait((task, self.failed), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task in done:
            return task.result()
        task.cancel()
        if self.failed in done:
            self.failed.result()
        raise TimeoutError(f"Messages were still missing after {seconds:.0f} seconds: {self.arrivals.missing}.")


def memory(pid: int) -> int:
    """Bytes that a process and its descendants hold in memory."""
    process = psutil.Process(pid)
    return sum(member.memory_info().rss for member in (process, *process.children(recursive=True)))


def main() -> None:
    """Read a job, do it, print what came of it."""
    # Nothing here is garbage for long that needs to be looked for, and looking would delay what is timed.
    gc.disable()
    job = Job(**json.load(sys.stdin))

    async def run() -> Outcome:
        return await Following(job).run()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        json.dump(asdict(runner.run(run())), sys.stdout)


if __name__ == "__main__":
    main()
