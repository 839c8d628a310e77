"""What an operation asks of the schema: selections of fields, each with its nodes and what the schema knows of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    is_abstract_type,
    is_non_null_type,
)

from app.access.conditions import CONDITIONS, left_out
from schema.execute.arguments import Arguments, variables_in


class Selection:
    """What is shown of an object of one type: its fields by response key, in the order that the document has them."""

    def __init__(self, type_: GraphQLObjectType, fields: list["Field"]) -> None:
        self.type = type_
        self.fields = fields


class Field:
    """One field of a selection. Several nodes of the document may ask for it; the first one gives its arguments."""

    def __init__(
        self,
        operation: "Operation",
        above: "Field | None",
        parent: GraphQLObjectType,
        key: str,
        definition: GraphQLField,
    ) -> None:
        self.operation = operation
        self.above = above
        self.parent = parent
        self.key = key
        self.definition = definition
        self.type: GraphQLOutputType = definition.type
        self.nodes: list[FieldNode] = []
        self._selections: dict[GraphQLObjectType, Selection] = {}

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    @property
    def required(self) -> bool:
        """Whether it must not be null."""
        return is_non_null_type(self.type)

    @cached_property
    def arguments(self) -> Arguments:
        """How its arguments are had from an operation's variables."""
        return Arguments(self.definition, self.nodes[0])

    def selection(self, type_: GraphQLObjectType) -> Selection:
        """What is asked of its value, or of each item of it, where that is of this type."""
        if type_ not in self._selections:
            sets = [node.selection_set for node in self.nodes if node.selection_set]
            self._selections[type_] = self.operation.selection(type_, sets, self)
        return self._selections[type_]


@dataclass(frozen=True, eq=False)
class Operation:
    """An operation whose `@skip` and `@include` are decided: `truths` has the values of the variables they name."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    truths: Mapping[str, bool]

    @cached_property
    def root(self) -> Selection:
        """What is asked of the operation's root type."""
        root = self.schema.get_root_type(self.node.operation)
        assert root is not None, "a valid operation has a root type"
        return self.selection(root, [self.node.selection_set], None)

    def selection(self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode], above: Field | None) -> Selection:
        """The fields of these sets for a type: those of fragments that apply, and those of one key merged."""
        found: dict[str, Field] = {}
        entered: set[str] = set()
        for each in sets:
            for node in self._nodes(type_, each, entered):
                key = (node.alias or node.name).value
                if key not in found:
                    definition = self.schema.get_field(type_, node.name.value)
                    if definition is None:
                        continue
                    found[key] = Field(self, above, type_, key, definition)
                found[key].nodes.append(node)
        return Selection(type_, list(found.values()))

    def _nodes(self, type_: GraphQLObjectType, within: SelectionSetNode, entered: set[str]) -> Iterator[FieldNode]:
        for node in within.selections:
            if left_out(node, self.truths):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._applies(condition.name.value, type_):
                    yield from self._nodes(type_, node.selection_set, entered)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments.get(node.name.value)
                if fragment is None or node.name.value in entered:
                    continue
                if self._applies(fragment.type_condition.name.value, type_):
                    entered.add(node.name.value)
                    yield from self._nodes(type_, fragment.selection_set, entered)

    def _applies(self, condition: str, type_: GraphQLObjectType) -> bool:
        named = self.schema.get_type(condition)
        if named is type_:
            return True
        return is_abstract_type(named) and self.schema.is_sub_type(named, type_)


def fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The document's fragments by name."""
    return {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}


def directives(document: DocumentNode) -> dict[str, list[DirectiveNode]]:
    """The directives that a document uses, by name."""
    found: dict[str, list[DirectiveNode]] = {}
    stack: list[Any] = list(document.definitions)
    while stack:
        node = stack.pop()
        for directive in getattr(node, "directives", None) or ():
            found.setdefault(directive.name.value, []).append(directive)
        selected = getattr(node, "selection_set", None)
        if selected is not None:
            stack.extend(selected.selections)
    return found


def conditions(document: DocumentNode) -> tuple[str, ...]:
    """The variables that decide, in `@skip` and `@include`, what is selected."""
    used = directives(document)
    return tuple(variables_in(each for name in CONDITIONS for each in used.get(name, ())))
