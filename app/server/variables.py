"""Variables: a request's values as the types of an operation's variables take them.

Most are plain scalars that fit as they are, which is seen at a glance. All else, and whatever is wrong, is left to
graphql-core, of which these would be answered alike.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLInt,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableValues,
    get_variable_values,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValueSource
from graphql.type import GRAPHQL_MAX_INT, GRAPHQL_MIN_INT

from app.server.responses import Rejected

NO_VARIABLES = VariableValues({}, {})
MOST_ERRORS = 50
PLAIN: Mapping[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLInt: int, GraphQLBoolean: bool}
"""The scalars whose values may be taken as they are, by the class of their values."""

Plain = tuple[str, GraphQLVariableSignature, type, bool]
"""A variable's name, its signature, the class of its values, and whether it may be omitted or null."""


class Variables:
    """The variables of one operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self.schema = schema
        self.definitions = operation.variable_definitions or ()
        self.plain = self._all_plain()

    def _all_plain(self) -> list[Plain] | None:
        """All of them, if they are plain."""
        plain: list[Plain] = []
        for definition in self.definitions:
            signature = get_variable_signature(self.schema, definition)
            if isinstance(signature, GraphQLError) or definition.default_value is not None:
                return None
            type_: Any = signature.type
            required = isinstance(type_, GraphQLNonNull)
            bare: GraphQLNamedType = type_.of_type if required else type_
            if bare not in PLAIN:
                return None
            plain.append((signature.name, signature, PLAIN[bare], not required))
        return plain

    def take(self, given: Mapping[str, Any]) -> VariableValues:
        """The values of those given that the operation knows. Raises Rejected where one does not fit."""
        if not self.definitions:
            return NO_VARIABLES
        values = self._taken(given) or get_variable_values(
            self.schema, self.definitions, dict(given), max_errors=MOST_ERRORS
        )
        if not isinstance(values, VariableValues):
            raise Rejected(values)
        return values

    def _taken(self, given: Mapping[str, Any]) -> VariableValues | None:
        """The values, if they are plain and fit."""
        if self.plain is None:
            return None
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for name, signature, class_, optional in self.plain:
            value = given.get(name)
            if value.__class__ is class_:
                if class_ is int and not GRAPHQL_MIN_INT <= given[name] <= GRAPHQL_MAX_INT:
                    return None
            elif value is not None or not optional:
                return None
            elif name not in given:
                sources[name] = VariableValueSource(signature)
                continue
            sources[name] = VariableValueSource(signature, value)
            coerced[name] = value
        return VariableValues(sources, coerced)
