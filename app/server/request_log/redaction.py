"""What of an operation may be kept: by the schema, and by default nothing.

Kept are enums, booleans, numbers, moments, ids, metadata, and those texts of an input that the graph itself shows
again: `CustomerCreateInput.name` is `Customer.name`. A card's number, an account's or a password is shown nowhere, and
so is kept nowhere; no field has to be remembered for that. Words that name secrets are refused besides, and what is
left is scrubbed. A document keeps its shape, with the same rule for the literals in it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    EnumValueNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLObjectType,
    GraphQLSchema,
    ListValueNode,
    NameNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_input_type,
    is_list_type,
    print_ast,
    type_from_ast,
    value_from_ast_untyped,
)

from app import tables
from app.scrubbing import REDACTED, scrub
from app.server.request_log.literals import rewritten
from app.server.request_log.scrubbing import Hidden, scrub_all
from schema.derive.kinds import kind_of

SECRET_WORDS = frozenset(
    {"cvc", "exp", "iban", "key", "number", "password", "pin", "routing", "secret", "ssn", "token"}
)
"""No field with one of these words in its name is ever kept, whatever the graph shows."""
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_ID = re.compile(r"[A-Za-z0-9_]{1,255}", re.ASCII)

Place = tuple[GraphQLInputObjectType, str]
"""A field of an input."""


class Redactor:
    """The rule for one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.prefixes = tuple(table.prefix for table in tables.by_name.values() if table.prefix)
        self._shown: dict[tuple[str, str], bool] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name of the schema: of types, fields, arguments, inputs and enums' values."""
        found = set[str]()
        for name, type_ in self.schema.type_map.items():
            found.add(name)
            for field_name, field in getattr(type_, "fields", {}).items():
                found |= {field_name, *getattr(field, "args", ())}
            found |= set(getattr(type_, "values", ()))
        return frozenset(found)

    def is_id(self, text: str) -> bool:
        """Whether it is an id such as the graph gives out."""
        return text.startswith(self.prefixes) and bool(_ID.fullmatch(text)) and scrub(text) == text

    def variables(self, operation: OperationDefinitionNode, given: Mapping[str, Any], hidden: Hidden) -> Any:
        """The variables that the operation declares. What is taken away is added to `hidden`."""
        kept = {}
        for definition in operation.variable_definitions or ():
            name = definition.variable.name.value
            if name in given:
                type_ = type_from_ast(self.schema, definition.type)
                try:
                    kept[name] = self.value(type_ if is_input_type(type_) else None, given[name], hidden)
                except RecursionError:
                    kept[name], hidden.too_many = REDACTED, True
        return scrub_all(kept)

    def document(self, ast: DocumentNode, operation: OperationDefinitionNode, hidden: Hidden) -> str:
        """The operation, and the document's fragments, with their literals redacted."""
        others = (OperationDefinitionNode,)
        chosen = [each for each in ast.definitions if each is operation or not isinstance(each, others)]

        def literal(type_: GraphQLInputType | None, node: ValueNode) -> ValueNode:
            return self.literal(type_, node, hidden)

        return scrub(print_ast(rewritten(self.schema, chosen, literal)))

    def value(self, type_: GraphQLInputType | None, given: Any, hidden: Hidden, place: Place | None = None) -> Any:
        """A value as JSON. A value that does not fit its type is not kept."""
        bare: Any = get_nullable_type(type_) if type_ is not None else None
        if given is None or isinstance(given, bool):
            return given
        if is_list_type(bare):
            items = given if isinstance(given, list) else [given]
            return [self.value(bare.of_type, item, hidden, place) for item in items]
        if isinstance(bare, GraphQLInputObjectType) and isinstance(given, dict):
            kept = {}
            for name, item in given.items():
                field = bare.fields.get(name)
                if field is not None:
                    kept[name] = self.value(field.type, item, hidden, (bare, name))
                else:
                    hidden.take(item)
            return kept
        if bare is not None and self.may_keep(bare, given, place):
            return given
        hidden.take(given)
        return REDACTED

    def literal(
        self, type_: GraphQLInputType | None, node: ValueNode, hidden: Hidden, place: Place | None = None
    ) -> ValueNode:
        """The same for a value in a document, which stays as it was written where it is kept."""
        bare: Any = get_nullable_type(type_) if type_ is not None else None
        named = get_named_type(bare) if bare is not None else None
        if isinstance(node, VariableNode):
            return node
        if isinstance(node, ListValueNode):
            inner = bare.of_type if is_list_type(bare) else None
            return ListValueNode(values=tuple(self.literal(inner, item, hidden, place) for item in node.values))
        if isinstance(node, ObjectValueNode):
            return ObjectValueNode(fields=tuple(self._literal_field(named, item, hidden) for item in node.fields))
        given = value_from_ast_untyped(node)
        is_enum = isinstance(node, EnumValueNode)
        if given is None or isinstance(given, bool):
            return node
        if named is not None and is_enum == isinstance(named, GraphQLEnumType) and self.may_keep(named, given, place):
            return node
        hidden.take(given)
        return StringValueNode(value=REDACTED)

    def _literal_field(self, holder: Any, node: ObjectFieldNode, hidden: Hidden) -> ObjectFieldNode:
        name = node.name.value
        field = holder.fields.get(name) if isinstance(holder, GraphQLInputObjectType) else None
        value = self.literal(field.type if field else None, node.value, hidden, (holder, name) if field else None)
        return ObjectFieldNode(name=node.name, value=value)

    def may_keep(self, type_: Any, given: Any, place: Place | None) -> bool:
        """Whether a scalar or an enum's value may be kept."""
        if place is not None and not SECRET_WORDS.isdisjoint(_words(place[1])):
            return False
        if isinstance(type_, GraphQLEnumType):
            return isinstance(given, str) and given in type_.values
        match type_.name:
            case "Int" | "Int64":
                return isinstance(given, int)
            case "Decimal":
                return isinstance(given, int | float) or (isinstance(given, str) and given.isnumeric())
            case "DateTime":
                return isinstance(given, str) and _is_moment(given)
            case "Currency":
                return isinstance(given, str) and len(given) == 3 and given.isalpha()
            case "ID":
                return isinstance(given, str) and self.is_id(given)
            case "Metadata":
                return isinstance(given, dict)
            case "String":
                return isinstance(given, str) and place is not None and self.is_shown(*place)
        return False

    def is_shown(self, holder: GraphQLInputObjectType, name: str) -> bool:
        """Whether the graph shows this text of an input again: the longest beginning of the input's name that is an
        object type has a text of that name."""
        key = (holder.name, name)
        if key not in self._shown:
            self._shown[key] = self._look(holder.name.removesuffix("Input"), name)
        return self._shown[key]

    def _look(self, words: str, name: str) -> bool:
        parts = _WORDS.findall(words)
        for count in range(len(parts), 0, -1):
            type_ = self.schema.type_map.get("".join(parts[:count]))
            if isinstance(type_, GraphQLObjectType):
                field = type_.fields.get(name)
                return field is not None and get_named_type(field.type).name == "String" and not _is_by_hand(field)
        return False


def _is_by_hand(field: GraphQLField) -> bool:
    """Whether a field has a resolver of its own: what it shows may be kept as a secret."""
    return kind_of(field.extensions["strawberry-definition"]) is None


def names_in(ast: DocumentNode) -> frozenset[str]:
    """The names that a document uses. An enum's value is none: anything may be written in its place."""
    return frozenset(_names(ast))


def _names(node: Node) -> Iterator[str]:
    stack: list[Any] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, NameNode):
            yield item.value
        elif isinstance(item, Node):
            stack += [getattr(item, key) for key in item.keys if key != "loc"]
        elif isinstance(item, list | tuple):
            stack += item


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(name)]


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True
