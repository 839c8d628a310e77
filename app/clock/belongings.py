"""What lives under a test clock: it comes there with its customer, and goes with the clock."""

from typing import Annotated, Any

from sqlalchemy import ARRAY, ColumnElement, Text, any_, delete, literal, or_, update
from sqlmodel import col
from typing_extensions import Doc

from app import tables
from app.domain.tx import Tx
from app.errors import InvalidRequest, ResourceMissing
from app.tables.billing.test_clock import TestClock
from app.tables.columns import Id, mark
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Wake
from app.tables.resource import Resource

STAYING = ("event",)
"""What happened, happened: an event is never moved to another time."""
KEPT = ("event", "balance_transaction")
"""Nor is it undone when a clock is deleted, and no more is a movement of money."""

UNSEEN = {"synchronize_session": False}
"""For changes to rows of which the transaction holds none in memory."""


async def attach_customer(
    tx: Tx,
    customer: Customer,
    *,
    test_clock: Annotated[str, Id("test_clock"), Doc("The clock to live under from now on.")],
) -> Customer:
    """Let a customer, and all that is theirs, live under a test clock: what is to fall due, does so by that clock."""
    if customer.clock_id == test_clock:
        return customer
    if customer.clock_id is not None:
        raise InvalidRequest(
            "This customer lives under another test clock, and stays there. Make a new customer for this clock.",
            field="test_clock",
        )
    await tx.get(TestClock, test_clock, field="test_clock", lock=False)
    await tx.live_under(test_clock)
    if tx.clock is None or tx.clock.deleted_at is not None:
        raise ResourceMissing(TestClock.object_name, test_clock, field="test_clock")
    customer.clock_id = customer.test_clock_id = test_clock
    latest = {"customer": {customer.id}}
    moved = {customer.id}
    while latest:
        latest = await _bring(tx, latest, test_clock)
        moved.update(*latest.values())
    theirs = (*_of(tx, Wake), _among(Wake.target_id, moved))
    await tx.session.execute(update(Wake).where(*theirs).values(clock_id=test_clock, attempts=0, retry_at=None))
    return customer


async def hide(tx: Tx, clock: TestClock) -> None:
    """Delete all that lives under the clock, and drop what is due on it. The customers' deletion is told."""
    for customer in await tx.find(Customer, col(Customer.clock_id) == clock.id):
        tx.delete(customer)
        tx.tell("deleted", customer)
    await tx.session.flush()
    for name, table in tables.by_name.items():
        if name not in KEPT:
            living = (*_of(tx, table), col(table.clock_id) == clock.id, col(table.deleted_at).is_(None))
            await tx.session.execute(update(table).where(*living).values(deleted_at=tx.now), execution_options=UNSEEN)
    await tx.session.execute(delete(Wake).where(*_of(tx, Wake), col(Wake.clock_id) == clock.id))


async def _bring(tx: Tx, parents: dict[str, set[str]], clock_id: str) -> dict[str, set[str]]:
    """Move what refers to one of the parents under the clock. What was moved, by table."""
    moved = {}
    for name, table in tables.by_name.items():
        links = [
            _among(getattr(table, column), set().union(*(parents[target] for target in targets)))
            for column, field in table.model_fields.items()
            if (targets := parents.keys() & set(mark(field).targets))
        ]
        if links and name not in STAYING:
            theirs = (*_of(tx, table), col(table.clock_id).is_(None), or_(*links))
            shown = {"test_clock_id"} & table.model_fields.keys()
            change = update(table).where(*theirs).values(dict.fromkeys({"clock_id", *shown}, clock_id))
            change = change.returning(col(table.id))
            if ids := set((await tx.session.execute(change, execution_options=UNSEEN)).scalars()):
                moved[name] = ids
    return moved


def _of(tx: Tx, table: type[Resource] | type[Wake]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(table.account_id) == tx.account_id, col(table.livemode) == tx.livemode


def _among(column: Any, ids: set[str]) -> ColumnElement[bool]:
    """Of any number: as one array, where IN would reach PostgreSQL's limit of parameters."""
    return col(column) == any_(literal(sorted(ids), ARRAY(Text)))
