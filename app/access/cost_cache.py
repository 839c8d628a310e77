"""The costs of operations, counted once: they depend on the document, and on the few variables that say how many."""

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from app.access.by_operation import ByOperation
from app.access.cost import Measure, measure
from app.access.weight import CONDITIONS
from app.settings import Limits


class CostCache:
    """The measures of one schema's operations."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self.schema = schema
        self.limits = limits
        self._kept: ByOperation[tuple[Measure, Mapping[str, Any]]] = ByOperation(
            "first", "last", "ids", "if", conditions=CONDITIONS, most=limits.max_conditions
        )

    def measure(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Measure:
        """What the operation asks for, counted once for each size. Raises as `cost.measure` does."""
        return self._measured(document, operation, variables)[0]

    def extensions(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The same as the `extensions` of a result. Raises as `cost.measure` does."""
        return self._measured(document, operation, variables)[1]

    def _measured(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> tuple[Measure, Mapping[str, Any]]:
        def make() -> tuple[Measure, Mapping[str, Any]]:
            found = measure(self.schema, document, operation, variables, self.limits)
            return found, {"cost": found.extension(self.limits)}

        return self._kept.get(document, operation, variables, make)
