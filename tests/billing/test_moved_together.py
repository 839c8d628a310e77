"""More falls due at one moment of a clock than one transaction takes: batches, worked out ahead of their turn."""

from datetime import timedelta

import pytest

from app.database import Database
from app.domain import batches
from app.tables.core_resources.customer import Customer
from tests.billing.clocks import advance, make
from tests.clock.bells import TEMPER, strikes, temper
from tests.clock.conftest import JANUARY, World

HOUR = timedelta(hours=1)


async def struck(world: World, *kinds: str) -> list[Customer]:
    """Customers of a clock that was moved past what is due for all of them at once, each with their way to fail."""
    clock = await make(world)
    due = (JANUARY + HOUR, temper)
    customers = [await world.customer(due, clock=clock, meta={TEMPER: kind} if kind else {}) for kind in kinds]
    await advance(world, clock, JANUARY + 2 * HOUR)
    assert (await world.clock(clock.id)).status == ("internal_failure" if any(kinds) else "ready")
    return [await world.reread(each) for each in customers]


@pytest.mark.parametrize("connections", [10, 2])
async def test_all_of_a_moment_is_done_in_order(
    world: World, monkeypatch: pytest.MonkeyPatch, connections: int
) -> None:
    """Also where there are too few connections for several transactions at a time."""
    monkeypatch.setattr(batches, "MOST", 2)
    database = await Database.open(world.database.url, pool_size=connections)
    try:
        customers = await struck(World(database, world.tenant), *[""] * 7)
    finally:
        await database.close()
    assert [len(strikes(each)) for each in customers] == [1] * 7
    told = [event for event in await world.told() if event.type.startswith("customer.")]
    # Each rings and has a child; of both it is told by itself.
    assert [event.object_id for event in told if event.type == "customer.updated"] == [each.id for each in customers]
    assert [event.type for event in told] == ["customer.updated", "customer.created"] * 7


async def test_one_that_fails_takes_no_others_along(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST", 2)
    customers = await struck(world, "", "", "", "", "database", "", "")
    assert [len(strikes(each)) for each in customers[:4]] == [1] * 4
    assert [len(strikes(each)) for each in customers[4:6]] == [0, 1]
