"""Mutations: the payload, what a refusal shows, and that a request sent twice is carried out once."""

import asyncio
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type

from app import tables
from schema.root import build
from tests.factory import creations, given_to, make
from tests.graph import Graph

SCHEMA = build()._schema
DECLINED = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_chargeDeclined", "confirm": True}


SHOWN_ONCE = ("secret", "signingSecret", "secretKey", "publishableKey")


def scalars(type_: Any, depth: int = 0) -> str:
    """A selection of all that a type shows without a statement of its own."""
    found = []
    for name, field in type_.fields.items():
        inner = get_named_type(field.type)
        if name in SHOWN_ONCE:
            continue
        if inner.name in {table.__name__ for table in tables.by_name.values()} or inner.name.endswith("Connection"):
            continue
        if not isinstance(inner, GraphQLObjectType):
            found += [name] if not hasattr(inner, "types") else []
        elif depth < 6 and (selection := scalars(inner, depth + 1)):
            found.append(f"{name} {{ {selection} }}")
    return " ".join(found)


@pytest.mark.parametrize("mutation", creations())
async def test_a_payload_shows_what_a_read_then_shows(graph: Graph, mutation: str) -> None:
    type_ = mutation[0].upper() + mutation[1:].removesuffix("Create")
    selection = scalars(SCHEMA.type_map[type_])
    given = await given_to(graph, mutation)
    for key in (None, "a", "a"):
        payload = await graph.attempt(mutation, selection, input=given, idempotencyKey=key)
        assert payload["userErrors"] == []
        shown = payload["object"]
        document = f"query($id: ID!) {{ it: node(id: $id) {{ ... on {type_} {{ {selection} }} }} }}"
        read = await graph(document, id=shown["id"])
        assert read["it"] == shown
        given = await given_to(graph, mutation) if key is None else given


async def test_a_refusal_shows_the_object_as_it_stands(graph: Graph) -> None:
    made = await graph.do("customerCreate", "id", input={"name": "Ada"})
    payload = await graph.attempt(
        "customerUpdate", "id name", id=made["id"], input={"name": "Grace", "email": "no address"}
    )
    assert payload["object"] == {"id": made["id"], "name": "Ada"}
    assert [(error["field"], error["code"]) for error in payload["userErrors"]] == [("email", "EMAIL_INVALID")]
    assert payload["replayed"] is False
    assert await graph.events() == ["customer.created"]


async def test_a_wrong_state_shows_the_state(graph: Graph) -> None:
    intent = await make(graph, "paymentIntentCreate")
    await graph.do("paymentIntentCancel", "id", id=intent)
    payload = await graph.attempt("paymentIntentCapture", "id status", id=intent, input={})
    assert payload["object"] == {"id": intent, "status": "CANCELED"}
    assert payload["userErrors"][0]["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_a_declined_card_is_a_fact_that_is_shown(graph: Graph) -> None:
    payload = await graph.attempt("paymentIntentCreate", "id status charges { totalCount }", input=DECLINED)
    (error,) = payload["userErrors"]
    assert (error["type"], error["code"], error["declineCode"]) == ("CARD_ERROR", "CARD_DECLINED", "generic_decline")
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert payload["object"]["charges"] == {"totalCount": 1}


async def test_what_is_refused_at_creation_shows_nothing(graph: Graph) -> None:
    payload = await graph.attempt("customerCreate", "id", input={"email": "no address"})
    assert payload["object"] is None
    assert (await graph("{ customers { totalCount } }")) == {"customers": {"totalCount": 0}}


async def test_the_first_result_again_though_the_object_has_changed(graph: Graph) -> None:
    given = {"name": "Ada", "metadata": {"tier": "gold"}}
    first = await graph.attempt("customerCreate", "id name metadata created", input=given, idempotencyKey="k")
    assert first["replayed"] is False
    await graph.do("customerUpdate", "id", id=first["object"]["id"], input={"name": "Grace", "metadata": {"a": "b"}})
    again = await graph.attempt("customerCreate", "id name metadata created", input=given, idempotencyKey="k")
    assert again == {**first, "replayed": True}
    assert (await graph("{ customers { totalCount nodes { name } } }"))["customers"] == {
        "totalCount": 1,
        "nodes": [{"name": "Grace"}],
    }
    assert await graph.events() == ["customer.created", "customer.updated"]


async def test_a_key_with_other_input_is_refused(graph: Graph) -> None:
    await graph.do("customerCreate", "id", input={"name": "Ada"}, idempotencyKey="k")
    for mutation, given in (("customerCreate", {"name": "Grace"}), ("productCreate", {"name": "Ada"})):
        refusal = await graph.refuse(mutation, input=given, idempotencyKey="k")
        assert (refusal["type"], refusal["code"], refusal["field"]) == (
            "IDEMPOTENCY_ERROR",
            "IDEMPOTENCY_KEY_REUSED",
            "idempotencyKey",
        )
        assert "The idempotency key 'k' was used for customerCreate" in refusal["message"]
    assert await graph.events() == ["customer.created"]


async def test_keys_of_another_account_or_mode_are_others(graph: Graph, stranger: Graph, live: Graph) -> None:
    ids = set()
    for caller in (graph, stranger, live):
        payload = await caller.attempt("customerCreate", "id", input={"name": "Ada"}, idempotencyKey="k")
        assert payload["replayed"] is False
        ids.add(payload["object"]["id"])
    assert len(ids) == 3


async def test_an_id_is_part_of_the_input(graph: Graph) -> None:
    one, other = await make(graph, "customerCreate"), await make(graph, "customerCreate")
    await graph.do("customerUpdate", "id", id=one, input={"name": "Ada"}, idempotencyKey="k")
    refusal = await graph.refuse("customerUpdate", id=other, input={"name": "Ada"}, idempotencyKey="k")
    assert refusal["type"] == "IDEMPOTENCY_ERROR"


async def test_two_at_once_make_one(graph: Graph) -> None:
    attempts = [graph.attempt("customerCreate", "id", input={"name": "Ada"}, idempotencyKey="k") for _ in range(4)]
    payloads = await asyncio.gather(*attempts)
    assert len({payload["object"]["id"] for payload in payloads}) == 1
    assert sorted(payload["replayed"] for payload in payloads) == [False, True, True, True]
    assert await graph.events() == ["customer.created"]


async def test_a_declined_card_is_replayed(graph: Graph) -> None:
    shown = "id status lastPaymentError { code }"
    first = await graph.attempt("paymentIntentCreate", shown, input=DECLINED, idempotencyKey="k")
    told = await graph.events()
    again = await graph.attempt("paymentIntentCreate", shown, input=DECLINED, idempotencyKey="k")
    assert again == {**first, "replayed": True}
    assert again["userErrors"][0]["code"] == "CARD_DECLINED"
    assert again["object"]["lastPaymentError"] == {"code": "CARD_DECLINED"}
    assert await graph.events() == told
    assert (await graph("{ charges { totalCount } }")) == {"charges": {"totalCount": 1}}


async def test_a_refused_validation_is_not_kept(graph: Graph) -> None:
    for given in ({"email": "no address"}, {"name": "x" * 257}):
        payload = await graph.attempt("customerCreate", "id", input=given, idempotencyKey="k")
        assert len(payload["userErrors"]) == 1
    payload = await graph.attempt("customerCreate", "id", input={"name": "Ada"}, idempotencyKey="k")
    assert (payload["replayed"], payload["userErrors"]) == (False, [])


CREATE = 'mutation { customerCreate(input: {name: "Ada"}) { customer { id } userErrors { type field } replayed } }'


async def test_the_header_does_the_same(graph: Graph) -> None:
    bodies = [(await graph.post({"query": CREATE}, **{"Idempotency-Key": "h"})).json() for _ in range(2)]
    payloads = [body["data"]["customerCreate"] for body in bodies]
    assert payloads[0]["customer"] == payloads[1]["customer"]
    assert [payload["replayed"] for payload in payloads] == [False, True]

    argued = CREATE.replace('{name: "Ada"}', '{name: "Ada"}, idempotencyKey: "h"')
    assert (await graph(argued))["customerCreate"]["replayed"] is True, "the header's and the argument's key are one"

    twice = "mutation { a: customerCreate { replayed } b: customerCreate { replayed } }"
    body = (await graph.post({"query": twice}, **{"Idempotency-Key": "h2"})).json()
    assert body["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert (await graph("{ customers { totalCount } }")) == {"customers": {"totalCount": 1}}


@pytest.mark.parametrize("key", ["", "x" * 256, "line\nbreak"])
async def test_a_key_that_is_none_is_refused(graph: Graph, key: str) -> None:
    refusal = await graph.refuse("customerCreate", input={}, idempotencyKey=key)
    assert (refusal["type"], refusal["field"]) == ("INVALID_REQUEST_ERROR", "idempotencyKey")
    assert await graph.events() == []


async def test_mutations_of_a_document_happen_in_order(graph: Graph) -> None:
    found = await graph("""mutation {
        first: productCreate(input: {id: "a", name: "A"}) { product { id } }
        second: productUpdate(id: "a", input: {name: "B"}) { product { name } userErrors { message } }
        third: productDelete(id: "a") { product { deleted } userErrors { message } }
        fourth: productUpdate(id: "a", input: {name: "C"}) { product { name } userErrors { code } }
    }""")
    assert found == {
        "first": {"product": {"id": "a"}},
        "second": {"product": {"name": "B"}, "userErrors": []},
        "third": {"product": {"deleted": True}, "userErrors": []},
        "fourth": {"product": None, "userErrors": [{"code": "RESOURCE_MISSING"}]},
    }
