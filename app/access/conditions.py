"""Conditions: which parts of a document `@skip` and `@include` omit, and what their variables are."""

from collections.abc import Mapping
from typing import Any

from graphql import OperationDefinitionNode, value_from_ast_untyped

CONDITIONS = ("skip", "include")


def with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables as the caller sent them, and the defaults of those omitted."""
    defaults = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value
    }
    return {**defaults, **variables}


def left_out(node: Any, variables: Mapping[str, Any]) -> bool:
    """Whether a selection is omitted. A condition that is no boolean omits nothing: validation refuses it."""
    for directive in node.directives or ():
        if directive.name.value in CONDITIONS:
            for argument in directive.arguments or ():
                if value_from_ast_untyped(argument.value, dict(variables)) is (directive.name.value == "skip"):
                    return True
    return False
