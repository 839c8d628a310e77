"""Meter events a second, in the batches of a stream, and how long a summary of a million of them takes."""

import json
import time
from collections.abc import Callable
from statistics import median

from tests.benchmarks.answers import Requests, ask
from tests.benchmarks.clones import numbered
from tests.benchmarks.data import Data
from tests.benchmarks.measuring import measure, middle
from tests.benchmarks.servers import Running, ours, running
from tests.benchmarks.tables import Table, figure
from tests.benchmarks.writing import CUSTOMERS

BATCHES = {"a batch of 100": 100, "one event": 1}
REQUESTS = 100
"""Different batches that are sent in turn, each to other customers."""
METER = """mutation Meter($name: String!) {
  billingMeterCreate(input: { displayName: "Bench", eventName: $name, defaultAggregation: { formula: SUM } }) {
    billingMeter { id } userErrors { message }
  }
}"""
SESSION = "mutation { billingMeterEventSessionCreate { billingMeterEventSession { authenticationToken } } }"
STREAM = """mutation Stream($events: [BillingMeterEventInput!]!) {
  billingMeterEventSessionCreateEvents(input: { events: $events }) { userErrors { message } }
}"""
SUMMARY = """query Summary($id: ID!, $customer: ID!, $start: DateTime!, $end: DateTime!, $first: Int!
  $window: BillingMeterEventTimeWindow) {
  billingMeter(id: $id) { eventSummaries(
    customer: $customer, startTime: $start, endTime: $end, valueGroupingWindow: $window, first: $first
  ) { nodes { startTime endTime aggregatedValue } } }
}"""
SUMMARIES = {
    "of a month as a whole": ("2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z", None),
    "of a month, from minute to minute": ("2025-03-01T10:17:00Z", "2025-03-31T20:41:00Z", None),
    "of a month by days": ("2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z", "DAY"),
    "of a month by hours, the last 100": ("2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z", "HOUR"),
}
MANY = """INSERT INTO meter_event SELECT '{account}', false, 'many' || n, '2025-03-03', '{meter}', '{customer}',
'2025-03-01Z'::timestamptz + n * interval '31 days' / {many}, now(), now(), n % 10, false
FROM generate_series(0, {many} - 1) AS n"""
SUMMED = """INSERT INTO usage_bucket SELECT account_id, livemode, meter_id, customer_id,
date_trunc('hour', timestamp, 'UTC') AS start, sum(amount), 0 FROM meter_event WHERE customer_id = '{customer}'
GROUP BY account_id, livemode, meter_id, customer_id, start"""


def count(
    data: Data, *, connections: tuple[int, ...], rounds: int, seconds: float, many: int, say: Callable[[str], None]
) -> Table:
    """Stream events to a server, then summarize `many` that were made in SQL."""
    rows: list[list[str]] = []
    with running(ours(data)) as server:
        made = ask(server, server.server.post(METER, {"name": "bench"})).data["billingMeterCreate"]
        meter = str(made["billingMeter"]["id"])
        for name, size in BATCHES.items():
            requests = streams(server, size)
            for each in connections:
                say(f"meter events: {name}, {each} connections")
                sample = middle(
                    [measure(server, data, requests, connections=each, seconds=seconds) for _ in range(rounds)]
                )
                rows.append(
                    [
                        name,
                        str(each),
                        figure(sample.rate * size),
                        figure(sample.p50),
                        figure(sample.p99),
                        figure(sample.server / size * 1_000),
                        figure(sample.database / size * 1_000),
                    ]
                )
        rows.append([])
        say(f"meter events: a summary of {many:,}")
        rows += summed(server, data, meter, many)
    heads = ["Meter events", "connections", "events/s", "p50 ms", "p99 ms", "server µs/event", "database µs/event"]
    notes = f"Summaries are of {many:,} events of one customer, each asked for alone."
    return Table("Meter events, and summaries of them", heads, rows, notes)


def streams(server: Running, size: int) -> Requests:
    """Batches of usage by different customers, each sent once to know the size of its answer."""
    found = []
    for number in range(REQUESTS):
        events = [
            {
                "eventName": "bench",
                "payload": {
                    "stripe_customer_id": numbered("cus_", (number * size + place) % CUSTOMERS + 1),
                    "value": str(place),
                },
            }
            for place in range(size)
        ]
        request = server.server.post(STREAM, {"events": events})
        answer = ask(server, request)
        assert answer.data == {"billingMeterEventSessionCreateEvents": {"userErrors": []}}, answer.data
        found.append((request, answer.size))
    return found


def summed(server: Running, data: Data, meter: str, many: int) -> list[list[str]]:
    """How long each summary takes; and that it has all that was used."""
    customer = numbered("cus_", CUSTOMERS + 1)
    values = {"account": data.account_id, "meter": meter, "customer": customer, "many": many}
    data.execute(MANY.format(**values))
    data.execute(SUMMED.format(**values))
    data.execute("ANALYZE meter_event, usage_bucket")
    rows = []
    for name, (start, end, window) in SUMMARIES.items():
        variables = {"id": meter, "customer": customer, "start": start, "end": end, "first": 100, "window": window}
        request = server.server.post(SUMMARY, variables)
        took = []
        for _ in range(9):
            began = time.perf_counter()
            answer = ask(server, request)
            took.append((time.perf_counter() - began) * 1_000)
        nodes = answer.data["billingMeter"]["eventSummaries"]["nodes"]
        if name in ("of a month as a whole", "of a month by days"):
            assert sum(float(node["aggregatedValue"]) for node in nodes) == many / 10 * 45, json.dumps(nodes)
        rows.append([f"a summary {name}", "1", "-", figure(median(took)), figure(max(took)), "-", "-"])
    return rows
