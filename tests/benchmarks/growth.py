"""The second table: what an answer costs as its pages grow, and as it grows deeper. Linear is what it should be."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tests.benchmarks.answers import Requests, ask
from tests.benchmarks.data import Data
from tests.benchmarks.measuring import Sample, interleaved, measure, middle
from tests.benchmarks.servers import Running, on_graphql_core, ours, running
from tests.benchmarks.tables import Table, figure

SIZES = (10, 30, 100, 300, 1_000)
PAGE = """query Page($first: Int!) {
  paymentIntents(first: $first) {
    nodes { id created status description receiptEmail captureMethod clientSecret amount { amount currency } }
  }
}"""

ROOTS = 20
LEVELS = (
    f"customers(first: {ROOTS}) {{ nodes",
    "paymentIntents(first: 1) { nodes",
    "latestCharge",
    "paymentMethod",
    "customer",
    "charges(first: 1) { nodes",
    "balanceTransaction",
    "source { ... on Charge",
)
"""From each level to the next: to one object or, by a page of one, from many. Never twice the same way."""


@dataclass(frozen=True)
class Step:
    """So many nodes, on so many levels, from one server."""

    server: str
    nodes: int
    levels: int

    def __str__(self) -> str:
        return f"{self.nodes} nodes on {self.levels} levels, {self.server}"


def nested(levels: int) -> str:
    """A document so many levels deep, with the same few leaves on each."""
    inner = ""
    for level in reversed(LEVELS[:levels]):
        inner = f"{level} {{ id created {inner} }}" + " }" * level.count("{")
    return f"{{ {inner} }}"


def grow(data: Data, *, rounds: int, seconds: float, say: Callable[[str], None]) -> list[Table]:
    """Measure pages of every size, and every depth, one request at a time."""
    setting = {"PAYGRAPH_MAX_PAGE_SIZE": str(SIZES[-1])}
    requests: dict[Step, Requests] = {}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(running(server))
            for server in (ours(data, **setting), *on_graphql_core(data, **setting))
        ]
        by_name = {server.server.name: server for server in servers}
        for name, server in by_name.items():
            for size in SIZES:
                request = server.server.post(PAGE, {"first": size})
                requests[Step(name, size, 1)] = sized(server, request)
            for levels in range(1, len(LEVELS) + 1):
                request = server.server.post(nested(levels), {})
                requests[Step(name, ROOTS * levels, levels)] = sized(server, request)

        def turn(step: Step) -> Sample:
            return measure(by_name[step.server], data, requests[step], connections=1, seconds=seconds)

        for step in requests:
            say(f"warming up: {step}")
            turn(step)
        found = interleaved(list(requests), turn, rounds=rounds, say=say)
    samples = {step: middle(each) for step, each in found.items()}
    deep = [step for step in samples if step.nodes == ROOTS * step.levels]
    return [
        table("What a page costs as it grows", [step for step in samples if step not in deep], samples),
        table(f"What depth costs, {ROOTS} nodes on each level", deep, samples),
    ]


def sized(server: Running, request: bytes) -> Requests:
    return [(request, ask(server, request).size)]


def table(title: str, steps: Sequence[Step], samples: dict[Step, Sample]) -> Table:
    """Each step, and what it costs a node."""
    rows: list[list[str]] = []
    for step in steps:
        sample = samples[step]
        rows += [[]] if rows and rows[-1][0] != step.server else []
        rows.append(
            [step.server, str(step.levels), f"{step.nodes:,}"]
            + [figure(value) for value in (sample.p50, sample.server, sample.database)]
            + [figure(sample.server * 1_000 / step.nodes)]
        )
    heads = ("server", "levels", "nodes", "p50 ms", "server CPU ms", "database CPU ms", "server CPU µs a node")
    return Table(title, heads, rows)
