"""Orders: by any plain column, nulls last, ties broken by id, with cursors that say where in the order one stands."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum, EnumMeta
from functools import cache
from typing import Any

import orjson
import strawberry
from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, false, or_

from app.errors import BadRequest
from app.tables.columns import meta_of, public_name
from app.tables.resource import Resource
from app.tables.texts import storable
from schema.derive.annotations import shape
from schema.derive.fields import input_field, input_type, tidy
from schema.derive.reading_order import in_reading_order
from schema.derive.scalars import is_exact
from schema.derive.strawberry_internals import define_enum

CURSOR = "WyJ"
"""How every cursor begins: a list whose first item is a text, in Base64."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@strawberry.enum(description="The direction of an order. Nulls come last in both directions.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("asc", description="Ascending: smallest, oldest, or first in the alphabet first.")
    DESC = strawberry.enum_value("desc", description="Descending: largest, newest, or last in the alphabet first.")


@dataclass(frozen=True)
class Term:
    """One column of an order. `first_nulls` only in the mirror image of an order that has them last."""

    column: Any
    descending: bool
    first_nulls: bool = False

    def clause(self, columns: Any = None) -> Any:
        """The order of the column, or of the one that `columns` have by its name."""
        column = self.column if columns is None else columns[self.column.name]
        directed = column.desc() if self.descending else column.asc()
        if not self.column.nullable:
            return directed
        return directed.nulls_first() if self.first_nulls else directed.nulls_last()

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """That a row's value comes after `value`."""
        if value is None:
            return self.column.is_not(None) if self.first_nulls else false()
        given = self._given(value)
        after: ColumnElement[bool] = self.column < given if self.descending else self.column > given
        return or_(after, self.column.is_(None)) if self.column.nullable and not self.first_nulls else after

    def same(self, value: Any) -> ColumnElement[bool]:
        if value is None:
            return self.column.is_(None)  # type: ignore[no-any-return]
        return self.column == self._given(value)  # type: ignore[no-any-return]

    def _given(self, value: Any) -> Any:
        """The value as a parameter, unless it is one that is left open."""
        return value if isinstance(value, BindParameter) else bindparam(None, value, type_=_bare(self.column))

    def open(self, name: str, value: Any) -> Any:
        """A parameter by that name in place of a cursor's value. What is null stays so, as it shapes the statement."""
        return None if value is None else bindparam(name, type_=_bare(self.column))


def _bare(column: Any) -> Any:
    """The column's type as PostgreSQL has it: a cursor's value is already plain."""
    return getattr(column.type, "impl_instance", column.type)


@dataclass(frozen=True)
class Order:
    """The terms of an order, the last of which is the id."""

    name: str
    terms: tuple[Term, ...]

    @staticmethod
    def of(table: type[Resource], asked: list[dict[str, Any]], *, newest_first: bool = True) -> "Order":
        """The order asked for; newest first (or last) when none is."""
        c = table.__table__.c
        wanted = [(item["field"].value, (item.get("direction") or OrderDirection.ASC).value) for item in asked]
        wanted = wanted or [_usual(table, newest_first=newest_first)]
        named = [name for name, _ in wanted]
        if len(set(named)) < len(named):
            raise BadRequest("Each field is named in `orderBy` at most once.", field="orderBy")
        if "id" not in named:
            wanted.append(("id", wanted[-1][1]))
        terms = tuple(Term(c[name], direction == "desc") for name, direction in wanted)
        return Order(",".join(f"{name} {direction}" for name, direction in wanted), terms)

    def reversed(self) -> "Order":
        """The same rows from the other end."""
        turned = (replace(t, descending=not t.descending, first_nulls=not t.first_nulls) for t in self.terms)
        return Order(self.name, tuple(turned))

    def beyond(self, values: tuple[Any, ...], *, inclusive: bool = False) -> ColumnElement[bool]:
        """That a row comes after the one of these values; where `inclusive`, that it is that one or comes after."""
        ways = []
        for place, term in enumerate(self.terms):
            same = [before.same(value) for before, value in zip(self.terms[:place], values, strict=False)]
            ways.append(and_(*same, term.beyond(values[place])))
        if inclusive:
            ways.append(and_(*(term.same(value) for term, value in zip(self.terms, values, strict=True))))
        return or_(*ways)

    def compare(self, one: Sequence[Any], other: Sequence[Any]) -> int:
        """Which of two rows with these values comes first: a number below 0 for the first, above for the second."""
        for term, mine, its in zip(self.terms, one, other, strict=True):
            if mine == its:
                continue
            if mine is None or its is None:
                return 1 if mine is None else -1
            return 1 if (mine > its) is not term.descending else -1
        return 0

    def cursor(self, values: Sequence[Any]) -> str:
        """Where a row with these values stands, as an opaque text. Moments may be as DateTime shows them."""
        packed = [_pack(value, term.column) for value, term in zip(values, self.terms, strict=True)]
        return urlsafe_b64encode(orjson.dumps([self.name, *packed])).decode().rstrip("=")

    def parse(self, cursor: str | None, argument: str) -> tuple[Any, ...] | None:
        """The values of a cursor. Raises BadRequest for one that is malformed, or was made in another order."""
        if cursor is None:
            return None
        try:
            name, *values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if name == self.name and len(values) == len(self.terms):
                return tuple(_unpack(value, term.column) for value, term in zip(values, self.terms, strict=True))
        except (ValueError, TypeError, ArithmeticError):
            raise BadRequest(
                f"`{argument}` is no cursor of this connection. Take one from an edge or from pageInfo.", field=argument
            ) from None
        raise BadRequest(
            f"The cursor in `{argument}` was made with another `orderBy`. Start again from the first page.",
            field=argument,
        )


def _usual(table: type[Resource], *, newest_first: bool) -> tuple[str, str]:
    if table.common:
        return "id", "asc"
    return "id" if table.retained else "created", "desc" if newest_first else "asc"


def usual_in_words(table: type[Resource]) -> str:
    """The order of lists when none is asked for, for descriptions."""
    return "by id" if table.common else "newest first"


def _pack(value: Any, column: Any) -> Any:
    if isinstance(value, str) and _bare(column).python_type is datetime:
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return str(value) if isinstance(value, Decimal) else value


def _unpack(value: Any, column: Any) -> Any:
    python = _bare(column).python_type
    if value is None:
        if not column.nullable:
            raise ValueError("a null where none can be")
        return None
    if python is datetime:
        return EPOCH + timedelta(microseconds=int(value))
    if python is Decimal and not is_exact(value := Decimal(str(value))):
        raise ValueError("no number that is kept")
    if not isinstance(value, python) or (python is int and isinstance(value, bool)):
        raise TypeError("a value of another type")
    if (python is int and abs(value) >= 2**63) or (python is str and not storable(value)):
        raise ValueError("a value that PostgreSQL cannot hold")
    return value


def ordered_columns(table: type[Resource]) -> dict[str, str]:
    """The columns that can be ordered by: their names in the graph, in snake_case, and in the table."""
    found = {}
    for column, info in table.model_fields.items():
        meta = meta_of(info)
        if not meta.hidden and not meta.is_ref and shape(info.annotation).is_scalar:
            found[public_name(column, meta)] = column
    found.pop("livemode", None)
    return dict(in_reading_order(found.items(), name=lambda item: item[0]))


@cache
def order_input(table: type[Resource]) -> type:
    """`CustomerOrder`: a field to order by, and which way."""
    name = table.__name__
    members = {field.upper(): column for field, column in ordered_columns(table).items()}
    fields: Any = EnumMeta.__call__(Enum, f"{name}OrderField", members)
    docs = {member: tidy(table.model_fields[column].description) for member, column in members.items()}
    define_enum(fields, f"Fields that {name} objects can be ordered by.", docs)
    return input_type(
        f"{name}Order",
        [
            input_field("field", "field", fields, required=True, description="Field to order objects by."),
            input_field(
                "direction",
                "direction",
                OrderDirection,
                required=False,
                description="Direction of the order; ascending by default.",
            ),
        ],
        f"One term of an order of {name} objects: a field and a direction.",
    )
