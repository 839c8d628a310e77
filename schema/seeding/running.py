"""Seeding a sandbox: its steps, each a mutation that its own account asks for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from inspect import isawaitable
from typing import Any

import graphql
from graphql import ExecutionResult, GraphQLSchema, get_operation_ast

from app.access.cost import measure
from app.domain.mistakes import refuse
from app.domain.sandboxes import sandboxes
from app.domain.transaction import repeated
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import ErrorType, InvalidRequest, LimitExceeded
from app.tables.sandboxes.sandbox import Sandbox
from app.tables.sandboxes.seed import SandboxSeed
from schema.derive.context import Context
from schema.derive.strawberry_internals import graphql_schema
from schema.seeding.fixture import Step, steps_of
from schema.seeding.references import Reference, filled

Change = Callable[[Tx, Sandbox], Awaitable[object]]


async def seed_new(context: Context, row: Any) -> Any:
    """Seed a sandbox that was just created. Where a step fails, the sandbox is deleted."""
    return await _seed(context, row, undo=sandboxes.delete)


async def seed_again(context: Context, row: Any) -> Any:
    """Seed a sandbox that was just reset. Where a step fails, the sandbox is left empty."""
    return await _seed(context, row, undo=sandboxes.clear)


async def _seed(context: Context, row: Any, *, undo: Change) -> Any:
    if row["seed"] is None:
        return row
    id = row["id"]
    try:
        async with asyncio.timeout(sandboxes.SEEDS_AT_MOST):
            await _do_all(context, row["account"], steps_of(SandboxSeed.model_validate(row["seed"])))
    except TimeoutError:
        await _change(context, id, undo)
        raise InvalidRequest(
            f"The steps of `seed` took longer than {sandboxes.SEEDS_AT_MOST} seconds together. Give fewer.",
            code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
            field="seed",
        ) from None
    except Exception:
        await _change(context, id, undo)
        raise

    async def end(tx: Tx, sandbox: Sandbox) -> None:
        sandboxes.end_seeding(tx, sandbox)

    await _change(context, id, end)
    return await context.loaders.by_id(Sandbox).load(id)


async def _change(context: Context, id: str, change: Change) -> None:
    """Change the sandbox, in a transaction of its own."""

    async def attempt() -> None:
        async with context.transaction(None) as tx:
            await change(tx, await tx.get(Sandbox, id))

    await repeated(attempt)
    context.forget()


async def _do_all(context: Context, account: str, steps: Sequence[Step]) -> None:
    from schema.root import build

    schema = graphql_schema(build())
    made: dict[str, Any] = {}
    for step in steps:
        object_ = await _do(await _acting(context.within(account), step, made), schema, step, made)
        if step.given.name is not None:
            made[step.given.name] = object_


async def _acting(context: Context, step: Step, made: Mapping[str, Any]) -> Context:
    """The context as the step acts on a connected account. Raises a refusal for any other account."""
    account = filled(step.given.account, partial(_value, step, made, "account"))
    if account is not None:
        if not await context.connected([account]):
            raise step.refusal("The account is not connected to that of the sandbox.", "account")
        context.turn_to(account)
    return context


async def _do(context: Context, schema: GraphQLSchema, step: Step, made: Mapping[str, Any]) -> Any:
    """The object that a step leaves. Raises a refusal of all that was wrong with its arguments."""
    arguments = filled(step.given.arguments, partial(_value, step, made, "arguments"))
    document = step.document()
    operation = get_operation_ast(document)
    assert operation is not None
    try:
        measure(schema, document, operation, {}, context.limits)
    except LimitExceeded as beyond:
        raise step.refusal(beyond.message, code=ErrorCode.RESOURCE_LIMIT_EXCEEDED) from None
    executor = graphql.Executor.build(schema, document, context_value=context, raw_variable_values=arguments)
    if isinstance(executor, list):
        refuse([step.refusal(error.message, "arguments") for error in executor])
        raise AssertionError("an operation that cannot begin has errors")
    outcome = executor.execute_operation()
    result = await outcome if isawaitable(outcome) else outcome
    assert isinstance(result, ExecutionResult), "all comes at once"
    for error in result.errors or ():
        raise error.original_error or error
    assert result.data is not None
    done = result.data["done"]
    declines = [error for error in done["userErrors"] if error["type"] == ErrorType.CARD_ERROR.name]
    if not step.given.declined:
        refuse([_refusal(step, error) for error in done["userErrors"]])
    else:
        refuse([_refusal(step, error) for error in done["userErrors"] if error not in declines])
        if not declines:
            raise step.refusal("The payment is meant to be declined, and it was not.", "declined")
    return done["object"]


def _refusal(step: Step, error: Mapping[str, Any]) -> InvalidRequest:
    """One of the errors of a step's payload, at its place in the seed."""
    path = error["field"].split(".") if error["field"] else []
    where = ["arguments", *(["input"] if path and path[0] not in step.root.args else []), *path]
    return step.refusal(error["message"], *where, code=ErrorCode[error["code"]])


def _value(step: Step, made: Mapping[str, Any], where: str, reference: Reference) -> Any:
    """What a reference stands for. Raises a refusal where an object on the way, or an entry, is not there."""
    value = made[reference.step]
    for name in reference.path:
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        elif value is not None:
            value = value[name]
    if value is None:
        raise step.refusal(f"'{reference}' is null by now.", where)
    return value
