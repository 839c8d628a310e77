"""What is worked out of an operation, remembered by the values of the variables that decide it."""

import weakref
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graphql import ArgumentNode, DocumentNode, OperationDefinitionNode, VariableNode
from graphql.language import Visitor, visit

from app.access.weight import variables_of, weighed

VALUES_KEPT = 32
"""How many values of one operation are remembered; the oldest are evicted first."""

T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    """What is remembered of one operation, for as long as this is held elsewhere: of one whose document was refused,
    nothing stays."""

    operation: weakref.ref[OperationDefinitionNode]
    deciding: tuple[str, ...]
    weighing: tuple[tuple[str, bool], ...]
    values: dict[tuple[object, ...], T] = field(default_factory=dict)


class ByOperation(Generic[T]):
    """Values by operation. `arguments` are the names of the arguments, of fields and directives, that decide them; of
    those that are `conditions` the weight decides, counted to `most` parts."""

    def __init__(self, *arguments: str, conditions: Collection[str] = (), most: int = 0) -> None:
        self.arguments = arguments
        self.conditions = conditions
        self.most = most
        self._kept: dict[int, _Kept[T]] = {}
        """By the identity of operations: to compare them would be to walk through them."""

    def get(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        make: Callable[[], T],
    ) -> T:
        """The value for these variables, made once. Raises as `make` does, which is not remembered."""
        kept = self._kept.get(id(operation))
        if kept is None or kept.operation() is not operation:
            kept = self._remember(operation, document)
        key = tuple([size(variables[name]) if name in variables else None for name in kept.deciding])
        if kept.weighing:
            key += tuple([weighed(variables.get(name), self.most, whole=whole) for name, whole in kept.weighing])
        if key not in kept.values:
            kept.values[key] = make()
            if len(kept.values) > VALUES_KEPT:
                del kept.values[next(iter(kept.values))]
        return kept.values[key]

    def _remember(self, operation: OperationDefinitionNode, document: DocumentNode) -> _Kept[T]:
        place, everything = id(operation), self._kept

        def forget(gone: weakref.ref[OperationDefinitionNode]) -> None:
            if place in everything and everything[place].operation is gone:
                del everything[place]

        kept = everything[place] = _Kept(weakref.ref(operation, forget), *self._deciding(document))
        return kept

    def _deciding(self, document: DocumentNode) -> tuple[tuple[str, ...], tuple[tuple[str, bool], ...]]:
        """The variables in deciding arguments, and those in conditions, each with whether it is the whole."""
        deciding: set[str] = set()
        weighing: set[tuple[str, bool]] = set()
        arguments, conditions = self.arguments, self.conditions

        class Collect(Visitor):
            def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
                if node.name.value in conditions:
                    whole = isinstance(node.value, VariableNode)
                    weighing.update((name, whole) for name in variables_of(node.value))
                elif node.name.value in arguments and isinstance(node.value, VariableNode):
                    deciding.add(node.value.name.value)

        visit(document, Collect())
        return tuple(sorted(deciding)), tuple(sorted(weighing))


def size(value: Any) -> object:
    """What of a variable's value counts: a number, a truth, or how many there are."""
    if isinstance(value, bool | int | float):
        return type(value), value
    return (list, len(value)) if isinstance(value, list) else type(value)
