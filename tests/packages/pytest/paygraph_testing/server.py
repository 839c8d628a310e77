"""The server that tests run against: the one that PAYGRAPH_URL names, or one that is started for the run.

Processes that test side by side share one: the first that needs it starts it, under a lock, and writes where it is.
"""

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

READY = re.compile(r"ready at (http://\S+)")
SECRET = re.compile(r"Secret key +(sk_test_\w+)")
LAST = "Ctrl-C"
"""How the last line begins that a server prints when it is ready."""


class Server(NamedTuple):
    """Where it is, and a secret key of test mode that may create sandboxes."""

    url: str
    key: str


class NoServer(Exception):
    """There is no server to test against, and why."""


def named() -> Server | None:
    """The one that PAYGRAPH_URL names, with the key in PAYGRAPH_KEY. Raises NoServer where that is missing."""
    url, key = os.environ.get("PAYGRAPH_URL"), os.environ.get("PAYGRAPH_KEY")
    if url is None:
        return None
    if key is None:
        raise NoServer("PAYGRAPH_URL names a server; name a secret key of test mode in PAYGRAPH_KEY, too.")
    return Server(url, key)


def shared(folder: Path) -> Server:
    """The one of a run, whose processes share the folder; started by the first that asks. Raises NoServer."""
    if (found := named()) is not None:
        return found
    file = folder / "paygraph.json"
    with _locked(folder / "paygraph.lock"):
        if not file.exists():
            process, server = start(folder / "paygraph")
            file.write_text(json.dumps({"pid": process.pid, **server._asdict()}))
        told = json.loads(file.read_text())
    return Server(told["url"], told["key"])


def end(folder: Path) -> None:
    """Stop the one that was started for a run, if there is one."""
    file = folder / "paygraph.json"
    if file.exists():
        pid = json.loads(file.read_text())["pid"]
        file.unlink()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def start(data: Path) -> "tuple[subprocess.Popen[str], Server]":
    """Start a server on a free port, with an embedded PostgreSQL in a folder; once it answers. Raises NoServer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAYGRAPH_")}
    kept |= {"PAYGRAPH_REQUESTS_PER_SECOND": "100000", "PAYGRAPH_BURST": "100000"}
    kept.pop("DATABASE_URL", None)
    beside = Path(sys.executable).with_name("paygraph")
    command = str(beside) if beside.exists() else shutil.which("paygraph")
    if command is None:
        raise NoServer("There is no command paygraph to start. Install paygraph, or name a server in PAYGRAPH_URL.")
    lines = []
    with (data.parent / "paygraph.log").open("w") as log:
        process = subprocess.Popen(
            [command, "serve", "--empty", "--port", "0", "--data", str(data)],
            env=kept,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if line.startswith(LAST):
            break
    said = "".join(lines)
    url, key = READY.search(said), SECRET.search(said)
    if url is None or key is None:
        process.kill()
        raise NoServer(f"paygraph did not start; what it said is in {log.name}.")
    return process, Server(url[1], key[1])


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
