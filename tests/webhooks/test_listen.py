"""`paygraph listen` and `paygraph events resend`, against servers as shipped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from app.cli.event_rows import as_row
from app.cli.listening import Listener, secret_of, target_of, written
from app.cli.main import app
from app.cli.remote import Refused, Remote
from app.database import Database
from app.errors import Misconfigured
from app.server.main import build
from app.settings import Limits, Settings
from tests.cli.warm import paygraph
from tests.connect.test_connected import connect
from tests.graph import Graph, new_caller
from tests.server.conftest import Live, served
from tests.webhooks.conftest import customer, endpoint
from tests.webhooks.receiver import Receiver, status, verified

LIMITS = Limits(requests_per_second=1e6, burst=1_000_000)


@asynccontextmanager
async def serving(database: Database) -> AsyncIterator[Live]:
    """A server with its worker and courier, as `paygraph serve` starts it."""
    settings = Settings(database_url=database.url, limits=LIMITS)
    async with served(build(settings), LIMITS) as live:
        yield live


class Terminal:
    """What a listener says, and a way to wait for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._said = asyncio.Event()

    def say(self, line: str, style: str) -> None:
        self.lines.append(line.strip())
        self._said.set()
        self._said = asyncio.Event()

    def show(self, row: dict[str, Any]) -> None:
        self.say(written(row), "")

    async def shows(self, *parts: str) -> None:
        """Wait until a line has all of these."""
        async with asyncio.timeout(30):
            while not any(all(part in line for part in parts) for line in self.lines):
                await self._said.wait()


@asynccontextmanager
async def listening(terminal: Terminal, server: Remote, **options: Any) -> AsyncIterator[Listener]:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0.01)

    listener = Listener(server, terminal.say, terminal.show, pause=at_once, **options)
    running = asyncio.create_task(listener.run())
    try:
        yield listener
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def at(live: Live, graph: Graph) -> Remote:
    return Remote(f"http://127.0.0.1:{live.port}", graph.secret)


async def test_events_are_printed_and_forwarded_with_a_valid_signature(database: Database, receiver: Receiver) -> None:
    terminal = Terminal()
    async with serving(database) as live:
        graph = await new_caller(live.http, database)
        await customer(graph, name="Before")
        server = at(live, graph)
        options = {"types": ["customer.*"], "forward_to": receiver.url()}
        async with listening(terminal, server, **options) as listener:
            await terminal.shows(f"Listening to {server.url}; Ctrl-C ends it.")
            # However soon it comes.
            await customer(graph, name="Ada")
            await receiver.reach(1)
            await graph.do("productCreate", "id", input={"name": "Seat"})
            receiver.answer = status(500)
            id = await customer(graph, name="Last")
            await terminal.shows(receiver.url(), "500")
    event = verified(receiver.received[0], secret_of(server.key))
    assert event.type == "customer.created"
    assert {request.json["type"] for request in receiver.received} == {"customer.created"}
    assert [request.json["data"]["object"]["name"] for request in receiver.received] == ["Ada", "Last"]
    assert receiver.received[-1].json["data"]["object"]["id"] == id
    assert listener.after is not None
    assert any("customer.created" in line and receiver.ids[0] in line for line in terminal.lines)
    assert any(line.endswith("200") for line in terminal.lines)


async def test_what_is_forwarded_is_what_a_webhook_is_sent(
    graph: Graph, database: Database, receiver: Receiver, other: Receiver
) -> None:
    """To the byte, but for what is still pending."""
    terminal = Terminal()
    async with serving(database) as live:
        merchant = await new_caller(live.http, database)
        await endpoint(merchant, other)
        async with listening(terminal, at(live, merchant), after="0", forward_to=receiver.url()):
            id = await customer(merchant, name="Ada")
            await merchant.do("customerUpdate", "id", id=id, input={"name": "Grace"})
            await receiver.reach(2)
            await other.reach(2)
    for forwarded, sent in zip(receiver.received, other.received, strict=True):
        assert forwarded.json | {"pending_webhooks": 1} == sent.json | {"pending_webhooks": 1}
        assert list(forwarded.json) == list(sent.json)


async def test_it_goes_on_where_it_was_after_the_server_was_away(database: Database, receiver: Receiver) -> None:
    """One server ends, events are told through another, and a third takes the first one's place."""
    terminal = Terminal()
    async with AsyncExitStack() as stack:
        stays = await stack.enter_async_context(serving(database))
        graph = await new_caller(stays.http, database)
        first = await stack.enter_async_context(serving(database))
        remote_ = at(first, graph)
        async with listening(terminal, remote_, after="0", forward_to=receiver.url()) as listener:
            await customer(graph, name="1")
            await receiver.reach(1)
            await first.stop()
            await customer(graph, name="2")
            await customer(graph, name="3")
            await terminal.shows("Trying again")
            listener.remote = at(stays, graph)
            await receiver.reach(3)
    assert [request.json["data"]["object"]["name"] for request in receiver.received] == ["1", "2", "3"]


def names(receiver: Receiver) -> list[str]:
    """Those of the customers that were told of, in order."""
    return [each.json["data"]["object"]["name"] for each in receiver.received]


async def test_it_hears_connected_accounts_and_each_event_once(database: Database, receiver: Receiver) -> None:
    """What is told once more after a break is not handled once more."""
    terminal = Terminal()
    async with AsyncExitStack() as stack:
        stays = await stack.enter_async_context(serving(database))
        graph = await new_caller(stays.http, database)
        account = await connect(graph, type="CUSTOM")
        there = graph.on(account)
        first = await stack.enter_async_context(serving(database))
        options = {"connect": True, "types": ["customer.created"], "forward_to": receiver.url()}
        async with listening(terminal, at(first, graph), **options) as listener:
            await terminal.shows("Listening")
            told = 0
            async with asyncio.timeout(30):
                # It listens a moment after it says so, and who has heard of no event yet has no place to resume from.
                while not receiver.received:
                    await customer(there, name=f"Early {told}")
                    told += 1
                    await asyncio.sleep(0.05)
            await customer(there, name="1")
            async with asyncio.timeout(30), receiver.came:
                await receiver.came.wait_for(lambda: "1" in names(receiver))
            assert any(account in line for line in terminal.lines)
            await first.stop()
            await customer(there, name="2")
            await customer(graph, name="3")
            await terminal.shows("Trying again")
            listener.remote = at(stays, graph)
            async with asyncio.timeout(30), receiver.came:
                await receiver.came.wait_for(lambda: {"2", "3"} <= set(names(receiver)))
            given = {"PAYGRAPH_URL": f"127.0.0.1:{stays.port}", "PAYGRAPH_KEY": graph.secret}
            (id,) = {each.json["id"] for each in receiver.received if each.json["data"]["object"]["name"] == "2"}
            arguments = ("events", "resend", id, "--account", account)
            status, _, complaint = await asyncio.to_thread(paygraph, *arguments, environment=given)
            assert (status, complaint) == (0, "")
            await terminal.shows("sent again")
    assert sorted(name for name in names(receiver) if name in "123") == ["1", "2", "2", "3"]
    assert {each.json.get("account") for each in receiver.received} == {account, None}


async def test_what_is_sent_again_reaches_a_listener_of_any_process(database: Database, receiver: Receiver) -> None:
    """However soon after it says that it listens, and though no endpoint is there. What is sent to one endpoint alone,
    or is of another type or account, does not."""
    terminal = Terminal()
    async with serving(database) as live, serving(database) as another:
        graph = await new_caller(live.http, database)
        stranger = await new_caller(live.http, database)
        ids = {}
        for caller in (graph, stranger):
            await customer(caller, name="Ada")
            await caller.do("productCreate", "id", input={"name": "Seat"})
            events = (await caller("{ events(first: 9) { nodes { id type } } }"))["events"]["nodes"]
            ids[caller.secret] = {event["type"]: event["id"] for event in events}
        mine, theirs = ids[graph.secret], ids[stranger.secret]
        made = await endpoint(graph, receiver, "plan.created")
        again = Graph(another.http, graph.tenant, graph.secret)
        options = {"types": ["customer.*"], "forward_to": receiver.url()}
        async with listening(terminal, at(live, graph), **options):
            await terminal.shows("Listening")
            await stranger.do("eventResend", "id", id=theirs["customer.created"], input={})
            await again.do("eventResend", "id", id=mine["product.created"], input={})
            sent = await again.do("eventResend", "id pendingWebhooks", id=mine["customer.created"], input={})
            assert sent == {"id": mine["customer.created"], "pendingWebhooks": 0}
            await terminal.shows("sent again")
            await receiver.reach(1)
            input = {"webhookEndpoint": made["id"]}
            await again.do("eventResend", "id", id=mine["customer.created"], input=input)
            await receiver.reach(2)
            await graph.do("customerCreate", "id", input={"name": "New"})
            await receiver.reach(3)
    assert [request.json["data"]["object"]["name"] for request in receiver.received] == ["Ada", "Ada", "New"]
    verified(receiver.received[0], secret_of(graph.secret))
    verified(receiver.received[1], made["secret"])
    (place,) = [place for place, line in enumerate(terminal.lines) if line == "sent again"]
    assert mine["customer.created"] in terminal.lines[place - 1]
    assert not any("product" in line for line in terminal.lines)


async def test_a_receiver_that_is_not_there_stops_nothing(database: Database, unused_port: int) -> None:
    terminal = Terminal()
    async with serving(database) as live:
        graph = await new_caller(live.http, database)
        forward_to = f"http://127.0.0.1:{unused_port}/"
        async with listening(terminal, at(live, graph), after="0", forward_to=forward_to):
            await customer(graph)
            await terminal.shows("no answer")
            id = await customer(graph)
            await graph.do("customerDelete", "id", id=id)
            await terminal.shows("customer.deleted")


async def test_a_key_that_does_not_work_ends_it(database: Database) -> None:
    async with serving(database) as live:
        server = Remote(f"http://127.0.0.1:{live.port}", "sk_test_" + "x" * 43)
        for after in (None, "0"):
            with pytest.raises(Refused) as refused:
                await Listener(server, lambda *_: None, lambda _: None, after=after).run()
            assert refused.value.code == "UNAUTHENTICATED"


async def test_the_commands(database: Database, receiver: Receiver) -> None:
    async with serving(database) as live:
        graph = await new_caller(live.http, database)
        made = await endpoint(graph, receiver)
        await customer(graph)
        await receiver.reach(1)
        event = receiver.ids[0]
        given = {"PAYGRAPH_URL": f"127.0.0.1:{live.port}", "PAYGRAPH_KEY": graph.secret}

        def run(*arguments: str) -> Any:
            return asyncio.to_thread(paygraph, *arguments, environment=given)

        status, said, complaint = await run("events", "resend", event)
        assert (status, complaint) == (0, "")
        assert said.startswith(f"{event} (customer.created) is sent again; ")
        await receiver.reach(2)
        status, _, complaint = await run("events", "resend", event, "--endpoint", "we_none")
        assert (status, complaint) == (1, "No such webhook endpoint: 'we_none'\n")
        status, _, complaint = await run("events", "resend", event, "--key", "sk_test_" + "x" * 43)
        assert status == 1
        assert complaint.startswith("There is no API key sk_test_…xxxx.")
        status, said, _ = await run("listen", "--print-secret")
        assert (status, said.strip()) == (0, secret_of(graph.secret))
        assert made["secret"] != said.strip()
        status, _, complaint = await run("listen", "--events", "nonsense.*")
        assert (status, "nonsense.*" in complaint) == (1, True)
    assert receiver.ids == [event, event]


def test_a_server_is_named_in_any_way() -> None:
    for url in ("localhost:8000", "http://localhost:8000/", "http://localhost:8000/graphql"):
        server = Remote(url, "sk_test_1")
        assert (server.url, server.key) == ("http://localhost:8000", "sk_test_1")
    assert {command.name for command in app.registered_commands} >= {"listen"}


def test_an_event_of_time_has_no_request() -> None:
    event: dict[str, Any] = {
        "created": "2025-01-01T00:00:00Z",
        "apiVersion": None,
        "pendingWebhooks": 0,
        "request": None,
        "data": {"object": {}, "previousAttributes": None},
    }
    assert as_row(event)["request"] == {"id": None, "idempotency_key": None}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://shop.example/hooks", "https://shop.example/hooks"),
        ("localhost:3000/hooks", "http://localhost:3000/hooks"),
        ("localhost:3000/hooks?to=http://other.example", "http://localhost:3000/hooks?to=http://other.example"),
        ("8191", "http://localhost:8191"),
        (":8191/hooks", "http://localhost:8191/hooks"),
        ("10.0.0.1/hooks", "http://10.0.0.1/hooks"),
    ],
)
def test_where_to_forward_to(typed: str, meant: str) -> None:
    assert target_of(typed) == meant


@pytest.mark.parametrize("typed", ["ftp://shop.example", "/hooks", "", "99999", "http://[oops"])
def test_where_nothing_can_be_forwarded_to(typed: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        target_of(typed)
    assert str(refused.value) == (
        f"Events cannot be forwarded to {typed}: give a web address, such as localhost:3000/hooks."
    )
