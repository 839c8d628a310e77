"""Real clients against a real server: each Node script is one test, and PyPI's gql another."""

import os
import re
import subprocess

import pytest

from tests.clients import gql_client
from tests.clients.conftest import ROOT, Served

SDL = ROOT / "tests" / "shape" / "schema.graphql"
EXAMPLES = ROOT / "playground" / "examples"

AUDITS = 61


def run(node: str, script: str, **environment: str) -> int:
    """Run a script's tests and return how many passed. A failure shows Node's report."""
    done = subprocess.run(
        [node, "--test", "--test-reporter=tap", f"{script}.mjs"],
        cwd=ROOT / "tests" / "clients",
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = dict(re.findall(r"^# (pass|skipped|todo) (\d+)$", done.stdout, re.MULTILINE))
    assert (counts["skipped"], counts["todo"]) == ("0", "0")
    return int(counts["pass"])


def test_every_audit_of_the_specification_passes(node: str, server: Served) -> None:
    """All that the specification says a server MUST, SHOULD and MAY do, and one test that counts them."""
    assert run(node, "audits", PAYGRAPH_URL=server.url, PAYGRAPH_KEY=server.key) == AUDITS + 1


@pytest.mark.parametrize(
    "client", ["graphql-ws", "legacy-ws", "apollo", "apollo-http", "apollo-3", "urql", "graphql-sse"]
)
def test_a_client_runs_a_query_a_mutation_and_a_subscription(node: str, server: Served, client: str) -> None:
    assert run(node, client, PAYGRAPH_URL=server.url, PAYGRAPH_KEY=server.key) >= 3


@pytest.mark.parametrize("tool", ["relay", "codegen"])
def test_a_tool_accepts_the_schema_and_the_playgrounds_examples(node: str, tool: str) -> None:
    assert run(node, tool, PAYGRAPH_SDL=str(SDL), PAYGRAPH_DOCUMENTS=str(EXAMPLES)) >= 1


def test_stripes_library_verifies_and_parses_what_webhooks_carry(node: str, server: Served) -> None:
    assert run(node, "stripe", PAYGRAPH_URL=server.url, PAYGRAPH_KEY=server.key) == 4


def test_half_a_year_of_a_subscription_is_billed_and_followed_live(node: str, server: Served) -> None:
    """What the README begins with."""
    done = subprocess.run(
        [node, "docs/half-a-year.mjs"],
        cwd=ROOT,
        env=os.environ | {"PAYGRAPH_URL": server.url, "KEY": server.key},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *paid, last = re.sub(r" [0-9A-Z]{8}-", " ", done.stdout).splitlines()
    days = ("01-31", "02-28", "03-31", "04-30", "05-31", "06-30")
    assert paid == [f"2026-{day} {number:04} paid 2000" for number, day in enumerate(days, 1)]
    assert last == "ACTIVE until 2026-07-31T12:00:00Z"


async def test_gql_runs_a_query_a_mutation_and_a_subscription(server: Served) -> None:
    await gql_client.check(server.url, server.key)
