"""Permitted: what an operation needs a restricted key to be allowed, found before anything of it runs."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    value_from_ast_untyped,
)
from strawberry.types.field import StrawberryField

from app.access.caller import Caller
from app.errors import Forbidden
from app.tables.access import KeyKind
from schema.derive import kinds

Need = tuple[str, str]
"""A family, and an action on it."""


def must_be_permitted(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    caller: Caller,
) -> None:
    """Raise Forbidden, with all that is missing, unless the caller's key allows every field of a valid operation.

    What only the rows can tell, such as the family of what an id leads to, is asked for as they are read.
    """
    if caller.kind is not KeyKind.RESTRICTED:
        return
    needed = dict.fromkeys(_Walk(schema, document, operation, variables).needs(operation))
    missing = [need for need in needed if not caller.may(*need)]
    if len(missing) == 1:
        caller.must(*missing[0])
    if missing:
        actions = " and ".join(f"{action} {family.replace('_', ' ')}" for family, action in missing)
        permissions = ", ".join(f"{family}: {action}" for family, action in missing)
        raise Forbidden(f"This restricted API key cannot {actions}. Use a key with the permissions {permissions}.")


class _Walk:
    """Goes through an operation's fields, each fragment once."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        defaults = {
            each.variable.name.value: value_from_ast_untyped(each.default_value)
            for each in operation.variable_definitions or ()
            if each.default_value
        }
        self.variables = {**defaults, **variables}

    def needs(self, operation: OperationDefinitionNode) -> Iterator[Need]:
        """What each field needs, in the document's order."""
        root = self.schema.get_root_type(operation.operation)
        todo: list[tuple[SelectionSetNode, Any]] = [(operation.selection_set, root)]
        seen: set[str] = set()
        while todo:
            selections, parent = todo.pop()
            for node in selections.selections:
                if self.left_out(node):
                    continue
                match node:
                    case FieldNode():
                        field = getattr(parent, "fields", {}).get(node.name.value)
                        if field is None:
                            continue
                        definition = field.extensions.get("strawberry-definition")
                        if isinstance(definition, StrawberryField):
                            yield from needs_of(definition)
                        if node.selection_set is not None:
                            todo.append((node.selection_set, get_named_type(field.type)))
                    case InlineFragmentNode():
                        condition = node.type_condition
                        todo.append((node.selection_set, self.type_of(condition) if condition else parent))
                    case FragmentSpreadNode() if node.name.value not in seen:
                        seen.add(node.name.value)
                        fragment = self.fragments[node.name.value]
                        todo.append((fragment.selection_set, self.type_of(fragment.type_condition)))

    def type_of(self, condition: Any) -> Any:
        return self.schema.type_map.get(condition.name.value)

    def left_out(self, node: Any) -> bool:
        """Whether @skip or @include leaves it out."""
        for directive in node.directives or ():
            name = directive.name.value
            if name in ("skip", "include"):
                value = directive.arguments[0].value
                said = self.variables.get(value.name.value) if isinstance(value, VariableNode) else value.value
                if bool(said) is (name == "skip"):
                    return True
        return False


def needs_of(field: StrawberryField) -> Iterator[Need]:
    """What a field needs, as far as it is the same for all rows."""
    match kinds.kind_of(field):
        case kinds.Lookup(table) | kinds.Connection(table, _):
            yield table.family, "read"
        case kinds.Relation(_, targets) if len({target.family for target in targets}) == 1:
            yield targets[0].family, "read"
        case _:
            yield from field.metadata.get(kinds.NEEDS, ())
