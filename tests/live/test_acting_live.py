"""Following a connected account with the platform's key, until the account is connected no more."""

import asyncio
import json

import pytest

from app.database import Database
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import GUARD, WAYS, acting, follow
from tests.server.conftest import Live

EVENTS = "subscription { events { type } }"


@pytest.mark.parametrize("way", WAYS)
async def test_events_of_the_account_alone(server: Live, merchant: Graph, way: str) -> None:
    id = await connect(merchant)
    async with (
        follow(server, merchant.secret, EVENTS, way, account=id) as there,
        follow(server, merchant.secret, EVENTS, way) as here,
    ):
        await merchant.on(id).do("customerCreate", "id", input={})
        await merchant.do("productCreate", "id", input={"name": "Rocket"})
        assert (await there.next())["type"] == "customer.created"
        assert (await here.next())["type"] == "product.created"


@pytest.mark.parametrize("way", ["graphql-transport-ws", "graphql-ws"])
async def test_a_deleted_accounts_sockets_are_closed_at_every_server(
    servers: list[Live], database: Database, followers: Followers, way: str
) -> None:
    platform = await new_caller(servers[0].http, database)
    id = await connect(platform, type="CUSTOM")
    async with (
        servers[0].socket(way) as here,
        servers[1].socket(way) as there,
        follow(servers[1], platform.secret, EVENTS, way) as staying,
    ):
        for socket in (here, there):
            payload = {"Authorization": f"Bearer {platform.secret}", **acting(id)}
            await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
            async with asyncio.timeout(GUARD):
                assert json.loads(await socket.recv())["type"] == "connection_ack"
        await followers.reach(1)
        await platform.do("accountDelete", "id", id=id)
        async with asyncio.timeout(GUARD):
            for socket in (here, there):
                await socket.wait_closed()
                assert socket.close_code == 4401
        await platform.do("customerCreate", "id", input={})
        assert (await staying.next())["type"] == "customer.created"
    async with servers[0].socket(way) as again:
        await again.send(
            json.dumps(
                {"type": "connection_init", "payload": {"Authorization": f"Bearer {platform.secret}", **acting(id)}}
            )
        )
        async with asyncio.timeout(GUARD):
            await again.wait_closed()
        assert again.close_code in (4403, 4401)


async def test_a_shared_stream_is_on_one_account(server: Live, merchant: Graph) -> None:
    id = await connect(merchant)
    headers = {"Authorization": f"Bearer {merchant.secret}"}
    token = (await server.http.put("/graphql", headers=headers | acting(id))).text
    sent = headers | {"X-GraphQL-Event-Stream-Token": token}
    body = {"query": "{ account { id } }", "extensions": {"operationId": "a"}}
    for account, status in ((None, 404), (merchant.tenant.account, 404), (id, 202)):
        response = await server.http.post("/graphql", json=body, headers=sent | acting(account))
        assert response.status_code == status, response.text
    async with server.http.stream(
        "GET", "/graphql", headers=sent | acting(id) | {"Accept": "text/event-stream"}
    ) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data: ") and id in line:
                break
