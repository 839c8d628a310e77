"""Pages of objects that are no rows: worked out when they are asked for, all of them in one order."""

from collections.abc import Callable, Sequence
from typing import Any

from app.errors import BadRequest
from schema.derive.connections import DEFAULT_PAGE, Page, check_sizes
from schema.derive.context import Context
from schema.derive.fields import argument

Make = Callable[[Sequence[str]], list[Any]]
"""The objects at cursors."""


class ComputedPage(Page):
    """A page of them. Each has a cursor, and only those on the page are made."""

    def __init__(self, cursors: Sequence[str], start: int, stop: int, make: Make) -> None:
        self.cursors, self.start, self.stop, self.make = cursors, start, stop, make

    async def nodes(self) -> list[Any]:
        return self.make(self.cursors[self.start : self.stop])

    async def edges(self) -> list[dict[str, Any]]:
        cursors = self.cursors[self.start : self.stop]
        return [{"cursor": cursor, "node": node} for cursor, node in zip(cursors, self.make(cursors), strict=True)]

    async def has_next_page(self) -> bool:
        return self.stop < len(self.cursors)

    async def has_previous_page(self) -> bool:
        return self.start > 0

    async def start_cursor(self) -> str | None:
        return self.cursors[self.start] if self.start < self.stop else None

    async def end_cursor(self) -> str | None:
        return self.cursors[self.stop - 1] if self.start < self.stop else None

    async def total_count(self) -> int:
        return len(self.cursors)


def computed_page(
    context: Context,
    cursors: Sequence[str],
    make: Make,
    *,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
) -> ComputedPage:
    """The page that a connection's arguments ask for. Raises BadRequest for sizes and cursors that there are not."""
    check_sizes(context.limits.max_page_size, first, last)
    places = {cursor: place for place, cursor in enumerate(cursors)}
    for name, cursor in (("after", after), ("before", before)):
        if cursor is not None and cursor not in places:
            raise BadRequest(f"`{name}` is '{cursor[:100]}', which is no cursor of this list.", field=name)
    start = 0 if after is None else places[after] + 1
    stop = max(len(cursors) if before is None else places[before], start)
    if last is not None:
        return ComputedPage(cursors, max(start, stop - last), stop, make)
    return ComputedPage(cursors, start, min(stop, start + (DEFAULT_PAGE if first is None else first)), make)


page_arguments: dict[str, Any] = {
    "first": argument(int | None, f"Number of objects from the start. Default {DEFAULT_PAGE}, maximum 100."),
    "last": argument(int | None, "Number of objects from the end, in place of `first`."),
    "after": argument(str | None, "Cursor: only objects after this position are returned."),
    "before": argument(str | None, "Cursor: only objects before this position are returned."),
}
"""What such a connection takes."""
