"""A multipart response, read part by part."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

BOUNDARY = b"\r\n--graphql"


class Parts:
    """The parts of a response, one after another."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.bytes = response.aiter_bytes()
        self.rest = b""
        self.begun = False

    async def next(self) -> Any:
        """The next part's JSON; None at the closing boundary. Raises StopAsyncIteration where it is cut off."""
        if not self.begun:
            self.begun = True
            assert await self._until(BOUNDARY) == b"", "nothing comes before the first boundary"
        if (await self._peek(2)) == b"--":
            return None
        head, _, body = (await self._until(BOUNDARY)).partition(b"\r\n\r\n")
        assert head == b"\r\ncontent-type: application/json; charset=utf-8"
        return json.loads(body)

    async def all(self) -> list[Any]:
        """All parts, to the closing boundary, after which nothing comes."""
        found = []
        while (part := await self.next()) is not None:
            found.append(part)
        assert self.rest + b"".join([chunk async for chunk in self.bytes]) == b"--\r\n"
        return found

    async def _until(self, mark: bytes) -> bytes:
        while mark not in self.rest:
            self.rest += await anext(self.bytes)
        before, _, self.rest = self.rest.partition(mark)
        return before

    async def _peek(self, count: int) -> bytes:
        while len(self.rest) < count:
            self.rest += await anext(self.bytes)
        return self.rest[:count]


@asynccontextmanager
async def parts(
    client: httpx.AsyncClient, body: Any, accept: str, method: str = "POST", **headers: str
) -> AsyncIterator[Parts]:
    what: dict[str, Any] = {"params": body} if method == "GET" else {"json": body}
    async with client.stream(method, "/graphql", headers={"Accept": accept} | headers, **what) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("multipart/mixed; boundary=graphql")
        yield Parts(response)
