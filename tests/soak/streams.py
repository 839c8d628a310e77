"""Those who follow events, over WebSockets and server-sent events: whenever one is cut off, it resumes after the last
event that it was told."""

import asyncio
import json
import random
from contextlib import suppress

import aiohttp

from tests.soak.client import Client

FOLLOW = "subscription ($after: String) { events(after: $after) { cursor } }"
SILENT_SECONDS = 30.0
"""After which a stream is given up and begun again: the server pings, or sends a comment, more often."""
LEAVES = 0.003
"""How likely a follower leaves after an event, to come back."""


class Follower:
    """One stream, from its first event to its last."""

    def __init__(self, name: str, client: Client, chance: random.Random, begin: int) -> None:
        self.name = name
        self.client = client
        self.chance = chance
        self.told = client.book.seen[name]
        self.told.append(begin)
        self.resumed = 0
        self.socket = name.startswith("socket")

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(aiohttp.ClientError, OSError, TimeoutError, ValueError):
                await (self.by_socket() if self.socket else self.by_stream())
            self.resumed += 1
            await asyncio.sleep(0.2)

    def take(self, result: str) -> bool:
        """Note an event. False where the follower leaves, or is told of an error."""
        data = json.loads(result).get("data")
        if not data:
            return False
        self.told.append(int(data["events"]["cursor"]))
        return self.chance.random() > LEAVES

    @property
    def request(self) -> dict[str, object]:
        return {"query": FOLLOW, "variables": {"after": str(self.told[-1])}}

    async def by_socket(self) -> None:
        client = self.client
        async with client.session.ws_connect(
            client.url, protocols=("graphql-transport-ws",), receive_timeout=SILENT_SECONDS, autoping=True
        ) as socket:
            await socket.send_json({"type": "connection_init", "payload": client.headers})
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    return
                said = json.loads(message.data)
                if said["type"] == "connection_ack":
                    await socket.send_json({"type": "subscribe", "id": "1", "payload": self.request})
                elif said["type"] != "next" or not self.take(json.dumps(said["payload"])):
                    return

    async def by_stream(self) -> None:
        client = self.client
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=SILENT_SECONDS)
        headers = {**client.headers, "Accept": "text/event-stream"}
        async with client.session.post(client.url, json=self.request, headers=headers, timeout=timeout) as response:
            async for line in response.content:
                if line.startswith(b"data: ") and not self.take(line[6:].decode()):
                    return


async def caught_up(followers: list[Follower], last: int, seconds: float) -> None:
    """Wait until all have been told of an event, or for so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while any(follower.told[-1] < last for follower in followers):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
