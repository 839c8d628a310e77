"""`paygraph keys` makes keys of every kind and mode, and what it prints is what opens the door."""

import re

import pytest

from app.access.keys import authenticate
from app.access.permissions import Action
from app.database import Database
from app.tables.access import KeyKind
from app.tables.families import Family
from tests.cli.warm import paygraph
from tests.conftest import MakeDatabase


async def test_keys_of_every_kind_and_mode_work(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    environment = {"DATABASE_URL": url}
    wanted: tuple[tuple[list[str], str, KeyKind, bool, dict[Family, Action]], ...] = (
        (["--mode", "live"], "sk_live_", KeyKind.SECRET, True, {}),
        (["--kind", "publishable"], "pk_test_", KeyKind.PUBLISHABLE, False, {}),
        (
            ["--kind", "restricted", "--allow", "billing=read", "--allow", "core_resources=write"],
            "rk_test_",
            KeyKind.RESTRICTED,
            False,
            {Family("billing"): Action.READ, Family("core_resources"): Action.WRITE},
        ),
    )
    accounts = set()
    for arguments, prefix, kind, livemode, permissions in wanted:
        status, out, err = paygraph("keys", "create", *arguments, environment=environment)
        assert (status, err) == (0, "")
        assert re.fullmatch(rf"{prefix}\w+\n", out)
        database = await Database.open(url)
        caller = await authenticate(database, f"Bearer {out.strip()}")
        await database.close()
        assert (caller.kind, caller.livemode, dict(caller.permissions)) == (kind, livemode, permissions)
        accounts.add(caller.tenant.account)
    assert len(accounts) == 1

    _, live, _ = paygraph("keys", "list", "--mode", "live", environment=environment)
    assert [line.split("\t")[2:4] for line in live.splitlines()] == [["secret", "live"]]
    _, both, _ = paygraph("keys", "list", environment=environment)
    assert len(both.splitlines()) == 3


async def test_a_rolled_key_may_go_on_working_for_a_while(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    environment = {"DATABASE_URL": url}
    _, first, _ = paygraph("keys", "create", environment=environment)
    _, listed, _ = paygraph("keys", "list", environment=environment)
    id = listed.split("\t")[0]
    status, second, _ = paygraph("keys", "roll", id, "--overlap", "3600", environment=environment)
    assert status == 0
    database = await Database.open(url)
    old, new = [await authenticate(database, f"Bearer {key.strip()}") for key in (first, second)]
    await database.close()
    assert old.tenant.account == new.tenant.account
    assert old.key_id != new.key_id
    assert old.expires_at is not None
    assert new.expires_at is None
    status, out, err = paygraph("keys", "roll", id, environment=environment)
    assert (status, out) == (1, "")
    assert err.endswith(" was rolled already. Roll the one in its place.\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--account", "acct_missing"],
            "There is no account acct_missing. Leave out --account to use the oldest one.\n",
        ),
    ],
)
async def test_what_cannot_be_made_is_told_in_a_sentence(
    make_database: MakeDatabase, arguments: list[str], sentence: str
) -> None:
    environment = {"DATABASE_URL": await make_database("template1")}
    assert paygraph("keys", "create", *arguments, environment=environment) == (1, "", sentence)
