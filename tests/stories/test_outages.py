"""The database is cut off in the middle of a mutation: nothing of it is kept, and the same can be sent again."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from app.connection import OUTCOME_UNKNOWN, Connection
from app.database import Database
from app.errors import Unavailable
from tests.graph import Graph
from tests.records import run

UPDATE = """mutation ($id: ID!, $key: String) {
  customerUpdate(id: $id, input: { name: "Grace" }, idempotencyKey: $key) {
    customer { id name } userErrors { message } replayed
  }
}"""
CREATE = """mutation ($key: String) {
  customerCreate(input: { name: "Ada" }, idempotencyKey: $key) { customer { id } userErrors { message } replayed }
}"""
WAITING = text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
    "AND application_name = 'paygraph writing'"
)


async def until_waiting(database: Database) -> int:
    """The process of the connection that waits for a lock, once there is one."""
    while True:
        for row in await run(database, WAITING):
            return int(row.pid)
        await asyncio.sleep(0)


async def cut_off(database: Database, graph: Graph, document: str, **variables: Any) -> dict[str, Any]:
    """Send a mutation that waits for a customer's row, end its connection as a restart does, and return its error."""
    async with database.begin() as holding:
        await holding.fetch(text("SELECT 1 FROM customer WHERE id = :id FOR UPDATE"), {"id": variables["id"]})
        asking = asyncio.create_task(graph.post({"query": document, "variables": variables}))
        waiting = await until_waiting(database)
        await run(database, text("SELECT pg_terminate_backend(:pid)"), {"pid": waiting})
        response = await asking
    (error,) = response.json()["errors"]
    found: dict[str, Any] = error
    return found


@pytest.mark.parametrize("key", [None, "once"])
async def test_a_mutation_that_is_cut_off_can_be_sent_again(graph: Graph, database: Database, key: str | None) -> None:
    id = (await graph.do("customerCreate", "id", input={"name": "Ada"}))["id"]
    error = await cut_off(database, graph, UPDATE, id=id, key=key)
    assert error["message"] == "The database cannot be reached at the moment. Try again shortly."
    extensions = error["extensions"]
    assert (extensions["code"], extensions["status"], extensions["retryAfter"]) == ("SERVICE_UNAVAILABLE", 503, 1)
    assert await graph.events() == ["customer.created"]
    again = (await graph(UPDATE, id=id, key=key))["customerUpdate"]
    assert again == {"customer": {"id": id, "name": "Grace"}, "userErrors": [], "replayed": False}
    assert await graph.events() == ["customer.created", "customer.updated"]
    if key:
        once_more = (await graph(UPDATE, id=id, key=key))["customerUpdate"]
        assert once_more == again | {"replayed": True}
        assert await graph.events() == ["customer.created", "customer.updated"]


async def test_where_it_is_not_known_whether_it_was_committed_the_key_tells(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to COMMIT is what is lost: the change was made, and is made once."""
    command = Connection._command

    async def lose_the_answer(self: Connection, text: str) -> None:
        await command(self, text)
        if text == "COMMIT":
            self._connection.terminate()
            raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "_command", lose_the_answer)
        error = await graph.error(CREATE, key="once")
    assert error["message"] == OUTCOME_UNKNOWN
    assert error["extensions"]["code"] == "SERVICE_UNAVAILABLE"
    first = (await graph("{ customers { nodes { id } } }"))["customers"]["nodes"]
    assert len(first) == 1
    again = (await graph(CREATE, key="once"))["customerCreate"]
    assert again == {"customer": first[0], "userErrors": [], "replayed": True}
    assert await graph.events() == ["customer.created"]


async def test_reading_goes_on_by_itself(graph: Graph, database: Database) -> None:
    await graph.do("customerCreate", "id", input={"name": "Ada"})
    ended = text(
        "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND application_name IN ('paygraph reading', 'paygraph writing')"
    )
    await run(database, ended)
    assert (await graph("{ customers { totalCount } }"))["customers"] == {"totalCount": 1}
    await graph.do("customerCreate", "id", input={"name": "Grace"})
    assert (await graph("{ customers { totalCount } }"))["customers"] == {"totalCount": 2}
