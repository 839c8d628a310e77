"""Real clients against a real server: each Node script is one test, and PyPI's gql another."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.clients import gql_client

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

DOCUMENTS = HERE / "documents"

AGAINST_A_SERVER = ("audits", "graphql-ws", "legacy-ws", "apollo", "urql", "graphql-sse")
AGAINST_THE_SDL = ("relay", "codegen")


@dataclass(frozen=True)
class Served:
    """A running server: the address of its graph and a secret key."""

    url: str
    key: str


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.server.toy", str(port)], cwd=ROOT)
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
            assert client.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        yield Served(f"http://127.0.0.1:{port}/graphql", "sk_test_toy")
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def sdl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sdl") / "schema.graphql"
    printed = subprocess.run(
        [sys.executable, "-m", "tests.server.toy", "0"], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    path.write_bytes(printed.stdout)
    return path


@pytest.fixture(scope="session", autouse=True)
def node() -> str:
    """The Node that runs the clients; their packages must be installed."""
    found = shutil.which("node")
    if found is None:
        pytest.fail("These tests need Node 20 or later on the PATH. `make test` alone needs none.")
    if not (HERE / "node_modules").is_dir():
        pytest.fail("The clients are not installed. Run `npm ci` in tests/clients.")
    return found


def run(node: str, script: str, **environment: str) -> int:
    """Run a script's tests and return how many passed. A failure shows Node's report."""
    command = [node, "--test", "--test-reporter=tap", f"{script}.mjs"]
    done = subprocess.run(
        command, cwd=HERE, env=os.environ | environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = dict(re.findall(r"^# (pass|skipped|todo) (\d+)$", done.stdout, re.MULTILINE))
    assert (counts["skipped"], counts["todo"]) == ("0", "0")
    return int(counts["pass"])


@pytest.mark.parametrize("script", AGAINST_A_SERVER)
def test_client(node: str, server: Served, script: str) -> None:
    passed = run(node, script, PAYGRAPH_URL=server.url, PAYGRAPH_KEY=server.key)
    if script == "audits":
        assert passed == 1 + 61
    else:
        assert passed >= 3


@pytest.mark.parametrize("script", AGAINST_THE_SDL)
def test_tool(node: str, sdl: Path, script: str) -> None:
    assert run(node, script, PAYGRAPH_SDL=str(sdl), PAYGRAPH_DOCUMENTS=str(DOCUMENTS)) >= 1


async def test_gql(server: Served) -> None:
    await gql_client.check(server.url, server.key)
