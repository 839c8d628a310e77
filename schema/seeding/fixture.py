"""Fixture: the steps of a seed, checked against the graph and made into documents of GraphQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, reduce
from importlib.resources import files
from operator import getitem
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLField,
    GraphQLInputType,
    GraphQLObjectType,
    get_named_type,
    parse,
)
from graphql.pyutils import did_you_mean, suggestion_list
from graphql.type import is_required_argument
from graphql.utilities import validate_input_value

from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.sandboxes.seed import SandboxSeed, SandboxSeedName, SandboxSeedStep
from schema.derive.strawberry_internals import graphql_schema
from schema.seeding.references import NAME, Reference, Steps, filled, references

MOST_BYTES = 100_000
"""Size of all arguments of a fixture together, as JSON."""
MOST_MISTAKES = 20
"""How many are looked for: those that are similar to a wrong name take a while to find."""
USER_ERRORS = "userErrors { type code declineCode message field }"


class EnoughError(Exception):
    """So many mistakes were found that no more are looked for."""


Selection = dict[str, "Selection"]


@dataclass
class Step:
    """One mutation of a seed, at its place from 0."""

    place: int
    given: SandboxSeedStep
    root: GraphQLField
    shown: Selection = field(default_factory=dict)
    """What later steps refer to."""

    @property
    def object_field(self) -> str:
        """The payload's field with the object: that which the mutation is named after."""
        fields = get_named_type(self.root.type).fields  # type: ignore[attr-defined]
        return max((str(name) for name in fields if self.given.mutation.startswith(name)), key=len)

    @property
    def object_type(self) -> GraphQLObjectType:
        """The type of the object."""
        fields = get_named_type(self.root.type).fields  # type: ignore[attr-defined]
        found: GraphQLObjectType = get_named_type(fields[self.object_field].type)
        return found

    def show(self, reference: Reference) -> None:
        """Have the step's document select what a later step refers to."""
        at = self.shown
        for name in reference.path:
            if not name.isdigit():
                at = at.setdefault(name, {})

    def references(self) -> Iterator[tuple[Steps, Reference]]:
        """The references in the step, each with where it is."""
        return references({"account": self.given.account, "arguments": self.given.arguments})

    def document(self) -> DocumentNode:
        """The mutation, with the object under `object` and the payload under `done`."""
        names = self.given.arguments.keys()
        declared = ", ".join(f"${name}: {self.root.args[name].type}" for name in names)
        passed = ", ".join(f"{name}: ${name}" for name in names)
        declared, passed = (f"({each})" if each else "" for each in (declared, passed))
        selection = f"object: {self.object_field} {_written(self.shown or {'__typename': {}})} {USER_ERRORS}"
        return parse(f"mutation{declared} {{ done: {self.given.mutation}{passed} {{ {selection} }} }}")

    def refusal(self, message: str, *at: int | str, code: ErrorCode = ErrorCode.PARAMETER_INVALID) -> InvalidRequest:
        """A refusal of what is at a place of the step."""
        return _refusal(self.place, self.given, message, *at, code=code)


def steps_of(seed: SandboxSeed) -> list[Step]:
    """The steps of a seed. Raises a refusal of all that is wrong with them."""
    return compiled(named(seed.name) if seed.name is not None else seed.steps or [])


@cache
def named(name: SandboxSeedName) -> Sequence[SandboxSeedStep]:
    """The steps of a seed that the server brings along."""
    text = files("schema.seeding").joinpath("seeds", f"{name}.json").read_text()
    return SandboxSeed.model_validate_json(text).steps or ()


def compiled(given: Sequence[SandboxSeedStep]) -> list[Step]:
    """Steps that can be done one after the other. Raises a refusal of all that is wrong with them."""
    from schema.root import build

    schema = graphql_schema(build())
    size = sum(len(orjson.dumps(each.arguments)) for each in given)
    if size > MOST_BYTES:
        raise InvalidRequest(
            f"`seed.steps` have arguments of at most {MOST_BYTES:,} bytes together; {size:,} were given.",
            code=ErrorCode.PARAMETER_TOO_LONG,
            field="seed.steps",
        )
    mutations = schema.mutation_type.fields if schema.mutation_type else {}
    found: list[Step] = []
    earlier: dict[str, Step | None] = {}
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            step = None
            if each.mutation in mutations:
                step = Step(place, each, mutations[each.mutation])
                found.append(step)
                for mistake in (*_in_name(step, earlier), *_in_references(step, earlier), *_in_arguments(step)):
                    mistakes.add(mistake)
            else:
                near = _near(each.mutation, mutations)
                mistakes.add(_refusal(place, each, f"There is no mutation '{each.mutation}'.{near}", "mutation"))
            if each.name is not None:
                earlier[each.name] = step
            if mistakes.count >= MOST_MISTAKES:
                break
    return found


def _in_name(step: Step, earlier: Mapping[str, Step | None]) -> Iterator[InvalidRequest]:
    if step.given.name is not None and not NAME.fullmatch(step.given.name):
        yield step.refusal("A name has letters, digits and underscores, and begins with no digit.", "name")
    if step.given.name in earlier:
        yield step.refusal(f"An earlier step is named '{step.given.name}' too. Choose another name.", "name")


def _in_references(step: Step, earlier: Mapping[str, Step | None]) -> Iterator[InvalidRequest]:
    for at, reference in step.references():
        if reference.step not in earlier:
            near = _near(reference.step, earlier)
            yield step.refusal(f"'{reference}' refers to no earlier step.{near}", *at)
        elif (named := earlier[reference.step]) is not None:
            if (mistake := reference.mistake(named.object_type)) is not None:
                yield step.refusal(mistake, *at)
            else:
                named.show(reference)


def _in_arguments(step: Step) -> Iterator[InvalidRequest]:
    """What the types of the graph do not take. What a reference stands for is not known yet."""
    takes, given = step.root.args, filled(step.given.arguments, lambda reference: reference)
    for name in given.keys() - takes.keys():
        yield step.refusal(f"The mutation has no argument '{name}'.{_near(name, takes)}", "arguments", name)
    for name, argument in takes.items():
        if name not in given:
            if is_required_argument(argument):
                yield step.refusal(f"The argument '{name}' is required.", "arguments", name)
            continue
        for message, at in _misfits(given[name], argument.type):
            yield step.refusal(message, "arguments", name, *at)


def _misfits(value: Any, type_: GraphQLInputType) -> list[tuple[str, Steps]]:
    """What a type does not take of a value, each with where it is, as far as that many are told."""
    found: list[tuple[str, Steps]] = []

    def note(error: GraphQLError, at: Iterable[int | str]) -> None:
        steps = tuple(at)
        if isinstance(reduce(getitem, steps, value), Reference):
            return
        found.append((error.message, steps))
        if len(found) == MOST_MISTAKES:
            raise EnoughError

    with suppress(EnoughError):
        validate_input_value(value, type_, note)
    return found


def _near(name: str, known: Iterable[str]) -> str:
    return did_you_mean(suggestion_list(name, list(known))[:3])


def _written(selection: Selection) -> str:
    return f"{{ {' '.join(f'{name} {_written(of)}' if of else name for name, of in selection.items())} }}"


def _refusal(
    place: int,
    given: SandboxSeedStep,
    message: str,
    *at: int | str,
    code: ErrorCode = ErrorCode.PARAMETER_INVALID,
) -> InvalidRequest:
    called = given.mutation if given.name is None else f"{given.name}, {given.mutation}"
    path = ".".join(map(str, ("seed", "steps", place, *at)))
    return InvalidRequest(f"Step {place + 1} ({called}): {message}", code=code, field=path)
