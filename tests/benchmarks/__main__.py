"""`python -m tests.benchmarks`: everything that `make bench` measures, as tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import events, growth, mutations, reading
from tests.benchmarks.cores import THE_REST, pin
from tests.benchmarks.data import Data, filled
from tests.benchmarks.servers import find_node, running, servers
from tests.benchmarks.tables import Table

MANY = 32
"""Connections of a busy server."""
WIDEST = 160
"""Characters of the widest table."""


class Part(StrEnum):
    """What can be measured by itself."""

    READING = "reading"
    GROWTH = "growth"
    MUTATIONS = "mutations"
    EVENTS = "events"


def main(
    quick: Annotated[bool, typer.Option("--quick", help="One short round, to see that all of it works.")] = False,
    only: Annotated[list[Part] | None, typer.Option(help="This part, not the others.")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, help="Interleaved rounds: 5 unless given.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Seconds of a turn: 1 unless given.")] = None,
    sockets: Annotated[list[int] | None, typer.Option(min=1, help="So many follow events, and so many.")] = None,
    node: Annotated[bool, typer.Option(help="Also measure the peers that run on Node.")] = True,
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
    with console.status("filling the database") as status, filled() as data:
        for table in measured(
            data, chosen, carried, many=many, sockets=sizes, rounds=rounds, seconds=seconds, say=status.update
        ):
            table.show(console)
            written.append(table)
    if out is not None:
        out.write_text("\n".join(table.markdown() for table in written))


def measured(
    data: Data,
    chosen: list[Part],
    node: str | None,
    *,
    many: int,
    sockets: Sequence[int],
    rounds: int,
    seconds: float,
    say: Callable[[str], None],
) -> Iterator[Table]:
    """The chosen tables. What changes the data comes last, and mutations at the very last: pgbench sends the same
    statements again and again, and gives many events the same place."""
    if Part.READING in chosen:
        with ExitStack() as stack:
            started = [stack.enter_context(running(server)) for server in servers(data, node)]
            found = reading.read(started, data, connections=(1, many), rounds=rounds, seconds=seconds, say=say)
        yield from found.tables()
    if Part.GROWTH in chosen:
        yield from growth.grow(data, rounds=rounds, seconds=seconds / 2, say=say)
    if Part.EVENTS in chosen:
        yield events.tell(data, node, sockets=sockets, seconds=seconds, say=say)
    if Part.MUTATIONS in chosen:
        yield mutations.mutate(data, connections=(1, many), rounds=rounds, seconds=seconds, say=say)


if __name__ == "__main__":
    typer.run(main)
