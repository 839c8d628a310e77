"""Every kind of argument, written out in the document and as a variable, over every way to send a document."""

import json
from typing import Any

import httpx
import pytest

from app.access.admission import MAX_DIGITS, MAX_LEVELS
from tests.graph import Graph
from tests.malformed.values import DIGITS, TEXTS

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


def find(field: str) -> str:
    return f"query(%s) {{ {field} }}"


def call(mutation: str) -> str:
    return f"mutation(%s) {{ {mutation} {{ userErrors {{ field }} }} }}"


ARGUMENTS = {
    "an id": ("ID!", find("customer(id: %s) { id }")),
    "ids": ("[ID!]!", find("nodes(ids: %s) { id }")),
    "any id": ("ID!", find("node(id: %s) { id }")),
    "a number": ("Int", find("customers(first: %s) { nodes { id } }")),
    "a cursor": ("String", find("customers(after: %s) { nodes { id } }")),
    "a search": ("String", find("customers(query: %s) { nodes { id } }")),
    "an order": ("[CustomerOrder!]", find("customers(orderBy: %s) { nodes { id } }")),
    "conditions": ("CustomerWhere", find("customers(where: %s) { nodes { id } }")),
    "a condition on a text": ("String", find("customers(where: {email: {eq: %s}}) { nodes { id } }")),
    "a beginning": ("String", find("customers(where: {email: {startsWith: %s}}) { nodes { id } }")),
    "a pattern": ("String", find("customers(where: {email: {matches: %s}}) { nodes { id } }")),
    "a list of texts": ("[String!]", find("customers(where: {email: {in: %s}}) { nodes { id } }")),
    "a condition on an id": ("ID", find("customers(where: {id: {eq: %s}}) { nodes { id } }")),
    "a key of metadata": ("String!", find("customers(where: {metadata: {key: %s, isNull: true}}) { nodes { id } }")),
    "a moment": ("DateTime", find("customers(where: {created: {gt: %s}}) { nodes { id } }")),
    "a decimal": ("Decimal", find("prices(where: {unitAmountDecimal: {eq: %s}}) { nodes { id } }")),
    "an amount in a condition": ("Int64", find("charges(where: {amount: {gt: %s}}) { nodes { id } }")),
    "a member of an enum": ("PriceType", find("prices(where: {type: {eq: %s}}) { nodes { id } }")),
    "a truth": ("Boolean", find("prices(where: {active: {eq: %s}}) { nodes { id } }")),
    "a locale": ("String", find("charges { nodes { amount { formatted(locale: %s) } } }")),
    "whether": ("Boolean!", find("__typename @include(if: %s)")),
    "an input": ("CustomerCreateInput", call("customerCreate(input: %s)")),
    "a name": ("String", call("customerCreate(input: {name: %s})")),
    "an email": ("String", call("customerCreate(input: {email: %s})")),
    "locales": ("[String!]", call("customerCreate(input: {preferredLocales: %s})")),
    "metadata": ("Metadata", call("customerCreate(input: {metadata: %s})")),
    "an amount": ("Int64", call("customerCreate(input: {balance: %s})")),
    "an address": ("String!", call('webhookEndpointCreate(input: {url: %s, enabledEvents: ["*"]})')),
    "a currency": ("Currency!", call('priceCreate(input: {currency: %s, unitAmount: 1, product: "p"})')),
    "a percentage": ("Decimal", call("couponCreate(input: {duration: ONCE, percentOff: %s})")),
    "JSON": ("JSON!", call('billingMeterEventCreate(input: {eventName: "e", payload: %s})')),
    "a key of idempotency": ("String", call("customerCreate(idempotencyKey: %s)")),
    "an id to change": ("ID!", call('customerUpdate(id: %s, input: {name: "a"})')),
    "a file": ("Upload!", call("fileCreate(input: {file: %s, purpose: IDENTITY_DOCUMENT})")),
}  # fmt: skip
"""Of each kind, the type and a document with places for a variable's definition and for the value."""


def nested(levels: int, value: Any = None) -> Any:
    for level in range(levels):
        value = [value] if level % 2 else {"and": value}
    return value


VALUES: dict[str, Any] = {
    **TEXTS,
    "half of a pair": "\ud800",
    "the other half": "a\udfffb",
    "a large number": int(DIGITS[:300]),
    "beyond 64 bits": 2**64,
    "less than nothing": -1,
    "a fraction": 0.5,
    "a huge fraction": 1e308,
    "null": None,
    "true": True,
    "an empty list": [],
    "an empty object": {},
    "a list of lists": [[["a"]]],
    "too many levels": nested(MAX_LEVELS + 1),
    "far too many levels": nested(900),
    "a key with NUL": {"a\0b": "c"},
    "a value with NUL": {"ab": "c\0"},
    "NUL in a list": ["a", "\0"],
    "a prototype": {"__proto__": {"a": 1}, "constructor": "x"},
}
LITERALS = {
    "a number of 5,000 digits": DIGITS,
    "a fraction of 5,000 digits": f"0.{DIGITS}",
    "an exponent": "1e999999999",
    "too many levels": "[" * (MAX_LEVELS + 1) + "]" * (MAX_LEVELS + 1),
    "far too many levels": "[" * 2_000 + "]" * 2_000,
    "objects of many levels": "{a: " * 400 + "1" + "}" * 400,
    "an escaped NUL": '"a\\u0000b"',
    "an escaped NUL in braces": '"\\u{0000}"',
    "a NUL as it is": '"a\0b"',
    "a NUL in a block": '"""a\0b"""',
    "an escaped half of a pair": '"\\uD800"',
    "an escaped half in braces": '"\\u{D800}"',
    "no character": '"\\u{110000}"',
    "an escape that is none": '"\\x"',
    "a list with NUL": '["\\u0000"]',
    "an object with NUL": '{name: "\\u0000", email: "\\u0000", id: {eq: "\\u0000"}}',
    "a name": "NOTHING",
    "null": "null",
    "an omitted variable": "$nothing",
}


def as_literal(value: Any) -> str:
    """A JSON value as GraphQL writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {as_literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_literal, value)) + "]"
    return json.dumps(value)


def problems(answer: httpx.Response, what: str) -> list[str]:
    """What a client was told that no client should be told."""
    told = [error["extensions"] for error in answer.json().get("errors", ())]
    wrong = [f"{what}: {each}" for each in told if each["status"] >= 500]
    return wrong + ([f"{what}: {answer.status_code}"] if answer.status_code >= 500 else [])


@pytest.mark.parametrize("kind", ARGUMENTS)
async def test_whatever_an_argument_is(graph: Graph, kind: str) -> None:
    type_, document = ARGUMENTS[kind]
    sent: list[tuple[str, dict[str, Any]]] = []
    for name, value in VALUES.items():
        sent.append((f"{name} as a variable", {"query": document % (f"$v: {type_}", "$v"), "variables": {"v": value}}))
    for name, text in LITERALS.items():
        sent.append((f"{name} written out", {"query": (document % ("$x: Int", text))}))
        sent.append((f"{name} by default", {"query": document % (f"$v: {type_.strip('!')} = {text}", "$v")}))
    found = []
    for what, body in sent:
        answer = await graph.client.post(
            "/graphql",
            content=json.dumps(body),
            headers={"Authorization": f"Bearer {graph.secret}", "Content-Type": JSON, "Accept": GRAPHQL},
        )
        found += problems(answer, what)
    assert found == []


ID = "query($v: ID!) { customer(id: $v) { id } }"
NAME = "mutation($input: CustomerCreateInput) { customerCreate(input: $input) { userErrors { field } } }"


@pytest.mark.parametrize(
    ("document", "variables", "field", "says"),
    [
        (ID, {"v": "a\0"}, "v", "NUL"),
        (ID, {"v": "a", "other\0": 1}, "variables", "NUL"),
        (NAME, {"input": {"shipping": {"address": {"city": "\0"}}}}, "shipping.address.city", "NUL"),
        (NAME, {"input": {"preferredLocales": ["en", "\0"]}}, "preferredLocales.1", "NUL"),
        (NAME, {"input": {"metadata": {"\0": "a"}}}, "metadata", "key"),
        (NAME, {"input": {"metadata": {"a": nested(50)}}}, "metadata.a", f"nested more than {MAX_LEVELS} levels"),
        ('{ customer(id: "\\u0000") { id } }', {}, "id", "NUL"),
        ('{ customers(where: {email: {in: ["a", "\\u{0}"]}}) { totalCount } }', {}, "where.email.in.1", "NUL"),
        ('mutation { customerCreate(input: {name: "\\u0000"}) { replayed } }', {}, "name", "NUL"),
        (f"{{ customers(first: {DIGITS}) {{ totalCount }} }}", {}, "first", f"more than {MAX_DIGITS} digits"),
        (f"query($n: Int = {DIGITS}) {{ customers(first: $n) {{ totalCount }} }}", {}, "n", f"{MAX_DIGITS} digits"),
        ("{ customers(where: %s) { totalCount } }" % ("{not: " * 51 + "{}" + "}" * 51), {}, "where.not.not", "levels"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["post", "get", "stream", "parts"])
async def test_what_is_wrong_is_named_by_every_way(
    graph: Graph, way: str, document: str, variables: dict[str, Any], field: str, says: str
) -> None:
    headers = {"Authorization": f"Bearer {graph.secret}", "Accept": GRAPHQL}
    body = {"query": document, "variables": variables}
    if way == "get":
        parameters = {"query": document, "variables": json.dumps(variables)}
        answer = await graph.client.get("/graphql", params=parameters, headers=headers)
    elif way == "parts":
        parts = {"operations": (None, json.dumps(body)), "map": (None, "{}")}
        answer = await graph.client.post("/graphql", files=parts, headers=headers)
    else:
        if way == "stream":
            headers["Accept"] = "text/event-stream"
        answer = await graph.client.post("/graphql", json=body, headers=headers)
    if way == "stream":
        # What is a GraphQL request is answered as a stream, of which the status is that of the stream.
        told = json.loads(answer.text.split("data: ")[1].splitlines()[0])
    else:
        assert answer.status_code == 400
        told = answer.json()
    (error,) = told["errors"]
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("BAD_REQUEST", 400)
    assert error["extensions"]["field"] == field
    assert error["message"].startswith(f"`{field}` ")
    assert says in error["message"]
    assert "data" not in told


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"query": "{a}", "variables": {"v": "\\ud800"}}', "no low surrogate in string"),
        (b'{"query": "{a}", "variables": {"v": %s}}' % DIGITS.encode(), "number is infinity when parsed as double"),
        (b'{"query": "{a}", "variables": {"v": %s}}' % (b"[" * 3_000 + b"]" * 3_000), "depth limit exceeded"),
        (b'{"query": "{a}", "variables": {"v": "\xed\xa0\x80"}}', "str is not valid UTF-8: surrogates not allowed"),
        (b'{"query": "{a}", "variables": {"v": "\0"}}', "control character"),
        (b'{"query": "{a}", "variables": {"v": NaN}}', "unexpected character"),
    ],
)
async def test_what_is_no_json_says_why(graph: Graph, body: bytes, message: str) -> None:
    headers = {"Authorization": f"Bearer {graph.secret}", "Content-Type": JSON}
    answer = await graph.client.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["message"].startswith("The body is not valid JSON in UTF-8: ")
    assert message in error["message"]


MEMBERS: dict[str, Any] = {
    "query": ("\0", "{ a }\0", '{ __typename @skip(if: "\0") }', "{" * 3_000, 7, ["{ __typename }"], DIGITS),
    "operationName": (*TEXTS.values(), 7, [], {}),
    "variables": ([], "x", 7, {"\0": 1}, {"a": nested(60)}, {DIGITS: 1}),
    "extensions": (
        *([], "x", 7, nested(60), {"\0": "\0"}, {"persistedQuery": 7}, {"persistedQuery": {"sha256Hash": 7}}),
        *({"persistedQuery": {"version": 1, "sha256Hash": text}} for text in TEXTS.values()),
    ),
    "documentId": (*TEXTS.values(), "sha256:" + "²" * 64, "sha256:\0", 7, []),
    "a\0b": (1,),
}


@pytest.mark.parametrize("member", MEMBERS)
async def test_whatever_the_request_has_beside(graph: Graph, member: str) -> None:
    found = []
    headers = {"Authorization": f"Bearer {graph.secret}", "Content-Type": JSON, "Accept": GRAPHQL}
    for value in MEMBERS[member]:
        for plain in ({"query": "query A { __typename }"}, {}):
            content = json.dumps({**plain, member: value})
            answer = await graph.client.post("/graphql", content=content, headers=headers)
            found += problems(answer, repr(value)[:50])
    assert found == []


PART = '--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
UPLOAD = json.dumps(
    {
        "query": call("fileCreate(input: {file: $f, purpose: DISPUTE_EVIDENCE})") % "$f: Upload!",
        "variables": {"f": None},
    }
)  # fmt: skip


@pytest.mark.parametrize("evil", [*TEXTS.values(), '"', "\\", "é", "variables.f.0", "variables." + DIGITS[:900]])
async def test_whatever_the_parts_of_a_form_are(graph: Graph, evil: str) -> None:
    quoted = evil.replace("\r\n", " ").replace('"', "%22")
    parts = (
        ("operations", "", UPLOAD),
        ("map", "", json.dumps({"0": ["variables.f"]})),
        ("0", '; filename="a.png"', "x"),
    )
    bodies = [
        [(quoted, "", "x")],
        [("operations", "", evil)],
        [parts[0], ("map", "", evil)],
        [parts[0], ("map", "", json.dumps({evil: ["variables.f"]}))],
        [parts[0], ("map", "", json.dumps({"0": [evil]}))],
        [parts[0], ("map", "", json.dumps({"0": [f"variables.{evil}"]}))],
        [*parts, (quoted, "", "x")],
        [*parts, ("0", f'; filename="{quoted}"', "x")],
        [*parts, ("0", f"; filename*=UTF-8''{quoted}", "x")],
        [*parts, ("0", f'; filename="a"\r\nContent-Type: {quoted}', "x")],
    ]
    found = []
    for place, body in enumerate(bodies):
        content = "".join(PART % each for each in body) + "--b--\r\n"
        headers = {"Authorization": f"Bearer {graph.secret}", "Content-Type": "multipart/form-data; boundary=b"}
        answer = await graph.client.post("/graphql", content=content.encode(), headers={**headers, "Accept": GRAPHQL})
        found += problems(answer, str(place))
    assert found == []
