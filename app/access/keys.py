"""API keys: made, listed, rolled, revoked, and recognised.

Every change is sent to all processes on the channel `paygraph_keys`, in the same transaction as the change.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import asyncpg
from sqlalchemy import LargeBinary, bindparam, delete, func, or_, select, update

from app.access.caller import Caller
from app.access.permissions import Action, parse_permissions
from app.access.secret import read_authorization
from app.connection import Connection
from app.database import Database
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing, Unauthenticated
from app.ids import new_id
from app.key_secret import digest, hint, new_secret
from app.sql import insert, write
from app.sql import update as changing
from app.tables.access import CHANNEL, MADE, ApiKey, Components, KeyKind, KeyScope
from app.tables.codec import codec
from app.tables.families import Family
from app.tables.storage import texts
from app.tables.tenancy import Tenant, in_accounts

LAST_USED_EVERY = timedelta(minutes=1)
MAX_OVERLAP = 7 * 24 * 3600
"""Maximum number of seconds until a rolled key expires."""
_KEY = ApiKey.__table__.c
KEY_COLUMNS = tuple(_KEY)
_BY_HASH = write(select(*KEY_COLUMNS).where(_KEY.hash == bindparam("hash", type_=LargeBinary())))


class KeyRefused(Unauthenticated):
    """A key that worked once. `caller` is whose it was, so that the account's request log can show it."""

    caller: Caller | None = None


async def create_key(
    connection: Connection,
    tenant: Tenant,
    *,
    kind: KeyKind = KeyKind.SECRET,
    name: str | None = None,
    permissions: Mapping[str, str] | None = None,
    demo: bool = False,
    secret: str | None = None,
) -> tuple[ApiKey, str]:
    """Make a key, and return it with its secret, which cannot be had again. By default no one has seen the secret.

    Raises InvalidRequest unless a restricted key, and no other, has permissions.
    """
    granted = parse_permissions(permissions or {})
    if granted and kind is not KeyKind.RESTRICTED:
        raise InvalidRequest(
            f"Only a restricted key has permissions. Make a {kind} key without.",
            code=ErrorCode.PARAMETER_UNKNOWN,
            field="permissions",
        )
    if not granted and kind is KeyKind.RESTRICTED:
        raise InvalidRequest(
            "A restricted key without permissions could do nothing. Give it a family, such as billing: read.",
            code=ErrorCode.PARAMETER_MISSING,
            field="permissions",
        )
    secret = secret or new_secret(kind, livemode=tenant.livemode)
    key = ApiKey(
        id=new_id("key_"),
        **tenant.columns,
        kind=kind,
        name=name,
        hash=digest(secret),
        hint=hint(secret),
        permissions={family.value: action.value for family, action in granted.items()},
        demo=demo,
        created=datetime.now(UTC),
    )
    await connection.apply(insert([key]))
    return key, secret


async def list_keys(connection: Connection, account: str, *, livemode: bool | None = None) -> Sequence[ApiKey]:
    """An account's keys, revoked ones too, the oldest first; of one mode, or of both. Keys that the merchant's server
    makes, such as those to one customer, are not among them."""
    mine = in_accounts(_KEY, texts([account]))
    statement = select(*codec(ApiKey).selected).where(mine, _KEY.kind != func.all(texts(MADE)))
    if livemode is not None:
        statement = statement.where(_KEY.livemode == livemode)
    rows = await connection.fetch(statement.order_by(_KEY.created, _KEY.id))
    return [codec(ApiKey).load(row) for row in rows]


async def roll_key(
    connection: Connection, id: str, *, overlap: int = 0, demo: bool = False, secret: str | None = None
) -> tuple[ApiKey, str]:
    """Replace a key with a new one; the old one expires after `overlap` seconds. For the operator: any account's.

    The new key is the operator's own, which the server will not replace, unless it is made as the `demo`'s.
    Raises ResourceMissing, or InvalidRequest when the key is already revoked or rolled, or the overlap is over a week.
    """
    if not 0 <= overlap <= MAX_OVERLAP:
        raise InvalidRequest(
            f"The overlap must be between 0 and {MAX_OVERLAP} seconds, a week.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field="overlap",
        )
    old = await _locked(connection, id)
    if old.revoked_at or old.expires_at:
        raise InvalidRequest(
            f"The key {old.hint} was {'revoked' if old.revoked_at else 'rolled'} already. Roll the one in its place.",
            code=ErrorCode.API_KEY_EXPIRED,
            field="id",
        )
    new, secret = await create_key(
        connection,
        Tenant.of(old),
        kind=KeyKind(old.kind),
        name=old.name,
        permissions=old.permissions,
        demo=demo,
        secret=secret,
    )
    now = datetime.now(UTC)
    if overlap:
        old.expires_at = now + timedelta(seconds=overlap)
    else:
        old.revoked_at = now
    await _change(connection, old)
    return new, secret


async def revoke_key(connection: Connection, id: str) -> ApiKey:
    """Stop a key from working, at once and in every process; again changes nothing. For the operator, as `roll_key`."""
    key = await _locked(connection, id)
    if not key.revoked_at:
        key.revoked_at = datetime.now(UTC)
        await _change(connection, key)
    return key


async def sweep(database: Database) -> None:
    """Remove the keys of merchants' servers that expired a day ago or more."""
    long_ago = datetime.now(UTC) - timedelta(days=1)
    async with database.writing() as connection:
        await connection.fetch(
            delete(ApiKey.__table__).where(_KEY.kind == func.any(texts(MADE)), _KEY.expires_at <= long_ago)
        )


async def authenticate(database: Database, authorization: str | None) -> Caller:
    """Who sends this `Authorization`. Raises Unauthenticated. Asks the database each time: see Keyring for a server."""
    return await identify(database, read_authorization(authorization), now=datetime.now(UTC))


async def identify(database: Database, secret: str, *, now: datetime) -> Caller:
    """Whose secret it is, by the real time `now`. Raises Unauthenticated when it works no more, or never did."""
    wanted = digest(secret)
    rows = await database.read(_BY_HASH.text, _BY_HASH.arguments({"hash": wanted}), asyncpg.Record)
    # The index found it by equality; comparing again takes the same time wherever two hashes differ.
    row = next((row for row in rows if hmac.compare_digest(row["hash"], wanted)), None)
    if row is None:
        raise Unauthenticated(
            f"There is no API key {hint(secret)}. Check that it was copied whole and belongs to this server."
        )
    caller = _caller(row)
    refusal = refusal_of(row, now)
    if refusal:
        refusal.caller = caller
        raise refusal
    if row["last_used"] is None or now - row["last_used"] >= LAST_USED_EVERY:
        await _touch(database, row["id"], now)
    return caller


def _caller(row: asyncpg.Record) -> Caller:
    kind, scope = KeyKind(row["kind"]), row["scope"]
    of_account = kind is KeyKind.ACCOUNT_SESSION
    return Caller(
        tenant=Tenant.of(row),
        key_id=row["id"],
        kind=kind,
        permissions=MappingProxyType({Family(name): Action(action) for name, action in row["permissions"].items()}),
        expires_at=row["expires_at"],
        hint=row["hint"],
        scope=None if scope is None or of_account else KeyScope(**scope),
        components=Components(**scope) if of_account else None,
    )


def refusal_of(row: asyncpg.Record, now: datetime) -> KeyRefused | None:
    """Why a key, read with KEY_COLUMNS, does not work; None when it does."""
    if row["revoked_at"]:
        return KeyRefused(f"The API key {row['hint']} was revoked. Use another key.")
    if row["expires_at"] and row["expires_at"] <= now:
        if row["customer_id"] is not None:
            return KeyRefused(
                f"The key {row['hint']} to one customer has expired. Have your server create another one."
            )
        if row["kind"] == KeyKind.ACCOUNT_SESSION:
            return KeyRefused(f"The account session {row['hint']} has expired. Have your server create another one.")
        if row["kind"] == KeyKind.METER_EVENT_SESSION:
            return KeyRefused(f"The session of the token {row['hint']} has expired. Create another session.")
        return KeyRefused(
            f"The API key {row['hint']} has expired. Use another key, such as the one that it was rolled to."
        )
    return None


async def _touch(database: Database, id: str, now: datetime) -> None:
    """Of many requests that see a key used in the same minute, one writes, and none waits for another."""
    used_before = or_(_KEY.last_used.is_(None), _KEY.last_used <= now - LAST_USED_EVERY)
    free = select(_KEY.id).where(_KEY.id == id, used_before).with_for_update(skip_locked=True)
    async with database.writing() as connection:
        await connection.fetch(update(ApiKey.__table__).where(_KEY.id.in_(free)).values(last_used=now))


async def _locked(connection: Connection, id: str) -> ApiKey:
    statement = select(*codec(ApiKey).selected).where(_KEY.id == id).with_for_update()
    row = await connection.first(statement)
    if row is None:
        raise ResourceMissing("API key", id)
    key: ApiKey = codec(ApiKey).load(row)
    return key


async def _change(connection: Connection, key: ApiKey) -> None:
    await connection.apply(changing([key], ("expires_at", "revoked_at")))
    await connection.value(select(func.pg_notify(CHANNEL, key.id)))
