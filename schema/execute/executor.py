"""The executor: operations are compiled once, and run breadth-first over whole batches."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableValues,
)
from sqlalchemy.util import LRUCache

from schema.derive import kinds
from schema.execute import reference
from schema.execute.crossing import crosses
from schema.execute.deferrals import WISHES, argument_of
from schema.execute.failures import NullPropagation
from schema.execute.field_kinds import field_kind
from schema.execute.incremental import Deliveries
from schema.execute.plan import Operation, Selection, conditions, directives, fragments, wishes
from schema.execute.program import Program
from schema.execute.run import Run, Todo, initial_count
from schema.execute.sought import Sought
from schema.execute.walk import Walk

CAPACITY = 80_000
"""How much of documents is kept compiled, in tokens; the least used go first. Code takes some 500 bytes for each token
of what it was made for."""
VARIANTS_KEPT = 4
"""How many programs one operation may have: one for each way in which its `@skip` and `@include` are decided."""
BEYOND = {"experimental_disableErrorPropagation": "another way with errors"}
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
        used = directives(document)
        self.streams = used.get("stream", [])
        self.crosses = crosses(schema, document)
        self.wishes = wishes(document) if WISHES & used.keys() else None
        """The variables that decide what comes later; None where nothing is asked to."""
        self._programs: LRUCache[tuple[object, ...], Program] = LRUCache(VARIANTS_KEPT)

    def program(
        self,
        variables: VariableValues,
        *,
        joins: bool = False,
        across: bool = False,
        honored: frozenset[str] = frozenset(),
    ) -> Program:
        """What the operation is with these variables; with `joins`, for callers who may read everything, and `across`
        accounts. The `honored` of `@defer` and `@stream` are for those who take parts of an answer later."""
        coerced = variables.coerced
        if self.wishes is None:
            honored = frozenset()
        names = (*self.conditions, *(self.wishes or ())) if honored else self.conditions
        # A condition of `@defer` or `@stream` that is omitted holds.
        truths = tuple([bool(coerced.get(name, name not in self.conditions)) for name in names])
        program: Program | None = self._programs.get((joins, across, honored, *truths))
        if program is None:
            decided = dict(zip(names, truths, strict=True))
            operation = Operation(self.schema, self.operation, fragments(self.document), decided, honored)
            program = Program(operation, joins=joins, across=across)
            self._programs[joins, across, honored, *truths] = program
        return program

    def check(self, variables: VariableValues) -> ExecutionResult | None:
        """Why the operation is not run with these variables, if it is not."""
        for directive in self.streams:
            initial = argument_of(directive, "initialCount")
            if initial_count(initial, variables) < 0:
                return ExecutionResult(None, [GraphQLError("initialCount must be zero or more.", initial)])
        return None


def program_of(
    compiled: Compiled, variables: VariableValues, context: Any, honored: frozenset[str] = frozenset()
) -> Program:
    """What an operation is with these variables for its caller, who is told whether it reads across accounts."""
    across = compiled.crosses and getattr(context, "may_cross", False)
    if across:
        context.across = True
    joins = getattr(context, "reads_everything", False)
    return compiled.program(variables, joins=joins, across=across, honored=honored)


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
        compiled = self.compiled(key, document, operation)
        if compiled.streams and (refused := compiled.check(variables)):
            return refused
        program = program_of(compiled, variables, context)
        run = Run(program.operation, context, root, variables)
        return await self._run(program, run)

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
        compiled = self.compiled(key, document, operation)
        if compiled.streams:
            return None
        program = program_of(compiled, variables, context)
        lookup = program.lookup
        if lookup is None or lookup.asks_by_secret(context):
            return None
        return Sought(program.operation.root, lookup, Run(program.operation, context, None, variables))

    def fields(
        self, key: Hashable, document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues
    ) -> dict[str, str]:
        """The names of the fields that a valid operation has at its root, by their response keys. Raises
        Unsupported."""
        root = self.compiled(key, document, operation).program(variables).operation.root
        return {field.key: field.name for field in root.fields}

    def lookups(self) -> frozenset[str]:
        """The names of the fields of queries that give one object by its id."""
        fields = self.schema.query_type.fields if self.schema.query_type else {}
        return frozenset(name for name, field in fields.items() if isinstance(field_kind(field), kinds.Lookup))

    async def begin(
        self,
        key: Hashable,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        *,
        context: Any,
        root: Any = None,
        variables: VariableValues,
        honored: frozenset[str] = WISHES,
    ) -> tuple[ExecutionResult, Deliveries | None]:
        """The same for a client that takes parts of the answer later, by those of `@defer` and `@stream` that are
        `honored`: the first part, and what else comes."""
        compiled = self.compiled(key, document, operation)
        if compiled.streams and (refused := compiled.check(variables)):
            return refused, None
        program = program_of(compiled, variables, context, honored)
        run = Run(program.operation, context, root, variables)
        walk = Walk(run, {}) if program.operation.honored else None
        result = await self._run(program, run, walk)
        if walk is None or result.data is None or not (walk.parts or walk.items):
            return result, None
        return result, Deliveries(run, walk)

    async def _run(self, program: Program, run: Run, walk: Walk | None = None) -> ExecutionResult:
        selection = program.operation.root
        if program.operation.node.operation is OperationType.MUTATION:
            return await self._serially(program, run, selection, walk)
        return await self._at_once(program, run, selection, walk)

    async def _at_once(
        self, program: Program, run: Run, selection: Selection, walk: Walk | None = None
    ) -> ExecutionResult:
        """All fields of the root together."""
        run.broken, run.unexpected = False, None
        todo = Todo()
        try:
            (data,) = program.objects(selection)(run, todo, [run.root])
        except Exception:
            # It is kept as `unexpected`, or as `refused`.
            data = {}
        return await self.ended(run, selection, data, todo, walk)

    async def ended(
        self, run: Run, selection: Selection, data: dict[str, Any], todo: Todo, walk: Walk | None = None
    ) -> ExecutionResult:
        """What comes of a run whose root is made, once all is there that it waits for. Raises as `execute` does."""
        await run.follow(todo)
        if run.refused is not None:
            raise run.refused
        if run.unexpected is not None:
            self.beyond("unexpected value")
            return await reference.complete(run, selection)
        if walk is None and not run.broken:
            return ExecutionResult(data, None)
        nulls = walk or NullPropagation(run.branches)
        nulls.errors = []
        return ExecutionResult(nulls.root(selection, data), nulls.errors or None)

    async def _serially(self, program: Program, run: Run, selection: Selection, walk: Walk | None) -> ExecutionResult:
        """One field of the root after the other: each sees what those before it changed."""
        data: dict[str, Any] = {}
        errors = []
        for field in selection.fields:
            result = await self._at_once(program, run, program.alone(field), walk)
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
