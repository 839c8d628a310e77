"""One operation from request to result, compiled; every transport comes through here."""

from collections.abc import AsyncGenerator, Callable, Hashable, Mapping
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import Any, NamedTuple

import graphql
from graphql import ExecutionResult, VariableValues

from app.access.admission import admit_variables
from app.access.faults import Struck
from app.errors import BadRequest, Problem
from app.reading import Budget, Budgets
from app.server.concurrency import ConcurrencyLimit
from app.server.documents import Document, Documents, Operation
from app.server.introspection import Introspections
from app.server.ports import Caller, Services
from app.server.request_log.entry import Entry
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, Result, at, describe, headers_for
from app.server.root_fields import root_fields
from app.server.striking import Cut, suffer
from app.settings import Limits
from app.tables.sandboxes.fault_rule import FaultCut
from schema.execute.executor import Executor, Unsupported
from schema.execute.incremental import Deliveries, Told, Turn
from schema.execute.sought import Sought

Beyond = Callable[[str], object]


def ignore(_: str) -> None:
    """For a server that does not count."""


LARGE = 50
"""Objects."""
MAX_IDEMPOTENCY_KEY = 255
"""Characters of an idempotency key, as at Stripe."""


class Prepared(NamedTuple):
    """An operation that may run: valid, chosen, within the limits, with variables that fit."""

    document: Document
    operation: Operation
    variables: Mapping[str, Any]
    """As the caller sent them, those that are declared."""
    values: VariableValues
    """As their types take them."""
    extensions: Mapping[str, Any]

    @property
    def is_large(self) -> bool:
        """Whether it is a query that asks for many objects, by its cost. Small ones gain by running with others."""
        return self.operation.kind == "query" and self.extensions.get("cost", {}).get("nodes", 0) > LARGE

    @property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.operation.kind


@dataclass(frozen=True, slots=True)
class Later:
    """What comes after the first part of an answer."""

    deliveries: Deliveries
    budget: Budget
    turn: Turn

    async def told(self) -> AsyncGenerator[Told, None]:
        """Everything that comes. To be closed by the task that began it."""
        with self.budget:
            async with aclosing(self.deliveries.told(self.turn)) as all_told:
                async for told in all_told:
                    yield told


class Operations:
    """Prepares and executes for one schema."""

    def __init__(self, services: Services, limits: Limits, *, beyond: Beyond = ignore) -> None:
        self.services = services
        self.executor = Executor(services.schema, beyond=beyond)
        self.concurrency = ConcurrencyLimit()
        self.budgets = Budgets(each=limits.max_answer_bytes, all=limits.reading_bytes)
        self.beyond = beyond
        self.schema = services.schema
        self.documents = Documents(services.schema, limits)
        self.introspections = Introspections()
        self.lookups = self.executor.lookups()

    def seeking(self, request: GraphQLRequest) -> Document | None:
        """The document of a request that is known to ask for one object by its id, and for nothing else."""
        if request.document_hash is not None or request.query is None or self.services.trusted.only:
            return None
        document = self.documents.known(request.query)
        if document is None or (operation := document.chosen(request.operation_name)) is None:
            return None
        return document if operation.seeks(document.ast, self.lookups) else None

    def prepare(
        self, request: GraphQLRequest, caller: Caller, entry: Entry, document: Document | None = None
    ) -> Prepared:
        """Everything that can be refused before running. What the operation does not declare is not kept. The document
        need not be given, where it is not known. Raises Rejected."""
        operation = None
        try:
            self.services.check_rate(caller.key_id)
            if document is None:
                document = self.documents.parse(self.services.trusted.source(request))
            entry.document = document
            operation = entry.operation = document.operation(request.operation_name)
            admit_variables(request.variables, document.arguments)
            request = entry.request = request.declaring(operation.declared)
            variables = request.variables
            extensions = self.services.check_limits(document.ast, operation.node, variables, caller)
        except Problem as problem:
            raise Rejected.by(problem, located=at(operation.node if operation else None)) from None
        if not document.valid:
            self.documents.validate(document)
        return Prepared(document, operation, variables, operation.variables(self.schema).take(variables), extensions)

    async def run(self, prepared: Prepared, context: object, root: object | None = None) -> ExecutionResult:
        """Run an operation, or one event of a subscription with the event as `root`. The only way to an executor.

        `beyond` is called when the compiled executor hands an operation to graphql-core's.
        """
        document, operation = prepared.document, prepared.operation
        with self.budgets.begin():
            try:
                return await self.executor.execute(
                    document.key, document.ast, operation.node, context=context, root=root, variables=prepared.values
                )
            except Unsupported as unsupported:
                self.beyond(str(unsupported))
            executor = graphql.Executor.build(
                self.schema,
                document.ast,
                root_value=root,
                context_value=context,
                raw_variable_values=dict(prepared.variables),
                operation_name=operation.name,
            )
            if isinstance(executor, list):
                return ExecutionResult(None, executor)
            outcome = executor.execute_operation()
            result = await outcome if isawaitable(outcome) else outcome
            assert isinstance(result, ExecutionResult), "all comes at once"
            return result

    def seek(self, prepared: Prepared, caller: Caller, entry: Entry) -> Sought | None:
        """The one object that a query asks for, to be asked for without delay; None where it asks for anything else,
        or for so much that others may have to go first. Raises GraphQLError for an id that is none."""
        if prepared.is_large:
            return None
        document, operation = prepared.document, prepared.operation
        context = self.services.make_context(
            caller, request_id=entry.request_id, idempotency_key=None, browser=entry.browser
        )
        try:
            return self.executor.seek(
                document.key, document.ast, operation.node, context=context, variables=prepared.values
            )
        except Unsupported:
            return None

    def result(self, prepared: Prepared, outcome: ExecutionResult, request_id: str) -> Result:
        """What an execution came to, as clients read it."""
        if not outcome.errors:
            return Result(outcome.data, [], prepared.extensions)
        name = prepared.operation.name or prepared.kind
        errors = [describe(error, request_id, name) for error in outcome.errors]
        return Result(outcome.data, errors, prepared.extensions, headers=headers_for(errors))

    async def execute(
        self, prepared: Prepared, caller: Caller, entry: Entry, idempotency_key: str | None = None
    ) -> Result:
        """Run a query or a mutation. Raises Rejected when an idempotency key cannot hold for it, and what `_struck`
        does."""
        struck = await self._struck(prepared, caller)
        result = await self._execute(prepared, caller, entry, idempotency_key, struck)
        if struck is not None and struck.cut is not None:
            raise Cut(result)
        return result

    async def _execute(
        self, prepared: Prepared, caller: Caller, entry: Entry, idempotency_key: str | None, struck: Struck | None
    ) -> Result:
        about_schema = self._about_schema(prepared)
        if about_schema is not None and (kept := self.introspections.get(about_schema)) is not None:
            return Result(kept, [], prepared.extensions)
        context = self._context(prepared, caller, entry, idempotency_key, struck)
        if prepared.is_large:
            async with self.concurrency.turn():
                outcome = await self.run(prepared, context)
        else:
            outcome = await self.run(prepared, context)
        self._let_go(entry)
        result = self.result(prepared, outcome, entry.request_id)
        if about_schema is not None and not result.errors:
            result.data = self.introspections.keep(about_schema, result.data)
        return result

    async def begin(
        self,
        prepared: Prepared,
        caller: Caller,
        entry: Entry,
        idempotency_key: str | None = None,
        *,
        honored: frozenset[str],
    ) -> tuple[Result, Later | None]:
        """The same for a client that takes parts of the answer later, where the document asks for it with one of the
        `honored` directives: the first part, and what comes after it."""
        document, operation = prepared.document, prepared.operation
        if not may_come_later(document) or self._about_schema(prepared) is not None:
            return await self.execute(prepared, caller, entry, idempotency_key), None
        struck = await self._struck(prepared, caller)
        if struck is not None and struck.cut is not None:
            raise Cut(await self._execute(prepared, caller, entry, idempotency_key, struck))
        context = self._context(prepared, caller, entry, idempotency_key, struck)
        turn = self.concurrency.turn if prepared.is_large else nullcontext
        budget = self.budgets.begin()
        try:
            async with turn():
                with budget:
                    outcome, deliveries = await self.executor.begin(
                        document.key,
                        document.ast,
                        operation.node,
                        context=context,
                        variables=prepared.values,
                        honored=honored,
                    )
        except Unsupported:
            return self.result(prepared, await self.run(prepared, context), entry.request_id), None
        self._let_go(entry)
        result = self.result(prepared, outcome, entry.request_id)
        return result, None if deliveries is None else Later(deliveries, budget, turn)

    def _let_go(self, entry: Entry) -> None:
        """Let the mutations' log forget the entry, which knows the log."""
        if entry.mutation_log is not None:
            entry.mutation_log.write = None

    async def _struck(self, prepared: Prepared, caller: Caller) -> Struck | None:
        """What fault rules have happen to an operation, once it has waited as long as they say; None for most. Raises
        Rejected where they refuse the request, and Cut where the connection is closed before the operation runs."""
        faults = self.services.faults
        if not faults.concern(caller):
            return None
        struck = await faults.meet(caller, prepared.kind, self._fields(prepared))
        await suffer(struck)
        if struck.cut is FaultCut.BEFORE_COMMIT:
            raise Cut
        return struck

    def _fields(self, prepared: Prepared) -> dict[str, str]:
        """The names of an operation's fields, by their response keys."""
        document, operation = prepared.document, prepared.operation
        try:
            return self.executor.fields(document.key, document.ast, operation.node, prepared.values)
        except Unsupported:
            found = root_fields(document.ast, operation.node)
            return {(field.alias or field.name).value: field.name.value for field in found}

    def _context(
        self,
        prepared: Prepared,
        caller: Caller,
        entry: Entry,
        idempotency_key: str | None,
        struck: Struck | None = None,
    ) -> Any:
        """What an operation runs in."""
        kind = prepared.kind
        if kind != "mutation":
            idempotency_key = None
        elif idempotency_key is not None:
            check_idempotency(prepared, idempotency_key)
        entry.idempotency_key = idempotency_key
        context = self.services.make_context(
            caller, request_id=entry.request_id, idempotency_key=idempotency_key, browser=entry.browser
        )
        if struck is not None and struck.refused:
            context.refused = struck.refused
        if kind == "mutation":
            entry.mutation_log = log = getattr(context, "mutation_log", None)
            if log is not None:
                log.write = partial(self.services.request_log.part, entry)
        return context

    def _about_schema(self, prepared: Prepared) -> Hashable | None:
        """What the answer to an operation is kept under, if it shows nothing but the schema."""
        document, operation = prepared.document, prepared.operation
        if not operation.introspects(document.ast):
            return None
        return self.introspections.key(document.key, operation.name, prepared.variables)


def may_come_later(document: Document) -> bool:
    """Whether the document may ask for parts of its answer later. At a glance: strings and comments may look so too."""
    return "@defer" in document.source or "@stream" in document.source


def check_idempotency(prepared: Prepared, key: str) -> None:
    """One key names one effect, so the operation must have a single mutation. Raises Rejected."""
    node = prepared.operation.node
    if not 0 < len(key) <= MAX_IDEMPOTENCY_KEY:
        message = f"The header Idempotency-Key takes 1 to {MAX_IDEMPOTENCY_KEY} characters."
        raise Rejected.by(BadRequest(message, field="Idempotency-Key"), located=at(node))
    names = {(field.alias or field.name).value for field in root_fields(prepared.document.ast, node)}
    if len(names) > 1:
        message = (
            "The header Idempotency-Key holds for an operation with one mutation. "
            "Give each mutation an idempotencyKey argument instead."
        )
        raise Rejected.by(BadRequest(message, field="Idempotency-Key"), located=at(node))
