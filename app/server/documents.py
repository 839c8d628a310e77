"""Documents are parsed and validated once. Valid ones stay in a bounded cache; the least used are evicted first."""

import hashlib
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    ValueNode,
    validate,
)
from graphql.validation.rules.overlapping_fields_can_be_merged import MAX_COMPLEXITY_BUDGET
from graphql.validation.validate import ValidationAbortedError
from graphql.validation.validation_context import MAX_FRAGMENT_WORK

from app.access import cost
from app.access.admission import Unadmitted, admit_document
from app.errors import BadRequest, LimitExceeded
from app.server.introspection import is_introspection
from app.server.responses import Rejected, at
from app.server.result_paths import path_to
from app.server.root_fields import root_fields
from app.server.variables import Variables
from app.settings import Limits

CAPACITY = 64_000_000
"""How much the cache holds, in bytes."""
BYTES_A_TOKEN = 650
"""What a parsed document takes for each of its names, values and punctuators, at most, beside its text."""
TOO_INVOLVED = BadRequest(
    f"To check the document would take more than {MAX_COMPLEXITY_BUDGET:,} comparisons: it has one field very many "
    f"times in one place, or spreads fragments more than {MAX_FRAGMENT_WORK:,} times. Ask for each field once, or send "
    "several documents.",
    field="query",
)
"""graphql-core compares the fields of each place with one another, and follows fragments, only so far."""


@dataclass(slots=True)
class Operation:
    """One of a document's operations, and what follows from it alone."""

    node: OperationDefinitionNode
    name: str | None = field(init=False)
    kind: str = field(init=False)
    """`query`, `mutation` or `subscription`."""
    declared: tuple[str, ...] = field(init=False)
    """The names of its variables."""
    shaping: list[str] | None = field(default=None, init=False)
    """The variables that say what is shown (see payloads), once they are worked out."""
    _variables: Variables | None = field(default=None, init=False)
    _introspects: bool | None = field(default=None, init=False)
    _seeks: bool | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.name = self.node.name.value if self.node.name else None
        self.kind = self.node.operation.value
        self.declared = tuple(each.variable.name.value for each in self.node.variable_definitions or ())

    def variables(self, schema: GraphQLSchema) -> Variables:
        """Its variables, worked out once. The document must be valid."""
        if self._variables is None:
            self._variables = Variables(schema, self.node)
        return self._variables

    def introspects(self, document: DocumentNode) -> bool:
        """Whether it is a query that asks about the schema alone. The document must be valid."""
        if self._introspects is None:
            self._introspects = is_introspection(document, self.node)
        return self._introspects

    def seeks(self, document: DocumentNode, lookups: Collection[str]) -> bool:
        """Whether it is a query for one object by its id. The document must be valid; `lookups` are the names of the
        fields that give one."""
        if self._seeks is None:
            names = [each.name.value for each in root_fields(document, self.node)] if self.kind == "query" else []
            self._seeks = len(names) == 1 and names[0] in lookups
        return self._seeks


@dataclass(slots=True)
class Document:
    """A parsed document. `key` is the SHA-256 of its source, `size` the bytes that it takes, more or less."""

    source: str
    key: bytes
    ast: DocumentNode
    operations: dict[str | None, Operation]
    """By name."""
    size: int
    arguments: frozenset[str]
    """The variables that are arguments by themselves."""
    valid: bool = False

    def chosen(self, name: str | None) -> Operation | None:
        """The operation of that name; without a name, the only one."""
        if name is not None:
            return self.operations.get(name)
        if len(self.operations) == 1:
            for only in self.operations.values():
                return only
        return None

    def operation(self, name: str | None) -> Operation:
        """The operation to run. Raises Rejected when the name is unknown, or missing and needed."""
        if (chosen := self.chosen(name)) is not None:
            return chosen
        operations = self.operations
        if not operations:
            raise Rejected.by(BadRequest("The document has no operation. Add a query to it.", field="query"))
        names = ", ".join(sorted(each or "one without a name" for each in operations))
        if name is not None:
            has = names
            message = f"The document has no operation with the name in 'operationName'. It has {has}."
            raise Rejected.by(BadRequest(message, field="operationName"))
        message = f"Say in 'operationName' which operation to run: {names}."
        raise Rejected.by(BadRequest(message, field="operationName"))


class Documents:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, *, capacity: int = CAPACITY) -> None:
        self.schema = schema
        self.limits = limits
        self.capacity = capacity
        self.size = 0
        self.kept: OrderedDict[str, Document] = OrderedDict()

    def known(self, source: str) -> Document | None:
        """The document of a source, if it is kept, and so valid."""
        if kept := self.kept.get(source):
            self.kept.move_to_end(source)
        return kept

    def parse(self, source: str) -> Document:
        """The document of a source, perhaps not validated yet. Raises Rejected."""
        if kept := self.known(source):
            return kept
        try:
            ast = cost.parse(source, self.limits)
            arguments = admit_document(ast, source)
        except GraphQLSyntaxError as error:
            raise Rejected([error], code="GRAPHQL_PARSE_FAILED") from None
        except LimitExceeded as exceeded:
            raise Rejected.by(exceeded) from None
        except Unadmitted as unadmitted:
            raise Rejected.by(unadmitted, located=at(unadmitted.node)) from None
        found = [Operation(each) for each in ast.definitions if isinstance(each, OperationDefinitionNode)]
        operations = {operation.name: operation for operation in found}
        key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()
        size = BYTES_A_TOKEN * (ast.token_count or 0) + len(source.encode("utf-8", "surrogatepass"))
        return Document(source, key, ast, operations, size, arguments)

    def validate(self, document: Document) -> None:
        """Validate a document unless it is known to be valid, and keep it. Raises Rejected."""
        if document.valid:
            return
        if errors := validate(self.schema, document.ast):
            *mistakes, last = errors
            if isinstance(last, ValidationAbortedError):
                if not mistakes:
                    raise Rejected.by(TOO_INVOLVED)
                last = GraphQLError(f"There are more mistakes than these {len(mistakes)}.")
            mistakes = [*mistakes, last]
            for each in mistakes:
                if each.nodes and isinstance(each.nodes[0], ValueNode):
                    each.path = path_to(document.ast, each.nodes[0])  # type: ignore[assignment]
            raise Rejected(mistakes, code="GRAPHQL_VALIDATION_FAILED")
        document.valid = True
        if document.size > self.capacity // 10 or document.source in self.kept:
            return
        self.kept[document.source] = document
        self.size += document.size
        while self.size > self.capacity:
            _, oldest = self.kept.popitem(last=False)
            self.size -= oldest.size
