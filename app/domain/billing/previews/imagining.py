"""What would happen: time is moved ahead and all is undone, or rolled back with the transaction of a preview."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import datetime

from app.domain.billing.subscriptions.invoicing import Drafted
from app.domain.tx import Tx
from app.tables.billing.test_clock import TestClock


def move(tx: Tx, moment: datetime) -> None:
    """Have it be that moment in the transaction, which is a preview or within `imagined`."""
    if tx.clock is None:
        tx.work.real_now = moment
        return
    # The clock itself stays as it is.
    ahead = TestClock.__new__(TestClock)
    ahead.__dict__.update({**tx.clock.__dict__, "frozen_time": moment})
    tx.under(ahead)


@contextmanager
def imagined(tx: Tx) -> Iterator[None]:
    """What is done within is undone in memory, and nothing of it is ever sent."""
    work = tx.work
    outer, clock, now, previewing = work.undoing, tx.clock, work.real_now, work.previewing
    undoing = work.undoable()
    work.previewing = True
    try:
        yield
    finally:
        undoing.undo()
        work.undoing, work.real_now, work.previewing = outer, now, previewing
        tx.under(clock)


async def drafted(doing: Awaitable[object]) -> Drafted | None:
    """The first invoice of a subscription that would be drafted; None if there would be none."""
    try:
        await doing
    except Drafted as found:
        return found
    return None
