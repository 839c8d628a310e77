"""Who may follow, until when; and what becomes of those who come late, or read slowly."""

import asyncio
import gc
import json

import pytest
from graphql import Executor
from sqlalchemy import delete
from sqlmodel import col

from app.access.keys import authenticate, revoke_key
from app.database import Database
from app.tables.access import KeyKind
from app.tables.core_resources.event import Event
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import GUARD, WAYS, Refused, begin, follow, greet, take
from tests.server.conftest import Live

EVENTS = "subscription ($after: String) { events(after: $after) { cursor type data { object } } }"
CHANGED = "subscription ($id: ID!) { objectChanged(id: $id) { id } }"
EVERY_WAY = pytest.mark.parametrize("way", WAYS)


@EVERY_WAY
async def test_a_key_without_the_family_is_refused(server: Live, merchant: Graph, database: Database, way: str) -> None:
    id = (await merchant.do("customerCreate", "id", input={}))["id"]
    kinds = (
        (KeyKind.RESTRICTED, {"products": "write"}),
        (KeyKind.PUBLISHABLE, None),
    )
    for kind, permissions in kinds:
        limited = await new_caller(
            server.http, database, account_id=merchant.tenant.account, kind=kind, permissions=permissions
        )
        await refused_to_follow(server, limited.secret, id, way)
    device = await merchant.do("ephemeralKeyCreate", "secret", input={"customer": id})
    await refused_to_follow(server, device["secret"], id, way)


async def refused_to_follow(server: Live, secret: str, id: str, way: str) -> None:
    for document, variables in ((EVENTS, {"after": "0"}), (CHANGED, {"id": id})):
        async with follow(server, secret, document, way, **variables) as follower:
            with pytest.raises(Refused) as refused:
                await follower.next()
        (error,) = refused.value.errors
        assert (error["extensions"]["code"], error["extensions"]["status"]) == ("FORBIDDEN", 403)


async def test_a_customers_key_asks_over_a_socket_until_it_is_deleted(server: Live, merchant: Graph) -> None:
    id = (await merchant.do("customerCreate", "id", input={}))["id"]
    device = await merchant.do("ephemeralKeyCreate", "id secret", input={"customer": id})
    async with server.socket("graphql-transport-ws") as socket:
        await greet(socket, device["secret"])
        await begin(socket, "1", {"query": "{ customers { nodes { id } } }"})
        answer = json.loads(await socket.recv())
        assert answer["payload"]["data"] == {"customers": {"nodes": [{"id": id}]}}
        await merchant.do("ephemeralKeyDelete", "id", id=device["id"])
        async with asyncio.timeout(GUARD):
            await socket.wait_closed()


async def test_a_key_with_the_family_follows(server: Live, merchant: Graph, database: Database) -> None:
    id = (await merchant.do("customerCreate", "id", input={}))["id"]
    reader = await new_caller(
        server.http,
        database,
        account_id=merchant.tenant.account,
        kind=KeyKind.RESTRICTED,
        permissions={"core_resources": "read"},
    )
    async with follow(server, reader.secret, EVENTS, after="0") as follower:
        assert (await follower.next())["type"] == "customer.created"
    async with follow(server, reader.secret, CHANGED, id=id) as follower:
        assert await follower.next() == {"id": id}


@pytest.mark.parametrize("way", ["graphql-transport-ws", "graphql-ws"])
async def test_a_revoked_keys_sockets_are_closed_at_every_server(
    servers: list[Live], database: Database, followers: Followers, way: str
) -> None:
    revoked = await new_caller(servers[0].http, database)
    kept = await new_caller(servers[0].http, database, account_id=revoked.tenant.account)
    async with (
        servers[0].socket(way) as here,
        servers[1].socket(way) as there,
        follow(servers[1], kept.secret, EVENTS, way) as staying,
    ):
        for socket in (here, there):
            await greet(socket, revoked.secret)
            await begin(socket, "1", {"query": EVENTS})
        await followers.reach(3)
        key = await authenticate(database, f"Bearer {revoked.secret}")
        async with database.begin() as connection:
            await revoke_key(connection, key.key_id)
        async with asyncio.timeout(GUARD):
            for socket in (here, there):
                await socket.wait_closed()
                assert socket.close_code == 4401
        await followers.reach(1)
        await kept.do("customerCreate", "id", input={})
        assert (await staying.next())["type"] == "customer.created"
    async with servers[0].socket(way) as again:
        await again.send(json.dumps({"type": "connection_init", "payload": {"apiKey": revoked.secret}}))
        async with asyncio.timeout(GUARD):
            await again.wait_closed()
        assert again.close_code == 4401


@EVERY_WAY
async def test_who_comes_too_late_is_told_so(server: Live, merchant: Graph, database: Database, way: str) -> None:
    for _ in range(5):
        await merchant.do("customerCreate", "id", input={})
    async with database.begin() as connection:
        await connection.fetch(delete(Event).where(col(Event.sequence) <= 3))
    for after in ("0", "2"):
        async with follow(server, merchant.secret, EVENTS, way, after=after) as follower:
            with pytest.raises(Refused) as refused:
                await follower.next()
        assert refused.value.code == "CURSOR_EXPIRED"
    async with follow(server, merchant.secret, EVENTS, way, after="3") as follower:
        assert [event["cursor"] for event in await take(follower, 2)] == ["4", "5"]


async def test_who_reads_slowly_holds_up_nobody_and_misses_nothing(
    server: Live, merchant: Graph, followers: Followers
) -> None:
    """What the slow one cannot take at once it gets by resuming, should the server have let it go meanwhile."""
    bulky = {f"key {place}": "x" * 500 for place in range(50)}
    total = 100
    async with (
        follow(server, merchant.secret, EVENTS) as slow,
        follow(server, merchant.secret, EVENTS) as quick,
    ):
        await followers.reach(2)
        for _ in range(total):
            await merchant.do("customerCreate", "id", input={"metadata": bulky})
        cursors = [event["cursor"] for event in await take(quick, total)]
        assert cursors == [str(number) for number in range(1, total + 1)]
        late: list[str] = []
        let_go = None
        while len(late) < total and let_go is None:
            try:
                late.append((await slow.next())["cursor"])
            except Refused as refused:
                let_go = refused
        if let_go is not None:
            (error,) = let_go.errors
            assert error["extensions"]["code"] == "SLOW_CONSUMER"
            async with follow(server, merchant.secret, EVENTS, after=error["extensions"]["cursor"]) as resumed:
                late.extend([event["cursor"] for event in await take(resumed, total - len(late))])
        assert late == cursors


@EVERY_WAY
async def test_a_follower_who_leaves_is_forgotten(
    server: Live, merchant: Graph, followers: Followers, way: str
) -> None:
    async with follow(server, merchant.secret, EVENTS, way):
        await followers.reach(1)
    await followers.reach(0)


@EVERY_WAY
async def test_nothing_stays_of_how_a_subscription_was_opened(
    server: Live, merchant: Graph, followers: Followers, way: str
) -> None:
    async with follow(server, merchant.secret, EVENTS, way):
        await followers.reach(1)
        gc.collect()
        assert [each for each in gc.get_objects() if type(each) is Executor] == []
