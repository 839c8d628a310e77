"""One operation from request to result, compiled; every transport comes through here."""

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from inspect import isawaitable
from typing import Any, NamedTuple

from graphql import ExecutionResult, VariableValues, execute

from app.access.admission import admit_variables
from app.errors import BadRequest, Problem
from app.reading import Budgets
from app.server.concurrency import ConcurrencyLimit
from app.server.documents import Document, Documents, Operation
from app.server.introspection import Introspections
from app.server.ports import Caller, Services
from app.server.request_log.entry import Entry
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, Result, at, describe, headers_for
from app.server.root_fields import root_fields
from app.settings import Limits
from schema.execute.executor import Executor, Unsupported

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

    def prepare(self, request: GraphQLRequest, caller: Caller, entry: Entry) -> Prepared:
        """Everything that can be refused before running. What the operation does not declare is not kept. Raises
        Rejected."""
        operation = None
        try:
            self.services.check_rate(caller.key_id)
            document = entry.document = self.documents.parse(self.services.trusted.source(request))
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
            outcome = execute(
                self.schema,
                document.ast,
                root_value=root,
                context_value=context,
                variable_values=dict(prepared.variables),
                operation_name=operation.name,
            )
            return await outcome if isawaitable(outcome) else outcome

    async def execute(
        self, prepared: Prepared, caller: Caller, entry: Entry, idempotency_key: str | None = None
    ) -> Result:
        """Run a query or a mutation. Raises Rejected when an idempotency key cannot hold for it."""
        kind = prepared.operation.kind
        if kind != "mutation":
            idempotency_key = None
        elif idempotency_key is not None:
            check_idempotency(prepared, idempotency_key)
        about_schema = self._about_schema(prepared)
        if about_schema is not None and (kept := self.introspections.get(about_schema)) is not None:
            return Result(kept, [], prepared.extensions)
        request_id = entry.request_id
        entry.idempotency_key = idempotency_key
        context = self.services.make_context(
            caller, request_id=request_id, idempotency_key=idempotency_key, browser=entry.browser
        )
        if kind == "mutation":
            entry.mutation_log = log = getattr(context, "mutation_log", None)
            if log is not None:
                log.write = partial(self.services.request_log.part, entry)
        if prepared.is_large:
            async with self.concurrency.turn():
                outcome = await self.run(prepared, context)
        else:
            outcome = await self.run(prepared, context)
        if outcome.errors:
            name = prepared.operation.name or kind
            errors = [describe(error, request_id, name) for error in outcome.errors]
            return Result(outcome.data, errors, prepared.extensions, headers=headers_for(errors))
        data: Any = outcome.data
        if about_schema is not None:
            data = self.introspections.keep(about_schema, data)
        return Result(data, [], prepared.extensions)

    def _about_schema(self, prepared: Prepared) -> Hashable | None:
        """What the answer to an operation is kept under, if it shows nothing but the schema."""
        document, operation = prepared.document, prepared.operation
        if not operation.introspects(document.ast):
            return None
        return self.introspections.key(document.key, operation.name, prepared.variables)


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
