"""Measures: how many rows there are and what their numbers add up to, by group, in one statement for many parents.

PostgreSQL adds up each currency by itself: of an amount, a row has the sums as an array, beside one of their
currencies. Sums of 64-bit integers are of type numeric there, so that none is too large.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Text, cast, func, literal_column, select

from app.tables.columns import Shown, shown_fields
from app.tables.resource import Resource, by_name
from app.tables.tenancy import ACCOUNT, owned
from schema.derive.annotations import shape
from schema.derive.batches import IDS, chosen, kept, parents
from schema.derive.paging import Paging
from schema.derive.reading import Template
from schema.derive.scalars import is_currency
from schema.derive.sqlpaths import PathColumn

COUNT = "count"
ID = "_id"
PLACE = "_place"
NOT_COMMON = ("id", "livemode", "client_secret")
"""Fields of which all rows have one of their own, or all the same."""
USUAL_CURRENCY = "usd"
"""What an amount without a currency is shown in."""


@dataclass(frozen=True)
class Measured:
    """What is asked of rows: the columns that they are grouped by, and those that are added up."""

    by: tuple[str, ...]
    sums: tuple[str, ...]
    apart: bool = False
    """Whether the rows of each account are groups of their own: those that callers chose the ids of are each
    account's own, though the ids be alike."""

    @property
    def keys(self) -> range:
        """The places of what groups are by; the account's is the last."""
        return range(len(self.by) + self.apart)


@dataclass(slots=True)
class Group:
    """The rows that are alike in what they are grouped by, or all rows."""

    key: dict[str, Any]
    """By the columns that groups are by."""
    count: int = 0
    account: str | None = None
    """The account that the rows are in, where those of each are apart."""
    money: dict[str, dict[str, int]] = field(default_factory=dict)
    """By the columns of amounts: the sums, by currency."""
    numbers: dict[str, int] = field(default_factory=dict)
    """By other columns: the sums."""


@cache
def summed(table: type[Resource]) -> dict[str, Shown]:
    """The fields that can be added up: amounts, and whole numbers. Decimals are shares, rates and prices of a unit."""
    found = {}
    for each in shown_fields(table):
        base = shape(each.info.annotation)
        whole = base.is_scalar and issubclass(base.base, int) and base.base is not bool
        if whole and not base.enum:
            found[each.key] = each
    return found


@cache
def grouped(table: type[Resource]) -> dict[str, Shown]:
    """The fields that rows can be grouped by: what several of them may have in common."""
    return {each.key: each for each in shown_fields(table) if _is_common(each)}


def targets(table: type[Resource], key: str) -> list[type[Resource]]:
    """The tables that a field leads to, by which rows can be grouped."""
    return [by_name[name] for name in grouped(table)[key].meta.targets]


def _is_common(field: Shown) -> bool:
    base, meta = shape(field.info.annotation), field.meta
    if not base.is_scalar or field.key in NOT_COMMON:
        return False
    if meta.is_ref:
        # A union that grows from its members' side may have none.
        return bool(meta.targets)
    return base.base is bool or bool(base.enum) or meta.in_groups or is_currency(field.key)


def largest(
    table: type[Resource], column: str | None, asked: Measured, paging: Paging, most: int, *, across: bool = False
) -> Template:
    """Of the rows under each of `ids`, or of all the account's: the `most` largest groups, one row for each."""

    def write() -> Template:
        found = statement(table, column, asked, paging, most, across=across)
        return Template.of(table, found, also=paging.bound.reads)

    return kept(paging, (table, column, asked, most, paging.filter_shape, across), write)


def statement(
    table: type[Resource], column: str | None, asked: Measured, paging: Paging, most: int, *, across: bool = False
) -> Any:
    """The statement of `largest`, whose conditions may be one caller's own."""
    cell = _cells(table, column, asked, paging, across=across).subquery("cell")
    keys = [cell.c[f"key_{place}"] for place in asked.keys]
    currencies = [func.array_agg(each).label(each.name) for each in cell.c if each.name.startswith("currency_")]
    count = func.sum(cell.c[COUNT]).label(COUNT)
    sums = []
    for place, each in enumerate(asked.sums):
        add = func.array_agg if summed(table)[each].meta.currency else func.sum
        sums.append(add(cell.c[f"sum_{place}"]).label(f"sum_{place}"))
    found = select(cell.c[ID], *keys, count, *currencies, *sums).group_by(cell.c[ID], *keys)
    if not keys:
        return found
    if column is None:
        return found.order_by(count.desc(), *keys).limit(literal_column(str(most)))
    group = found.subquery("in_groups")
    order = [group.c[COUNT].desc(), *(group.c[key.name] for key in keys)]
    place_ = func.row_number().over(partition_by=group.c[ID], order_by=order).label(PLACE)
    placed = select(*group.c, place_).subquery("placed")
    within = placed.c[PLACE] <= literal_column(str(most))
    return select(*placed.c).where(within).order_by(placed.c[ID], placed.c[PLACE])


def _cells(table: type[Resource], column: str | None, asked: Measured, paging: Paging, *, across: bool) -> Any:
    """The rows of each parent, group and currency, counted and added up."""
    rows = table.__table__
    if column is None:
        parent, mine = literal_column("''", Text()), chosen(table, paging)
    elif across:
        of, mine = parents(table, column, across=True)
        parent = of.c.id
    else:
        parent, mine = rows.c[column], [*owned(table), rows.c[column] == func.any(IDS)]
    by = [*(PathColumn.of(table, each).sql for each in asked.by), *([rows.c[ACCOUNT]] if asked.apart else [])]
    keys = [each.label(f"key_{place}") for place, each in enumerate(by)]
    currencies = [
        func.coalesce(rows.c[each], USUAL_CURRENCY).label(f"currency_{place}")
        for place, each in enumerate(_currencies(table, asked))
    ]
    sums = [
        func.sum(cast(PathColumn.of(table, each).sql, BigInteger())).label(f"sum_{place}")
        for place, each in enumerate(asked.sums)
    ]
    apart = [parent.label(ID), *keys, *currencies]
    # By their places: a parameter that stands twice is two to PostgreSQL.
    places: list[Any] = [literal_column(str(place + 1)) for place in range(len(apart))]
    found = select(*apart, func.count().label(COUNT), *sums).select_from(rows)
    return found.where(*mine, *paging.conditions).group_by(*places)


def _currencies(table: type[Resource], asked: Measured) -> Sequence[str]:
    """The columns with the currencies of the amounts that are added up."""
    metas = (summed(table)[each].meta for each in asked.sums)
    return list(dict.fromkeys(meta.currency for meta in metas if meta.currency))


def groups(table: type[Resource], asked: Measured, rows: Iterable[Any]) -> dict[str, list[Group]]:
    """The groups of each parent by its id, in the order of their rows."""
    currencies = {each: f"currency_{place}" for place, each in enumerate(_currencies(table, asked))}
    found: dict[str, list[Group]] = {}
    for row in rows:
        key = {each: row[f"key_{place}"] for place, each in enumerate(asked.by)}
        group = Group(key, int(row[COUNT]), row[f"key_{len(asked.by)}"] if asked.apart else None)
        for place, each in enumerate(asked.sums):
            value, currency = row[f"sum_{place}"], summed(table)[each].meta.currency
            if currency is None:
                group.numbers[each] = int(value or 0)
                continue
            by_currency = group.money[each] = {}
            for of, amount in zip(row[currencies[currency]], value, strict=True):
                if amount is not None:
                    by_currency[of] = by_currency.get(of, 0) + int(amount)
        found.setdefault(row[ID], []).append(group)
    return found
