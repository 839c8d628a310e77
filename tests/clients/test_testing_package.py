"""The npm package for tests (tests/packages/npm) as its users have it: with node:test, vitest and TypeScript."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clients.conftest import ROOT, Served

HERE = ROOT / "tests" / "clients" / "testing"
PACKAGE = ROOT / "tests" / "packages" / "npm"
VITEST = ("node_modules/.bin/vitest", "run", "--reporter=json")


@pytest.fixture(scope="module")
def node() -> str:
    """The Node that runs the tests; what they need must be installed."""
    found = shutil.which("node")
    if found is None or not (HERE / "node_modules").is_dir():
        pytest.fail("The package's tests are not installed. Run `npm ci` in tests/clients/testing.")
    return found


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder with a short path, as sockets in it need: a run's own for temporary files."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        yield Path(folder)


def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAYGRAPH_")}
    return subprocess.run(
        command, cwd=HERE, env=kept | environment, capture_output=True, text=True, check=False, timeout=300
    )


def named(server: Served) -> dict[str, str]:
    return {"PAYGRAPH_URL": server.url.removesuffix("/graphql"), "PAYGRAPH_KEY": server.key}


def left(server: Served) -> int:
    """How many sandboxes are left."""
    headers = {"Authorization": f"Bearer {server.key}"}
    answer = httpx.post(server.url, json={"query": "{ sandboxes { totalCount } }"}, headers=headers)
    return int(answer.json()["data"]["sandboxes"]["totalCount"])


def test_each_test_of_node_has_a_sandbox(node: str, server: Served) -> None:
    before = left(server)
    done = run(node, "--test", "--test-reporter=tap", "node/users.test.js", "node/commonjs.test.cjs", **named(server))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^# pass 11$", done.stdout, re.MULTILINE), done.stdout
    assert left(server) == before


def test_each_test_of_vitest_has_a_sandbox(node: str, server: Served) -> None:
    before = left(server)
    done = run(node, *VITEST, "users", **named(server))
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["numPassedTests"] == 5
    assert left(server) == before


def test_a_server_is_started_for_a_run_and_shared(node: str, temporary: Path) -> None:
    """By processes of node:test and by workers of vitest. It ends after the last of them, and leaves no data."""
    (notes := temporary / "notes").mkdir()
    (programs := temporary / "bin").mkdir()
    program = programs / "paygraph"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m app.cli "$@"\n')
    program.chmod(0o755)
    environment = {"NOTES": str(notes), "TMPDIR": str(temporary), "PATH": f"{programs}:{os.environ['PATH']}"}
    # A test of vitest has five seconds, in which no server starts here.
    done = run(node, *VITEST, "shared", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(node, "--test", "node/one.shared.js", "node/two.shared.js", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(notes.iterdir())) == 4
    (address,) = {note.read_text() for note in notes.iterdir()}
    end = time.monotonic() + 60
    while list(temporary.glob("paygraph-*")) != (folder := list(temporary.glob("paygraph-testing-*"))):
        assert time.monotonic() < end, list(temporary.rglob("*"))
        time.sleep(0.2)
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)
    assert [each.name for each in folder[0].iterdir()] == ["paygraph.log"]
    assert folder[0].stat().st_mode & 0o077 == 0


def test_why_there_is_no_server_is_told(node: str, temporary: Path) -> None:
    done = run(node, "--test", "node/one.shared.js", PAYGRAPH_URL="http://127.0.0.1:1")
    assert done.returncode == 1
    assert "PAYGRAPH_KEY" in done.stdout
    done = run(node, "--test", "node/one.shared.js", PATH=str(temporary), TMPDIR=str(temporary))
    assert done.returncode == 1
    assert "There is no command paygraph to start." in done.stdout


def test_the_types_hold(node: str) -> None:
    done = run(node, "node_modules/.bin/tsc", "--project", ".")
    assert done.returncode == 0, done.stdout


def test_the_package_has_all_of_its_files(node: str) -> None:
    done = subprocess.run(
        ["npm", "pack", "--dry-run", "--json"], cwd=PACKAGE, capture_output=True, text=True, check=True
    )
    (packed,) = json.loads(done.stdout)
    assert {each["path"] for each in packed["files"]} == {each.name for each in PACKAGE.iterdir()}
    assert json.loads((PACKAGE / "package.json").read_text()).get("dependencies") is None
