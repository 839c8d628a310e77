"""What an operation asks of the schema: selections of fields, each with its nodes and what the schema knows of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from schema.execute.deferrals import WISHES, Deferral, Streaming, argument_of, outermost, streaming_of, wish
from schema.execute.field_kinds import has_parts


@dataclass(frozen=True, eq=False)
class Part:
    """Fields of an object that come later, together: those that are in the same deferred fragments alone."""

    of: frozenset[Deferral]
    selection: "Selection"


class Selection:
    """What is shown of an object of one type: its fields by response key, in the order that the document has them."""

    def __init__(
        self,
        type_: GraphQLObjectType,
        fields: list["Field"],
        *,
        begun: Sequence[Deferral] = (),
        parts: Sequence[Part] = (),
    ) -> None:
        self.type = type_
        self.fields = fields
        self.begun = begun
        """The deferred fragments that begin here."""
        self.parts = parts
        """What else is shown of the object, later."""


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
        self.deferrals: list[Deferral | None] = []
        """The deferred fragment that each node is in."""
        self.within: frozenset[Deferral] = frozenset()
        """Those of the part that the field belongs to; none for what comes first."""
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

    @cached_property
    def streaming(self) -> Streaming | None:
        """How it is streamed, where it is a list that the document asks to be."""
        return self.operation.streaming(self.nodes[0])

    def selection(self, type_: GraphQLObjectType) -> Selection:
        """What is asked of its value, or of each item of it, where that is of this type."""
        if type_ not in self._selections:
            pairs = zip(self.nodes, self.deferrals, strict=True)
            sets = [(node.selection_set, deferral) for node, deferral in pairs if node.selection_set]
            self._selections[type_] = self.operation.selection(type_, sets, self)
        return self._selections[type_]


@dataclass(frozen=True, eq=False)
class Operation:
    """An operation whose `@skip`, `@include`, `@defer` and `@stream` are decided: `truths` has the values of the
    variables that they name. Of `@defer` and `@stream`, those that are not `honored` have no effect."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    truths: Mapping[str, bool]
    honored: frozenset[str] = frozenset()

    @cached_property
    def root(self) -> Selection:
        """What is asked of the operation's root type."""
        root = self.schema.get_root_type(self.node.operation)
        assert root is not None, "a valid operation has a root type"
        return self.selection(root, [(self.node.selection_set, None)], None)

    def selection(
        self,
        type_: GraphQLObjectType,
        sets: Iterable[tuple[SelectionSetNode, Deferral | None]],
        above: Field | None,
    ) -> Selection:
        """The fields of these sets for a type: those of fragments that apply, and those of one key merged."""
        found: dict[str, Field] = {}
        begun: list[Deferral] = []
        entered: set[tuple[str, int | None]] = set()
        for each, around in sets:
            for node, deferral in self._nodes(type_, each, around, entered, begun):
                key = (node.alias or node.name).value
                if key not in found:
                    definition = self.schema.get_field(type_, node.name.value)
                    if definition is None:
                        continue
                    found[key] = Field(self, above, type_, key, definition)
                found[key].nodes.append(node)
                found[key].deferrals.append(deferral)
        if not self.honored:
            return Selection(type_, list(found.values()))
        return self._divided(type_, found.values(), begun, above.within if above else frozenset())

    def _divided(
        self, type_: GraphQLObjectType, found: Iterable[Field], begun: list[Deferral], within: frozenset[Deferral]
    ) -> Selection:
        """The fields that come with the object, and the parts that come later. A value whose fields are at hand with it
        has no parts: there is nothing to wait for."""
        groups: dict[frozenset[Deferral], list[Field]] = {within: []}
        divides = has_parts(type_)
        for field in found:
            its = outermost(field.deferrals)
            field.within = its if divides else within
            groups.setdefault(field.within, []).append(field)
        fields = groups.pop(within)
        parts = [Part(of, Selection(type_, its)) for of, its in groups.items()]
        return Selection(type_, fields, begun=begun, parts=parts)

    def _nodes(
        self,
        type_: GraphQLObjectType,
        within: SelectionSetNode,
        around: Deferral | None,
        entered: set[tuple[str, int | None]],
        begun: list[Deferral],
    ) -> Iterator[tuple[FieldNode, Deferral | None]]:
        """The fields of a set, each with the deferred fragment that it is in."""
        for node in within.selections:
            if left_out(node, self.truths):
                continue
            if isinstance(node, FieldNode):
                yield node, around
                continue
            assert isinstance(node, FragmentSpreadNode | InlineFragmentNode)
            fragment = node if isinstance(node, InlineFragmentNode) else self.fragments.get(node.name.value)
            if fragment is None:
                continue
            condition = fragment.type_condition
            if condition is not None and not self._applies(condition.name.value, type_):
                continue
            deferral = self._deferral(node, around)
            if isinstance(node, FragmentSpreadNode):
                name, by = node.name.value, None if deferral is None else id(deferral.directive)
                if not entered.isdisjoint(((name, None), (name, by))):
                    continue
                entered.add((name, by))
            if deferral is not None and deferral is not around:
                begun.append(deferral)
            yield from self._nodes(type_, fragment.selection_set, deferral, entered, begun)

    def _deferral(self, node: FragmentSpreadNode | InlineFragmentNode, around: Deferral | None) -> Deferral | None:
        """The deferred fragment that a fragment begins, or the one around it."""
        directive = wish(node, "defer", self.truths) if "defer" in self.honored else None
        return around if directive is None else Deferral(directive, around)

    def streaming(self, node: FieldNode) -> Streaming | None:
        """How a field is streamed."""
        directive = wish(node, "stream", self.truths) if "stream" in self.honored else None
        return None if directive is None else streaming_of(directive)

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


def wishes(document: DocumentNode) -> tuple[str, ...]:
    """The variables that decide, in `@defer` and `@stream`, what comes later."""
    used = directives(document)
    ifs = (argument_of(each, "if") for name in WISHES for each in used.get(name, ()))
    return tuple(variables_in(each for each in ifs if each is not None))
