"""The walk through a result of which parts come later: it finds where each of them belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from graphql import GraphQLError, GraphQLNonNull, GraphQLOutputType, get_nullable_type, located_error
from orjson import Fragment as Text

from schema.execute.deferrals import Deferral
from schema.execute.failures import FieldError, NullPropagation, Path
from schema.execute.plan import Field, Selection
from schema.execute.postponed import PostponedItems, PostponedPart
from schema.execute.run import Run


class Stage(Enum):
    """What a deferred fragment is at."""

    WAITING = auto()
    """The one that it is in has not come yet."""
    PENDING = auto()
    PASSED = auto()
    """It is complete, or nothing of it was to come."""
    FAILED = auto()


@dataclass(eq=False)
class Fragment:
    """A deferred fragment at one place of the answer."""

    path: Path
    label: str | None
    above: Fragment | None
    stage: Stage = Stage.WAITING
    within: list[Fragment] = field(default_factory=list)
    """The fragments that begin in it."""
    missing: int = 0
    """How many of its parts have yet to come."""
    waiting: list[LaterPart] = field(default_factory=list)
    """Those that are not begun before it is pending."""
    values: list[Value] = field(default_factory=list)
    """Those that have come, and are told together."""
    error: GraphQLError | None = None

    def __post_init__(self) -> None:
        if self.above is not None:
            self.above.within.append(self)


Fragments = dict[Deferral, Fragment]
"""The fragments around a place."""


@dataclass(eq=False)
class LaterPart:
    """Fields of one object that come later: once for all `of` these fragments."""

    step: PostponedPart
    source: Any
    path: Path
    of: tuple[Fragment, ...]
    around: Fragments
    begun: bool = False


@dataclass(eq=False)
class Value:
    """What came of a part, and where more comes of it later."""

    part: LaterPart
    data: dict[str, Any] | Text
    walk: Walk
    told: bool = False


@dataclass(eq=False)
class LaterItems:
    """The items of one list that come later."""

    step: PostponedItems
    sources: list[Any]
    path: Path
    next: int
    """The place of the first of them."""
    around: Fragments

    @property
    def label(self) -> str | None:
        streaming = self.step.field.streaming
        return None if streaming is None else streaming.label

    @property
    def type(self) -> GraphQLOutputType:
        """Of each item."""
        type_: GraphQLOutputType = get_nullable_type(self.step.field.type).of_type  # type: ignore[union-attr]
        return type_


class Walk(NullPropagation):
    """Also finds what comes later of a result, or of a part `around` which are these fragments."""

    def __init__(self, run: Run, around: Fragments) -> None:
        super().__init__(run.branches)
        self.postponed = run.postponed
        self.around = around
        self.begun: list[Fragment] = []
        self.parts: list[LaterPart] = []
        self.items: list[LaterItems] = []

    def part(self, later: LaterPart, data: Any) -> dict[str, Any] | Text:
        """What came of a part. Raises GraphQLError where null rises through it."""
        selection = later.step.part.selection
        try:
            if isinstance(data, FieldError):
                raise data.error
            if isinstance(data, Text):
                return data
            return self._object(selection, data, later.path)
        except Exception as raw:
            nodes = [node for each in selection.fields for node in each.nodes]
            raise located_error(raw, nodes, list(later.path)) from None

    def item(self, later: LaterItems, place: int, value: Any) -> Any:
        """What came of an item. Raises GraphQLError where null may not stand."""
        return self._place(later.type, later.step.field, value, (*later.path, place))

    def _object(self, selection: Selection, data: dict[str, Any], path: Path) -> dict[str, Any]:
        outer = self.around
        if selection.begun:
            self.around = dict(outer)
            for each in selection.begun:
                above = None if each.above is None else self.around[each.above]
                self.around[each] = fragment = Fragment(path, each.label, above)
                self.begun.append(fragment)
        try:
            shown = super()._object(selection, data, path)
            for step, source in self.postponed.get(id(data), ()):
                of = tuple(self.around[each] for each in step.part.of)
                self.parts.append(LaterPart(step, source, path, of, self.around))
        finally:
            self.around = outer
        return shown

    def _place(self, type_: GraphQLOutputType, field: Field, value: Any, path: Path) -> Any:
        parts, items = len(self.parts), len(self.items)
        shown = None
        try:
            shown = super()._place(type_, field, value, path)
        finally:
            if shown is None:
                # Of what became null nothing comes.
                del self.parts[parts:], self.items[items:]
        return shown

    def _value(self, type_: GraphQLOutputType, field: Field, value: Any, path: Path) -> Any:
        shown = super()._value(type_, field, value, path)
        if isinstance(value, list) and not isinstance(type_, GraphQLNonNull):
            for step, sources in self.postponed.get(id(value), ()):
                self.items.append(LaterItems(step, sources, path, len(value), self.around))
        return shown
