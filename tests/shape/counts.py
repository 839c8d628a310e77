"""How much of Stripe's API is here, by family: what each of its objects has, at any depth, and what is awaited."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import get_named_type, is_enum_type, is_input_object_type
from strawberry.utils.str_converters import to_camel_case

from app.domain.events.catalogue import catalogue
from app.tables.families import Family
from schema.root import build
from tests.shape.facts import CONTRACT, METHODS, OPERATIONS, facts
from tests.shape.test_enums import closed, values_of

FACTS = facts(METHODS)
SCHEMA = build()._schema
KINDS = ("fields", "params", "enum values", "operations", "events")
"""What is counted."""


@dataclass
class Count:
    """What Stripe has of one family, by kind: paths, each with whether it is here."""

    found: dict[str, dict[str, bool]] = field(default_factory=lambda: {kind: {} for kind in KINDS})

    def numbers(self, kind: str) -> tuple[int, int]:
        """How many are here, and how many there are."""
        return sum(self.found[kind].values()), len(self.found[kind])

    def missing(self, kind: str) -> set[str]:
        """What is not here, without what stands inside something that is not."""
        found = self.found[kind]
        return {path for path, is_here in found.items() if not is_here and found.get(path.rpartition(".")[0], True)}

    def add_object(self, name: str, resource: dict[str, Any]) -> None:
        """Count an object's fields, and the operations on it."""
        for path, node, type_ in _in_object(FACTS["objects"][resource["object"]], SCHEMA.type_map.get(name), name):
            self.found["fields"][path] = type_ is not None
            self.add_values(path, closed(node), type_)
        for query in resource["queries"]:
            self.found["operations"][query] = query in _fields(SCHEMA.query_type)
        for mutation in resource["mutations"]:
            self.add_mutation(mutation, _fields(SCHEMA.mutation_type).get(mutation))

    def add_mutation(self, name: str, here: Any) -> None:
        """Count a mutation, with its params."""
        self.found["operations"][name] = here is not None
        sets = {f"{name}.{_camel(path)}": values for path, values in FACTS["params"].get(name, {}).items()}
        given = _named(here.args.get("input")) if here else None
        for path, type_ in _in_input(OPERATIONS["mutations"][name], given, name):
            self.found["params"][path] = type_ is not None
            self.add_values(path, closed(sets.get(path)), _alternatives(type_)[0])

    def add_values(self, path: str, stripes: Any, type_: Any) -> None:
        """Count the values of a closed set. What is text takes all."""
        values = stripes if isinstance(stripes, list) else []
        here = set() if type_ is None else values_of(type_) if is_enum_type(type_) else {*values}
        self.found["enum values"] |= {f"{path} {value}": value in here for value in values}


def counts() -> dict[Family, Count]:
    """The counts of every family of Stripe's."""
    found: dict[Family, Count] = defaultdict(Count)
    for name, resource in CONTRACT.items():
        found[Family(resource["family"])].add_object(name, resource)
    for event in catalogue.values():
        found[event.family].found["events"][event.name] = event.emitted
    return {family: found[family] for family in Family if family in found}


def table() -> list[str]:
    """The counts as lines of text: what is here of what Stripe has."""
    rows = [["", *KINDS]]
    for family, count in counts().items():
        numbers = (count.numbers(kind) for kind in KINDS)
        rows.append([family.value, *(f"{here:,} / {all:,}" for here, all in numbers)])
    return ["".join(f"{cell:>17}" if place else f"{cell:22}" for place, cell in enumerate(row)) for row in rows]


def _in_object(node: dict[str, Any], type_: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Every field of an object of Stripe's: its path, what it is, and its type in the graph, or None."""
    for key, inner in node.items():
        if key in ("", "*", "|"):
            continue
        there, named = f"{path}.{to_camel_case(key)}", _named(_fields(type_).get(to_camel_case(key)))
        yield there, inner, named
        if isinstance(inner, dict) and "|" not in inner:
            yield from _in_object(inner, named, there)


def _in_input(params: dict[str, Any], type_: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every param of an operation of Stripe's: its path, and its type in the graph, or None."""
    for key, inner in params.items():
        if not key:
            continue
        there, named = f"{path}.{to_camel_case(key)}", _named(_fields(type_).get(to_camel_case(key)))
        yield there, named
        if isinstance(inner, dict):
            yield from _in_input(inner, _alternatives(named)[1], there)


def _alternatives(type_: Any) -> tuple[Any, Any]:
    """The word and the value that an input takes, where it takes both; else the input itself, twice."""
    if is_input_object_type(type_) and type_.fields.keys() == {"value", "keyword"}:
        return _named(type_.fields["keyword"]), _named(type_.fields["value"])
    return type_, type_


def _fields(type_: Any) -> dict[str, Any]:
    found: dict[str, Any] = getattr(type_, "fields", {})
    return found


def _named(field: Any) -> Any:
    return None if field is None else get_named_type(field.type)


def _camel(path: str) -> str:
    return ".".join(map(to_camel_case, path.split(".")))
