"""What operations weigh is remembered: it depends on the document, and on the few variables that say how many."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from graphql import ArgumentNode, DocumentNode, GraphQLSchema, OperationDefinitionNode, VariableNode
from graphql.language import Visitor, visit

from app.access.cost import Measure, measure
from app.settings import Limits

OPERATIONS_KEPT = 1_000
"""How many operations' measures are remembered; those unused for longest leave first."""
MEASURES_KEPT = 32
"""How many measures of one operation are remembered, for as many sizes of its pages; the oldest leave first."""
SIZES = ("first", "last", "ids", "if")
"""The arguments that tell how much is asked for."""


class Weights:
    """The measures of one schema's operations."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self.schema = schema
        self.limits = limits
        self._known: OrderedDict[int, _Weight] = OrderedDict()

    def measure(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Measure:
        """What the operation asks for, counted once for each size. Raises as `cost.measure` does."""
        return self._weighed(document, operation, variables)[0]

    def extensions(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The same as a result tells it. Raises as `cost.measure` does."""
        return self._weighed(document, operation, variables)[1]

    def _weighed(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> "Weighed":
        weight = self._known.get(id(operation))
        if weight is None or weight.operation is not operation:
            weight = self._known[id(operation)] = _Weight(document, operation)
            if len(self._known) > OPERATIONS_KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(id(operation))
        key = tuple([size(variables[name]) if name in variables else None for name in weight.deciding])
        found = weight.measures.get(key)
        if found is None:
            measured = measure(self.schema, document, operation, variables, self.limits)
            found = weight.measures[key] = measured, {"cost": measured.extension(self.limits)}
            if len(weight.measures) > MEASURES_KEPT:
                del weight.measures[next(iter(weight.measures))]
        return found


Weighed = tuple[Measure, Mapping[str, Any]]


class _Weight:
    """One operation. It is kept with its measures, so that its identity stays its own."""

    def __init__(self, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.operation = operation
        self.deciding = deciding(document)
        self.measures: dict[tuple[object, ...], Weighed] = {}


def deciding(document: DocumentNode) -> tuple[str, ...]:
    """The variables that tell how much is asked for."""
    found: set[str] = set()

    class Collect(Visitor):
        def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
            if node.name.value in SIZES and isinstance(node.value, VariableNode):
                found.add(node.value.name.value)

    visit(document, Collect())
    return tuple(sorted(found))


def size(value: Any) -> object:
    """What of a variable's value counts: a number, a truth, or how many there are."""
    if isinstance(value, bool | int | float):
        return type(value), value
    return (list, len(value)) if isinstance(value, list) else type(value)
