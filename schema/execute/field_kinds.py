"""What a field is to the executor: what its declaration says, or a resolver to be called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, TypeNameMetaFieldDef, default_field_resolver
from strawberry.types.field import StrawberryField

from schema.derive import kinds


@dataclass(frozen=True)
class Typename:
    """The name of the object's type."""


@dataclass(frozen=True)
class Resolved:
    """Whatever a resolver gives: (source, info, **arguments) -> value."""

    resolver: Callable[..., Any]


FieldKind = kinds.Kind | Typename | Resolved


def field_kind(definition: GraphQLField) -> FieldKind:
    """What the field is. Fields of a schema that is not derived are resolved."""
    if definition is TypeNameMetaFieldDef:
        return Typename()
    strawberry = (definition.extensions or {}).get("strawberry-definition")
    if isinstance(strawberry, StrawberryField):
        kind = kinds.kind_of(strawberry)
        if kind is not None and not isinstance(kind, kinds.Part | kinds.Single):
            return kind
        if strawberry.is_basic_field:
            return kinds.Column(strawberry.python_name)
    return Resolved(definition.resolve or default_field_resolver)


AT_HAND = (
    Typename,
    kinds.Constant,
    kinds.Column,
    kinds.Embedded,
    kinds.Amount,
    kinds.Computed,
    kinds.Worked,
)
"""The fields that are there as soon as their object is."""


def has_parts(type_: GraphQLObjectType) -> bool:
    """Whether there is anything to wait for beyond an object of the type itself, so that parts of it can come later."""
    if type_.name == "PageInfo":
        return False
    return not all(isinstance(field_kind(each), AT_HAND) for each in type_.fields.values())
