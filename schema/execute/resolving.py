"""Fields with resolvers, and values whose type shows only when they are there: anything that is not a row of ours."""

from __future__ import annotations

import asyncio
from typing import Any

from graphql import (
    Executor,
    GraphQLError,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    default_type_resolver,
    get_named_type,
    get_nullable_type,
)
from graphql.pyutils import inspect, is_awaitable

from schema.execute.compiler import Compiler
from schema.execute.failures import FieldError
from schema.execute.field_kinds import Resolved
from schema.execute.plan import Field
from schema.execute.run import Run, Step, Todo, Waiting


class Resolve(Step):
    """Calls a resolver for each object. What it gives to await is awaited together."""

    def __init__(self, program: Compiler, field: Field, kind: Resolved) -> None:
        super().__init__(field)
        self.program = program
        self.resolver = kind.resolver
        self.items = is_list(field.type)
        self.of_mutation = field.above is None and field.parent is field.operation.schema.mutation_type

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        info, arguments = run.info(self.field), run.arguments(self.field)
        values, waiting = [], False
        for source in sources:
            try:
                value = self.resolver(source, info, **arguments)
                waiting = waiting or self.waits(value)
            except Exception as error:
                value = run.fail(error)
            values.append(value)
        if waiting:
            return self.wait(run, into, values)
        self.fill(run, into, values, todo)
        return None

    def waits(self, value: Any) -> bool:
        """Whether there is something to await in a value."""
        if is_awaitable(value):
            return True
        return self.items and (
            hasattr(value, "__aiter__") or (isinstance(value, list | tuple) and any(map(self.waits, value)))
        )

    async def wait(self, run: Run, into: list[Any], values: list[Any]) -> Todo:
        settled = await asyncio.gather(*(self.settle(run, value) for value in values))
        todo = Todo()
        self.fill(run, into, settled, todo)
        return todo

    async def settle(self, run: Run, value: Any) -> Any:
        """A value with nothing left to await in it."""
        try:
            while is_awaitable(value):
                value = await value
            if self.items and hasattr(value, "__aiter__"):
                value = [item async for item in value]
            if self.items and isinstance(value, list | tuple) and any(map(self.waits, value)):
                value = await asyncio.gather(*(self.settle(run, item) for item in value))
        except Exception as error:
            return run.fail(error)
        return value

    def fill(self, run: Run, into: list[Any], values: list[Any], todo: Todo) -> None:
        for place, value in enumerate(values):
            if isinstance(value, Exception):
                values[place] = run.fail(value)
        if self.of_mutation:
            run.given[self.field.key] = values[0]
        self.program.fill(self.field)(run, todo, into, values)


class Narrow(Step):
    """Finds out the object type of values, and makes the objects of each type together."""

    def __init__(self, program: Compiler, field: Field) -> None:
        super().__init__(field)
        self.program = program
        self.type: Any = get_named_type(field.type)

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        types = [self.find(run, value) for _, value in sources]
        if any(map(is_awaitable, types)):
            return self.wait(run, into, sources, types)
        self.divide(run, into, sources, types, todo)
        return None

    async def wait(self, run: Run, into: list[Any], sources: list[Any], types: list[Any]) -> Todo:
        async def settle(type_: Any) -> Any:
            try:
                while is_awaitable(type_):
                    type_ = await type_
            except Exception as error:
                return run.fail(error)
            return type_

        todo = Todo()
        self.divide(run, into, sources, await asyncio.gather(*map(settle, types)), todo)
        return todo

    def fail(self, run: Run, into: list[Any], sources: list[Any], error: Exception) -> None:
        failed = run.fail(error)
        for container, (key, _) in zip(into, sources, strict=True):
            container[key] = failed

    def divide(self, run: Run, into: list[Any], sources: list[Any], types: list[Any], todo: Todo) -> None:
        """Make the objects of each type."""
        places: dict[Any, list[int]] = {}
        for place, type_ in enumerate(types):
            if type_.__class__ is FieldError:
                into[place][sources[place][0]] = type_
            else:
                places.setdefault(type_, []).append(place)
        for type_, these in places.items():
            selection = self.field.selection(type_)
            made = self.program.objects(selection)(run, todo, [sources[place][1] for place in these])
            for place, result in zip(these, made, strict=True):
                into[place][sources[place][0]] = result
                run.branches[id(result)] = selection

    def find(self, run: Run, value: Any) -> Any:
        """The object type of a value, why there is none, or what must be awaited for either."""
        try:
            if isinstance(self.type, GraphQLObjectType):
                return self.checked(run, self.type, value)
            resolve = self.type.resolve_type or default_type_resolver
            name = resolve(value, run.info(self.field), self.type)
            return self.find_later(run, name, value) if is_awaitable(name) else self.named(run, name, value)
        except Exception as error:
            return run.fail(error)

    async def find_later(self, run: Run, name: Any, value: Any) -> Any:
        return self.named(run, await name, value)

    def named(self, run: Run, name: Any, value: Any) -> Any:
        """The object type of that name. Raises GraphQLError, in graphql-core's words."""
        schema = run.operation.schema
        type_ = schema.get_type(name) if isinstance(name, str) else None
        if not isinstance(type_, GraphQLObjectType) or not schema.is_sub_type(self.type, type_):
            words: Any = Executor.ensure_valid_runtime_type
            type_ = words(run.operation, name, self.type, [], run.info(self.field), value)
        return self.checked(run, type_, value)

    def checked(self, run: Run, type_: Any, value: Any) -> Any:
        """The type, if it takes the value for its own. Raises GraphQLError, or hands back what must be awaited."""
        if type_.is_type_of is None:
            return type_
        its = type_.is_type_of(value, run.info(self.field))
        return self.checked_later(its, type_, value) if is_awaitable(its) else self.owned(its, type_, value)

    async def checked_later(self, its: Any, type_: Any, value: Any) -> Any:
        return self.owned(await its, type_, value)

    def owned(self, its: bool, type_: Any, value: Any) -> Any:
        if its:
            return type_
        raise GraphQLError(f"Expected value of type '{type_}' but got: {inspect(value)}.", self.field.nodes)


def is_list(type_: GraphQLOutputType) -> bool:
    return isinstance(get_nullable_type(type_), GraphQLList)
