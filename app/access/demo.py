"""The demo account: made at the first start, so that the page has something to work with.

Keys are hashed at rest, yet a local server shows its demo's keys at every start. So a data folder of our own also holds
the file `demo-key`, readable by its owner alone. Where the file is lost the keys are rolled.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import func, select

from app import private_file
from app.access.keys import create_key, roll_key
from app.access.secret import FORM
from app.connection import Connection
from app.data_folder import DEMO_KEY
from app.database import Database
from app.errors import Misconfigured
from app.key_secret import LENGTH, digest
from app.tables.access import ApiKey, KeyKind
from app.tables.codec import codec
from app.tables.tenancy import Tenant

KINDS = (KeyKind.SECRET, KeyKind.PUBLISHABLE)

MakeAccount = Callable[[Connection], Awaitable[str | None]]
"""Makes the demo's account and returns its id; None, and nothing made, when there is any account already."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo account with its keys in test mode. Not to be logged: `secret_key` opens the account."""

    tenant: Tenant
    secret_key: str
    publishable_key: str | None
    """None when the operator has revoked it."""
    is_new: bool


async def ensure_demo(
    database: Database, make_account: MakeAccount, data_dir: Path | None = None, *, secret: str | None = None
) -> Demo | None:
    """The demo, made if there is no account yet; None when its keys cannot be shown.

    `data_dir` is the embedded database's folder, which outlives this process. Without one, or once the operator has
    revoked the keys, only the call that makes the demo can return them. Safe for several processes at once.

    `secret` is what the operator wants as the secret key. Raises Misconfigured for what cannot be one.
    """
    if secret is not None:
        _must_be_a_key(secret)
    try:
        return await _ensure(database, make_account, data_dir, secret)
    except asyncpg.UniqueViolationError:
        raise Misconfigured("PAYGRAPH_DEMO_KEY is a key that this database had before. Choose another.") from None


def _must_be_a_key(secret: str) -> None:
    if not secret.startswith("sk_test_") or not FORM.fullmatch(secret):
        raise Misconfigured(
            f"PAYGRAPH_DEMO_KEY is no secret key of test mode: sk_test_ and {LENGTH} letters and digits. Correct the "
            "variable, or remove it to have a key made."
        )


async def _ensure(
    database: Database, make_account: MakeAccount, data_dir: Path | None, secret: str | None
) -> Demo | None:
    async with database.begin() as connection:
        # Of several processes that start at once, one makes the demo.
        await connection.value(select(func.pg_advisory_xact_lock(func.hashtext("paygraph demo"))))
        account = await make_account(connection)
        demo: Demo | None = None
        if account is not None:
            demo = await _make(connection, Tenant(account, livemode=False), secret)
        elif data_dir is not None:
            keys = await _working(connection)
            demo = _from_file(keys, data_dir / DEMO_KEY)
            if demo is None or secret not in (None, demo.secret_key):
                demo = await _roll(connection, keys, secret)
        elif secret is not None:
            keys = await _working(connection)
            if KeyKind.SECRET in keys and keys[KeyKind.SECRET].hash == digest(secret):
                demo = _demo(keys, {KeyKind.SECRET: secret})
        # Written before the commit: a file with keys that never came to be is noticed at the next start.
        if demo and data_dir is not None:
            keys_to_keep = (demo.secret_key, demo.publishable_key)
            private_file.write(data_dir / DEMO_KEY, [key for key in keys_to_keep if key])
    return demo


async def _make(connection: Connection, tenant: Tenant, secret: str | None) -> Demo:
    secrets = {}
    for kind in KINDS:
        given = secret if kind is KeyKind.SECRET else None
        name = f"Demo {kind} key"
        _, secrets[kind] = await create_key(connection, tenant, kind=kind, name=name, demo=True, secret=given)
    return Demo(tenant, secrets[KeyKind.SECRET], secrets[KeyKind.PUBLISHABLE], is_new=True)


async def _working(connection: Connection) -> dict[str, ApiKey]:
    """The demo's keys by kind, save those that are revoked, or that the operator has rolled."""
    key, shape = ApiKey.__table__.c, codec(ApiKey)
    statement = select(*shape.selected).where(key.demo, key.revoked_at.is_(None), key.expires_at.is_(None))
    return {found.kind: found for found in map(shape.load, await connection.fetch(statement))}


def _from_file(keys: Mapping[str, ApiKey], file: Path) -> Demo | None:
    lines = file.read_text(errors="replace").split() if file.exists() else []
    secrets = {kind: line for kind, key in keys.items() for line in lines if digest(line) == key.hash}
    if KeyKind.SECRET not in secrets or secrets.keys() != keys.keys():
        return None
    return _demo(keys, secrets)


async def _roll(connection: Connection, keys: Mapping[str, ApiKey], secret: str | None) -> Demo | None:
    if KeyKind.SECRET not in keys:
        return None
    secrets = {}
    for kind, key in keys.items():
        given = secret if kind == KeyKind.SECRET else None
        if given is not None and digest(given) == key.hash:
            secrets[kind] = given
        else:
            _, secrets[kind] = await roll_key(connection, key.id, demo=True, secret=given)
    return _demo(keys, secrets)


def _demo(keys: Mapping[str, ApiKey], secrets: Mapping[str, str]) -> Demo:
    return Demo(
        Tenant.of(keys[KeyKind.SECRET]), secrets[KeyKind.SECRET], secrets.get(KeyKind.PUBLISHABLE), is_new=False
    )
