"""Ctrl-C ends every command at once, without a traceback, whatever it is about to do."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.cli.command import serving, started, undisturbed_environment
from tests.house.processes import server_pid

INTERRUPTED = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
sys.argv[:] = ["paygraph", *{arguments!r}]
from app.cli.entry import main
main()
"""
"""The command, which Ctrl-C meets as it imports a module."""
LATE = """
import asyncio, signal, time
from app.cli.ending import ended_by_signals, interruptible

class Ending:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

async def wait():
    Ending()
    await asyncio.sleep(60)

try:
    with ended_by_signals(is_endless={endless}):
        if {waiting!r}.startswith("time"):
            Ending()
        {waiting}
finally:
    print("put away")
"""
"""A command that Ctrl-C meets at the end of an object, where what is raised is lost."""
KILLED = -signal.SIGINT
"""The status of what a signal ended; shells give it as 130."""


def interrupted(module: str, *arguments: str) -> tuple[int, str, str]:
    """A command that Ctrl-C meets there: its status, what it printed, and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(module=module, arguments=arguments)],
        env=undisturbed_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("typer", ["--help"]),
        ("rich.markdown", ["--help"]),
        ("app.settings", ["events", "resend", "evt_1"]),
        ("httpx", ["events", "resend", "evt_1", "--key", "sk_test_1", "--url", "127.0.0.1:1"]),
        ("schema.root", ["trigger", "customer.created"]),
        ("schema.root", ["schema"]),
        ("app.domain.jobs", ["show", "jobs"]),
    ],
)
def test_it_ends_what_has_nothing_to_put_away(module: str, arguments: list[str]) -> None:
    assert interrupted(module, *arguments) == (KILLED, "", "")


@pytest.mark.parametrize(
    ("module", "arguments"),
    [("app.access.keys", ["keys", "list"]), ("app.migrate", ["migrate"]), ("app.cli.seeding.year", ["seed"])],
)
def test_what_it_cuts_short_has_not_succeeded_and_stops_its_postgres(
    module: str, arguments: list[str], tmp_path: Path
) -> None:
    assert interrupted(module, *arguments, "--data", str(tmp_path)) == (130, "", "")
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_it_is_how_a_listener_ends() -> None:
    command = [sys.executable, "-m", "app.cli", "listen", "--key", "sk_test_1", "--url", "127.0.0.1:1"]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert "Trying again" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")


def test_it_is_how_a_listener_ends_whose_server_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"127.0.0.1:{silent.getsockname()[1]}"
        command = [sys.executable, "-m", "app.cli", "listen", "--key", "sk_test_1", "--url", url]
        with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            connection, _ = silent.accept()
            with connection:
                assert connection.recv(1)
                process.send_signal(signal.SIGINT)
                # Long before the listener would have given up on the answer.
                assert process.communicate(timeout=20) == ("", "")
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("endless", "waiting", "status"),
    [
        (True, "time.sleep(60)", 0),
        (False, "time.sleep(60)", 130),
        (True, "interruptible(wait())", 0),
        (False, "interruptible(wait())", 130),
    ],
)
def test_it_is_met_where_nothing_can_be_raised(endless: bool, waiting: str, status: int) -> None:
    program = LATE.format(endless=endless, waiting=waiting)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout, done.stderr) == (status, "put away\n", "")


def test_it_ends_a_server_whose_workers_have_only_begun(tmp_path: Path) -> None:
    options = ["--empty", "--port", "0", "--data", str(tmp_path), "--workers", "2"]
    command = [sys.executable, "-m", "app.cli", "serve", *options]
    with started(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        while len(workers_of(process.pid)) < 2:
            assert process.poll() is None
            time.sleep(0.02)
        # A terminal sends it to all that were started from it.
        os.killpg(process.pid, signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def workers_of(pid: int) -> list[psutil.Process]:
    return [each for each in psutil.Process(pid).children() if "spawn_main" in " ".join(command_of(each))]


def command_of(process: psutil.Process) -> list[str]:
    """The words of its command; none once it has ended."""
    try:
        words: list[str] = process.cmdline()
    except psutil.NoSuchProcess:
        return []
    return words


def test_a_command_that_a_shell_keeps_from_ctrl_c_goes_on(tmp_path: Path) -> None:
    """As `nohup`, or `&` in a script, does."""
    ignoring = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n{INTERRUPTED}"
    done = subprocess.run(
        [sys.executable, "-c", ignoring.format(module="typer", arguments=["--version"])],
        env=undisturbed_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout[:9], done.stderr) == (0, "paygraph ", "")


def test_a_server_can_be_found_until_it_ends(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert (tmp_path / "address").read_text() == f"{server.address}\n"
        assert server_pid(tmp_path)
        assert server.end(signal.SIGINT) == 0
    assert not (tmp_path / "address").exists()
