"""A client, as what answers it sees it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from starlette.types import Send

from app.server.middleware import send_json
from app.server.request_head import RequestHead


class Response(NamedTuple):
    """One whole response."""

    body: bytes
    status: int
    media_type: str
    headers: Mapping[str, str]
    """Those that say more than its type, its length and its coding."""
    coding: str | None = None
    """The content coding that the body is in."""

    async def send(self, send: Send) -> None:
        """Send it through ASGI."""
        headers = self.headers if self.coding is None else {**self.headers, "content-encoding": self.coding}
        await send_json(send, self.body, status=self.status, media_type=self.media_type, headers=headers)


class Client(Protocol):
    """A client, through ASGI or through the fast path of plain requests (see fast_path)."""

    head: RequestHead
    request_id: str

    @property
    def peer(self) -> Sequence[Any] | None:
        """The other end of the connection."""

    @property
    def receive(self) -> Callable[[], Awaitable[Any]]:
        """As in ASGI, for what is answered as a stream."""

    @property
    def send(self) -> Callable[[Any], Awaitable[None]]:
        """The same."""

    async def read(self, limit: int) -> bytes:
        """The request's body, of at most `limit` bytes. Raises BodyTooLarge, MalformedRequest."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The request's body as it comes, in place of `read`. Raises MalformedRequest."""

    async def reply(self, response: Response) -> None:
        """Send one whole response."""

    def cut(self) -> None:
        """Close the connection without a response."""
