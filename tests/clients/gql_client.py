"""PyPI's gql over HTTP and over both WebSocket protocols: a query, a mutation and a subscription."""

import asyncio
import itertools
import os
from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

QUERY = "query Customers { customers(first: 2) { nodes { id email } } }"
MUTATION = """mutation Create($email: String, $name: String) {
  customerCreate(input: { email: $email, name: $name }) { customer { id email } userErrors { message } }
}"""
SUBSCRIPTION = 'subscription Watch { events(types: ["customer.*"]) { id type } }'

emails = (f"gql-{os.getpid()}-{number}@example.com" for number in itertools.count())


def over_http(url: str, key: str) -> Client:
    return Client(transport=HTTPXAsyncTransport(url, headers={"Authorization": f"Bearer {key}"}))


def over_websocket(url: str, key: str, subprotocol: str) -> Client:
    transport = WebsocketsTransport(
        url.replace("http", "ws", 1), init_payload={"Authorization": f"Bearer {key}"}, subprotocols=[subprotocol]
    )
    return Client(transport=transport)


async def create(session: Any) -> None:
    email = next(emails)
    request = gql(MUTATION)
    request.variable_values = {"email": email, "name": "gql"}
    made = await session.execute(request)
    assert made["customerCreate"]["customer"]["email"] == email
    assert made["customerCreate"]["userErrors"] == []


async def check_queries(client: Client) -> None:
    async with client as session:
        found = await session.execute(gql(QUERY))
        assert len(found["customers"]["nodes"]) == 2
        await create(session)
        with pytest.raises(TransportQueryError) as refused:
            await session.execute(gql("{ nothingOfTheKind }"))
        assert refused.value.errors is not None
        assert refused.value.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def check_subscription(watcher: Client, maker: Client) -> None:
    """A client can't know when its subscription has begun, so customers are made until one is seen."""
    async with watcher as watching, maker as making:
        stream = watching.subscribe(gql(SUBSCRIPTION))
        seen = asyncio.ensure_future(anext(stream))
        while not seen.done():
            await create(making)
            await asyncio.wait([seen], timeout=0.1)
        assert seen.result()["events"]["type"] == "customer.created"
        await stream.aclose()


async def check(url: str, key: str) -> None:
    """Everything, against one server."""
    await check_queries(over_http(url, key))
    for subprotocol in ("graphql-transport-ws", "graphql-ws"):
        await check_queries(over_websocket(url, key, subprotocol))
        await check_subscription(over_websocket(url, key, subprotocol), over_http(url, key))
