"""Renewals: thousands of subscriptions on one test clock, clones of one of the server's own, that renew at once."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import asyncpg
import psutil

from tests.benchmarks.answers import ANSWER_SECONDS, ask
from tests.benchmarks.clones import Clones, id_of, numbered
from tests.benchmarks.cores import Meter, everywhere, family
from tests.benchmarks.data import Data
from tests.benchmarks.servers import Running, ours, running
from tests.benchmarks.tables import Table, figure

WANTED, AIM = 500, 1_000
"""Renewals per second."""
MOST_GROWTH = 1.25
"""How many times the CPU of a renewal among the fewest one among the most may take, and the server's memory."""
LINES = 250
"""Lines of the invoice that is finalized."""
FINALIZED = 5
"""Invoices of so many lines that are finalized, one after the other."""
AT_ONCE = 25
"""Invoice items in one request."""
LOOK_SECONDS = 0.1
PATIENCE = 3_600.0
"""Seconds that all renewals together may take."""
STEP = 10_000_000
"""Numbers between the clones of one clock and those of the next."""
PROCESSES = (1, 2)
"""So many serve, and share what falls due."""
PAID_AFTER = timedelta(hours=2)
"""From the end of a period to when its invoice is certainly finalized and collected."""

CLOCK = """mutation Clock($now: DateTime!) {
  made: testClockCreate(input: { frozenTime: $now }) { testClock { id } userErrors { message } }
}"""
CUSTOMER = """mutation Customer($clock: ID) {
  made: customerCreate(input: {
    name: "Renewed", email: "renewed@example.com", testClock: $clock, paymentMethod: "pm_card_visa"
  }) { customer { id paymentMethods { nodes { id } } } userErrors { message } }
}"""
PRICE = """mutation {
  made: priceCreate(input: {
    currency: "usd", unitAmount: 2000, recurring: { interval: MONTH }, productData: { name: "Gold" }
  }) { price { id } userErrors { message } }
}"""
SUBSCRIPTION = """mutation Subscribe($customer: ID!, $price: ID!, $method: ID!) {
  made: subscriptionCreate(input: { customer: $customer, items: [{ price: $price }], defaultPaymentMethod: $method }) {
    subscription { id status currentPeriodEnd items { nodes { id } } } userErrors { message }
  }
}"""
ADVANCE = """mutation Advance($id: ID!, $until: DateTime!) {
  made: testClockAdvance(id: $id, input: { frozenTime: $until, wait: true }) {
    testClock { status } userErrors { message }
  }
}"""
ITEM = """%s: invoiceItemCreate(input: { customer: $customer, amount: 1000, currency: "usd" }) {
  userErrors { message }
}"""
INVOICE = """mutation Invoice($customer: ID!) {
  made: invoiceCreate(input: {
    customer: $customer, pendingInvoiceItemsBehavior: INCLUDE, autoAdvance: false
  }) { invoice { id lines { totalCount } } userErrors { message } }
}"""
FINALIZE = """mutation Finalize($id: ID!) {
  made: invoiceFinalize(id: $id) { invoice { status amountDue { amount } } userErrors { message } }
}"""
# Everything due for the pattern is due for each clone.
WAKES = f"""INSERT INTO wake (account_id, livemode, clock_id, due, what, target_id, attempts)
SELECT account_id, livemode, clock_id, due, what, {id_of("sub_", "n")}, 0
FROM wake, generate_series($2::bigint, $3::bigint) AS n WHERE target_id = $1"""
PAID = """SELECT count(*) FROM invoice JOIN charge ON charge.id = invoice.charge_id
JOIN balance_transaction AS moved ON moved.id = charge.balance_transaction_id
WHERE invoice.subscription_id BETWEEN $1 AND $2 AND invoice.status = 'paid' AND moved.net > 0"""
# PostgreSQL counts the transactions of a connection when it is at rest for a while, or is told to look.
TRANSACTIONS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
EVENTS = "SELECT coalesce(sum(last_sequence), 0) FROM event_stream WHERE account_id = $1"


@dataclass
class Renewed:
    """What renewals came to. Times are CPU in milliseconds for each; memory is megabytes of all processes; transactions
    are those of a thousand renewals."""

    processes: int
    many: int
    rate: float
    server: float
    database: float
    before: float
    most: float
    events: float
    transactions: float


@dataclass
class Peak:
    """The most memory that a server held, in megabytes."""

    most: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


def renew(data: Data, *, sizes: Sequence[int], say: Callable[[str], None]) -> Iterator[Table]:
    """Renew so many subscriptions, then more; and finalize invoices of many lines."""
    for turn, processes in enumerate(PROCESSES):
        found = []
        for number, many in enumerate(sizes, turn * len(sizes) + 1):
            say(f"renewals: {many:,} subscriptions, {processes} processes")
            # A server of its own each time, so that memory is that of these alone.
            with running(ours(data, PAYGRAPH_WORKERS=str(processes))) as started:
                pattern = make(started)
                asyncio.run(clone(data, pattern, number * STEP, many))
                found.append(asyncio.run(measure(started, data, pattern, number * STEP, many, processes)))
        yield table(found)
    say(f"finalization of {LINES} lines")
    with running(ours(data, PAYGRAPH_WORKER="false")) as started:
        yield finalized(started, data)


def do(server: Running, document: str, patience: float = ANSWER_SECONDS, **variables: Any) -> Any:
    """The payload of a mutation. Raises RuntimeError with what it is refused for."""
    made = ask(server, server.server.post(document, variables), patience).data["made"]
    if made["userErrors"]:
        raise RuntimeError(f"{server.server.name} refuses: {made['userErrors']}")
    return made


@dataclass(frozen=True)
class Pattern:
    """The subscription that is cloned, with what belongs to it, and its clock."""

    clock: str
    customer: str
    method: str
    subscription: str
    item: str
    renews: datetime


def make(server: Running) -> Pattern:
    """Have the server make a clock, and under it a customer with a card and a subscription."""
    clock = do(server, CLOCK, now="2026-03-01T00:00:00Z")["testClock"]["id"]
    customer = do(server, CUSTOMER, clock=clock)["customer"]
    method = customer["paymentMethods"]["nodes"][0]["id"]
    price = do(server, PRICE)["price"]["id"]
    made = do(server, SUBSCRIPTION, customer=customer["id"], price=price, method=method)["subscription"]
    if made["status"] != "ACTIVE":
        raise RuntimeError(f"The subscription is {made['status']}.")
    item = made["items"]["nodes"][0]["id"]
    renews = datetime.fromisoformat(made["currentPeriodEnd"])
    return Pattern(clock, customer["id"], method, made["id"], item, renews)


async def clone(data: Data, pattern: Pattern, first: int, many: int) -> None:
    """Clone the subscription with its customer, so that there are so many; and all that is due for it."""
    customer, method, subscription = (id_of(prefix, "n") for prefix in ("cus_", "pm_", "sub_"))
    changes = {
        ("customer", pattern.customer): {"id": customer, "invoice_prefix": "'R' || lpad(n::text, 9, '0')"},
        ("payment_method", pattern.method): {"id": method, "customer_id": customer},
        ("subscription", pattern.subscription): {
            "id": subscription,
            "customer_id": customer,
            "default_payment_method_id": method,
        },
        ("subscription_item", pattern.item): {"id": id_of("si_", "n"), "subscription_id": subscription},
    }
    last = first + many - 2
    connection = await asyncpg.connect(data.url)
    try:
        for (name, id), changed in changes.items():
            statement = Clones(name, f"generate_series({first}, {last}) AS n", changed, f"id = '{id}'").statement()
            await connection.execute(statement, data.account_id, data.account_id)
        await connection.execute(WAKES, pattern.subscription, first, last)
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def measure(server: Running, data: Data, pattern: Pattern, first: int, many: int, processes: int) -> Renewed:
    """Advance the clock until all have renewed and paid; and see that each has, once. The server and PostgreSQL share
    all cores.

    Raises RuntimeError when one has not.
    """
    for pid in (server.process.pid, data.server_pid):
        everywhere(pid)
    connection = await asyncpg.connect(data.url)
    try:
        ends = numbered("sub_", first), numbered("sub_", first + many - 2)
        told = await connection.fetchval(EVENTS, data.account_id)
        committed = await connection.fetchval(TRANSACTIONS)
        before = memory(server)
        meters = Meter(server.process.pid), Meter(data.server_pid)
        with watched(server) as peak:
            began = time.perf_counter()
            until = (pattern.renews + PAID_AFTER).isoformat()
            advanced = do(server, ADVANCE, patience=PATIENCE, id=pattern.clock, until=until)["testClock"]
            took = time.perf_counter() - began
        used, database = (meter.used() / many * 1_000 for meter in meters)
        told = await connection.fetchval(EVENTS, data.account_id) - told
        committed = await connection.fetchval(TRANSACTIONS) - committed
        paid = await connection.fetchval(PAID, *ends)
        if paid != many - 1 or advanced["status"] != "READY":
            raise RuntimeError(f"Of {many - 1} subscriptions {paid} renewals were paid; the clock is {advanced}.")
        each, thousands = float(told) / many, many / 1_000
        return Renewed(processes, many, many / took, used, database, before, peak.most, each, committed / thousands)
    finally:
        await connection.close()


@contextmanager
def watched(server: Running) -> Iterator[Peak]:
    """Look at the server's memory within, again and again."""
    peak = Peak()

    def look() -> None:
        while not peak.over.wait(LOOK_SECONDS):
            peak.most = max(peak.most, memory(server))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        peak.over.set()
        watcher.join()
        peak.most = max(peak.most, memory(server))


def memory(server: Running) -> float:
    """The megabytes that a server's processes hold."""
    held = 0
    for pid in family(server.process.pid):
        with suppress(psutil.NoSuchProcess):
            held += psutil.Process(pid).memory_info().rss
    return held / 1e6


def table(found: Sequence[Renewed]) -> Table:
    """The figures, and beside them what is wanted of each."""
    heads = [
        "processes",
        "renewals",
        "a second",
        "wanted",
        "server CPU ms",
        "database CPU ms",
        "events of each",
        "commits/1,000",
    ]
    fewest = found[0]
    rows = []
    for each in found:
        figures = (each.server, each.database, each.events, each.transactions, each.before, each.most)
        grown = (each.server + each.database) / (fewest.server + fewest.database)
        beside = (f"{grown:.2f}x", f"{each.most / fewest.most:.2f}x", f"{MOST_GROWTH}x")
        rows.append(
            [
                str(each.processes),
                f"{each.many:,}",
                figure(each.rate),
                f"{WANTED} (aim {AIM:,})",
                *map(figure, figures),
                *beside,
            ],
        )
    return Table(
        f"Renewals, all on one test clock at one moment, {fewest.processes} of our processes beside PostgreSQL",
        [*heads, "MB before", "MB at most", "CPU by the fewest", "memory by the fewest", "at most"],
        rows,
        "Each with its invoice, a payment by card, the entries of the ledger, and all events; CPU is for each.",
    )


def finalized(server: Running, data: Data) -> Table:
    """How long it takes to finalize an invoice of many lines."""
    took = []
    meters: list[tuple[float, float]] = []
    for _ in range(FINALIZED):
        customer = do(server, CUSTOMER)["customer"]["id"]
        for _ in range(LINES // AT_ONCE):
            fields = " ".join(ITEM % f"item{place}" for place in range(AT_ONCE))
            document = f"mutation Items($customer: ID!) {{ {fields} }}"
            made = ask(server, server.server.post(document, {"customer": customer})).data
            assert all(not each["userErrors"] for each in made.values()), made
        invoice = do(server, INVOICE, customer=customer)["invoice"]
        assert invoice["lines"]["totalCount"] == LINES, invoice
        both = Meter(server.process.pid), Meter(data.server_pid)
        began = time.perf_counter()
        open_invoice = do(server, FINALIZE, id=invoice["id"])["invoice"]
        took.append((time.perf_counter() - began) * 1_000)
        used, database = (meter.used() * 1_000 for meter in both)
        meters.append((used, database))
        assert open_invoice == {"status": "OPEN", "amountDue": {"amount": LINES * 1_000}}, open_invoice
    figures = (median(took), max(took), *(median(side) for side in zip(*meters, strict=True)))
    return Table(
        f"Finalization of an invoice with {LINES} lines",
        ["lines", "ms", "slowest ms", "server CPU ms", "database CPU ms"],
        [[str(LINES), *map(figure, figures)]],
        f"The median of {FINALIZED} invoices, each of another customer.",
    )
