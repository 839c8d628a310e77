"""Random documents over made-up schemas, where much goes wrong: ours must answer as graphql-core's executor does."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schema.execute.executor import Executor
from tests.execute.comparing import GIVEN_UP, Tally, compare
from tests.execute.documents import document
from tests.execute.worlds import world

pytestmark = GIVEN_UP
NUMBERS = st.integers(0, 2**32)
OFTEN = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
SIZES = (6, 6, 18) * 4
"""Fields of the documents for each schema. Small ones find the same mistakes for less: parsing and compiling are what
takes long."""


async def run(tally: Tally, schema_seed: int, seed: int, kind: str, *, waiting: bool, troubled: float) -> None:
    schema, root = world(schema_seed, waiting=waiting, troubled=troubled)
    executor = Executor(schema)
    for place, size in enumerate(SIZES):
        asked = document(schema, seed + place, kind=kind, size=size)
        tally.count(await compare(executor, asked, root=root, in_order=not waiting))


@OFTEN
@given(NUMBERS, NUMBERS)
async def test_where_nothing_waits_even_the_order_of_errors_is_the_same(
    tally: Tally, schema_seed: int, seed: int
) -> None:
    await run(tally, schema_seed, seed, "query", waiting=False, troubled=0.05)


@OFTEN
@given(NUMBERS, NUMBERS)
async def test_where_much_goes_wrong(tally: Tally, schema_seed: int, seed: int) -> None:
    await run(tally, schema_seed, seed, "query", waiting=False, troubled=0.3)


@OFTEN
@given(NUMBERS, NUMBERS)
async def test_where_resolvers_wait(tally: Tally, schema_seed: int, seed: int) -> None:
    await run(tally, schema_seed, seed, "query", waiting=True, troubled=0.05)


@OFTEN
@given(NUMBERS, NUMBERS)
async def test_where_resolvers_wait_and_all_goes_well(tally: Tally, schema_seed: int, seed: int) -> None:
    await run(tally, schema_seed, seed, "query", waiting=True, troubled=0)


@OFTEN
@given(NUMBERS, NUMBERS)
async def test_mutations(tally: Tally, schema_seed: int, seed: int) -> None:
    await run(tally, schema_seed, seed, "mutation", waiting=seed % 2 > 0, troubled=0.1)
