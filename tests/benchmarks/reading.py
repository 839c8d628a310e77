"""The first table: four queries, at one connection and at many, of paygraph, its peers, and the floor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.answers import Query, Requests, agreed
from tests.benchmarks.clones import numbered
from tests.benchmarks.data import Data
from tests.benchmarks.measuring import Sample, interleaved, measure, middle
from tests.benchmarks.servers import FLOOR, FORMER, OURS, OURS_ON_GRAPHQL_CORE, Running
from tests.benchmarks.tables import Table, figure

IDS = 200
"""Different objects that are asked for by id, in turn."""
WARM_UP = 20
"""Connections while a server warms up, so that each of a pool's has met the statements."""

FIGURES = {
    "requests/s": "rate",
    "p50 ms": "p50",
    "p99 ms": "p99",
    "server CPU ms": "server",
    "database CPU ms": "database",
}


@dataclass(frozen=True)
class Turn:
    """One query of one server, at so many connections."""

    query: str
    connections: int
    server: str

    def __str__(self) -> str:
        return f"{self.query}, {self.connections} connections, {self.server}"


@dataclass(frozen=True)
class Reading:
    """All that was measured. `leaves` are those of each query's answer, `rounds` the samples of each turn by round."""

    queries: Sequence[Query]
    leaves: Mapping[str, int]
    rounds: Mapping[Turn, Sequence[Sample]]
    peers: Sequence[str]

    @property
    def connections(self) -> list[int]:
        return sorted({turn.connections for turn in self.rounds})

    @property
    def formers(self) -> list[str]:
        """The paygraph of an earlier commit, where it took part."""
        return sorted({turn.server for turn in self.rounds if turn.server.startswith(FORMER)})

    def times(self, turn: Turn, others: Sequence[str], name: str) -> float:
        """How many times the best of others a figure is: within each round, and the median of these.

        The pace of a shared machine changes from one minute to the next; who is compared took turns within seconds.
        """
        best = max if name == "rate" else min
        theirs = [self.rounds[Turn(turn.query, turn.connections, other)] for other in others]
        ratios: list[float] = [
            getattr(own, name) / best(getattr(other, name) for other in of_round)
            for own, *of_round in zip(self.rounds[turn], *theirs, strict=True)
        ]
        return median(ratios)

    def tables(self) -> list[Table]:
        """One for each query, and one that says what had been wanted."""
        return [*map(self.table, self.queries), self.wanted()]

    def table(self, query: Query) -> Table:
        rows: list[list[str]] = []
        for connections in self.connections:
            rows += [[]] if rows else []
            for turn, samples in self.rounds.items():
                if (turn.query, turn.connections) == (query.name, connections):
                    sample = middle(samples)
                    rows.append(
                        [str(connections), turn.server]
                        + [
                            f"{figure(getattr(sample, name))} ({figure(self.times(turn, self.peers, name))}x)"
                            for name in FIGURES.values()
                        ]
                        + [f"{sample.load:.0%}", f"{sample.other:.0%}"]
                    )
        heads = ["connections", "server", *FIGURES, "load", "load + database"]
        return Table(f"{query.title} ({self.leaves[query.name]:,} leaves)", heads, rows)

    def wanted(self) -> Table:
        """The aims, each with what was reached."""
        many = self.connections[-1]
        rows = []
        for query in self.queries:
            nested = query.name != "object"
            aims = [("the best peer", self.peers, 2.0 if nested else 1.0)]
            if nested:
                aims.append(("SQL that makes the JSON", [FLOOR], 1.0))
            if query.name == "deep" and Turn(query.name, many, OURS_ON_GRAPHQL_CORE) in self.rounds:
                aims.append(("paygraph on graphql-core", [OURS_ON_GRAPHQL_CORE], 10.0))
            aims += [(former, [former], 1.0) for former in self.formers]
            for base, others, aim in aims:
                reached = self.times(Turn(query.name, many, OURS), others, "rate")
                rows.append([query.title, base, f"{aim:.0f}x", f"{figure(reached)}x"])
        return Table(f"What is wanted of requests per second, {many} connections", AIMS, rows, LEGEND)


AIMS = ("query", "against", "wanted, at least", "reached")
LEGEND = (
    "In brackets: times the best peer's, whichever that is for the figure and the round; the median of all rounds. "
    "CPU is for each request. The servers share one core, of which only one is busy at a time; the load and PostgreSQL "
    "share the other: how much of it, say the last two columns. Where these near 100 %, the server was not what held "
    "the rate down."
)


def read(
    servers: Sequence[Running],
    data: Data,
    *,
    connections: Sequence[int],
    rounds: int,
    seconds: float,
    say: Callable[[str], None],
) -> Reading:
    """See that all answer alike, warm them up, and measure them in turns."""
    ids = [{"id": numbered("pi_", 1 + 149 * number)} for number in range(IDS)]
    queries = (
        Query("object", "One object by id", ids),
        Query("dashboard", "The dashboard: 20 customers, 3 subscriptions each, items, latest invoices with lines"),
        Query("invoices", "100 invoices, 20 fields each, and the customer"),
        Query("deep", "The deep one: 100 customers, 3 subscriptions each, items, prices, latest invoices, their lines"),
    )
    requests: dict[tuple[str, str], Requests] = {}
    leaves: dict[str, int] = {}
    for query in queries:
        say(f"do all answer alike? {query.name}")
        found, leaves[query.name] = agreed(query, servers)
        requests |= {(query.name, server): asked for server, asked in found.items()}
    by_name = {running.server.name: running for running in servers}
    for query in queries:
        for running in servers:
            say(f"warming up: {query.name}, {running.server.name}")
            asked = requests[query.name, running.server.name]
            measure(running, data, asked, connections=WARM_UP, seconds=seconds)

    def turn(cell: Turn) -> Sample:
        asked = requests[cell.query, cell.server]
        return measure(by_name[cell.server], data, asked, connections=cell.connections, seconds=seconds)

    cells = [Turn(query.name, many, server) for query in queries for many in connections for server in by_name]
    samples = interleaved(cells, turn, rounds=rounds, say=say)
    peers = [running.server.name for running in servers if running.server.is_peer]
    return Reading(queries, leaves, samples, peers)
