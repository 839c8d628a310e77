"""What comes later: steps that note it while a run goes on, and make it in another."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from schema.execute.compiler import Compiler
from schema.execute.plan import Part
from schema.execute.run import Make, Run, Step, Todo, Waiting


class Postponed(Step):
    """Notes, for each object or list of the frontier, what more of it is to be made of."""

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        run.postpone(self, into, sources)
        return None

    def fail(self, run: Run, into: list[Any], sources: list[Any], error: Exception) -> None:
        raise error

    @abstractmethod
    async def make(self, run: Run, sources: Sequence[Any], todo: Todo) -> list[Any]:
        """What comes of each source now, in the same order. A failure stands in place of what could not be had."""


class PostponedPart(Postponed):
    """A part of objects. Their sources are at hand."""

    def __init__(self, program: Compiler, part: Part) -> None:
        self.program = program
        self.part = part

    async def make(self, run: Run, sources: Sequence[Any], todo: Todo) -> list[Any]:
        return await run.make(self.program.objects(self.part.selection), todo, sources)


class PostponedItems(Postponed):
    """The items of a list that come after the first ones. Their sources are at hand; `write` is what makes them."""

    write: Make

    async def make(self, run: Run, sources: Sequence[Any], todo: Todo) -> list[Any]:
        return await run.make(self.write, todo, sources)
