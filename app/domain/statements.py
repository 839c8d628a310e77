"""The statements by which a transaction reads rows, each written once for all tenants and values."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Select, Text, bindparam, func, select

from app.sql import Part, Written, write
from app.tables.billing.test_clock import TestClock
from app.tables.codec import codec
from app.tables.infrastructure import Wake
from app.tables.resource import Resource
from app.tables.tenancy import Tenant, owned, unscoped

PLAIN = frozenset({str, int, bool, datetime})
"""Types of most values: known at a look."""
Equals = Mapping[str, Any]
"""Columns and the value of each: one value, None, or a collection of those that it may be."""

UNWAKING = (
    "DELETE FROM wake USING unnest($?::text[], $?::bool[], $?::text[], $?::text[]) "
    "AS canceled (account_id, livemode, target_id, what) WHERE wake.account_id = canceled.account_id "
    "AND wake.target_id = canceled.target_id AND wake.livemode = canceled.livemode AND wake.what = canceled.what"
)


@cache
def by_ids(table: type[Resource], *, lock: bool) -> Written:
    """Reads the tenant's rows by `ids`, deleted ones too; in the order of ids, so that no two lock crosswise."""
    ids = bindparam("ids", type_=ARRAY(Text))
    return _write(_of(table, lock, by_id=True).where(table.__table__.c.id == func.any(ids)).order_by("id"), lock)


@cache
def by_id(table: type[Resource], *, lock: bool) -> Written:
    """Reads the tenant's row by `id`, even a deleted one."""
    return _write(_of(table, lock, by_id=True).where(table.__table__.c.id == bindparam("id", type_=Text)), lock)


def by_columns(table: type[Resource], equals: Equals, *, lock: bool) -> Written:
    """Reads the tenant's undeleted rows whose columns equal values, oldest first."""
    return _by_columns(table, tuple((name, kind_of(value)) for name, value in equals.items()), lock)


def given(equals: Equals) -> dict[str, Any]:
    """The values of a statement by columns."""
    return {name: list(value) if kind_of(value) == "any" else value for name, value in equals.items()}


def meets(row: Resource, equals: Equals) -> bool:
    """Whether the row, as it is in memory, is one that a statement by columns asks for."""
    for name, value in equals.items():
        stands = row.__dict__[name]
        if stands not in value if kind_of(value) == "any" else stands != value:
            return False
    return True


def kind_of(value: Any) -> str:
    """How a column is compared with a value: `null`, `any` or `equal`."""
    if value is None:
        return "null"
    if type(value) in PLAIN:
        return "equal"
    return "any" if isinstance(value, Collection) and not isinstance(value, str | bytes) else "equal"


@cache
def _by_columns(table: type[Resource], kinds: tuple[tuple[str, str], ...], lock: bool) -> Written:
    columns = table.__table__.c
    statement = _of(table, lock)
    for name, kind in kinds:
        column = columns[name]
        match kind:
            case "null":
                statement = statement.where(column.is_(None))
            case "any":
                statement = statement.where(column == func.any(bindparam(name, type_=ARRAY(Text))))
            case _:
                statement = statement.where(column == bindparam(name, type_=column.type))
    return _write(statement.order_by(columns.created, columns.id), lock)


def _of(table: type[Resource], lock: bool, *, by_id: bool = False) -> Select[Any]:
    # Whom a row is shared with may see it; only its owner changes it.
    return select(*codec(table).selected).where(*owned(table, deleted=by_id, shared=not lock, by_id=by_id))


def _write(statement: Select[Any], lock: bool) -> Written:
    statement = unscoped(statement)
    return write(statement.with_for_update() if lock else statement)


@cache
def clock(*, share: bool, wait: bool) -> Written:
    """Reads and locks a test clock by `id`, or shares its lock; without `wait`, skips a clock that another has locked.
    The id is one that a row of the tenant's holds; the clock may be a platform's."""
    columns = TestClock.__table__.c
    statement = select(*codec(TestClock).selected).where(
        columns.id == bindparam("id", type_=Text), columns.deleted_at.is_(None)
    )
    return write(statement.with_for_update(read=share, skip_locked=not wait))


def unwaking(canceled: Collection[tuple[Tenant, str, str]]) -> Part:
    """Cancels the pending wakes of objects: of whom, for which object, by the name of which job."""
    accounts, modes, targets, names = zip(*((*tenant, target, name) for tenant, target, name in canceled), strict=True)
    return Part(UNWAKING, (list(accounts), list(modes), list(targets), list(names)))


def moment_of(wake: Wake) -> tuple[Any, ...]:
    """Equal for wakes of one tenant, job, moment and clock."""
    return Tenant.of(wake), wake.what, wake.due, wake.clock_id
