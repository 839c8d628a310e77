"""Both executors side by side: the data must be equal, and the errors as equal as the specification makes them."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

import graphql
import orjson
import pytest
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    VariableValues,
    get_variable_values,
    parse,
    validate,
)

from schema.execute.executor import Executor
from tests.execute.documents import Document

GIVEN_UP = pytest.mark.filterwarnings(
    "ignore:coroutine .* was never awaited:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
"""graphql-core does not await what an error made needless."""

TURNS = 20
"""Of the event loop, which the longest chain of what was given up takes."""


class Theirs(graphql.Executor[Any]):
    """graphql-core's executor, told from those that a server makes."""


Path = tuple[str | int, ...]
Told = tuple[Path, str, tuple[tuple[int, int], ...]]


async def ours(
    executor: Executor, ast: DocumentNode, variables: Mapping[str, Any], *, context: Any = None, root: Any = None
) -> ExecutionResult:
    """The compiled executor's result."""
    (operation,) = [each for each in ast.definitions if isinstance(each, OperationDefinitionNode)]
    values = get_variable_values(executor.schema, operation.variable_definitions or (), dict(variables))
    if not isinstance(values, VariableValues):
        return ExecutionResult(None, values)
    return await executor.execute(ast, ast, operation, context=context, root=root, variables=values)


async def answer(
    executor: Executor, text: str, *, context: Any = None, root: Any = None, **variables: Any
) -> ExecutionResult:
    """The compiled executor's result of a document."""
    return await ours(executor, parse(text), variables, context=context, root=root)


async def theirs(
    schema: GraphQLSchema, ast: DocumentNode, variables: Mapping[str, Any], *, context: Any = None, root: Any = None
) -> ExecutionResult:
    """graphql-core's result."""
    executor = Theirs.build(schema, ast, root, context, dict(variables))
    if isinstance(executor, list):
        return ExecutionResult(None, executor)
    outcome = executor.execute_operation()
    result = await outcome if isawaitable(outcome) else outcome
    assert isinstance(result, ExecutionResult)
    # It lets what it gave up run on, which must not outlive the test.
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return result


async def compare(
    executor: Executor,
    document: Document,
    *,
    context: Callable[[], Any] = lambda: None,
    root: Any = None,
    in_order: bool = False,
) -> ExecutionResult | None:
    """Run a document both ways, and assert that the results are the same; None when it is not valid.

    `in_order` is for schemas where nothing is awaited: there even the order of errors is given.
    """
    ast = parse(document.text)
    # All that random documents may get wrong; every rule would take longer than all the rest.
    if validate(executor.schema, ast, [OverlappingFieldsCanBeMergedRule]):
        return None
    expected = await theirs(executor.schema, ast, document.variables, context=context(), root=root)
    found = await ours(executor, ast, document.variables, context=context(), root=root)
    data = plain(expected.data)
    assert list_of(plain(found.data)) == list_of(data), (document, found.errors, expected.errors)
    before, after = told(expected), told(found)
    if in_order:
        assert after == before, document
    else:
        assert regions(data, after) == regions(data, before), (document, after, before)
    return found


@dataclass
class Tally:
    """How many documents a test compared, and how many of them were valid."""

    tried: int = 0
    valid: int = 0

    def count(self, result: ExecutionResult | None) -> None:
        """Count what `compare` came to."""
        self.tried += 1
        self.valid += result is not None


def plain(data: Any) -> Any:
    """Data as clients read it."""
    return orjson.loads(orjson.dumps(data, option=orjson.OPT_UTC_Z))


def list_of(data: Any) -> Any:
    """Data with the order of keys told, which equality of dicts passes over."""
    if isinstance(data, dict):
        return [(key, list_of(value)) for key, value in data.items()]
    return [list_of(item) for item in data] if isinstance(data, list) else data


def told(result: ExecutionResult) -> list[Told]:
    """What is told of errors."""
    return [one(error) for error in result.errors or ()]


def one(error: GraphQLError) -> Told:
    places = tuple((spot.line, spot.column) for spot in error.locations or ())
    return tuple(error.path or ()), error.message, places


def regions(data: Any, errors: list[Told]) -> dict[Path, Any]:
    """Errors by the null that they made.

    Where an error rose to a null above it, others beneath that null may or may not have been met first: there the
    specification leaves open which is told. Everything else must be told.
    """
    found: dict[Path, list[Told]] = defaultdict(list)
    for error in errors:
        found[null_above(data, error[0])].append(error)
    return {
        null: sorted(these) if all(path == null for path, _, _ in these) else "risen" for null, these in found.items()
    }


def null_above(data: Any, path: Path) -> Path:
    """The place of the null that an error at a path made."""
    for depth, step in enumerate(path):
        if data is None:
            return path[:depth]
        data = data[step]
    return path
