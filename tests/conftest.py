"""A real PostgreSQL for the run, one database in it, and a clean slate for each test."""

import atexit
import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.database import Database
from app.postgres import EmbeddedPostgres
from app.server.main import build
from app.settings import Limits, Settings
from app.tables import metadata
from tests import cost
from tests.cost import pytest_configure as pytest_configure
from tests.cost import pytest_sessionfinish as pytest_sessionfinish
from tests.emptying import Emptying
from tests.graph import Graph, new_caller
from tests.records import create_all

os.environ.setdefault("PAYGRAPH_SECRET_KEY", "what the tests seal signing secrets with")
FILES = tempfile.mkdtemp(prefix="paygraph-files-")
os.environ["PAYGRAPH_FILES_FOLDER"] = FILES
atexit.register(shutil.rmtree, FILES, ignore_errors=True)

MakeDatabase = Callable[[str], Awaitable[str]]


def pytest_collection_finish() -> None:
    """What there is by now stays to the end: Python need not walk it whenever it looks for cycles."""
    gc.freeze()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[EmbeddedPostgres]:
    """The run's PostgreSQL: not durable, because nothing of it outlives the run."""
    folder: Path = tmp_path_factory.mktemp("postgres")
    # What tests delete stays in small tables until those are truncated, and no plan changes in the middle of a test.
    with EmbeddedPostgres(folder, options={"autovacuum": "off"}, durable=False) as server:
        yield server
        request.config.stash[cost.elsewhere] = cost.of_postgres(server)


@pytest.fixture(scope="session")
async def make_database(postgres: EmbeddedPostgres) -> MakeDatabase:
    """Makes a database of its own as a copy of another (`template1` is empty, `template` has our tables); its URL."""

    async def make(template: str = "template") -> str:
        name = f"test_{uuid.uuid4().hex}"
        connection = await asyncpg.connect(postgres.url)
        try:
            await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        finally:
            await connection.close()
        return url_of(postgres, name)

    connection = await asyncpg.connect(postgres.url)
    try:
        await connection.execute("CREATE DATABASE template")
    finally:
        await connection.close()
    await create_all(url_of(postgres, "template"), metadata)
    return make


@pytest.fixture(scope="session")
async def database_of_the_run(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = await Database.open(await make_database("template"))
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def emptying(database_of_the_run: Database) -> AsyncIterator[Emptying]:
    """Empties the run's database."""
    emptying = Emptying(database_of_the_run.url, metadata.tables)
    yield emptying
    await emptying.close()


@pytest.fixture
async def database(database_of_the_run: Database, emptying: Emptying) -> AsyncIterator[Database]:
    """The run's database with all our tables, empty at the start of each test."""
    yield database_of_the_run
    # A transaction that a test left open makes this fail after a while, as every lock that is waited for too long does.
    await emptying()


def url_of(postgres: EmbeddedPostgres, name: str) -> str:
    """The URL of one of the server's databases."""
    return postgres.url.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture(scope="session")
async def client(database_of_the_run: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The app as shipped, over HTTP without a socket. What falls due is done when a test says so, not by a worker."""
    limits = Limits(requests_per_second=1e6, burst=1_000_000)
    app = build(Settings(database_url=database_of_the_run.url, worker=False, limits=limits))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://paygraph.test") as client:
            yield client


@pytest.fixture
async def graph(client: httpx.AsyncClient, database: Database) -> Graph:
    """A merchant's own server: the secret key of a fresh account, in test mode."""
    return await new_caller(client, database)


@pytest.fixture
async def stranger(client: httpx.AsyncClient, database: Database) -> Graph:
    """Another merchant."""
    return await new_caller(client, database)


@pytest.fixture
async def live(client: httpx.AsyncClient, database: Database, graph: Graph) -> Graph:
    """The same merchant in live mode."""
    return await new_caller(client, database, account_id=graph.tenant.account, livemode=True)
