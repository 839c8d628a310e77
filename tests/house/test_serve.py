"""One command serves, and ends cleanly; killed, it loses nothing that was answered, and the next start recovers."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.house.processes import is_alive, server_pid, wait_until_ended

CUSTOMER = 'mutation { customerCreate(input: {name: "Ada"}) { customer { id name } userErrors { message } } }'


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
def serving(folder: Path, *arguments: str, port: str = "0") -> Iterator[Server]:
    """A server on a free port, once it has said that it is ready."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAYGRAPH_")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "app.cli", "serve", "--port", port, "--data", str(folder), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
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


def test_it_serves_what_it_prints_and_ctrl_c_stops_it_and_its_postgres(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        database = server_pid(tmp_path)
        assert httpx.get(f"{server.address}/healthz", timeout=30).status_code == 200
        pasted = re.search(r"-d '(.*)'\n", server.welcome)
        assert pasted
        first = httpx.post(
            f"{server.address}/graphql",
            content=pasted[1],
            headers={"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"},
            timeout=30,
        )
        assert first.json()["data"] == {"customers": {"nodes": []}}
        page = httpx.get(f"{server.address}/playground/config.json", timeout=30)
        assert page.json()["demoKey"] == server.key
        assert server.end(signal.SIGINT) == 0
    assert not is_alive(database)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_a_kill_loses_nothing_that_was_answered_and_the_next_start_recovers(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as server:
        workers = psutil.Process(server.process.pid).children()
        assert len(workers) >= 2
        made = server.ask(CUSTOMER).json()["data"]["customerCreate"]
        assert made["userErrors"] == []
        server.end(signal.SIGKILL)
        for worker in workers:
            wait_until_ended(worker.pid)
    port = server.address.rpartition(":")[2]
    with serving(tmp_path, port=port) as again:
        database = server_pid(tmp_path)
        assert again.key == server.key
        answer = again.ask("{ customers { nodes { id name } } }").json()
        assert answer["data"] == {"customers": {"nodes": [made["customer"]]}}
        assert again.end(signal.SIGTERM) == 0
    assert not is_alive(database)
