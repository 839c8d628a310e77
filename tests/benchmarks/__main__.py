"""`python -m tests.benchmarks`: everything that `make bench` measures, as tables."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import reading
from tests.benchmarks.cores import THE_REST, pin
from tests.benchmarks.data import filled
from tests.benchmarks.servers import find_node, running, servers
from tests.benchmarks.tables import Table


def main(
    quick: Annotated[bool, typer.Option("--quick", help="One short round, to see that all of it works.")] = False,
    rounds: Annotated[int | None, typer.Option(min=1, help="Interleaved rounds: 5 unless given.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Seconds of a turn: 1.2 unless given.")] = None,
    node: Annotated[bool, typer.Option(help="Also measure the peers that run on Node.")] = True,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the tables there, as Markdown.")] = None,
) -> None:
    """Measure paygraph beside its peers, on a PostgreSQL that is made for this and then gone."""
    rounds = rounds or (1 if quick else 5)
    seconds = seconds or (0.2 if quick else 1.2)
    console = Console()
    tables: list[Table] = []
    pin(THE_REST)
    with console.status("filling the database") as status, ExitStack() as stack:
        data = stack.enter_context(filled())
        started = [stack.enter_context(running(server)) for server in servers(data, find_node() if node else None)]
        found = reading.read(
            started, data, connections=(1, 8 if quick else 32), rounds=rounds, seconds=seconds, say=status.update
        )
        tables += found.tables()
    for table in tables:
        table.show(console)
    if out is not None:
        out.write_text("\n".join(table.markdown() for table in tables))


if __name__ == "__main__":
    typer.run(main)
