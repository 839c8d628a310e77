"""The plainest relay: a row goes in with a NOTIFY that carries the whole event, which goes out to all sockets as it is.

There is one subscription, no key, no schema, no filter, and an event that nobody hears is lost.
"""

import asyncio
import json
import os
import secrets
from collections.abc import MutableMapping
from typing import Any

import asyncpg

Message = MutableMapping[str, Any]

CHANNEL = "told"
INSERT = f"""
WITH row AS (INSERT INTO told (id, type, data) VALUES ($1, $2, $3) RETURNING sequence)
SELECT pg_notify('{CHANNEL}', $4 || sequence || $5) FROM row
"""
AT_ONCE = 250
"""How many are told before the loop looks after others."""
SAMPLE: dict[str, Any] = json.loads(os.environ["SAMPLE"])
"""The object that events are about; each has a name of its own."""
ANSWER = b'{"data":{"customerCreate":{"customer":{"id":"%s"},"userErrors":[]}}}'


class Relay:
    """An ASGI app."""

    def __init__(self) -> None:
        self.sockets: set[Any] = set()
        self.heard: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, tenant: Message, receive: Any, send: Any) -> None:
        if tenant["type"] == "http":
            await self.create(receive, send)
        elif tenant["type"] == "websocket":
            await self.follow(receive, send)
        else:
            await self.live(receive, send)

    async def live(self, receive: Any, send: Any) -> None:
        """From the server's start to its end."""
        await receive()
        url = os.environ["DATABASE_URL"]
        self.pool = await asyncpg.create_pool(url, min_size=10, max_size=10)
        listener = await asyncpg.connect(url)
        await listener.add_listener(CHANNEL, lambda *heard: self.heard.put_nowait(str(heard[-1])))
        relaying = asyncio.create_task(self.relay())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        relaying.cancel()
        await listener.close()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def create(self, receive: Any, send: Any) -> None:
        """Insert an event and notify, in one statement."""
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message["more_body"]:
                break
        id = f"cus_{secrets.token_hex(12)}"
        event = f"evt_{secrets.token_hex(12)}"
        object = compact({**SAMPLE, "id": id, "name": json.loads(body)["variables"]["name"]})
        before = f'{{"id":"{event}","type":"customer.created","cursor":"'
        after = f'","data":{{"object":{object}}}}}'
        await self.pool.execute(INSERT, event, "customer.created", object, before, after)
        answer = ANSWER % id.encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def follow(self, receive: Any, send: Any) -> None:
        """Speak as much of graphql-transport-ws as a follower needs."""
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "graphql-transport-ws"})
        try:
            while (message := await receive())["type"] == "websocket.receive":
                if json.loads(message["text"])["type"] == "connection_init":
                    await send({"type": "websocket.send", "text": '{"type":"connection_ack"}'})
                else:
                    self.sockets.add(send)
        finally:
            self.sockets.discard(send)

    async def relay(self) -> None:
        while True:
            text = f'{{"id":"1","type":"next","payload":{{"data":{{"events":{await self.heard.get()}}}}}}}'
            message = {"type": "websocket.send", "text": text}
            for number, send in enumerate(list(self.sockets), 1):
                await send(message)
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


app = Relay()
