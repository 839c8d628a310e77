"""The schema in GraphQL's schema language, a line for each member: what a change of the graph is seen by.

A description stands before what it describes, on the same line where both fit, and on a line above where they do not.
At full size this is less than half as long as what graphql-core prints, and a change of one field is one line.
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

WIDTH = 140
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
    for argument, asked in field.args.items():
        yield _member(asked.description, print_input_value(argument, asked), INDENT * 2)
    yield f"{INDENT}){returns}"


def _member(description: str | None, text: str, indent: str = INDENT) -> str:
    if not description:
        return indent + text
    one_line = print_block_string(description, True)
    first, *_ = text.split("\n", 1)
    if "\n" not in one_line and len(indent) + len(one_line) + 1 + len(first) <= WIDTH:
        return f"{indent}{one_line} {text}"
    written = one_line if len(one_line) + len(indent) <= WIDTH else print_block_string(description)
    return "\n".join([*(f"{indent}{line}" if line else line for line in written.split("\n")), indent + text])


def _braced(head: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{head} {{", *lines, "}"])
