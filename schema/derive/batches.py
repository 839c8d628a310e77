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
    any_,
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
from app.tables.tenancy import ACCOUNT, OWNER, owned, within_reach
from schema.derive.cells import Projection, Source, joins
from schema.derive.paging import Paging
from schema.derive.reach import accounts, beside, has_keys, parts
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


def by_id(
    table: type[Resource], cells: Projection, *, deleted: bool = False, across: bool = False, own: bool = False
) -> Template:
    """Rows by `ids`; with `deleted`, also those that have been deleted. `across` accounts, the ids of some tables are
    keys, which are then their first cell (see `reach`); with `own`, only what rows lead to may be of others."""
    key = (table, cells, deleted, across, own)
    return _once(key, lambda: _by_id(table, cells, deleted=deleted, across=across, own=own))


def _by_id(table: type[Resource], cells: Projection, *, deleted: bool, across: bool, own: bool) -> Template:
    c = table.__table__.c
    if across and not own and has_keys(table):
        keyed = func.unnest(IDS).table_valued("key", name="keyed").render_derived()
        account, id = parts(keyed.c.key)
        mine = [within_reach(account), *owned(table, deleted=deleted, across=account), c.id == id]
        return _template(table, cells, _select(table, table.__table__, cells, across=True).where(*mine))
    mine = owned(table, deleted=deleted, by_id=True, across=(across and not own) or None)
    statement = _select(table, table.__table__, cells, across=across).where(*mine, c.id == func.any(IDS))
    if table.retained:
        # PostgreSQL prunes partitions by the bounds of the list, not by the list.
        given = collate(func.unnest(IDS).column_valued("given"), "C")
        least, greatest = (select(bound(given)).scalar_subquery() for bound in (func.min, func.max))
        statement = statement.where(c.id >= least, c.id <= greatest)
    return _template(table, cells, statement)


def page(table: type[Resource], cells: Projection, paging: Paging, limit: int, *, across: bool = False) -> Template:
    """A page of all the account's rows, or of those of the accounts that `paging` is over."""

    def write() -> Template:
        if paging.over is not None:
            return _template(table, cells, _page_over(table, cells, paging, limit), paging)
        return _template(table, cells, _page(table, cells, paging, limit, owned(table), across=across), paging)

    return kept(paging, (table, cells, paging.shape, limit, across), write)


def pages(
    table: type[Resource], column: str, cells: Projection, paging: Paging, limit: int, *, across: bool = False
) -> Template:
    """A page of the rows under each of `ids`, which are distinct: each has its own limit. PARENT is the last column.
    `across` accounts, they are keys."""

    def write() -> Template:
        parent, mine = parents(table, column, across=across)
        page = _page(table, cells, paging, limit, mine, parent, across=across).lateral("page")
        statement = select(*page.c, parent.c.place.label(PARENT))
        return _template(table, cells, statement.select_from(parent.join(page, true())), paging)

    return kept(paging, (table, column, cells, paging.shape, limit, across), write)


def parents(table: type[Resource], column: str, *, across: bool) -> tuple[Any, list[ColumnElement[bool]]]:
    """The `ids`, each with its place, and what makes a row of the table the viewer's under one of them."""
    parent = func.unnest(IDS).table_valued("id", with_ordinality="place", name="parent").render_derived()
    c = table.__table__.c
    if not across:
        return parent, [*owned(table), c[column] == parent.c.id]
    account, id = parts(parent.c.id)
    return parent, [within_reach(account), *owned(table, across=account), c[column] == id]


def count(table: type[Resource], paging: Paging) -> Template:
    """How many rows there are on all pages, of the account or of those that `paging` is over."""

    def write() -> Template:
        statement = select(func.count().label(COUNT)).select_from(table.__table__)
        return Template.of(table, statement.where(*chosen(table, paging), *paging.conditions), also=paging.bound.reads)

    return kept(paging, (table, COUNT, paging.filter_shape), write)


def counts(table: type[Resource], column: str, paging: Paging, *, across: bool = False) -> Template:
    """How many rows there are under each of `ids`."""

    def write() -> Template:
        c = table.__table__.c
        if across:
            parent, mine = parents(table, column, across=True)
            statement = select(parent.c.id.label(ID), func.count().label(COUNT)).where(*mine, *paging.conditions)
            return Template.of(table, statement.group_by(parent.c.id), also=paging.bound.reads)
        statement = select(c[column].label(ID), func.count().label(COUNT))
        statement = statement.where(*owned(table), *paging.conditions, c[column] == func.any(IDS))
        return Template.of(table, statement.group_by(c[column]), also=paging.bound.reads)

    return kept(paging, (table, column, COUNT, paging.filter_shape, across), write)


def chosen(table: type[Resource], paging: Paging) -> list[ColumnElement[bool]]:
    """What makes a row of the table one to choose from at the root: it is the account's, or that of one of the accounts
    that `paging` is over."""
    if paging.over is None:
        return owned(table)
    return owned(table, across=any_(accounts(paging.over).scalar_subquery()))


def _select(table: type[Resource], rows: FromClause, cells: Projection, *, across: bool = False) -> Any:
    """Cells of rows, and of what is joined to them: to at most one row each, so that there are as many as before."""

    def joinable(joined: type[Resource], columns: Any, holder: Any) -> list[ColumnElement[bool]]:
        whose = beside(joined, holder) if across else None
        return owned(joined, columns=columns, deleted=joined.deletable, by_id=True, across=whose)

    source = Source(table, rows, joins(cells), joinable)
    return select(*source.select(cells)).select_from(source.rows)


def _template(table: type[Resource], cells: Projection, statement: Any, paging: Paging | None = None) -> Template:
    asked = paging.bound.reads if paging else ()
    return Template.of(table, statement, also=[*(join.table for join in joins(cells)), *asked])


def _page(
    table: type[Resource],
    cells: Projection,
    paging: Paging,
    limit: int,
    mine: Sequence[ColumnElement[bool]],
    under: Any = None,
    *,
    across: bool,
) -> Any:
    """A page of the rows that are `mine`. It is cut before anything is joined to it: whatever orders it, no more is
    looked up than is shown.

    What `under` gives has a page for each of its rows, which `mine` then names.
    """
    paging, rows = paging.opened(), table.__table__
    # The limit is written out, so that PostgreSQL plans for it.
    most: Any = literal_column(str(limit))
    if not joins(cells):
        return paging.narrow(_select(table, rows, cells).where(*mine), limit=most)
    cut = paging.narrow(
        select(*(rows.c[name] for name in _needed(table, cells, paging, across))).where(*mine), limit=most
    )
    within = cut.subquery("cut") if under is None else cut.correlate(under).lateral("cut")
    return _select(table, within, cells, across=across).order_by(*paging.clauses(within.c))


def _needed(table: type[Resource], cells: Projection, paging: Paging, across: bool) -> list[str]:
    """The columns of rows that cells, joins and the order ask for."""
    names = {cell.column for cell in cells if cell.of is None} | {join.path[0].column for join in joins(cells)}
    if VERSION in names and is_versioned(table):
        names = names - {VERSION} | {"id", *OWNER}
    if across:
        names |= {ACCOUNT}
    return sorted(names | {term.column.name for term in paging.order.terms})


def _page_over(table: type[Resource], cells: Projection, paging: Paging, limit: int) -> Any:
    """A page over many accounts. An account is on it only if its first row comes before those of as many others as the
    page has rows. So of each account one row is looked up, and only of the first accounts as many as are shown.
    """
    assert paging.over is not None
    opened, rows = paging.opened(), table.__table__
    most: Any = literal_column(str(limit))
    among = accounts(paging.over).subquery("over")
    order = sorted({term.column.name for term in paging.order.terms})
    its = owned(table, across=among.c.id)
    one = opened.narrow(select(*(rows.c[name] for name in order)).where(*its), limit=literal_column("1"))
    first = one.correlate(among).lateral("first")
    ranked = select(among.c.id).select_from(among.join(first, true()))
    heads = ranked.order_by(*opened.clauses(first.c)).limit(most).subquery("heads")
    of_head = owned(table, across=heads.c.id)
    names = _needed(table, cells, paging, True)
    each = opened.narrow(select(*(rows.c[name] for name in names)).where(*of_head), limit=most)
    page = each.correlate(heads).lateral("page")
    cut = select(*page.c).select_from(heads.join(page, true())).order_by(*opened.clauses(page.c)).limit(most)
    within = cut.subquery("cut")
    return _select(table, within, cells, across=True).order_by(*opened.clauses(within.c))


def kept(paging: Paging, key: tuple[Any, ...], write: Callable[[], Template]) -> Template:
    """The statement of that key, written the first time, unless it hardly comes again."""
    assert paging.shared, "conditions of one caller's own"
    return _once(key, write) if len(paging.bound.values) <= MOST_VALUES else write()


def _once(key: Hashable, write: Callable[[], Template]) -> Template:
    found: Template | None = _written.get(key)
    if found is None:
        found = _written[key] = write()
    return found
