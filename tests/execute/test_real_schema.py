"""Random queries of the real schema on a real database, whole and damaged: ours must answer as graphql-core does."""

from collections.abc import AsyncIterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from schema.execute.executor import Executor
from tests.conftest import MakeDatabase
from tests.execute.asking import SCHEMA, question
from tests.execute.comparing import GIVEN_UP, Tally, compare
from tests.execute.documents import Document
from tests.execute.furnishing import MINE, context, damage, furnish, restricted_key

pytestmark = GIVEN_UP
SEEDS = st.integers(0, 2**32)
OFTEN = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
EXECUTOR = Executor(SCHEMA)


@pytest.fixture(scope="module")
async def damaged(make_database: MakeDatabase) -> AsyncIterator[Database]:
    database = await Database.open(await make_database("template"))
    await furnish(database)
    await damage(database, 1)
    yield database
    await database.close()


@OFTEN
@given(SEEDS)
async def test_what_is_whole(furnished: Database, tally: Tally, seed: int) -> None:
    tally.count(await compare(EXECUTOR, question(seed), context=lambda: context(furnished)))


@OFTEN
@given(SEEDS)
async def test_what_is_damaged(damaged: Database, tally: Tally, seed: int) -> None:
    tally.count(await compare(EXECUTOR, question(seed), context=lambda: context(damaged)))


@OFTEN
@given(SEEDS)
async def test_what_a_restricted_key_may_see(furnished: Database, tally: Tally, seed: int) -> None:
    caller = restricted_key(MINE, Random(seed))
    tally.count(await compare(EXECUTOR, question(seed), context=lambda: context(furnished, caller)))


async def test_cursors_of_what_does_not_show_when_it_was_created(furnished: Database, tally: Tally) -> None:
    text = "{ coupons { nodes { discounts { pageInfo { startCursor endCursor } } } } }"
    tally.count(await compare(EXECUTOR, Document(text, {}), context=lambda: context(furnished)))


async def test_what_leads_to_nothing_is_not_refused(furnished: Database, tally: Tally) -> None:
    # The key may not read products, nor is there anything to read for the item that has no tax rates.
    caller = restricted_key(MINE, Random(27948728))
    text = "{ subscriptionItems { nodes { taxRates { id } } } }"
    tally.count(await compare(EXECUTOR, Document(text, {}), context=lambda: context(furnished, caller)))
