"""Tenancy: which account and mode a row belongs to, and who may see the row. Only the tables themselves also name these
columns."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Text,
    and_,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    true,
)
from sqlalchemy import table as named
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

from app.tables.record import Record

if TYPE_CHECKING:
    from app.tables.resource import Resource


class Tenant(NamedTuple):
    """One account in one mode. A tenant's rows are out of reach of every other tenant."""

    account: str
    """The account's id."""
    livemode: bool

    @classmethod
    def of(cls, row: Any) -> "Tenant":
        """The tenant that a row belongs to: a record, or what was read of one."""
        return tenant_in(row.__dict__ if isinstance(row, Record) else row)

    @property
    def mode(self) -> str:
        """`live` or `test`."""
        return "live" if self.livemode else "test"

    @property
    def columns(self) -> dict[str, Any]:
        """The tenant as the columns of a row that belongs to it."""
        return {"account_id": self.account, "livemode": self.livemode}


def tenant_in(values: Any) -> Tenant:
    """The tenant among values by column. It is asked for so often that the half of the time is worth its way."""
    return tuple.__new__(Tenant, (values["account_id"], values["livemode"]))


OWNER = ACCOUNT, MODE = "account_id", "livemode"
"""The names of the columns with the tenant of a row."""


def owner(columns: Any) -> tuple[Any, Any]:
    """The columns with the tenant of a row, which `Tenant.of` reads."""
    return columns.account_id, columns.livemode


def in_accounts(columns: Any, accounts: Any) -> ColumnElement[bool]:
    """That a row belongs to any of several accounts, in either mode."""
    found: ColumnElement[bool] = columns.account_id == func.any(accounts)
    return found


def belongs(columns: Any, tenant: Any, *, by_id: bool = False) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a row belongs to the tenant. `columns` are a table's, or a class's; `tenant` has values or parameters.

    With `by_id` it is a condition beside an id, and written such that no index can serve it: PostgreSQL, which plans
    while a table is small, might else choose to read all of the tenant's rows.
    """
    if by_id:
        return (
            columns.account_id.is_not_distinct_from(tenant.account),
            columns.livemode.is_not_distinct_from(tenant.livemode),
        )
    return columns.account_id == tenant.account, columns.livemode == tenant.livemode


def same_tenant(columns: Any, others: Any, *, by_id: bool = False) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That two rows belong to the same tenant. `by_id` is that of `belongs`."""
    if by_id:
        return (
            columns.account_id.is_not_distinct_from(others.account_id),
            columns.livemode.is_not_distinct_from(others.livemode),
        )
    return columns.account_id == others.account_id, columns.livemode == others.livemode


_ACCOUNTS = named("account", *map(column, ("id", "livemode", "platform_id", "deleted_at"))).alias("connected")


def emitted(event: Any, delivery: Any) -> ColumnElement[bool]:
    """That an event is the one of a delivery of that id, and that the delivery's account may still see it: as its own,
    or as that of an account that is still connected to it."""
    connected = and_(event.account_id == delivery.account, of_connected(event, delivery.account_id))
    return or_(and_(delivery.account.is_(None), *same_tenant(event, delivery)), connected)


def of_platform(platform: Any, livemode: Any) -> tuple[ColumnElement[bool], ...]:
    """That an account of `connected_accounts` is connected to a platform, in a mode."""
    c = _ACCOUNTS.c
    return c.platform_id == platform, c.livemode == livemode, c.deleted_at.is_(None)


def connected_accounts() -> Any:
    """The accounts that `of_platform` narrows down."""
    return _ACCOUNTS


def connected_to(account: Any, platform: Any, livemode: Any) -> ColumnElement[bool]:
    """That an account is connected to a platform, in a mode."""
    its = (_ACCOUNTS.c.id == account, *of_platform(platform, livemode))
    # Wherever the account comes from, it is not looked for within.
    return exists(literal_column("1")).where(*its).correlate_except(_ACCOUNTS)


def of_connected(columns: Any, platform: Any) -> ColumnElement[bool]:
    """That a row's account is connected to a platform, in the row's mode."""
    return connected_to(columns.account_id, platform, columns.livemode)


class Viewer:
    """The tenant that reads or changes rows, as the parameters of statements that are compiled once."""

    account = bindparam("_account", type_=Text())
    livemode = bindparam("_livemode", type_=Boolean())
    columns: ClassVar[dict[str, Any]] = {"account_id": account, "livemode": livemode}
    """The viewer as the columns of a row of their own."""
    types = bindparam("_types", type_=ARRAY(Text()))
    """The types of events that the viewer may read; null for all."""
    families = bindparam("_families", type_=ARRAY(Text()))
    """The families that the viewer may read, and the id of its key; null for all."""
    hidden = bindparam("_hidden", type_=ARRAY(Text()))
    """Stripe's names of the objects that the viewer may not read."""
    customer = bindparam("_customer", type_=Text())
    """The one customer whose rows the viewer may read; null for all."""
    shown = bindparam("_shown", type_=ARRAY(Text()))
    """The ids of that customer's rows that the viewer may read; null for all."""
    names: ClassVar[frozenset[str]] = frozenset(
        each.key for each in (account, livemode, types, families, hidden, customer, shown)
    )
    """Those of all these parameters."""


def within_reach(account: Any) -> ColumnElement[bool]:
    """That an account is the viewer's own, or one that is connected to it. The own is not looked up."""
    return or_(account == Viewer.account, connected_to(account, Viewer.account, Viewer.livemode))


def reached(columns: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a row is the viewer's, or that of an account that is connected to the viewer's."""
    return within_reach(columns.account_id), columns.livemode == Viewer.livemode


def viewing(
    tenant: Tenant,
    types: Collection[str] | None = None,
    *,
    families: Collection[str] | None = None,
    hidden: Collection[str] = (),
    customer: str | None = None,
    shown: list[str] | None = None,
) -> dict[str, Any]:
    """One viewer, as the values of those parameters."""
    return {
        "_account": tenant.account,
        "_livemode": tenant.livemode,
        "_types": None if types is None else list(types),
        "_families": None if families is None else list(families),
        "_hidden": list(hidden),
        "_customer": customer,
        "_shown": shown,
    }


Statement = TypeVar("Statement", bound=ExternallyTraversible)
_SCOPE = "scope"
"""Marks the conditions that hold a key to its one customer."""
_FAMILIES = "families"
"""Marks the conditions that hold a key to the families that it may read."""


def unscoped(statement: Statement) -> Statement:
    """The statement for viewers that are not held to one customer. A generic plan would count on the conditions that
    let all rows pass, and read whole tables for the few that it expects to be left."""
    return _without(statement, {_SCOPE})


def unrestricted(statement: Statement) -> Statement:
    """The same for viewers that may read every family of the account."""
    return _without(statement, {_SCOPE, _FAMILIES})


def concealing(statement: Statement, tables: "Iterable[type[Resource]]") -> Statement:
    """The same for viewers that may not read every family: what rows of these tables hold of other objects is read as
    far as the viewer may read these."""
    held = {(table.__table__, table.concealed_column) for table in tables if table.concealed_column}

    def replaced(element: Any, **_: Any) -> Any:
        if (getattr(element, "table", None), getattr(element, "name", None)) not in held:
            return None
        return func.concealed_data(element, Viewer.hidden, type_=element.type).label(element.name)

    return cast(Statement, replacement_traverse(statement, {}, replaced)) if held else statement


def _without(statement: Statement, marks: set[str]) -> Statement:
    def replaced(element: Any, **_: Any) -> Any:
        return None if marks.isdisjoint(getattr(element, "_annotations", ())) else true()

    return cast(Statement, replacement_traverse(statement, {}, replaced))


def owned(
    table: "type[Resource]",
    *,
    columns: Any = None,
    deleted: bool = False,
    shared: bool = True,
    by_id: bool = False,
    across: Any = None,
) -> list[ColumnElement[bool]]:
    """That a row of the table is the viewer's to see and, unless `deleted` is set, still there: in a statement that is
    run with the values of `viewing`. Rows that are `common` are everyone's. `columns` are those of an alias of the
    table, where it is joined. Without `shared` it is the viewer's own. `by_id` is that of `belongs`, and finds what is
    shared by id alone. With `across` it may be of any account within the viewer's reach: it is True, or the account as
    an expression that is one of these."""
    if table.common:
        return []
    columns = table.__table__.c if columns is None else columns
    # The ids of singles are alike: the primary key finds one of them, the index of ids many.
    mine, mode = belongs(columns, Viewer, by_id=by_id and not table.is_single)
    if across is not None:
        mine = within_reach(columns.account_id) if across is True else columns.account_id == across
    if shared and table.shared_with is not None and (by_id or not table.shared_by_id):
        mine = or_(mine, columns[table.shared_with] == Viewer.account)
    if shared and by_id and table.shown_to_platform:
        mine = or_(mine, of_connected(columns, Viewer.account))
    conditions = [mine, mode]
    if table.type_column is not None:
        readable = or_(Viewer.types.is_(None), columns[table.type_column] == func.any(Viewer.types))
        conditions.append(readable._annotate({_FAMILIES: True}))
    if table.families_column is not None:
        within = columns[table.families_column].op("<@")(func.to_jsonb(Viewer.families))
        conditions.append(or_(Viewer.families.is_(None), within)._annotate({_FAMILIES: True}))
    if table.scoped_by is not None:
        scope = [or_(Viewer.customer.is_(None), columns[table.scoped_by] == Viewer.customer)]
        if table.scoped_by != "id":
            scope.append(or_(Viewer.shown.is_(None), columns.id == func.any(Viewer.shown)))
        conditions += [condition._annotate({_SCOPE: True}) for condition in scope]
    return conditions if deleted else [*conditions, columns.deleted_at.is_(None)]
