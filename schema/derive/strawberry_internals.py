"""What is used of Strawberry's internals, all of it here: what upgrading Strawberry may break.

Strawberry works a field's type out from an annotation, its arguments out from a resolver's signature, and makes a
dataclass of every type. Here all of these are known, and no instance of a type is ever made: sources are rows, and
inputs are dictionaries. So fields, arguments and definitions are made as Strawberry would make them.
"""

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import strawberry
from graphql import FieldNode, FragmentSpreadNode, GraphQLDirective, GraphQLInputObjectType, GraphQLSchema
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directives import OneOf
from strawberry.types import Info
from strawberry.types.arguments import InputContext, StrawberryArgument
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional, StrawberryType
from strawberry.types.enum import EnumValue, StrawberryEnumDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

BACKREF = "strawberry-definition"
"""Under this name, the extensions of graphql-core's fields hold Strawberry's field."""
ROOT = inspect.Parameter("root", inspect.Parameter.KEYWORD_ONLY)
INFO = inspect.Parameter("info", inspect.Parameter.KEYWORD_ONLY)

Type = StrawberryType | type


@cache
def strawberry_type(annotation: Any) -> Any:
    """An annotation as Strawberry has it once it is resolved: `list[Charge] | None` is an optional list."""
    origin = get_origin(annotation)
    if origin is None:
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return enum_definition(annotation)
        return annotation
    if origin is list:
        return StrawberryList(strawberry_type(get_args(annotation)[0]))
    if origin in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        if len(parts) == 1 and len(get_args(annotation)) == 2:
            return StrawberryOptional(strawberry_type(parts[0]))
    return StrawberryAnnotation(annotation).resolve()


class Later:
    """In place of an annotation: what makes it once the schema is built, where types refer to each other in circles."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


class Argument(StrawberryArgument):
    """An argument whose type is given."""

    def __init__(self, name: str, graphql_name: str, type_: Any, description: str | None) -> None:
        self.python_name = name
        self.graphql_name = graphql_name
        self.known_type = type_
        self.description = description
        self.is_subscription = False
        self.default = strawberry.UNSET
        self.deprecation_reason = None
        self.directives = ()
        self.metadata = {}

    @property
    def type(self) -> Any:
        return self.known_type


class Resolver(StrawberryResolver[Any]):
    """A function whose arguments are given. It takes the source as `root`, and the context as `info`, if asked to."""

    def __init__(
        self, function: Callable[..., Any], type_: Any, arguments: list[Argument], *, root: bool, info: bool
    ) -> None:
        super().__init__(function, type_override=type_)
        # These are cached properties, which would be worked out from the signature.
        vars(self).update(
            arguments=arguments,
            root_parameter=ROOT if root else None,
            info_parameter=INFO if info else None,
            self_parameter=None,
            parent_parameter=None,
        )


class Field(StrawberryField):
    """A field whose type is given."""

    def __init__(
        self,
        name: str,
        graphql_name: str,
        type_: Any,
        *,
        description: str | None,
        resolver: Resolver | None = None,
        metadata: Mapping[Any, Any] | None = None,
        default: Any = dataclasses.MISSING,
        is_subscription: bool = False,
    ) -> None:
        super().__init__(
            python_name=name,
            graphql_name=graphql_name,
            description=description,
            base_resolver=resolver,
            metadata=metadata,
            default=default,
            is_subscription=is_subscription,
        )
        self.known_type = type_

    def resolve_type(self, *, type_definition: StrawberryObjectDefinition | None = None) -> Any:
        if isinstance(self.known_type, Later):
            self.known_type = strawberry_type(self.known_type.make())
        return self.known_type


def define_object(
    name: str,
    fields: Sequence[StrawberryField],
    description: str | None,
    *,
    interfaces: tuple[type, ...] = (),
    is_type_of: Callable[[Any, Any], bool] | None = None,
) -> type:
    """The class of an object type, which has no instances."""
    return _define(name, fields, description, interfaces=interfaces, is_type_of=is_type_of)


def define_input(
    name: str,
    fields: Sequence[StrawberryField],
    description: str | None,
    *,
    one_of: bool = False,
    bare: bool = False,
) -> type:
    """The class of an input. What callers give becomes a dictionary, without omitted fields; with `bare`, the one value
    that they give. With `one_of` they give exactly one."""
    taken = _bare if bare else _plain
    return _define(name, fields, description, from_input=taken, directives=(OneOf(),) if one_of else ())


def _define(
    name: str,
    fields: Sequence[StrawberryField],
    description: str | None,
    *,
    interfaces: tuple[type, ...] = (),
    is_type_of: Callable[[Any, Any], bool] | None = None,
    from_input: Callable[[type, Mapping[str, Any], InputContext], Any] | None = None,
    directives: Sequence[object] = (),
) -> type:
    made = type(name, interfaces, {"__module__": __name__})
    found = StrawberryObjectDefinition(
        name=name,
        is_input=from_input is not None,
        is_interface=False,
        origin=made,
        description=description,
        interfaces=[definition(interface) for interface in interfaces],
        extend=False,
        directives=directives,
        is_type_of=is_type_of,
        resolve_type=None,
        fields=[],
        from_input=from_input,
    )
    # Afterwards: each of those that it is made with is searched for `Self`.
    found.fields.extend(fields)
    made.__strawberry_definition__ = found  # type: ignore[attr-defined]
    return made


def definition(type_: type) -> StrawberryObjectDefinition:
    """What Strawberry keeps of a type."""
    found: StrawberryObjectDefinition = type_.__strawberry_definition__  # type: ignore[attr-defined]
    return found


def define_enum(enum: type[Enum], description: str | None, values: Mapping[str, str | None], name: str = "") -> None:
    """Make an enum one of the graph's: `values` are its members' descriptions, by name."""
    enum.__strawberry_definition__ = StrawberryEnumDefinition(  # type: ignore[attr-defined]
        wrapped_cls=enum,
        name=name or enum.__name__,
        values=[
            EnumValue(name=member.upper(), value=enum[member].value, description=text)
            for member, text in values.items()
        ],
        description=description,
    )


def enum_definition(enum: type[Enum]) -> StrawberryEnumDefinition:
    """What Strawberry keeps of an enum."""
    found: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    return found


def _plain(type_: type, value: Mapping[str, Any], context: InputContext) -> Any:
    """A mutation's input, or another argument, as its resolver takes it."""
    return _renamed(definition(type_), value)


def _bare(type_: type, value: Mapping[str, Any], context: InputContext) -> Any:
    """The same of an input that stands for its one value."""
    return _renamed(definition(type_), value)


def is_bare(holder: StrawberryObjectDefinition) -> bool:
    """Whether resolvers get the one value of an input in its place."""
    return holder.from_input is _bare


def _renamed(holder: StrawberryObjectDefinition, value: Mapping[str, Any]) -> Any:
    found: dict[str, Any] = {}
    for field in holder.fields:
        name = field.graphql_name
        assert name is not None
        if name in value:
            found[field.python_name] = _given(field.type, value[name])
    return next(iter(found.values())) if is_bare(holder) else found


def _given(type_: Any, value: Any) -> Any:
    if value is None:
        return None
    while isinstance(type_, StrawberryOptional):
        type_ = type_.of_type
    if isinstance(type_, StrawberryList):
        return [_given(type_.of_type, item) for item in value]
    inner = getattr(type_, "__strawberry_definition__", None)
    if isinstance(inner, StrawberryObjectDefinition):
        return _renamed(inner, value)
    return value


def selected_names(info: Info[Any, Any]) -> frozenset[str]:
    """The names of all fields that are selected below a field, however deep, conditions aside."""
    raw = info._raw_info
    found: set[str] = set()
    spread: set[str] = set()
    todo: list[Any] = list(raw.field_nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            todo += [] if name in spread else [raw.fragments[name]]
            spread.add(name)
            continue
        if node.selection_set is not None:
            todo += node.selection_set.selections
        if isinstance(node, FieldNode):
            found.add(node.name.value)
    return frozenset(found)


def graphql_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """The schema as graphql-core has it, its types by name: in the order in which introspection shows them."""
    made = schema._schema
    made.type_map = dict(sorted(made.type_map.items()))
    return made


def mark_one_of(schema: strawberry.Schema) -> None:
    """Have graphql-core know the inputs that take exactly one field: Strawberry says so in introspection alone, and
    else neither the SDL nor the check of variables knew."""
    for type_ in schema._schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            type_.is_one_of = type_.extensions[BACKREF].is_one_of


def add_directives(schema: strawberry.Schema, directives: Sequence[GraphQLDirective]) -> None:
    """Give a schema directives that Strawberry does not know of."""
    made = schema._schema
    made.directives = (*made.directives, *directives)
