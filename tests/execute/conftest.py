"""What is shared by the tests that run graphql-core's executor beside ours."""

import gc
import warnings
from collections.abc import AsyncIterator, Iterator

import pytest

from app.database import Database
from tests.conftest import MakeDatabase
from tests.execute.comparing import Tally
from tests.execute.furnishing import furnish


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    """What graphql-core gave up and did not await goes before the next module's tests."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


@pytest.fixture(scope="session")
async def furnished(make_database: MakeDatabase) -> AsyncIterator[Database]:
    """A database with something of everything, which tests read and do not change."""
    database = await Database.open(await make_database("template"))
    await furnish(database)
    yield database
    await database.close()


@pytest.fixture
def tally() -> Iterator[Tally]:
    """Counts the documents that a test compares: random ones are no test where they are not valid."""
    tally = Tally()
    yield tally
    assert tally.valid > 0.9 * tally.tried, tally
