"""The command line helps, does what it says, and tells mistakes in one sentence without a traceback."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from app.access.keys import authenticate
from app.cli import main as command_line
from app.cli.keys import permission
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


def test_help_imports_neither_the_schema_nor_what_it_is_made_with() -> None:
    loads = (
        "import sys\n"
        "from app.cli.main import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "print('loaded:', *sorted(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    loaded = ran.stdout.splitlines()[-1].split()
    assert "app.cli.main" in loaded
    heavy = {
        "schema",
        "app.tables",
        "app.domain",
        "app.server",
        "sqlalchemy",
        "sqlmodel",
        "strawberry",
        "graphql",
        "pydantic",
    }
    assert heavy.isdisjoint(loaded)


@pytest.mark.parametrize(
    "command", ["serve", "migrate", "seed", "keys create", "keys list", "keys roll", "keys revoke"]
)
def test_every_command_has_help(command: str) -> None:
    shown = CliRunner().invoke(command_line.app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert "--data" in shown.output


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
            ["keys", "create", "--kind", "restricted", "--allow", "billing"],
            {},
            "--allow billing must be a family and an action, such as --allow billing=read.\n",
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
    def broken() -> None:
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
    assert permission("billing=read") == ("billing", "read")
    with pytest.raises(Misconfigured):
        permission("billing")


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
