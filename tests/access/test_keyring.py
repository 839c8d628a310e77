"""A server's keyring: what it remembers, and how fast it forgets."""

import asyncio

import pytest

from app.access import keyring as module
from app.access.caller import Caller
from app.access.keyring import Keyring
from app.access.keys import CHANNEL, identify, revoke_key, roll_key
from app.access.secret import hint
from app.database import Database, counting
from app.errors import Unauthenticated
from tests.access.conftest import Clock, a_key, heard


async def revoke(database: Database, id: str) -> None:
    async with database.session() as session:
        await revoke_key(session, id)
        await session.commit()


class Watcher:
    """Waits for the word that a key is gone."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.gone = asyncio.Event()

    def __call__(self, why: Unauthenticated) -> None:
        self.told.append(why.message)
        self.gone.set()


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


async def test_a_revocation_while_the_key_is_looked_up_is_not_forgotten(
    database: Database, elsewhere: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, secret = await a_key(database)
    told = await heard(elsewhere, CHANNEL)

    async def slowly(*arguments: object, **options: object) -> Caller:
        caller = await identify(*arguments, **options)  # type: ignore[arg-type]
        await revoke(database, key.id)
        await told.get()
        return caller

    monkeypatch.setattr(module, "identify", slowly)
    await keyring.authenticate(f"Bearer {secret}")
    monkeypatch.undo()
    with pytest.raises(Unauthenticated, match="was revoked"):
        await keyring.authenticate(f"Bearer {secret}")


async def test_whoever_watches_a_key_is_told_when_it_is_revoked(database: Database, keyring: Keyring) -> None:
    key, secret = await a_key(database)
    _, other = await a_key(database)
    watcher, second, left, bystander = Watcher(), Watcher(), Watcher(), Watcher()
    caller = await keyring.authenticate(f"Bearer {secret}")
    await keyring.watch(caller, watcher)
    await keyring.watch(caller, second)
    stop = await keyring.watch(caller, left)
    await keyring.watch(await keyring.authenticate(f"Bearer {other}"), bystander)
    stop()
    stop()
    await revoke(database, key.id)
    await asyncio.gather(watcher.gone.wait(), second.gone.wait())
    assert watcher.told == second.told == [f"The API key {hint(secret)} was revoked. Use another key."]
    assert left.told == bystander.told == []


async def test_a_key_revoked_before_it_is_watched_is_told_at_once(database: Database, keyring: Keyring) -> None:
    key, secret = await a_key(database)
    caller = await keyring.authenticate(f"Bearer {secret}")
    await revoke(database, key.id)
    watcher = Watcher()
    await keyring.watch(caller, watcher)
    assert len(watcher.told) == 1


async def test_a_revocation_missed_while_the_connection_was_lost_is_found(database: Database, keyring: Keyring) -> None:
    key, secret = await a_key(database)
    caller = await keyring.authenticate(f"Bearer {secret}")
    watcher = Watcher()
    await keyring.watch(caller, watcher)
    assert keyring._unlisten is not None
    await keyring._unlisten()
    await revoke(database, key.id)
    assert await keyring.authenticate(f"Bearer {secret}") is caller
    keyring._hear(None)  # what a listener is told once its connection is back
    await watcher.gone.wait()
    with pytest.raises(Unauthenticated, match="was revoked"):
        await keyring.authenticate(f"Bearer {secret}")


async def test_a_rolled_key_expires_for_those_who_remember_or_watch_it(
    database: Database, elsewhere: Database, keyring: Keyring, clock: Clock
) -> None:
    key, secret = await a_key(database)
    caller = await keyring.authenticate(f"Bearer {secret}")
    watcher = Watcher()
    await keyring.watch(caller, watcher)
    told = await heard(elsewhere, CHANNEL)
    async with database.session() as session:
        await roll_key(session, key.id, overlap=3_600)
        await session.commit()
    assert await told.get() == key.id
    caller = await keyring.authenticate(f"Bearer {secret}")
    assert caller.expires_at is not None
    late = Watcher()
    clock.forward(seconds=3_599.99)
    await keyring.watch(caller, late)
    assert late.told == []
    assert await keyring.authenticate(f"Bearer {secret}") is caller
    clock.forward(seconds=1)
    with pytest.raises(Unauthenticated, match="has expired"):
        await keyring.authenticate(f"Bearer {secret}")
    await asyncio.gather(watcher.gone.wait(), late.gone.wait())
    expected = f"The API key {hint(secret)} was rolled and has expired. Use the one in its place."
    assert watcher.told == late.told == [expected]
