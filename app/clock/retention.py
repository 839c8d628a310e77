"""Retention: the partitions of what is kept for a time alone, made before they are needed and dropped when past.

A partition holds a week, by the moment in the ids, or by a column of its own. Weeks, because whatever is not found by
that or in its order looks into every partition: a month of days would be 30 places to look. Dropping one is no deletion
of rows, so that it costs the same however many there are.
"""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
from sqlalchemy import text

from app.connection import Connection
from app.database import Database
from app.ids import EPOCH
from app.tables.partitions import Partitioned, partitioned

logger = logging.getLogger(__name__)

WEEK = timedelta(days=7)
MONDAY = EPOCH + timedelta(days=4)
"""The first Monday of all."""
AHEAD = 2
"""Weeks for which there are partitions beyond the present one."""
OLDEST = datetime(2020, 1, 1, tzinfo=UTC)
"""No row of ours is older; ids that sort before this were chosen by tests."""
LOCK = "paygraph partitions"

_PARTITIONS = text(
    "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i "
    "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = CAST(:name AS regclass)"
)
_COLUMNS = text(
    "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:name AS regclass) AND attnum > 0 AND NOT attisdropped"
)
_BOUND = re.compile(r"FOR VALUES FROM \((?:MINVALUE|'([^']*)')\) TO \((?:MAXVALUE|'([^']*)')\)")


@dataclass(frozen=True)
class Partition:
    """Rows with an id, or another value that tells their week, from `lower` on and below `upper`; None where there is
    no bound."""

    name: str
    lower: str | None
    upper: str | None


async def maintain(database: Database, *, keep: timedelta, now: datetime | None = None) -> None:
    """Make the partitions that come, and drop those that ended longer than `keep` ago. `now` is real time."""
    now = now or datetime.now(UTC)
    await make_coming(database, now=now)
    await drop_past(database, until=now - keep, now=now)


async def make_coming(database: Database, *, now: datetime | None = None) -> list[str]:
    """Make the partitions of this week and of those ahead, where there are none; their names."""
    until = week_of(now or datetime.now(UTC)) + (AHEAD + 1) * WEEK
    made = []
    for table in partitioned():
        done = False
        while not done:
            async with _alone(database) as connection:
                begin = await _begin(connection, table, until)
                done = begin >= until
                if not done:
                    made.append(await _make(connection, table, begin, week_of(begin) + WEEK))
    return made


async def drop_past(database: Database, *, until: datetime, now: datetime | None = None) -> list[str]:
    """Drop the partitions that ended at a moment or before; their names. One that is in use is left for next time, and
    so is one that its table keeps for longer."""
    dropped = []
    for table in partitioned():
        bound = table.partition_bound(min(until, (now or datetime.now(UTC)) - table.kept_at_least))
        async with _alone(database) as connection:
            found = await partitions(connection, table)
        for each in found:
            if each.upper is None or each.upper > bound or each.name.endswith("_before"):
                continue
            try:
                async with _alone(database) as connection:
                    await connection.fetch(text(f"DROP TABLE IF EXISTS {each.name}"))
                    if each.lower is None:
                        await _make_before(connection, table, each.upper)
                dropped.append(each.name)
            except asyncpg.LockNotAvailableError:
                logger.warning("%s is in use, and dropped next time.", each.name)
    return dropped


async def partitions(connection: Connection, table: type[Partitioned]) -> list[Partition]:
    """A table's partitions in their order. The last has no upper bound: it takes what comes before its time."""
    rows = await connection.fetch(_PARTITIONS, {"name": table.__tablename__})
    found = ((row.relname, _BOUND.fullmatch(row.bound)) for row in rows)
    return sorted((Partition(name, bound[1], bound[2]) for name, bound in found if bound), key=lambda p: p.lower or "")


def week_of(moment: datetime) -> datetime:
    """The Monday that the moment's week begins with, in UTC."""
    return MONDAY + (moment - MONDAY) // WEEK * WEEK


async def _begin(connection: Connection, table: type[Partitioned], until: datetime) -> datetime:
    """The moment from which on partitions are missing. The first time it is the beginning of this week, or of the week
    of the oldest row, and what is older than any row that we made is parted off."""
    rest = (await partitions(connection, table))[-1]
    if rest.lower is not None:
        moment = table.partition_begin(rest.lower)
        assert moment is not None, f"{rest.name} does not begin with a moment"
        return moment
    column = table.partitioned_by
    oldest = text(f"SELECT min({column})::text FROM {rest.name} WHERE {column} >= '{table.partition_bound(OLDEST)}'")
    found = await connection.value(oldest)
    made = table.partition_begin(found) if found else None
    present = until - (AHEAD + 1) * WEEK
    begin = present if made is None else min(week_of(made), present)
    lower = table.partition_bound(begin)
    await _detach(connection, table)
    await _make_before(connection, table, lower)
    await _move(connection, rest.name, f"{table.__tablename__}_before", f"{column} < '{lower}'")
    await _attach(connection, table, lower)
    return begin


async def _make(connection: Connection, table: type[Partitioned], begin: datetime, end: datetime) -> str:
    """Make the partition after the last, and move into it what has come before it was there."""
    parent, lower, upper = table.__tablename__, table.partition_bound(begin), table.partition_bound(end)
    name = f"{parent}_{begin:%Y%m%d}"
    # Made whole before the others have to wait for it.
    await connection.fetch(text(f"CREATE TABLE {name} (LIKE {parent} INCLUDING ALL){table.stored_with()}"))
    await _detach(connection, table)
    await _move(connection, f"{parent}_rest", name, f"{table.partitioned_by} < '{upper}'")
    attach = f"ALTER TABLE {parent} ATTACH PARTITION {name} FOR VALUES FROM ('{lower}') TO ('{upper}')"
    await connection.fetch(text(attach))
    await _attach(connection, table, upper)
    return name


async def _make_before(connection: Connection, table: type[Partitioned], upper: str) -> None:
    parent = table.__tablename__
    before = f"CREATE TABLE {parent}_before PARTITION OF {parent} FOR VALUES FROM (MINVALUE) TO ('{upper}')"
    await connection.fetch(text(before + table.stored_with()))


async def _detach(connection: Connection, table: type[Partitioned]) -> None:
    """Take the last partition off. From here to the commit, a few milliseconds, nobody else reads or writes."""
    parent = table.__tablename__
    await connection.fetch(text(f"ALTER TABLE {parent} DETACH PARTITION {parent}_rest"))


async def _attach(connection: Connection, table: type[Partitioned], lower: str) -> None:
    """Put the last partition back, to begin at `lower`."""
    parent = table.__tablename__
    attach = f"ALTER TABLE {parent} ATTACH PARTITION {parent}_rest FOR VALUES FROM ('{lower}') TO (MAXVALUE)"
    await connection.fetch(text(attach))


async def _move(connection: Connection, source: str, target: str, condition: str) -> None:
    columns = await connection.values(_COLUMNS, {"name": source})
    named = ", ".join(f'"{name}"' for name in columns)
    moved = f"WITH moved AS (DELETE FROM {source} WHERE {condition} RETURNING *)"
    await connection.fetch(text(f"{moved} INSERT INTO {target} ({named}) SELECT {named} FROM moved"))


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[Connection]:
    """A transaction in which no other process changes partitions, and which holds up nobody for long."""
    async with database.begin() as connection:
        await connection.fetch(text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))"), {"lock": LOCK})
        await connection.fetch(text("SET LOCAL lock_timeout = '2s'"))
        yield connection
