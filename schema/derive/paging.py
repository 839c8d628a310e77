"""Paging: which rows a page holds, in keyset order, forwards or backwards, and the cursors of its rows."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select

from schema.derive.ordering import Order
from schema.derive.rows import Row


@dataclass(frozen=True, eq=False)
class Paging:
    """The arguments of one connection. Batches of many parents share them; `key` tells them apart."""

    order: Order
    size: int
    backwards: bool
    after: tuple[Any, ...] | None
    before: tuple[Any, ...] | None
    conditions: tuple[ColumnElement[bool], ...]
    asked: dict[str, Any]

    @cached_property
    def key(self) -> bytes:
        """Equal for equal arguments, which then share one loader."""
        parts = [self.order.name, self.size, self.backwards, self.after, self.before, self.asked]
        return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)

    def narrow(self, statement: Select[Any]) -> Select[Any]:
        """The page's rows and one more, which tells that there is more."""
        statement = statement.where(*self.conditions)
        if self.after is not None:
            statement = statement.where(self.order.beyond(self.after))
        if self.before is not None:
            statement = statement.where(self.order.reversed().beyond(self.before))
        order = self.order.reversed() if self.backwards else self.order
        return statement.order_by(*order.clauses).limit(self.size + 1)

    def cut(self, rows: list[Row]) -> list[Row]:
        """The page's own rows, in the order asked for."""
        kept = rows[: self.size]
        return kept[::-1] if self.backwards else kept

    def more(self, read: int) -> tuple[bool, bool]:
        """Whether there is more after, and before, the page. Behind a cursor there is its own row, at least."""
        beyond = read > self.size
        after = self.before is not None or (beyond and not self.backwards)
        before = self.after is not None or (beyond and self.backwards)
        return after, before

    def cursor(self, row: Row) -> str:
        """Where a row stands."""
        return self.order.cursor(row)
