"""Answers about the schema alone, which are the same for everyone until the process ends: kept as JSON.

GraphiQL and code generators ask for the whole schema, megabytes that take a second to make.
"""

import json
from collections.abc import Hashable, Mapping
from typing import Any

import orjson
from graphql import DocumentNode, OperationDefinitionNode, OperationType
from sqlalchemy.util import LRUCache

from app.server.root_fields import root_fields

KEPT = 16
"""Answers. Few documents ask for the schema; each answer may be megabytes."""
LONGEST_VARIABLES = 1_000
"""Characters of variables as JSON, beyond which an answer is not kept."""


def is_introspection(document: DocumentNode, operation: OperationDefinitionNode) -> bool:
    """Whether an operation is a query that asks about the schema alone. The document must be valid."""
    if operation.operation is not OperationType.QUERY:
        return False
    return all(field.name.value in ("__schema", "__type", "__typename") for field in root_fields(document, operation))


class Introspections:
    """The answers of one schema, by document, operation and variables."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._kept: LRUCache[Hashable, orjson.Fragment] = LRUCache(kept, threshold=0)

    def key(self, document: bytes, operation: str | None, variables: Mapping[str, Any]) -> Hashable | None:
        """What an answer is kept under; None for variables too long to be kept."""
        given = json.dumps(dict(variables), sort_keys=True, default=str)
        return (document, operation, given) if len(given) <= LONGEST_VARIABLES else None

    def get(self, key: Hashable) -> orjson.Fragment | None:
        """The `data` of an answer, if it is kept."""
        found: orjson.Fragment | None = self._kept.get(key)
        return found

    def keep(self, key: Hashable, data: Any) -> orjson.Fragment:
        """Keep the `data` of an answer, and give it as it will be given from now on."""
        made = self._kept[key] = orjson.Fragment(orjson.dumps(data))
        return made
