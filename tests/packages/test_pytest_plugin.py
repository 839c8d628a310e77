"""The pytest plugin in runs of pytest as its users have them."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from app.database import Database
from app.server.main import build
from app.settings import Limits, Settings
from tests.graph import Graph, new_caller
from tests.server.conftest import served

PACKAGE = Path(__file__).parent / "pytest"
LIMITS = Limits(requests_per_second=1e6, burst=1_000_000)
USERS = """
import pytest
from paygraph_testing import GraphQLErrors, UserErrors

CREATE = (
    "mutation($input: CustomerCreateInput) "
    "{ customerCreate(input: $input) { customer { id } userErrors { message } } }"
)
ALL = "{ customers { totalCount } account { id } }"


@pytest.mark.parametrize("number", range(4))
def test_no_test_meets_another(paygraph, number):
    assert paygraph(ALL)["customers"]["totalCount"] == 0
    for _ in range(number):
        paygraph(CREATE, input={"name": "Ada"})
    found = paygraph(ALL)
    assert found["customers"]["totalCount"] == number
    assert found["account"]["id"] == paygraph.account
    paygraph.reset()
    assert paygraph(ALL)["customers"]["totalCount"] == 0


def test_events_are_waited_for(paygraph):
    first = paygraph(CREATE, input={"name": "Ada"})["customerCreate"]["customer"]["id"]
    second = paygraph(CREATE, input={"name": "Bob"})["customerCreate"]["customer"]["id"]
    assert paygraph.wait_for("customer.*")["data"]["object"]["id"] == first
    assert paygraph.wait_for("customer.created")["data"]["object"]["name"] == "Bob"
    third = paygraph(CREATE, input={"name": "Cy"})["customerCreate"]["customer"]["id"]
    named = paygraph.wait_for("customer.created", where=lambda event: event["data"]["object"]["name"] == "Cy")
    assert named["data"]["object"]["id"] == third
    with pytest.raises(TimeoutError, match="invoice.paid"):
        paygraph.wait_for("invoice.paid", seconds=0.2)


def test_time_is_moved(paygraph, paygraph_clock):
    paygraph(CREATE, input={"name": "Ada", "testClock": paygraph_clock.id})
    then = paygraph_clock.now
    assert (paygraph_clock.advance(days=400) - then).days == 400
    shown = paygraph("query($id: ID!) { testClock(id: $id) { frozenTime status } }", id=paygraph_clock.id)["testClock"]
    assert shown["status"] == "READY"
    assert shown["frozenTime"] == paygraph_clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_what_is_wrong_is_raised(paygraph):
    with pytest.raises(GraphQLErrors, match="nope"):
        paygraph("{ nope }")
    with pytest.raises(UserErrors) as refused:
        paygraph(CREATE, input={"email": "nope"})
    assert "email" in str(refused.value)


@pytest.mark.paygraph(country="DE", seed={"name": "SHOP"})
class TestSeeds:
    def test_a_sandbox_is_seeded(self, paygraph):
        assert paygraph("{ customers { totalCount } account { country } }") == {
            "customers": {"totalCount": 3},
            "account": {"country": "DE"},
        }

    @pytest.mark.paygraph(country="FR")
    def test_the_marker_of_the_test_comes_first(self, paygraph):
        assert paygraph("{ account { country } }") == {"account": {"country": "FR"}}


def test_its_keys_open_it_to_any_client(paygraph):
    import httpx

    for key in (paygraph.secret_key, paygraph.publishable_key):
        body = {"query": "{ __typename }"}
        answer = httpx.post(paygraph.graphql_url, json=body, headers={"Authorization": f"Bearer {key}"})
        assert answer.json()["data"] == {"__typename": "Query"}
"""


class Ran(NamedTuple):
    """How a run ended."""

    status: int
    said: str


def run(folder: Path, *arguments: str, settings: Mapping[str, str]) -> Ran:
    """A run of pytest over what is in the folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAYGRAPH_", "PYTEST_"))}
    environment = kept | {"PYTHONPATH": str(PACKAGE), **settings}
    command = [sys.executable, "-m", "pytest", "-p", "paygraph_testing.plugin", "-q", "-p", "no:cacheprovider"]
    told = [*command, "--rootdir", str(folder), f"--basetemp={folder / 'temporary'}", *arguments, str(folder)]
    done = subprocess.run(told, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)
    return Ran(done.returncode, done.stdout + done.stderr)


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[tuple[Graph, dict[str, str]]]:
    """Who owns the sandboxes, and how a run is told of the server."""
    async with served(build(Settings(database_url=database.url, limits=LIMITS)), LIMITS) as live:
        graph = await new_caller(live.http, database)
        yield graph, {"PAYGRAPH_URL": f"http://127.0.0.1:{live.port}", "PAYGRAPH_KEY": graph.secret}


async def test_each_test_has_a_sandbox(owner: tuple[Graph, dict[str, str]], tmp_path: Path) -> None:
    graph, settings = owner
    (tmp_path / "test_users.py").write_text(USERS)
    ran = await asyncio.to_thread(run, tmp_path, settings=settings)
    assert ran.status == 0, ran.said
    assert re.search(r"\b10 passed", ran.said)
    # None is left.
    assert (await graph("{ sandboxes { totalCount } events(first: 0) { totalCount } }"))["sandboxes"]["totalCount"] == 0


def test_a_server_is_started_for_a_run_and_shared(tmp_path: Path) -> None:
    (tmp_path / "test_users.py").write_text(
        "import os, pathlib\n"
        "def note(paygraph):\n"
        "    pathlib.Path(os.environ['NOTES'], paygraph.id).write_text(paygraph.url)\n"
        "def test_one(paygraph): note(paygraph)\n"
        "def test_two(paygraph): note(paygraph)\n"
    )
    notes = tmp_path / "notes"
    notes.mkdir()
    ran = run(tmp_path, "-n", "2", settings={"NOTES": str(notes)})
    assert ran.status == 0, ran.said
    addresses = {note.read_text() for note in notes.iterdir()}
    assert len(list(notes.iterdir())) == 2
    assert len(addresses) == 1
    # It is stopped at the end.
    with pytest.raises(httpx.ConnectError):
        httpx.get(addresses.pop())


def test_a_server_without_a_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_users.py").write_text("def test_one(paygraph): pass\n")
    ran = run(tmp_path, settings={"PAYGRAPH_URL": "http://127.0.0.1:1"})
    assert ran.status == 1
    assert "PAYGRAPH_KEY" in ran.said
