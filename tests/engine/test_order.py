"""Every column of every type that can be ordered by: both ways, over pages, against Python's own sorting."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from app import tables
from app.database import Database
from app.tables.resource import Resource
from schema.derive.ordering import ordered_columns
from tests.by_table import each_listed_table
from tests.factory import id_of, insert, row_of
from tests.graph import Graph

PLACES = (3, 1, 4, 0, 2, 6, 5)


def scrambled(graph: Graph, table: type[Resource]) -> list[Resource]:
    """Seven rows of unlike values, every third without what may be missing."""
    rows = []
    for place in PLACES:
        row = row_of(table, graph.tenant, place)
        for column in ordered_columns(table).values():
            if place % 3 == 2 and table.__table__.c[column].nullable:
                setattr(row, column, None)
        rows.append(row)
    return rows


def sort_key(value: Any) -> Any:
    return str(getattr(value, "value", value)) if not isinstance(value, bool | int | datetime | Decimal) else value


@each_listed_table
async def test_every_ordered_column_both_ways(graph: Graph, database: Database, table: type[Resource]) -> None:
    rows = scrambled(graph, table)
    made = await insert(database, rows)
    root = re.sub(r"_(\w)", lambda found: found[1].upper(), table.plural)
    document = f"""query($after: String, $before: String, $order: [{table.__name__}Order!]) {{
        forth: {root}(first: 3, after: $after, orderBy: $order) {{ nodes {{ id }} pageInfo {{ endCursor }} }}
        back: {root}(last: 3, before: $before, orderBy: $order) {{ nodes {{ id }} pageInfo {{ startCursor }} }}
    }}"""
    assert len(ordered_columns(table)) >= 3
    for field, column in ordered_columns(table).items():
        for direction in ("ASC", "DESC"):
            descending = direction == "DESC"

            def sorted_ids(missing: bool, column: str = column, descending: bool = descending) -> list[str]:
                held = [row for row in rows if (getattr(row, column) is None) is missing]
                held.sort(key=lambda row: (0 if missing else sort_key(getattr(row, column)), row.id))
                return [row.id for row in (held[::-1] if descending else held)]

            expected = sorted_ids(missing=False) + sorted_ids(missing=True)
            order = [{"field": field.upper(), "direction": direction}]
            forth: list[str] = []
            back: list[str] = []
            after = before = None
            for _ in range(3):
                pages = await graph(document, order=order, after=after, before=before)
                forth += [node["id"] for node in pages["forth"]["nodes"]]
                back = [node["id"] for node in pages["back"]["nodes"]] + back
                after = pages["forth"]["pageInfo"]["endCursor"] or after
                before = pages["back"]["pageInfo"]["startCursor"] or before
            # The caller's own account was there before.
            forth, back = ([id for id in ids if id in made] for ids in (forth, back))
            assert (forth, back) == (expected, expected), (field, direction)


def test_what_has_no_order_is_not_offered() -> None:
    offered = ordered_columns(tables.by_name["payment_intent"])
    assert {"id", "created", "amount", "status", "canceled_at"} <= offered.keys()
    assert not {"customer", "metadata", "shipping", "livemode", "payment_method_types", "moto"} & offered.keys()


async def test_a_direction_of_null_is_none_said(graph: Graph, database: Database) -> None:
    table = tables.by_name["product"]
    await insert(database, [row_of(table, graph.tenant, place) for place in (1, 0)])
    found = await graph("{ products(orderBy: [{field: NAME, direction: null}]) { nodes { id } } }")
    assert [node["id"] for node in found["products"]["nodes"]] == [id_of(table, 0), id_of(table, 1)]


async def test_equal_values_are_told_apart_by_id(graph: Graph, database: Database) -> None:
    table = tables.by_name["product"]
    await insert(database, [row_of(table, graph.tenant, place, name="Same") for place in PLACES])
    for direction, expected in (("ASC", range(7)), ("DESC", range(6, -1, -1))):
        found = await graph(f"{{ products(orderBy: [{{field: NAME, direction: {direction}}}]) {{ nodes {{ id }} }} }}")
        assert [node["id"] for node in found["products"]["nodes"]] == [id_of(table, place) for place in expected]
