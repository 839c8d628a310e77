"""The schema in GraphQL's schema language, a line for each member: what a change of the graph is seen by.

A description stands before what it describes, on the same line. The arguments of a field follow it, as many on a line
as fit. At full size this is a third as long as what graphql-core prints, and a change of one field is one line.
"""

from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLDirective,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_scalar_type,
    print_type,
)
from graphql.language.block_string import print_block_string
from graphql.utilities.print_schema import print_deprecated, print_input_value

from schema.derive.directives import INCREMENTAL

WIDTH = 180
"""Characters of a line of arguments."""
INDENT = "  "
ADDED = {each.name for each in INCREMENTAL}
"""Directives that a schema is told to have; others are GraphQL's or Strawberry's own."""


def sdl(schema: GraphQLSchema) -> str:
    """All types by name, after the roots."""
    roots = {"query": schema.query_type, "mutation": schema.mutation_type, "subscription": schema.subscription_type}
    parts = [_braced("schema", (f"{INDENT}{word}: {root.name}" for word, root in roots.items() if root))]
    parts += [_directive(each) for each in schema.directives if each.name in ADDED]
    for name in sorted(schema.type_map):
        type_ = schema.type_map[name]
        if not is_introspection_type(type_) and not is_specified_scalar_type(type_):
            parts.append(_type(type_))
    return "\n\n".join(parts)


def _directive(directive: GraphQLDirective) -> str:
    lines = [_member(each.description, print_input_value(name, each)) for name, each in directive.args.items()]
    where = " | ".join(each.name for each in directive.locations)
    return _member(directive.description, "\n".join([f"directive @{directive.name}(", *lines, f") on {where}"]), "")


def _type(type_: GraphQLNamedType) -> str:
    match type_:
        case GraphQLObjectType() | GraphQLInterfaceType():
            word = "type" if isinstance(type_, GraphQLObjectType) else "interface"
            above = f" implements {' & '.join(each.name for each in type_.interfaces)}" if type_.interfaces else ""
            head = f"{word} {type_.name}{above}"
            lines = [line for name, field in type_.fields.items() for line in _field(name, field)]
        case GraphQLInputObjectType():
            head = f"input {type_.name}{' @oneOf' if type_.is_one_of else ''}"
            lines = [_member(each.description, print_input_value(name, each)) for name, each in type_.fields.items()]
        case GraphQLEnumType():
            head = f"enum {type_.name}"
            lines = [
                _member(each.description, name + print_deprecated(each.deprecation_reason))
                for name, each in type_.values.items()
            ]
        case _:
            return print_type(type_)
    return _member(type_.description, _braced(head, lines), "")


def _field(name: str, field: GraphQLField) -> Iterator[str]:
    returns = f": {field.type}{print_deprecated(field.deprecation_reason)}"
    if not field.args:
        yield _member(field.description, name + returns)
        return
    yield _member(field.description, f"{name}(")
    yield from _filled(
        _member(asked.description, print_input_value(argument, asked), "") for argument, asked in field.args.items()
    )
    yield f"{INDENT}){returns}"


def _filled(arguments: Iterable[str]) -> Iterator[str]:
    """Lines of arguments, as many on each as fit."""
    line = ""
    for each in arguments:
        longer = f"{line}, {each}" if line else INDENT * 2 + each
        if line and len(longer) > WIDTH:
            yield line
            longer = INDENT * 2 + each
        line = longer
    yield line


def _member(description: str | None, text: str, indent: str = INDENT) -> str:
    if not description:
        return indent + text
    written = print_block_string(description, minimize=True)
    if "\n" not in written:
        return f"{indent}{written} {text}"
    return "\n".join([*(f"{indent}{line}" if line else line for line in written.split("\n")), indent + text])


def _braced(head: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{head} {{", *lines, "}"])
