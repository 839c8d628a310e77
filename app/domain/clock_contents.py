"""The objects of a test clock: attached to it later, and deleted with it."""

from collections import defaultdict

from sqlalchemy import delete as delete_rows
from sqlalchemy import func, or_, update

from app import tables
from app.domain import ledger
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.test_clock import TestClock
from app.tables.columns import meta_of
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Wake
from app.tables.resource import Resource
from app.tables.storage import Embedded, texts
from app.tables.tenancy import Tenant, owner

Rows = dict[type[Resource], set[str]]
"""Ids by table."""


async def attach(tx: Tx, customer: Customer, clock_id: str) -> bool:
    """Attach to the clock: the customer, what refers to the customer, recursively, and all pending wakes.

    The transaction's time is the clock's from then on. False if the customer is already attached to it. Raises
    InvalidRequest in live mode, and if the customer is attached to another clock.
    """
    if tx.livemode:
        raise InvalidRequest(
            "There are no test clocks in live mode: omit `test_clock`.",
            code=ErrorCode.LIVEMODE_MISMATCH,
            field="test_clock",
        )
    clock = await tx.get(TestClock, clock_id, field="test_clock", lock=False)
    if customer.clock_id == clock.id:
        return False
    if customer.clock_id is not None:
        raise InvalidRequest(
            f"The customer lives under the test clock {customer.clock_id} and cannot change to another. "
            "Create a customer under the other clock instead.",
            code=ErrorCode.PARAMETER_IMMUTABLE,
            field="test_clock",
        )
    await tx.live_under(clock.id)
    await tx.flush()
    theirs = await everything_of(tx, customer)
    for table, ids in theirs.items():
        rows = tx.update(table).where(table.__table__.c.id == func.any(texts(ids)))
        shown = {"test_clock_id": clock.id} if "test_clock_id" in table.model_fields else {}
        await tx.execute(rows.values(clock_id=clock.id, **shown))
        if shown:
            tx.work.altered[tx.tenant].update(ids)
    tx.work.moved_under(clock.id, {(table, id) for table, ids in theirs.items() for id in ids})
    # After the rows, in the order in which a worker locks them too.
    wake = Wake.__table__.c
    due = texts({id for ids in theirs.values() for id in ids})
    await tx.execute(
        tx.update(Wake).where(wake.target_id == func.any(due), wake.clock_id.is_(None)).values(clock_id=clock.id)
    )
    await ledger.keep_due(tx, theirs.get(BalanceTransaction, set()))
    customer.test_clock_id = clock.id
    return True


async def everything_of(tx: Tx, customer: Customer) -> Rows:
    """The customer's row, the rows that refer to it, those that refer to these, and so on."""
    found: Rows = defaultdict(set, {Customer: {customer.id}})
    frontier: Rows = {Customer: {customer.id}}
    while frontier:
        below: Rows = {}
        for table in (each for each in tables.every() if not each.in_real_time and not each.common):
            ids = await _pointing(tx, table, frontier) - found[table]
            if ids:
                below[table] = ids
                found[table] |= ids
        frontier = below
    return {table: ids for table, ids in found.items() if ids}


async def _pointing(tx: Tx, table: type[Resource], frontier: Rows) -> set[str]:
    """The ids of the table's rows in real time that refer to any row of the frontier."""
    columns = table.__table__.c
    conditions = []
    for name, field in table.model_fields.items():
        targets = [tables.by_name[target] for target in meta_of(field).targets if target in tables.by_name]
        ids = {id for target in targets for id in frontier.get(target, ())}
        if ids:
            column = columns[name]
            listed = isinstance(column.type, Embedded)
            conditions.append(column.op("?|")(texts(ids)) if listed else column == func.any(texts(ids)))
    if not conditions:
        return set()
    statement = tx.select(table, columns.id).where(columns.clock_id.is_(None), or_(*conditions))
    return {row.id for row in await tx.rows(statement)}


async def delete(tx: Tx, clock: TestClock) -> None:
    """Delete all objects of the clock, and cancel their wakes: also those of other accounts, which received what was
    paid under the clock. Emits the customers' deletion."""
    for customer in await tx.find(Customer, clock_id=clock.id):
        tx.tell("deleted", customer)
    for table in tables.every():
        if not table.outlives_clock:
            columns = table.__table__.c
            living = update(table.__table__).where(columns.clock_id == clock.id, columns.deleted_at.is_(None))
            gone = living.values(deleted_at=tx.now).returning(columns.id, *owner(columns))
            for row in await tx.execute(gone):
                tx.work.altered[Tenant.of(row)].add(row.id)
    await tx.execute(delete_rows(Wake.__table__).where(Wake.__table__.c.clock_id == clock.id))
