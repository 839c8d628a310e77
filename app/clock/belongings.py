"""What goes with a test clock when it is deleted."""

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col

from app import tables
from app.domain.tx import Tx
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Wake
from app.tables.resource import Resource

FACTS = ("event", "balance_transaction")
"""What happened, happened: events and movements of money stay when their clock is deleted."""


async def hide(tx: Tx, clock: TestClock) -> None:
    """Delete all that lives under the clock, and drop what is due on it. The customers' deletion is told."""
    for customer in await tx.find(Customer, col(Customer.clock_id) == clock.id):
        tx.delete(customer)
        tx.tell("deleted", customer)
    await tx.session.flush()
    for name, table in tables.by_name.items():
        if name not in FACTS:
            living = (*_of(tx, table), col(table.clock_id) == clock.id, col(table.deleted_at).is_(None))
            hiding = update(table).where(*living).values(deleted_at=tx.now)
            await tx.session.execute(hiding, execution_options={"synchronize_session": False})
    await tx.session.execute(delete(Wake).where(*_of(tx, Wake), col(Wake.clock_id) == clock.id))


def _of(tx: Tx, table: type[Resource | Wake]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(table.account_id) == tx.account_id, col(table.livemode) == tx.livemode
