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

from schema.derive import kinds
from schema.execute import reference
from schema.execute.failures import NullPropagation
from schema.execute.field_kinds import field_kind
from schema.execute.plan import Operation, Selection, conditions, directives, fragments
from schema.execute.program import Program
from schema.execute.run import Run, Todo
from schema.execute.sought import Sought

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

    def seek(
        self,
        key: Hashable,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        *,
        context: Any,
        variables: VariableValues,
    ) -> Sought | None:
        """The one object that a query asks for by its id, to be asked for; None where it asks for anything else.
        Raises Unsupported, and GraphQLError for an id that is none."""
        joins = getattr(context, "reads_everything", False)
        program = self.compiled(key, document, operation).program(variables, joins=joins)
        lookup = program.lookup
        if lookup is None or lookup.asks_by_secret(context):
            return None
        return Sought(program.operation.root, lookup, Run(program.operation, context, None, variables))

    def lookups(self) -> frozenset[str]:
        """The names of the fields of queries that give one object by its id."""
        fields = self.schema.query_type.fields if self.schema.query_type else {}
        return frozenset(name for name, field in fields.items() if isinstance(field_kind(field), kinds.Lookup))

    async def _at_once(self, program: Program, run: Run, selection: Selection) -> ExecutionResult:
        """All fields of the root together."""
        run.broken, run.unexpected = False, None
        todo = Todo()
        try:
            (data,) = program.objects(selection)(run, todo, [run.root])
        except Exception:
            # It is kept as `unexpected`, or as `refused`.
            data = {}
        return await self.ended(run, selection, data, todo)

    async def ended(self, run: Run, selection: Selection, data: dict[str, Any], todo: Todo) -> ExecutionResult:
        """What comes of a run whose root is made, once all is there that it waits for. Raises as `execute` does."""
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
