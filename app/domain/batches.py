"""Batches: due wakes of one job and tenant, fired in one transaction.

Their rows are read together, and what those lead to; the job is called for one after the other, on records in memory;
and one statement writes all. Whatever one of them does is undone in memory should it fail, as nothing has been sent.

Locks are taken in the order in which every mutation takes them (the row, then its wakes, then the stream of events), so
that a mutation which cancels a wake and a worker which fires it wait for each other instead of standing in a deadlock.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, bindparam, func, select

from app.domain.jobs import Job, jobs
from app.domain.reactions import reactions
from app.domain.transaction import BROKEN, react
from app.domain.tx import Tx
from app.errors import Refusal, ResourceMissing
from app.failures import log_failure
from app.sql import Part
from app.tables.infrastructure import Wake
from app.tables.storage import texts
from app.tables.tenancy import Tenant

logger = logging.getLogger(__name__)

MOST = 250
"""Wakes in one transaction."""
BETWEEN_BREATHS = 5
"""Wakes that are fired before the process looks at what else there is to do."""
MOVING = "test_clock_advancing"
"""The code of a refusal to change objects of a clock that is being advanced: the one advancing it fires their wakes."""

wake = Wake.__table__.c
IDS: Any = bindparam("ids", type_=ARRAY(BigInteger))
TAKEN = select(wake.id).where(wake.id == func.any(IDS)).order_by(wake.id).with_for_update()
FOUND = select(*wake).order_by(wake.due, wake.id)
"""Wakes, in the order in which they fall due."""
CLAIM = (
    "SELECT wake.id FROM unnest($?::bigint[], $?::text[]) AS due (id, whose) JOIN wake ON wake.id = due.id "
    "WHERE pg_try_advisory_xact_lock(hashtextextended(due.whose, 0))"
)
DONE = "DELETE FROM wake WHERE id = ANY($?::bigint[])"
FAILED = (
    "UPDATE wake SET attempts = wake.attempts + 1, retry_at = failed.retry_at "
    "FROM unnest($?::bigint[], $?::timestamptz[]) AS failed (id, retry_at) WHERE wake.id = failed.id"
)


@dataclass(frozen=True)
class Due:
    """A wake as it was found, before any lock."""

    id: int
    tenant: Tenant
    clock_id: str | None
    due: datetime
    what: str
    target_id: str
    attempts: int
    whose: str = ""
    """The customer whom it is about, or else its object; known of those that are batched by customer."""

    @classmethod
    def of(cls, row: Any) -> "Due":
        """From a row of FOUND."""
        names = ("id", "clock_id", "due", "what", "target_id", "attempts")
        return cls(tenant=Tenant.of(row), **{name: row[name] for name in names})

    @property
    def job(self) -> Job:
        """What is due. Raises LookupError for a job of another version's."""
        found = job_called(self.what)
        if found is None:
            raise LookupError(f"No job is called {self.what}; a server of another version may have set it.")
        return found


@dataclass
class Fired:
    """The result of a batch."""

    done: list[Due] = field(default_factory=list)
    dropped: list[Due] = field(default_factory=list)
    """Its row is deleted or gone, so there was nothing to do."""
    failed: list[tuple[Due, Exception]] = field(default_factory=list)
    elsewhere: list[Due] = field(default_factory=list)
    """Canceled, or in another's hands."""

    @property
    def any(self) -> bool:
        """Whether there was anything to do here."""
        return bool(self.done or self.dropped or self.failed)

    def add(self, other: "Fired") -> None:
        """Count another batch along."""
        self.done += other.done
        self.dropped += other.dropped
        self.failed += other.failed
        self.elsewhere += other.elsewhere


def job_called(name: str) -> Job | None:
    """The job of that name."""
    reactions()  # imports every module of the domain
    return jobs.get(name)


def batches(due: Iterable[Due]) -> list[list[Due]]:
    """Wakes by tenant, clock and job, in the order in which each first falls due. Of an object no more than its first
    wake: what is due for one object is done in order, one after the other."""
    found: dict[Any, list[Due]] = {}
    targets: set[tuple[Tenant, str]] = set()
    for each in due:
        target = (each.tenant, each.target_id)
        if target not in targets:
            targets.add(target)
            job = job_called(each.what)
            found.setdefault((each.tenant, each.clock_id, job or each.what), []).append(each)
    return [batch[start : start + MOST] for batch in found.values() for start in range(0, len(batch), MOST)]


async def by_customer(tx: Tx, due: Sequence[Due]) -> list[list[Due]]:
    """Wakes of one job and tenant in batches that several processes can share: what is due for one customer is in one
    of them, in order."""
    table = due[0].job.table.__table__.c
    customers: dict[str, str] = {}
    if "customer_id" in table:
        about = select(table.id, table.customer_id).where(table.id == func.any(texts(each.target_id for each in due)))
        customers = {row.id: row.customer_id for row in await tx.rows(about)}
    found: dict[str, list[Due]] = {}
    for each in due:
        whose = customers.get(each.target_id) or each.target_id
        found.setdefault(whose, []).append(replace(each, whose=whose))
    together: list[list[Due]] = [[]]
    for theirs in found.values():
        if together[-1] and len(together[-1]) + len(theirs) > MOST:
            together.append([])
        together[-1] += theirs
    return [batch[start : start + MOST] for batch in together for start in range(0, len(batch), MOST)]


async def claim(tx: Tx, batch: Sequence[Due]) -> list[Due]:
    """The wakes of a batch by customer that are this transaction's to fire: they are still there, and nobody else has
    their customers in hand. The claim ends with the transaction, and so with a process that is killed."""
    connection = await tx.work.connection(begun=True)
    rows = await connection.apply(Part(CLAIM, ([each.id for each in batch], [each.whose for each in batch])))
    claimed = {row.id for row in rows}
    return [each for each in batch if each.id in claimed]


async def fire(tx: Tx, batch: Sequence[Due]) -> Fired:
    """Call the job for the wakes of one job and tenant, each with its row. `settle` removes them.

    Raises errors that require the whole transaction to be rolled back, such as errors of the database.
    """
    fired = Fired()
    job = batch[0].job
    # Rows before their wakes, as mutations lock them.
    await tx.prefetch(job.table, [each.target_id for each in batch], whole=job.whole)
    connection = await tx.work.connection(begun=True)
    taken = set(await connection.values(TAKEN, {"ids": [each.id for each in batch]}))
    for place, each in enumerate(batch):
        if place % BETWEEN_BREATHS == 0:
            # What was written meanwhile is committed, so that nobody waits for its locks, and requests are answered.
            await asyncio.sleep(0)
        if each.id not in taken:
            fired.elsewhere.append(each)
            continue
        undoing = tx.work.undoable()
        try:
            outcome = fired.done if await _do(tx, job, each) else fired.dropped
        except BROKEN:
            raise
        except Exception as error:
            if isinstance(error, Refusal) and error.commits:
                fired.done.append(each)
                continue
            if undoing.sent:
                raise
            undoing.undo()
            if isinstance(error, Refusal) and error.code == MOVING:
                fired.elsewhere.append(each)
            else:
                fired.failed.append((each, error))
        else:
            outcome.append(each)
        finally:
            tx.work.undoing = None
    return fired


async def _do(tx: Tx, job: Job, due: Due) -> bool:
    """Call the job for the wake's row. False when there is none any more."""
    try:
        row = await tx.get(job.table, due.target_id)
    except ResourceMissing:
        return False
    await job(tx, row)
    await react(tx)
    return True


def settle(tx: Tx, fired: Fired, retry_at: dict[int, datetime]) -> None:
    """Have the transaction remove the wakes that are done, and count the attempts of those that failed; `retry_at` has
    the moment, in real time, of each next attempt."""
    over = [each.id for each in (*fired.done, *fired.dropped)]
    if over:
        tx.work.parts.append(Part(DONE, (over,)))
    if fired.failed:
        ids = [each.id for each, _ in fired.failed]
        tx.work.parts.append(Part(FAILED, (ids, [retry_at.get(id) for id in ids])))
    for each, error in fired.failed:
        log_failure(logger, f"{each.what} failed for {each.target_id}, {each.attempts + 1} times so far", error)
