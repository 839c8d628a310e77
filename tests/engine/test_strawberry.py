"""What the engine uses of Strawberry's insides is as it was: where this fails after an upgrade, it says what to mend.

`schema/derive/strawberry_internals.py` makes fields, arguments, types and enums as Strawberry would have made them from
annotations. Each is made here in both ways, and compared in what Strawberry's own converter reads.
"""

import dataclasses
import inspect
from enum import Enum
from typing import Annotated, Any

import pytest
import strawberry
from graphql import print_schema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import InputContext, StrawberryArgument
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.enum import EnumValue, StrawberryEnumDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from schema.derive import strawberry_internals as ours


class Color(Enum):
    RED = "red"


@strawberry.enum(name="Color", description="A color.")
class AnnotatedColor(Enum):
    RED = strawberry.enum_value("red", description="The first.")


@strawberry.interface
class Thing:
    id: strawberry.ID


@strawberry.type(description="A shirt.")
class Shirt(Thing):
    colors: list[AnnotatedColor] | None = strawberry.field(description="Those it has.")

    @strawberry.field(description="In another size.")  # type: ignore[untyped-decorator]
    async def other(
        self,
        info: strawberry.Info,
        size: Annotated[int | None, strawberry.argument(description="How large.")] = strawberry.UNSET,
    ) -> "Shirt | None":
        return None


@strawberry.input(description="What to look for.")
class Search:
    color: AnnotatedColor
    words: list[str] | None = strawberry.UNSET


@strawberry.type
class Query:
    @strawberry.field
    def find(self, search: Search) -> Shirt | None:
        return None


async def nothing(**_: Any) -> None:
    """A resolver that takes anything."""


def same_by_hand() -> type:
    """The query type above, of the same types made with what is in `strawberry_internals`."""
    ours.define_enum(Color, "A color.", {"RED": "The first."})
    type_, field = ours.strawberry_type, ours.Field
    shirt = ours.define_object(
        "Shirt",
        [
            field("id", "id", type_(strawberry.ID), description=None),
            field("colors", "colors", type_(list[Color] | None), description="Those it has."),
        ],
        "A shirt.",
        interfaces=(Thing,),
        is_type_of=lambda *_: True,
    )
    size = ours.Argument("size", "size", type_(int | None), "How large.")
    optional: Any = type_(shirt | None)
    other = ours.Resolver(nothing, optional, [size], root=True, info=True)
    ours.definition(shirt).fields.append(
        field("other", "other", optional, description="In another size.", resolver=other)
    )
    search = ours.define_input(
        "Search",
        [
            field("color_", "color", type_(Color), description=None),
            field("words", "words", type_(list[str] | None), description=None, default=strawberry.UNSET),
        ],
        "What to look for.",
    )

    async def find(root: Any, search: Any) -> Any:
        return {"id": repr(search)}

    argument = ours.Argument("search", "search", type_(search), None)
    resolver = ours.Resolver(find, optional, [argument], root=True, info=False)
    return ours.define_object("Query", [field("find", "find", optional, description=None, resolver=resolver)], None)


@pytest.fixture(scope="module")
def made() -> strawberry.Schema:
    config = strawberry.schema.config.StrawberryConfig(default_resolver=lambda source, name: source.get(name))
    return strawberry.Schema(same_by_hand(), config=config)


def test_types_are_as_strawberry_makes_them_of_annotations(made: strawberry.Schema) -> None:
    assert print_schema(ours.graphql_schema(made)) == print_schema(ours.graphql_schema(strawberry.Schema(Query)))


async def test_resolvers_are_given_what_they_ask_for_and_inputs_as_dictionaries(made: strawberry.Schema) -> None:
    found = await made.execute('{ find(search: {color: RED, words: ["a"]}) { id colors other(size: 2) { id } } }')
    assert found.errors is None
    assert found.data == {
        "find": {"id": repr({"color_": Color.RED, "words": ["a"]}), "colors": None, "other": None},
    }
    left_out = await made.execute("{ find(search: {color: RED}) { id } }")
    assert left_out.data == {"find": {"id": repr({"color_": Color.RED})}}


def test_the_parts_that_are_made_by_hand_are_all_that_there_are() -> None:
    """A part that Strawberry adds would be missing in what we make."""
    annotation = strawberry.annotation.StrawberryAnnotation(int)
    theirs = StrawberryArgument(python_name="size", graphql_name="size", type_annotation=annotation)
    our_argument = ours.Argument("size", "size", int, None)
    assert vars(theirs).keys() - {"type_annotation"} == vars(our_argument).keys() - {"known_type"}
    assert [field.name for field in dataclasses.fields(StrawberryObjectDefinition)] == [
        "name",
        "is_input",
        "is_interface",
        "origin",
        "description",
        "interfaces",
        "extend",
        "directives",
        "is_type_of",
        "resolve_type",
        "fields",
        "concrete_of",
        "type_var_map",
        "from_input",
        "to_input",
    ]
    assert [field.name for field in dataclasses.fields(StrawberryEnumDefinition)] == [
        "wrapped_cls",
        "name",
        "values",
        "description",
        "directives",
        "print_definition",
    ]
    assert [field.name for field in dataclasses.fields(EnumValue)] == [
        "name",
        "value",
        "deprecation_reason",
        "directives",
        "description",
    ]
    assert "path" in {field.name for field in dataclasses.fields(InputContext)}


def test_what_is_overridden_is_what_strawberry_asks() -> None:
    assert list(inspect.signature(StrawberryField.resolve_type).parameters) == ["self", "type_definition"]
    assert isinstance(StrawberryField.type, property)
    assert isinstance(StrawberryArgument.type, property)
    cached = ("arguments", "root_parameter", "info_parameter", "self_parameter", "parent_parameter")
    for name in cached:
        assert type(inspect.getattr_static(StrawberryResolver, name)).__name__ == "cached_property", name
    assert ours.BACKREF == GraphQLCoreConverter.DEFINITION_BACKREF
