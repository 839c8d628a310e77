"""The data that everything is measured on: a database of its own, filled by cloning rows that paygraph itself made.

One customer pays once and subscribes once through the graph, as a merchant of its own. Each row that this leaves is the
pattern of thousands: so they are valid for the tables as these are now, whatever columns they have grown.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx

from app.access.keys import create_key
from app.access.opening import open_account
from app.database import Database
from app.migrate import migrate
from app.postgres import EmbeddedPostgres
from app.server.main import build
from app.settings import Settings
from app.tables.tenancy import Tenant
from tests.benchmarks.clones import Sizes, clones

POSTGRES = {
    "autovacuum": "off",
    "jit": "off",
    "log_destination": "jsonlog",
    "log_directory": "statements",
    "log_filename": "statements",
    # With what was sent, which is replayed.
    "log_error_verbosity": "default",
    "log_parameter_max_length": "-1",
    "logging_collector": "on",
    "max_parallel_workers_per_gather": "0",
    "max_wal_size": "4GB",
    "shared_buffers": "512MB",
}
"""PostgreSQL has one core, nothing of its own shall run beside a measurement, and the data fit its cache."""

VIEWS = Path(__file__).parent / "peers" / "views.sql"
"""What PostGraphile is shown of the tables."""

PATTERNS = """mutation Patterns($card: ID!) {
  customer: customerCreate(input: {
    name: "Pattern", email: "pattern@example.com", phone: "+15550100", description: "Made once, cloned often"
    address: { line1: "1 Main Street", city: "Springfield", state: "IL", postalCode: "62701", country: "US" }
    metadata: { tier: "gold" }, paymentMethod: $card
  }) { customer { id paymentMethods { nodes { id } } } userErrors { message } }
  product: productCreate(input: {
    name: "Pattern", description: "Made once, cloned often", metadata: { line: "a" }
    defaultPriceData: { currency: "usd", unitAmount: 1000, recurring: { interval: MONTH } }
  }) { product { id defaultPrice { id } } userErrors { message } }
}"""
SUBSCRIPTION = """mutation Subscribe($customer: ID!, $paymentMethod: ID!, $price: ID!) {
  subscription: subscriptionCreate(input: {
    customer: $customer, defaultPaymentMethod: $paymentMethod, items: [{ price: $price, metadata: { seat: "first" } }]
    metadata: { plan: "gold" }, description: "Made once, cloned often"
  }) { subscription { id status } userErrors { message } }
}"""
PAYMENT = """mutation Pay($customer: ID!, $paymentMethod: ID!) {
  made: paymentIntentCreate(input: {
    amount: 2000, currency: "usd", customer: $customer, paymentMethod: $paymentMethod, confirm: true
    description: "Order", receiptEmail: "receipts@example.com", metadata: { order: "1001", channel: "web" }
    automaticPaymentMethods: { enabled: true, allowRedirects: NEVER }
  }) { paymentIntent { id status latestCharge { id } } userErrors { message } }
}"""
REFUND = """mutation Refund($charge: ID!) {
  refund: refundCreate(input: { charge: $charge, amount: 100 }) { refund { id } userErrors { message } }
}"""


@dataclass(frozen=True)
class Data:
    """A filled database: where, its merchant, and a secret key of theirs."""

    postgres: EmbeddedPostgres
    url: str
    name: str
    account_id: str
    key: str

    @property
    def socket_folder(self) -> str:
        """Where PostgreSQL listens."""
        return parse_qs(urlsplit(self.url).query)["host"][0]

    @property
    def server_pid(self) -> int:
        """The process whose children do PostgreSQL's work."""
        return int((self.postgres.cluster / "postmaster.pid").read_text().split()[0])

    @property
    def statements(self) -> Path:
        """Where PostgreSQL notes statements, as lines of JSON, while it is told to."""
        return self.postgres.cluster / "statements" / "statements.json"

    def execute(self, statement: str, url: str | None = None) -> None:
        """Run one statement on a connection of its own, to this database unless another's URL is given."""

        async def run() -> None:
            connection = await asyncpg.connect(url or self.url)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@contextmanager
def filled(name: str = "bench") -> Iterator[Data]:
    """PostgreSQL in a temporary folder, with all the data; gone at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="paygraph-bench-") as folder,
        EmbeddedPostgres(Path(folder), options=POSTGRES) as postgres,
    ):
        yield asyncio.run(fill(postgres, name))


async def fill(postgres: EmbeddedPostgres, name: str) -> Data:
    """Make the database, migrate it, make the patterns, clone them, and see that PostgreSQL knows what is there."""
    connection = await asyncpg.connect(postgres.url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    url = postgres.url.replace("/postgres?", f"/{name}?", 1)
    await migrate(url)
    pattern, pattern_key = await open_shop(url, "Pattern")
    account, key = await open_shop(url, "Benchmark")
    async with caller(url, pattern_key) as run:
        await make_patterns(run)
    connection = await asyncpg.connect(url)
    try:
        await clone(connection, Sizes(), pattern, account)
        await connection.execute(VIEWS.read_text().replace(":account", f"'{account}'"))
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
    return Data(postgres, url, name, account, key)


async def open_shop(url: str, name: str) -> tuple[str, str]:
    """A merchant in test mode: their account and a secret key."""
    database = await Database.open(url, pool_size=1)
    try:
        async with database.begin() as connection:
            account = await open_account(connection, name=name)
            tenant = Tenant(account.id, livemode=False)
            _, secret = await create_key(connection, tenant)
            return tenant.account, secret
    finally:
        await database.close()


@asynccontextmanager
async def caller(url: str, key: str) -> AsyncIterator["Run"]:
    """The graph as shipped, without a socket."""
    app = build(Settings(database_url=url, worker=False))
    transport = httpx.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://paygraph.test", headers=headers) as client,
    ):

        async def run(document: str, **variables: Any) -> dict[str, Any]:
            body = (await client.post("/graphql", json={"query": document, "variables": variables})).json()
            if "errors" in body:
                raise RuntimeError(f"The patterns could not be made: {body['errors']}")
            found: dict[str, Any] = body["data"]
            return found

        yield run


Run = Callable[..., Awaitable[dict[str, Any]]]
"""Takes a document and its variables, returns the data."""


async def make_patterns(run: Run) -> None:
    """One of everything."""

    async def carry_out(document: str, **variables: str) -> dict[str, Any]:
        data = await run(document, **variables)
        refused = [payload["userErrors"] for payload in data.values() if payload["userErrors"]]
        if refused:
            raise RuntimeError(f"The patterns were refused: {refused}")
        return data

    made = await carry_out(PATTERNS, card="pm_card_visa")
    customer = made["customer"]["customer"]
    payer = {"customer": customer["id"], "paymentMethod": customer["paymentMethods"]["nodes"][0]["id"]}
    paid = await carry_out(PAYMENT, **payer)
    await carry_out(REFUND, charge=paid["made"]["paymentIntent"]["latestCharge"]["id"])
    await carry_out(SUBSCRIPTION, **payer, price=made["product"]["product"]["defaultPrice"]["id"])


async def clone(connection: asyncpg.Connection, sizes: Sizes, pattern: str, account: str) -> None:
    """Fill an account from the patterns of another, which loses them."""
    for one in clones(sizes):
        await connection.execute(one.statement(), pattern, account)
    for one in clones(sizes):
        await connection.execute(f"DELETE FROM {one.table} WHERE account_id = $1", pattern)
