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
    get_named_type,
)
from strawberry.types.field import StrawberryField

from app.access.by_operation import ByOperation
from app.access.caller import Caller
from app.access.conditions import left_out, with_defaults
from app.errors import Forbidden
from app.tables.access import KeyKind
from schema.derive import kinds
from schema.derive.strawberry_internals import BACKREF

Need = tuple[str, str]
"""A family, and an action on it."""


class Permissions:
    """What the operations of one schema need, found once for each way in which their conditions are decided."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self._kept: ByOperation[tuple[Need, ...]] = ByOperation("if")

    def must_allow(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        caller: Caller,
    ) -> None:
        """Raise Forbidden, with all that is missing, unless the caller's key allows every field of a valid operation.

        What only the rows can show, such as the family of what an id leads to, is checked as they are read.
        """
        if caller.kind is not KeyKind.RESTRICTED:
            return
        missing = [need for need in self.needs(document, operation, variables) if not caller.may(*need)]
        if len(missing) == 1:
            caller.must(*missing[0])
        if missing:
            actions = " and ".join(f"{action} {family.replace('_', ' ')}" for family, action in missing)
            permissions = ", ".join(f"{family}: {action}" for family, action in missing)
            raise Forbidden(f"This restricted API key cannot {actions}. Use a key with the permissions {permissions}.")

    def needs(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> tuple[Need, ...]:
        """What the operation's fields need, in the document's order."""

        def make() -> tuple[Need, ...]:
            return tuple(dict.fromkeys(self._needs(document, operation, with_defaults(operation, variables))))

        return self._kept.get(document, operation, variables, make)

    def _needs(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Iterator[Need]:
        fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
        root: Any = self.schema.get_root_type(operation.operation)
        todo: list[tuple[SelectionSetNode, Any]] = [(operation.selection_set, root)]
        seen: set[str] = set()
        while todo:
            selections, parent = todo.pop()
            for node in selections.selections:
                if left_out(node, variables):
                    continue
                match node:
                    case FieldNode():
                        field = getattr(parent, "fields", {}).get(node.name.value)
                        if field is None:
                            continue
                        definition = field.extensions.get(BACKREF)
                        if isinstance(definition, StrawberryField):
                            yield from needs_of(definition)
                        if node.selection_set is not None:
                            todo.append((node.selection_set, get_named_type(field.type)))
                    case InlineFragmentNode():
                        condition = node.type_condition
                        todo.append((node.selection_set, self._type(condition) if condition else parent))
                    case FragmentSpreadNode() if node.name.value not in seen:
                        seen.add(node.name.value)
                        fragment = fragments[node.name.value]
                        todo.append((fragment.selection_set, self._type(fragment.type_condition)))

    def _type(self, condition: Any) -> Any:
        return self.schema.type_map.get(condition.name.value)


def needs_of(field: StrawberryField) -> Iterator[Need]:
    """What a field needs, as far as it is the same for all rows."""
    match kinds.kind_of(field):
        case kinds.Lookup(table) | kinds.Single(table) | kinds.Connection(table, _):
            yield table.family, "read"
        case kinds.UnionConnection(table, _):
            yield from ((member.family, "read") for member in table.members)
        case kinds.Relations(_, (target,)):
            yield target.family, "read"
        case kinds.Relation(_, targets) if len({target.family for target in targets}) == 1:
            yield targets[0].family, "read"
        case _:
            yield from field.metadata.get(kinds.NEEDS, ())
