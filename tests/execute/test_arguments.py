"""Arguments are what graphql-core makes of them, whichever way they are written and whatever the variables hold."""

from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableValues,
    get_argument_values,
    get_variable_values,
    parse,
)

from schema.execute.arguments import Arguments

POINT = GraphQLInputObjectType("Point", {"x": GraphQLInputField(GraphQLInt)})
FIELD = GraphQLField(
    GraphQLString,
    {
        "id": GraphQLArgument(GraphQLNonNull(GraphQLString)),
        "count": GraphQLArgument(GraphQLInt, default_value=7, out_name="how_many"),
        "points": GraphQLArgument(GraphQLList(POINT)),
    },
)
SCHEMA = GraphQLSchema(GraphQLObjectType("Query", {"field": FIELD}))

FORMS = {
    "constant": '{ field(id: "a", count: 1) }',
    "a constant list": '{ field(id: "a", points: [{x: 1}]) }',
    "one variable": "query($id: String!) { field(id: $id) }",
    "every argument a variable": "query($id: String!, $n: Int, $p: [Point]) { field(id: $id, count: $n, points: $p) }",
    "a variable with a default where null may not be": 'query($id: String = "d") { field(id: $id) }',
    "a variable within": 'query($x: Int) { field(id: "a", points: [{x: $x}]) }',
    "some of each": 'query($n: Int) { field(id: "a", count: $n) }',
}
GIVEN: list[dict[str, Any]] = [
    {},
    {"id": "i"},
    {"id": "i", "n": 3, "p": [{"x": 1}, None]},
    {"id": "i", "n": None, "p": None},
    {"id": None},
    {"n": 4, "x": 5},
    {"x": None},
]


def taken(take: Any) -> Any:
    try:
        return take()
    except GraphQLError as error:
        return error.message


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_they_are_what_graphql_core_makes_of_them(form: str) -> None:
    (operation,) = parse(form).definitions
    assert isinstance(operation, OperationDefinitionNode)
    (node,) = operation.selection_set.selections
    assert isinstance(node, FieldNode)
    arguments = Arguments(FIELD, node)
    compared = 0
    for given in [*GIVEN, *GIVEN]:
        values = get_variable_values(SCHEMA, operation.variable_definitions or (), given)
        if isinstance(values, VariableValues):
            expected = taken(lambda values=values: get_argument_values(FIELD, node, values))
            assert taken(lambda values=values: arguments.take(values)) == expected, given
            compared += 1
    assert compared


def test_what_could_be_changed_is_never_handed_out_twice() -> None:
    (operation,) = parse(FORMS["a constant list"]).definitions
    (node,) = operation.selection_set.selections  # type: ignore[attr-defined]
    arguments = Arguments(FIELD, node)
    nothing = VariableValues({}, {})
    assert arguments.take(nothing)["points"] is not arguments.take(nothing)["points"]
