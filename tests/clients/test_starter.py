"""The starter for frontends (docs/frontend.md): its types against the schema that is served, its pages in Chromium."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.clients.conftest import ROOT, Served, create_key

HERE = ROOT / "tests" / "clients" / "starter"


@pytest.fixture(scope="module")
def generated(server: Served, node: str) -> None:
    """What codegen and gql.tada write, by the schema of the running server."""
    if not (HERE / "node_modules").is_dir():
        pytest.fail("The starter is not installed. Run `npm ci` in tests/clients/starter.")
    npm("schema", PAYGRAPH_URL=server.url.removesuffix("/graphql"))
    at_once("codegen", "tada")


def test_the_types_are_those_of_the_graph(generated: None) -> None:
    """With Apollo Client 4 and urql, and the same source with Apollo Client 3."""
    at_once("types", "types:apollo-3")


def test_the_pages_work_in_chromium(generated: None, server: Served, node: str, browser: str) -> None:
    environment = {
        "CHROMIUM": browser,
        "PAYGRAPH_URL": server.url.removesuffix("/graphql"),
        "PAYGRAPH_KEY": server.key,
        "PAYGRAPH_RESTRICTED": create_key(server.folder, "--kind", "restricted", "--allow", "core_resources=write"),
    }
    told = run([node, "--test", "--test-reporter=tap", "pages.test.mjs"], **environment)
    assert "# pass 17" in told
    assert "# skipped 0" in told


def at_once(*scripts: str) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(npm, scripts))


def npm(script: str, **environment: str) -> str:
    return run(["npm", "run", script], **environment)


def run(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=HERE,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
