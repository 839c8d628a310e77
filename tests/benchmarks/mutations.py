"""The third table: mutations per second, and the statements of each, beside pgbench that sends the same ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from tests.benchmarks import replay
from tests.benchmarks.answers import Requests, ask
from tests.benchmarks.clones import numbered
from tests.benchmarks.data import Data
from tests.benchmarks.measuring import Sample, measure, middle
from tests.benchmarks.servers import ours, running
from tests.benchmarks.tables import Table, figure, times

CUSTOMERS = 200
"""Different customers that pay, in turn."""
CREATE = """mutation Create($customer: ID!, $paymentMethod: ID!) {
  paymentIntentCreate(input: { amount: 2000, currency: "usd", customer: $customer, paymentMethod: $paymentMethod }) {
    paymentIntent { id status amount { amount currency } }
    userErrors { message }
  }
}"""
CREATE_AND_CONFIRM = """mutation CreateAndConfirm($customer: ID!, $paymentMethod: ID!) {
  paymentIntentCreate(input: {
    amount: 2000, currency: "usd", customer: $customer, paymentMethod: $paymentMethod, confirm: true
    automaticPaymentMethods: { enabled: true, allowRedirects: NEVER }
  }) {
    paymentIntent { id status amount { amount currency } }
    userErrors { message }
  }
}"""
MUTATIONS = {"create a payment intent": CREATE, "create and confirm one": CREATE_AND_CONFIRM}


@dataclass(frozen=True)
class Row:
    """What one mutation came to, at so many connections. `replayed` is pgbench's transactions per second."""

    mutation: str
    statements: int
    connections: int
    sample: Sample
    replayed: float


def mutate(
    data: Data, *, connections: tuple[int, ...], rounds: int, seconds: float, say: Callable[[str], None]
) -> Table:
    """Record each mutation's statements, then measure paygraph and pgbench in turns."""
    say("noting the statements of mutations")
    statements, scripts = record(data)
    rows = []
    with running(ours(data)) as server:
        for name, document in MUTATIONS.items():
            requests: Requests = [
                (request := server.server.post(document, variables(number)), ask(server, request).size)
                for number in range(1, CUSTOMERS + 1)
            ]
            for many in connections:
                samples, replayed = [], []
                for number in range(rounds):
                    say(f"round {number + 1} of {rounds}: {name}, {many} connections")
                    samples.append(measure(server, data, requests, connections=many, seconds=seconds))
                    replayed.append(
                        replay.transactions_per_second(data, scripts[name], connections=many, seconds=seconds)
                    )
                rows.append(Row(name, statements[name], many, middle(samples), median(replayed)))
    return table(rows)


def record(data: Data) -> tuple[dict[str, int], dict[str, str]]:
    """How many statements each mutation sends, and the script that sends them again."""
    counts, scripts = {}, {}
    data.execute(f"ALTER DATABASE \"{data.name}\" SET log_statement = 'all'")
    # What falls due is done by nobody meanwhile, so that only the mutation is noted.
    with running(ours(data, PAYGRAPH_WORKER="false")) as server:
        for name, document in MUTATIONS.items():

            def run(number: int, document: str = document) -> None:
                ask(server, server.server.post(document, variables(number)))

            for number in range(1, 4):
                run(number)
            runs = [replay.record(data, lambda number=number: run(number)) for number in range(4, 6)]  # type: ignore[misc]
            counts[name], scripts[name] = len(runs[0]), replay.script(runs)
    data.execute(f'ALTER DATABASE "{data.name}" RESET log_statement')
    return counts, scripts


def variables(number: int) -> Mapping[str, str]:
    return {"customer": numbered("cus_", number), "paymentMethod": numbered("pm_", number)}


def table(rows: list[Row]) -> Table:
    heads = ["mutation", "statements", "connections", "per second", "pgbench", "of pgbench", "p50 ms", "p99 ms"]
    heads += ["server CPU ms", "database CPU ms"]
    return Table(
        "Mutations, each in one transaction with its events",
        heads,
        [
            [row.mutation, str(row.statements), str(row.connections), figure(row.sample.rate), figure(row.replayed)]
            + [times(row.sample.rate, row.replayed)]
            + [figure(value) for value in (row.sample.p50, row.sample.p99, row.sample.server, row.sample.database)]
            for row in rows
        ],
        "Statements count BEGIN, COMMIT and NOTIFY. pgbench sends the same ones, prepared, on at most "
        f"{replay.CONNECTIONS} connections, as many as paygraph's pool for writing has.",
    )
