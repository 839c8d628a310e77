"""Writing: all changes of a transaction, as one statement.

Only that statement locks the stream's row, and it does so last: a concurrent writer of the same account waits for a
part of one statement and the commit, never for Python.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from app.domain import statements
from app.domain.work import Work, key_of
from app.sql import STATEMENTS_KEPT, Part, alone, insert, numbered, update
from app.tables.infrastructure import Wake
from app.tables.record import Record
from app.tables.resource import Resource
from app.tables.tenancy import Tenant

ONCE = (
    "INSERT INTO wake (account_id, livemode, clock_id, due, what, target_id, attempts) "
    "SELECT new.*, 0 FROM unnest($?::text[], $?::bool[], $?::text[], $?::timestamptz[], $?::text[], $?::text[]) "
    "AS new (account_id, livemode, clock_id, due, what, target_id) WHERE NOT EXISTS ("
    "SELECT FROM wake WHERE wake.due = new.due AND wake.clock_id IS NOT DISTINCT FROM new.clock_id "
    "AND wake.account_id = new.account_id AND wake.livemode = new.livemode AND wake.what = new.what)"
)
ONCE_COLUMNS = ("clock_id", "due", "what", "target_id")


async def flush(work: Work) -> None:
    """Send the changes so far, but no event: events are placed in the stream only at the end."""
    parts = changes(work)
    if parts:
        if work.undoing is not None:
            work.undoing.sent = True
        connection = await work.connection(begun=True)
        await connection.run(*together(parts))
        sent(work)


def changes(work: Work) -> list[Part]:
    """All changes that were not sent yet: statements of their own first, then changed rows, then new ones."""
    parts = list(work.parts)
    if work.wakes.canceled:
        parts.append(statements.unwaking(dict.fromkeys(work.wakes.canceled)))
    changed: dict[tuple[type[Resource], tuple[str, ...]], list[Resource]] = {}
    for key in work.stored:
        row = work.rows[key]
        columns = work.unsent(row)
        if columns and key[0].view is None:
            assert key in work.held, f"{row!r} was changed without a lock"
            changed.setdefault((key[0], columns), []).append(row)
            work.alter(row, columns)
    parts += [update(rows, columns) for (_, columns), rows in changed.items()]
    new: dict[type[Record], list[Record]] = {}
    wakes = work.wakes
    for record in (*work.records, *wakes.left(wakes.each), *_one_a_moment(wakes.left(wakes.merged))):
        new.setdefault(type(record), []).append(record)
    parts += [insert(records) for records in new.values()]
    if once := _one_a_moment(wakes.left(wakes.once)):
        tenants = zip(*(Tenant.of(wake) for wake in once), strict=True)
        parts.append(
            Part(ONCE, [*map(list, tenants), *([getattr(wake, name) for wake in once] for name in ONCE_COLUMNS)])
        )
    return parts


def sent(work: Work) -> None:
    """Note that the database has all changes."""
    added = [key_of(record) for record in work.records if isinstance(record, Resource)]
    for key in [*work.stored, *added]:
        if key in work.rows:
            work.stored[key] = dict(work.rows[key].__dict__)
    work.records.clear()
    work.wakes.clear()
    work.parts.clear()


def _one_a_moment(wakes: Sequence[Wake]) -> list[Wake]:
    """The first of those that are of one tenant, job, moment and clock."""
    return list({statements.moment_of(wake): wake for wake in reversed(wakes)}.values())[::-1]


def together(parts: Sequence[Part], last: Part | None = None) -> tuple[str, list[Any]]:
    """Parts as one statement, with its values. `last` is a part that runs after the others, and whose rows are the
    statement's."""
    values = [value for part in parts for value in part.values]
    if last is not None:
        values += last.values
    return _text(tuple(part.text for part in parts), last.text if last else None), values


@lru_cache(STATEMENTS_KEPT)
def _text(texts: tuple[str, ...], last: str | None) -> str:
    if last is None and len(texts) == 1:
        return alone(texts[0])
    named, number = [], 1
    for place, text in enumerate(texts):
        shown, number = numbered(text if "RETURNING" in text else f"{text} RETURNING 1", number)
        named.append(f"part{place} AS ({shown})")
    if last is None:
        return f"WITH {', '.join(named)} SELECT"
    # Whatever names the parts' counts is run after them.
    after = "".join(f", (SELECT count(*) FROM part{place}) AS done{place}" for place in range(len(texts)))
    shown, _ = numbered(last.replace("{after}", after), number)
    return f"WITH {', '.join([*named, shown])}"
