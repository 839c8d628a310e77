"""Snapshots of events against the objects that they are of, field by field."""

from functools import cache
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from schema.derive import kinds
from schema.root import build
from tests.graph import Graph

NESTED = 6
"""Levels of values within values, of which there are fewer."""


async def latest_of_each(graph: Graph) -> list[dict[str, Any]]:
    """The last event about each object."""
    page: dict[str, Any] = {"endCursor": None, "hasNextPage": True}
    found: dict[str, dict[str, Any]] = {}
    while page["hasNextPage"]:
        document = """query ($after: String) { events(first: 100, after: $after) {
            nodes { id type objectId cursor snapshot { __typename } } pageInfo { endCursor hasNextPage } } }"""
        events = (await graph(document, after=page["endCursor"]))["events"]
        page = events["pageInfo"]
        for event in events["nodes"]:
            known = found.get(event["objectId"])
            if known is None or int(known["cursor"]) < int(event["cursor"]):
                found[event["objectId"]] = event
    return list(found.values())


async def differences(graph: Graph) -> list[str]:
    """Where the snapshot of an object's last event shows the object other than the object itself does. An object that
    is gone has none."""
    found = []
    for event in await latest_of_each(graph):
        if event["snapshot"] is None:
            continue
        name = event["snapshot"]["__typename"]
        shown = f"... on {name} {{ {selection(name)} }}"
        document = f"query ($id: ID!) {{ event(id: $id) {{ snapshot {{ {shown} }} currentObject {{ {shown} }} }} }}"
        both = (await graph(document, id=event["id"]))["event"]
        if both["currentObject"] is not None:
            found += differing(both["snapshot"], both["currentObject"], name)
    return found


def differing(one: Any, other: Any, place: str) -> list[str]:
    """Where two values differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [each for key in one for each in differing(one[key], other[key], f"{place}.{key}")]
    return [] if one == other else [f"{place}: {one!r}, but is {other!r}"]


@cache
def selection(type_name: str) -> str:
    """Every field of a type, and of the values within, with the ids of what is related; but no connections."""
    type_ = build()._schema.type_map[type_name]
    assert isinstance(type_, GraphQLObjectType)
    return _fields(type_, NESTED)


def _fields(type_: GraphQLObjectType, depth: int) -> str:
    found = []
    for name, field in type_.fields.items():
        inner = get_named_type(field.type)
        kind = kinds.kind_of(field.extensions["strawberry-definition"])
        if is_leaf_type(inner):
            found.append(name)
        elif isinstance(kind, kinds.Relation | kinds.Relations):
            found.append(f"{name} {{ __typename ... on Node {{ id }} }}")
        elif isinstance(inner, GraphQLObjectType) and isinstance(kind, kinds.Embedded | kinds.Amount) and depth:
            found.append(f"{name} {{ {_fields(inner, depth - 1)} }}")
    return " ".join(found)
