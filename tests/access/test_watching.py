"""Watching keys: each watch is told once, and none after it ended; many that begin at once look together."""

import asyncio

from app.access.keyring import Keyring
from app.access.watching import Watches
from app.database import Database, counting
from app.errors import Unauthenticated
from tests.access.conftest import a_key


async def test_each_watch_is_told_once_unless_it_has_ended(database: Database, keyring: Keyring) -> None:
    key, secret = await a_key(database)
    caller = await keyring.authenticate(f"Bearer {secret}")
    watches, told = Watches(), []

    def gone(reason: Unauthenticated) -> None:
        told.append(reason.message)

    stops = [await watches.begin(keyring, caller, gone) for _ in range(3)]
    stops[1]()
    stops[1]()
    watches.end(key.id, "Revoked.")
    watches.end(key.id, "Again.")
    assert told == ["Revoked."] * 2
    stops[0]()
    assert watches.grants() == set()


async def test_many_who_come_at_once_look_together(database: Database, keyring: Keyring) -> None:
    _, secret = await a_key(database)
    caller = await keyring.authenticate(f"Bearer {secret}")
    watches = Watches()
    with counting() as statements:
        await asyncio.gather(*(watches.begin(keyring, caller, lambda reason: None) for _ in range(50)))
    assert len(statements) == 1
    assert watches.grants() == {caller.key_id}
