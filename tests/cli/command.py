"""The command line run as its users do: a command to its end, or a server until it is stopped."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx

Answer = tuple[int, str, str]


def undisturbed_environment() -> dict[str, str]:
    """The environment, without what says how paygraph should run."""
    ours = ("DATABASE_URL", "PAYGRAPH_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def paygraph(*arguments: str, environment: Mapping[str, str] | None = None) -> Answer:
    """Run a command: its status, what it printed, and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env={**undisturbed_environment(), "COLUMNS": "200", **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """A process that is awaited, unless the test fails: then it is killed, lest the suite wait for ever."""
    with subprocess.Popen(command, env=undisturbed_environment(), text=True, **options) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


@dataclass
class Server:
    """A running `paygraph serve`."""

    process: "subprocess.Popen[str]"
    welcome: str

    @property
    def address(self) -> str:
        found = re.search(r"ready at (http://127\.0\.0\.1:\d+)\n", self.welcome)
        assert found, self.welcome
        return found[1]

    @property
    def key(self) -> str:
        found = re.search(r"Secret key +(sk_test_\w+)\n", self.welcome)
        assert found, self.welcome
        return found[1]

    def ask(self, query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.post(f"{self.address}/graphql", json={"query": query}, headers=headers, timeout=30)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=30)


@contextmanager
def serving(
    folder: Path,
    *arguments: str,
    port: str = "0",
    settings: Mapping[str, str] | None = None,
    stderr: IO[str] | None = None,
    library: Path | None = None,
    empty: bool = True,
) -> Iterator[Server]:
    """A server on a free port, once it has said that it is ready, without data unless it is not to be `empty`. It logs
    to `stderr`. A `library` is loaded before all others, in it and in its PostgreSQL."""
    environment = {**undisturbed_environment(), **(settings or {})}
    module = "app.cli"
    if library is not None:
        module, environment["LD_PRELOAD"] = "tests.cli.preloaded", str(library)
    command = [sys.executable, "-m", module, "serve", "--port", port, "--data", str(folder), *arguments]
    if empty:
        command.append("--empty")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        try:
            yield Server(process, "".join(lines))
        finally:
            process.kill()
