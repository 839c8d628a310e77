"""Variables that are plain are taken as they are, which graphql-core would do too; and what is wrong is its to say."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, VariableValues, build_schema, get_variable_values, parse
from hypothesis import given
from hypothesis import strategies as st

from app.server import variables
from app.server.responses import Rejected
from app.server.variables import MOST_ERRORS, Variables

SCHEMA = build_schema("""
    type Query { a(string: String, id: ID, int: Int, boolean: Boolean, float: Float, range: Range, size: Size): Int }
    input Range { from: Int! }
    enum Size { SMALL }
""")
TYPES = [
    *("String", "String!", "ID", "ID!", "Int", "Int!", "Boolean", "Boolean!", "Float", "[ID!]!", "Range", "Size!"),
    *('String = "x"', "Int! = 1", "Boolean = null", "Nothing", "Query"),
]
VALUES = [
    *(None, "", "x", "7", "\ud800", True, False, 0, 7, -(2**31), 2**31 - 1, 2**31, -(2**31) - 1, 10**30, 7.0, 7.5),
    *([], ["a"], [None], {}, {"from": 1}, "SMALL"),
]


def operation(types: list[str]) -> OperationDefinitionNode:
    signature = ", ".join(f"$v{number}: {type_}" for number, type_ in enumerate(types))
    (found,) = parse(f"query ({signature}) {{ a }}" if types else "{ a }").definitions
    assert isinstance(found, OperationDefinitionNode)
    return found


def told(values: VariableValues) -> Any:
    """The values, and where each is from."""
    return values.coerced, {
        name: (source.signature.name, str(source.signature.type), bool(source.signature.default), source.value)
        for name, source in values.sources.items()
    }


@given(
    types=st.lists(st.sampled_from(TYPES), max_size=4),
    values=st.dictionaries(st.sampled_from(["v0", "v1", "v2", "v3", "other"]), st.sampled_from(VALUES)),
)
def test_variables_are_taken_as_graphql_core_takes_them(types: list[str], values: dict[str, Any]) -> None:
    node = operation(types)
    wanted = get_variable_values(SCHEMA, node.variable_definitions or (), dict(values), max_errors=MOST_ERRORS)
    ours = Variables(SCHEMA, node)
    if isinstance(wanted, VariableValues):
        assert told(ours.take(values)) == told(wanted)
    else:
        with pytest.raises(Rejected) as rejected:
            ours.take(values)
        assert [error.formatted for error in rejected.value.causes] == [error.formatted for error in wanted]  # type: ignore[attr-defined]


def test_plain_variables_need_no_one_else(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Variables(SCHEMA, operation(["ID!", "String", "Int", "Boolean!", "Int"]))
    monkeypatch.setattr(variables, "get_variable_values", None)
    values = ours.take({"v0": "pi_1", "v1": None, "v2": 5, "v3": False, "other": []})
    assert values.coerced == {"v0": "pi_1", "v1": None, "v2": 5, "v3": False}
