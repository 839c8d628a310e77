"""The server that the clients meet: paygraph as a user starts it, with a database of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent.parent
BROWSER = Path(__file__).parent / "browser"
PAYGRAPH = (sys.executable, "-m", "app.cli")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

CREATE = 'mutation { customerCreate(input: { email: "first@example.com", name: "First" }) { userErrors { message } } }'


@dataclass(frozen=True)
class Served:
    """A running server: the address of its graph, a secret key, and the folder of its data."""

    url: str
    key: str
    folder: Path


def create_key(folder: Path, *options: str) -> str:
    """A new key of test mode, by the command line."""
    command = [*PAYGRAPH, "keys", "create", "--mode", "test", "--data", str(folder), *options]
    return subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    command = [*PAYGRAPH, "serve", "--port", "0", "--data", str(folder)]
    environment = {**ENVIRONMENT, "PAYGRAPH_CONNECTION_INIT_SECONDS": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = process.stdout.readline().split()
            assert ready[:4] == ["paygraph", "is", "ready", "at"]
            served = Served(f"{ready[4]}/graphql", create_key(folder), folder)
            for _ in range(2):
                answer = httpx.post(
                    served.url, json={"query": CREATE}, headers={"Authorization": f"Bearer {served.key}"}
                )
                assert answer.json()["data"] == {"customerCreate": {"userErrors": []}}
            yield served
        finally:
            process.terminate()
            process.communicate(timeout=30)


@pytest.fixture(scope="session")
def node() -> str:
    """The Node that runs the clients; their packages must be installed."""
    found = shutil.which("node")
    if found is None:
        pytest.fail("These tests need Node 20 or later on the PATH. `make test` alone needs none.")
    if not (Path(__file__).parent / "node_modules").is_dir():
        pytest.fail("The clients are not installed. Run `npm ci` in tests/clients.")
    return found


@pytest.fixture(scope="session")
def browser() -> str:
    """Chromium, and the package that drives it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "The browser tests need Chromium: install it, or name it in CHROMIUM."
    if not (BROWSER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=BROWSER, check=True)
    return found
