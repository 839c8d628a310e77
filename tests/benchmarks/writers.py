"""Writers of one account: how many payments it makes a second, for as many as write at once."""

from collections.abc import Callable

from tests.benchmarks.former import Side
from tests.benchmarks.mutations import CREATE
from tests.benchmarks.tables import Table, figure
from tests.benchmarks.writing import Load, compare, started


def write(
    sides: list[Side], *, connections: tuple[int, ...], rounds: int, seconds: float, say: Callable[[str], None]
) -> Table:
    """Have so many connections create payment intents, all in the one account."""
    rows = []
    with started(sides) as servers:
        for many in connections:
            load = Load(sides[0].data, CREATE, many, seconds)
            for one in compare(servers, load, rounds=rounds, say=say):
                sample = one.sample
                figures = (sample.p50, sample.p99, sample.server, sample.database)
                rows.append([str(many), one.server, figure(sample.rate), one.told(), *map(figure, figures)])
    return Table(
        "Writers of one account, each creating payment intents",
        ["writers", "server", "per second", "times", "p50 ms", "p99 ms", "server CPU ms", "database CPU ms"],
        rows,
        "Events of an account have an order without a gap, so its transactions end one after the other.",
    )
