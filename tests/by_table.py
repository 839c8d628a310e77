"""Walks over the whole schema, a table at a time: each table is a test of its own, so that all workers share them."""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from graphql import GraphQLObjectType, get_named_type
from pydantic.alias_generators import to_camel, to_snake

from app import tables
from app.tables.connect.account import Account
from app.tables.resource import Resource
from schema.root import build


def of_tables(chosen: Iterable[type[Resource]]) -> pytest.MarkDecorator:
    """A test for each of the tables, which it takes as `table`."""
    by_name = sorted((str(table.__tablename__), table) for table in chosen)
    return pytest.mark.parametrize("table", [pytest.param(table, id=name) for name, table in by_name])


each_table = of_tables(table for table in tables.by_name.values() if not table.common)
"""A test for each table whose rows have ids, and belong to an account."""


def roots_of(table: type[Resource]) -> tuple[str | None, str | None]:
    """The root fields of one by its id, and of all; None where there is none. A discount, for one, has neither: it is
    reached only through what has it; a secret of an app is found by its name; and accounts are listed by what they are
    connected to."""
    root = build()._schema.query_type
    assert root is not None
    one, many = to_camel(str(table.__tablename__)), to_camel(table.plural)
    by_id = one in root.fields and "id" in root.fields[one].args
    return one if by_id else None, many if many in root.fields and table is not Account else None


_OWN = [table for table in tables.by_name.values() if not table.common]
each_found_table = of_tables(table for table in _OWN if roots_of(table)[0])
"""A test for each of those that the root finds by id."""
each_listed_table = of_tables(table for table in _OWN if roots_of(table)[1])
"""A test for each of those that the root lists."""
each_shown_table = of_tables(table for table in _OWN if any(roots_of(table)))
"""A test for each of those that the root has a field of."""


def resource_of(mutation: str) -> str:
    """Stripe's name of the resource that a mutation's payload shows: `payment_intent` of `paymentIntentCapture`."""
    root = build()._schema.mutation_type
    assert root is not None
    payload = get_named_type(root.fields[mutation].type)
    assert isinstance(payload, GraphQLObjectType)
    return to_snake(next(iter(payload.fields)))


def _mutations() -> dict[str, list[str]]:
    found = defaultdict(list)
    root = build()._schema.mutation_type
    assert root is not None
    for mutation in root.fields:
        found[resource_of(mutation)].append(mutation)
    return dict(found)


mutations = _mutations()
"""Every mutation, by its resource."""
each_resource = pytest.mark.parametrize("resource", sorted(mutations))
"""A test for each resource that has mutations, which it takes by name."""
