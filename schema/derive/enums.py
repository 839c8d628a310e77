"""Enums of the graph from those of the tables, with the docstring under each member as its description."""

from enum import Enum
from functools import cache

from app.tables.docs import docs_of
from schema.derive.fields import tidy
from schema.derive.strawberry_internals import define_enum


@cache
def graph_enum(enum: type[Enum]) -> type[Enum]:
    """Make an enum one of the graph's: its members' names in upper case, its values Stripe's."""
    docs = docs_of(enum)
    define_enum(enum, tidy(enum.__doc__), {name: tidy(docs.get(name)) for name in enum.__members__})
    return enum
