"""Faults of operations: what the client meets, what is changed, and what is not."""

from typing import Any

import httpx
import pytest

from tests.faults.conftest import customers, rule, tally, times
from tests.graph import Graph

CREATE = "customerCreate"
MADE = {"name": "Ada"}


async def struck(graph: Graph, code: str = "LOCK_TIMEOUT") -> bool:
    """Whether the creation of a customer is refused, by this code."""
    refused = await graph.refusals(CREATE, input=MADE)
    assert [each["code"] for each in refused] in ([], [code])
    return bool(refused)


@pytest.mark.parametrize(
    ("code", "type", "decline_code"),
    [
        ("CARD_DECLINED", "CARD_ERROR", "insufficient_funds"),
        ("PROCESSING_ERROR", "CARD_ERROR", None),
        ("IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_ERROR", None),
        ("RATE_LIMIT", "INVALID_REQUEST_ERROR", None),
    ],
)
async def test_an_error_has_the_type_of_its_code_and_changes_nothing(
    graph: Graph, code: str, type: str, decline_code: str | None
) -> None:
    id = await rule(graph, {"error": {"code": code, "declineCode": decline_code}}, CREATE)
    payload = await graph.attempt(CREATE, "id", input=MADE, idempotencyKey="once")
    (refused,) = payload["userErrors"]
    assert (refused["type"], refused["code"], refused["declineCode"], refused["field"]) == (
        type,
        code,
        decline_code,
        None,
    )
    assert refused["message"] == f"The fault rule {id} refused this. Nothing was changed."
    assert payload["object"] is None
    assert await customers(graph) == 0
    assert (await graph("{ events { totalCount } }"))["events"]["totalCount"] == 0
    await graph.do("faultRuleDelete", "deleted", id=id)
    made = await graph.attempt(CREATE, "id", input=MADE, idempotencyKey="once")
    assert (made["userErrors"], made["replayed"]) == ([], False)


async def test_an_error_shows_the_object_as_it_is(graph: Graph) -> None:
    customer = await graph.do(CREATE, "id", input=MADE)
    await rule(graph, {"error": {"code": "LOCK_TIMEOUT"}}, "customerUp*")
    payload = await graph.attempt("customerUpdate", "id name", id=customer["id"], input={"name": "Bob"})
    assert payload["object"] == {"id": customer["id"], "name": "Ada"}
    assert [each["code"] for each in payload["userErrors"]] == ["LOCK_TIMEOUT"]


async def test_count_strikes_the_first_after_those_that_are_skipped(graph: Graph) -> None:
    id = await rule(graph, {"error": {"code": "LOCK_TIMEOUT"}}, CREATE, count=2, after=1)
    assert await times(5, lambda: struck(graph)) == ".xx.."
    assert await tally(graph, id) == (5, 2)
    assert await customers(graph) == 3


async def test_a_share_repeats_with_its_seed_and_differs_with_another(graph: Graph, stranger: Graph) -> None:
    runs: dict[int, list[str]] = {}
    for merchant, seed in ((graph, 7), (stranger, 7), (graph, 8)):
        id = await rule(merchant, {"error": {"code": "LOCK_TIMEOUT"}}, CREATE, share="0.3", seed=seed)
        found = await times(20, lambda merchant=merchant: struck(merchant))  # type: ignore[misc]
        assert await tally(merchant, id) == (20, found.count("x"))
        runs.setdefault(seed, []).append(found)
        await merchant.do("faultRuleDelete", "id", id=id)
    # As sha256 has it, on every machine.
    assert runs == {7: ["..xx..xx...x...x.x.x"] * 2, 8: [".x..x.....x....xx.x."]}


async def test_the_oldest_that_strikes_acts_and_those_after_it_do_not_meet_the_operation(graph: Graph) -> None:
    first = await rule(graph, {"error": {"code": "LOCK_TIMEOUT"}}, CREATE, count=1)
    second = await rule(graph, {"error": {"code": "RATE_LIMIT"}}, "*Create", count=1)
    codes = [[each["code"] for each in await graph.refusals(CREATE, input=MADE)] for _ in range(3)]
    assert codes == [["LOCK_TIMEOUT"], ["RATE_LIMIT"], []]
    assert (await tally(graph, first), await tally(graph, second)) == ((3, 1), (2, 1))


async def test_each_field_of_a_document_is_met_but_for_those_that_are_skipped(graph: Graph) -> None:
    id = await rule(graph, {"error": {"code": "LOCK_TIMEOUT"}}, CREATE, count=1, after=1)
    document = """mutation($no: Boolean!) {
        zero: customerCreate(input: {}) @include(if: $no) { customer { id } userErrors { code } }
        ...Two
        three: customerCreate(input: {name: "three"}) { customer { name } userErrors { code } } }
    fragment Two on Mutation {
        one: customerCreate(input: {name: "one"}) { customer { name } userErrors { code } }
        two: customerCreate(input: {name: "two"}) { customer { name } userErrors { code } } }"""
    assert await graph(document, no=False) == {
        "one": {"customer": {"name": "one"}, "userErrors": []},
        "two": {"customer": None, "userErrors": [{"code": "LOCK_TIMEOUT"}]},
        "three": {"customer": {"name": "three"}, "userErrors": []},
    }
    assert await tally(graph, id) == (3, 1)


async def test_a_rate_limit_refuses_the_request_as_the_real_one_does(graph: Graph) -> None:
    id = await rule(graph, {"rateLimited": {"retryAfter": 7}}, "customer*", count=2)
    document = "mutation { customerCreate(input: {}) { customer { id } } }"
    response = await graph.post({"query": document})
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    (error,) = response.json()["errors"]
    assert error["message"] == f"The fault rule {id} refused this request, as if there were too many."
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("RATE_LIMITED", 429)
    # A query for one object, which has a way of its own.
    assert (await graph.post({"query": '{ customer(id: "cus_x") { id } }'})).status_code == 429
    assert (await graph.post({"query": document})).status_code == 200
    # The list was met, too.
    assert await customers(graph) == 1
    assert await tally(graph, id) == (4, 2)


async def test_a_delay_comes_before_the_operation(graph: Graph, slept: list[float]) -> None:
    await rule(graph, {"delay": {"milliseconds": 250}}, CREATE, "customer", count=2)
    customer = await graph.do(CREATE, "id", input=MADE)
    assert slept == [0.25]
    both = f'{{ one: customer(id: "{customer["id"]}") {{ id }} two: customer(id: "{customer["id"]}") {{ name }} }}'
    assert await graph(both) == {"one": {"id": customer["id"]}, "two": {"name": "Ada"}}
    assert slept == [0.25, 0.25]
    await graph(both)
    assert slept == [0.25, 0.25]


async def test_what_is_not_named_is_not_met(graph: Graph) -> None:
    id = await rule(graph, {"rateLimited": {}}, "*")
    assert (await graph.post({"query": "{ __typename }"})).status_code == 200
    assert (await graph.post({"query": "{ customers { totalCount } }"})).status_code == 429
    # Rules themselves can always be looked at and deleted, and a document that is not valid meets none.
    assert (await graph.post({"query": "{ customers { nope } }"})).json()["errors"][0]["message"].startswith("Cannot")
    assert await tally(graph, id) == (1, 1)
    assert (await graph("{ faultRules { totalCount } }"))["faultRules"]["totalCount"] == 1
    await graph.do("faultRuleDelete", "id", id=id)
    assert await customers(graph) == 0


async def test_no_other_account_and_not_live_mode_is_met(graph: Graph, stranger: Graph, live: Graph) -> None:
    id = await rule(graph, {"error": {"code": "LOCK_TIMEOUT"}}, CREATE)
    sandbox = await graph.do("sandboxCreate", "secretKey", input={})
    within = Graph(graph.client, graph.tenant, sandbox["secretKey"])
    for other in (stranger, live, within):
        assert not await struck(other)
        assert (await other("query($id: ID!) { faultRule(id: $id) { id } }", id=id))["faultRule"] is None
    assert await tally(graph, id) == (0, 0)
    assert await struck(graph)


async def test_a_connection_is_cut_before_anything_is_done(shop: Graph) -> None:
    id = await rule(shop, {"cut": "BEFORE_COMMIT"}, CREATE, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await shop.attempt(CREATE, "id", input=MADE, idempotencyKey="once")
    assert await customers(shop) == 0
    made = await shop.attempt(CREATE, "id", input=MADE, idempotencyKey="once")
    assert (made["userErrors"], made["replayed"]) == ([], False)
    assert await customers(shop) == 1
    assert await tally(shop, id) == (2, 1)


async def test_a_connection_is_cut_after_all_is_done_and_the_key_tells_what_it_was(shop: Graph) -> None:
    id = await rule(shop, {"cut": "AFTER_COMMIT"}, CREATE, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await shop.attempt(CREATE, "id", input=MADE, idempotencyKey="once")
    (made,) = (await shop("{ customers { nodes { id name } } }"))["customers"]["nodes"]
    again = await shop.attempt(CREATE, "id name", input=MADE, idempotencyKey="once")
    assert (again["object"], again["replayed"]) == (made, True)
    assert await customers(shop) == 1
    assert await tally(shop, id) == (2, 1)
    logged = (await shop("{ requestLogs(first: 2) { nodes { mutations outcome replayed } } }"))["requestLogs"]["nodes"]
    assert logged == [
        {"mutations": [CREATE], "outcome": "SUCCEEDED", "replayed": True},
        {"mutations": [CREATE], "outcome": "SUCCEEDED", "replayed": False},
    ]


WAYS: list[dict[str, Any]] = [
    {"method": "GET", "params": {"query": "{ customers { totalCount } }"}},
    {"method": "POST", "json": {"query": "{ customers { totalCount } }"}, "headers": {"accept": "text/event-stream"}},
    {"method": "POST", "json": {"query": "query { ... @defer { customers { totalCount } } }"},
     "headers": {"accept": "multipart/mixed"}},
    {"method": "POST", "json": {"query": '{ customer(id: "cus_x") { id } }'}},
]  # fmt: skip


@pytest.mark.parametrize("cut", ["BEFORE_COMMIT", "AFTER_COMMIT"])
@pytest.mark.parametrize("way", WAYS)
async def test_whatever_way_a_request_comes_it_is_cut(shop: Graph, way: dict[str, Any], cut: str) -> None:
    id = await rule(shop, {"cut": cut}, "customer*", count=1)
    authorization = {"authorization": f"Bearer {shop.secret}"}
    asked = {**way, "url": "/graphql", "headers": way.get("headers", {}) | authorization}
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await shop.client.request(**asked)
    assert (await shop.client.request(**asked)).status_code == 200
    assert await tally(shop, id) == (2, 1)
