"""A bare ASGI app that runs one statement for each query, and passes on the JSON that it made."""

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg

ACCOUNT = os.environ["ACCOUNT"]
STATEMENTS = {path.stem: path.read_text() for path in Path(__file__).parent.glob("*.sql")}

Message = dict[str, Any]
_pool: asyncpg.Pool | None = None


async def app(
    tenant: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """The path names the query; the body may have its one variable, `id`."""
    global _pool  # noqa: PLW0603
    if tenant["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            _pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10, reset=keep)
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    body = (await receive())["body"]
    arguments = [json.loads(body)["id"]] if body else []
    assert _pool is not None
    async with _pool.acquire() as connection:
        made: str = await connection.fetchval(STATEMENTS[tenant["path"][1:]], ACCOUNT, *arguments)
    answer = f'{{"data":{made}}}'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


async def keep(_connection: asyncpg.Connection) -> None:
    """Nothing to reset: a statement that only reads changes nothing on a connection."""
