"""The command line helps, does what it says, and tells mistakes in one sentence without a traceback."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from app import DATE, VERSION
from app.access.keys import authenticate
from app.cli import main as command_line
from app.cli.permissions import permissions
from app.database import Database
from app.errors import Misconfigured, Unauthenticated
from tests.cli.command import paygraph
from tests.conftest import MakeDatabase


def test_help_names_every_command() -> None:
    status, out, err = paygraph("--help")
    assert (status, err) == (0, "")
    for command in ("serve", "migrate", "seed", "keys", "show", "schema"):
        assert re.search(rf"\b{command}\b", out)
    assert "DATABASE_URL" in out


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Every command by its words, with its options."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), {option for parameter in command.params for option in parameter.opts}


def test_the_page_names_every_command_and_all_that_speak_to_programs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text()
    rows = [set(re.findall(r"[\w-]+", row.split("|")[1])) for row in page.splitlines() if row.startswith("| `")]
    every = list(commands(get_command(command_line.app)))
    assert len(every) > 10
    for words, options in every:
        assert any({*words} <= row for row in rows), words
        if "--json" in options:
            assert any({*words, "--json"} <= row for row in rows), words


HEAVY = {
    *("app.access", "app.domain", "app.postgres", "app.server", "app.settings", "app.tables", "schema"),
    *("aiohttp", "alembic", "asyncio", "asyncpg", "graphql", "httpx", "psutil", "sqlalchemy", "sqlmodel", "ssl"),
    *("strawberry", "uvicorn", "websockets"),
}


@pytest.mark.parametrize(
    ("arguments", "also"),
    [
        (["--version"], {"pydantic", "rich"}),
        (["--help"], set()),
        *((command, set[str]()) for command in (["keys", "create", "--help"], ["serve", "--help"], ["trigger", "-h"])),
    ],
)
def test_what_only_tells_of_commands_imports_nothing_heavy(arguments: list[str], also: set[str]) -> None:
    loads = (
        "import sys\n"
        "from app.cli.main import app\n"
        f"app({arguments}, standalone_mode=False)\n"
        "print('loaded:', *sorted(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    loaded = ran.stdout.splitlines()[-1].split()
    assert "app.cli.main" in loaded
    assert (HEAVY | also).intersection(loaded) == set()


def test_the_version_is_told_with_its_date_and_the_apis() -> None:
    assert paygraph("--version") == (
        0,
        f"paygraph {VERSION} of {DATE}, for version 2024-12-18.acacia of Stripe's API\n",
        "",
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert date.fromisoformat(DATE) >= date(2026, 11, 29)


@pytest.mark.parametrize(
    "command", ["serve", "migrate", "seed", "keys create", "keys list", "keys roll", "keys revoke"]
)
def test_every_command_has_help(command: str) -> None:
    shown = CliRunner().invoke(command_line.app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert "--data" in shown.output


ALLOWED = [
    word for allowed in ("biling=reed", "tax", "products=read", "products=write") for word in ("--allow", allowed)
]


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        (
            ["serve"],
            {"PAYGRAPH_PORT": "http"},
            "PAYGRAPH_PORT cannot be 'http': input should be a valid integer, unable to parse string as an integer. "
            "Correct the variable, or remove it to use the default.\n",
        ),
        (
            ["migrate"],
            {"DATABASE_URL": "mysql://me:secret@h/d"},
            "DATABASE_URL must be the URL of a PostgreSQL database, such as "
            "postgresql://user:password@host:5432/name.\n",
        ),
        (
            ["keys", "list", "--data", "/nowhere"],
            {"DATABASE_URL": "postgresql://h/d"},
            "Both --data and DATABASE_URL say where the data are. Leave out --data to use the server that DATABASE_URL "
            "names, or unset DATABASE_URL to use the embedded PostgreSQL.\n",
        ),
        (
            ["migrate", "--data", "/dev/null/data"],
            {},
            "The data folder /dev/null/data cannot be written to: not a directory. Choose another with --data, or set "
            "DATABASE_URL to use a PostgreSQL server of your own.\n",
        ),
        (
            ["keys", "create", "--kind", "restricted", *ALLOWED],
            {},
            "--allow biling=reed: there is no family 'biling'. Did you mean billing? --allow biling=reed: 'reed' is "
            "neither read nor write. --allow tax: it lacks read or write. --allow gives products more than once. Give "
            "a family with read or write, such as --allow billing=read.\n",
        ),
        (
            ["keys", "create", "--allow", "billing=read"],
            {},
            "--allow is for restricted keys alone. Add --kind restricted, or leave --allow out.\n",
        ),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], environment: dict[str, str], sentence: str) -> None:
    assert paygraph(*arguments, environment=environment) == (1, "", sentence)


def test_an_absent_server_is_told_without_its_password() -> None:
    status, out, err = paygraph("migrate", environment={"DATABASE_URL": "postgresql://me:secret@127.0.0.1:1/d"})
    assert (status, out) == (1, "")
    assert err.startswith("The database at 127.0.0.1:1 cannot be used: ")
    assert "secret" not in err
    assert "Traceback" not in err


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, out, err = paygraph("serve", "--port", port, "--data", str(tmp_path / "data"))
    assert (status, out) == (1, "")
    assert err == (
        f"Port {port} of 127.0.0.1 cannot be listened on: address already in use. Choose another with --port or "
        "--host, or stop what uses it.\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_bug_is_told_shortly_unless_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(command_line, "app", broken)
    monkeypatch.delenv("PAYGRAPH_DEBUG", raising=False)
    with pytest.raises(SystemExit) as caught:
        command_line.main()
    assert caught.value.code == 1
    assert capsys.readouterr().err == (
        "paygraph met an error of its own (KeyError: [message withheld]). Set PAYGRAPH_DEBUG=1 to see where.\n"
    )
    monkeypatch.setenv("PAYGRAPH_DEBUG", "1")
    with pytest.raises(SystemExit):
        command_line.main()
    traceback = capsys.readouterr().err
    assert "in broken" in traceback
    assert traceback.endswith("KeyError: [message withheld]\n")


def test_permissions_are_read_as_family_and_action() -> None:
    words = ["billing=read", " tax = write "]
    assert permissions(words, restricted=True) == {"billing": "read", "tax": "write"}
    assert permissions([], restricted=False) == {}
    families = "The families are billing, capital, checkout, climate, connect, core_resources, "
    with pytest.raises(Misconfigured, match=f"such as --allow billing=read. {families}"):
        permissions([], restricted=True)
    with pytest.raises(Misconfigured, match=f"--allow zoo=read: there is no family 'zoo'. {families}"):
        permissions(["zoo=read"], restricted=True)


async def test_two_that_migrate_at_once_leave_one_schema(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    arguments = [sys.executable, "-m", "app.cli", "migrate"]
    environment = {**os.environ, "DATABASE_URL": url}
    both = [subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60)[0] for process in both] == ["The database is up to date.\n"] * 2
    assert [process.returncode for process in both] == [0, 0]
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM alembic_version") == 1
    await connection.close()


async def test_keys_are_made_listed_rolled_and_revoked(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    environment = {"DATABASE_URL": url}
    status, out, err = paygraph("keys", "create", "--mode", "test", "--name", "script", environment=environment)
    assert (status, err) == (0, "")
    assert re.fullmatch(r"sk_test_\w+\n", out)
    first = out.strip()
    database = await Database.open(url)
    try:
        caller = await authenticate(database, f"Bearer {first}")
        assert caller.livemode is False

        _, listed, _ = paygraph("keys", "list", environment=environment)
        lines = [line.split("\t") for line in listed.splitlines()]
        assert [(line[0], line[2], line[3], line[4], line[6]) for line in lines] == [
            (caller.key_id, "secret", "test", "active", "script")
        ]
        assert first not in listed

        status, second, _ = paygraph("keys", "roll", caller.key_id, environment=environment)
        assert status == 0
        with pytest.raises(Unauthenticated):
            await authenticate(database, f"Bearer {first}")
        new = await authenticate(database, f"Bearer {second.strip()}")
        assert (new.tenant.account, new.tenant.livemode) == (caller.tenant.account, False)

        status, out, _ = paygraph("keys", "revoke", new.key_id, environment=environment)
        assert status == 0
        assert out.startswith(f"{new.key_id} (")
        with pytest.raises(Unauthenticated):
            await authenticate(database, f"Bearer {second.strip()}")
    finally:
        await database.close()
    status, out, err = paygraph("keys", "revoke", "key_missing", environment=environment)
    assert (status, out, err) == (1, "", "No such API key: 'key_missing'\n")
