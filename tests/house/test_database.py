"""Reading gives exact values; a lost connection costs one retry and no traceback."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    MetaData,
    Numeric,
    String,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.database import Database, counting, normalised
from app.errors import LimitExceeded, Misconfigured
from app.sql import compiled
from tests.conftest import MakeDatabase
from tests.records import create_all

things = Table(
    "things",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("data", JSONB),
    Column("made_at", DateTime(timezone=True)),
    Column("share", Numeric),
    Column("tags", ARRAY(String)),
    Column("amount", BigInteger),
    Column("live", Boolean),
)
NOON = datetime(2024, 12, 18, 12, tzinfo=UTC)
FULL: dict[str, Any] = {
    "id": "thing_1",
    "data": {"name": "Žofie", "list": [1, None, {"deep": True}]},
    "made_at": NOON,
    "share": Decimal("12.50"),
    "tags": ["a", "b,c"],
    "amount": 2**53,
    "live": True,
}
EMPTY: dict[str, Any] = {"id": "thing_2", **dict.fromkeys(["data", "made_at", "share", "tags", "amount", "live"])}


class Row(asyncpg.Record):
    """A record of the test's own class."""

    __slots__ = ()


@pytest.fixture(scope="module")
async def filled(make_database: MakeDatabase) -> Any:
    url = await make_database("template1")
    await create_all(url, things.metadata)
    database = await Database.open(url)
    async with database.begin() as connection:
        for values in (FULL, EMPTY):
            await connection.fetch(insert(things).values(values))
    yield database
    await database.close()


def ids(*values: str) -> Any:
    return any_(bindparam(None, list(values), type_=ARRAY(String)))


async def test_every_type_comes_back_exactly_in_the_callers_record(filled: Database) -> None:
    rows = await filled.fetch(select(things).order_by(things.c.id), Row)
    assert [dict(row) for row in rows] == [FULL, EMPTY]
    assert all(type(row) is Row for row in rows)
    assert rows[0]["made_at"].tzinfo is UTC
    assert type(rows[0]["share"]) is Decimal


async def test_every_type_can_be_compared_with(filled: Database) -> None:
    for condition in (
        things.c.id == ids("thing_1", "thing_9"),
        things.c.id.in_(["thing_1", "thing_9"]),
        things.c.id.in_(select(things.c.id).where(things.c.live)),
        things.c.data.contains({"list": [{"deep": True}]}),
        things.c.data["name"].astext == "Žofie",
        things.c.data["list"][2]["deep"].as_boolean(),
        things.c.made_at == NOON,
        things.c.made_at < func.now(),
        things.c.share == Decimal("12.5"),
        things.c.tags.contains(["b,c"]),
        things.c.tags == ["a", "b,c"],
        things.c.amount == 2**53,
        things.c.live.is_(True),
        things.c.id.like("%\\_1"),
    ):
        rows = await filled.fetch(select(things.c.id).where(condition), Row)
        assert [row["id"] for row in rows] == ["thing_1"], str(condition)


async def test_a_list_of_another_length_is_the_same_statement(filled: Database) -> None:
    with counting() as statements:
        assert await filled.fetch(select(things.c.id).where(things.c.id == ids()), Row) == []
        assert len(await filled.fetch(select(things.c.id).where(things.c.id == ids("thing_1", "thing_2")), Row)) == 2
    assert statements[0] == statements[1]
    assert len(statements) == 2
    assert "$1::VARCHAR[]" in statements[0]


async def test_values_do_not_stick_to_the_compiled_statement(filled: Database) -> None:
    def first(limit: int, name: str) -> Any:
        return select(things.c.id).where(things.c.id >= name).order_by(things.c.id).limit(limit)

    assert compiled(first(1, "a"), {})[1] == ["a", 1]
    assert compiled(first(2, "b"), {})[1] == ["b", 2]
    assert compiled(first(1, "a"), {})[0] is compiled(first(2, "b"), {})[0]


async def test_parameters_may_be_given_apart(filled: Database) -> None:
    statement = select(things.c.id).where(things.c.id == bindparam("wanted", type_=String))
    assert [row["id"] for row in await filled.fetch(statement, Row, {"wanted": "thing_2"})] == ["thing_2"]


async def test_reading_cannot_write(filled: Database) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await filled.fetch(insert(things).values(id="thing_3").returning(things.c.id), Row)
    assert len(await filled.fetch(select(things.c.id), Row)) == 2


async def test_a_wrong_statement_is_not_mistaken_for_a_lost_connection(filled: Database) -> None:
    with counting() as statements, pytest.raises(asyncpg.UndefinedColumnError):
        await filled.fetch(select(text("missing")).select_from(things), Row)
    with pytest.raises(asyncpg.DataError):
        await filled.fetch(select(things.c.id).where(things.c.amount == bindparam("n")), Row, {"n": "many"})
    assert len(statements) == 1


async def test_a_statement_that_reads_for_too_long_is_ended(filled: Database) -> None:
    hurried = await Database.open(filled.url, pool_size=1, statement_seconds=0.1)
    try:
        with pytest.raises(LimitExceeded, match="statement_seconds") as caught:
            await hurried.fetch(select(func.pg_sleep(600)), asyncpg.Record)
        assert caught.value.limit == "statement_seconds"
        # The one connection is as good as before.
        assert len(await hurried.fetch(select(things.c.id), asyncpg.Record)) == len(
            await filled.fetch(select(things.c.id), asyncpg.Record)
        )
    finally:
        await hurried.close()


async def test_statements_are_counted_for_writing_too_and_only_within(filled: Database) -> None:
    async with filled.begin() as connection:
        with counting() as statements:
            await connection.fetch(select(things.c.id))
            await asyncio.gather(*(filled.fetch(select(things.c.id), Row) for _ in range(3)))
        await connection.fetch(select(things.c.live))
    assert statements == ["SELECT things.id \nFROM things"] * 4


async def test_reads_survive_the_loss_of_all_connections(filled: Database) -> None:
    await filled.fetch(select(things.c.id), Row)
    await cut_all(filled, "paygraph reading")
    assert len(await filled.fetch(select(things.c.id), Row)) == 2


async def test_writes_survive_the_loss_of_idle_connections(filled: Database) -> None:
    async with filled.begin() as connection:
        await connection.fetch(select(things.c.id))
    await cut_all(filled, "paygraph writing")
    async with filled.begin() as connection:
        assert len(await connection.fetch(select(things.c.id))) == 2


async def cut_all(database: Database, application: str) -> None:
    """Have the server end every connection of one kind to this database, and wait until they are gone."""
    connection = await asyncpg.connect(database.url)
    mine = "FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()"
    await connection.execute("SELECT 1")
    ended = await connection.fetch(f"SELECT pg_terminate_backend(pid, 5000) AS gone {mine}", application)
    await connection.close()
    assert ended
    assert all(row["gone"] for row in ended)


async def test_listeners_hear_what_is_told_and_nothing_after_they_stop(filled: Database) -> None:
    heard: asyncio.Queue[str | None] = asyncio.Queue()
    other: asyncio.Queue[str | None] = asyncio.Queue()
    unlisten = await filled.listen("news", heard.put_nowait)
    stop_other = await filled.listen("news", other.put_nowait)
    filled.notify("news", "acct_1:test:1")
    filled.notify("olds", "acct_1:test:2")
    assert await asyncio.wait_for(heard.get(), 10) == "acct_1:test:1"
    assert await asyncio.wait_for(other.get(), 10) == "acct_1:test:1"
    await unlisten()
    await unlisten()
    filled.notify("news", "acct_1:test:3")
    assert await asyncio.wait_for(other.get(), 10) == "acct_1:test:3"
    assert heard.empty()
    await stop_other()


async def test_listeners_are_told_of_a_loss_and_hear_again(filled: Database) -> None:
    heard: asyncio.Queue[str | None] = asyncio.Queue()
    unlisten = await filled.listen("news", heard.put_nowait)
    await cut_all(filled, "paygraph listening")
    assert await asyncio.wait_for(heard.get(), 10) is None
    filled.notify("news", "acct_1:test:4")
    assert await asyncio.wait_for(heard.get(), 10) == "acct_1:test:4"
    await unlisten()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgres://u:p@h:5433/d", "postgresql://u:p@h:5433/d"),
        ("postgresql://u@h/d?sslmode=require", "postgresql://u@h/d?sslmode=require"),
        ("postgresql+asyncpg://u@h/d", "postgresql://u@h/d"),
        ("POSTGRES://u@h/d", "postgresql://u@h/d"),
        (" postgresql://u@/d?host=/run/pg\n", "postgresql://u@/d?host=/run/pg"),
    ],
)
def test_urls_are_read_in_every_form(given: str, read: str) -> None:
    assert normalised(given) == read


@pytest.mark.parametrize("given", ["mysql://u:secret@h/d", "h/d", "", "postgresql:u:secret@h"])
def test_other_urls_are_refused_without_repeating_them(given: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        normalised(given)
    assert str(caught.value).startswith("DATABASE_URL must be the URL of a PostgreSQL database, such as ")
    assert "secret" not in str(caught.value)


async def test_a_socket_url_with_a_driver_opens(filled: Database) -> None:
    again = await Database.open(filled.url.replace("postgresql://", "postgresql+asyncpg://"), pool_size=1)
    assert len(await again.fetch(select(things.c.id), Row)) == 2
    await again.close()


async def test_an_absent_server_is_told_in_a_sentence() -> None:
    with pytest.raises(Misconfigured) as caught:
        await Database.open("postgresql://me:secret@127.0.0.1:1/x")
    assert str(caught.value).startswith("The database at 127.0.0.1:1 cannot be used: ")
    assert "secret" not in str(caught.value)
