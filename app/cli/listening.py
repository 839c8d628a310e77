"""Listening: follows the account's events through the graph, and forwards them as a webhook would be sent."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.cli.addresses import web_address
from app.cli.event_rows import FIELDS, as_row
from app.cli.following import follow
from app.cli.output import printable, shown
from app.cli.remote import UNKNOWN_TO_IT, Refused, Remote, Unreachable
from app.domain.events.payload import event_json
from app.domain.webhooks.signing import HEADER, PREFIX, signature
from app.errors import BadRequest, CursorExpired, Forbidden, Misconfigured, Unauthenticated

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
"""Seconds between attempts to be connected again."""
PATIENCE = 30.0
"""Seconds in which a receiver must have answered."""
LATEST = "{ events(first: 20, orderBy: [{ field: ID, direction: DESC }]) { nodes { cursor } } }"
EVENTS = f"subscription($types: [String!], $after: String) {{ events(types: $types, after: $after) {{ {FIELDS} }} }}"
RESENT = f"subscription($types: [String!]) {{ eventsResent(types: $types) {{ {FIELDS} }} }}"
# Apart, as a server of an earlier version has no accounts to choose.
OF_ACCOUNTS = EVENTS.replace("(types:", "(accounts: { all: true }, types:")
RESENT_OF_ACCOUNTS = RESENT.replace("(types:", "(accounts: { all: true }, types:")
REMEMBERED = 10_000
"""Events of connected accounts by which those are known that come once more after a break."""
GIVES_UP = (Unauthenticated.code, Forbidden.code, BadRequest.code, UNKNOWN_TO_IT)
"""Refusals that trying again will not change."""


def secret_of(key: str) -> str:
    """The signing secret of what a key's listener forwards: always the same, and known to every holder of the key."""
    return PREFIX + hashlib.sha256(f"paygraph listen {key}".encode()).hexdigest()


def target_of(text: str) -> str:
    """The URL to forward events to. Raises Misconfigured."""
    if meant := web_address(text):
        return meant
    raise Misconfigured(f"Events cannot be forwarded to {text}: give a web address, such as localhost:3000/hooks.")


def written(row: dict[str, Any]) -> str:
    """An event's row as a line."""
    of = f"  {row['account']}" if row["account"] else ""
    return printable(f"{shown(row['created'])}  {row['type']}  {row['id']}{of}")


@dataclass
class Listener:
    """One `paygraph listen`. `show` is handed the row of each event, and `say` each line that is said besides, with its
    style."""

    remote: Remote
    say: Callable[[str, str], None]
    show: Callable[[dict[str, Any]], None]
    types: list[str] | None = None
    forward_to: str | None = None
    after: str | None = None
    """The cursor of the last event that was handled: where it continues after a break. With `connect`, its id."""
    connect: bool = False
    """Whether it also handles the events of connected accounts."""
    pause: Callable[[float], Any] = asyncio.sleep
    _tries: int = field(default=0, init=False)
    _begun: bool = field(default=False, init=False)
    _handled: dict[str, None] = field(default_factory=dict, init=False)
    """The ids of the events of connected accounts that were handled lately."""
    _hears_again: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    """Set once it follows what is sent again, or cannot."""

    async def run(self) -> None:
        """Handle each event, through every break of the connection. Raises Refused when the server will not have it."""
        async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            again = asyncio.create_task(self._handle_again(client))
            try:
                await self._handle_all(client)
            finally:
                again.cancel()
                await asyncio.gather(again, return_exceptions=True)

    async def _handle_all(self, client: httpx.AsyncClient) -> None:
        while True:
            try:
                async for event in self._events(client):
                    if event["id"] in self._handled:
                        continue
                    await self._handle(client, event)
                    self._note(event)
                raise Unreachable("The server ended the stream.")
            except Unreachable as problem:
                await self._wait(str(problem))
            except Refused as refused:
                if refused.code in GIVES_UP:
                    raise
                if refused.code == CursorExpired.code:
                    self.say("Some events are no longer kept: listening from now on.", "yellow")
                    self.after = None
                await self._wait(str(refused))

    def _note(self, event: dict[str, Any]) -> None:
        """Note that an event was handled."""
        if not self.connect:
            self.after = event["cursor"]
            return
        self.after = event["id"]
        self._handled[event["id"]] = None
        if len(self._handled) > REMEMBERED:
            del self._handled[next(iter(self._handled))]

    async def _events(self, client: httpx.AsyncClient) -> AsyncIterator[dict[str, Any]]:
        if self.after is None and not self.connect:
            # Where the stream stands, so that a break before the first event loses none either.
            nodes = (await self.remote.ask_through(client, LATEST))["events"]["nodes"]
            self.after = max((node["cursor"] for node in nodes), key=int, default="0")
        if not self._begun:
            # From here on no event is lost, whether it is new or sent again.
            await self._hears_again.wait()
            self._begun = True
            self.say(f"Listening to {self.remote.url}; Ctrl-C ends it.", "bold")
        document = OF_ACCOUNTS if self.connect else EVENTS
        async for data in follow(self.remote, document, types=self.types, after=self.after):
            self._tries = 0
            yield data["events"]

    async def _handle_again(self, client: httpx.AsyncClient) -> None:
        """Handle what is sent again. Of breaks of its connection nothing is said: the other breaks, too."""
        while True:
            try:
                document = RESENT_OF_ACCOUNTS if self.connect else RESENT
                async for data in follow(self.remote, document, begun=self._hears_again.set, types=self.types):
                    await self._handle(client, data["eventsResent"], again=True)
            except Refused as refused:
                if refused.code in GIVES_UP:
                    return
            except Unreachable:
                pass
            finally:
                self._hears_again.set()
            await self.pause(FIRST_PAUSE)

    async def _wait(self, why: str) -> None:
        seconds = min(FIRST_PAUSE * 2**self._tries, LONGEST_PAUSE)
        self._tries += 1
        self.say(f"{why} Trying again in {seconds:g} seconds.", "yellow")
        await self.pause(seconds)

    async def _handle(self, client: httpx.AsyncClient, event: dict[str, Any], *, again: bool = False) -> None:
        row = as_row(event)
        self.show(row)
        if again:
            self.say("  sent again", "")
        if self.forward_to is not None:
            await self._forward(client, self.forward_to, row)

    async def _forward(self, client: httpx.AsyncClient, url: str, row: dict[str, Any]) -> None:
        body = event_json(row)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            HEADER: signature(body, [secret_of(self.remote.key)], int(time.time())),
        }
        try:
            answer = await client.post(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            self.say(f"  → {url}  no answer: {str(error) or type(error).__name__}", "red")
            return
        self.say(f"  → {url}  {answer.status_code}", "green" if answer.is_success else "red")
