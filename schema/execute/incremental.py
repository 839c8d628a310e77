"""Incremental delivery: what of an answer comes after its first part, batch by batch.

A deferred part is one batch later: once an answer is there, what it left open is made for all objects together, as the
steps of a run are. Each fragment is told once all of its parts are there; what is in two fragments is told once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError, located_error
from orjson import Fragment as Text

from schema.execute.failures import Path
from schema.execute.run import Run, Todo
from schema.execute.walk import Fragment, LaterItems, LaterPart, Stage, Value, Walk

ITEMS_AT_ONCE = 25
"""How many items of one streamed list are made together."""

Target = Fragment | LaterItems
"""What is announced, and completed: a fragment at a place, or a list."""
Later = LaterPart | LaterItems
Turn = Callable[[], AbstractAsyncContextManager[Any]]


@dataclass(frozen=True)
class ToldPart:
    """Fields of a fragment, of the object at the `path` of the answer."""

    target: Fragment
    path: Path
    data: dict[str, Any] | Text
    errors: Sequence[GraphQLError]


@dataclass(frozen=True)
class ToldItems:
    """Items of a list, from a place on."""

    target: LaterItems
    place: int
    items: list[Any]
    errors: Sequence[GraphQLError]

    @property
    def first(self) -> Path:
        """Where the first of them stands."""
        return (*self.target.path, self.place)


@dataclass
class Told:
    """What is told at once. Of what is `completed` nothing comes any more; with an error, because it failed."""

    pending: list[Target] = field(default_factory=list)
    parts: list[ToldPart] = field(default_factory=list)
    items: list[ToldItems] = field(default_factory=list)
    completed: list[tuple[Target, GraphQLError | None]] = field(default_factory=list)
    has_next: bool = True

    def __bool__(self) -> bool:
        return bool(self.pending or self.parts or self.items or self.completed)


class Deliveries:
    """What comes after the first part of an answer. `pending` is what is announced with that."""

    def __init__(self, first: Run, walk: Walk) -> None:
        self.first = first
        self.due: list[Later] = []
        self.tasks: dict[asyncio.Task[Any], list[Later]] = {}
        begun = Told()
        self._found(walk, begun)
        self.pending = begun.pending

    async def told(self, turn: Turn = nullcontext) -> AsyncGenerator[Told, None]:
        """Everything that comes, to the end. Each batch is run within a `turn`."""
        self._begin(turn)
        try:
            while self.tasks:
                done, _ = await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
                told = Told()
                for task in done:
                    for later, outcome in zip(self.tasks.pop(task), task.result(), strict=True):
                        self._settle(later, outcome, told)
                self._begin(turn)
                told.has_next = bool(self.tasks)
                if told or not told.has_next:
                    yield told
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

    def _begin(self, turn: Turn) -> None:
        """Begin what is due, a batch for each step."""
        due, self.due = self.due, []
        batches: dict[Any, list[Later]] = {}
        for later in due:
            batches.setdefault(later.step, []).append(later)
        for batch in batches.values():
            self.tasks[asyncio.create_task(self._run(batch, turn))] = batch

    async def _run(self, batch: list[Any], turn: Turn) -> list[Any]:
        """What comes of each of a batch: a Value, the items and their walk, or what failed."""
        run = self.first.again()
        step, todo = batch[0].step, Todo()
        taken = [each.sources[:ITEMS_AT_ONCE] if isinstance(each, LaterItems) else [each.source] for each in batch]
        try:
            async with turn():
                made = iter(await step.make(run, [source for sources in taken for source in sources], todo))
                await run.follow(todo)
            if failure := run.refused or run.unexpected:
                raise failure
        except Exception as error:
            return [located_error(run.refused or error, None, list(each.path)) for each in batch]
        return [
            self._walk(run, each, [next(made) for _ in sources]) for each, sources in zip(batch, taken, strict=True)
        ]

    def _walk(self, run: Run, later: Later, made: list[Any]) -> Any:
        walk = Walk(run, later.around)
        if isinstance(later, LaterItems):
            return made, walk
        try:
            return Value(later, walk.part(later, made[0]), walk)
        except GraphQLError as error:
            return error

    def _settle(self, later: Later, outcome: Any, told: Told) -> None:
        """Take what came of a part, or of some items."""
        if isinstance(later, LaterItems):
            self._take_items(later, outcome, told)
        elif isinstance(outcome, GraphQLError):
            for fragment in later.of:
                self._fail(fragment, outcome, told)
        else:
            self._register(outcome.walk.parts, told)
            for fragment in later.of:
                fragment.missing -= 1
                fragment.values.append(outcome)
            for fragment in later.of:
                if fragment.stage is Stage.PENDING and not fragment.missing:
                    self._complete(fragment, told)

    def _take_items(self, later: LaterItems, outcome: Any, told: Told) -> None:
        error = outcome if isinstance(outcome, GraphQLError) else None
        if error is None:
            made, walk = outcome
            items: list[Any] = []
            try:
                for value in made:
                    items.append(walk.item(later, later.next + len(items), value))
            except GraphQLError as failed:
                error = failed
            if items or walk.errors:
                told.items.append(ToldItems(later, later.next, items, walk.errors))
            later.next += len(items)
            later.sources = later.sources[len(made) :]
            self._found(walk, told)
        if error is None and later.sources:
            self.due.append(later)
        else:
            told.completed.append((later, error))

    def _found(self, walk: Walk, told: Told) -> None:
        """What was found in something that is told now."""
        self._register(walk.parts, told)
        over = (Stage.PASSED, Stage.FAILED)
        self._release([each for each in walk.begun if each.above is None or each.above.stage in over], told)
        self._stream(walk.items, told)

    def _stream(self, items: list[LaterItems], told: Told) -> None:
        told.pending += items
        self.due += items

    def _register(self, parts: Iterable[LaterPart], told: Told) -> None:
        """Parts that were found: they begin once one of their fragments is pending."""
        for part in parts:
            for fragment in part.of:
                fragment.missing += 1
                if fragment.stage is Stage.PASSED:
                    # More of it comes with the items of a list.
                    fragment.stage = Stage.PENDING
                    told.pending.append(fragment)
                fragment.waiting.append(part)
            if any(fragment.stage is Stage.PENDING for fragment in part.of):
                self._let(part)

    def _let(self, part: LaterPart) -> None:
        if not part.begun:
            part.begun = True
            self.due.append(part)

    def _release(self, fragments: Iterable[Fragment], told: Told) -> None:
        """Announce fragments, as what they are in is there. Of those that have no part, nothing is told."""
        for fragment in fragments:
            if fragment.stage is not Stage.WAITING:
                continue
            if not (fragment.missing or fragment.values or fragment.error):
                fragment.stage = Stage.PASSED
                self._release(fragment.within, told)
                continue
            fragment.stage = Stage.PENDING
            told.pending.append(fragment)
            for part in fragment.waiting:
                self._let(part)
            if fragment.error is not None:
                self._fail(fragment, fragment.error, told)
            elif not fragment.missing:
                self._complete(fragment, told)

    def _complete(self, fragment: Fragment, told: Told) -> None:
        """Tell what came of a fragment, and begin what is in it."""
        items: list[LaterItems] = []
        for value in fragment.values:
            if not value.told:
                value.told = True
                pending = [each for each in value.part.of if each.stage is Stage.PENDING]
                target = max(pending, key=lambda each: len(each.path))
                told.parts.append(ToldPart(target, value.part.path, value.data, value.walk.errors))
                items += value.walk.items
        told.completed.append((fragment, None))
        fragment.stage = Stage.PASSED
        fragment.values, fragment.waiting = [], []
        self._release(fragment.within, told)
        self._stream(items, told)

    def _fail(self, fragment: Fragment, error: GraphQLError, told: Told) -> None:
        """Nothing of a fragment is told, nor of what is in it."""
        if fragment.stage is Stage.WAITING:
            fragment.error = fragment.error or error
        elif fragment.stage is Stage.PENDING:
            told.completed.append((fragment, error))
            self._drop(fragment)

    def _drop(self, fragment: Fragment) -> None:
        fragment.stage = Stage.FAILED
        fragment.values, fragment.waiting = [], []
        for each in fragment.within:
            self._drop(each)
