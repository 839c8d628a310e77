"""The two WebSocket protocols beyond what their clients show: contexts, limits, slow readers, revoked keys, the end."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from app.server.responses import APOLOGY
from app.settings import Limits
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams
from tests.server.conftest import AUTHORIZATION, Live, Serve
from tests.server.toy import KEY, OTHER_KEY, World

WATCH = 'subscription { events(types: ["customer.*"]) { id type } }'
BOTH = pytest.mark.parametrize("protocol", ["graphql-transport-ws", "graphql-ws"])
START = {"graphql-transport-ws": "subscribe", "graphql-ws": "start"}
STOP = {"graphql-transport-ws": "complete", "graphql-ws": "stop"}
RESULT = {"graphql-transport-ws": "next", "graphql-ws": "data"}


async def say(socket: ClientConnection, type: str, id: str | None = None, payload: Any = None) -> None:
    message = {"type": type, "id": id, "payload": payload}
    await socket.send(json.dumps({name: value for name, value in message.items() if value is not None}))


async def hear(socket: ClientConnection) -> dict[str, Any]:
    """The next message that is no keep-alive. Every frame is text."""
    while True:
        text = await socket.recv()
        assert isinstance(text, str)
        message = json.loads(text)
        assert isinstance(message, dict)
        if message["type"] != "ka":
            return message


async def init(socket: ClientConnection, key: str = KEY) -> dict[str, Any]:
    await say(socket, "connection_init", payload={"Authorization": f"Bearer {key}"})
    ack = await hear(socket)
    assert ack["type"] == "connection_ack"
    return ack


async def start(socket: ClientConnection, id: str, query: str, **more: Any) -> None:
    await say(socket, START[str(socket.subprotocol)], id, {"query": query, **more})


async def closed(socket: ClientConnection) -> tuple[int, str]:
    await socket.wait_closed()
    assert socket.close_code is not None
    assert socket.close_reason is not None
    return socket.close_code, socket.close_reason


@BOTH
async def test_queries_and_mutations_are_answered_and_complete(live: Live, world: World, protocol: str) -> None:
    async with live.socket(protocol) as socket:
        await init(socket)
        await start(socket, "q", "query ($n: Int!) { customers(first: $n) { nodes { id } } }", variables={"n": 1})
        answer = await hear(socket)
        assert (answer["type"], answer["id"]) == (RESULT[protocol], "q")
        assert answer["payload"]["data"] == {"customers": {"nodes": [{"id": "cus_1"}]}}
        assert answer["payload"]["extensions"]["cost"] == {"requested": 1}
        assert answer["payload"]["extensions"]["requestId"].startswith("req_")
        assert await hear(socket) == {"type": "complete", "id": "q"}
        await start(socket, "q", "mutation { customerCreate(input: {}) { customer { id } } }")
        assert (await hear(socket))["payload"]["data"] == {"customerCreate": {"customer": {"id": "cus_4"}}}
        assert await hear(socket) == {"type": "complete", "id": "q"}
    assert len(world.customers) == 4


@BOTH
async def test_events_are_sent_until_the_source_ends(live: Live, world: World, protocol: str) -> None:
    async with live.socket(protocol) as socket:
        await init(socket)
        await start(socket, "1", "subscription { events { id context } }")
        await world.until(listeners=1)
        await world.tell("customer.created", "evt_1")
        first = await hear(socket)
        await world.tell("customer.created", "evt_2")
        second = await hear(socket)
        assert first["payload"]["data"]["events"]["id"] == "evt_1"
        assert second["payload"]["data"]["events"]["id"] == "evt_2"
        assert first["payload"]["data"]["events"]["context"] != second["payload"]["data"]["events"]["context"]
        await world.tell("end", "")
        assert await hear(socket) == {"type": "complete", "id": "1"}
        await world.until(listeners=0)


async def test_the_ack_tells_the_request_id(live: Live) -> None:
    async with live.socket() as socket:
        ack = await init(socket)
        assert socket.response is not None
        assert ack["payload"] == {"requestId": socket.response.headers["request-id"]}


async def test_the_browser_of_a_socket_is_known(live: Live, world: World) -> None:
    async with live.socket(headers={"User-Agent": "Shop/1", "X-Forwarded-For": "203.0.113.7"}) as socket:
        await init(socket)
        await start(socket, "q", "{ customers(first: 1) { nodes { id } } }")
        await hear(socket)
    assert world.browsers == [ConfirmMandateOnlineParams(ip_address="203.0.113.7", user_agent="Shop/1")]


async def test_the_new_protocol_is_preferred(live: Live) -> None:
    async with live.socket("graphql-ws", "graphql-transport-ws") as socket:
        assert socket.subprotocol == "graphql-transport-ws"


async def test_the_key_may_come_with_the_upgrade(live: Live) -> None:
    async with live.socket(headers=AUTHORIZATION) as socket:
        await socket.send('{"type": "connection_init", "payload": null}')
        assert (await hear(socket))["type"] == "connection_ack"


@BOTH
async def test_an_operation_that_fails_leaves_the_socket_open(live: Live, protocol: str) -> None:
    legacy = protocol == "graphql-ws"
    async with live.socket(protocol) as socket:
        await init(socket)
        for query, code in (
            ("{", "GRAPHQL_PARSE_FAILED"),
            ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
            ("query Greedy { __typename }", "LIMIT_EXCEEDED"),
            ('subscription { events(after: "cursor_gone") { id } }', "CURSOR_EXPIRED"),
        ):
            await start(socket, "1", query)
            answer = await hear(socket)
            assert (answer["type"], answer["id"]) == ("error", "1")
            error = answer["payload"] if legacy else answer["payload"][0]
            assert error["extensions"]["code"] == code
            assert error["extensions"]["requestId"].startswith("req_")
        await start(socket, "1", "{ forbidden }")
        answer = await hear(socket)
        assert answer["payload"]["data"] == {"forbidden": None}
        assert answer["payload"]["errors"][0]["extensions"]["status"] == 403


async def test_a_bug_is_never_shown(live: Live, world: World, caplog: pytest.LogCaptureFixture) -> None:
    async with live.socket() as socket:
        await init(socket)
        await start(socket, "1", WATCH)
        await world.until(listeners=1)
        await world.tell("bug", "")
        answer = await hear(socket)
        assert answer["type"] == "error"
        assert answer["payload"][0]["message"] == APOLOGY
    async with live.socket() as socket:
        await say(socket, "connection_init", payload={"Authorization": "Bearer sk_test_bug"})
        code, reason = await closed(socket)
        assert code == 4500
        assert reason.startswith("Something went wrong on our side. Quote req_")
    assert ": password=hunter2" not in caplog.text
    assert caplog.text.count("RuntimeError: [message withheld]") >= 2


async def test_a_forbidden_key_closes_with_4403(live: Live) -> None:
    async with live.socket() as socket:
        await say(socket, "connection_init", payload={"Authorization": "Bearer rk_test_forbidden"})
        assert await closed(socket) == (4403, "This key may not be used here.")


async def test_silence_before_the_init_closes_with_4408(serve: Serve) -> None:
    async with serve(Limits(connection_init_seconds=0.01)) as live, live.socket() as socket:
        assert await closed(socket) == (4408, "Connection initialisation timeout")


async def test_a_socket_runs_so_many_operations_and_no_more(live: Live, world: World) -> None:
    async with live.socket() as socket:
        await init(socket)
        for id in ("1", "2", "3"):
            await start(socket, id, WATCH)
        await world.until(listeners=3)
        await start(socket, "4", WATCH)
        answer = await hear(socket)
        assert (answer["type"], answer["id"]) == ("error", "4")
        assert answer["payload"][0]["extensions"]["limit"] == "subscriptions_per_socket"
        await say(socket, "complete", "1")
        await world.until(listeners=2)
        await start(socket, "4", WATCH)
        await world.until(listeners=3)


async def test_of_several_at_once_the_last_alone_is_one_too_many(live: Live, world: World) -> None:
    async with live.socket() as socket:
        await init(socket)
        messages = [{"type": "subscribe", "id": id, "payload": {"query": WATCH}} for id in ("1", "2", "3", "4")]
        await asyncio.gather(*(socket.send(json.dumps(message)) for message in messages))
        answer = await hear(socket)
        assert (answer["type"], answer["id"]) == ("error", "4")
        await world.until(listeners=3)


async def test_what_started_a_sockets_operations_is_so_large_and_no_larger(live: Live, world: World) -> None:
    async with live.socket() as socket:
        await init(socket)
        for id in ("1", "2"):
            await start(socket, id, f"{WATCH} #{'x' * 9_900}")
        answer = await hear(socket)
        assert (answer["type"], answer["id"]) == ("error", "2")
        assert answer["payload"][0]["extensions"]["limit"] == "max_body_bytes"
        await world.until(listeners=1)
        await say(socket, "complete", "1")
        await world.until(listeners=0)
        await start(socket, "2", f"{WATCH} #{'x' * 9_900}")
        await world.until(listeners=1)


async def test_a_key_has_so_many_requests_under_way_and_no_more(serve: Serve, world: World) -> None:
    world.gate.clear()
    async with serve(Limits(requests_at_once=2)) as live, live.socket() as socket:
        await init(socket)
        await start(socket, "1", "{ waits }")
        waiting = asyncio.ensure_future(live.http.post("/graphql", json={"query": "{ waits }"}))
        await world.until(begun=2)
        refused = await live.http.post("/graphql", json={"query": "{ customers(first: 1) { nodes { id } } }"})
        assert refused.status_code == 429
        assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        await start(socket, "2", "{ waits }")
        assert (await hear(socket))["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        other = {"Authorization": f"Bearer {OTHER_KEY}"}
        query = {"query": "{ customers(first: 1) { nodes { id } } }"}
        assert (await live.http.post("/graphql", json=query, headers=other)).status_code == 200
        world.gate.set()
        assert (await waiting).status_code == 200
        assert (await live.http.post("/graphql", json=query)).status_code == 200


async def test_a_key_holds_so_many_sockets_and_no_more(live: Live) -> None:
    async with live.socket() as first, live.socket() as second, live.socket() as third, live.socket() as fourth:
        for socket in (first, second, third):
            await init(socket)
        await say(fourth, "connection_init", payload=AUTHORIZATION)
        code, reason = await closed(fourth)
        assert (code, reason[:33]) == (4429, "This API key has 3 sockets open, ")
        async with live.socket() as of_another_key:
            await init(of_another_key, OTHER_KEY)


@BOTH
async def test_a_stop_ends_the_source_and_frees_the_id(live: Live, world: World, protocol: str) -> None:
    async with live.socket(protocol) as socket:
        await init(socket)
        await start(socket, "1", WATCH)
        await world.until(listeners=1)
        await say(socket, STOP[protocol], "1")
        await start(socket, "1", "{ __typename }")
        assert (await hear(socket))["payload"]["data"] == {"__typename": "Query"}
        await world.until(listeners=0)


async def test_a_client_that_leaves_ends_its_sources_but_not_its_mutations(live: Live, world: World) -> None:
    async with live.socket() as socket:
        await init(socket)
        await start(socket, "1", WATCH)
        await start(socket, "2", "{ waits }")
        await start(socket, "3", "mutation { slow }")
        await world.until(listeners=1, begun=2)
    await world.until(listeners=0)
    world.gate.set()
    await world.until(begun=1)
    assert world.customers[-1].id == "cus_slow"
    await live.stop()
    assert world.watchers == []


async def test_a_server_that_stops_closes_sockets_and_finishes_mutations(live: Live, world: World) -> None:
    async with live.socket() as socket:
        await init(socket)
        await start(socket, "1", WATCH)
        await start(socket, "2", "mutation { slow }")
        await world.until(listeners=1, begun=1)
        stopping = asyncio.ensure_future(live.stop())
        assert (await closed(socket))[0] == 1012
        assert world.customers[-1].id == "cus_3"
        world.gate.set()
        await stopping
    assert world.customers[-1].id == "cus_slow"


async def test_a_revoked_key_closes_its_sockets_alone(live: Live, world: World) -> None:
    async with live.socket() as revoked, live.socket() as other:
        await init(revoked)
        await init(other, OTHER_KEY)
        for socket in (revoked, other):
            await start(socket, "1", WATCH)
        await world.until(listeners=2)
        world.revoke(KEY)
        assert await closed(revoked) == (4401, "The API key was revoked. Use another one.")
        await world.until(listeners=1)
        await world.tell("customer.created", "evt_1")
        assert (await hear(other))["payload"]["data"]["events"]["id"] == "evt_1"


async def test_a_reader_that_stalls_is_told_where_to_resume(live: Live, world: World) -> None:
    async with live.socket(max_queue=1) as slow, live.socket() as quick:
        for socket in (slow, quick):
            await init(socket)
        await start(slow, "1", "subscription { counting(upto: 1000000) { id type } }")
        await world.until(listeners=1)
        await start(quick, "1", WATCH)
        await world.until(listeners=2)
        await world.tell("customer.created", "evt_1")
        assert (await hear(quick))["payload"]["data"]["events"]["id"] == "evt_1"
        await world.until(listeners=1)
        last = None
        while (message := await hear(slow))["type"] == "next":
            last = message["payload"]["data"]["counting"]["id"]
        assert message["type"] == "error"
        (error,) = message["payload"]
        assert error["extensions"]["code"] == "SLOW_CONSUMER"
        assert error["extensions"]["cursor"] == f"cursor_{last}"
        await start(slow, "1", "{ __typename }")
        assert (await hear(slow))["payload"]["data"] == {"__typename": "Query"}


async def test_a_steady_reader_gets_more_than_the_buffer_holds(live: Live) -> None:
    async with live.socket() as socket:
        await init(socket)
        await start(socket, "1", "subscription { counting(upto: 500) { id } }")
        seen = [(await hear(socket))["payload"]["data"]["counting"]["id"] for _ in range(500)]
        assert seen == [str(number) for number in range(1, 501)]
        assert await hear(socket) == {"type": "complete", "id": "1"}


async def test_a_message_that_is_too_large_closes_with_1009(serve: Serve) -> None:
    async with serve(Limits(max_body_bytes=1_000)) as live, live.socket() as socket:
        await socket.send("x" * 1_001)
        assert (await closed(socket))[0] == 1009


async def test_other_addresses_take_no_sockets(live: Live) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await live.socket(path="/nowhere")
    assert refused.value.response.status_code in (403, 404)


async def test_metrics_count_sockets_and_subscriptions(live: Live, world: World) -> None:
    async with live.socket() as socket:
        await init(socket)
        await start(socket, "1", WATCH)
        await world.until(listeners=1)
        text = (await live.http.get("/metrics")).text
        assert 'paygraph_connections{transport="websocket"} 1\n' in text
        assert 'paygraph_subscriptions{transport="websocket"} 1\n' in text
        await world.tell("end", "")
        await hear(socket)
        text = (await live.http.get("/metrics")).text
        assert 'paygraph_subscriptions{transport="websocket"} 0\n' in text
        assert 'paygraph_operations_total{kind="subscription",outcome="ok",transport="websocket"} 1\n' in text
