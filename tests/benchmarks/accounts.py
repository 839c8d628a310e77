"""What one page over many connected accounts costs, beside the same page of one account alone."""

import json
from collections.abc import Callable

from tests.benchmarks.answers import ask
from tests.benchmarks.clones import numbered
from tests.benchmarks.data import Data
from tests.benchmarks.measuring import Sample, interleaved, measure, middle
from tests.benchmarks.servers import ours, running
from tests.benchmarks.tables import Table, figure

ACCOUNTS = (1, 10, 100, 1_000)
PAYMENTS = 30
"""Payments of each connected account."""
FIRST = 20
CONNECT = """INSERT INTO account SELECT filled.* FROM generate_series({start}, {end}) AS n,
(SELECT whole AS pattern FROM account AS whole WHERE id = '{account}' AND NOT livemode) AS one,
jsonb_populate_record(one.pattern, jsonb_build_object('id', 'acct_' || lpad(n::text, 24, '0'),
'account_id', 'acct_' || lpad(n::text, 24, '0'), 'platform_id', '{account}')) AS filled"""
PAY = """INSERT INTO payment_intent SELECT filled.* FROM generate_series({start}, {end}) AS n,
(SELECT whole AS pattern, row_number() OVER (ORDER BY id DESC) AS place FROM payment_intent AS whole
WHERE account_id = '{account}' ORDER BY id DESC LIMIT {payments}) AS one,
jsonb_populate_record(one.pattern, jsonb_build_object('id', 'pi_of_' || lpad(n::text, 8, '0') || '_' || one.place,
'account_id', 'acct_' || lpad(n::text, 24, '0'), 'created', (one.pattern).created + n * interval '1 second',
'customer_id', NULL, 'payment_method_id', NULL, 'latest_charge_id', NULL)) AS filled"""
NODES = "{ nodes { id created status amount { amount currency } account { id } } }"
OWN = f"paymentIntents(first: {FIRST}) {NODES}"
LISTS = {
    "the platform's own": f"{{ {OWN} }}",
    "one account": f'{{ account(id: "{numbered("acct_", 1)}") {{ {OWN} }} }}',
    "all accounts": f"{{ paymentIntents(accounts: {{ all: true }}, first: {FIRST}) {NODES} }}",
}


def list_over(data: Data, *, rounds: int, seconds: float, say: Callable[[str], None]) -> Table:
    """Measure each list with more and more accounts, one request at a time."""
    rows: list[list[str]] = []
    one: float | None = None
    start = 1
    with running(ours(data)) as server:
        for count in ACCOUNTS:
            say(f"connecting {count:,} accounts")
            values = {"start": start, "end": count, "account": data.account_id, "payments": PAYMENTS}
            data.execute(CONNECT.format(**values))
            data.execute(PAY.format(**values))
            data.execute("ANALYZE account, payment_intent")
            start = count + 1
            requests = {}
            for name, document in LISTS.items():
                request = server.server.post(document, {})
                answer = ask(server, request)
                assert len(json.dumps(answer.data).split('"status"')) == FIRST + 1, answer.data
                requests[name] = [(request, answer.size)]

            def turn(name: str, requests: dict[str, list[tuple[bytes, int]]] = requests) -> Sample:
                return measure(server, data, requests[name], connections=1, seconds=seconds)

            found = interleaved(list(LISTS), turn, rounds=rounds, say=say)
            for name, samples in found.items():
                sample = middle(samples)
                if name == "all accounts" and one is None:
                    one = sample.p50
                times = figure(sample.p50 / one) if name == "all accounts" and one else "-"
                rows.append(
                    [name, f"{count:,}", figure(sample.p50), figure(sample.server), figure(sample.database), times]
                )
            rows.append([])
    heads = ("a page of", "connected accounts", "p50 ms", "server CPU ms", "database CPU ms", "times that over 1")
    notes = f"Pages of {FIRST}, newest first; each account has {PAYMENTS} payments, the platform 30,000."
    return Table("One page over many accounts", heads, rows, notes)
