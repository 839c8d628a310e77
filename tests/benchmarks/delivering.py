"""Delivering: webhooks that wait, and how fast a server sends them to a receiver that acknowledges at once."""

import asyncio
import time
from collections.abc import Callable

import asyncpg

from tests.benchmarks.answers import ask
from tests.benchmarks.arrivals import Arrivals, name_of
from tests.benchmarks.clones import Sizes, numbered
from tests.benchmarks.cores import Meter
from tests.benchmarks.data import Data
from tests.benchmarks.followers import receiving
from tests.benchmarks.servers import Running, ours, running
from tests.benchmarks.tables import Table, figure

SECRET = "only-for-this-measurement-and-for-no-other"
LOOK_SECONDS = 0.05
LONGEST = 60.0
"""Seconds for which delivering is watched."""
MAKE = """mutation Make($url: String!) {
  webhookEndpointCreate(input: { url: $url, enabledEvents: ["customer.updated"] }) { webhookEndpoint { id } }
}"""
TELL = "mutation Tell($id: ID!, $name: String!) { customerUpdate(id: $id, input: { name: $name }) { customer { id } } }"
DELETE = "mutation Delete($id: ID!) { webhookEndpointDelete(id: $id) { webhookEndpoint { id } } }"
LEFT = "SELECT count(*) FROM webhook_delivery WHERE status = 'pending'"


def deliver(data: Data, *, many: int, say: Callable[[str], None]) -> Table:
    """Let so many webhooks wait for one endpoint, each about a customer, and then a server send them."""
    say(f"{many:,} webhooks")
    rate, server, database = asyncio.run(_deliver(data, many))
    return Table(
        f"{many:,} webhooks that wait for one endpoint",
        ["per second", "server CPU ms", "database CPU ms"],
        [[figure(rate), figure(server), figure(database)]],
        "The receiver acknowledges at once. CPU is for each webhook: claimed, signed, sent and recorded.",
    )


async def _deliver(data: Data, many: int) -> tuple[float, float, float]:
    connection, arrivals = await asyncpg.connect(data.url), Arrivals()
    arrivals.sent = dict.fromkeys(range(many), time.monotonic())
    arrivals.expect(0, many)
    try:
        async with receiving(arrivals) as url:
            with running(ours(data, PAYGRAPH_SECRET_KEY=SECRET, PAYGRAPH_WORKER="false")) as idle:
                made = _ask(idle, MAKE, url=url)["webhookEndpointCreate"]["webhookEndpoint"]["id"]
                for number in range(many):
                    _ask(idle, TELL, id=numbered("cus_", number % Sizes().customers + 1), name=name_of(number))
            with running(ours(data, PAYGRAPH_SECRET_KEY=SECRET)) as server:
                meters = Meter(server.process.pid), Meter(data.server_pid)
                began, first = time.monotonic(), await connection.fetchval(LEFT)
                left = first
                while left and time.monotonic() - began < LONGEST:
                    await asyncio.sleep(LOOK_SECONDS)
                    left = await connection.fetchval(LEFT)
                seconds, done = time.monotonic() - began, first - left
                used = [meter.used() / max(1, done) * 1_000 for meter in meters]
                _ask(server, DELETE, id=made)
        if not arrivals.all.is_set():
            raise RuntimeError(f"Of {many} webhooks {arrivals.missing} did not arrive within {LONGEST:.0f} seconds.")
        return done / seconds, used[0], used[1]
    finally:
        await connection.close()


def _ask(server: Running, document: str, **variables: str) -> dict[str, dict[str, dict[str, str]]]:
    data: dict[str, dict[str, dict[str, str]]] = ask(server, server.server.post(document, variables)).data
    return data
