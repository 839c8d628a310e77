"""The executor: operations are compiled once, and run breadth-first over whole batches."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableValues,
)
from sqlalchemy.util import LRUCache

from schema.execute import reference
from schema.execute.failures import NullPropagation
from schema.execute.plan import Operation, Selection, conditions, directives, fragments
from schema.execute.program import Program
from schema.execute.run import Run, Todo

CAPACITY = 80_000
"""How much of documents is kept compiled, in tokens; the least used go first. Code takes some 500 bytes for each token
of what it was made for."""
VARIANTS_KEPT = 4
"""How many programs one operation may have: one for each way in which its `@skip` and `@include` are decided."""
BEYOND = {
    "defer": "incremental delivery",
    "stream": "incremental delivery",
    "experimental_disableErrorPropagation": "another way with errors",
}
"""Directives that change how an operation is executed, and that graphql-core's own executor knows."""


class Unsupported(Exception):
    """The operation asks for what this executor does not do: graphql-core's runs it."""


class Compiled:
    """An operation, and its program for each way in which its conditions are decided."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        """Raises Unsupported."""
        self.schema = schema
        self.document = document
        self.operation = operation
        for name in BEYOND.keys() & directives(document).keys():
            raise Unsupported(BEYOND[name])
        if any(getattr(definition, "variable_definitions", None) for definition in fragments(document).values()):
            raise Unsupported("fragments with variables")
        self.size = document.token_count or 0
        self.conditions = conditions(document)
        self._programs: LRUCache[tuple[bool, ...], Program] = LRUCache(VARIANTS_KEPT)

    def program(self, variables: VariableValues, *, joins: bool = False) -> Program:
        """What the operation is with these variables; with `joins`, for callers who may read everything."""
        coerced = variables.coerced
        truths = tuple([bool(coerced.get(name)) for name in self.conditions])
        program: Program | None = self._programs.get((joins, *truths))
        if program is None:
            decided = dict(zip(self.conditions, truths, strict=True))
            program = Program(Operation(self.schema, self.operation, fragments(self.document), decided), joins=joins)
            self._programs[joins, *truths] = program
        return program


class Executor:
    """The executor of one schema."""

    def __init__(
        self, schema: GraphQLSchema, *, capacity: int = CAPACITY, beyond: Callable[[str], object] = lambda _: None
    ) -> None:
        self.schema = schema
        self.beyond = beyond
        """Called with the reason when graphql-core completes what was begun here."""
        self.capacity = capacity
        self.size = 0
        self._compiled: OrderedDict[Hashable, Compiled] = OrderedDict()

    async def execute(
        self,
        key: Hashable,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        *,
        context: Any,
        root: Any = None,
        variables: VariableValues,
    ) -> ExecutionResult:
        """Run a valid operation with variables that fit. Documents with the same key are the same.

        Raises Unsupported for what only graphql-core's executor does, and what `Run.count` does.
        """
        joins = getattr(context, "reads_everything", False)
        program = self.compiled(key, document, operation).program(variables, joins=joins)
        run = Run(program.operation, context, root, variables)
        selection = program.operation.root
        if operation.operation is OperationType.MUTATION:
            return await self._serially(program, run, selection)
        return await self._at_once(program, run, selection)

    async def _at_once(self, program: Program, run: Run, selection: Selection) -> ExecutionResult:
        """All fields of the root together."""
        run.broken, run.unexpected = False, None
        todo = Todo()
        try:
            (data,) = program.objects(selection)(run, todo, [run.root])
        except Exception:
            # It is kept as `unexpected`, or as `refused`.
            data = {}
        await run.follow(todo)
        if run.refused is not None:
            raise run.refused
        if run.unexpected is not None:
            self.beyond("unexpected value")
            return await reference.complete(run, selection)
        if not run.broken:
            return ExecutionResult(data, None)
        nulls = NullPropagation(run.branches)
        return ExecutionResult(nulls.root(selection, data), nulls.errors or None)

    async def _serially(self, program: Program, run: Run, selection: Selection) -> ExecutionResult:
        """One field of the root after the other: each sees what those before it changed."""
        data: dict[str, Any] = {}
        errors = []
        for field in selection.fields:
            result = await self._at_once(program, run, program.alone(field))
            errors += result.errors or []
            if result.data is None:
                return ExecutionResult(None, errors)
            data |= result.data
        return ExecutionResult(data, errors or None)

    def compiled(self, key: Hashable, document: DocumentNode, operation: OperationDefinitionNode) -> Compiled:
        """The operation compiled, or as it was kept. Raises Unsupported."""
        named = (key, operation.name.value if operation.name else None)
        if kept := self._compiled.get(named):
            self._compiled.move_to_end(named)
            return kept
        compiled = self._compiled[named] = Compiled(self.schema, document, operation)
        self.size += compiled.size
        while self.size > self.capacity and len(self._compiled) > 1:
            _, oldest = self._compiled.popitem(last=False)
            self.size -= oldest.size
        return compiled
