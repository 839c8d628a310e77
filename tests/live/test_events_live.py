"""Following events as they happen: by type and object, from any cursor, in the order of commits, in every way."""

import asyncio
from typing import Any

import pytest

from app.database import Database
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, OverSocket, Refused, begin, follow, greet, take
from tests.server.conftest import Live

EVENTS = """
subscription ($types: [String!], $objects: [ID!], $after: String) {
    events(types: $types, objects: $objects, after: $after) { id type cursor data { object } }
}
"""
CARD = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}

EVERY_WAY = pytest.mark.parametrize("way", WAYS)


async def customer(merchant: Graph, **input: Any) -> str:
    id: str = (await merchant.do("customerCreate", "id", input=input))["id"]
    return id


async def pay(merchant: Graph) -> str:
    id: str = (await merchant.do("paymentIntentCreate", "id", input=CARD))["id"]
    return id


def types_of(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


@EVERY_WAY
async def test_events_from_now_on(server: Live, merchant: Graph, followers: Followers, way: str) -> None:
    await customer(merchant)
    async with follow(server, merchant.secret, EVENTS, way) as follower:
        await followers.reach(1)
        id = await pay(merchant)
        events = await take(follower, 3)
        assert types_of(events) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
        assert [event["cursor"] for event in events] == ["2", "3", "4"]
        assert [event["data"]["object"]["object"] for event in events] == ["payment_intent", "charge", "payment_intent"]
        assert events[2]["data"]["object"]["id"] == id
        assert events[2]["data"]["object"]["status"] == "succeeded"
        assert events[0]["data"]["object"]["status"] == "requires_confirmation"


@EVERY_WAY
async def test_resuming_after_each_events_cursor_and_id(server: Live, merchant: Graph, way: str) -> None:
    for _ in range(3):
        await pay(merchant)
    async with follow(server, merchant.secret, EVENTS, way, after="0") as follower:
        whole = await take(follower, 9)
    assert [event["cursor"] for event in whole] == [str(number) for number in range(1, 10)]
    for place, event in enumerate(whole[:-1]):
        for after in (event["cursor"], event["id"]):
            async with follow(server, merchant.secret, EVENTS, way, after=after) as follower:
                assert await take(follower, 9 - place - 1) == whole[place + 1 :]


@EVERY_WAY
async def test_resuming_after_the_last_event_waits_for_the_next(
    server: Live, merchant: Graph, followers: Followers, way: str
) -> None:
    await pay(merchant)
    async with follow(server, merchant.secret, EVENTS, way, after="3") as follower:
        await followers.reach(1)
        await customer(merchant)
        assert types_of(await take(follower, 1)) == ["customer.created"]


@EVERY_WAY
async def test_by_type_and_by_wildcard(server: Live, merchant: Graph, way: str) -> None:
    await customer(merchant)
    await pay(merchant)
    await merchant.do("productCreate", "id", input={"name": "Rocket"})
    end = await customer(merchant, name="the end")
    for types, expected in (
        (["payment_intent.*"], ["payment_intent.created", "payment_intent.succeeded"]),
        (["charge.succeeded", "product.created"], ["charge.succeeded", "product.created"]),
        (["charge.*", "payment_intent.created"], ["payment_intent.created", "charge.succeeded"]),
        (["*"], ["customer.created", "payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]),
    ):
        async with follow(server, merchant.secret, EVENTS, way, types=types, after="0") as follower:
            assert types_of(await take(follower, len(expected))) == expected
    async with follow(server, merchant.secret, EVENTS, way, types=["customer.*"], after="0") as follower:
        first, last = await take(follower, 2)
        assert (first["cursor"], last["data"]["object"]["id"]) == ("1", end)


async def test_by_object(server: Live, merchant: Graph) -> None:
    ids = [await customer(merchant) for _ in range(3)]
    for id in reversed(ids):
        await merchant.do("customerUpdate", "id", id=id, input={"name": "Ada"})
    async with follow(server, merchant.secret, EVENTS, objects=[ids[0], ids[2]], after="0") as follower:
        events = await take(follower, 4)
        assert [(event["data"]["object"]["id"], event["type"]) for event in events] == [
            (ids[0], "customer.created"),
            (ids[2], "customer.created"),
            (ids[2], "customer.updated"),
            (ids[0], "customer.updated"),
        ]
    async with follow(
        server, merchant.secret, EVENTS, objects=[ids[1]], types=["customer.updated"], after="0"
    ) as follower:
        (event,) = await take(follower, 1)
        assert (event["data"]["object"]["id"], event["cursor"]) == (ids[1], "5")


async def test_nobody_hears_of_anothers_events(
    server: Live, merchant: Graph, database: Database, followers: Followers
) -> None:
    stranger = await new_caller(server.http, database)
    live = await new_caller(server.http, database, account_id=merchant.tenant.account, livemode=True)
    async with (
        follow(server, merchant.secret, EVENTS) as mine,
        follow(server, stranger.secret, EVENTS) as theirs,
        follow(server, live.secret, EVENTS) as in_live_mode,
    ):
        await followers.reach(3)
        names = {"mine": merchant, "theirs": stranger, "in live mode": live}
        for name, caller in names.items():
            await customer(caller, name=name)
        for name, follower in zip(names, (mine, theirs, in_live_mode), strict=True):
            event = await follower.next()
            assert (event["data"]["object"]["name"], event["cursor"]) == (name, "1")


async def test_an_event_of_a_stranger_is_no_cursor(server: Live, merchant: Graph, database: Database) -> None:
    stranger = await new_caller(server.http, database)
    await customer(stranger)
    (event,) = (await stranger("{ events { nodes { id } } }"))["events"]["nodes"]
    await customer(merchant)
    async with follow(server, merchant.secret, EVENTS, after=event["id"]) as follower:
        with pytest.raises(Refused) as refused:
            await follower.next()
    assert refused.value.code == "BAD_REQUEST"


async def test_concurrent_writers_are_heard_in_the_order_of_commits(
    servers: list[Live], database: Database, followers: Followers
) -> None:
    """Two servers write and two are followed: every follower hears the same, without gap or repeat."""
    callers = [await new_caller(servers[0].http, database)]
    callers.append(Graph(servers[1].http, callers[0].tenant, callers[0].secret))
    total = 20 * 3
    async with (
        follow(servers[0], callers[0].secret, EVENTS) as here,
        follow(servers[1], callers[0].secret, EVENTS, "graphql-ws") as there,
        follow(servers[1], callers[0].secret, EVENTS, "sse") as streamed,
    ):
        await followers.reach(3)
        heard, *paid = await asyncio.gather(
            asyncio.gather(*(take(follower, total) for follower in (here, there, streamed))),
            *(pay(callers[place % 2]) for place in range(20)),
        )
    assert heard[0] == heard[1] == heard[2]
    assert [int(event["cursor"]) for event in heard[0]] == list(range(1, total + 1))
    assert sorted(event["data"]["object"]["id"] for event in heard[0] if event["type"] == "payment_intent.created") == (
        sorted(paid)
    )
    # Each payment's events stand together, for they were committed together.
    for place in range(0, total, 3):
        assert types_of(heard[0][place : place + 3]) == [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
        ]


async def test_a_traveller_misses_nothing(servers: list[Live], database: Database) -> None:
    """Resumed again and again, at either server, while others write."""
    writer = await new_caller(servers[0].http, database)
    total = 30
    cursors: list[str] = ["0"]

    async def write() -> None:
        for _ in range(total):
            await customer(writer)

    async def travel() -> None:
        while len(cursors) <= total:
            server, way = servers[len(cursors) % 2], WAYS[len(cursors) % 3]
            async with follow(server, writer.secret, EVENTS, way, after=cursors[-1]) as follower:
                count = min(1 + len(cursors) % 4, total + 1 - len(cursors))
                cursors.extend(event["cursor"] for event in await take(follower, count))

    await asyncio.gather(write(), travel())
    assert cursors == [str(number) for number in range(total + 1)]


async def test_many_subscriptions_on_one_socket(server: Live, merchant: Graph, followers: Followers) -> None:
    async with server.socket() as socket:
        await greet(socket, merchant.secret)
        kinds = {"a": "customer.*", "b": "product.*"}
        for id, kind in kinds.items():
            await begin(socket, id, {"query": EVENTS, "variables": {"types": [kind]}})
        await followers.reach(2)
        await customer(merchant)
        await merchant.do("productCreate", "id", input={"name": "Rocket"})
        heard = {}
        for id in ("a", "b"):
            heard[id] = (await OverSocket(socket, id).next())["type"]
        assert heard == {"a": "customer.created", "b": "product.created"}


@EVERY_WAY
@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"after": "no cursor"}, "BAD_REQUEST"),
        ({"after": "999"}, "BAD_REQUEST"),
        ({"after": "-1"}, "BAD_REQUEST"),
        ({"after": "evt_none"}, "BAD_REQUEST"),
        ({"types": ["nothing.happened"]}, "BAD_REQUEST"),
        ({"types": []}, "BAD_REQUEST"),
        ({"objects": []}, "BAD_REQUEST"),
    ],
)
async def test_what_cannot_be_followed(
    server: Live, merchant: Graph, way: str, variables: dict[str, Any], code: str
) -> None:
    await customer(merchant)
    async with follow(server, merchant.secret, EVENTS, way, **variables) as follower:
        with pytest.raises(Refused) as refused:
            await follower.next()
    (error,) = refused.value.errors
    assert error["extensions"]["code"] == code
    assert error["extensions"]["requestId"].startswith("req_")
    assert error["message"].endswith(".")
