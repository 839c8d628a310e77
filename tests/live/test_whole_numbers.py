"""Whole numbers beyond 64 bits keep their digits in variables, whichever way they come."""

import json

import orjson
import pytest

from app.whole_numbers import dumps, loads
from tests.graph import Graph
from tests.live.following import follow, greet
from tests.server.conftest import Live

LONG = 12345678901234567890123
META = {"long": LONG, "minus": -LONG, "short": 9007199254740993, "text": "1"}
KEPT = {name: str(value) for name, value in META.items()}
CREATE = "mutation ($m: Metadata) { customerCreate(input: {metadata: $m}) { customer { metadata } } }"
FIND = "query ($d: Decimal) { prices(where: {unitAmountDecimal: {eq: $d}}) { totalCount } }"
WATCH = """subscription ($id: ID!, $n: ID!) {
    objectChanged(id: $id) { ... on Customer { charges(where: {id: {eq: $n}}) { totalCount } } }
}"""


async def test_in_the_body_of_a_request(server: Live, merchant: Graph) -> None:
    body = json.dumps({"query": CREATE, "variables": {"m": META}})
    headers = {"Authorization": f"Bearer {merchant.secret}", "Content-Type": "application/json"}
    response = await server.http.post("/graphql", content=body, headers=headers)
    assert response.json()["data"] == {"customerCreate": {"customer": {"metadata": KEPT}}}


async def test_in_a_url(server: Live, merchant: Graph) -> None:
    parameters = {"query": FIND, "variables": json.dumps({"d": LONG})}
    headers = {"Authorization": f"Bearer {merchant.secret}"}
    response = await server.http.get("/graphql", params=parameters, headers=headers)
    assert response.json()["data"] == {"prices": {"totalCount": 0}}


async def test_over_a_socket(server: Live, merchant: Graph) -> None:
    async with server.socket() as socket:
        await greet(socket, merchant.secret)
        await socket.send(json.dumps({"type": "ping", "payload": {"n": LONG}}))
        assert json.loads(await socket.recv()) == {"type": "pong", "payload": {"n": LONG}}
        payload = {"query": CREATE, "variables": {"m": META}}
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        answer = json.loads(await socket.recv())["payload"]
        assert answer["data"] == {"customerCreate": {"customer": {"metadata": KEPT}}}


@pytest.mark.parametrize("way", ["graphql-transport-ws", "sse"])
async def test_in_a_subscription(server: Live, merchant: Graph, way: str) -> None:
    made = await merchant(CREATE.replace("metadata }", "id }"))
    id = made["customerCreate"]["customer"]["id"]
    async with follow(server, merchant.secret, WATCH, way, id=id, n=LONG) as follower:
        assert await follower.next() == {"charges": {"totalCount": 0}}


@pytest.mark.parametrize(
    "before", ["", "[", '{"a":', '{"a": ', "[1,", "[-", '["pi_000000000000000000001",', '["0000000000000000000", ']
)
def test_wherever_it_stands(before: str) -> None:
    text = f"{before}{LONG}" + {"": "", "[": "]", "{": "}"}[before[:1]]
    assert dumps(loads(text)) == dumps(json.loads(text))


def test_what_is_nested_too_deeply_is_read() -> None:
    assert isinstance(loads("[" * 1000 + "1" * 19 + "]" * 1000), list)


@pytest.mark.parametrize("text", ["1" * 19, '{"a": 0.' + "1" * 40 + "}"])
def test_what_is_read_as_before(text: str) -> None:
    assert loads(text) == loads(text.encode()) == orjson.loads(text)


@pytest.mark.parametrize("text", ["1" * 400, "[" + "1" * 20, "NaN" + "1" * 20, '"\\ud800' + "1" * 20 + '"', b"\xff"])
def test_what_is_no_json_is_none_with_long_numbers(text: str | bytes) -> None:
    with pytest.raises(orjson.JSONDecodeError):
        loads(text)


def test_written_and_read_again() -> None:
    value = {"b": [LONG, "é"], "a": -LONG}
    assert dumps(value, sort_keys=True) == f'{{"a":-{LONG},"b":[{LONG},"é"]}}'.encode()
    assert loads(dumps(value)) == value
