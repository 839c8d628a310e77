"""Documents are parsed and validated once. Valid ones stay in a bounded cache by hash; the least used leave first."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from app.errors import BadRequest, LimitExceeded
from app.server.responses import Rejected

CAPACITY = 1_000_000
"""How much source the cache holds, in characters: a parsed document takes some hundred times the memory of its text."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document known to be valid. `key` is its SHA-256."""

    key: bytes
    ast: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    size: int

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to run. Raises Rejected when the name is unknown, or missing and needed."""
        names = ", ".join(sorted(self.operations))
        if not self.operations:
            raise Rejected.by(BadRequest("The document has fragments alone. Add an operation.", field="query"))
        if name is not None:
            if name in self.operations:
                return self.operations[name]
            message = f"The document has no operation named '{name}'. It has: {names or 'one without a name'}."
            raise Rejected.by(BadRequest(message, field="operationName"))
        if len(self.operations) > 1:
            message = f"Say in 'operationName' which operation to run: {names}."
            raise Rejected.by(BadRequest(message, field="operationName"))
        return next(iter(self.operations.values()))


class Documents:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema, *, max_tokens: int, capacity: int = CAPACITY) -> None:
        self.schema = schema
        self.max_tokens = max_tokens
        self.capacity = capacity
        self.size = 0
        self.kept: OrderedDict[bytes, Document] = OrderedDict()

    def get(self, source: str) -> Document:
        """The document of a source. Raises Rejected when it is not valid GraphQL of this schema."""
        key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()
        document = self.kept.get(key)
        if document is None:
            document = self.read(key, source)
            self.keep(document)
        else:
            self.kept.move_to_end(key)
        return document

    def read(self, key: bytes, source: str) -> Document:
        try:
            ast = parse(source, max_lexical_tokens=self.max_tokens, max_comments=self.max_tokens)
        except GraphQLSyntaxError as error:
            if f"more than {self.max_tokens} " in error.message:
                message = f"The document has more than {self.max_tokens} tokens. Split it, or use fragments."
                raise Rejected.by(LimitExceeded(message, limit="max_tokens")) from None
            raise Rejected([error], code="GRAPHQL_PARSE_FAILED") from None
        if errors := validate(self.schema, ast):
            raise Rejected(errors, code="GRAPHQL_VALIDATION_FAILED")
        operations = {
            definition.name.value if definition.name else "": definition
            for definition in ast.definitions
            if isinstance(definition, OperationDefinitionNode)
        }
        return Document(key, ast, operations, len(source))

    def keep(self, document: Document) -> None:
        if document.size > self.capacity // 10:
            return
        self.kept[document.key] = document
        self.size += document.size
        while self.size > self.capacity:
            _, oldest = self.kept.popitem(last=False)
            self.size -= oldest.size


def kind_of(operation: OperationDefinitionNode) -> str:
    """`query`, `mutation` or `subscription`."""
    return OperationType(operation.operation).value
