"""Idempotency keys: a mutation sent twice with the same key happens once, and both are answered alike.

The key is claimed in the transaction of the mutation's own effect. So what was answered and what was done are kept, or
lost, together; and of two at once the second waits until the first has ended.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Executable, delete, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.access.caller import Caller
from app.database import Database
from app.errors import IdempotencyMismatch, InvalidRequest, RateLimited
from app.tables.access import IdempotencyRecord

KEPT = timedelta(hours=24)
LONGEST_KEY = 255
WAIT_MILLISECONDS = 10_000
"""How long the second of two waits for the first."""
LOCK_NOT_AVAILABLE = "55P03"


class LockTimeout(RateLimited):
    """The first request with the key takes too long: nothing was done for this one."""

    code = "lock_timeout"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the first request was answered."""

    response: Any


def input_hash(value: Any) -> str:
    """The same for inputs that mean the same: the order of names does not count, an absent name is not a null one."""
    return hashlib.sha256(orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def claim(
    session: AsyncSession, caller: Caller, key: str, *, mutation: str, input_hash: str, now: datetime
) -> Stored | None:
    """Claim a key for a mutation, in the transaction that it will do its work in; `now` is real time.

    None means that the key is this request's: do the work, `store` the answer, commit. Otherwise nothing may be done,
    and the answer is the one that was stored. Raises IdempotencyMismatch when the key came with another mutation or
    other input in the last 24 hours, InvalidRequest for a key that cannot be one, and LockTimeout.
    """
    _check_key(key)
    record = {"account_id": caller.account_id, "livemode": caller.livemode, "key": key}
    claimed = {"mutation": mutation, "request_hash": input_hash, "response": None, "created": now}
    expired = col(IdempotencyRecord.created) <= now - KEPT
    statement = (
        insert(IdempotencyRecord)
        .values(**record, **claimed)
        # Waits for a transaction that has inserted the key and not ended. A row that is not expired is left as it is,
        # but locked, so that it is still there to be read.
        .on_conflict_do_update(index_elements=list(record), set_=claimed, where=expired)
        .returning(col(IdempotencyRecord.key))
    )
    if await _returns_in_time(session, statement):
        return None
    row = (await session.execute(select(*_ANSWER).where(*_is(caller, key)))).one()
    if (row.mutation, row.request_hash) != (mutation, input_hash):
        raise IdempotencyMismatch(
            f"The idempotency key '{key}' was used for {row.mutation}"
            f"{' with other input' if row.mutation == mutation else ''} within the last 24 hours. "
            "Send the same input again, or use a new key.",
            field="idempotencyKey",
        )
    return Stored(row.response)


async def store(session: AsyncSession, caller: Caller, key: str, *, response: Any) -> None:
    """Keep the answer under a key claimed in this transaction, to be given again. It must be JSON."""
    await session.execute(update(IdempotencyRecord).where(*_is(caller, key)).values(response=response))


async def sweep(database: Database, *, now: datetime | None = None) -> int:
    """Remove what is older than 24 hours in real time, and say how many answers that was."""
    until = (now or datetime.now(UTC)) - KEPT
    async with database.session() as session:
        removed = await session.execute(
            delete(IdempotencyRecord).where(col(IdempotencyRecord.created) <= until).returning(literal(1))
        )
        count = len(removed.all())
        await session.commit()
    return count


_ANSWER = (col(IdempotencyRecord.mutation), col(IdempotencyRecord.request_hash), col(IdempotencyRecord.response))


def _is(caller: Caller, key: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(IdempotencyRecord.account_id) == caller.account_id,
        col(IdempotencyRecord.livemode) == caller.livemode,
        col(IdempotencyRecord.key) == key,
    )


def _check_key(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise InvalidRequest(
            f"An idempotency key has 1 to {LONGEST_KEY} printable characters, which this one of {len(key)} has not. "
            "Use a new UUID for each thing that is to happen once.",
            field="idempotencyKey",
        )


async def _returns_in_time(session: AsyncSession, statement: Executable) -> bool:
    """Whether the statement returned a row. The bound holds for its locks alone, not for those of the work to come."""
    await session.execute(text(f"SET LOCAL lock_timeout = '{WAIT_MILLISECONDS}ms'"))
    try:
        row = (await session.execute(statement)).first()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        raise LockTimeout(
            "Another request with this idempotency key is still being worked on. "
            "Try again with the same key in a few seconds."
        ) from None
    await session.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
    return row is not None


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"Input holds a {type(value).__name__}, which is not JSON.")
