"""Arguments: what a field is asked with, worked out as far as a document says it, and completed by its variables."""

from collections.abc import Iterable
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    Node,
    Undefined,
    VariableNode,
    VariableValues,
    Visitor,
    get_argument_values,
    visit,
)


class Arguments:
    """Of one field of a document."""

    def __init__(self, definition: GraphQLField, node: FieldNode) -> None:
        self.definition = definition
        self.node = node
        self.variables = variables_in(node.arguments or ())
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
            # A null may be none that is allowed, or an omitted value.
            if None not in values.values():
                return values
        found = self._coerced(variables)
        if not self.variables and not any(isinstance(value, dict | list) for value in found.values()):
            self._constant = found
        return found

    def _directly(self) -> dict[str, str] | None:
        """The variable that each argument is, where each is one, or is omitted and has no default: they have been
        coerced, and to types that fit."""
        given = {argument.name.value: argument.value for argument in self.node.arguments or ()}
        omitted = self.definition.args.keys() - given.keys()
        if any(_has_default(self.definition.args[name]) for name in omitted):
            return None
        direct = {}
        for name, value in given.items():
            if not isinstance(value, VariableNode):
                return None
            direct[self.definition.args[name].out_name or name] = value.name.value
        return direct

    def _coerced(self, variables: VariableValues) -> dict[str, Any]:
        return get_argument_values(self.definition, self.node, variables) if self.definition.args else {}


def _has_default(argument: GraphQLArgument) -> bool:
    return argument.default is not None or argument.default_value is not Undefined


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        self.names.add(node.name.value)


def variables_in(nodes: Iterable[Node]) -> list[str]:
    """The names of the variables that parts of a document use."""
    found = _Variables()
    for node in nodes:
        visit(node, found)
    return sorted(found.names)
