"""Every door of the graph, tried with each key that a browser or a device may hold: all but those named are shut."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

from app.database import Database
from app.tables.access import KeyKind
from schema.root import build
from tests.access.test_customer_keys import device, session
from tests.factory import minimal
from tests.graph import Graph, new_caller

SCHEMA = build()._schema
NOWHERE = "pi_0001"
"""An id of what no such key reads by `node`."""
TO_BROWSERS = {
    "confirmationTokenCreate",
    "paymentIntentConfirm",
    "paymentMethodCreate",
    "setupIntentConfirm",
    "tokenCreate",
}
TO_CUSTOMERS = {"customer", "customers", "paymentMethod", "paymentMethods"}
SAVES = {"paymentMethodCreate"}
"""What a customer's key does here; the rest of what the key may do is refused for what is nowhere."""


def roots(name: str) -> Mapping[str, GraphQLField]:
    type_ = SCHEMA.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    fields: Mapping[str, GraphQLField] = type_.fields
    return fields


def value_of(argument: GraphQLArgument) -> Any:
    named = get_named_type(argument.type)
    one: Any = minimal(named) if isinstance(named, GraphQLInputObjectType) else NOWHERE
    return [one] if is_list_type(getattr(argument.type, "of_type", argument.type)) else one


def document_of(operation: str, name: str, field: GraphQLField) -> tuple[str, dict[str, Any]]:
    """A document that asks for the field, with the least that it takes."""
    needed = {key: each for key, each in field.args.items() if is_required_argument(each) or key == "input"}
    declared = ", ".join(f"${key}: {each.type}" for key, each in needed.items())
    passed = ", ".join(f"{key}: ${key}" for key in needed)
    type_: Any = get_named_type(field.type)
    inner = "" if is_leaf_type(type_) else " { __typename }"
    if "nodes" in getattr(type_, "fields", ()):
        # A page is read for what is asked of it.
        inner = " { nodes { __typename } }"
    asked = f"{name}({passed})" if passed else name
    document = f"{operation}{f'({declared})' if declared else ''} {{ {asked}{inner} }}"
    return document, {key: value_of(each) for key, each in needed.items()}


async def open_to(caller: Graph) -> set[str]:
    """The root fields that the key is not refused at."""
    found = set()
    for operation, type_ in (("query", "Query"), ("mutation", "Mutation")):
        for name, field in roots(type_).items():
            document, variables = document_of(operation, name, field)
            body = await caller.result(document, **variables)
            codes = {error["extensions"]["code"] for error in body.get("errors", [])}
            if codes != {"FORBIDDEN"}:
                found.add(name)
                assert codes <= {"FORBIDDEN"}, (name, body)
    return found


async def test_a_publishable_key_opens_what_browsers_need(graph: Graph, database: Database) -> None:
    browser = await new_caller(graph.client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    assert await open_to(browser) == TO_BROWSERS


async def test_a_session_opens_its_customer(graph: Graph) -> None:
    of = (await graph.do("customerCreate", "id", input={}))["id"]
    features = ("paymentMethodRedisplay", "paymentMethodRemove", "paymentMethodSave")
    browser = await session(graph, of, **dict.fromkeys(features, "ENABLED"))
    assert await open_to(browser) == TO_CUSTOMERS | SAVES | {
        "customerUpdate",
        "paymentMethodAttach",
        "paymentMethodDetach",
    }


async def test_an_ephemeral_key_opens_its_customer(graph: Graph) -> None:
    of = (await graph.do("customerCreate", "id", input={}))["id"]
    app = await device(graph, of)
    assert await open_to(app) == TO_CUSTOMERS | SAVES | {"customerUpdate", "paymentMethodAttach", "paymentMethodDetach"}
