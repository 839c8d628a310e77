"""The writer: on disk before the answer, many rows a statement, and no failure of its own is the caller's."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from app.database import Database
from app.ids import new_id
from app.server.request_log import writer as module
from app.server.request_log.writer import Row, Writer
from tests.graph import Graph


@pytest.fixture
async def writer(database: Database) -> AsyncIterator[Writer]:
    writer = await Writer.open(database)
    yield writer
    await writer.close()


def row(**values: Any) -> Row:
    made: Row = {
        "id": new_id("req_"),
        "account_id": "acct_1",
        "livemode": False,
        "created": datetime.now(UTC).isoformat(),
        "mutations": [],
        "variables": {},
        "key": {"id": "key_1", "hint": ""},
        "transport": "http",
        "status": 200,
        "outcome": "succeeded",
        "errors": [],
        "user_errors": [],
        "duration_ms": 1,
        "objects": [],
        "replayed": False,
    }
    return made | values


async def ids(database: Database) -> set[str]:
    connection = await asyncpg.connect(database.url)
    try:
        return {found["id"] for found in await connection.fetch("SELECT id FROM request_log")}
    finally:
        await connection.close()


async def test_a_row_is_committed_when_put_returns(writer: Writer, database: Database) -> None:
    made = row()
    await writer.put(made)
    assert await ids(database) == {made["id"]}


async def test_rows_that_wait_together_go_together(writer: Writer, database: Database) -> None:
    made = [row() for _ in range(200)]
    await asyncio.gather(*(writer.put(each) for each in made))
    assert await ids(database) == {each["id"] for each in made}
    assert writer.statements == 1


async def test_a_bad_row_spoils_no_other(writer: Writer, database: Database) -> None:
    good, bad = [row() for _ in range(3)], row(created="yesterday week")
    outcomes = await asyncio.gather(*(writer.put(each) for each in [*good[:1], bad, *good[1:]]), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        asyncpg.InvalidDatetimeFormatError,
        type(None),
        type(None),
    ]
    assert await ids(database) == {each["id"] for each in good}


async def test_a_lost_connection_is_made_anew(writer: Writer, database: Database) -> None:
    await writer.put(row())
    assert writer._connection is not None
    await writer._connection.close()
    last = row()
    await writer.put(last)
    assert last["id"] in await ids(database)


async def test_a_connection_that_is_cut_loses_nothing(writer: Writer, database: Database) -> None:
    await writer.put(row())
    assert writer._connection is not None
    pid = writer._connection.get_server_pid()
    connection = await asyncpg.connect(database.url)
    try:
        await connection.execute("SELECT pg_terminate_backend($1)", pid)
    finally:
        await connection.close()
    made = row()
    await writer.put(made)
    assert made["id"] in await ids(database)


async def test_a_row_that_is_sent_again_is_there_once(writer: Writer, database: Database) -> None:
    made = row()
    await writer.put(made)
    await writer.put(made)
    assert await ids(database) == {made["id"]}


async def test_a_database_that_hangs_holds_up_no_answer_for_long(
    writer: Writer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = row(), row()
    connection = await asyncpg.connect(database.url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE request_log")
            monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
            with pytest.raises(TimeoutError):
                await writer.put(first)
    finally:
        await connection.close()
    monkeypatch.undo()
    await writer.put(last)
    assert last["id"] in await ids(database)


async def test_without_a_database_it_fails_at_once(database: Database) -> None:
    writer = Writer("postgresql://nobody@127.0.0.1:1/nothing")
    failures = await asyncio.gather(*(writer.put(row()) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(failure, OSError) for failure in failures)
    await writer.close()


async def test_closing_writes_what_waits(database: Database) -> None:
    writer = await Writer.open(database)
    made = row()
    waiting = asyncio.create_task(writer.put(made))
    await asyncio.sleep(0)
    await writer.close()
    await waiting
    assert await ids(database) == {made["id"]}


async def test_a_later_statement_knows_better_but_for_what_was_touched(writer: Writer, database: Database) -> None:
    made = row(objects=["cus_1"])
    await writer.put(made)
    await writer.put(made | {"outcome": "failed", "status": 503, "duration_ms": 7, "objects": []})
    assert await stored(database) == [("failed", 503, 7, '["cus_1"]')]
    await writer.put(made | {"objects": ["cus_1", "cus_2"]})
    assert await stored(database) == [("succeeded", 200, 1, '["cus_1", "cus_2"]')]


async def test_durations_that_come_later_go_together(writer: Writer, database: Database) -> None:
    made = [row() for _ in range(3)]
    await asyncio.gather(*(writer.put(each) for each in made))
    for took, each in enumerate(made, 41):
        writer.finish((each["id"], "acct_1", False, took))
    writer.finish((made[0]["id"], "acct_2", False, 1))
    await writer.close()
    assert writer.statements == 2
    assert [took for _, _, took, _ in await stored(database)] == [41, 42, 43]


async def test_no_more_durations_wait_than_there_is_room_for(
    writer: Writer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = row()
    await writer.put(made)
    monkeypatch.setattr(module, "MOST_ENDED", 1)
    for took in (41, 42):
        writer.finish((made["id"], "acct_1", False, took))
    await writer.close()
    assert [took for _, _, took, _ in await stored(database)] == [41]


async def stored(database: Database) -> list[tuple[str, int, int, str]]:
    """Outcome, status, duration and objects of each row, in order."""
    connection = await asyncpg.connect(database.url)
    try:
        found = await connection.fetch("SELECT outcome, status, duration_ms, objects FROM request_log ORDER BY id")
        return [tuple(each) for each in found]
    finally:
        await connection.close()


async def test_a_mutations_row_is_committed_with_its_effect(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lost(*_: object) -> None:
        raise OSError("no writer is needed")

    monkeypatch.setattr(Writer, "_run", lost)
    made = await graph.do("customerCreate", "id", input={"name": "Ada"})
    rows = (await graph("{ requestLogs { nodes { objects outcome } } }"))["requestLogs"]["nodes"]
    assert rows == [{"objects": [made["id"]], "outcome": "SUCCEEDED"}]


async def test_what_is_not_in_the_log_has_no_effect(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "INSERT", "INSERT INTO nowhere VALUES ($?::text)")
    error = await graph.error('mutation { customerCreate(input: {name: "Ada"}) { customer { id } } }')
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert (await graph("{ customers { totalCount } }"))["customers"]["totalCount"] == 0
    assert await graph.events() == []


async def test_mutations_of_one_request_have_one_row(graph: Graph) -> None:
    first = 'a: customerCreate(input: {name: "Ada"}) { customer { id } }'
    result = await graph.result(f'mutation {{ {first} b: customerUpdate(id: "cus_0", input: {{}}) {{ replayed }} }}')
    (row,) = (await graph("{ requestLogs { nodes { mutations objects outcome userErrors { mutation } } } }"))[
        "requestLogs"
    ]["nodes"]
    assert row == {
        "mutations": ["customerCreate", "customerUpdate"],
        "objects": [result["data"]["a"]["customer"]["id"]],
        "outcome": "REFUSED",
        "userErrors": [{"mutation": "customerUpdate"}],
    }


async def test_the_answer_of_a_request_that_failed_waits_for_its_row(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    insert = Writer._insert

    async def held(self: Writer, rows: list[Row]) -> None:
        begun.set()
        await gate.wait()
        await insert(self, rows)

    monkeypatch.setattr(Writer, "_insert", held)
    answer = asyncio.create_task(graph.result("{ nonsense }"))
    await begun.wait()
    assert not answer.done()
    gate.set()
    await answer
    assert (await graph("{ requestLogs { totalCount } }"))["requestLogs"]["totalCount"] == 1


async def test_a_request_that_failed_is_answered_though_its_row_is_lost(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "INSERT", "INSERT INTO nowhere VALUES ($?::text)")
    before = (await graph.client.get("/metrics")).text
    with caplog.at_level(logging.ERROR):
        error = await graph.error("{ nonsense }")
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "could not be written to the request log" in caplog.text
    after = (await graph.client.get("/metrics")).text
    assert lost(after) == lost(before) + 1


def lost(metrics: str) -> int:
    found = [line for line in metrics.splitlines() if line.startswith("paygraph_request_log_lost_total ")]
    return int(found[0].split()[1]) if found else 0
