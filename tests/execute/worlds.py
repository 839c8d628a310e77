"""Small made-up schemas with everything in them that goes wrong: a world is the schema and the source of its root.

What a field gives depends on its source and its name alone, so that two executions meet the same.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any
from zlib import crc32

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    get_named_type,
)

WRAPPERS = ("", "!", "[]", "[]!", "[!]", "[!]!", "[[]]", "[[!]!]!", "[[!]]")


class Colour(Enum):
    RED = "r"
    BLUE = "b"


class Wrong(Exception):
    """What resolvers raise."""


@dataclass(frozen=True)
class Thing:
    """A source. Its parts are worked out of its number."""

    number: int
    troubled: float

    def random(self, name: str, arguments: Any = None) -> Random:
        return Random(crc32(repr((self.number, name, arguments)).encode()))


def shout(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"a Loud is a text, not {value!r}")
    return value.upper()


def world(seed: int, *, waiting: bool = False, troubled: float = 0.05) -> tuple[GraphQLSchema, Thing]:
    """The schema and the root's source. With `waiting`, resolvers of some fields are asynchronous."""
    return Maker(Random(seed), waiting).schema(), Thing(seed, troubled)


class Maker:
    """Makes one schema."""

    def __init__(self, random: Random, waiting: bool) -> None:
        self.random = random
        self.waiting = waiting
        self.colour = GraphQLEnumType("Colour", Colour)
        self.loud = GraphQLScalarType("Loud", serialize=shout)
        self.knob = GraphQLInputObjectType(
            "Knob",
            lambda: {
                "turn": GraphQLInputField(GraphQLNonNull(GraphQLInt)),
                "colour": GraphQLInputField(self.colour),
                "more": GraphQLInputField(GraphQLList(GraphQLNonNull(self.knob))),
            },
        )
        self.named = GraphQLInterfaceType("Named", lambda: self.shared, resolve_type=self.resolver_of_types())
        self.shared = {"name": GraphQLField(GraphQLString), "number": GraphQLField(GraphQLNonNull(GraphQLInt))}
        self.objects = [
            GraphQLObjectType(
                name,
                self.thunk(name),
                interfaces=[self.named] if name != "C" else [],
                is_type_of=self.is_type_of() if name != "C" else None,
            )
            for name in ("A", "B", "C")
        ]
        self.either = GraphQLUnionType("Either", self.objects, resolve_type=self.resolver_of_types())
        self.leaves = (GraphQLString, GraphQLInt, self.colour, self.loud)

    def schema(self) -> GraphQLSchema:
        query = GraphQLObjectType("Query", self.fields("Query"))
        mutation = GraphQLObjectType("Mutation", self.fields("Mutation"))
        return GraphQLSchema(query=query, mutation=mutation, types=self.objects)

    def thunk(self, name: str) -> Any:
        return lambda: {**self.shared, **self.fields(name)}

    def fields(self, owner: str) -> dict[str, GraphQLField]:
        composite: list[Any] = [*self.objects, self.named, self.either]
        found = {}
        for place in range(9):
            named = self.random.choice(composite if self.random.random() < 0.6 else self.leaves)
            type_ = wrap(named, self.random.choice(WRAPPERS))
            found[f"{owner.lower()}{place}"] = self.field(f"{owner.lower()}{place}", type_)
        return found

    def field(self, name: str, type_: GraphQLOutputType) -> GraphQLField:
        arguments = {}
        if self.random.random() < 0.3:
            arguments["count"] = GraphQLArgument(GraphQLInt, default_value=2)
        if self.random.random() < 0.15:
            arguments["knob"] = GraphQLArgument(self.knob)
        if self.random.random() < 0.1:
            arguments["colours"] = GraphQLArgument(GraphQLList(self.colour))
        slow = self.waiting and self.random.random() < 0.4

        def resolve(source: Thing, _: Any, **given: Any) -> Any:
            return value_of(type_, source.random(name, sorted(given.items())), source.troubled, given.get("count", 2))

        async def resolve_later(source: Thing, _: Any, **given: Any) -> Any:
            for _turn in range(source.random(name, "turns").randrange(3)):
                await asyncio.sleep(0)
            value = resolve(source, None, **given)
            if isinstance(value, list) and source.random(name, "items").random() < 0.3:
                return [later(item) for item in value]
            return value

        return GraphQLField(type_, args=arguments, resolve=resolve_later if slow else resolve)

    def resolver_of_types(self) -> Any:
        if self.random.random() < 0.2:
            return None  # each type is asked instead

        def resolve_type(value: Any, _info: Any, _type: Any) -> Any:
            number = getattr(value, "number", 0)
            return ("A", "B", "C", "A", "B", "B", "A", "None", "Colour", None, 5)[number % 11]

        async def resolve_type_later(value: Any, info: Any, type_: Any) -> Any:
            await asyncio.sleep(0)
            return resolve_type(value, info, type_)

        return resolve_type_later if self.waiting and self.random.random() < 0.3 else resolve_type

    def is_type_of(self) -> Any:
        odd = self.random.random() < 0.3

        def is_type_of(value: Any, _info: Any) -> bool:
            if odd and value.number % 13 == 0:
                raise Wrong("no telling")
            return not odd or value.number % 5 > 0

        return is_type_of


async def later(value: Any) -> Any:
    await asyncio.sleep(0)
    if isinstance(value, Exception):
        raise value
    return value


def wrap(named: Any, wrapper: str) -> Any:
    """`[!]` is a list of what may not be null."""
    if wrapper.endswith("!"):
        return GraphQLNonNull(wrap(named, wrapper[:-1]))
    return GraphQLList(wrap(named, wrapper[1:-1])) if wrapper.startswith("[") else named


def value_of(type_: Any, random: Random, troubled: float, count: int) -> Any:
    """A value for a type, or trouble."""
    if random.random() < troubled:
        return trouble(random)
    if isinstance(type_, GraphQLNonNull):
        return value_of(type_.of_type, random, troubled, count)
    if isinstance(type_, GraphQLList):
        items = [item_of(type_.of_type, random, troubled, count) for _ in range(min(count, 3))]
        return tuple(items) if random.random() < 0.2 else items
    named = get_named_type(type_)
    plain = {
        "String": random.choice(("a", "b", 7, True)),
        "Int": random.choice((1, 2, -5, 2**40 if random.random() < 0.1 else 3)),
        "Colour": random.choice((Colour.RED, Colour.BLUE, "r" if random.random() < 0.1 else Colour.RED)),
        "Loud": random.choice(("x", "y", 5 if random.random() < 0.1 else "z")),
    }
    return plain[named.name] if named.name in plain else Thing(random.randrange(10_000), troubled)


def item_of(type_: Any, random: Random, troubled: float, count: int) -> Any:
    """An item, where an exception may stand but none may be raised."""
    try:
        return value_of(type_, random, troubled, count)
    except Wrong as wrong:
        return wrong


def trouble(random: Random) -> Any:
    """A null, an exception in place of a value, one that is raised, or what no type expects."""
    match random.randrange(5):
        case 0 | 1:
            return None
        case 2:
            return Wrong(f"given {random.randrange(100)}")
        case 3:
            return Thing(random.randrange(10_000), 0)
    raise Wrong(f"raised {random.randrange(100)}")
