"""`python -m tests.benchmarks`: everything that `make bench` measures, as tables."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import (
    accounts,
    delivering,
    events,
    falling_due,
    growth,
    metering,
    mutations,
    reading,
    renewals,
    writers,
)
from tests.benchmarks.cores import THE_REST, pin
from tests.benchmarks.data import Data, filled
from tests.benchmarks.former import sides
from tests.benchmarks.servers import find_node, running, servers
from tests.benchmarks.tables import Table

MANY = 32
"""Connections of a busy server."""
WRITERS = (1, 16, 64)
"""Connections that write to one account."""
WIDEST = 190
"""Characters of the widest table."""


class Part(StrEnum):
    """What can be measured by itself."""

    READING = "reading"
    GROWTH = "growth"
    MUTATIONS = "mutations"
    EVENTS = "events"
    METERS = "meters"
    RENEWALS = "renewals"
    ACCOUNTS = "accounts"


def main(
    quick: Annotated[bool, typer.Option("--quick", help="One short round, to see that all of it works.")] = False,
    only: Annotated[list[Part] | None, typer.Option(help="This part, not the others.")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, help="Interleaved rounds: 5 unless given.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Seconds of a turn: 1 unless given.")] = None,
    sockets: Annotated[list[int] | None, typer.Option(min=1, help="So many follow events, and so many.")] = None,
    node: Annotated[bool, typer.Option(help="Also measure the peers that run on Node.")] = True,
    former: Annotated[str | None, typer.Option(metavar="REV", help="Also measure the code of this commit.")] = None,
    due: Annotated[int | None, typer.Option(min=1_000, help="So many fall due at once: 10,000 unless given.")] = None,
    renewed: Annotated[
        list[int] | None, typer.Option(min=10, help="So many subscriptions renew, and so many: 1,000 and 10,000.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the tables there, as Markdown.")] = None,
) -> None:
    """Measure paygraph beside its peers, on a PostgreSQL that is made for this and then gone."""
    chosen = only or list(Part)
    rounds, seconds = rounds or (1 if quick else 5), seconds or (0.2 if quick else 1.0)
    many = 8 if quick else MANY
    sizes = sockets or ((1, 200) if quick else events.SOCKETS)
    carried = find_node() if node and {Part.READING, Part.EVENTS} & set(chosen) else None
    console = Console(width=max(Console().width, WIDEST))
    written: list[Table] = []
    pin(THE_REST)
    # What was started ends, and what was made is gone, also when this process is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with console.status("filling the database") as status, filled() as data:
        how = How(
            many,
            sizes,
            rounds,
            seconds,
            former,
            due or (1_000 if quick else 10_000),
            300 if quick else 5_000,
            10_000 if quick else 1_000_000,
            renewed or ((100, 300) if quick else (1_000, 10_000)),
            status.update,
        )
        for table in measured(data, chosen, carried, how):
            table.show(console)
            written.append(table)
    if out is not None:
        out.write_text("\n".join(table.markdown() for table in written))


@dataclass(frozen=True)
class How:
    """How much is measured, and who is told of what is just done."""

    many: int
    sockets: Sequence[int]
    rounds: int
    seconds: float
    former: str | None
    due: int
    webhooks: int
    usage: int
    renewed: Sequence[int]
    say: Callable[[str], None]


def measured(data: Data, chosen: list[Part], node: str | None, how: How) -> Iterator[Table]:
    """The chosen tables. What changes the data comes last, and at the very last what pgbench adds to."""
    many, rounds, seconds, say = how.many, how.rounds, how.seconds, how.say
    if Part.READING in chosen:
        with ExitStack() as stack:
            before = [side.server for side in stack.enter_context(sides(data, how.former))[1:]]
            started = [stack.enter_context(running(server)) for server in (*servers(data, node), *before)]
            found = reading.read(started, data, connections=(1, many), rounds=rounds, seconds=seconds, say=say)
        yield from found.tables()
    if Part.GROWTH in chosen:
        yield from growth.grow(data, rounds=rounds, seconds=seconds / 2, say=say)
    if Part.EVENTS in chosen:
        yield events.tell(data, node, sockets=how.sockets, seconds=seconds, say=say)
        yield delivering.deliver(data, many=how.webhooks, say=say)
    if Part.METERS in chosen:
        yield metering.count(data, connections=(1, 8), rounds=rounds, seconds=seconds, many=how.usage, say=say)
    if Part.RENEWALS in chosen:
        yield from renewals.renew(data, sizes=how.renewed, say=say)
    if Part.ACCOUNTS in chosen:
        yield accounts.list_over(data, rounds=rounds, seconds=seconds / 2, say=say)
    if Part.MUTATIONS in chosen:
        with sides(data, how.former) as both:
            yield writers.write(both, connections=WRITERS, rounds=rounds, seconds=seconds, say=say)
            yield falling_due.fall_due(both, many=how.due, say=say)
            yield mutations.mutate(both, connections=(1, many), rounds=rounds, seconds=seconds, say=say)


if __name__ == "__main__":
    typer.run(main)
