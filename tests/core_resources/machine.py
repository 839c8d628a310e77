"""The frame of a hypothesis machine over one merchant: rules do things in any order, invariants are what must hold."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test
from sqlalchemy import func, select
from sqlmodel import col

from app.database import Database
from app.errors import Refusal
from app.tables.infrastructure import LedgerEntry
from app.tables.resource import Resource
from tests.conftest import MakeDatabase
from tests.core_resources.payments.conftest import Shop, open_shop

Answer = TypeVar("Answer")

PLACES = st.integers(1, 4)
"""Which of the rows so far is meant, counted from the last."""


class Machine(RuleBasedStateMachine):
    """One merchant. A refusal is as good as a success here: what must hold holds after both."""

    database: ClassVar[Database]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.shop: Shop = self.run(open_shop(self.database))
        self.statuses: dict[str, str] = {}

    def run(self, deed: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(deed)

    def attempt(self, deed: Coroutine[Any, Any, Any]) -> None:
        with suppress(Refusal):
            self.run(deed)

    def rows(self, table: type[Any]) -> list[Any]:
        """All rows of a table so far."""
        return self.run(self._rows(table))

    async def _rows(self, table: type[Any]) -> list[Any]:
        async with self.shop.tx() as tx:
            return list(await tx.find(table, lock=False))

    def nth(self, table: type[Any], place: int) -> Any:
        rows = self.rows(table)
        return rows[-min(place, len(rows))] if rows else None

    def must_keep_to_arrows(self, *tables: type[Resource]) -> None:
        """Every status is one that arrows lead to from the status that the row was last seen with."""
        for table in tables:
            for row in self.rows(table):
                before, now = self.statuses.get(row.id), str(row.status)
                assert before in (None, now) or now in reachable(table, str(before)), f"{row.id}: {before} {now}"
                self.statuses[row.id] = now

    @invariant()
    def every_movement_sums_to_zero(self) -> None:
        statement = (
            select(col(LedgerEntry.movement_id))
            .where(col(LedgerEntry.account_id) == self.shop.tenant.account)
            .group_by(col(LedgerEntry.movement_id), col(LedgerEntry.currency))
            .having(func.sum(LedgerEntry.amount) != 0)
        )
        assert self.run(self.database.fetch(statement, asyncpg.Record)) == []


def reachable(table: type[Resource], status: str) -> set[str]:
    """Every status that arrows lead to from `status`, in any number of steps."""
    found: set[str] = set()
    ahead = {status}
    while ahead:
        step = {str(to) for name in ahead for to in table.arrows.get(name, ())}
        ahead = step - found
        found |= step
    return found


def keep_going(machine: type[Machine], make_database: MakeDatabase, *, examples: int = 15, steps: int = 25) -> None:
    """Run a machine against a database of its own: so many merchants, and at most so many rules for each."""
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(_open(make_database))
    try:
        machine.database, machine.loop = database, loop
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                derandomize=True,
                # Shrinking a failure against a database takes long; add Phase.shrink when there is one to look into.
                phases=(Phase.generate,),
            ),
        )
    finally:
        loop.run_until_complete(database.close())
        loop.close()


async def _open(make_database: MakeDatabase) -> Database:
    return await Database.open(await make_database("template"))
