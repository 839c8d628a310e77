"""The schema: every table gets its type, every family its fields. One per process."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.field import StrawberryField

from app import collector, tables
from app.tables.families import Family
from app.tables.resource import Resource
from schema import events, live
from schema.derive.aggregates import add_aggregates
from schema.derive.directives import INCREMENTAL
from schema.derive.fields import object_type
from schema.derive.node import node_fields
from schema.derive.of_accounts import add_accounts
from schema.derive.operations import Exposed
from schema.derive.rows import read
from schema.derive.scalars import scalar_map
from schema.derive.strawberry_internals import add_directives, mark_one_of
from schema.derive.types import arrange, graph_type, relate, relate_values, value_type

families = tuple(import_module(f"schema.{family}") for family in Family if find_spec(f"schema.{family}"))
"""The modules of this folder that are named after a family: `family` holds the family's Exposed lines, `queries` and
`mutations` what is written by hand, and `extend` gives types what else they have."""


@cache
def build() -> strawberry.Schema:
    """The schema of all tables and families, made once."""
    with collector.paused():
        return assemble(tables.every(), families)


def assemble(resources: Sequence[type[Resource]], families: Sequence[object]) -> strawberry.Schema:
    """The schema of these tables and families, once a process: a second one would find the types taken."""
    for table in resources:
        graph_type(table)
    for table in resources:
        relate(table)
    for transient in tables.transients.values():
        value_type(transient)
    relate_values()
    events.extend(resources)
    for family in families:
        getattr(family, "extend", list)()
    add_accounts(resources, [table for family in families for each in exposed_in(family) for table in each.lists()])
    for table in resources:
        arrange(graph_type(table))
    queries: list[StrawberryField] = node_fields()
    mutations: list[StrawberryField] = []
    for family in families:
        for exposed in exposed_in(family):
            queries += exposed.queries()
            mutations += exposed.mutations()
        queries += getattr(family, "queries", list)()
        mutations += getattr(family, "mutations", list)()
    add_aggregates()
    schema = strawberry.Schema(
        query=object_type("Query", queries, "Queries that read objects of the account."),
        mutation=object_type("Mutation", mutations, "Mutations that create, change and delete objects."),
        subscription=object_type(
            "SubscriptionRoot", live.subscriptions(), "Subscriptions to events and changes of objects."
        ),
        types=[graph_type(table) for table in resources],
        config=StrawberryConfig(default_resolver=read, scalar_map=scalar_map),
    )
    mark_one_of(schema)
    add_directives(schema, INCREMENTAL)
    return schema


def exposed_in(family: object) -> tuple[Exposed, ...]:
    """A family's Exposed lines."""
    found: tuple[Exposed, ...] = family.family  # type: ignore[attr-defined]
    return found
