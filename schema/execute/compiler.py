"""What the steps of a run ask of the program that they belong to: functions over rows, sources and values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from app.tables.resource import Resource
from schema.derive.cells import Projection
from schema.derive.reading import Template
from schema.execute.plan import Field, Selection
from schema.execute.run import Make, Run, Step, Todo

Fill = Callable[[Run, Todo, list[Any], list[Any]], None]
"""Puts the results of values into the containers that wait for them."""


@dataclass(frozen=True, slots=True)
class ReadById:
    """A function over rows, and the statement that reads them by their ids."""

    make: Make
    template: Template


@dataclass(frozen=True, slots=True)
class Spliced:
    """What a field's column leads to, which is read and made to texts before the rows that have the column are."""

    field: Field
    place: int
    """In a row: that of the column."""
    over: ReadById


@dataclass(frozen=True, slots=True)
class OverRows:
    """A function over rows, the cells that these must begin with, in this order, and what has to be read before."""

    make: Make
    cells: Projection
    spliced: tuple[Spliced, ...] = ()


class Compiler(Protocol):
    """Writes each function when a step first needs it. The functions raise nothing but what `Run.unexpected` keeps."""

    def of(self, field: Field) -> Step:
        """The step that fetches the field's value."""

    def objects(self, selection: Selection) -> Make:
        """What makes objects of sources that may be anything."""

    across: bool
    """Whether the operation reads across accounts."""

    def by_id(self, selection: Selection, table: type[Resource], *, deleted: bool, own: bool = False) -> ReadById:
        """What reads rows of a table by their ids, and makes objects of them; with `own`, of the caller's alone."""

    def fill(self, field: Field) -> Fill:
        """What puts a resolver's values, completed, where they are waited for."""

    def pages(self, selection: Selection, table: type[Resource], *, bare: bool, more: str, many: bool) -> OverRows:
        """What makes connections of pages (`PageResult`, or where `bare` their rows alone), and the columns that their
        rows must begin with; what `more` unpacks follows. What `many` rows lead to is not joined to them."""
