"""`where` as the graph has it: an input for each table with its columns, the fields of embedded values, the objects
that its references lead to, and metadata. `conditions.py` makes SQL of it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import strawberry
from pydantic import BaseModel

from app import tables
from app.tables.columns import ColumnMeta, public_name, shown_fields
from app.tables.resource import Resource
from app.tables.values import Value
from schema.derive.annotations import Shape, shape, stored_fields
from schema.derive.enums import graph_enum
from schema.derive.fields import input_field, input_type
from schema.derive.reading_order import Kind, in_reading_order
from schema.derive.scalars import Int64
from schema.derive.strawberry_internals import Field, Later

_ORDERED = {
    "gt": "The field is greater than this value.",
    "gte": "The field is greater than or equal to this value.",
    "lt": "The field is less than this value.",
    "lte": "The field is less than or equal to this value.",
}
_TEXT = {
    "starts_with": "The field begins with this text (case-sensitive unless `ignoreCase`).",
    "ends_with": "The field ends with this text (case-sensitive unless `ignoreCase`).",
    "contains": "The field contains this text (case-sensitive unless `ignoreCase`).",
    "matches": "The field matches this pattern (case-sensitive unless `ignoreCase`), where `*` is any text, such as "
    "`invoice.*`.",
}
_IGNORE_CASE = (
    "Whether neither letters' case nor how accents are encoded counts for eq, ne, in, startsWith, endsWith, contains "
    "and matches. The default is false."
)
_IDENTITY: tuple[tuple[str, str, Any, str], ...] = (
    ("eq", "eq", strawberry.ID, "The object is the one with this id."),
    ("ne", "ne", strawberry.ID, "The object is not the one with this id; where there is none matches."),
    ("in", "in_", list[strawberry.ID], "The object is one of those with these ids, at most 100."),
    ("is_null", "is_null", bool, "Whether there is no object."),
)
IDENTITY = frozenset(column for _, column, _, _ in _IDENTITY)
"""The conditions on which object it is, which stand beside those on its fields."""
_WHERE = "Conditions on {}; all must hold."


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
    if text:
        fields.append(input_field("ignore_case", "ignore_case", bool, required=False, description=_IGNORE_CASE))
    return input_type(name, fields, _WHERE.format(f"a field of type {name.removesuffix('Filter')}"))


def _filter(found: Shape, meta: ColumnMeta) -> type | None:
    """The filter of a field that holds one scalar."""
    if found.many:
        return None
    if meta.is_ref:
        return id_filter()
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
    one, many = Later(lambda: where_input(table) | None), Later(lambda: list[where_input(table)] | None)  # type: ignore[misc]
    joins = [
        input_field("and", "and_", many, required=False, description="All of these conditions hold."),
        input_field("or", "or_", many, required=False, description="At least one of these conditions holds."),
        input_field("not", "not_", one, required=False, description="The condition does not hold."),
    ]
    identity = _IDENTITY if table.__tablename__ in _led_to() else ()
    which = [input_field(name, key, type_, required=False, description=about) for name, key, type_, about in identity]
    fields = [*_where_fields(table, 0), *which, *joins]
    return input_type(f"{table.__name__}Where", fields, _WHERE.format(table.__name__))


@cache
def _led_to() -> frozenset[str]:
    """The names of the tables that a `where` reaches from others."""
    return frozenset(name for table in tables.every() for name in _targets(table, 0))


def _targets(holder: type[BaseModel], depth: int) -> Iterator[str]:
    for each in shown_fields(holder):
        found = shape(each.info.annotation)
        if (target := led_to(found, each.meta)) is not None:
            yield target
        elif found.value and not found.many and depth < MAX_DEPTH:
            yield from _targets(found.value, depth + 1)


def led_to(found: Shape, meta: ColumnMeta) -> str | None:
    """The table of the one object that a field leads to; None where it leads to several, or to those of a union."""
    one = meta.is_ref and not found.many and meta.union is None and len(meta.named) == 1
    return meta.named[0] if one else None


def _where_fields(holder: type[Resource] | type[Value], depth: int) -> list[Field]:
    fields = []
    for each in stored_fields(holder):
        column, info, meta = each.key, each.info, each.meta
        type_ = _where_type(column, shape(info.annotation), meta, depth)
        if type_ is not None:
            name = public_name(column, meta)
            field = input_field(name, column, type_, required=False, description=info.description)
            fields.append((field, Kind.RELATION if meta.targets else Kind.OWN))
    if issubclass(holder, Resource):
        flag = filter_input("BooleanFilter", bool, False, False)
        for name, asked in holder.asked.items():
            fields.append((input_field(name, name, flag, required=False, description=asked.about), Kind.OWN))
    ordered = in_reading_order(fields, name=lambda item: item[0].graphql_name or "", kind=lambda item: item[1])
    return [field for field, _ in ordered]


def may_be_under_clock(table: type[Resource]) -> bool:
    """Whether rows of the table may live under a test clock."""
    return not (table.in_real_time or table.common or table.object_name == "test_helpers.test_clock")


def id_filter() -> type:
    """What can be asked of an id."""
    return filter_input("IDFilter", strawberry.ID, False, False)


def _where_type(column: str, found: Shape, meta: ColumnMeta, depth: int) -> type | Later | None:
    if column == "id":
        return id_filter()
    if column == "meta":
        return metadata_filter()
    if (target := led_to(found, meta)) is not None:
        return Later(lambda: where_input(tables.by_name[target]) | None)
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
