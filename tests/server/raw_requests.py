"""Requests in bytes, by what they are: plain ones, those that go through ASGI, and those that are refused unread."""

import json

from app.server.request_head import LONGEST
from tests.server.raw_server import JSON, post
from tests.server.toy import HASTY_KEY

GRAPHQL = "application/graphql-response+json"
STREAM = "text/event-stream"
URQL = f"Accept: {GRAPHQL}, application/graphql+json, {JSON}, {STREAM}, multipart/mixed"


def query(document: str, **others: object) -> str:
    return json.dumps({"query": document, **others})


NAME = query("{ __typename }")
PAGE = query("query ($n: Int!) { customers(first: $n) { nodes { id name } } }", variables={"n": 2})
CREATE = query('mutation { customerCreate(input: { email: "a@example.com" }) { customer { id } } }')
COUNT = query("subscription { counting(upto: 2) { id } }")
DIRECT = {
    "a query": post(NAME),
    "a query with variables": post(PAGE),
    "a query for a client of the specification": post(NAME, f"Accept: {GRAPHQL}"),
    "a query as urql sends it": post(NAME, URQL),
    "a type of any kind": post(NAME, "Accept: */*"),
    "a type that cannot be served": post(NAME, "Accept: image/png"),
    "a query as a stream": post(NAME, f"Accept: {STREAM}"),
    "a subscription without a preference": post(COUNT),
    "a subscription as urql sends it": post(COUNT, URQL),
    "a subscription as JSON": post(COUNT, f"Accept: {JSON}"),
    "a mistake in a stream": post(query("{ nope }"), f"Accept: {STREAM}"),
    "a mutation": post(CREATE),
    "a mutation with a key": post(CREATE, "Idempotency-Key: once"),
    "a mutation with too long a key": post(CREATE, f"Idempotency-Key: {'x' * 256}", f"Accept: {GRAPHQL}"),
    "a field that fails": post(query("{ bug forbidden }")),
    "nothing to find": post(query("{ nope }")),
    "nothing to find, by the specification": post(query("{ nope }"), f"Accept: {GRAPHQL}"),
    "variables that do not fit": post(query("query ($n: Int!) { customers(first: $n) { nodes { id } } }")),
    "no JSON": post("{"),
    "no query": post("{}"),
    "a batch": post(f"[{NAME}]"),
    "bytes that are no text": post(b'{"query": "\xff"}'),
    "a form": post(NAME, "Content-Type: text/plain"),
    "a packed body": post(NAME, "Content-Encoding: gzip"),
    "no key": post(NAME, key=None),
    "a wrong key": post(NAME, key="sk_no"),
    "a hasty key": post(NAME, key=HASTY_KEY),
    "a bug before any field": post(NAME, key="sk_test_bug"),
    "headers in other letters": post(NAME, "content-TYPE: application/json;  charset=UTF-8", "ACCEPT:*/*"),
    "a header twice": post(NAME, f"Accept: {GRAPHQL}", f"Accept: {JSON}"),
    "another site's page": post(NAME, "Origin: https://shop.example"),
    "a connection that stays": post(NAME, "Connection: keep-alive"),
    "a long head": post(NAME, f"Cookie: {'x' * 2 * LONGEST}"),
}
THROUGH_ASGI = {
    "a get": post("", line="GET /graphql?query=%7B__typename%7D HTTP/1.1"),
    "options": post("", line="OPTIONS /graphql HTTP/1.1"),
    "patch": post(NAME, line="PATCH /graphql HTTP/1.1"),
    "nowhere": post(NAME, line="POST /nowhere HTTP/1.1"),
    "a path with a slash": post(NAME, line="POST /graphql/ HTTP/1.1"),
    "parameters beside the body": post(NAME, line="POST /graphql?a=b HTTP/1.1"),
    "an old client": post(NAME, line="POST /graphql HTTP/1.0"),
    "a client that leaves": post(NAME, "Connection: close"),
    "a body in chunks": post(f"{len(NAME):x}\r\n{NAME}\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "an empty body": post(""),
    "no length": post("", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "too large a body": post(b" " * 200_001),
    "an upgrade to something else": post(NAME, "Connection: Upgrade", "Upgrade: h2c"),
}
MALFORMED = {
    "two lengths": post(NAME, f"Content-Length: {len(NAME)}", f"Content-Length: {len(NAME)}"),
    "a length and chunks": post(NAME, f"Content-Length: {len(NAME)}", "Transfer-Encoding: chunked"),
    "a length that is none": post(NAME, "Content-Length: +5"),
    "a header over two lines": post(NAME, "Accept: application/json,\r\n text/html"),
    "a header without a name": post(NAME, ": nothing"),
    "a space before the colon": post(NAME, "Accept : */*"),
    "a bare line feed": post(NAME, "Accept: */*\nX: 1"),
    "a zero byte": post(NAME, "X: a\0b"),
    "no HTTP": b"POST /graphql HTTP/1.1\r\n\0\r\n\r\n",
}
