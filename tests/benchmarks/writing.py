"""A mutation under load on paygraph, and on what it was at an earlier commit, in turns."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.answers import Requests, ask
from tests.benchmarks.clones import numbered
from tests.benchmarks.data import Data
from tests.benchmarks.former import Side
from tests.benchmarks.measuring import Sample, measure, middle
from tests.benchmarks.servers import Running, running
from tests.benchmarks.tables import figure

CUSTOMERS = 200
"""Different customers that pay, in turn."""


@dataclass(frozen=True)
class Load:
    """What is sent, on how many connections, for how many seconds of a turn."""

    data: Data
    document: str
    connections: int
    seconds: float


@dataclass(frozen=True)
class Compared:
    """What one server came to, and how many times the former's rate that is."""

    server: str
    sample: Sample
    times: float | None

    def told(self) -> str:
        """The times as a cell of a table."""
        return "-" if self.times is None else f"{figure(self.times)}x"


@contextmanager
def started(sides: list[Side]) -> Iterator[list[Running]]:
    """All sides' servers."""
    with ExitStack() as stack:
        yield [stack.enter_context(running(side.server)) for side in sides]


def compare(
    servers: list[Running],
    load: Load,
    *,
    rounds: int,
    say: Callable[[str], None],
    then: Callable[[], None] = lambda: None,
) -> list[Compared]:
    """Each server under the load once a round, first one first and then the other; `then` ends each round.

    How many times the last server's rate another's is, is told within each round, as a machine's pace changes.
    """
    requests = [made(server, load.document) for server in servers]
    samples: list[list[Sample]] = [[] for _ in servers]
    for number in range(rounds):
        for place in sorted(range(len(servers)), reverse=bool(number % 2)):
            server = servers[place]
            say(f"round {number + 1} of {rounds}: {server.server.name}, {load.connections} connections")
            samples[place].append(
                measure(server, load.data, requests[place], connections=load.connections, seconds=load.seconds)
            )
        then()

    def times(found: list[Sample]) -> float | None:
        if len(servers) == 1:
            return None
        return median(one.rate / former.rate for one, former in zip(found, samples[-1], strict=True))

    return [
        Compared(server.server.name, middle(found), times(found))
        for server, found in zip(servers, samples, strict=True)
    ]


def made(server: Running, document: str) -> Requests:
    """The requests of all customers, each sent once to know the size of its answer."""
    requests = [server.server.post(document, variables(number)) for number in range(1, CUSTOMERS + 1)]
    return [(request, ask(server, request).size) for request in requests]


def variables(number: int) -> Mapping[str, str]:
    """Those of the customer of a number."""
    return {"customer": numbered("cus_", number), "paymentMethod": numbered("pm_", number)}
