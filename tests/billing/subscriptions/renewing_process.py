"""A worker in a process of its own, told what to do by lines: `python -m … URL [done | written]`.

Each line is a moment in real time up to which it does all that is due, with others if there are any; or `clocks`, to
move every clock that is being advanced to where it goes. Then it says `over`. In the middle of renewing it says
`middle`, and waits for a line: when so much is done of a batch, or when a batch is written and yet to be committed.
"""

import asyncio
import sys
from collections import Counter
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import select

from app.clock.worker import run_due
from app.connection import Connection
from app.database import Database
from app.domain import batches
from app.domain.billing.advancing import resume_advances
from app.tables.billing.test_clock import TestClock, TestClockStatus
from app.tables.infrastructure import Wake

BATCH = 3
"""Wakes in one transaction: so few that there are several batches of what is due."""
SO_MANY = {"done": 2, "written": 7}
"""How many renewals have begun in the process when it stops: of the first batch, or of the third."""
wake, clock = Wake.__table__.c, TestClock.__table__.c


def say(word: str) -> None:
    print(word, flush=True)


def stop(point: str) -> None:
    """Have the process wait in the middle, once."""
    renewed: Counter[str] = Counter()
    do, commit = batches._do, Connection.commit

    def wait(here: str) -> None:
        if here == point and renewed["begun"] >= SO_MANY[point] and not renewed["waited"]:
            renewed["waited"] = 1
            say("middle")
            sys.stdin.readline()

    async def doing(tx: Any, job: Any, due: Any) -> bool:
        renewed["begun"] += due.what == "subscription.renew"
        wait("done")
        return await do(tx, job, due)

    async def committing(connection: Connection) -> None:
        wait("written")
        await commit(connection)

    setattr(batches, "_do", doing)  # noqa: B010
    setattr(Connection, "commit", committing)  # noqa: B010


async def do_all(database: Database, line: str) -> None:
    if line == "clocks":
        left = select(clock.id).where(clock.status == TestClockStatus.ADVANCING.value)
    else:
        moment = datetime.fromisoformat(line)
        left = select(wake.id).where(wake.clock_id.is_(None), wake.due <= moment)
    while await database.fetch(left.limit(1), asyncpg.Record):
        await (resume_advances(database) if line == "clocks" else run_due(database, moment))
        await asyncio.sleep(0)


async def main() -> None:
    batches.MOST = BATCH
    url, *point = sys.argv[1:]
    if point:
        stop(*point)
    database = await Database.open(url)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        await do_all(database, line)
        say("over")


if __name__ == "__main__":
    asyncio.run(main())
