"""The embedded PostgreSQL keeps what it was told through every end of its owner, and does not outlive its last user."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import asyncpg
import psutil
import pytest

from app.data_folder import default_data_dir
from app.errors import Misconfigured
from app.postgres import EmbeddedPostgres
from tests.house.processes import is_alive, server_pid, wait_until_ended

OWNER = """
import asyncio, sys
from pathlib import Path
from urllib.parse import unquote
import asyncpg
from app.postgres import EmbeddedPostgres

async def write(url):
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
    await connection.execute("INSERT INTO kept VALUES (1)")
    await connection.close()

postgres = EmbeddedPostgres(Path(sys.argv[1]))
asyncio.run(write(postgres.start()))
print("written", flush=True)
sys.stdin.readline()
postgres.stop()
print("stopped", flush=True)
"""


@contextmanager
def owner(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the folder's PostgreSQL, has committed a row in it, and waits for a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        try:
            yield process
        finally:
            process.kill()


async def rows(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM kept"))
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests of ordinary life, since making one takes the longest."""
    return tmp_path_factory.mktemp("data")


async def test_a_clean_stop_ends_the_server_and_keeps_the_data(folder: Path) -> None:
    with owner(folder) as process:
        pid = server_pid(folder)
        assert is_alive(pid)
        output, _ = process.communicate("stop\n")
        assert output == "stopped\n"
    assert not is_alive(pid)
    assert not (folder / "postgres" / "postmaster.pid").exists()
    with EmbeddedPostgres(folder) as again:
        assert await rows(again.url) == 1


async def test_after_a_kill_of_the_owner_the_next_takes_over_and_its_clean_stop_ends_the_server(folder: Path) -> None:
    with owner(folder) as process:
        pid = server_pid(folder)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert is_alive(pid)
    before = EmbeddedPostgres(folder)
    kept = await rows(before.start())
    assert kept >= 1
    assert server_pid(folder) == pid
    before.stop()
    assert not is_alive(pid)
    with EmbeddedPostgres(folder) as again:
        assert await rows(again.url) == kept


async def test_after_a_kill_of_owner_and_server_what_was_committed_is_recovered(folder: Path) -> None:
    with owner(folder) as process:
        pid = server_pid(folder)
        process.send_signal(signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        wait_until_ended(pid)
    assert (folder / "postgres" / "postmaster.pid").exists()
    with EmbeddedPostgres(folder) as again:
        assert await rows(again.url) >= 1
        assert server_pid(folder) != pid


async def test_a_pid_file_that_names_a_stranger_is_cleared_and_the_stranger_lives(folder: Path) -> None:
    with owner(folder) as process:
        process.communicate("stop\n")
    stranger = os.getpid()
    (folder / "postgres" / "postmaster.pid").write_text(f"{stranger}\n{folder}\n0\n5432\n.\n\n0 0\nready\n")
    with EmbeddedPostgres(folder) as again:
        assert server_pid(folder) != stranger
        assert await rows(again.url) >= 1


async def test_two_users_share_one_server_and_the_last_one_stops_it(folder: Path) -> None:
    first = EmbeddedPostgres(folder)
    first.start()
    with owner(folder) as second:
        pid = server_pid(folder)
        first.stop()
        first.stop()
        assert is_alive(pid)
        assert await rows(first.url) >= 1
        output, _ = second.communicate("stop\n")
        assert output == "stopped\n"
    assert not is_alive(pid)


async def test_a_user_that_was_killed_no_longer_counts(folder: Path) -> None:
    with EmbeddedPostgres(folder):
        pid = server_pid(folder)
        with owner(folder) as killed:
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        assert is_alive(pid)
    assert not is_alive(pid)


async def test_only_its_owner_reaches_the_server_and_only_by_socket(folder: Path) -> None:
    with EmbeddedPostgres(folder) as postgres:
        assert stat.S_IMODE((folder / "postgres").stat().st_mode) == 0o700
        connection = await asyncpg.connect(postgres.url)
        settings = "listen_addresses", "fsync", "synchronous_commit", "max_connections", "shared_buffers", "TimeZone"
        shown = [await connection.fetchval(f"SHOW {name}") for name in settings]
        uid = psutil.Process(await connection.fetchval("SELECT pg_backend_pid()")).uids().real
        await connection.close()
    assert shown == ["", "on", "on", "200", "128MB", "UTC"]
    assert uid != 0
    assert uid == (folder / "postgres").stat().st_uid


async def test_a_path_too_long_for_a_socket_works_and_so_does_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    folder = closed / ("long" * 40) / "with spaces, commas & ünïcode"
    folder.mkdir(parents=True)
    closed.chmod(0o700)
    with owner(folder) as process:
        postgres = EmbeddedPostgres(folder)
        assert await rows(postgres.url) == 1
        process.communicate("stop\n")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not Path(unquote(postgres.url.partition("?host=")[2])).exists()


def test_a_start_cut_short_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path, durable=False):
        assert not (tmp_path / "postgres.new").exists()


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("16\n", "The data in {cluster} were written by PostgreSQL 16, and this paygraph carries PostgreSQL 18. "),
        (None, "The folder {cluster} is not a PostgreSQL data folder. "),
    ],
)
def test_a_folder_of_something_else_is_refused(tmp_path: Path, version: str | None, message: str) -> None:
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    if version:
        (cluster / "PG_VERSION").write_text(version)
    with pytest.raises(Misconfigured) as caught:
        EmbeddedPostgres(tmp_path).start()
    assert str(caught.value).startswith(message.format(cluster=cluster))
    assert sorted(path.name for path in cluster.iterdir()) == (["PG_VERSION"] if version else [])


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured) as caught:
        EmbeddedPostgres(tmp_path / "file" / "data").start()
    assert str(caught.value).startswith(f"The data folder {tmp_path}/file/data cannot be written to: not a directory. ")


def test_a_server_that_will_not_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        EmbeddedPostgres(tmp_path, options={"max_connections": "none"}, durable=False).start()
    assert 'invalid value for parameter "max_connections": "none"' in str(caught.value)


def test_roots_data_are_kept_outside_roots_home() -> None:
    if os.geteuid() == 0:
        assert default_data_dir() == Path("/var/lib/paygraph")
    else:
        assert default_data_dir().is_relative_to(Path.home())
