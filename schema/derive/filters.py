"""`where`: conditions on any column, on the fields of embedded values, and on metadata, joined by and, or, not."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import strawberry
from sqlalchemy import Boolean, ColumnElement, Text, and_, bindparam, func, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from strawberry.utils.str_converters import to_camel_case

from app.errors import BadRequest
from app.tables.columns import ColumnMeta, meta_of, public_name, shown_fields
from app.tables.resource import Asked, Resource
from app.tables.values import Value
from schema.derive.annotations import Shape, shape
from schema.derive.enums import graph_enum
from schema.derive.fields import input_field, input_type
from schema.derive.reading_order import Kind, in_reading_order
from schema.derive.scalars import Int64
from schema.derive.sqlpaths import PathColumn
from schema.derive.strawberry_internals import Field, strawberry_type

_ORDERED = {
    "gt": "The field is greater than this value.",
    "gte": "The field is greater than or equal to this value.",
    "lt": "The field is less than this value.",
    "lte": "The field is less than or equal to this value.",
}
_TEXT = {
    "starts_with": "The field begins with this text (case-sensitive).",
    "contains": "The field contains this text (case-sensitive).",
    "matches": "The field matches this pattern (case-sensitive), where `*` is any text, such as `invoice.*`.",
}
_WHERE = "Conditions on {}; all must hold."
UNDER_TEST_CLOCK = Asked(
    "Whether the object lives under a test clock, rather than in real time.",
    lambda columns: columns.clock_id.is_not(None),
)
MAX_LIST = 100
MAX_NESTING = 10


@cache
def filter_input(name: str, type_: Any, ordered: bool, text: bool) -> type:
    """`StringFilter` and its like: what can be asked of one kind of field."""
    words = {"eq": "The field equals this value.", "ne": "The field does not equal this value; null matches."}
    words |= (_ORDERED if ordered else {}) | (_TEXT if text else {})
    fields = [input_field(word, word, type_, required=False, description=about) for word, about in words.items()]
    fields.insert(
        2,
        input_field(
            "in", "in_", list[type_], required=False, description="The field equals one of these values, at most 100."
        ),
    )
    fields.append(input_field("is_null", "is_null", bool, required=False, description="Whether the field is null."))
    return input_type(name, fields, _WHERE.format(f"a field of type {name.removesuffix('Filter')}"))


def _filter(found: Shape, meta: ColumnMeta) -> type | None:
    """The filter of a field that holds one scalar."""
    if found.many:
        return None
    if meta.is_ref:
        return filter_input("IDFilter", strawberry.ID, False, False)
    if found.enum:
        return filter_input(f"{found.enum.__name__}Filter", graph_enum(found.enum), False, False)
    if meta.currency:
        return filter_input("Int64Filter", Int64, True, False)
    for base, name, ordered, text in (
        (bool, "BooleanFilter", False, False),
        (int, "IntFilter", True, False),
        (Decimal, "DecimalFilter", True, False),
        (datetime, "DateTimeFilter", True, False),
        (str, "StringFilter", True, True),
    ):
        if isinstance(found.base, type) and issubclass(found.base, base):
            return filter_input(name, base, ordered, text)
    return None


@cache
def metadata_filter() -> type:
    """What can be asked of one key of the metadata."""
    return input_type(
        "MetadataFilter",
        [
            input_field("key", "key", str, required=True, description="Key of the metadata entry."),
            input_field("eq", "eq", str, required=False, description="The value equals this text."),
            input_field(
                "ne",
                "ne",
                str,
                required=False,
                description="The value does not equal this text, or the key is missing.",
            ),
            input_field("is_null", "is_null", bool, required=False, description="Whether the key is missing."),
        ],
        "Conditions on one key of the metadata; all must hold.",
    )


MAX_DEPTH = 2
"""How deep `where` goes into embedded values: of `card.checks.address_line1`, `checks` is the second."""


@cache
def where_input(table: type[Resource]) -> type:
    """`CustomerWhere`: what can be asked of a table's rows."""
    # Made with a stand-in for their type, which is the input itself and so is not there yet.
    joins = [
        input_field("and", "and_", bool, required=False, description="All of these conditions hold."),
        input_field("or", "or_", bool, required=False, description="At least one of these conditions holds."),
        input_field("not", "not_", bool, required=False, description="The condition does not hold."),
    ]
    made = input_type(f"{table.__name__}Where", [*_where_fields(table, 0), *joins], _WHERE.format(table.__name__))
    many, one = strawberry_type(list[made] | None), strawberry_type(made | None)  # type: ignore[valid-type]
    for field, type_ in zip(joins, (many, many, one), strict=True):
        field.known_type = type_
    return made


def _where_fields(holder: type[Resource] | type[Value], depth: int) -> list[Field]:
    fields = []
    for each in shown_fields(holder):
        column, info, meta = each.key, each.info, each.meta
        type_ = _where_type(column, shape(info.annotation), meta, depth)
        if type_ is not None:
            name = public_name(column, meta)
            field = input_field(name, column, type_, required=False, description=info.description)
            fields.append((field, Kind.RELATION if meta.targets else Kind.OWN))
    if issubclass(holder, Resource):
        flag = filter_input("BooleanFilter", bool, False, False)
        for name, asked in _asked_of(holder).items():
            fields.append((input_field(name, name, flag, required=False, description=asked.about), Kind.OWN))
    ordered = in_reading_order(fields, name=lambda item: item[0].graphql_name or "", kind=lambda item: item[1])
    return [field for field, _ in ordered]


def _asked_of(table: type[Resource]) -> dict[str, Asked]:
    """The conditions on a table beside those on its columns."""
    shown = any("test_clock" in meta_of(field).targets for field in table.model_fields.values())
    shown = shown or table.object_name == "test_helpers.test_clock"
    if shown or table.in_real_time or table.common:
        return table.asked
    return {"under_test_clock": UNDER_TEST_CLOCK} | table.asked


def _where_type(column: str, found: Shape, meta: ColumnMeta, depth: int) -> type | None:
    if column == "id":
        return filter_input("IDFilter", strawberry.ID, False, False)
    if column == "meta":
        return metadata_filter()
    if found.value and not found.many:
        return _value_where(found.value, flat=depth + 1 == MAX_DEPTH) if depth < MAX_DEPTH else None
    return _filter(found, meta)


@cache
def _value_where(value: type[Value], *, flat: bool) -> type | None:
    """What can be asked of an embedded value: `ShippingWhere`, shared by all that hold one; at the last level
    `ShippingFlatWhere`, unless there is no difference. None where nothing can be asked."""
    if flat and not _is_flat(value):
        fields, name = _where_fields(value, MAX_DEPTH), f"{value.__name__}FlatWhere"
    elif flat:
        return _value_where(value, flat=False)
    else:
        fields, name = _where_fields(value, 1), f"{value.__name__}Where"
    return input_type(name, fields, _WHERE.format(value.__name__)) if fields else None


def _is_flat(value: type[Value]) -> bool:
    """Whether a value holds no other that could be asked about."""
    shapes = (shape(each.info.annotation) for each in shown_fields(value))
    return not any(found.value and not found.many for found in shapes)


def conditions_of(table: type[Resource], where: dict[str, Any], depth: int = 0) -> list[ColumnElement[bool]]:
    """A `where` as SQL. Values only ever travel as parameters."""
    if depth > MAX_NESTING:
        raise BadRequest(f"`where` nests and, or and not at most {MAX_NESTING} deep.", field="where")
    found: list[ColumnElement[bool]] = []
    for key, asked in where.items():
        if asked is None:
            continue
        if key == "and_":
            found += [_all(conditions_of(table, each, depth + 1)) for each in asked]
        elif key == "or_":
            if not asked:
                raise BadRequest("`or` needs at least one condition.", field="where")
            found.append(or_(*(_all(conditions_of(table, each, depth + 1)) for each in asked)))
        elif key == "not_":
            found.append(not_(func.coalesce(_all(conditions_of(table, asked, depth + 1)), False)))
        elif key == "meta":
            found += _on_metadata(table.__table__.c.meta, asked)
        elif key in (conditions := _asked_of(table)):
            column = _Asked(conditions[key].holds(table.__table__.c))
            found += [_compare(column, word, value) for word, value in asked.items()]
        else:
            found += _on_field(PathColumn.of(table, key), asked)
    return found


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(true(), *conditions)


def _on_field(path: PathColumn, asked: dict[str, Any]) -> list[ColumnElement[bool]]:
    if path.value is not None:
        inner = ((path.into(name), each) for name, each in asked.items() if each is not None)
        return [condition for path, each in inner for condition in _on_field(path, each)]
    return [_compare(path, word, value) for word, value in asked.items()]


@dataclass(frozen=True)
class _Asked:
    """A condition of a table's own, in place of a column."""

    sql: ColumnElement[Any]
    type: Any = Boolean()


def _compare(path: PathColumn | _Asked, word: str, value: Any) -> ColumnElement[bool]:
    column: ColumnElement[Any] = path.sql
    if word == "is_null" or value is None:
        return column.is_(None) if _wants_nothing(word, value) else column.is_not(None)
    if word == "in_":
        if len(value) > MAX_LIST:
            raise BadRequest(f"`in` takes at most {MAX_LIST} values; {len(value)} were given.", field="where")
        plain = [_plain(item) for item in value]
        return column == func.any(bindparam(None, plain, type_=ARRAY(path.type)))
    if word in ("starts_with", "contains"):
        return (
            column.startswith(value, autoescape=True)
            if word == "starts_with"
            else column.contains(value, autoescape=True)
        )
    if word == "matches":
        return column.like(_pattern(value))
    given = bindparam(None, _plain(value), type_=path.type)
    match word:
        case "eq":
            return column == given
        case "ne":
            return column.is_distinct_from(given)
        case "gt":
            return column > given
        case "gte":
            return column >= given
        case "lt":
            return column < given
    return column <= given


def _pattern(text: str) -> str:
    """`invoice.*` as PostgreSQL writes a pattern."""
    for character in ("\\", "%", "_"):
        text = text.replace(character, f"\\{character}")
    return text.replace("*", "%")


def _wants_nothing(word: str, value: Any) -> bool:
    """Whether `isNull`, or a null in place of a value, asks for nothing rather than for something."""
    if word == "is_null":
        if value is None:
            raise BadRequest("`isNull` is true or false.", field="where")
        return bool(value)
    if word not in ("eq", "ne"):
        raise BadRequest(
            f"`{to_camel_case(word.rstrip('_'))}` takes a value; use isNull to ask for nothing.", field="where"
        )
    return word == "eq"


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _on_metadata(column: Any, asked: dict[str, Any]) -> list[ColumnElement[bool]]:
    key = asked["key"]
    found: list[ColumnElement[bool]] = []
    for word, value in asked.items():
        if word == "key":
            continue
        if word == "is_null" or value is None:
            present = column.bool_op("?")(bindparam(None, key, type_=Text()))
            found.append(not_(present) if _wants_nothing(word, value) else present)
        else:
            holds = column.bool_op("@>")(bindparam(None, {key: value}, type_=JSONB()))
            found.append(holds if word == "eq" else not_(holds))
    return found
