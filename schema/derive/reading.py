"""Reader: the one way from the graph to rows. Account, mode and permission are checked here: none can be omitted."""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from asyncpg import Record
from sqlalchemy import ColumnElement, Select, func, select

from app.access.caller import Caller
from app.database import Database
from app.events.readable import hidden_objects, readable_families, readable_types
from app.sql import Written, write
from app.tables.access import KeyScope
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay
from app.tables.resource import Resource
from app.tables.storage import texts
from app.tables.tenancy import Viewer, concealing, owned, unrestricted, unscoped, viewing
from app.tables.texts import storable
from schema.derive.coalescing import Coalescer, Waiter
from schema.derive.rows import Row, columns, row_class
from schema.derive.versions import versions


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A statement written once for all callers, over rows of `table` that `owned` narrows to one account and mode."""

    written: Written
    restricted: Written
    """The same for a key that may not read every family."""
    scoped: Written
    """The same for a key to one customer."""
    record: type[Row]
    """What its rows are."""
    families: tuple[str, ...]
    """Those of all tables that it reads."""
    tables: tuple[type[Resource], ...]
    """All tables that it reads."""

    @staticmethod
    def of(table: type[Resource], statement: Select[Any], also: Iterable[type[Resource]] = ()) -> "Template":
        """Write a statement whose conditions are those of `owned`, and others. `also` are further tables that it
        reads, narrowed in the same way."""
        read = (*read_of(table), *also)
        written = write(unrestricted(statement))
        is_held = any(each.type_column or each.families_column for each in read)
        restricted = write(concealing(unscoped(statement), read)) if is_held else written
        scoped = write(statement) if any(each.scoped_by is not None for each in read) else restricted
        narrowed = {Viewer.account.key, Viewer.livemode.key} <= set(written.order)
        assert narrowed or table.common, "a statement for everyone's rows"
        families = tuple(dict.fromkeys(each.family for each in read))
        return Template(written, restricted, scoped, row_class(table), families, read)


def read_of(table: type[Resource]) -> tuple[type[Resource], ...]:
    """The tables whose rows are read: itself, or those that share it."""
    return table.members or (table,)


class Reader:
    """Reads the caller's rows."""

    def __init__(self, database: Database, caller: Caller) -> None:
        self._database = database
        self.caller = caller
        self._types = readable_types(caller)

    @cached_property
    def _viewer(self) -> Mapping[str, Any]:
        caller = self.caller
        families = readable_families(caller)
        return viewing(
            caller.tenant,
            self._types,
            families=None if families is None else [*families, caller.key_id],
            hidden=hidden_objects(caller),
            customer=None if caller.scope is None else caller.scope.customer,
        )

    def mine(self, table: type[Resource], *, deleted: bool = False) -> list[ColumnElement[bool]]:
        """What makes a row of the table the caller's to see. Raises Forbidden where the key may not read the family."""
        self.must_read(table)
        return owned(table, deleted=deleted)

    def must_read(self, table: type[Resource]) -> None:
        """Raise Forbidden where the key may not read the table's family."""
        for each in read_of(table):
            self.caller.must_read(each)

    def select(
        self, table: type[Resource], *, deleted: bool = False, mine: Iterable[ColumnElement[bool]] | None = None
    ) -> Select[Any]:
        """The caller's rows of a table, or those that are `mine`, to be narrowed down."""
        its = self.mine(table, deleted=deleted)
        return select(*columns(table), *versions(table)).where(*(its if mine is None else mine))

    async def fetch(self, table: type[Resource], statement: Select[Any]) -> list[Row]:
        """Run a statement made from `select` or `mine`."""
        seen = statement if self._types is None else concealing(statement, (table,))
        return await self._database.fetch(seen, row_class(table), await self._viewing())

    async def hidden(self, statement: Select[Any]) -> list[Record]:
        """Rows of a table that is not in the graph, by a statement that `belongs` narrows to its viewer."""
        return await self._database.fetch(statement, Record, await self._viewing())

    async def run(self, template: Template, values: Mapping[str, Any]) -> list[Row]:
        """Run a template for the caller. Raises Forbidden where the key may not read a family."""
        self._check(template)
        return await self._read(template, values)

    async def _viewing(self) -> Mapping[str, Any]:
        """The viewer. To a key of one customer, what is shown now."""
        scope = self.caller.scope
        if scope is None:
            return self._viewer
        rows = await self._database.fetch(shown_methods(scope), Record, self._viewer)
        return {**self._viewer, "_shown": [row["id"] for row in rows]}

    def _check(self, template: Template) -> None:
        if self.caller.may_all:
            return
        if self.caller.reads_by_table:
            for table in template.tables:
                self.caller.must_read(table)
            return
        for family in template.families:
            self.caller.must(family, "read")

    async def _read(self, template: Template, values: Mapping[str, Any]) -> list[Row]:
        if self.caller.scope is not None:
            written, viewer = template.scoped, await self._viewing()
        else:
            written, viewer = template.written if self._types is None else template.restricted, self._viewer
        return await self._database.read(written.text, written.arguments({**values, **viewer}), template.record)

    async def by_id(self, template: Template, ids: Iterable[str]) -> Mapping[str, Row]:
        """Rows by id, read together with what others of the same account and mode ask for at the same time.

        Their first column is the id. Raises Forbidden where the key may not read a family: that is each caller's own.
        """
        self._check(template)
        key, read = self._together(template)
        return await _coalescer(self._database).read(key, filter(storable, ids), read)

    def ask(self, template: Template, id: str, waiter: Waiter) -> None:
        """Have a waiter told what `by_id` gives. Raises Forbidden."""
        self._check(template)
        key, read = self._together(template)
        _coalescer(self._database).ask(key, (id,) if storable(id) else (), read, waiter)

    def _together(self, template: Template) -> tuple[Hashable, Callable[[list[str]], Awaitable[dict[str, Row]]]]:
        """Those whose ids are read together, and how."""

        async def read(together: list[str]) -> dict[str, Row]:
            return {row[0]: row for row in await self._read(template, {"ids": together})}

        asker = None if self._types is None else self.caller.key_id
        return (template, self.caller.tenant, asker, self._types, self.caller.scope), read


def shown_methods(scope: KeyScope) -> Select[Any]:
    """The ids of the payment methods that a key to one customer shows: the newest that may be shown again."""
    columns = PaymentMethod.__table__.c
    may_be = func.coalesce(columns.allow_redisplay, PaymentMethodAllowRedisplay.UNSPECIFIED.value)
    mine = select(columns.id).where(*owned(PaymentMethod), may_be == func.any(texts(scope.redisplay)))
    return mine.order_by(columns.created.desc(), columns.id.desc()).limit(scope.limit)


_coalescers: WeakKeyDictionary[Database, Coalescer] = WeakKeyDictionary()


def _coalescer(database: Database) -> Coalescer:
    """The one of a database, which belongs to one event loop."""
    found = _coalescers.get(database)
    if found is None:
        found = _coalescers[database] = Coalescer()
    return found
