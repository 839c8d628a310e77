"""A plugin of pytest that adds the made-up tables to the house: `pytest -p tests.made_up.plugin tests/made_up`."""

import pytest
from graphql import GraphQLObjectType

from app import tables
from app.tables.resource import Resource
from schema import root
from schema.derive import kinds
from tests.made_up import shown, world

for _table in world.TABLES:
    tables.complete(_table)
root.families += (shown,)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests of one table, keep those of made-up tables and of what leads to them: the others run without."""
    chosen = [item for item in items if _is_concerned(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def _is_concerned(item: pytest.Item) -> bool:
    table = item.callspec.params.get("table") if hasattr(item, "callspec") else None
    return table is None or table in world.TABLES or not _led_to(table).isdisjoint(world.TABLES)


def _led_to(table: type[Resource]) -> set[type[Resource]]:
    """The tables that relations and connections of a table lead to."""
    found: set[type[Resource]] = set()
    type_ = root.build()._schema.type_map[table.__name__]
    assert isinstance(type_, GraphQLObjectType)
    for field in type_.fields.values():
        match kinds.kind_of(field.extensions["strawberry-definition"]):
            case kinds.Relation(_, targets) | kinds.Relations(_, targets):
                found.update(targets)
            case kinds.Connection(target):
                found.add(target)
    return found
