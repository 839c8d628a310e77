"""What goes with a test clock when it is deleted."""

from sqlalchemy import delete

from app import tables
from app.domain.tx import Tx
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Wake
from app.tables.tenancy import belongs

FACTS = ("event", "balance_transaction")
"""What happened, happened: events and movements of money stay when their clock is deleted."""


async def hide(tx: Tx, clock: TestClock) -> None:
    """Delete all that lives under the clock, and cancel what is due on it. The customers' deletion is told."""
    for customer in await tx.find(Customer, clock_id=clock.id):
        tx.delete(customer)
        tx.tell("deleted", customer)
    for name, table in tables.by_name.items():
        if name not in FACTS:
            columns = table.__table__.c
            living = tx.update(table).where(columns.clock_id == clock.id, columns.deleted_at.is_(None))
            await tx.execute(living.values(deleted_at=tx.now))
    wake = Wake.__table__.c
    await tx.execute(delete(Wake.__table__).where(*belongs(wake, tx.tenant), wake.clock_id == clock.id))
