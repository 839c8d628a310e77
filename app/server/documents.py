"""Documents are parsed and validated once. Valid ones stay in a bounded cache; the least used are evicted first."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from graphql import DocumentNode, GraphQLSchema, GraphQLSyntaxError, OperationDefinitionNode, validate

from app.access import cost
from app.access.admission import Unadmitted, admit_document
from app.errors import BadRequest, LimitExceeded
from app.server.introspection import is_introspection
from app.server.responses import Rejected, at
from app.server.variables import Variables
from app.settings import Limits

CAPACITY = 64_000_000
"""How much the cache holds, in bytes."""
BYTES_A_TOKEN = 650
"""What a parsed document takes for each of its names, values and punctuators, at most, beside its text."""


@dataclass(slots=True)
class Document:
    """A parsed document. `key` is the SHA-256 of its source, `size` the bytes that it takes, more or less."""

    source: str
    key: bytes
    ast: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    size: int
    arguments: frozenset[str]
    """The variables that are arguments by themselves."""
    valid: bool = False
    shaping: dict[str | None, list[str]] = field(default_factory=dict)
    """Of operations, by name: the variables that say what is shown (see payloads)."""
    _variables: dict[str, Variables] = field(default_factory=dict)
    _introspects: dict[str, bool] = field(default_factory=dict)

    def variables(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> Variables:
        """Those of one of its operations, worked out once. The document must be valid."""
        name = operation.name.value if operation.name else ""
        found = self._variables.get(name)
        if found is None:
            found = self._variables[name] = Variables(schema, operation)
        return found

    def introspects(self, operation: OperationDefinitionNode) -> bool:
        """Whether one of its operations is a query that asks about the schema alone. The document must be valid."""
        name = operation.name.value if operation.name else ""
        found = self._introspects.get(name)
        if found is None:
            found = self._introspects[name] = is_introspection(self.ast, operation)
        return found

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to run. Raises Rejected when the name is unknown, or missing and needed."""
        if not self.operations:
            raise Rejected.by(BadRequest("The document has no operation. Add a query to it.", field="query"))
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is not None and name in self.operations:
            return self.operations[name]
        names = ", ".join(sorted(self.operations))
        if name is not None:
            has = names or "one without a name"
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

    def parse(self, source: str) -> Document:
        """The document of a source, perhaps not validated yet. Raises Rejected."""
        if kept := self.kept.get(source):
            self.kept.move_to_end(source)
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
        operations = {
            definition.name.value if definition.name else "": definition
            for definition in ast.definitions
            if isinstance(definition, OperationDefinitionNode)
        }
        key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()
        size = BYTES_A_TOKEN * (ast.token_count or 0) + len(source.encode("utf-8", "surrogatepass"))
        return Document(source, key, ast, operations, size, arguments)

    def validate(self, document: Document) -> None:
        """Validate a document unless it is known to be valid, and keep it. Raises Rejected."""
        if document.valid:
            return
        if errors := validate(self.schema, document.ast):
            raise Rejected(errors, code="GRAPHQL_VALIDATION_FAILED")
        document.valid = True
        if document.size > self.capacity // 10 or document.source in self.kept:
            return
        self.kept[document.source] = document
        self.size += document.size
        while self.size > self.capacity:
            _, oldest = self.kept.popitem(last=False)
            self.size -= oldest.size


def kind_of(operation: OperationDefinitionNode) -> str:
    """`query`, `mutation` or `subscription`."""
    return operation.operation.value
