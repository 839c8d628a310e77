"""The third table: mutations per second, and the statements of each, beside pgbench that sends the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.benchmarks import replay
from tests.benchmarks.answers import ask
from tests.benchmarks.data import Data
from tests.benchmarks.former import Side
from tests.benchmarks.servers import ours, running
from tests.benchmarks.tables import Table, figure, times
from tests.benchmarks.writing import Compared, Load, compare, started, variables

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
class Replay:
    """How many statements a mutation sends, and pgbench's transactions per second of the same ones."""

    statements: int
    rate: float


def mutate(
    sides: list[Side], *, connections: tuple[int, ...], rounds: int, seconds: float, say: Callable[[str], None]
) -> Table:
    """Record each mutation's statements, then measure paygraph, as it was if that is a side, and pgbench in turns."""
    say("noting the statements of mutations")
    data = sides[0].data
    statements, scripts = record(data)
    rows: list[list[str]] = []
    with started(sides) as servers:
        for name, document in MUTATIONS.items():
            for many in connections:
                rates: list[float] = []

                def replay_too(script: str = scripts[name], many: int = many, rates: list[float] = rates) -> None:
                    rates.append(replay.transactions_per_second(data, script, connections=many, seconds=seconds))

                load = Load(data, document, many, seconds)
                compared = compare(servers, load, rounds=rounds, say=say, then=replay_too)
                rows += rows_of(name, many, compared, Replay(statements[name], median(rates)))
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


def rows_of(name: str, connections: int, compared: list[Compared], replayed: Replay) -> list[list[str]]:
    """A mutation's rows. What is replayed are the statements of the first server's alone."""
    rows = []
    for place, one in enumerate(compared):
        sample = one.sample
        beside = [figure(replayed.rate), times(sample.rate, replayed.rate)] if place == 0 else ["-", "-"]
        rows.append(
            [name, one.server, str(replayed.statements) if place == 0 else "-", str(connections)]
            + [figure(sample.rate), one.told(), *beside]
            + [figure(value) for value in (sample.p50, sample.p99, sample.server, sample.database)]
        )
    return rows


def table(rows: list[list[str]]) -> Table:
    heads = ["mutation", "server", "statements", "connections", "per second", "times", "pgbench", "of pgbench"]
    return Table(
        "Mutations, each in one transaction with its events",
        [*heads, "p50 ms", "p99 ms", "server CPU ms", "database CPU ms"],
        rows,
        "Statements count BEGIN, COMMIT and NOTIFY. pgbench sends the same ones, prepared, on at most "
        f"{replay.CONNECTIONS} connections, as many as paygraph's pool for writing has.",
    )
