"""Idempotency keys: what is sent twice happens once, also for two at once and across a crash."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.access import idempotency
from app.access.caller import Caller
from app.access.idempotency import LockTimeout, Stored, claim, input_hash, store, sweep
from app.database import Database
from app.errors import IdempotencyMismatch, InvalidRequest
from app.tables.access import ApiKey, IdempotencyRecord, KeyKind
from tests.access.conftest import ACCOUNT, a_key

CALLER = Caller(account_id=ACCOUNT, livemode=False, key_id="key_1", kind=KeyKind.SECRET)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANSWER = {"customer": "cus_1", "userErrors": [], "amount": 12_345_678_901}


async def take(
    session: AsyncSession,
    key: str = "order-1",
    *,
    caller: Caller = CALLER,
    mutation: str = "customerCreate",
    input: Any = None,
    now: datetime = NOW,
) -> Stored | None:
    return await claim(session, caller, key, mutation=mutation, input_hash=input_hash(input), now=now)


async def once(database: Database, key: str = "order-1", *, answer: Any = ANSWER, **options: Any) -> Stored | None:
    """A whole request: claim, and if it was this one's to do, store and commit."""
    async with database.session() as session:
        found = await take(session, key, **options)
        if found is None:
            await store(session, options.get("caller", CALLER), key, response=answer)
        await session.commit()
    return found


async def records(database: Database) -> int:
    async with database.session() as session:
        return (await session.scalars(select(func.count()).select_from(IdempotencyRecord))).one()


async def until_waiting(database: Database) -> None:
    """Until some backend waits for a lock; asks again and again, and gives the others their turn in between."""
    async with database.session() as session:
        while not (
            await session.scalars(
                text(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
            )
        ).one():
            await session.rollback()


@pytest.fixture
async def first(database: Database) -> AsyncIterator[AsyncSession]:
    """A session whose transaction stays open until the test ends it."""
    async with database.session() as session:
        yield session


async def test_the_second_is_answered_as_the_first(database: Database) -> None:
    assert await once(database) is None
    assert await once(database, answer="another") == Stored(ANSWER)
    assert await once(database) == Stored(ANSWER)
    assert await records(database) == 1


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
    assert (refused.value.type, refused.value.field) == ("idempotency_error", "idempotencyKey")
    assert await once(database) == Stored(ANSWER)


async def test_accounts_and_modes_have_keys_of_their_own(database: Database) -> None:
    assert await once(database) is None
    assert await once(database, caller=replace(CALLER, livemode=True), answer="live") is None
    assert await once(database, caller=replace(CALLER, account_id="acct_other"), answer="other") is None
    assert await once(database, "order-2") is None
    assert await once(database, caller=replace(CALLER, key_id="key_2")) == Stored(ANSWER)
    assert await once(database, caller=replace(CALLER, livemode=True)) == Stored("live")
    assert await records(database) == 4


async def test_of_two_at_once_the_second_waits_and_is_answered_as_the_first(
    database: Database, elsewhere: Database, first: AsyncSession
) -> None:
    assert await take(first) is None
    second = asyncio.create_task(once(elsewhere, answer="never"))
    await until_waiting(database)
    await store(first, CALLER, "order-1", response=ANSWER)
    assert not second.done()
    await first.commit()
    assert await second == Stored(ANSWER)


async def test_of_two_at_once_with_other_input_the_second_is_refused(
    database: Database, elsewhere: Database, first: AsyncSession
) -> None:
    assert await take(first) is None
    second = asyncio.create_task(once(elsewhere, input={"name": "Bob"}))
    await until_waiting(database)
    await store(first, CALLER, "order-1", response=ANSWER)
    await first.commit()
    with pytest.raises(IdempotencyMismatch):
        await second


async def test_when_the_first_is_rolled_back_the_second_does_the_work(
    database: Database, elsewhere: Database, first: AsyncSession
) -> None:
    assert await take(first) is None
    second = asyncio.create_task(once(elsewhere, answer="by the second"))
    await until_waiting(database)
    await first.rollback()
    assert await second is None
    assert await once(database) == Stored("by the second")


async def test_other_keys_do_not_wait(elsewhere: Database, first: AsyncSession) -> None:
    assert await take(first) is None
    assert await once(elsewhere, "order-2") is None
    assert await once(elsewhere, caller=replace(CALLER, livemode=True)) is None
    await first.rollback()


async def test_a_crash_leaves_neither_record_nor_effect(database: Database, elsewhere: Database) -> None:
    async with database.session() as session:
        assert await take(session) is None
        await store(session, CALLER, "order-1", response=ANSWER)
        process = (await session.scalars(text("SELECT pg_backend_pid()"))).one()
        async with elsewhere.session() as killer:
            await killer.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})
        with pytest.raises(DBAPIError):
            await session.commit()
    assert await records(elsewhere) == 0
    assert await once(elsewhere, answer="again") is None
    assert await once(database) == Stored("again")


async def test_the_effect_and_the_answer_are_one_transaction(database: Database) -> None:
    key, _ = await a_key(database)
    async with database.session() as session:
        assert await take(session) is None
        (await session.get_one(ApiKey, key.id)).name = "changed"
        await store(session, CALLER, "order-1", response=ANSWER)
        await session.flush()
        await session.rollback()
    async with database.session() as session:
        assert (await session.get_one(ApiKey, key.id)).name is None
        assert await take(session) is None


async def test_the_wait_is_bounded(elsewhere: Database, first: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "WAIT_MILLISECONDS", 1)
    assert await take(first) is None
    with pytest.raises(LockTimeout) as refused:
        await once(elsewhere)
    assert refused.value.message == (
        "Another request with this idempotency key is still being worked on. "
        "Try again with the same key in a few seconds."
    )
    assert (refused.value.code, refused.value.status, refused.value.retry_after) == ("lock_timeout", 429, 1.0)
    await store(first, CALLER, "order-1", response=ANSWER)
    await first.commit()
    assert await once(elsewhere) == Stored(ANSWER)


async def test_the_bound_does_not_hold_for_the_work_to_come(first: AsyncSession) -> None:
    assert await take(first) is None
    assert (await first.scalars(text("SHOW lock_timeout"))).one() == "0"
    await first.rollback()


async def test_after_24_hours_a_key_may_be_claimed_again(database: Database) -> None:
    await once(database)
    almost = NOW + timedelta(hours=24) - timedelta(microseconds=1)
    assert await once(database, now=almost) == Stored(ANSWER)
    later = NOW + timedelta(hours=24)
    assert await once(database, now=later, mutation="customerUpdate", answer="anew") is None
    assert await once(database, now=later, mutation="customerUpdate") == Stored("anew")
    assert await records(database) == 1


async def test_of_two_that_claim_an_expired_key_one_does_the_work(
    database: Database, elsewhere: Database, first: AsyncSession
) -> None:
    await once(database)
    later = NOW + timedelta(hours=25)
    assert await take(first, now=later) is None
    second = asyncio.create_task(once(elsewhere, now=later))
    await until_waiting(database)
    await store(first, CALLER, "order-1", response="anew")
    await first.commit()
    assert await second == Stored("anew")


async def test_old_answers_are_swept(database: Database) -> None:
    await once(database, "old")
    await once(database, "older", now=NOW - timedelta(days=3))
    await once(database, "new", now=NOW + timedelta(microseconds=1))
    assert await sweep(database, now=NOW + timedelta(hours=24)) == 2
    assert await sweep(database, now=NOW + timedelta(hours=24)) == 0
    assert await once(database, "new") == Stored(ANSWER)
    assert await records(database) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "line\nbreak", "nul\x00", "half \ud800"])
async def test_what_cannot_be_a_key_is_refused(database: Database, key: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await once(database, key)
    assert refused.value.message == (
        f"An idempotency key has 1 to 255 printable characters, which this one of {len(key)} has not. "
        "Use a new UUID for each thing that is to happen once."
    )
    assert refused.value.field == "idempotencyKey"
    assert await records(database) == 0


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
