"""`aggregate` of a connection: how many objects there are on all pages, what their amounts add up to in each currency,
and the same by groups. PostgreSQL counts; objects are not read."""

from collections.abc import Awaitable, Sequence
from enum import Enum, EnumMeta
from functools import cache
from typing import Any

from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from app.errors import BadRequest
from app.tables.resource import Resource
from app.tables.tenancy import ACCOUNT
from schema.derive import kinds, measures
from schema.derive.connections import Page, UnsavedPage, check_sizes, made_connections
from schema.derive.context import Context, Info
from schema.derive.fields import add_field, argument, object_type, plain_field, resolved_field
from schema.derive.measures import Group, Measured, grouped, summed, targets
from schema.derive.paging import Paging
from schema.derive.reach import NO_ACCOUNT, account_in, has_keys
from schema.derive.scalars import Currency, Int64, Money
from schema.derive.strawberry_internals import define_enum, selected_names
from schema.derive.types import key_field

MAX_BY = 5
"""Fields that groups are by."""
COUNT = "Number of the objects."
SUM = "Sums of the objects' amounts and whole numbers."
NODES = "Groups, those with the most objects first."
MORE = "Whether there are groups beyond these."


class Aggregate:
    """The rows on all pages of a connection, of which nothing is read until a field asks for it."""

    def __init__(self, page: Page, names: frozenset[str]) -> None:
        self.page = page
        self.sums = tuple(key for key, each in summed(page.table).items() if to_camel_case(each.name) in names)

    @property
    def account(self) -> str | None:
        """The account that what groups are by is in, where the operation reads across accounts."""
        if not self.page.context.across:
            return None
        if self.page.parent:
            return account_in(self.page.parent)
        return None if self.page.paging.over is None else NO_ACCOUNT

    def total(self) -> Awaitable[Group]:
        """All rows as one group."""
        return _first(self._loaded(Measured((), self.sums), 1))

    def groups(self, by: Sequence[str], most: int) -> Awaitable[list[Group]]:
        """The largest groups, at most so many."""
        over_several = self.page.paging.over is not None and not self.page.parent
        apart = over_several and any(has_keys(target) for each in by for target in targets(self.page.table, each))
        return self._loaded(Measured(tuple(by), self.sums, apart), most)

    def _loaded(self, asked: Measured, most: int) -> Awaitable[list[Group]]:
        page = self.page
        context, table, column, paging = page.context, page.table, page.column, page.paging

        async def batch(ids: list[str]) -> list[list[Group]]:
            rows = await _read(context, table, column, asked, paging, most, ids)
            found = measures.groups(table, asked, rows)
            return [found.get(id, []) for id in ids]

        conditions = paging.key if paging.shared else paging
        loader = context.loaders.get(("aggregate", table, column, conditions, asked, most), batch)
        return loader.load(page.parent or "")


async def _read(
    context: Context,
    table: type[Resource],
    column: str | None,
    asked: Measured,
    paging: Paging,
    most: int,
    ids: list[str],
) -> Sequence[Any]:
    if not paging.shared:
        context.reader.must_read(table)
        statement = measures.statement(table, column, asked, paging, most, across=context.across)
        return await context.reader.fetch(table, statement)
    values = paging.values if column is None else {**paging.values, "ids": ids}
    template = measures.largest(table, column, asked, paging, most, across=context.across)
    return await context.reader.run(template, values)


async def _first(groups: Awaitable[list[Group]]) -> Group:
    return next(iter(await groups), Group({}))


def add_aggregates() -> None:
    """Give every connection to rows `aggregate`, once all types are there."""
    for table, connection in made_connections():
        add_field(connection, _aggregate_field(table))


def _aggregate_field(table: type[Resource]) -> StrawberryField:
    def resolve(root: Page, info: Info) -> Aggregate:
        if isinstance(root, UnsavedPage):
            raise BadRequest("`aggregate` asks PostgreSQL, where the objects of a preview are not.", field="aggregate")
        return Aggregate(root, selected_names(info))

    return resolved_field(
        "aggregate",
        resolve,
        kind=kinds.Part("aggregate"),
        description="Count and sums of the objects on all pages. Computed only if selected.",
        returns=_aggregate_type(table),
        arguments={"root": Any, "info": Info},
    )


def _aggregate_type(table: type[Resource]) -> type:
    def count(root: Aggregate) -> Awaitable[int]:
        return _count_of(root.total())

    def total(root: Aggregate) -> Awaitable[dict[str, Any]]:
        return _sums_of(table, root.total(), root.sums)

    name = table.__name__
    sums, groups, of_root = _sums_type(table), _groups_field(table), {"root": Any}
    fields = [
        resolved_field("count", count, kind=kinds.Part("count"), description=COUNT, returns=int, arguments=of_root)
    ]
    if sums is not None:
        fields.append(
            resolved_field("sum", total, kind=kinds.Part("sum"), description=SUM, returns=sums, arguments=of_root)
        )
    return object_type(f"{name}Aggregate", [*fields, *groups], f"Count and sums of {name} objects.")


async def _count_of(group: Awaitable[Group]) -> int:
    return (await group).count


async def _sums_of(table: type[Resource], group: Awaitable[Group], sums: Sequence[str]) -> dict[str, Any]:
    return _shown(table, await group, sums)


def _shown(table: type[Resource], group: Group, sums: Sequence[str]) -> dict[str, Any]:
    """The sums of a group as `sum` shows them: of amounts a list, by currency."""
    found: dict[str, Any] = {}
    for each in sums:
        if summed(table)[each].meta.currency:
            money = sorted(group.money.get(each, {}).items())
            found[each] = [Money(amount=Int64(amount), currency=Currency(currency)) for currency, amount in money]
        else:
            found[each] = group.numbers.get(each, 0)
    return found


@cache
def _sums_type(table: type[Resource]) -> type | None:
    """`PaymentIntentAggregateSums`; None where there is nothing to add up."""
    fields = []
    for key, each in summed(table).items():
        type_ = list[Money] if each.meta.currency else Int64
        about = f"Sum of the objects' `{to_camel_case(each.name)}`{', by currency' if each.meta.currency else ''}."
        fields.append(plain_field(each.name, type_, kind=kinds.Column(key), column=key, description=about))
    about = f"Sums over {table.__name__} objects: of amounts one for each currency, never across currencies."
    return object_type(f"{table.__name__}AggregateSums", fields, about) if fields else None


def _groups_field(table: type[Resource]) -> list[StrawberryField]:
    """`groups`; nothing where objects have nothing in common."""
    if not grouped(table):
        return []

    def resolve(root: Aggregate, info: Info, by: list[Any], first: int | None = None) -> Awaitable[dict[str, Any]]:
        columns = [getattr(each, "value", each) for each in by]
        if not 0 < len(columns) <= MAX_BY or len(set(columns)) < len(columns):
            raise BadRequest(f"`by` names 1 to {MAX_BY} fields, each at most once.", field="by")
        most = info.context.limits.max_page_size
        check_sizes(most, first, None)
        size = most if first is None else first
        return _page_of(table, root, root.groups(columns, size + 1), size)

    name = table.__name__
    fields = [
        plain_field("nodes", list[_group_type(table)], kind=kinds.Column("nodes"), column="nodes", description=NODES),  # type: ignore[misc]
        plain_field("has_more", bool, kind=kinds.Column("has_more"), column="has_more", description=MORE),
    ]
    return [
        resolved_field(
            "groups",
            resolve,
            kind=kinds.Part("groups"),
            description="Count and sums of the objects by what they have in common, the largest groups first.",
            returns=object_type(f"{name}AggregateGroups", fields, f"Groups of {name} objects, the largest first."),
            arguments={
                "root": Any,
                "info": Info,
                "by": argument(list[_group_by(table)], f"Fields that all objects of a group share, 1 to {MAX_BY}."),  # type: ignore[misc]
                "first": argument(int | None, "Number of groups. Default and maximum 100."),
            },
        )
    ]


async def _page_of(table: type[Resource], of: Aggregate, groups: Awaitable[list[Group]], size: int) -> dict[str, Any]:
    found = await groups
    nodes = [
        {ACCOUNT: each.account or of.account, **each.key, "count": each.count, "sum": _shown(table, each, of.sums)}
        for each in found[:size]
    ]
    return {"nodes": nodes, "has_more": len(found) > size}


def _group_type(table: type[Resource]) -> type:
    sums = _sums_type(table)
    keys = {each.name: key_field(table, each) for each in grouped(table).values()}
    assert not {"count", "sum"} & keys.keys(), f"a field of {table.__name__} has the name of a measure"
    fields = [plain_field("count", int, kind=kinds.Column("count"), column="count", description=COUNT)]
    if sums is not None:
        fields.append(plain_field("sum", sums, kind=kinds.Column("sum"), column="sum", description=SUM))
    name = table.__name__
    about = f"{name} objects that have fields in common, which are null where groups are not by these fields."
    return object_type(f"{name}AggregateGroup", [*keys.values(), *fields], about)


def _group_by(table: type[Resource]) -> type[Enum]:
    """`PaymentIntentAggregateField`: what groups can be by."""
    members = {each.name.upper(): key for key, each in grouped(table).items()}
    fields: Any = EnumMeta.__call__(Enum, f"{table.__name__}AggregateField", members)
    docs = {member: f"Groups by the field `{to_camel_case(member.lower())}`." for member in members}
    define_enum(fields, f"Fields that {table.__name__} objects can be grouped by.", docs)
    return fields  # type: ignore[no-any-return]
