"""One run of a plan: what its functions share, what remains to be fetched, and how that is followed to the end."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from typing import Any

from graphql import GraphQLResolveInfo, GraphQLResolveInfoHelpers, ValueNode, VariableValues, value_from_ast_untyped
from graphql.pyutils import Path, is_awaitable
from orjson import Fragment

from app.errors import Fault
from app.reading import current
from schema.execute.failures import FieldError
from schema.execute.plan import Field, Operation, Selection

UNTOLD = 10_000
"""Characters of a result of which the budget is not told yet: it would take a call for each object."""
AT_ONCE = 500
"""How many objects are made before others have their turn in the event loop."""


Waiting = Coroutine[Any, Any, "Todo"] | None
"""What remains of a step, which leads to others in the end."""


class Step(ABC):
    """What fetches the values of one field for a whole frontier of objects."""

    def __init__(self, field: Field) -> None:
        self.field = field

    @abstractmethod
    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        """Begin: `into` are the containers that wait for a value, each with what it is read from in `sources`.

        What can be done at once is done at once, and what comes next goes to `todo`; the rest is left to await.
        """

    def fail(self, run: Run, into: list[Any], sources: list[Any], error: Exception) -> None:
        """The same failure for all of them."""
        failed = run.fail(error)
        for container in into:
            container[self.field.key] = failed


class Todo(dict[Step, tuple[list[Any], list[Any]]]):
    """What objects just made still wait for."""

    def add(self, step: Step, into: list[Any], sources: list[Any]) -> None:
        """Have a step fetch what these containers wait for, together with all others of the same frontier."""
        there = self.get(step)
        if there is None:
            self[step] = (into, sources)
        else:
            there[0].extend(into)
            there[1].extend(sources)


Make = Callable[["Run", Todo, Sequence[Any]], list[Any]]
"""From a frontier of sources to their results, in the same order."""


class Run:
    """The state of one run."""

    def __init__(self, operation: Operation, context: Any, root: Any, variables: VariableValues) -> None:
        self.operation = operation
        self.context = context
        self.root = root
        self.variables = variables
        self.broken = False
        """Whether something failed, or is null where nothing may be: then the result is gone through once more."""
        self.unexpected: Exception | None = None
        """What written code raised: a value is none that the server wrote, and graphql-core completes the operation."""
        self.refused: Fault | None = None
        """Why there is no result: it is too large, or all together are."""
        self.budget = current.get()
        self.written = self.told = 0
        """Characters of JSON's own text in the result; and how many of them the budget was told of."""
        self.given: dict[str, Any] = {}
        """What the resolvers of a mutation's root gave, by the field's key."""
        self.texts: dict[Field, dict[str | None, str]] = {}
        """By a field that is spliced, and the id of what it shows: the text of that."""
        self.branches: dict[int, Selection] = {}
        """By the identity of a result whose type was found out at run time: what is selected of it."""
        self.postponed: dict[int, list[tuple[Any, Any]]] = {}
        """By the identity of an object or a list in the result: what of it comes later, and of which source."""
        self._arguments: dict[Field, dict[str, Any]] = {}
        self._infos: dict[Field, GraphQLResolveInfo[Any]] = {}

    def again(self) -> Run:
        """A run for more of the same answer."""
        run = Run(self.operation, self.context, self.root, self.variables)
        run.texts = self.texts
        return run

    def fail(self, error: Exception) -> FieldError:
        """What stands in the result for a value that could not be had, until its place is known."""
        self.broken = True
        return FieldError(error)

    def write(self, text: str | bytes) -> Fragment:
        """A part of the result as JSON's own text. Raises as `count` does."""
        self.written += len(text)
        if self.written > self.told + UNTOLD:
            self.count(0)
        return Fragment(text)

    def count(self, size: int) -> None:
        """Count a part of the result. Raises LimitExceeded, and Unavailable where all results hold too much."""
        self.written += size
        if self.budget is not None and self.written > self.told + UNTOLD:
            self.budget.write(self.written - self.told)
            self.told = self.written

    def postpone(self, step: Step, into: Sequence[Any], sources: Sequence[Any]) -> None:
        """Note that more comes of these objects, later."""
        for container, source in zip(into, sources, strict=True):
            self.postponed.setdefault(id(container), []).append((step, source))

    def postpone_rest(self, step: Step, lists: Sequence[Any], rest: Sequence[Any]) -> None:
        """The same of lists of which there is more: `rest` are the sources of what is missing."""
        pairs = [pair for pair in zip(lists, rest, strict=True) if pair[1]]
        self.postpone(step, [made for made, _ in pairs], [sources for _, sources in pairs])

    def initial(self, field: Field) -> int:
        """How many items of a streamed list come first."""
        return initial_count(field.streaming.initial if field.streaming else None, self.variables)

    def arguments(self, field: Field) -> dict[str, Any]:
        """A field's arguments, coerced once. Raises GraphQLError."""
        found = self._arguments.get(field)
        if found is None:
            found = self._arguments[field] = field.arguments.take(self.variables)
        return found

    def info(self, field: Field) -> GraphQLResolveInfo[Any]:
        """What resolvers are given about the field: one for all its objects, whose path has keys and no indices."""
        found = self._infos.get(field)
        if found is None:
            operation = self.operation
            found = self._infos[field] = GraphQLResolveInfo(
                field.name,
                field.nodes,
                field.type,
                field.parent,
                _path(field),
                operation.schema,
                dict(operation.fragments),
                self.root,
                operation.node,
                self.variables,
                self.context,
                is_awaitable,
                None,
                HELPERS,
            )
        return found

    async def make(
        self, make: Make, todo: Todo, sources: Sequence[Any], *, sizes: Sequence[int] | None = None
    ) -> list[Any]:
        """Make results of a frontier; a large one in parts, so that others have their turn in the event loop.

        `sizes` are how many objects come of each source, where that is not one.
        """
        if (len(sources) if sizes is None else sum(sizes)) <= AT_ONCE:
            return make(self, todo, sources)
        made = []
        for part in parts(len(sources), sizes):
            made += make(self, todo, sources[part])
            await asyncio.sleep(0)
        return made

    async def follow(self, todo: Todo) -> None:
        """Take all steps, and those that they lead to. What waits for the outside waits together."""
        waiting: list[Coroutine[Any, Any, None]] = []
        while todo:
            later = Todo()
            for step, (into, sources) in todo.items():
                try:
                    coroutine = step.start(self, into, sources, later)
                except Exception as error:
                    step.fail(self, into, sources, error)
                else:
                    if coroutine is not None:
                        waiting.append(self._finish(step, into, sources, coroutine))
            todo = later
        if len(waiting) == 1:
            await waiting[0]
        elif waiting:
            await asyncio.gather(*waiting)

    async def _finish(
        self, step: Step, into: list[Any], sources: list[Any], coroutine: Coroutine[Any, Any, Todo]
    ) -> None:
        try:
            todo = await coroutine
        except Exception as error:
            step.fail(self, into, sources, error)
        else:
            await self.follow(todo)


def initial_count(initial: ValueNode | None, variables: VariableValues) -> int:
    """How many items of a streamed list come first, by what the document says of it."""
    return (initial and value_from_ast_untyped(initial, dict(variables.coerced))) or 0


def parts(count: int, sizes: Sequence[int] | None) -> Iterator[slice]:
    """The sources in parts of at most AT_ONCE objects, or of one source that has more."""
    if sizes is None:
        yield from (slice(start, start + AT_ONCE) for start in range(0, count, AT_ONCE))
        return
    start, objects = 0, 0
    for place, size in enumerate(sizes):
        if objects + size > AT_ONCE and place > start:
            yield slice(start, place)
            start, objects = place, 0
        objects += size
    yield slice(start, count)


async def gather(awaitables: Sequence[Awaitable[Any]]) -> list[Any]:
    return list(await asyncio.gather(*awaitables))


def track(awaitables: Sequence[Awaitable[Any]]) -> None:
    """Let what is no longer needed come to its end, however it ends."""
    for each in awaitables:
        asyncio.ensure_future(each).add_done_callback(lambda ended: ended.cancelled() or ended.exception())


HELPERS = GraphQLResolveInfoHelpers(gather=gather, track=track)
"""What resolvers of types are given for their waiting."""


def _path(field: Field) -> Path:
    return Path(_path(field.above) if field.above else None, field.key, field.parent.name)
