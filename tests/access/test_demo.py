"""The demo account: made once, and known again at later starts."""

import asyncio
from collections import Counter
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import func, select, text

from app.access.demo import Demo, ensure_demo
from app.access.keys import authenticate, list_keys, revoke_key, roll_key
from app.access.permissions import Action
from app.connection import Connection
from app.data_folder import DEMO_KEY
from app.database import Database
from app.errors import Misconfigured, Unauthenticated
from app.tables.access import ApiKey, KeyKind
from app.tables.families import Family
from app.tables.tenancy import Tenant
from tests.access.conftest import ACCOUNT, a_key


async def make_account(connection: Connection) -> str | None:
    """Stands for the making of an account: there is one as soon as there is a key."""
    return None if await connection.value(select(func.count()).select_from(ApiKey.__table__)) else ACCOUNT


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def demo_of(database: Database, folder: Path | None) -> Demo:
    demo = await ensure_demo(database, make_account, folder)
    assert demo is not None
    return demo


async def secret_key_id(database: Database, demo: Demo) -> str:
    return (await authenticate(database, f"Bearer {demo.secret_key}")).key_id


async def test_the_first_start_makes_the_demo_and_later_ones_know_it(database: Database, tmp_path: Path) -> None:
    demo = await demo_of(database, tmp_path)
    assert (demo.tenant, demo.is_new) == (Tenant(ACCOUNT, False), True)
    server = await authenticate(database, f"Bearer {demo.secret_key}")
    browser = await authenticate(database, f"Bearer {demo.publishable_key}")
    assert (server.tenant, server.kind) == (Tenant(ACCOUNT, False), KeyKind.SECRET)
    assert (browser.tenant, browser.kind) == (Tenant(ACCOUNT, False), KeyKind.PUBLISHABLE)
    assert server.may(Family.BILLING, Action.WRITE)

    file = tmp_path / DEMO_KEY
    assert S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == f"{demo.secret_key}\n{demo.publishable_key}\n"
    assert files_in(tmp_path) == [DEMO_KEY]

    file.chmod(0o644)
    again = await demo_of(database, tmp_path)
    assert again == Demo(Tenant(ACCOUNT, False), demo.secret_key, demo.publishable_key, is_new=False)
    assert S_IMODE(file.stat().st_mode) == 0o600
    async with database.begin() as connection:
        keys = await list_keys(connection, ACCOUNT)
    assert Counter(key.kind for key in keys) == {"secret": 1, "publishable": 1}
    assert not any(key.livemode for key in keys)


@pytest.mark.parametrize("content", [None, "", "sk_test_nonsense\n", "\x00\xff", "first line only"])
async def test_where_the_file_is_lost_the_keys_are_rolled(
    database: Database, tmp_path: Path, content: str | None
) -> None:
    first = await demo_of(database, tmp_path)
    file = tmp_path / DEMO_KEY
    if content is None:
        file.unlink()
    else:
        file.write_text(content if content != "first line only" else f"{first.secret_key}\n")
    second = await demo_of(database, tmp_path)
    assert (second.tenant, second.is_new) == (Tenant(ACCOUNT, False), False)
    assert {second.secret_key, second.publishable_key}.isdisjoint({first.secret_key, first.publishable_key})
    for lost in (first.secret_key, first.publishable_key):
        with pytest.raises(Unauthenticated, match="was revoked"):
            await authenticate(database, f"Bearer {lost}")
    assert await demo_of(database, tmp_path) == second


async def test_on_a_database_of_the_operators_own_only_the_first_start_knows_the_keys(
    database: Database, tmp_path: Path
) -> None:
    demo = await demo_of(database, None)
    assert demo.is_new
    assert await ensure_demo(database, make_account) is None
    assert files_in(tmp_path) == []
    assert await secret_key_id(database, demo)


async def test_where_there_is_an_account_no_demo_is_made(database: Database, tmp_path: Path) -> None:
    key, _ = await a_key(database)
    assert await ensure_demo(database, make_account, tmp_path) is None
    assert files_in(tmp_path) == []
    async with database.begin() as connection:
        assert [row.id for row in await list_keys(connection, ACCOUNT)] == [key.id]


async def test_what_the_operator_does_to_the_keys_is_respected(database: Database, tmp_path: Path) -> None:
    demo = await demo_of(database, tmp_path)
    publishable = (await authenticate(database, f"Bearer {demo.publishable_key}")).key_id
    async with database.begin() as connection:
        await revoke_key(connection, publishable)
    assert await demo_of(database, tmp_path) == Demo(Tenant(ACCOUNT, False), demo.secret_key, None, is_new=False)
    assert (tmp_path / DEMO_KEY).read_text() == f"{demo.secret_key}\n"

    async with database.begin() as connection:
        _, rolled = await roll_key(connection, await secret_key_id(database, demo), overlap=60)
    assert await ensure_demo(database, make_account, tmp_path) is None
    for secret in (demo.secret_key, rolled):
        assert (await authenticate(database, f"Bearer {secret}")).tenant.account == ACCOUNT


async def test_processes_that_start_at_once_make_one_demo(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    one, other = await asyncio.gather(demo_of(database, tmp_path), demo_of(elsewhere, tmp_path))
    assert {one.is_new, other.is_new} == {True, False}
    assert (one.secret_key, one.publishable_key) == (other.secret_key, other.publishable_key)
    async with database.begin() as connection:
        assert await connection.value(text("SELECT count(*) FROM api_key")) == 2


async def test_a_folder_that_cannot_be_written_to_leaves_no_half_demo(database: Database, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=DEMO_KEY):
        await ensure_demo(database, make_account, tmp_path / "missing")
    async with database.begin() as connection:
        assert await list_keys(connection, ACCOUNT) == []


KEY = f"sk_test_{'k' * 43}"


async def secret_of(database: Database, folder: Path | None, secret: str) -> str | None:
    demo = await ensure_demo(database, make_account, folder, secret=secret)
    return demo.secret_key if demo else None


async def test_the_operator_chooses_the_secret_key(database: Database, tmp_path: Path) -> None:
    assert await secret_of(database, tmp_path, KEY) == KEY
    assert (await authenticate(database, f"Bearer {KEY}")).tenant == Tenant(ACCOUNT, False)
    assert await secret_of(database, tmp_path, KEY) == KEY
    # Without the folder, too.
    assert await secret_of(database, None, KEY) == KEY
    (tmp_path / DEMO_KEY).unlink()
    assert await secret_of(database, tmp_path, KEY) == KEY
    assert (await demo_of(database, tmp_path)).secret_key == KEY


async def test_another_secret_key_takes_the_place_of_the_first(database: Database, tmp_path: Path) -> None:
    first = await demo_of(database, tmp_path)
    assert await secret_of(database, tmp_path, KEY) == KEY
    with pytest.raises(Unauthenticated, match="revoked"):
        await authenticate(database, f"Bearer {first.secret_key}")
    with pytest.raises(Misconfigured, match="PAYGRAPH_DEMO_KEY is a key that this database had before"):
        await secret_of(database, tmp_path, first.secret_key)
    assert (await authenticate(database, f"Bearer {KEY}")).tenant == Tenant(ACCOUNT, False)
    assert await secret_of(database, None, f"{KEY[:-1]}x") is None


@pytest.mark.parametrize("secret", ["", "sk_test_short", f"sk_live_{'k' * 43}", f"pk_test_{'k' * 43}"])
async def test_what_is_no_secret_key_of_test_mode_is_told(database: Database, tmp_path: Path, secret: str) -> None:
    with pytest.raises(Misconfigured, match="PAYGRAPH_DEMO_KEY is no secret key of test mode"):
        await secret_of(database, tmp_path, secret)
    assert files_in(tmp_path) == []
