"""The database answers that it cannot do what it is asked: nothing is changed, nobody is at fault, and it goes on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.clock.worker import run_due
from app.connection import READ_ONLY
from app.database import Database
from app.domain.billing import advancing
from app.domain.billing.advancing import resume_advances
from app.errors import DiskFull, NotDone
from tests.clock.bells import ring, strikes
from tests.clock.conftest import JANUARY, World
from tests.clock.conftest import world as world
from tests.conftest import MakeDatabase
from tests.graph import Graph
from tests.records import run

FULL = "The disk of the database is full. Nothing was changed. Try again when there is room."
UNABLE = "The database is not able to do this at the moment. Nothing was changed. Try again shortly."
CREATE = """mutation ($key: String) {
  customerCreate(input: { name: "Ada" }, idempotencyKey: $key) { customer { name } userErrors { message } replayed }
}"""
MADE = {"customer": {"name": "Ada"}, "userErrors": [], "replayed": False}
NOON = JANUARY + timedelta(hours=12)

Fail = Callable[[str, bool], Awaitable[None]]
"""Has changes of customers fail with this SQLSTATE, at once or when they are committed; with an empty one no more."""


@pytest.fixture
async def fail(database: Database) -> AsyncIterator[Fail]:
    async def so_far(sqlstate: str, at_commit: bool = False) -> None:
        await run(database, text("DROP TRIGGER IF EXISTS unable ON customer"))
        if not sqlstate:
            return
        raising = f"BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '{sqlstate}'; END"
        made = f"CREATE OR REPLACE FUNCTION unable() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$"
        await run(database, text(made))
        begin, deferred = ("CONSTRAINT ", "DEFERRABLE INITIALLY DEFERRED") if at_commit else ("", "")
        on = f"CREATE {begin}TRIGGER unable AFTER INSERT OR UPDATE ON customer {deferred}"
        await run(database, text(f"{on} FOR EACH ROW EXECUTE FUNCTION unable()"))

    yield so_far
    await so_far("")
    await run(database, text("DROP FUNCTION IF EXISTS unable()"))


@pytest.mark.parametrize("key", [None, "once"])
@pytest.mark.parametrize("at_commit", [False, True])
@pytest.mark.parametrize(
    ("sqlstate", "message", "pause"),
    [
        ("53100", FULL, 5),
        ("53200", UNABLE, 1),
        ("53400", UNABLE, 1),
        ("58030", UNABLE, 1),
        ("25006", READ_ONLY, 5),
    ],
)
async def test_a_mutation_says_why_and_changes_nothing(
    graph: Graph, fail: Fail, sqlstate: str, message: str, pause: int, at_commit: bool, key: str | None
) -> None:
    await fail(sqlstate, at_commit)
    response = await graph.post({"query": CREATE, "variables": {"key": key}})
    (error,) = response.json()["errors"]
    assert error["message"] == message
    told = error["extensions"]
    assert (told["code"], told["status"], told["retryAfter"]) == ("SERVICE_UNAVAILABLE", 503, pause)
    assert response.headers["retry-after"] == str(pause)
    assert await graph.events() == []
    await fail("", False)
    assert (await graph(CREATE, key=key))["customerCreate"] == MADE
    assert await graph.events() == ["customer.created"]


async def test_no_job_is_put_off_for_a_full_disk(world: World, fail: Fail) -> None:
    customer = await world.customer((JANUARY, ring))
    await fail("53100", False)
    with pytest.raises(DiskFull):
        await run_due(world.database, NOON)
    (wake,) = await world.pending()
    assert (wake.attempts, wake.retry_at) == (0, None)
    await fail("", False)
    assert await run_due(world.database, NOON) == 1
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 12:00:00"]


async def test_a_job_that_takes_too_much_memory_holds_up_no_other(world: World, fail: Fail) -> None:
    await world.customer((JANUARY, ring))
    await fail("53200", False)
    assert await run_due(world.database, NOON) == 0
    (wake,) = await world.pending()
    assert (wake.attempts, wake.retry_at) == (1, NOON + timedelta(seconds=5))


async def test_a_clock_that_cannot_move_for_want_of_room_moves_on_later(
    graph: Graph, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> bool:
        raise DiskFull("database")

    clock = await graph.do("testClockCreate", "id", input={"frozenTime": "2026-01-01T00:00:00Z"})
    with monkeypatch.context() as patch:
        patch.setattr(advancing, "_fire_next", full)
        to = {"frozenTime": "2026-02-01T00:00:00Z", "wait": True}
        moved = await graph.do("testClockAdvance", "status", id=clock["id"], input=to)
    assert moved["status"] == "ADVANCING"
    await resume_advances(database)
    found = (await graph("query ($id: ID!) { testClock(id: $id) { status frozenTime } }", id=clock["id"]))["testClock"]
    assert found == {"status": "READY", "frozenTime": "2026-02-01T00:00:00Z"}


async def test_a_check_tells_of_a_database_that_takes_no_changes(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    database = await Database.open(url, pool_size=1)
    try:
        await database.check()
        name = url.partition("?")[0].rpartition("/")[2]
        await run(database, text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
        assert database._checking is not None
        database._checking.terminate()
        with pytest.raises(NotDone, match="takes no changes"):
            await database.check()
    finally:
        await database.close()
    with pytest.raises(Exception, match="cannot be reached"):
        await Database("postgresql://nobody@127.0.0.1:1/nothing", database._writers, database._readers).check()
