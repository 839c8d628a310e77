"""A run of a fixture: each REST step as a request to the graph, its references filled with what earlier steps gave."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument
from strawberry.utils.str_converters import to_camel_case

from app.cli.remote import resource_of
from app.domain.real_time import real_now
from schema.root import build
from tests.graph import Graph
from tests.stories.stripe_cli.params import as_input, nested
from tests.stories.stripe_cli.paths import Operation, Unknown, operation

MADE: dict[str, Callable[[], str]] = {
    "${generate-uuid}": lambda: str(uuid4()),
    "${time-now-RFC3339}": lambda: real_now().isoformat(),
}
"""What the tool makes up itself."""
REFERENCE = re.compile(r"\$\{(\w+):([\w.]+)\}")
SCHEMA = build()._schema

Step = dict[str, Any]


@dataclass
class Run:
    """One fixture against one merchant's server."""

    graph: Graph
    steps: list[Step]
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusals: list[list[str]] = field(default_factory=list)
    """The types of what each step was refused for, in Stripe's words."""

    async def step(self, step: Step) -> None:
        """Do one step. Its answer is kept for the references of later ones."""
        method, path = self._filled(step["call"]).split()
        params = nested(self._filled(step.get("params", {})))
        wanted = known(method, path)
        selected = self._selection(step["name"], wanted)
        if wanted.is_list:
            self.answers[step["name"]] = {"data": await self._list(wanted, params, selected)}
            self.refusals.append([])
            return
        if wanted.is_item:
            document = f"query ($id: ID!) {{ it: {wanted.field}(id: $id) {{ {selected} }} }}"
            self.answers[step["name"]] = (await self.graph(document, id=wanted.id))["it"]
            self.refusals.append([])
            return
        # Some steps bring a token that an earlier one has given.
        caller = replace(self.graph, secret=self._filled(step["token"])) if "token" in step else self.graph
        payload = await caller.attempt(wanted.field, selected, **_arguments(wanted, params))
        self.answers[step["name"]] = payload["object"] or {}
        self.refusals.append([error["type"].lower() for error in payload["userErrors"]])

    async def _list(self, wanted: Operation, params: dict[str, Any], selected: str) -> list[dict[str, Any]]:
        type_ = f"{_type_listed(wanted.field).name}Where"
        where = as_input({name: {"eq": value} for name, value in params.items()}, _input(type_))
        document = f"query ($where: {type_}) {{ it: {wanted.field}(where: $where) {{ nodes {{ {selected} }} }} }}"
        nodes: list[dict[str, Any]] = (await self.graph(document, where=where))["it"]["nodes"]
        return nodes

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            for placeholder, make in MADE.items():
                value = value.replace(placeholder, make()) if placeholder in value else value
            return REFERENCE.sub(lambda match: self._answer(match[1], match[2]), value)
        if isinstance(value, dict):
            return {key: self._filled(inner) for key, inner in value.items()}
        return [self._filled(each) for each in value] if isinstance(value, list) else value

    def _answer(self, name: str, path: str) -> str:
        found: Any = self.answers[name]
        for word in path.split("."):
            found = found[int(word)] if word.isdigit() else found[to_camel_case(word)]
        # An expandable id of Stripe's is an object here.
        return str(found["id"] if isinstance(found, dict) else found)

    def _selection(self, name: str, wanted: Operation) -> str:
        """What a step must select for what later steps refer to."""
        every = {path for match, path in REFERENCE.findall(str(self.steps)) if match == name}
        fields = {to_camel_case(path.rpartition(".")[2]) for path in every} | {"id"}
        of = _type_listed if wanted.is_list else _type_retrieved if wanted.is_item else _type_changed
        type_ = of(wanted.field)
        leaves = {each: is_leaf_type(get_named_type(type_.fields[each].type)) for each in sorted(fields)}
        return " ".join(each if leaf else f"{each} {{ id }}" for each, leaf in leaves.items())


def known(method: str, path: str) -> Operation:
    """The operation that a request means. Raises Unknown also for one that the graph does not have yet."""
    assert SCHEMA.mutation_type
    wanted = operation(method, path)
    if not wanted.is_query and wanted.field not in SCHEMA.mutation_type.fields:
        raise Unknown(f"{wanted.field} is to come")
    return wanted


def is_ready(steps: list[Step]) -> bool:
    """Whether the graph has all that the steps ask for, by its types alone."""
    try:
        for step in steps:
            wanted = known(*step["call"].split())
            if not wanted.is_query:
                _arguments(wanted, nested(step.get("params", {})))
    except Unknown:
        return False
    return True


def _arguments(wanted: Operation, params: dict[str, Any]) -> dict[str, Any]:
    assert SCHEMA.mutation_type
    taken = SCHEMA.mutation_type.fields[wanted.field].args
    arguments = {"id": wanted.id} if wanted.id else {}
    # An input whose fields are all optional may be omitted, one with required fields may not.
    given = {"input": as_input(params, taken["input"].type)} if "input" in taken else {}
    return arguments | {name: value for name, value in given.items() if value or is_required_argument(taken[name])}


def _input(name: str) -> GraphQLInputObjectType:
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLInputObjectType)
    return found


def _type_listed(query: str) -> GraphQLObjectType:
    assert SCHEMA.query_type
    return _type(_type(SCHEMA.query_type, query), "nodes")


def _type_retrieved(query: str) -> GraphQLObjectType:
    assert SCHEMA.query_type
    return _type(SCHEMA.query_type, query)


def _type_changed(mutation: str) -> GraphQLObjectType:
    assert SCHEMA.mutation_type
    return _type(_type(SCHEMA.mutation_type, mutation), resource_of(mutation))


def _type(parent: GraphQLObjectType, field: str) -> GraphQLObjectType:
    found = get_named_type(parent.fields[field].type)
    assert isinstance(found, GraphQLObjectType)
    return found
