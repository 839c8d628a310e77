"""Sought: the one object that a query asks for by its id, made as soon as its row has come.

Such a query waits for one statement, mostly, and is asked for so often that its coroutines would take longer than all
that is done in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import ExecutionResult

from schema.derive.coalescing import Found, Waiter
from schema.execute.plan import Selection
from schema.execute.related import Lookup
from schema.execute.run import Run, Todo

if TYPE_CHECKING:
    from schema.execute.executor import Executor


class Sought:
    """The one of one run."""

    __slots__ = ("data", "id", "lookup", "over", "run", "selection", "todo")

    def __init__(self, selection: Selection, lookup: Lookup, run: Run) -> None:
        """Raises GraphQLError for an id that is none."""
        self.selection = selection
        self.lookup = lookup
        self.run = run
        self.id: str = run.arguments(lookup.field)["id"]
        self.over = lookup.reads(run.operation.schema)
        self.data: dict[str, Any] = {}
        self.todo = Todo()

    def ask(self, waiter: Waiter) -> None:
        """Have a waiter told of its row, which `take` takes. Raises Forbidden."""
        self.run.context.reader.ask(self.over.template, self.id, waiter)

    def take(self, found: Found) -> ExecutionResult | None:
        """The result, from the rows that were found; None where there is more to do, which `rest` does."""
        run, row = self.run, found.get(self.id)
        try:
            made = [None] if row is None else self.over.make(run, self.todo, [row])
        except Exception as error:
            self.fail(error)
            return None
        self.lookup.put(run, [self.data], made)
        return None if self.todo or run.broken else ExecutionResult(self.data, None)

    def fail(self, error: Exception) -> None:
        """There is no having it; `rest` says so."""
        self.lookup.fail(self.run, [self.data], [], error)

    async def rest(self, executor: Executor) -> ExecutionResult:
        """The result, once all is there that the object waits for. Raises as `Executor.execute` does."""
        return await executor.ended(self.run, self.selection, self.data, self.todo)
