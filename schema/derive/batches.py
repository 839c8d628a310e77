"""The statements that read for many at once: rows by id, pages of each of many parents, and counts.

Each is written once for all callers, and kept by its shape. Loaders and the compiled executor both run these.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    FromClause,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    collate,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.util import LRUCache

from app.tables.resource import Resource
from app.tables.tenancy import OWNER, owned
from schema.derive.cells import Projection, Source, joins
from schema.derive.paging import Paging
from schema.derive.reading import Template
from schema.derive.versions import VERSION, is_versioned

PARENT = "_parent"
"""The column of pages with the place of a row's parent: 1 for the first of `ids`. It is less to send than the id."""
ID = "_id"
"""The column with the id of what a count is of."""
COUNT = "count"


class Listed(TypeDecorator[Any]):
    """Texts as one, in PostgreSQL's notation of an array: asyncpg takes longer to look at each item of a list than both
    take to write and to read the text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return array_text(value)


def array_text(texts: Sequence[str]) -> str:
    """The texts, none of which holds NUL, as PostgreSQL reads an array."""
    if not texts:
        return "{}"
    joined = '","'.join(texts)
    if "\\" in joined or joined.count('"') > 2 * (len(texts) - 1):
        joined = '","'.join(text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return f'{{"{joined}"}}'


IDS: Any = cast(bindparam("ids", type_=Listed()), ARRAY(Text))

MOST_VALUES = 50
"""Values of conditions, beyond which a statement is not kept: its text is long, and it hardly comes again."""
_written: LRUCache[Any, Template] = LRUCache(2_000)


def by_id(table: type[Resource], cells: Projection, *, deleted: bool = False) -> Template:
    """Rows by `ids`; with `deleted`, also those that have been deleted."""
    return _once((table, cells, deleted), lambda: _by_id(table, cells, deleted=deleted))


def _by_id(table: type[Resource], cells: Projection, *, deleted: bool) -> Template:
    c = table.__table__.c
    mine = owned(table, deleted=deleted, by_id=True)
    statement = _select(table, table.__table__, cells).where(*mine, c.id == func.any(IDS))
    if table.retained:
        # PostgreSQL prunes partitions by the bounds of the list, not by the list.
        given = collate(func.unnest(IDS).column_valued("given"), "C")
        least, greatest = (select(bound(given)).scalar_subquery() for bound in (func.min, func.max))
        statement = statement.where(c.id >= least, c.id <= greatest)
    return _template(table, cells, statement)


def page(table: type[Resource], cells: Projection, paging: Paging, limit: int) -> Template:
    """A page of all the account's rows."""

    def write() -> Template:
        return _template(table, cells, _page(table, cells, paging, limit), paging)

    return kept(paging, (table, cells, paging.shape, limit), write)


def pages(table: type[Resource], column: str, cells: Projection, paging: Paging, limit: int) -> Template:
    """A page of the rows under each of `ids`, which are distinct: each has its own limit. PARENT is the last column."""

    def write() -> Template:
        parent = func.unnest(IDS).table_valued("id", with_ordinality="place", name="parent").render_derived()
        c = table.__table__.c
        page = _page(table, cells, paging, limit, (parent, c[column] == parent.c.id)).lateral("page")
        statement = select(*page.c, parent.c.place.label(PARENT))
        return _template(table, cells, statement.select_from(parent.join(page, true())), paging)

    return kept(paging, (table, column, cells, paging.shape, limit), write)


def count(table: type[Resource], paging: Paging) -> Template:
    """How many rows of the account there are on all pages."""

    def write() -> Template:
        statement = select(func.count().label(COUNT)).select_from(table.__table__)
        return Template.of(table, statement.where(*owned(table), *paging.conditions), also=paging.bound.reads)

    return kept(paging, (table, COUNT, paging.filter_shape), write)


def counts(table: type[Resource], column: str, paging: Paging) -> Template:
    """How many rows there are under each of `ids`."""

    def write() -> Template:
        c = table.__table__.c
        mine = owned(table)
        statement = select(c[column].label(ID), func.count().label(COUNT))
        statement = statement.where(*mine, *paging.conditions, c[column] == func.any(IDS))
        return Template.of(table, statement.group_by(c[column]), also=paging.bound.reads)

    return kept(paging, (table, column, COUNT, paging.filter_shape), write)


def _select(table: type[Resource], rows: FromClause, cells: Projection) -> Any:
    """Cells of rows, and of what is joined to them: to at most one row each, so that there are as many as before."""
    source = Source(table, rows, joins(cells), _joinable)
    return select(*source.select(cells)).select_from(source.rows)


def _joinable(joined: type[Resource], columns: Any) -> list[ColumnElement[bool]]:
    return owned(joined, columns=columns, deleted=joined.deletable, by_id=True)


def _template(table: type[Resource], cells: Projection, statement: Any, paging: Paging | None = None) -> Template:
    asked = paging.bound.reads if paging else ()
    return Template.of(table, statement, also=[*(join.table for join in joins(cells)), *asked])


def _page(table: type[Resource], cells: Projection, paging: Paging, limit: int, parent: Any = None) -> Any:
    """A page is cut before anything is joined to it: whatever orders it, no more is looked up than is shown.

    With `parent`, a pair of the parents and the condition of their rows, there is one page for each of these.
    """
    paging, rows = paging.opened(), table.__table__
    # The limit is written out, so that PostgreSQL plans for it.
    most: Any = literal_column(str(limit))
    parents, its = parent or (None, true())
    mine = [*owned(table), its]
    if not joins(cells):
        return paging.narrow(_select(table, rows, cells).where(*mine), limit=most)
    names = {cell.column for cell in cells if cell.of is None} | {join.path[0].column for join in joins(cells)}
    if VERSION in names and is_versioned(table):
        names = names - {VERSION} | {"id", *OWNER}
    names |= {term.column.name for term in paging.order.terms}
    cut = paging.narrow(select(*(rows.c[name] for name in sorted(names))).where(*mine), limit=most)
    within = cut.subquery("cut") if parents is None else cut.correlate(parents).lateral("cut")
    return _select(table, within, cells).order_by(*paging.clauses(within.c))


def kept(paging: Paging, key: tuple[Any, ...], write: Callable[[], Template]) -> Template:
    """The statement of that key, written the first time, unless it hardly comes again."""
    assert paging.shared, "conditions of one caller's own"
    return _once(key, write) if len(paging.bound.values) <= MOST_VALUES else write()


def _once(key: Hashable, write: Callable[[], Template]) -> Template:
    found: Template | None = _written.get(key)
    if found is None:
        found = _written[key] = write()
    return found
