"""What a run costs: compiled once, only the columns asked for, one statement for what many ask at once."""

import asyncio
import tracemalloc
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, VariableValues, parse

from app.database import Database, counting
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from schema.execute import run as running
from schema.execute.executor import Executor
from tests.execute.asking import SCHEMA
from tests.execute.comparing import answer, ours
from tests.execute.furnishing import ANOTHERS, MINE, context, secret_key
from tests.factory import id_of, insert, row_of


async def business(database: Database, customers: int = 3, payments: int = 9) -> None:
    rows: list[Any] = [row_of(Customer, MINE, place) for place in range(customers)]
    rows += [
        row_of(PaymentIntent, MINE, place, customer_id=id_of(Customer, place % customers)) for place in range(payments)
    ]
    await insert(database, rows)


async def statements_of(database: Database, document: str, **variables: Any) -> list[str]:
    with counting() as statements:
        result = await answer(Executor(SCHEMA), document, context=context(database), **variables)
    assert result.errors is None
    return statements


def columns_of(statement: str) -> set[str]:
    return {
        part.split(".")[-1].strip()
        for part in statement.split("FROM", maxsplit=1)[0].removeprefix("SELECT ").split(",")
    }


async def test_an_operation_is_compiled_once_for_all_its_variables(database: Database) -> None:
    await business(database)
    executor = Executor(SCHEMA)
    ast = parse("query($n: Int) { customers(first: $n) { nodes { paymentIntents(last: $n) { nodes { id } } } } }")
    operation: Any = ast.definitions[0]
    written = []
    decided = VariableValues({}, {})
    for number in (1, 2, 1):
        result = await ours(executor, ast, {"n": number}, context=context(database))
        assert result.data is not None
        assert [len(each["paymentIntents"]["nodes"]) for each in result.data["customers"]["nodes"]] == [number] * number
        written.append(list(executor.compiled(ast, ast, operation).program(decided, joins=True).sources))
    assert written[0] == written[1] == written[2]
    assert len(written[0]) == 3, "the root, customers, and their payments"


async def test_what_was_used_least_leaves_first(database: Database) -> None:
    texts = [f'{{ customer(id: "cus_{place}") {{ id }} }}' for place in range(4)]
    asts = [parse(text) for text in texts]
    tokens = asts[0].token_count
    executor = Executor(SCHEMA, capacity=3 * tokens)
    kept = []
    for place in (0, 1, 2, 0, 3):
        await ours(executor, asts[place], {}, context=context(database))
        kept.append(executor.size // tokens)
    assert kept == [1, 2, 3, 3, 3]
    operation: Any = asts[1].definitions[0]
    first = executor.compiled(asts[0], asts[0], operation)
    assert first is executor.compiled(asts[0], asts[0], operation)
    assert first.operation is asts[0].definitions[0], "used again, and so still there"
    assert executor.compiled(asts[1], asts[1], operation).operation is operation, "made anew"


async def test_arguments_are_taken_once_for_all_objects(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await business(database)
    taken = []
    field = SCHEMA.type_map["Customer"].fields["paymentIntents"]  # type: ignore[attr-defined]
    resolve = field.resolve

    def counted(*given: Any, **arguments: Any) -> Any:
        taken.append(arguments)
        return resolve(*given, **arguments)

    monkeypatch.setattr(field, "resolve", counted)
    executor = Executor(SCHEMA)
    ast = parse("query($n: Int) { customers { nodes { paymentIntents(first: $n) { nodes { id } } } } }")
    for number in (2, 2, 3):
        await ours(executor, ast, {"n": number}, context=context(database))
    assert taken == [{"first": 2}, {"first": 3}]


async def test_only_what_is_asked_for_is_read(database: Database) -> None:
    await business(database)
    document = "{ customers { nodes { name paymentIntents { nodes { amount { amount } } } } } }"
    first, second = await statements_of(database, document)
    assert columns_of(first) == {"name", "id"}
    assert columns_of(second) == {"amount", "currency", "place AS _parent"}
    (alone,) = await statements_of(database, "{ customers { nodes { __typename object } } }")
    assert columns_of(alone) == {"id"}


async def test_of_what_is_asked_for_by_id_alone_no_more_is_read_either(database: Database) -> None:
    await business(database)
    (one,) = await statements_of(database, '{ node(id: "cus_0001") { id ... on Customer { name } } }')
    assert columns_of(one) == {"id", "name"}
    document = 'query { nodes(ids: ["cus_0001", "pi_0001", "cus_0000"]) { id ... on PaymentIntent { status } } }'
    customers, payments = await statements_of(database, document)
    assert (columns_of(customers), columns_of(payments)) == ({"id"}, {"id", "status"})


async def test_a_row_more_is_read_only_to_know_whether_there_is_more(database: Database) -> None:
    await business(database)
    (plain,) = await statements_of(database, "{ customers(first: 2) { nodes { id } } }")
    assert plain.endswith("LIMIT 2")
    (more,) = await statements_of(database, "{ customers(first: 2) { nodes { id } pageInfo { hasNextPage } } }")
    assert more.endswith("LIMIT 3")


async def test_counting_and_reading_only_when_asked(database: Database) -> None:
    await business(database)
    (counted,) = await statements_of(database, "{ customers { totalCount } }")
    assert "count(*)" in counted
    assert await statements_of(database, "{ customers { __typename } }") == []
    both = await statements_of(database, "{ customers { totalCount nodes { id } } }")
    assert sorted("count(*)" in text for text in both) == [False, True]


async def test_a_page_may_be_asked_where_it_stands_and_tell_nothing_of_it(database: Database) -> None:
    await business(database)
    page = "nodes { id } pageInfo { __typename endCursor @skip(if: $not) }"
    document = f"query($not: Boolean!) {{ customers(first: 1) {{ {page} }} }}"
    result = await answer(Executor(SCHEMA), document, context=context(database), **{"not": True})
    assert (result.errors, result.data) == (
        None,
        {"customers": {"nodes": [{"id": "cus_0002"}], "pageInfo": {"__typename": "PageInfo"}}},
    )


async def test_requests_of_one_account_at_one_moment_are_one_statement(database: Database) -> None:
    await business(database)
    await insert(database, [row_of(Customer, ANOTHERS, 0, name="Another's")])
    executor = Executor(SCHEMA)
    ast = parse("query($id: ID!) { customer(id: $id) { name } }")
    callers = [secret_key(MINE)] * 6 + [secret_key(ANOTHERS)] * 2
    with counting() as statements:
        results = await asyncio.gather(
            *(
                ours(executor, ast, {"id": id_of(Customer, place % 3)}, context=context(database, caller))
                for place, caller in enumerate(callers)
            )
        )
    names = [result.data and result.data["customer"] and result.data["customer"]["name"] for result in results]
    assert names == ["name-0", "name-1", "name-2", "name-0", "name-1", "name-2", "Another's", None]
    assert len(statements) == 2, "one for each account"


async def test_one_who_leaves_does_not_take_the_others_along(database: Database) -> None:
    await business(database)
    executor = Executor(SCHEMA)
    ast = parse("query($id: ID!) { customer(id: $id) { name } }")
    first, second = (
        asyncio.ensure_future(ours(executor, ast, {"id": id_of(Customer, place)}, context=context(database)))
        for place in range(2)
    )
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).data == {"customer": {"name": "name-1"}}
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_large_frontiers_let_others_have_their_turn() -> None:
    turns: list[int] = []
    made = 0

    async def others() -> None:
        while True:
            turns.append(made)
            await asyncio.sleep(0)

    def make(_run: Any, _todo: Any, sources: Any) -> list[Any]:
        nonlocal made
        made += len(sources)
        return list(sources)

    run: Any = object.__new__(running.Run)
    watching = asyncio.ensure_future(others())
    await asyncio.sleep(0)
    assert await running.Run.make(run, make, running.Todo(), range(2_300)) == list(range(2_300))
    watching.cancel()
    assert turns == [0, 500, 1_000, 1_500, 2_000, 2_300], "after each part"


async def test_pages_count_by_their_rows(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await business(database)
    monkeypatch.setattr(running, "AT_ONCE", 8)
    parts: list[list[int]] = []
    make = running.Run.make

    async def noted(self: Any, function: Any, todo: Any, sources: Any, *, sizes: Any = None) -> Any:
        made: list[int] = []
        parts.append(made)

        def each(run: Any, todo: Any, sources: Any) -> Any:
            made.append(len(sources))
            return function(run, todo, sources)

        return await make(self, each, todo, sources, sizes=sizes)

    monkeypatch.setattr(running.Run, "make", noted)
    document = "{ customers { nodes { paymentIntents { nodes { id } } } } }"
    result = await answer(Executor(SCHEMA), document, context=context(database))
    assert result.data is not None
    found = [len(node["paymentIntents"]["nodes"]) for node in result.data["customers"]["nodes"]]
    assert (found, parts) == ([3, 3, 3], [[1], [2, 1]]), "three pages of three, the first two of them at once"


async def test_memory_is_bounded_by_the_number_of_objects() -> None:
    thing = GraphQLObjectType("Thing", {"number": GraphQLField(GraphQLInt)})
    things = GraphQLField(GraphQLList(thing), resolve=lambda *_: SOURCES)
    executor = Executor(GraphQLSchema(GraphQLObjectType("Query", {"things": things})))
    ast = parse("{ things { number } }")
    await ours(executor, ast, {})
    tracemalloc.start()
    result = await ours(executor, ast, {})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.data is not None
    assert len(result.data["things"]) == len(SOURCES)
    assert peak < 1_000 * len(SOURCES), "less than a kilobyte for each of the objects that max_nodes allows"


SOURCES = [{"number": number} for number in range(20_000)]
