"""A document with its literals rewritten, each by the type that the schema has for its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphql import (
    ArgumentNode,
    DefinitionNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableDefinitionNode,
    get_named_type,
    is_input_type,
    type_from_ast,
)

Rewrite = Callable[[GraphQLInputType | None, ValueNode], ValueNode]
"""From a literal, and its type where the schema knows one, to what stands in its place."""


def rewritten(schema: GraphQLSchema, definitions: Sequence[DefinitionNode], rewrite: Rewrite) -> DocumentNode:
    """A document of these definitions. It need not be valid: what the schema does not know has no type."""
    rewriter = _Rewriter(schema, rewrite)
    return DocumentNode(definitions=tuple(found for each in definitions for found in rewriter.definition(each)))


class _Rewriter:
    def __init__(self, schema: GraphQLSchema, rewrite: Rewrite) -> None:
        self.schema = schema
        self.rewrite = rewrite

    def definition(self, node: DefinitionNode) -> list[DefinitionNode]:
        """The definition made again; none for one that is neither operation nor fragment."""
        if isinstance(node, OperationDefinitionNode):
            variables = tuple(self._variable(each) for each in node.variable_definitions or ())
            made = self._below(node, self.schema.get_root_type(node.operation))
            return [replace(made, variable_definitions=variables, description=None)]
        if isinstance(node, FragmentDefinitionNode):
            made = self._below(node, self.schema.type_map.get(node.type_condition.name.value))
            return [replace(made, description=None)]
        return []

    def _variable(self, node: VariableDefinitionNode) -> VariableDefinitionNode:
        default: Any = node.default_value
        if default is not None:
            type_ = type_from_ast(self.schema, node.type)
            default = self.rewrite(type_ if is_input_type(type_) else None, default)
        directives: Any = self._directives(node.directives)
        return replace(node, directives=directives, default_value=default, description=None)

    def _below(self, node: Any, holder: Any) -> Any:
        """A node that has directives and selections."""
        chosen = node.selection_set
        if chosen is not None:
            chosen = SelectionSetNode(selections=tuple(self._selection(each, holder) for each in chosen.selections))
        return replace(node, directives=self._directives(node.directives), selection_set=chosen)

    def _selection(self, node: SelectionNode, holder: Any) -> SelectionNode:
        made: Any
        if isinstance(node, FieldNode):
            fields = holder.fields if isinstance(holder, GraphQLObjectType | GraphQLInterfaceType) else {}
            field = fields.get(node.name.value)
            made = self._below(node, get_named_type(field.type) if field else None)
            made = replace(made, arguments=self._arguments(node.arguments, field.args if field else {}))
        elif isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            made = self._below(node, self.schema.type_map.get(condition.name.value) if condition else holder)
        elif isinstance(node, FragmentSpreadNode):
            arguments = tuple(replace(each, value=self.rewrite(None, each.value)) for each in node.arguments or ())
            made = replace(node, directives=self._directives(node.directives), arguments=arguments)
        return made  # type: ignore[no-any-return]

    def _directives(self, nodes: Sequence[Any] | None) -> tuple[DirectiveNode, ...]:
        made = []
        for node in nodes or ():
            known = self.schema.get_directive(node.name.value)
            arguments = self._arguments(node.arguments, known.args if known else {})
            made.append(DirectiveNode(name=node.name, arguments=arguments))
        return tuple(made)

    def _arguments(self, nodes: Sequence[Any] | None, known: Mapping[str, GraphQLArgument]) -> tuple[ArgumentNode, ...]:
        made = []
        for node in nodes or ():
            argument = known.get(node.name.value)
            made.append(
                ArgumentNode(name=node.name, value=self.rewrite(argument.type if argument else None, node.value))
            )
        return tuple(made)
