"""Random documents that are valid for a schema: fragments, directives, aliases, variables, arguments, merged fields."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from zlib import crc32

from graphql import (
    GraphQLArgument,
    GraphQLCompositeType,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
)

Literal = Callable[[Random, str, GraphQLInputType], str | None]
"""A literal for an argument by its name and type; None leaves the choice to the generator."""


@dataclass(frozen=True)
class Document:
    """A document, and the variables that it is run with."""

    text: str
    variables: Mapping[str, Any]


@dataclass
class Writing:
    """One document in the making."""

    schema: GraphQLSchema
    random: Random
    literal: Literal
    size: int
    """How many more fields there may be."""
    skipped: Collection[str] = ()
    """Names of fields that are never asked for."""
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)

    def operation(self, kind: str, root: GraphQLObjectType) -> Document:
        body = self.selection(root, 0)
        declared = ", ".join(f"${name}: {said}" for name, (said, _) in self.variables.items())
        head = f"{kind} Q({declared})" if declared else kind
        given = {name: value for name, (_, value) in self.variables.items() if value is not ABSENT}
        return Document("\n".join([f"{head} {body}", *self.fragments]), given)

    def selection(self, type_: GraphQLCompositeType, depth: int) -> str:
        parts = []
        for _ in range(self.random.choice((1, 2, 3, 3, 4, 6) if depth else (1, 1, 2, 3))):
            roll = self.random.random()
            if roll < 0.1 or isinstance(type_, GraphQLUnionType):
                parts.append(self.inline(type_, depth) if roll < 0.9 else "__typename")
            elif roll < 0.15:
                parts.append(self.spread(type_, depth))
            elif roll < 0.2:
                parts.append(f"{self.alias('t')}__typename{self.directives()}")
            elif (one := self.field(type_, depth)) is not None:
                parts.append(one)
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def field(self, type_: Any, depth: int) -> str | None:
        # Deep down, and when the document is large, leaves alone.
        self.size -= 1
        plain = depth > 6 or self.size <= 0
        chosen: list[tuple[str, GraphQLField]] = [
            (name, each)
            for name, each in type_.fields.items()
            if not (plain and is_composite_type(get_named_type(each.type))) and name not in self.skipped
        ]
        if not chosen:
            return None
        name, definition = self.random.choice(chosen)
        if not plain and self.random.random() < 0.5:
            inner = [(n, each) for n, each in chosen if is_composite_type(get_named_type(each.type))]
            name, definition = self.random.choice(inner or chosen)
        arguments = self.arguments(definition)
        if arguments is None:
            return None
        # Fields of one response key must be the same, so the key tells of the arguments.
        key = (
            f"{name}_{crc32(f'{type_.name}{arguments}'.encode()) % 10**6}: "
            if arguments or is_abstract_like(type_)
            else ""
        )
        if not key and self.random.random() < 0.1:
            key = f"{name}_again: "
        named: Any = get_named_type(definition.type)
        inner_text = f" {self.selection(named, depth + 1)}" if is_composite_type(named) else ""
        return f"{key}{name}{arguments}{self.directives()}{inner_text}"

    def alias(self, name: str) -> str:
        return f"{name}{self.random.randrange(3)}: " if self.random.random() < 0.3 else ""

    def inline(self, type_: GraphQLCompositeType, depth: int) -> str:
        condition = self.condition(type_)
        on = f" on {condition.name}" if self.random.random() < 0.8 or isinstance(type_, GraphQLUnionType) else ""
        return f"...{on}{self.directives()} {self.selection(condition if on else type_, depth)}"

    def spread(self, type_: GraphQLCompositeType, depth: int) -> str:
        condition = self.condition(type_)
        body = self.selection(condition, depth)
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {condition.name} {body}")
        return " ".join([f"...{name}{self.directives()}"] * self.random.choice((1, 1, 2)))

    def condition(self, type_: GraphQLCompositeType) -> GraphQLCompositeType:
        """A type that what is of `type_` may be of."""
        near: list[GraphQLCompositeType] = [type_]
        if is_abstract_type(type_):
            near += self.schema.get_possible_types(type_)
        else:
            near += [each for each in getattr(type_, "interfaces", ()) if self.schema.is_sub_type(each, type_)]
        return self.random.choice(near)

    def directives(self) -> str:
        if self.random.random() > 0.12:
            return ""
        name = self.random.choice(("skip", "include"))
        truth = self.random.random() < (0.3 if name == "skip" else 0.7)
        if self.random.random() < 0.5:
            return f" @{name}(if: {str(truth).lower()})"
        variable = self.variable("Boolean!", truth)
        return f" @{name}(if: ${variable})"

    def arguments(self, definition: GraphQLField) -> str | None:
        given = []
        for name, argument in definition.args.items():
            if is_required_argument(argument) or self.random.random() < 0.35:
                value = self.argument(name, argument)
                if value is None and is_required_argument(argument):
                    return None
                if value is not None:
                    given.append(f"{name}: {value}")
        return f"({', '.join(given)})" if given else ""

    def argument(self, name: str, argument: GraphQLArgument) -> str | None:
        value = self.value(name, argument.type, 0)
        if value is None or self.random.random() < 0.7:
            return value
        plain = as_json(value)
        if plain is ABSENT:
            return value
        if not is_required_argument(argument) and self.random.random() < 0.2:
            return f"${self.variable(str(argument.type), ABSENT)}"
        return f"${self.variable(str(argument.type), plain)}"

    def variable(self, type_: str, value: Any) -> str:
        name = f"v{len(self.variables)}"
        self.variables[name] = (type_, value)
        return name

    def value(self, name: str, type_: GraphQLInputType, depth: int) -> str | None:
        chosen = self.literal(self.random, name, type_)
        if chosen is not None:
            return chosen
        match type_:
            case GraphQLNonNull():
                return self.value(name, type_.of_type, depth)
            case GraphQLList():
                items = [self.value(name, type_.of_type, depth + 1) for _ in range(self.random.randrange(3))]
                return f"[{', '.join(item for item in items if item is not None)}]"
            case GraphQLEnumType():
                return str(self.random.choice(list(type_.values)))
            case GraphQLInputObjectType():
                return self.input(type_, depth)
        plain: dict[str, str] = {"Int": "1", "Boolean": "true", "String": '"a"', "ID": '"x"', "Float": "1.5"}
        return plain.get(str(type_))

    def input(self, type_: GraphQLInputObjectType, depth: int) -> str | None:
        given = []
        for name, each in type_.fields.items():
            required = isinstance(each.type, GraphQLNonNull)
            if required or (depth < 3 and self.random.random() < 1.2 / len(type_.fields)):
                value = self.value(name, each.type, depth + 1)
                if value is None and required:
                    return None
                if value is not None:
                    given.append(f"{name}: {value}")
        return f"{{{', '.join(given)}}}"


ABSENT = object()


def is_abstract_like(type_: Any) -> bool:
    """Whether fields of one name may be of different types side by side."""
    return is_abstract_type(type_) or bool(getattr(type_, "interfaces", ()))


def as_json(literal: str) -> Any:
    """What a plain literal is in JSON; ABSENT for one that is not so plain."""
    plain = {"true": True, "false": False, "null": None}
    if literal in plain:
        return plain[literal]
    if literal.lstrip("-").isdecimal():
        return int(literal)
    if len(literal) > 1 and literal[0] == literal[-1] == '"' and "\\" not in literal:
        return literal[1:-1]
    return ABSENT


def nothing(random: Random, name: str, type_: GraphQLInputType) -> str | None:
    """For schemas whose arguments may be anything."""
    return None


def document(
    schema: GraphQLSchema,
    seed: int,
    *,
    literal: Literal = nothing,
    kind: str = "query",
    size: int = 18,
    skipped: Collection[str] = (),
) -> Document:
    """The document of a seed, without fields that are skipped."""
    roots = {"query": schema.query_type, "mutation": schema.mutation_type, "subscription": schema.subscription_type}
    root = roots[kind]
    assert root is not None
    return Writing(schema, Random(seed), literal, size, skipped).operation(kind, root)
