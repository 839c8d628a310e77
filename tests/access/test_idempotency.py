"""Idempotency keys: what is sent twice happens once, also for two at once and across a crash."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from app.access.idempotency import Stored, claim, input_hash, store, sweep
from app.database import Database, counting
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.errors import IdempotencyMismatch, InvalidRequest, LockTimeout, Unavailable
from app.tables.access import IdempotencyRecord
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant
from tests.access.conftest import ACCOUNT
from tests.records import records, run

TENANT = Tenant(ACCOUNT, livemode=False)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANSWER = {"customer": "cus_1", "userErrors": [], "amount": 12_345_678_901}


async def take(tx: Tx, key: str = "order-1", *, mutation: str = "customerCreate", input: Any = None) -> Stored | None:
    return await claim(tx, key, mutation=mutation, input_hash=input_hash(input))


async def once(
    database: Database,
    key: str = "order-1",
    *,
    answer: Any = ANSWER,
    tenant: Tenant = TENANT,
    now: datetime = NOW,
    **options: Any,
) -> Stored | None:
    """A whole request: claim, and if it was this one's to do, store and commit."""
    async with transaction(database, tenant, now=now) as tx:
        found = await take(tx, key, **options)
        if found is None:
            store(tx, key, answer)
    return found


async def until_waiting(database: Database) -> None:
    """Until some backend waits for a lock; asks again and again, and gives the others their turn in between."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while True:
        if (await run(database, waiting))[0][0]:
            return
        await asyncio.sleep(0)


class Abandoned(Exception):
    """The test's own way out of a transaction that is to be rolled back."""


class Held:
    """A transaction that stays open until the test ends it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, now: datetime = NOW) -> Tx:
        self._transaction = transaction(self._database, TENANT, now=now)
        self.tx = await self._transaction.__aenter__()
        return self.tx

    async def commit(self) -> None:
        await self._transaction.__aexit__(None, None, None)

    async def rollback(self) -> None:
        with suppress(Abandoned):
            await self._transaction.__aexit__(Abandoned, Abandoned(), None)


@pytest.fixture
async def first(database: Database) -> Held:
    """Another request's transaction, open."""
    held = Held(database)
    await held.begin()
    return held


async def test_the_second_is_answered_as_the_first(database: Database) -> None:
    assert await once(database) is None
    assert await once(database, answer="another") == Stored(ANSWER)
    assert await once(database) == Stored(ANSWER)
    assert len(await records(database, IdempotencyRecord, by="key")) == 1


async def test_an_answer_of_nothing_is_an_answer(database: Database) -> None:
    assert await once(database, answer=None) is None
    assert await once(database) == Stored(None)


@pytest.mark.parametrize(
    ("other", "used_for"),
    [
        (
            {"input": {"name": "Bob"}},
            "customerCreate with other input",
        ),
        (
            {"mutation": "customerUpdate"},
            "customerCreate",
        ),
    ],
)
async def test_a_key_belongs_to_one_mutation_and_input(
    database: Database, other: dict[str, Any], used_for: str
) -> None:
    await once(database)
    with pytest.raises(IdempotencyMismatch) as refused:
        await once(database, **other)
    assert refused.value.message == (
        f"The idempotency key 'order-1' was used for {used_for} within the last 24 hours. "
        "Send the same input again, or use a new key."
    )
    assert (refused.value.type, refused.value.field) == ("idempotency_error", "idempotency_key")
    assert await once(database) == Stored(ANSWER)


async def test_accounts_and_modes_have_keys_of_their_own(database: Database) -> None:
    assert await once(database) is None
    assert await once(database, tenant=Tenant(ACCOUNT, livemode=True), answer="live") is None
    assert await once(database, tenant=Tenant("acct_other", livemode=False), answer="other") is None
    assert await once(database, "order-2") is None
    assert await once(database, tenant=Tenant(ACCOUNT, livemode=True)) == Stored("live")
    assert len(await records(database, IdempotencyRecord, by="key")) == 4


async def test_of_two_at_once_the_second_waits_and_is_answered_as_the_first(
    database: Database, elsewhere: Database, first: Held
) -> None:
    assert await take(first.tx) is None
    second = asyncio.create_task(once(elsewhere, answer="never"))
    await until_waiting(database)
    store(first.tx, "order-1", ANSWER)
    assert not second.done()
    await first.commit()
    assert await second == Stored(ANSWER)


async def test_of_two_at_once_with_other_input_the_second_is_refused(
    database: Database, elsewhere: Database, first: Held
) -> None:
    assert await take(first.tx) is None
    second = asyncio.create_task(once(elsewhere, input={"name": "Bob"}))
    await until_waiting(database)
    store(first.tx, "order-1", ANSWER)
    await first.commit()
    with pytest.raises(IdempotencyMismatch):
        await second


async def test_when_the_first_is_rolled_back_the_second_does_the_work(
    database: Database, elsewhere: Database, first: Held
) -> None:
    assert await take(first.tx) is None
    second = asyncio.create_task(once(elsewhere, answer="by the second"))
    await until_waiting(database)
    await first.rollback()
    assert await second is None
    assert await once(database) == Stored("by the second")


async def test_other_keys_do_not_wait(elsewhere: Database, first: Held) -> None:
    assert await take(first.tx) is None
    assert await once(elsewhere, "order-2") is None
    assert await once(elsewhere, tenant=Tenant(ACCOUNT, livemode=True)) is None
    await first.rollback()


async def test_a_crash_leaves_neither_record_nor_effect(database: Database, elsewhere: Database) -> None:
    with pytest.raises(Unavailable):  # noqa: PT012 - the commit is what fails
        async with transaction(database, TENANT, now=NOW) as tx:
            assert await take(tx) is None
            store(tx, "order-1", ANSWER)
            (process,) = await tx.execute(text("SELECT pg_backend_pid() AS id"))
            await run(elsewhere, text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process.id})
    assert await records(elsewhere, IdempotencyRecord, by="key") == []
    assert await once(elsewhere, answer="again") is None
    assert await once(database) == Stored("again")


async def test_the_effect_and_the_answer_are_one_transaction(database: Database) -> None:
    with pytest.raises(Abandoned):  # noqa: PT012 - what is done before is the point
        async with transaction(database, TENANT, now=NOW) as tx:
            assert await take(tx) is None
            tx.add(Customer(name="Ada"))
            store(tx, "order-1", ANSWER)
            await tx.flush()
            raise Abandoned
    assert await records(database, Customer) == []
    with counting() as statements:
        async with transaction(database, TENANT, now=NOW) as tx:
            assert await take(tx) is None
            tx.add(Customer(name="Ada"))
            store(tx, "order-1", ANSWER)
    assert [statement.partition(" ")[0] for statement in statements] == ["BEGIN", "INSERT", "WITH", "COMMIT"]
    assert [customer.name for customer in await records(database, Customer)] == ["Ada"]
    assert await once(database) == Stored(ANSWER)


async def test_the_wait_is_bounded(elsewhere: Database, first: Held) -> None:
    assert await take(first.tx) is None
    with pytest.raises(LockTimeout) as refused:  # noqa: PT012 - the transaction is what raises
        async with transaction(elsewhere, TENANT, now=NOW) as tx:
            await (await tx.work.connection(begun=True)).run("SET LOCAL lock_timeout = '1ms'")
            await take(tx)
    assert refused.value.message == (
        "Another request with this idempotency key is still being worked on. "
        "Try again with the same key in a few seconds."
    )
    assert (refused.value.code, refused.value.status, refused.value.retry_after) == ("LOCK_TIMEOUT", 429, 1.0)
    store(first.tx, "order-1", ANSWER)
    await first.commit()
    assert await once(elsewhere) == Stored(ANSWER)


async def test_after_24_hours_a_key_may_be_claimed_again(database: Database) -> None:
    await once(database)
    almost = NOW + timedelta(hours=24) - timedelta(microseconds=1)
    assert await once(database, now=almost) == Stored(ANSWER)
    later = NOW + timedelta(hours=24)
    assert await once(database, now=later, mutation="customerUpdate", answer="anew") is None
    assert await once(database, now=later, mutation="customerUpdate") == Stored("anew")
    assert len(await records(database, IdempotencyRecord, by="key")) == 1


async def test_of_two_that_claim_an_expired_key_one_does_the_work(
    database: Database, elsewhere: Database, first: Held
) -> None:
    await once(database)
    later = NOW + timedelta(hours=25)
    await first.rollback()
    assert await take(await first.begin(later)) is None
    second = asyncio.create_task(once(elsewhere, now=later))
    await until_waiting(database)
    store(first.tx, "order-1", "anew")
    await first.commit()
    assert await second == Stored("anew")


async def test_old_answers_are_swept(database: Database) -> None:
    await once(database, "old")
    await once(database, "older", now=NOW - timedelta(days=3))
    await once(database, "new", now=NOW + timedelta(microseconds=1))
    assert await sweep(database, now=NOW + timedelta(hours=24)) == 2
    assert await sweep(database, now=NOW + timedelta(hours=24)) == 0
    assert await once(database, "new") == Stored(ANSWER)
    assert len(await records(database, IdempotencyRecord, by="key")) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "line\nbreak", "nul\x00", "half \ud800"])
async def test_what_cannot_be_a_key_is_refused(database: Database, key: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await once(database, key)
    assert refused.value.message == (
        f"An idempotency key has 1 to 255 printable characters, which this one of {len(key)} has not. "
        "Use a new UUID for each thing that is to happen once."
    )
    assert refused.value.field == "idempotency_key"
    assert len(await records(database, IdempotencyRecord, by="key")) == 0


@pytest.mark.parametrize("key", ["x" * 255, "Bestellung №1, 'größer'"])
async def test_any_printable_key_will_do(database: Database, key: str) -> None:
    assert await once(database, key) is None
    assert await once(database, key) == Stored(ANSWER)


def test_the_hash_of_an_input_minds_its_meaning() -> None:
    one = {"amount": 100, "customer": {"id": "cus_1", "name": None}, "rate": Decimal("1.50")}
    same = {"rate": Decimal("1.50"), "customer": {"name": None, "id": "cus_1"}, "amount": 100}
    assert input_hash(one) == input_hash(same)
    assert len(input_hash(one)) == 64
    others = [
        {**one, "amount": 101},
        {**one, "amount": "100"},
        {**one, "customer": {"id": "cus_1"}},
        {**one, "rate": Decimal("1.51")},
        {"amount": 100},
        None,
    ]
    assert len({input_hash(one), *(input_hash(other) for other in others)}) == 7
    with pytest.raises(TypeError):
        input_hash({"file": object()})
