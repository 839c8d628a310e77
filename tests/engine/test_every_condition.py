"""Every condition that the schema offers, on every field of every type however deep, is one that PostgreSQL can run."""

import re
from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
)

from app import tables
from app.database import Database
from app.tables.resource import Resource
from schema.root import build
from tests.by_table import each_listed_table
from tests.factory import insert, row_of
from tests.graph import Graph

SCHEMA = build()._schema
BATCH = 40
OPERANDS = {"nothing": "null", "number": "1", "text": "'x'"}
SAMPLES: dict[str, Any] = {
    "Boolean": True,
    "Currency": "usd",
    "DateTime": "2025-01-01T00:00:00Z",
    "Decimal": "1.5",
    "ID": "nothing_0001",
    "Int": 1,
    "Int64": 2000,
    "String": "Something",
}


def conditions(where: GraphQLInputObjectType, path: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """One condition for each operator of each field; of objects that references lead to, those on which object it is,
    and one on its fields: the others are those of its own table."""
    for name, field in where.fields.items():
        inner = get_named_type(field.type)
        if name in ("and", "or", "not"):
            continue
        if name == "metadata" and not path:
            for word, value in (("eq", "v"), ("ne", "v"), ("isNull", True)):
                yield {name: {"key": "k", word: value}}
        elif not isinstance(inner, GraphQLInputObjectType):
            yield _within(path, {name: _sample(field.type)})
        elif inner.name.removesuffix("Where") in _tables():
            which = {word: _sample(inner.fields[word].type) for word in ("eq", "ne", "in", "isNull")}
            yield from (_within(path, {name: {word: value}}) for word, value in which.items())
            yield _within(path, {name: {"id": {"ne": "nothing_0001"}}})
        elif inner.name.endswith("Where"):
            yield from conditions(inner, (*path, name))
        else:
            for word, operand in inner.fields.items():
                yield _within(path, {name: {word: _sample(operand.type)}})


def _within(path: tuple[str, ...], made: dict[str, Any]) -> dict[str, Any]:
    for step in reversed(path):
        made = {step: made}
    return made


def _sample(type_: Any) -> Any:
    if isinstance(type_, GraphQLNonNull):
        return _sample(type_.of_type)
    if isinstance(type_, GraphQLList):
        return [_sample(type_.of_type)]
    return next(iter(type_.values)) if isinstance(type_, GraphQLEnumType) else SAMPLES[type_.name]


def fields(type_: GraphQLObjectType, path: str = "") -> Iterator[str]:
    """Stripe's names of all that is within an object without another's row, down to five deep."""
    for name, field in type_.fields.items():
        inner = get_named_type(field.type)
        snake = re.sub(r"([A-Z])", lambda found: f"_{found[1].lower()}", name)
        if isinstance(inner, GraphQLObjectType) and inner.name not in ("Money", *_tables()):
            if not inner.name.endswith("Connection") and path.count(".") < 5:
                yield from fields(inner, f"{path}{snake}.")
        else:
            yield path + snake


def _tables() -> set[str]:
    return {table.__name__ for table in tables.by_name.values()}


def plural(table: type[Resource]) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), table.plural)


@each_listed_table
async def test_every_condition_runs(graph: Graph, database: Database, table: type[Resource]) -> None:
    own = (await graph(f"{{ every: {plural(table)} {{ totalCount }} }}"))["every"]["totalCount"]
    await insert(database, [row_of(table, graph.tenant, place) for place in range(2)])
    where = SCHEMA.type_map[f"{table.__name__}Where"]
    assert isinstance(where, GraphQLInputObjectType)
    every = list(conditions(where))
    assert len(every) > 10
    document = f"query($where: {table.__name__}Where) {{ {plural(table)}(where: $where) {{ totalCount }} }}"
    for start in range(0, len(every), BATCH):
        some = every[start : start + BATCH]
        either = (await graph(document, where={"or": some}))[plural(table)]["totalCount"]
        neither = (await graph(document, where={"not": {"or": some}}))[plural(table)]["totalCount"]
        assert either + neither == 2 + own


@each_listed_table
async def test_every_field_can_be_searched_by_or_says_that_it_cannot(graph: Graph, table: type[Resource]) -> None:
    type_ = SCHEMA.type_map[table.__name__]
    assert isinstance(type_, GraphQLObjectType)
    asked = " ".join(f"{value}: {plural(table)}(query: ${value}) {{ totalCount }}" for value in OPERANDS)
    document = f"query({', '.join(f'${value}: String' for value in OPERANDS)}) {{ {asked} }}"
    taken = set()
    for field in fields(type_):
        if field == "metadata":
            continue
        body = await graph.result(document, **{name: f"{field}:{value}" for name, value in OPERANDS.items()})
        for error in body.get("errors", ()):
            assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "query"), field
        refused = {error["path"][0] for error in body.get("errors", ())}
        assert refused == {name for name in OPERANDS if body["data"][name] is None}, field
        if refused != OPERANDS.keys():
            taken.add(field)
    assert {"id"} | ({"created"} & {*fields(type_)}) <= taken
