"""What falls due: thousands of wakes, made in SQL after one of a server's own, and how fast a worker fires them."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import asyncpg
import psutil

from tests.benchmarks.answers import ask
from tests.benchmarks.clones import Clones, Sizes, id_of, numbered
from tests.benchmarks.cores import Meter
from tests.benchmarks.former import Side
from tests.benchmarks.servers import Running, running
from tests.benchmarks.tables import Table, figure, times

PATIENCE = 60.0
"""Seconds in which at least one more must be fired."""
LONGEST = 60.0
"""Seconds for which firing is watched, should something still be due."""
LOOK_SECONDS = 0.05
SETTLING_SECONDS = 1.0
"""In which a server that answers has also started what it does by itself."""
MILLION = 1_000_000
"""Clones of the first kind are numbered from one million, those of the next from two."""
MAKE = """mutation Make($customer: ID!, $paymentMethod: ID!) {
  paymentIntentCreate(input: {
    amount: 2000, currency: "usd", customer: $customer, paymentMethod: $paymentMethod, confirm: true, %s
  }) { paymentIntent { id } userErrors { message } }
}"""
KINDS = {
    "a card's hold lapses": (
        MAKE % "captureMethod: MANUAL, automaticPaymentMethods: { enabled: true, allowRedirects: NEVER }",
        numbered("pm_", 1),
    ),
    "a bank's debit settles": (
        MAKE % 'paymentMethodTypes: ["us_bank_account"], mandateData: { customerAcceptance: { type: OFFLINE } }',
        "pm_usBankAccount_success",
    ),
}
"""What falls due: the payment that it falls due for, and what is paid with."""
PATTERN = """SELECT intent.id, latest_charge_id, payment_method_id, what
FROM payment_intent AS intent JOIN wake ON target_id = intent.id WHERE intent.id = $1"""
WAKES = f"""INSERT INTO wake (account_id, livemode, due, what, target_id, attempts)
SELECT $1, false, now(), $2, {id_of("pi_", "n")}, 0 FROM generate_series($3::bigint, $4::bigint) AS n"""
LEFT = "SELECT count(*) FROM wake WHERE due <= now() AND target_id BETWEEN $1 AND $2"


@dataclass(frozen=True)
class Numbers:
    """The numbers of the first and the last clone."""

    first: int
    last: int


@dataclass(frozen=True)
class Fired:
    """What firing came to. CPU is milliseconds for each wake, memory is megabytes."""

    rate: float
    server: float
    database: float
    before: float
    after: float


def fall_due(sides: list[Side], *, many: int, say: Callable[[str], None]) -> Table:
    """Make so many of each kind due on each side, and have them fired."""
    rows: list[tuple[str, str, Fired, float | None]] = []
    for number, (kind, (document, method)) in enumerate(KINDS.items(), 1):
        fired = []
        for side in sides:
            say(f"what falls due: {kind}, {side.server.name}")
            made = make(side, document, method)
            fired.append(asyncio.run(measure(side, made, Numbers(number * MILLION, number * MILLION + many - 1))))
        base = fired[-1].rate if len(sides) > 1 else None
        rows += [(kind, side.server.name, one, base) for side, one in zip(sides, fired, strict=True)]
    return table(rows, many)


def make(side: Side, document: str, method: str) -> str:
    """Have the server make one payment, and do nothing of what falls due. Its id."""
    idle = replace(side.server, environment={**side.server.environment, "PAYGRAPH_WORKER": "false"})
    with running(idle) as server:
        variables = {"customer": numbered("cus_", 1), "paymentMethod": method}
        made = ask(server, server.server.post(document, variables)).data["paymentIntentCreate"]
    if made["userErrors"]:
        raise RuntimeError(f"{side.server.name} does not make the payment: {made['userErrors']}")
    found: str = made["paymentIntent"]["id"]
    return found


async def measure(side: Side, made: str, numbers: Numbers) -> Fired:
    """Clone the payment, start a server, let all clones fall due at once, and wait until nothing is due, or a minute.

    The clock runs from when the first are fired, as a worker looks for them only once a second.
    """
    ends = numbered("pi_", numbers.first), numbered("pi_", numbers.last)
    connection = await asyncpg.connect(side.data.url)
    try:
        job = await clone(connection, made, side.data.account_id, numbers)
        with running(side.server) as server:
            await asyncio.sleep(SETTLING_SECONDS)
            before = memory(server)
            await connection.execute(WAKES, side.data.account_id, job, numbers.first, numbers.last)
            began, first = await fewer(connection, ends, numbers.last - numbers.first + 1)
            if not first:
                raise RuntimeError(f"{side.server.name} had fired all before it was looked at: let more fall due.")
            meters = Meter(server.process.pid), Meter(side.data.server_pid)
            ended, left = await fewer(connection, ends, first)
            while left and ended - began < LONGEST:
                ended, left = await fewer(connection, ends, left)
            done = first - left
            cpu, database = (meter.used() / done * 1_000 for meter in meters)
            return Fired(done / (ended - began), cpu, database, before, memory(server))
    finally:
        await connection.execute("TRUNCATE wake")
        await connection.close()


async def clone(connection: asyncpg.Connection, made: str, account: str, numbers: Numbers) -> str:
    """Make the rows of many payments after those of one. The job that falls due for each."""
    pattern = await connection.fetchrow(PATTERN, made)
    customer = {"customer_id": id_of("cus_", f"1 + n % {Sizes().customers}")}
    intent, charge, method = (id_of(prefix, "n") for prefix in ("pi_", "ch_", "pm_"))
    secret = {"client_secret": f"{intent} || '_secret_' || md5(n::text)"}
    leading = {"payment_method_id": method, **customer}
    changes = {
        "payment_method": ("payment_method_id", {"id": method, **customer}),
        "payment_intent": ("id", {"id": intent, "latest_charge_id": charge, **secret, **leading}),
        "charge": ("latest_charge_id", {"id": charge, "payment_intent_id": intent, **leading}),
    }
    rows = f"generate_series({numbers.first}, {numbers.last}) AS n"
    for name, (key, changed) in changes.items():
        statement = Clones(name, rows, changed, f"id = '{pattern[key]}'").statement()
        await connection.execute(statement, account, account)
        await connection.execute(f"VACUUM (ANALYZE) {name}")
    job: str = pattern["what"]
    return job


async def fewer(connection: asyncpg.Connection, ends: tuple[str, str], many: int) -> tuple[float, int]:
    """When there are fewer due, and how many. Raises RuntimeError when nothing is fired for a minute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        await asyncio.sleep(LOOK_SECONDS)
        left: int = await connection.fetchval(LEFT, *ends)
        if left < many:
            return time.monotonic(), left
    raise RuntimeError(f"Of what is due, {many} were not fired within {PATIENCE:.0f} seconds.")


def memory(server: Running) -> float:
    """The megabytes that a server holds."""
    return float(psutil.Process(server.process.pid).memory_info().rss) / 1e6


def table(rows: list[tuple[str, str, Fired, float | None]], many: int) -> Table:
    heads = ["what falls due", "server", "per second", "times", "server CPU ms", "database CPU ms"]
    return Table(
        f"What falls due, {many:,} at once",
        [*heads, "MB before", "MB after"],
        [
            [kind, name, figure(fired.rate), times(fired.rate, base) if base else "-"]
            + [figure(value) for value in (fired.server, fired.database, fired.before, fired.after)]
            for kind, name, fired, base in rows
        ],
        "All in one account, each payment with a customer and a payment method; CPU is for each that is fired.",
    )
