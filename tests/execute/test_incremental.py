"""What comes later is what would have come at once: on a real database, and beside graphql-core."""

import asyncio
import re
from inspect import isawaitable
from typing import Any

import pytest
from graphql import (
    ExecutionResult,
    OperationDefinitionNode,
    VariableValues,
    build_schema,
    experimental_execute_incrementally,
    get_variable_values,
    parse,
    validate,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import col

from app.database import Database, counting
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from schema.execute.executor import Executor
from schema.execute.incremental import Told
from tests.execute.asking import SCHEMA, question
from tests.execute.asking_later import later, put_together
from tests.execute.comparing import GIVEN_UP, ours, plain
from tests.execute.documents import Document
from tests.execute.furnishing import MINE, context
from tests.factory import insert, row_of

pytestmark = GIVEN_UP
SEEDS = st.integers(0, 2**32)
OFTEN = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
EXECUTOR = Executor(SCHEMA)


async def begun(
    executor: Executor, document: Document, *, context: Any = None, root: Any = None
) -> tuple[Any, list[Told], Any]:
    ast = parse(document.text)
    (operation,) = [each for each in ast.definitions if isinstance(each, OperationDefinitionNode)]
    values = get_variable_values(executor.schema, operation.variable_definitions or (), dict(document.variables))
    assert isinstance(values, VariableValues)
    result, deliveries = await executor.begin(ast, ast, operation, context=context, root=root, variables=values)
    told = [each async for each in deliveries.told()] if deliveries else []
    return result, told, deliveries


@OFTEN
@given(SEEDS)
async def test_the_parts_are_the_whole(furnished: Database, seed: int) -> None:
    document = later(SCHEMA, question(seed), seed)
    ast = parse(document.text)
    if validate(SCHEMA, ast):
        return
    whole = await ours(EXECUTOR, ast, document.variables, context=context(furnished))
    if whole.errors:
        return
    first, told, deliveries = await begun(EXECUTOR, document, context=context(furnished))
    assert first.errors is None
    assert put_together(plain(first.data), told) == plain(whole.data), document.text
    pending = [*(deliveries.pending if deliveries else ()), *(each for one in told for each in one.pending)]
    completed = [each for one in told for each, _ in one.completed]
    assert sorted(map(id, pending)) == sorted(map(id, completed))


HOUSES = build_schema(
    """
    directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
    type House { name: String rooms: [Room!] owner: Person must: String! late: String broken: String }
    type Room { name: String house: House must: String! }
    type Person { name: String houses: [House] must: String! }
    type Query { house: House houses: [House] broken: String }
    """
)


def fails(*_: Any) -> Any:
    raise RuntimeError("broken")


async def late(*_: Any) -> str:
    await asyncio.sleep(0)
    return "late"


def houses() -> Any:
    person: dict[str, Any] = {"name": "Ada", "must": "yes"}
    house: dict[str, Any] = {"name": "Home", "owner": person, "must": None, "late": late, "broken": fails}
    house["rooms"] = [{"name": name, "must": "yes", "house": house} for name in ("Hall", "Attic")]
    person["houses"] = [house, None]
    return {"house": house, "houses": [house, house], "broken": fails}


@pytest.mark.parametrize(
    "text",
    [
        "{ house { name ... @defer(label: 1) { late } } }",
        "{ ... @defer(label: 1) { house { name } } }",
        "{ houses { ... @defer(label: 1) { name owner { name } } } }",
        # What is outside of a fragment as well comes first; what is in two comes once.
        "{ house { name ... @defer(label: 1) { name } } }",
        "{ house { ... @defer(label: 1) { name late } ... @defer(label: 2) { name broken } } }",
        "{ house { owner { name } ... @defer(label: 1) { owner { name must } late } } }",
        "{ house { ... @defer(label: 1) { owner { name } } ... @defer(label: 2) { owner { must } } } }",
        # In each other, with and without fields of their own.
        "{ house { ... @defer(label: 1) { name ... @defer(label: 2) { late ... @defer(label: 3) { broken } } } } }",
        "{ house { ... @defer(label: 1) { ... @defer(label: 2) { late } } } }",
        "{ house { ... @defer(label: 1) { owner { ... @defer(label: 2) { name houses { name } } } } } }",
        "{ houses { rooms { ... @defer(label: 1) { name house { ... @defer(label: 2) { name } } } } } }",
        "{ house { name ... @defer(label: 1) { name ... @defer(label: 2) { late } } } }",
        # Fragments that are spread twice, and where they do not apply.
        "{ house { ...F @defer(label: 1) ...F @defer(label: 2) } } fragment F on House { late }",
        "{ house { ...F ...F @defer(label: 1) } } fragment F on House { late }",
        "{ house { ... @defer(label: 1, if: false) { late } ... @defer(label: 2) @skip(if: true) { name } } }",
        # What fails: within a fragment, up to it, and above it.
        "{ house { ... @defer(label: 1) { broken late } } broken }",
        "{ house { ... @defer(label: 1) { must late } ... @defer(label: 2) { name } } }",
        "{ house { ... @defer(label: 1) { late ... @defer(label: 2) { must } } } }",
        "{ house { ... @defer(label: 1) { must ... @defer(label: 2) { late } } } }",
        "{ house { must ... @defer(label: 1) { late } } houses { name } }",
        "{ house { owner { houses { must ... @defer(label: 1) { late } } } } }",
        "{ house { ... @defer(label: 1) { late must } ... @defer(label: 2) { late name } } }",
    ],
)
async def test_it_is_told_as_graphql_core_tells_it(text: str) -> None:
    document = Document(re.sub(r"label: (\d)", r'label: "\1"', text), {})
    first, told, deliveries = await begun(Executor(HOUSES), document, root=houses())
    expected: Any = experimental_execute_incrementally(HOUSES, parse(document.text), houses())
    expected = await expected if isawaitable(expected) else expected
    if isinstance(expected, ExecutionResult):
        assert (first.data, one_by_one(first.errors), told) == (expected.data, one_by_one(expected.errors), [])
        return
    theirs = [each async for each in expected.subsequent_results]
    assert (first.data, one_by_one(first.errors)) == (
        expected.initial_result.data,
        one_by_one(expected.initial_result.errors),
    )
    pending = {each.id: each for one in (expected.initial_result, *theirs) for each in one.pending or ()}
    assert sorted(map(str, ((list(each.path), each.label) for each in deliveries.pending))) == sorted(
        map(str, ((each.path, each.label) for each in expected.initial_result.pending))
    )
    announced = [*deliveries.pending, *(each for one in told for each in one.pending)]
    assert sorted(str((list(each.path), each.label)) for each in announced) == sorted(
        str((each.path, each.label)) for each in pending.values()
    )
    assert sorted(
        str(([*each.path], each.data, one_by_one(each.errors))) for one in told for each in one.parts
    ) == sorted(
        str(([*pending[each.id].path, *(each.sub_path or ())], each.data, one_by_one(each.errors)))
        for one in theirs
        for each in one.incremental or ()
    )
    assert sorted(
        str((list(each.path), each.label, one_by_one([error] if error else ())))
        for one in told
        for each, error in one.completed
    ) == sorted(
        str((pending[each.id].path, pending[each.id].label, one_by_one(each.errors)))
        for one in theirs
        for each in one.completed or ()
    )
    assert [each.has_next for each in told] == [True] * (len(told) - 1) + [False]


def one_by_one(errors: Any) -> list[Any]:
    return [(error.path, error.message) for error in errors or ()]


async def test_a_part_of_many_is_one_batch(database: Database) -> None:
    rows: list[Any] = [row_of(Customer, MINE, place) for place in range(30)]
    await insert(database, rows)
    document = Document(
        "{ customers(first: 30) { nodes { ... @defer { name paymentIntents { nodes { id } } } } } }", {}
    )
    with counting() as statements:
        first, told, _ = await begun(EXECUTOR, document, context=context(database))
    assert len(first.data["customers"]["nodes"]) == len(told[0].parts) == 30
    assert len(told) == 1
    # The page; then, later, what of each customer was not read before, and the payments of all.
    assert len(statements) == 3, statements
    assert "name" not in statements[0].split("FROM")[0]


async def test_a_list_is_read_once_and_made_in_batches(database: Database) -> None:
    rows: list[Any] = [row_of(Customer, MINE, place) for place in range(60)]
    await insert(database, rows)
    text = """query($n: Int!) { customers(first: 60) {
        edges @stream(initialCount: $n) { cursor node { name paymentIntents { totalCount } } } } }"""
    with counting() as statements:
        first, told, _ = await begun(EXECUTOR, Document(text, {"n": 4}), context=context(database))
    whole = await ours(EXECUTOR, parse(text), {"n": 4}, context=context(database))
    assert len(first.data["customers"]["edges"]) == 4
    assert [len(each.items[0].items) for each in told] == [25, 25, 6]
    assert [each.items[0].place for each in told] == [4, 29, 54]
    assert put_together(plain(first.data), told) == plain(whole.data)
    # The page, and the payments of each batch.
    assert len(statements) == 5


async def test_what_is_deleted_meanwhile_says_so(database: Database) -> None:
    # A payment intent is never deleted; here it is, to stand for what is.
    rows: list[Any] = [row_of(PaymentIntent, MINE, place) for place in range(2)]
    await insert(database, rows)
    text = "{ paymentIntents { nodes { id ... @defer { amount { amount } latestCharge { id } } } } }"
    ast = parse(text)
    operation: Any = ast.definitions[0]
    first, deliveries = await EXECUTOR.begin(
        text, ast, operation, context=context(database), variables=VariableValues({}, {})
    )
    assert first.data is not None
    assert deliveries is not None
    gone = first.data["paymentIntents"]["nodes"][0]["id"]
    async with database.begin() as connection:
        await connection.fetch(delete(PaymentIntent).where(col(PaymentIntent.id) == gone))
    (told,) = [each async for each in deliveries.told()]
    assert [part.path for part in told.parts] == [("paymentIntents", "nodes", 1)]
    ((_, error),) = [each for each in told.completed if each[1]]
    assert error is not None
    assert (error.message, error.path) == (
        "This object was deleted before the rest of it was read.",
        ["paymentIntents", "nodes", 0],
    )
