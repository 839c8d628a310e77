"""Types and inputs read like a page about the resource; `where` goes two deep; the SDL says all that the graph does."""

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    lexicographic_sort_schema,
    print_schema,
)
from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.tables.columns import meta_of, public_name
from app.tables.resource import Resource
from schema.derive.sdl import sdl
from schema.root import build

SCHEMA = build()._schema


def fields(name: str) -> list[str]:
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType | GraphQLInputObjectType)
    return list(type_.fields)


def test_a_type_tells_of_itself_then_of_what_it_leads_to() -> None:
    refund = fields("Refund")
    assert refund[:3] == ["id", "object", "amount"]
    assert refund[-4:] == ["events", "metadata", "created", "livemode"]
    relations = [refund.index(name) for name in ("charge", "paymentIntent", "balanceTransaction")]
    assert refund.index("status") < min(relations) < max(relations) < refund.index("events")
    assert fields("Customer")[-3:] == ["metadata", "created", "livemode"]
    assert fields("Customer")[-4:-3] == ["events"]


@pytest.mark.parametrize("name", sorted(tables.by_name))
def test_every_type_begins_and_ends_alike(name: str) -> None:
    its = fields(tables.by_name[name].__name__)
    assert its[:2] == ["id", "object"]
    last = [field for field in ("metadata", "created", "livemode") if field in its]
    assert its[len(its) - len(last) :] == last


def test_own_fields_are_in_the_order_that_the_table_is_written_in() -> None:
    for table in tables.by_name.values():
        own = [
            public_name(column, meta_of(info)).title().replace("_", "").lower()
            for column, info in table.model_fields.items()
            if not meta_of(info).targets and not meta_of(info).hidden
        ]
        shown = [field.lower() for field in fields(table.__name__)]
        inner = [field for field in own if field not in ("id", "metadata", "created", "livemode")]
        assert [field for field in shown if field in inner] == [field for field in inner if field in shown]


def test_inputs_are_in_the_same_order() -> None:
    found = 0
    for table in tables.by_name.values():
        columns = [(key, meta_of(info)) for key, info in table.model_fields.items()]
        written = [to_camel_case(public_name(key, meta)) for key, meta in columns if not meta.targets]
        for verb in ("Create", "Update"):
            if f"{table.__name__}{verb}Input" in SCHEMA.type_map:
                given = fields(f"{table.__name__}{verb}Input")
                own = [name for name in written if name not in ("id", "metadata")]
                assert [name for name in given if name in own] == [name for name in own if name in given], given
                references = [name for name in given if name != "id" and _named(table, verb, name) == "ID"]
                assert given[len(given) - len(references) - ("metadata" in given) :][: len(references)] == references
                found += 1
    assert found > 50


def _named(table: type[Resource], verb: str, field: str) -> str:
    type_ = SCHEMA.type_map[f"{table.__name__}{verb}Input"]
    assert isinstance(type_, GraphQLInputObjectType)
    return str(get_named_type(type_.fields[field].type))


@pytest.mark.parametrize("kind", [GraphQLObjectType, GraphQLInputObjectType])
def test_what_is_embedded_begins_and_ends_alike(kind: type) -> None:
    conditions = ("Where", "Group")
    types = {
        name: list(type_.fields)
        for name, type_ in SCHEMA.type_map.items()
        if isinstance(type_, GraphQLObjectType | GraphQLInputObjectType) and isinstance(type_, kind)
    }
    of_values = {name: its for name, its in types.items() if not name.endswith(conditions)}
    assert [name for name, its in of_values.items() if "id" in its[1:]] == []
    last = ("metadata", "created", "livemode")
    tagged = {name: its[its.index("metadata") :] for name, its in of_values.items() if "metadata" in its}
    assert len(tagged) > 10
    assert [name for name, its in tagged.items() if not {*its} <= {*last}] == []


def test_conditions_and_orders_are_in_the_same_order() -> None:
    where = fields("RefundWhere")
    assert where[0] == "id"
    assert where[-10:] == ["metadata", "created", "livemode", "eq", "ne", "in", "isNull", "and", "or", "not"]
    assert where.index("status") < where.index("charge")
    order = SCHEMA.type_map["CustomerOrderField"]
    assert isinstance(order, GraphQLEnumType)
    assert [*order.values][:: len(order.values) - 1] == ["ID", "CREATED"]


def depths(name: str, depth: int = 0) -> set[int]:
    """How deep a `where` goes into embedded values."""
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLInputObjectType)
    inner = {get_named_type(field.type).name for key, field in type_.fields.items() if key not in ("and", "or", "not")}
    # What a reference leads to is no embedded value.
    inner -= {f"{table.__name__}Where" for table in tables.by_name.values()}
    found = {depth}
    for each in inner:
        if each.endswith("Where"):
            found |= depths(each, depth + 1)
    return found


def test_where_goes_two_deep_into_embedded_values() -> None:
    # What is listed nowhere has no conditions.
    names = [table.__name__ for table in tables.by_name.values() if f"{table.__name__}Where" in SCHEMA.type_map]
    deepest = {name: max(depths(f"{name}Where")) for name in names}
    assert max(deepest.values()) == 2
    assert deepest["Customer"] == 2
    assert "city" in fields("AddressWhere")


def test_a_filter_is_shared_by_all_fields_that_it_is_the_same_for() -> None:
    filters = [type_ for name, type_ in SCHEMA.type_map.items() if name.endswith("Filter")]
    operands = [tuple(map(str, (f.type for f in t.fields.values()))) for t in filters]  # type: ignore[attr-defined]
    assert len(set(operands)) == len(operands)


def test_the_sdl_says_all_that_the_graph_does() -> None:
    again = build_schema(sdl(SCHEMA))
    assert print_schema(lexicographic_sort_schema(again)) == print_schema(lexicographic_sort_schema(SCHEMA))


def test_the_sdl_has_a_line_for_each_member() -> None:
    text = sdl(
        build_schema(
            '''
            """Reads."""
            type Query {
              """
              Says how a field with a long name is looked at, in a block.
              """
              aFieldWithANameLongItself(
                """One.""" one: Int = 1, two: [String!]
                """A third argument, which the line has place for.""" three: Boolean
                """A fourth, which stands on a line of its own, as it is longer than the third.""" four: Color
              ): String @deprecated(reason: "Use b.")
              b: Boolean!
            }

            """Two
            lines."""
            enum Color { """Red.""" RED, BLUE }

            input Either @oneOf { one: Int, two: Color }
            '''
        )
    )
    assert (
        text
        == '''schema {
  query: Query
}

"""Two
lines."""
enum Color {
  """Red.""" RED
  BLUE
}

input Either @oneOf {
  one: Int
  two: Color
}

"""Reads.""" type Query {
  """Says how a field with a long name is looked at, in a block.""" aFieldWithANameLongItself(
    """One.""" one: Int = 1, two: [String!], """A third argument, which the line has place for.""" three: Boolean
    """A fourth, which stands on a line of its own, as it is longer than the third.""" four: Color
  ): String @deprecated(reason: "Use b.")
  b: Boolean!
}'''
    )
