"""Paging: which rows a page holds, in keyset order, forwards or backwards, and the cursors of its rows."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select

from app.errors import BadRequest
from schema.derive.binding import Bound
from schema.derive.ordering import Order
from schema.derive.reach import Over
from schema.derive.rows import Result, Row

LASTING = {"created", "id"}
"""What is left of a row that was deleted, of all that rows can be in the order of."""


@dataclass(frozen=True, eq=False)
class Paging:
    """The arguments of one connection. Batches of many parents share them; `key` distinguishes them."""

    order: Order
    size: int
    backwards: bool
    after: tuple[Any, ...] | None
    before: tuple[Any, ...] | None
    bound: Bound
    """Which rows there are to choose from."""
    asked: dict[str, Any]
    named: tuple[tuple[str, str], ...] = ()
    """Which of `after` and `before` is an object's id, whose place is yet to be found: the argument and the id."""
    inclusive: bool = False
    """Whether rows that stand at a cursor are on the page."""
    over: Over | None = None
    """The accounts whose rows there are to choose from, at the root; None for the viewer's alone."""
    shared: bool = True
    """Whether its conditions are those of `asked` alone, so that a statement with them may be kept for everyone."""

    @cached_property
    def key(self) -> bytes:
        """Equal for equal arguments, which then share one loader."""
        parts = [self.order.name, self.size, self.backwards, self.inclusive, self.after, self.before, self.asked]
        if self.over is not None:
            parts.append([self.over.chosen])
        return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Those of all rows to choose from."""
        return self.bound.conditions

    @cached_property
    def shape(self) -> Hashable:
        """Equal for arguments whose statement is the same but for what `values` gives."""
        nulls = [cursor and tuple([value is None for value in cursor]) for cursor in (self.after, self.before)]
        return self.order.name, self.backwards, self.inclusive, *nulls, self.filter_shape

    @property
    def filter_shape(self) -> Hashable:
        """Equal for arguments that choose from the same rows, but for what `values` gives, whichever page of them."""
        return self.bound.shape if self.over is None else (self.bound.shape, self.over.chosen is None)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of conditions, and those of cursors by the names that `opened` has them under."""
        found: dict[str, Any] = dict(self.bound.values)
        if self.over is not None:
            found |= self.over.values
        for word, cursor in (("after", self.after), ("before", self.before)):
            found |= {f"{word}_{place}": value for place, value in enumerate(cursor or ()) if value is not None}
        return found

    def opened(self) -> "Paging":
        """The same page with its cursors' values left open: one statement then serves them all."""

        def leave_open(word: str, cursor: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
            if cursor is None:
                return None
            pairs = enumerate(zip(self.order.terms, cursor, strict=True))
            return tuple(term.open(f"{word}_{place}", value) for place, (term, value) in pairs)

        return replace(self, after=leave_open("after", self.after), before=leave_open("before", self.before))

    async def placed(self, find: Callable[[str], Awaitable[Row | Result | None]], object_name: str) -> "Paging":
        """The same page once the objects that cursors name are found. Raises BadRequest for one that is not."""
        found: dict[str, Any] = {}
        for word, id in self.named:
            row = await find(id)
            if row is None:
                raise BadRequest(
                    f"`{word}` is '{id}', but there is no such {object_name}. Give a cursor, or the id of one that is.",
                    field=word,
                )
            if row["deleted_at"] is not None and not LASTING.issuperset(term.column.name for term in self.order.terms):
                raise BadRequest(
                    f"`{word}` is '{id}', which was deleted, so its place in this order is unknown. Give a cursor.",
                    field=word,
                )
            found[word] = self.order.parse(self.cursor(row), word)
        return replace(self, named=(), **found)

    def narrow(self, statement: Select[Any], *, limit: Any = None) -> Select[Any]:
        """The page's rows and one more, which shows that there is more; or as many as `limit`."""
        statement = statement.where(*self.conditions)
        if self.after is not None:
            statement = statement.where(self.order.beyond(self.after, inclusive=self.inclusive))
        if self.before is not None:
            statement = statement.where(self.order.reversed().beyond(self.before, inclusive=self.inclusive))
        return statement.order_by(*self.clauses()).limit(self.size + 1 if limit is None else limit)

    def clauses(self, columns: Any = None) -> list[Any]:
        """The order in which rows are read: of the table's, or of others with such columns."""
        order = self.order.reversed() if self.backwards else self.order
        return [term.clause(columns) for term in order.terms]

    def cut(self, rows: list[Row]) -> list[Row]:
        """The page's own rows, in the order asked for."""
        kept = rows[: self.size]
        return kept[::-1] if self.backwards else kept

    def beyond(self, word: str) -> "Paging | None":
        """A page of what stands at the cursor `after` and before it, or at the cursor `before` and after it: nearest
        first, of size 0, so that no more is read than whether there is something. None without the cursor."""
        if word == "after" and self.after is not None:
            return replace(self, size=0, backwards=True, inclusive=True, after=None, before=self.after)
        if word == "before" and self.before is not None:
            return replace(self, size=0, backwards=False, inclusive=True, after=self.before, before=None)
        return None

    def cursor(self, row: Row | Result) -> str:
        """Where a row stands."""
        return self.order.cursor(self.at(row))

    def at(self, row: Any) -> tuple[Any, ...]:
        """The values that say where a row stands."""
        return tuple(row[term.column.name] for term in self.order.terms)
