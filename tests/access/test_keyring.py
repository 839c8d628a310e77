"""A server's keyring: what it remembers, and how fast it forgets."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.access import keyring as module
from app.access.caller import Caller
from app.access.keyring import Keyring
from app.access.keys import identify, revoke_key, roll_key
from app.database import Database, counting
from app.errors import Unauthenticated
from app.key_secret import hint
from app.tables.access import CHANNEL
from tests.access.conftest import Clock, Sockets, a_key, heard


async def revoke(database: Database, id: str) -> None:
    async with database.begin() as connection:
        await revoke_key(connection, id)


async def test_a_key_is_looked_up_once_in_a_while(database: Database, keyring: Keyring) -> None:
    _, secret = await a_key(database)
    first = await keyring.authenticate(f"Bearer {secret}")
    with counting() as statements:
        assert await keyring.authenticate(f"Bearer {secret}") is first
    assert statements == []


async def test_what_is_remembered_is_bounded_in_time_and_number(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REMEMBERED_KEYS", 2)
    secrets = [(await a_key(database))[1] for _ in range(3)]
    for secret in secrets:
        await keyring.authenticate(f"Bearer {secret}")
    with counting() as statements:
        await keyring.authenticate(f"Bearer {secrets[1]}")
        await keyring.authenticate(f"Bearer {secrets[2]}")
        assert statements == []
        await keyring.authenticate(f"Bearer {secrets[0]}")
        assert len(statements) == 1
    monkeypatch.setattr(module, "REMEMBERED_SECONDS", -1.0)
    _, secret = await a_key(database)
    await keyring.authenticate(f"Bearer {secret}")
    with counting() as statements:
        await keyring.authenticate(f"Bearer {secret}")
    assert len(statements) == 1


async def test_a_revoked_key_is_refused_at_once_in_another_process(
    database: Database, elsewhere: Database, keyring: Keyring
) -> None:
    key, secret = await a_key(database)
    _, other = await a_key(database)
    await keyring.authenticate(f"Bearer {secret}")
    told = await heard(elsewhere, CHANNEL)
    await revoke(database, key.id)
    assert await told.get() == key.id
    with pytest.raises(Unauthenticated, match="was revoked"):
        await keyring.authenticate(f"Bearer {secret}")
    assert (await keyring.authenticate(f"Bearer {other}")).key_id != key.id


async def test_a_revocation_while_the_key_is_looked_up_is_noticed(
    database: Database, elsewhere: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, secret = await a_key(database)
    told = await heard(elsewhere, CHANNEL)

    async def slowly(*arguments: Any, **options: Any) -> Caller:
        caller = await identify(*arguments, **options)
        await revoke(database, key.id)
        await told.get()
        return caller

    monkeypatch.setattr(module, "identify", slowly)
    with pytest.raises(Unauthenticated, match="was revoked"):
        await keyring.authenticate(f"Bearer {secret}")


async def test_sockets_hear_that_their_key_is_revoked_and_others_do_not(
    database: Database, keyring: Keyring, sockets: Sockets
) -> None:
    key, secret = await a_key(database)
    unused, _ = await a_key(database)
    other, _ = await a_key(database)
    sockets.key_ids = [other.id, key.id]
    await revoke(database, unused.id)
    await revoke(database, key.id)
    assert await sockets.told.get() == (key.id, f"The API key {hint(secret)} was revoked. Use another key.")
    assert sockets.told.empty()


async def test_a_revocation_missed_while_the_connection_was_lost_is_found(
    database: Database, elsewhere: Database, keyring: Keyring, sockets: Sockets
) -> None:
    """Cut the connection that listens, and it is back before the key is revoked or after: heard of in both cases."""
    key, secret = await a_key(database)
    other, _ = await a_key(database)
    await keyring.authenticate(f"Bearer {secret}")
    sockets.key_ids = [other.id, key.id]
    told = await heard(elsewhere, CHANNEL)
    async with database.begin() as connection:
        await connection.fetch(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'paygraph listening'"
            )
        )
        await revoke_key(connection, key.id)
    assert await told.get() in (None, key.id)
    assert await sockets.told.get() == (key.id, f"The API key {hint(secret)} was revoked. Use another key.")
    with pytest.raises(Unauthenticated, match="was revoked"):
        await keyring.authenticate(f"Bearer {secret}")


async def test_a_rolled_key_expires_for_those_who_remember_it_or_hold_sockets(
    database: Database, elsewhere: Database, keyring: Keyring, sockets: Sockets, clock: Clock
) -> None:
    key, secret = await a_key(database)
    sockets.key_ids = [key.id]
    assert (await keyring.authenticate(f"Bearer {secret}")).expires_at is None
    told = await heard(elsewhere, CHANNEL)
    async with database.begin() as connection:
        await roll_key(connection, key.id, overlap=3_600)
    assert await told.get() == key.id
    caller = await keyring.authenticate(f"Bearer {secret}")
    assert caller.expires_at is not None
    clock.now = caller.expires_at - timedelta(milliseconds=1)
    assert await keyring.authenticate(f"Bearer {secret}") is caller
    keyring._hear(None)
    assert (await keyring.authenticate(f"Bearer {secret}")).key_id == key.id
    assert sockets.told.empty()
    clock.now = caller.expires_at
    expected = f"The API key {hint(secret)} has expired. Use another key, such as the one that it was rolled to."
    with pytest.raises(Unauthenticated) as refused:
        await keyring.authenticate(f"Bearer {secret}")
    assert refused.value.message == expected
    assert await sockets.told.get() == (key.id, expected)
