"""One transaction of two tenants: what happens to a platform and its connected account at once."""

import asyncio

import pytest

from app.database import Database, counting
from app.domain import ledger
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import LedgerEntry
from app.tables.tenancy import Tenant, belongs
from tests.merchant import NOON, Merchant, open_shop
from tests.records import records


@pytest.fixture
async def pair(merchant: Merchant, database: Database) -> tuple[Merchant, Merchant]:
    """Two merchants, in the order of their accounts' ids."""
    first, second = sorted([merchant, await open_shop(database)], key=lambda each: each.tenant)
    return first, second


def both(tx: Tx, other: Tenant, name: str) -> None:
    """A customer of each, told."""
    for each in (tx, tx.on(other)):
        each.tell("created", each.add(Customer(name=name)))


async def test_each_has_its_own_rows_events_and_ledger_and_one_commit(pair: tuple[Merchant, Merchant]) -> None:
    mine, others = pair
    with counting() as statements:
        async with mine.begin() as tx:
            other = tx.on(others.tenant)
            assert (other.now, other.on(mine.tenant)) == (tx.now, tx)
            both(tx, others.tenant, "Ada")
            for each, amount in ((tx, -300), (other, 300)):
                for book, moved in ((f"{ledger.AVAILABLE}:card", amount), (ledger.WORLD, -amount)):
                    values = {"movement_id": "tr_1", "book": book, "currency": "usd", "amount": moved}
                    each.insert(LedgerEntry(**values, created=each.now))
    assert [each.partition(" ")[0] for each in statements if "INSERT INTO customer" in each] == ["WITH"]
    assert len([each for each in statements if "event_stream" in each and each.startswith("WITH")]) == 1
    for merchant, amount in ((mine, -300), (others, 300)):
        (told,) = await merchant.told()
        assert (told.type, told.sequence) == ("customer.created", 1)
        assert told.data.object["name"] == "Ada"
        owned = belongs(LedgerEntry.__table__.c, merchant.tenant)
        kept = await records(merchant.database, LedgerEntry, *owned)
        assert [(entry.book, entry.amount) for entry in kept] == [("available:card", amount), ("world", -amount)]


async def test_what_is_refused_for_one_is_undone_for_both(pair: tuple[Merchant, Merchant]) -> None:
    mine, others = pair
    with pytest.raises(InvalidRequest):  # noqa: PT012 - the transaction is what is refused
        async with mine.begin() as tx:
            both(tx, others.tenant, "Ada")
            raise InvalidRequest("No.", code=ErrorCode.PARAMETER_INVALID)
    assert await mine.told() == await others.told() == []


async def test_the_others_rows_are_reached_on_purpose_alone(pair: tuple[Merchant, Merchant]) -> None:
    mine, others = pair
    async with others.begin() as tx:
        id = tx.add(Customer(name="Ada")).id
    async with mine.begin() as tx:
        with pytest.raises(ResourceMissing):
            await tx.get(Customer, id)
        (await tx.on(others.tenant).get(Customer, id)).name = "Grace"
        with pytest.raises(ResourceMissing):
            await tx.get(Customer, id, lock=False)
    async with others.begin() as tx:
        assert (await tx.get(Customer, id)).name == "Grace"


async def test_a_clock_of_one_is_the_time_of_both(pair: tuple[Merchant, Merchant]) -> None:
    mine, others = pair
    clock = await mine.clock(NOON.replace(year=2031))
    async with mine.begin() as tx:
        other = tx.on(others.tenant)
        await tx.live_under(clock.id)
        assert other.now == tx.now == NOON.replace(year=2031)
        made = other.add(Customer(name="Ada"))
    assert (made.clock_id, made.created) == (clock.id, NOON.replace(year=2031))


async def test_streams_are_advanced_in_one_order_whoever_begins(pair: tuple[Merchant, Merchant]) -> None:
    """Two that reach for each other at the same time, over and over, and no deadlock."""
    mine, others = pair
    rounds = 20

    async def write(one: Merchant, other: Merchant) -> None:
        for number in range(rounds):
            async with transaction(one.database, one.tenant, now=NOON) as tx:
                both(tx, other.tenant, str(number))

    await asyncio.gather(write(mine, others), write(others, mine), write(mine, others))
    for merchant in pair:
        assert [event.sequence for event in await merchant.told()] == list(range(1, 3 * rounds + 1))
