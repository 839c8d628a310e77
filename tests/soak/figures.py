"""What a thousand hostile clients without keys, and one key, have one process hold, by docs/bounds.md and measured.

Each row is a fresh server with the limits as they are by default.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tests.benchmarks.tables import Table
from tests.soak.hostile import Hostile, Pair, frame, message, post, query
from tests.soak.server import Server

THOUSAND, HUNDRED = 1_000, 100
SUBSCRIBE = "subscription { events { id } }"
ONE_PAGE = "{ customers(first: 100) { nodes { %s } } }"


@dataclass(frozen=True)
class Figure:
    """One row: megabytes by the table of bounds, and what makes them held."""

    name: str
    bound: float
    hold: Callable[[Hostile], Awaitable[list[Pair]]]


async def half_heads(one: Hostile) -> list[Pair]:
    head = b"POST /graphql HTTP/1.1\r\nHost: a\r\nCookie: "
    return [await one.open(head + b"x" * (65_000 - len(head))) for _ in range(THOUSAND)]


async def held_bodies(one: Hostile) -> list[Pair]:
    request = post(b"x" * 65_535, None, f"Cookie: {'x' * 65_000}", length=65_536)
    return [await one.open(request) for _ in range(THOUSAND)]


async def half_messages(one: Hostile) -> list[Pair]:
    pairs = [await one.socket() for _ in range(THOUSAND)]
    for _, writer in pairs:
        writer.write(frame(b"x" * 16_000)[:-1])
    return pairs


async def unread_pongs(one: Hostile) -> list[Pair]:
    """As many as each socket takes, of both kinds of ping."""
    pairs = [await one.socket(room=4_096) for _ in range(THOUSAND)]
    for _, writer in pairs:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
    ping = message("ping", payload={"a": "x" * 16_000})
    for _ in range(15):
        for _, writer in pairs:
            writer.write(ping * 10)
        await asyncio.sleep(0.2)
    return pairs


async def subscriptions(one: Hostile, pad: object) -> list[Pair]:
    """On a hundred sockets, ten of a hundred kilobytes each, at the rate that a key has."""
    pairs = [await one.socket(one.secret) for _ in range(HUNDRED)]
    for _, writer in pairs:
        for number in range(10):
            payload = {"query": SUBSCRIBE, "variables": {"pad": pad}}
            writer.write(message("subscribe", id=str(number), payload=payload))
        await asyncio.sleep(0.1)
    return pairs


async def texts(one: Hostile) -> list[Pair]:
    return await subscriptions(one, "y" * 99_000)


async def lists(one: Hostile) -> list[Pair]:
    return await subscriptions(one, [[]] * 24_000)


async def bodies(one: Hostile) -> list[Pair]:
    return [await one.open(post(b" " * 999_000, one.secret, length=1_000_000)) for _ in range(HUNDRED)]


async def unread_answers(one: Hostile) -> list[Pair]:
    """Answers of some megabytes, of a customer with all the metadata that there can be."""
    metadata = {f"{number:040}": "x" * 500 for number in range(50)}
    make = "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }"
    for _ in range(100):
        await one.ask(post(query(make, input={"metadata": metadata}), one.secret))
    shown = " ".join(f"a{number}: metadata" for number in range(4))
    request = post(query(ONE_PAGE % shown), one.secret)
    pairs = []
    for _ in range(HUNDRED):
        reader, writer = await one.open(request, room=4_096)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        pairs.append((reader, writer))
        await asyncio.sleep(0.05)
    return pairs


FIGURES = (
    Figure("1,000 heads without an end", 88, half_heads),
    Figure("1,000 heads and bodies without an end", 153, held_bodies),
    Figure("1,000 WebSockets with half a message", 41, half_messages),
    Figure("1,000 WebSockets that do not read pongs", 222, unread_pongs),
    Figure("One key: 1,000 subscriptions, of 100 MB of text", 100, texts),
    Figure("One key: the same, of empty lists", 100, lists),
    Figure("One key: 100 bodies of 1 MB on their way", 100, bodies),
    Figure("One key: 100 answers of 10 MB that are not read", 384, unread_answers),
)


def measure(console: Console, folder: Path, only: str = "") -> None:
    """Print the table."""
    # What asyncio says of connections that the server closes would fill the screen.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    rows = []
    for place, figure in enumerate(each for each in FIGURES if only in each.name):
        server = Server(folder / str(place), workers=1)
        server.folder.mkdir()
        server.folder.chmod(0o755)
        server.start()
        try:
            sizes = asyncio.run(held(server, figure))
        finally:
            server.stop()
        rows.append([figure.name, f"{figure.bound:g}", *(f"{size / 1e6:,.0f}" for size in sizes)])
        console.print(" · ".join(rows[-1]), highlight=False)
    Table(
        "What hostile clients have one process hold, in MB", ["clients", "bound", "fresh", "peak", "after"], rows
    ).show(console)


async def held(server: Server, figure: Figure) -> tuple[int, int, int]:
    """The process before them, at most, and a while after they have left."""
    one = Hostile(server.port, server.secret, server.publishable)
    await one.ask(post(query("{ __typename }"), server.secret))
    fresh = peak = server.holding().servers
    task = asyncio.ensure_future(figure.hold(one))
    held_for = 0.0
    while held_for < 5:
        await asyncio.sleep(0.25)
        peak = max(peak, server.holding().servers)
        held_for += 0.25 if task.done() else 0.0
    for _, writer in task.result():
        writer.transport.abort()
    await asyncio.sleep(3)
    return fresh, peak, server.holding().servers
