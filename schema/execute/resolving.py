"""Fields with resolvers, and values whose type shows only when they are there: anything that is not a row of ours."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from graphql import (
    Executor,
    GraphQLError,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    default_type_resolver,
    get_named_type,
    get_nullable_type,
    is_object_type,
)
from graphql.pyutils import inspect, is_awaitable

from schema.execute.failures import Failed
from schema.execute.knowing import Resolved
from schema.execute.plan import Field
from schema.execute.run import Run, Step, Todo, Waiting

if TYPE_CHECKING:
    from schema.execute.program import Program


class Resolve(Step):
    """Calls a resolver for each object. What it gives to await is awaited together."""

    def __init__(self, program: Program, field: Field, kind: Resolved) -> None:
        super().__init__(field)
        self.program = program
        self.resolver = kind.resolver
        self.items = is_list(field.type)

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
        self.program.fill(self.field)(run, todo, into, values)


class Narrow(Step):
    """Finds out the object type of values, and makes the objects of each type together."""

    def __init__(self, program: Program, field: Field) -> None:
        super().__init__(field)
        self.program = program
        self.type: Any = get_named_type(field.type)

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        names = [self.name(run, value) for _, value in sources]
        if any(map(is_awaitable, names)):
            return self.wait(run, into, sources, names)
        self.divide(run, into, sources, names, todo)
        return None

    async def wait(self, run: Run, into: list[Any], sources: list[Any], names: list[Any]) -> Todo:
        async def settle(name: Any) -> Any:
            try:
                return await name if is_awaitable(name) else name
            except Exception as error:
                return run.fail(error)

        todo = Todo()
        self.divide(run, into, sources, await asyncio.gather(*map(settle, names)), todo)
        return todo

    def fail(self, run: Run, into: list[Any], sources: list[Any], error: Exception) -> None:
        failed = run.fail(error)
        for container, (key, _) in zip(into, sources, strict=True):
            container[key] = failed

    def name(self, run: Run, value: Any) -> Any:
        """The name of a value's type, or what is to be awaited for it."""
        if isinstance(self.type, GraphQLObjectType):
            return self.type.name
        try:
            resolve = self.type.resolve_type or default_type_resolver
            return resolve(value, run.info(self.field), self.type)
        except Exception as error:
            return run.fail(error)

    def divide(self, run: Run, into: list[Any], sources: list[Any], names: list[Any], todo: Todo) -> None:
        places: dict[GraphQLObjectType, list[int]] = {}
        for place, name in enumerate(names):
            try:
                if name.__class__ is Failed:
                    raise name.error
                type_ = self.object_type(run, name, sources[place][1])
            except Exception as error:
                key, _ = sources[place]
                into[place][key] = run.fail(error)
            else:
                places.setdefault(type_, []).append(place)
        for type_, these in places.items():
            selection = self.field.selection(type_)
            made = self.program.objects(selection)(run, todo, [sources[place][1] for place in these])
            for place, result in zip(these, made, strict=True):
                key, _ = sources[place]
                into[place][key] = result
                run.branches[id(result)] = selection

    def object_type(self, run: Run, name: Any, value: Any) -> GraphQLObjectType:
        """The type of that name, if the value is one of it. Raises GraphQLError, in graphql-core's words."""
        if isinstance(self.type, GraphQLObjectType):
            type_ = self.type
        else:
            type_ = run.asked.schema.get_type(name) if isinstance(name, str) else None  # type: ignore[assignment]
            if not is_object_type(type_) or not run.asked.schema.is_sub_type(self.type, type_):
                words = Executor.ensure_valid_runtime_type
                return words(run.asked, name, self.type, [], run.info(self.field), value)  # type: ignore[arg-type]
        if type_.is_type_of is not None and not type_.is_type_of(value, run.info(self.field)):
            raise GraphQLError(f"Expected value of type '{type_}' but got: {inspect(value)}.", self.field.nodes)
        return type_


def is_list(type_: GraphQLOutputType) -> bool:
    return isinstance(get_nullable_type(type_), GraphQLList)
