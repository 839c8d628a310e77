"""Connections: pages of rows, under an object or at the root, in keyset order either way."""

import asyncio
from collections.abc import Callable, Generator
from functools import cache, cmp_to_key
from typing import Any

from sqlalchemy import ColumnElement, func, select
from strawberry.types.field import StrawberryField

from app import tables
from app.errors import BadRequest
from app.tables.resource import Resource
from app.tables.transient import Transient
from schema.derive import kinds
from schema.derive.accounts import accounts_argument, over
from schema.derive.batches import chosen
from schema.derive.binding import Bound, bound
from schema.derive.conditions import Conditions
from schema.derive.context import Context, Info
from schema.derive.fields import argument, object_type, plain_field, resolved_field
from schema.derive.filters import id_filter, may_be_under_clock, where_input
from schema.derive.ordering import CURSOR, EPOCH, Order, order_input, usual_in_words
from schema.derive.paging import Paging
from schema.derive.reach import has_keys
from schema.derive.reading import Reader
from schema.derive.rows import Row
from schema.derive.search import search_conditions
from schema.derive.united import OBJECT, by_object

DEFAULT_PAGE = 10
ACCOUNTS = (
    "Accounts whose objects are returned: the caller's own and those that are connected to it. By default its own."
)
UNDER_CLOCK = "Test clock of the objects; `isNull: true` for none. All by default."


class Page:
    """The source of a connection: it reads rows, or counts them, only when a field asks for that."""

    def __init__(self, context: Context, table: type[Resource], column: str | None, parent: str | None, paging: Paging):
        self.context, self.table, self.column, self.parent, self.paging = context, table, column, parent, paging
        self._rows: asyncio.Future[list[Row]] | None = None

    async def rows(self) -> list[Row]:
        """The page's rows in order, with those read only to know whether there is more cut off."""
        return self.paging.cut(await self._read())

    def _read(self) -> asyncio.Future[list[Row]]:
        """The rows, read once: edges, nodes and pageInfo all ask at the same time."""
        if self._rows is None:
            if self.column is None:
                reader = self._reader()
                statement = self.paging.narrow(reader.select(self.table, mine=chosen(self.table, self.paging)))
                self._rows = asyncio.ensure_future(reader.fetch(self.table, statement))
            else:
                loader = self.context.loaders.pages(self.table, self.column, self.paging)
                self._rows = loader.load(self.parent or "")
        return self._rows

    def _reader(self) -> Reader:
        """Reads what is asked of rows too. Raises Forbidden where the key may not read all of it."""
        for table in self.paging.bound.reads:
            self.context.reader.must_read(table)
        return self.context.reader

    async def nodes(self) -> list[Any]:
        """The page's objects: its rows, or what they stand for in their tables."""
        rows = await self.rows()
        if not self.table.members:
            return rows
        tables_of = by_object(self.table)
        # What has just been deleted is shown, as it is on the page.
        related = self.context.loaders.related
        loads = [related(tables_of[row[OBJECT]], row["id"], row, deleted=True) for row in rows]
        return list(await asyncio.gather(*loads))

    async def edges(self) -> list[dict[str, Any]]:
        rows, nodes = await self.rows(), await self.nodes()
        return [{"cursor": self._cursor(row), "node": node} for row, node in zip(rows, nodes, strict=True)]

    async def page_info(self) -> "Page":
        return self

    async def has_next_page(self) -> bool:
        return (not self.paging.backwards and await self._has_more()) or await self._has_beyond("before")

    async def has_previous_page(self) -> bool:
        return (self.paging.backwards and await self._has_more()) or await self._has_beyond("after")

    async def start_cursor(self) -> str | None:
        rows = await self.rows()
        return self._cursor(rows[0]) if rows else None

    async def end_cursor(self) -> str | None:
        rows = await self.rows()
        return self._cursor(rows[-1]) if rows else None

    def _cursor(self, row: Row) -> str:
        return self.paging.cursor(row)

    async def _has_more(self) -> bool:
        return len(await self._read()) > self.paging.size

    async def _has_beyond(self, word: str) -> bool:
        """Whether there is something at the cursor or on its other side."""
        beyond = self.paging.beyond(word)
        if beyond is None:
            return False
        return await page_of(self.context, self.table, self.column, self.parent, beyond)._has_more()

    async def total_count(self) -> int:
        return await self._count()

    async def _count(self) -> int:
        if self.column is not None:
            return await self.context.loaders.counts(self.table, self.column, self.paging).load(self.parent or "")
        reader = self._reader()
        statement = select(func.count().label("count")).select_from(self.table.__table__)
        reader.must_read(self.table)
        statement = statement.where(*chosen(self.table, self.paging), *self.paging.conditions)
        return int((await reader.fetch(self.table, statement))[0]["count"])


class UnsavedPage(Page):
    """A page of rows that are not stored, under a parent that is not.

    Their ids and moments are new each time, so that places in the order of creation stand for these in cursors: these
    then hold for the same preview, made again.
    """

    def __init__(self, context: Context, table: type[Resource], column: str | None, parent: str | None, paging: Paging):
        super().__init__(context, table, column, parent, paging)
        context.reader.must_read(table)
        if paging.asked:
            argument = next(iter(paging.asked))
            raise BadRequest(f"`{argument}` asks PostgreSQL, where the objects of a preview are not.", field=argument)
        for argument, _ in paging.named:
            raise BadRequest(f"`{argument}` takes a cursor here: ids in a preview do not last.", field=argument)
        found: list[Any] = context.loaders.unsaved.under(table, column or "", parent or "")
        first = min((row["created"] for row in found), default=EPOCH)
        self.at = {
            row["id"]: paging.at({**row, "id": f"{place:06}", "created": EPOCH + (row["created"] - first)})
            for place, row in enumerate(sorted(found, key=lambda row: (row["created"], row["id"])))
        }
        compare = cmp_to_key(paging.order.compare)
        self.all = sorted(found, key=lambda row: compare(self.at[row["id"]]))

    def _read(self) -> asyncio.Future[list[Row]]:
        if self._rows is None:
            found = self.all[::-1] if self.paging.backwards else self.all
            self._rows = asyncio.get_running_loop().create_future()
            self._rows.set_result([row for row in found if self._is_on(row)][: self.paging.size + 1])
        return self._rows

    def _is_on(self, row: Row) -> bool:
        after, before, least = self.paging.after, self.paging.before, 0 if self.paging.inclusive else 1
        at, compare = self.at[row["id"]], self.paging.order.compare
        return (after is None or compare(at, after) >= least) and (before is None or compare(before, at) >= least)

    def _cursor(self, row: Row) -> str:
        return self.paging.order.cursor(self.at[row["id"]])

    async def _count(self) -> int:
        return len(self.all)


class UnplacedPage(Page):
    """A page that begins or ends at an object named by its id: the page itself, once that is found."""

    def __await__(self) -> Generator[Any, None, Page]:
        return self._placed().__await__()

    async def _placed(self) -> Page:
        paging = await placed(self.context, self.table, self.paging)
        return Page(self.context, self.table, self.column, self.parent, paging)


def page_of(context: Context, table: type[Resource], column: str | None, parent: str | None, paging: Paging) -> Page:
    """The page that a connection's resolver gives, to be awaited if its cursors name objects."""
    if parent in context.loaders.unsaved.ids:
        return UnsavedPage(context, table, column, parent, paging)
    return (UnplacedPage if paging.named else Page)(context, table, column, parent, paging)


async def placed(context: Context, table: type[Resource], paging: Paging) -> Paging:
    """The page with the objects found that its cursors name, deleted ones too."""
    load = context.loaders.by_id(table, deleted=True, across=context.across and not has_keys(table)).load
    return await paging.placed(load, table.object_name)


def _from_page(name: str, type_: Any, read: Callable[[Any], Any], description: str) -> StrawberryField:
    async def resolve(root: Any) -> Any:
        return await getattr(root, read.__name__)()

    kind = kinds.Part(name)
    return resolved_field(name, resolve, kind=kind, description=description, returns=type_, arguments={"root": Any})


PageInfo = object_type(
    "PageInfo",
    [
        _from_page("has_next_page", bool, Page.has_next_page, "Whether there are objects after this page."),
        _from_page("has_previous_page", bool, Page.has_previous_page, "Whether there are objects before this page."),
        _from_page(
            "start_cursor",
            str | None,
            Page.start_cursor,
            "Cursor of the page's first edge; null for an empty page.",
        ),
        _from_page(
            "end_cursor", str | None, Page.end_cursor, "Cursor of the page's last edge; null for an empty page."
        ),
    ],
    "The position of a page within the whole list.",
)


_made: dict[tuple[type, type], type] = {}


def made_connections() -> list[tuple[type[Resource], type]]:
    """The types of connections to rows, each with the table."""
    return [(table, type_) for (table, _), type_ in _made.items() if issubclass(table, Resource)]


@cache
def connection_type(table: type[Resource] | type[Transient], node: type) -> type:
    """`CustomerConnection` and its edge, of what is shown as the type `node`."""
    name = table.__name__
    edge = object_type(
        f"{name}Edge",
        [
            _of_page("cursor", str, "Cursor of the edge, for the arguments `after` and `before`."),
            _of_page("node", node, "The object at the edge."),
        ],
        f"A {name} within a page, with its cursor.",
    )
    fields = [
        _from_page("edges", list[edge], Page.edges, "Objects of the page, each with its cursor."),  # type: ignore[valid-type]
        _from_page("nodes", list[node], Page.nodes, "Objects of the page, without cursors."),  # type: ignore[valid-type]
        _from_page("page_info", PageInfo, Page.page_info, "Position of the page within the whole list."),
        _from_page("total_count", int, Page.total_count, "Number of objects on all pages. Counted only if selected."),
    ]
    made = _made[table, node] = object_type(f"{name}Connection", fields, f"A page of {name} objects.")
    return made


def _of_page(name: str, type_: Any, description: str) -> StrawberryField:
    return plain_field(name, type_, kind=kinds.Column(name), column=name, description=description)


def connection_field(
    name: str,
    table: type[Resource],
    column: str | None,
    graph_type: Callable[[type[Resource]], type],
    description: str | None,
) -> StrawberryField:
    """A connection to the rows of `table` whose `column` holds the parent's id; to all, without a column. `graph_type`
    gives the type of its nodes."""

    def resolve(root: Any, info: Info, **given: Any) -> Page:
        context = info.context
        if given.get("accounts") is not None:
            given["accounts"] = over(context.caller, given["accounts"])
        paging = paging_of(table, context.limits.max_page_size, across=context.across, **given)
        parent = None if column is None else info.context.loaders.parent(root)
        return page_of(info.context, table, column, parent, paging)

    type_: Any = connection_type(table, graph_type(table))
    return resolved_field(
        name,
        resolve,
        kind=kinds.UnionConnection(table, column) if table.members and column else kinds.Connection(table, column),
        description=description,
        returns=type_ | None if column is None else type_,
        arguments={**connection_arguments(table), **_of_root(table, column)},
    )


def _of_root(table: type[Resource], column: str | None) -> dict[str, Any]:
    """The argument that only a list of the root takes."""
    if column is not None or table.common:
        return {}
    return {"accounts": accounts_argument("whose objects are returned")}


@cache
def connection_arguments(table: type[Resource]) -> dict[str, Any]:
    """The arguments that every connection to the table takes."""
    usual = usual_in_words(table)
    arguments = {
        "root": Any,
        "info": Info,
        "first": argument(int | None, f"Number of objects from the start. Default {DEFAULT_PAGE}, maximum 100."),
        "last": argument(int | None, "Number of objects from the end, in place of `first`."),
        "after": argument(str | None, "Cursor or object id: the objects after it are returned."),
        "before": argument(str | None, "Cursor or object id: the objects before it are returned."),
        "where": argument(where_input(table) | None, "Conditions that the objects meet."),
        "order_by": argument(list[order_input(table)] | None, f"Order of the objects; {usual} by default."),  # type: ignore[misc]
        "query": argument(str | None, "Query in Stripe's search language, such as `amount>500`."),
    }
    if may_be_under_clock(table):
        arguments["test_clock"] = argument(id_filter() | None, UNDER_CLOCK)
    return arguments


def check_sizes(max_page: int, first: int | None, last: int | None) -> None:
    """Raise BadRequest for sizes that no page has."""
    if first is not None and last is not None:
        raise BadRequest("Give `first` or `last`, not both.", field="last")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= max_page:
            raise BadRequest(f"`{name}` is from 0 to {max_page}; it was {size}.", field=name)


def paging_of(
    table: type[Resource],
    max_page: int,
    *,
    usual: Order | None = None,
    narrowed: tuple[ColumnElement[bool], ...] = (),
    across: bool = False,
    **given: Any,
) -> Paging:
    """The arguments of a connection, checked. Raises BadRequest, naming the argument.

    `usual` is the order when none is asked for, and `narrowed` are conditions of the connection's own. `across` is
    whether the operation reads across accounts.
    """
    asked = {name: value for name, value in given.items() if value is not None}
    first, last = asked.get("first"), asked.get("last")
    check_sizes(max_page, first, last)
    conditions, where = list(narrowed), Conditions(across=across)
    wanted: dict[str, Any] = {}
    if "where" in asked:
        wanted["where"] = asked["where"]
        conditions += where.of(table, wanted["where"])
    if "test_clock" in asked:
        wanted["testClock"] = asked["test_clock"]
        conditions += where.under_clock(table, wanted["testClock"])
    if "accounts" in asked:
        wanted["accounts"] = asked["accounts"].chosen
    if "query" in asked:
        wanted["query"] = asked["query"]
        conditions += search_conditions(table, asked["query"])
    terms = asked.get("order_by", [])
    order = usual if usual and not terms else Order.of(table, terms)
    cursors = {word: asked[word] for word in ("after", "before") if word in asked}
    named = {word: cursor for word, cursor in cursors.items() if _is_id(table, cursor)}
    after, before = (None if word in named else order.parse(cursors.get(word), word) for word in ("after", "before"))
    return Paging(
        order=order,
        size=next((size for size in (first, last) if size is not None), min(DEFAULT_PAGE, max_page)),
        backwards=last is not None,
        after=after,
        before=before,
        named=tuple(named.items()),
        bound=Bound(tuple(conditions), {}, None, tuple(where.reads)) if narrowed else bound(conditions, where.reads),
        asked=wanted,
        over=asked.get("accounts"),
        shared=not narrowed,
    )


def _is_id(table: type[Resource], cursor: str) -> bool:
    """Whether a cursor is an id of the table."""
    if not cursor or cursor.startswith(CURSOR):
        return False
    return bool(tables.tables_of(cursor, (table,)))
