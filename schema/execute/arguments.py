"""Arguments: what a field is asked with, worked out as far as a document says it, and completed by its variables."""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import FieldNode, GraphQLField, Node, VariableNode, VariableValues, get_argument_values


class Arguments:
    """Of one field of a document."""

    def __init__(self, definition: GraphQLField, node: FieldNode) -> None:
        self.definition = definition
        self.node = node
        self.variables: tuple[str, ...] = tuple(sorted(set(named(node.arguments))))
        """The variables that they use."""
        self._constant: dict[str, Any] | None = None
        """Their values, where they are always the same, and no one can change them."""
        self._direct = self._directly()

    def take(self, variables: VariableValues) -> dict[str, Any]:
        """Their values, by the names that resolvers take. Raises GraphQLError."""
        if self._constant is not None:
            return self._constant
        if self._direct is not None:
            values = {argument: variables.coerced.get(variable) for argument, variable in self._direct.items()}
            # A null may be none that is allowed, or stand for what was left out.
            if None not in values.values():
                return values
        found = self._coerced(variables)
        if not self.variables and not any(isinstance(value, dict | list) for value in found.values()):
            self._constant = found
        return found

    def _directly(self) -> dict[str, str] | None:
        """The variable that each argument is, where each is one: they have been coerced, and to types that fit."""
        given = {argument.name.value: argument.value for argument in self.node.arguments or ()}
        if given.keys() != self.definition.args.keys():
            return None
        direct = {}
        for name, value in given.items():
            if not isinstance(value, VariableNode):
                return None
            direct[self.definition.args[name].out_name or name] = value.name.value
        return direct

    def _coerced(self, variables: VariableValues) -> dict[str, Any]:
        return get_argument_values(self.definition, self.node, variables) if self.definition.args else {}


def named(nodes: Iterable[Node] | None) -> Iterator[str]:
    """The variables that values use."""
    for node in nodes or ():
        if isinstance(node, VariableNode):
            yield node.name.value
        for name in ("value", "values", "fields"):
            inner = getattr(node, name, None)
            if isinstance(inner, Node):
                yield from named([inner])
            elif isinstance(inner, list | tuple):
                yield from named(inner)
