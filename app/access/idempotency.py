"""Idempotency keys: a mutation sent twice with the same key happens once, and both are answered alike.

The key is claimed in the transaction of the mutation's own effect. So what was answered and what was done are kept, or
lost, together; and of two at once the second waits until the first has ended.
"""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import orjson
from sqlalchemy import DateTime, Text, bindparam, delete, literal, select
from sqlalchemy.dialects.postgresql import insert

from app.database import Database
from app.domain.sealing import must_seal
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import IdempotencyMismatch, InvalidRequest, LockTimeout
from app.files.upload import Upload
from app.sql import Part, Row, write
from app.tables.access import IdempotencyRecord
from app.tables.tenancy import Viewer, belongs, viewing

KEPT = timedelta(hours=24)
LONGEST_KEY = 255
SEALED = "sealed"
"""Where an answer that is sealed has what there is of it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the first request was answered."""

    response: Any


def input_hash(value: Any) -> str:
    """The same for inputs that mean the same: the order of names does not count, an absent name is not a null one."""
    return hashlib.sha256(orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


_RECORD = IdempotencyRecord.__table__.c
_GIVEN = {
    **Viewer.columns,
    "key": bindparam("id", type_=Text),
    "mutation": bindparam("asked", type_=Text),
    "request_hash": bindparam("hash", type_=Text),
    "created": bindparam("now", type_=DateTime(timezone=True)),
}
# Waits for a transaction that has inserted the key and not ended. A row that is not expired is left as it is, but
# locked, so that it is still there to be read.
CLAIM = write(
    insert(IdempotencyRecord.__table__)
    .values(_GIVEN)
    .on_conflict_do_update(
        index_elements=[*IdempotencyRecord.__table__.primary_key],
        set_={name: _GIVEN[name] for name in ("mutation", "request_hash", "created")} | {"response": None},
        where=_RECORD.created <= bindparam("until", type_=DateTime(timezone=True)),
    )
    .returning(_RECORD.key)
)
RELEASE = "DELETE FROM idempotency_record WHERE account_id = $? AND livemode = $? AND key = $?"
STORE = "UPDATE idempotency_record SET response = $? WHERE account_id = $? AND livemode = $? AND key = $?"


async def claim(tx: Tx, key: str, *, mutation: str, input_hash: str, tells: bool = True) -> Stored | None:
    """Claim a key for a mutation, in the transaction that does its work.

    None means that the key is this request's: do the work, `store` the answer, commit. Otherwise nothing may be done,
    and the answer is the one that was stored. Raises IdempotencyMismatch when the key came with another mutation or
    other input in the last 24 hours, InvalidRequest for a key that cannot be one, and LockTimeout. Without `tells`, the
    other mutation is not named: it may be one that the caller must not know of.
    """
    _check_key(key)
    now = tx.real_now
    asked = {"id": key, "asked": mutation, "hash": input_hash, "now": now, "until": now - KEPT}
    connection = await tx.work.connection(begun=True)
    try:
        claimed: list[Row] = await connection.run(CLAIM.text, CLAIM.arguments(asked | viewing(tx.tenant)))
    except asyncpg.LockNotAvailableError:
        raise LockTimeout(
            "Another request with this idempotency key is still being worked on. "
            "Try again with the same key in a few seconds."
        ) from None
    if claimed:
        return None
    answer = select(_RECORD.mutation, _RECORD.request_hash, _RECORD.response)
    (row,) = await connection.fetch(answer.where(*belongs(_RECORD, tx.tenant), _RECORD.key == key))
    if (row.mutation, row.request_hash) != (mutation, input_hash):
        used_for = row.mutation if tells or row.mutation == mutation else "another mutation"
        raise IdempotencyMismatch(
            f"The idempotency key '{key}' was used for {used_for}"
            f"{' with other input' if row.mutation == mutation else ''} within the last 24 hours. "
            "Send the same input again, or use a new key.",
            code=ErrorCode.IDEMPOTENCY_KEY_REUSED,
            field="idempotency_key",
        )
    return Stored(_opened(tx, key, row.response))


def store(tx: Tx, key: str, response: Any, *, secret: bool = False) -> None:
    """Keep the answer under a key claimed in this transaction, to be given again. It must be JSON. With `secret` it is
    sealed; raises InvalidRequest on a server that was given no key to seal with.
    """
    kept = orjson.dumps(response, default=_plain)
    if secret:
        sealed = must_seal().seal(kept.decode(), _owner(tx, key))
        kept = orjson.dumps({SEALED: b64encode(sealed).decode()})
    tx.work.parts.append(Part(STORE, (kept, tx.tenant.account, tx.tenant.livemode, key)))


def release(tx: Tx, key: str) -> None:
    """Forget a key, as what was done under it was undone."""
    tx.work.parts.append(Part(RELEASE, (tx.tenant.account, tx.tenant.livemode, key)))


def _opened(tx: Tx, key: str, response: Any) -> Any:
    if not (isinstance(response, dict) and SEALED in response):
        return response
    text = must_seal().open(b64decode(response[SEALED]), _owner(tx, key))
    if text is None:
        raise InvalidRequest(
            f"What was answered to the idempotency key '{key}' was sealed with a key that this server no longer has. "
            "Send the request again with a new idempotency key.",
            code=ErrorCode.FEATURE_UNAVAILABLE,
            field="idempotency_key",
        )
    return orjson.loads(text)


def _owner(tx: Tx, key: str) -> str:
    return f"{tx.tenant.account}:{tx.tenant.mode}:{key}"


async def sweep(database: Database, *, now: datetime | None = None) -> int:
    """Remove what is older than 24 hours in real time, and say how many answers that was."""
    until = (now or datetime.now(UTC)) - KEPT
    async with database.writing() as connection:
        old = delete(IdempotencyRecord.__table__).where(_RECORD.created <= until)
        return len(await connection.fetch(old.returning(literal(1))))


def _check_key(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise InvalidRequest(
            f"An idempotency key has 1 to {LONGEST_KEY} printable characters, which this one of {len(key)} has not. "
            "Use a new UUID for each thing that is to happen once.",
            code=ErrorCode.PARAMETER_INVALID,
            field="idempotency_key",
        )


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Upload):
        return value.fingerprint
    raise TypeError(f"Input holds a {type(value).__name__}, which is not JSON.")
