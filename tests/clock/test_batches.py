"""Batches: what falls due together is done in one transaction, and whatever fails in it fails alone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.clock.worker import run_due
from app.database import counting
from app.domain.transaction import transaction
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Wake
from tests.billing.clocks import advance, make
from tests.clock.bells import TEMPER, ring, strikes, temper
from tests.clock.conftest import JANUARY, World
from tests.records import records, run

NOON = JANUARY + timedelta(hours=12)
STRUCK = ["temper 2025-01-01 12:00:00"]


async def tempers(world: World, *kinds: str) -> list[Customer]:
    """Customers with something due at once, each with a way to fail, or none."""
    return [
        await world.customer((JANUARY, temper), name=f"{place}", meta={TEMPER: kind} if kind else {})
        for place, kind in enumerate(kinds)
    ]


def written(statements: list[str]) -> int:
    """How many statements wrote what a transaction changed."""
    return len([statement for statement in statements if statement.startswith("WITH") and "wake" in statement])


async def state(world: World) -> list[tuple[str, int, str]]:
    """What is set: whose, how often it was tried, and what it is."""
    customers = {customer.id: customer.name or "" for customer in await records(world.database, Customer)}
    return sorted((customers[wake.target_id], wake.attempts, wake.what) for wake in await world.pending())


async def test_a_batch_is_one_transaction_and_one_statement(world: World) -> None:
    sent = []
    for size in (2, 40):
        customers = await tempers(world, *[""] * size)
        with counting() as statements:
            assert await run_due(world.database, NOON) == size
        assert written(statements) == statements.count("COMMIT") == 1
        sent.append(len(statements))
        for customer in customers:
            assert strikes(await world.reread(customer)) == STRUCK
        await run(world.database, update(Wake.__table__).values(due=NOON + timedelta(days=365)))
    assert sent[1] <= sent[0], "more of them cost no more statements"
    told = await world.told()
    assert [event.sequence for event in told] == list(range(1, 2 * 42 + 1))
    assert [event.type for event in told] == ["customer.updated", "customer.created"] * 42


async def test_one_that_is_refused_or_breaks_is_undone_alone(world: World) -> None:
    customers = await tempers(world, "", "refuse", "", "break", "decline", "")
    with counting() as statements:
        assert await run_due(world.database, NOON) == 4
    assert written(statements) == statements.count("COMMIT") == 1
    assert [strikes(await world.reread(customer)) for customer in customers] == [STRUCK, [], STRUCK, [], STRUCK, STRUCK]
    assert await state(world) == [
        ("0", 0, "bells.ring"),
        ("1", 1, "bells.temper"),
        ("2", 0, "bells.ring"),
        ("3", 1, "bells.temper"),
        ("4", 0, "bells.ring"),
        ("5", 0, "bells.ring"),
    ]
    children = [
        customer.name for customer in await records(world.database, Customer) if "child" in (customer.name or "")
    ]
    assert sorted(map(str, children)) == [f"child of {place}" for place in (0, 2, 4, 5)]
    assert [event.sequence for event in await world.told()] == list(range(1, 9))


async def test_an_error_of_the_database_falls_back_to_one_by_one(world: World) -> None:
    customers = await tempers(world, "", "database", "", "refuse")
    with counting() as statements:
        assert await run_due(world.database, NOON) == 2
    assert statements.count("ROLLBACK") == 2, "the batch, and then the one alone"
    assert [strikes(await world.reread(customer)) for customer in customers] == [STRUCK, [], STRUCK, []]
    assert await state(world) == [
        ("0", 0, "bells.ring"),
        ("1", 1, "bells.temper"),
        ("2", 0, "bells.ring"),
        ("3", 1, "bells.temper"),
    ]
    assert [event.sequence for event in await world.told()] == [1, 2, 3, 4]


async def test_under_a_clock_too(world: World) -> None:
    clock = await make(world)
    moment = JANUARY + timedelta(hours=1)
    customers = [await world.customer((moment, temper), clock=clock, name=f"{place}") for place in range(30)]
    with counting() as statements:
        await advance(world, clock, NOON)
    assert written(statements) == 1
    for customer in customers:
        assert strikes(await world.reread(customer)) == ["temper 2025-01-01 01:00:00"]
    assert (await world.clock(clock.id)).status == "ready"


@pytest.mark.parametrize("name", ["bells.ring", "bells.rang"])
async def test_what_was_set_under_a_former_name_is_done_and_withdrawn(world: World, name: str) -> None:
    done, withdrawn = [await world.customer((JANUARY, ring)) for _ in range(2)]
    await run(world.database, update(Wake.__table__).values(what=name))
    async with transaction(world.database, world.tenant, now=JANUARY) as tx:
        tx.unwake(ring, await tx.get(Customer, withdrawn.id))
    assert await run_due(world.database, NOON) == 1
    assert strikes(await world.reread(done)) == ["ring 2025-01-01 12:00:00"]
    assert strikes(await world.reread(withdrawn)) == []
