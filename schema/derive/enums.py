"""Enums of the graph from those of the tables, with the docstring under each member as its description."""

import ast
import inspect
import textwrap
from enum import Enum
from functools import cache

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from schema.derive.fields import tidy


@cache
def graph_enum(enum: type[Enum]) -> type[Enum]:
    """Make an enum one of the graph's: its members' names in upper case, its values Stripe's."""
    strawberry.enum(enum, description=tidy(enum.__doc__))
    said = member_docs(enum)
    found: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    for value in found.values:
        value.description = said.get(value.name)
        value.name = value.name.upper()
    return enum


def member_docs(enum: type[Enum]) -> dict[str, str]:
    """The docstring under each member, which Python itself forgets."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(enum))).body[0]
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    for node, after in zip(tree.body, tree.body[1:], strict=False):
        named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if named and told:
            found[node.targets[0].id] = tidy(str(after.value.value)) or ""  # type: ignore[attr-defined]
    return found
