"""One WebSocket as uvicorn serves it, with bounds to what a client can have it hold."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.server.frames import WithWire
from app.server.guard import Guard, InGuard
from app.server.outbox import Outbox, size_of
from app.server.striking import CUT

INTRODUCE = "paygraph.introduce"
"""Under which an ASGI scope has what is called once the client has shown a key."""
PONGS = 65_536
"""Bytes that wait for a client, beyond which its pings are answered no more."""
FRAGMENTS = 1_000
"""Frames of one message."""
MESSAGES = 1_000
"""Messages that come at once, before the first of them is taken."""
FIRST_MESSAGES = 16
FIRST_BYTES = 65_536
"""The same of a client that has not shown a key, and how much room they take."""


def size(message: dict[str, Any]) -> int:
    """What a message takes."""
    text = message.get("text")
    return len(message.get("bytes") or b"") if text is None else size_of(text)


class SocketConnection(InGuard, WithWire, WebSocketsSansIOProtocol):
    """The bounds are narrow until the client has shown a key. Who exceeds one is cut off."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.guard: Guard = app_state["guard"]
        self.outbox: Outbox | None = None
        """What waits for a client that has shown a key."""
        self.longest = self.conn.max_message_size or 0
        self.conn.max_message_size = min(self.longest, self.guard.limits.introduction_bytes)

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[INTRODUCE] = self.introduce
            extensions[CUT] = self.drop

    def introduce(self, outbox: Outbox) -> None:
        """The client has shown a key."""
        self.outbox = outbox
        outbox.relieve = self.guard.relieve
        self.conn.max_message_size = self.longest
        self.guard.begin(self)

    @property
    def unread_bytes(self) -> int:
        kept: int = self.transport.kept_bytes
        return kept + (self.outbox.size if self.outbox else 0)

    def look(self, now: float) -> None:
        if self.transport.seconds(now) > self.guard.limits.answer_seconds:
            self.drop()

    def handle_ping(self) -> None:
        super().handle_ping()
        if self.transport.get_write_buffer_size() > PONGS:
            self.drop()

    def handle_cont(self, event: Any) -> None:
        if len(self.frames) < FRAGMENTS:
            super().handle_cont(event)
        else:
            self.drop()

    def send_receive_event_to_app(self) -> None:
        super().send_receive_event_to_app()
        messages, introduced = self.queue.messages, self.outbox is not None
        too_many = len(messages) > (MESSAGES if introduced else FIRST_MESSAGES)
        if too_many or (not introduced and sum(map(size, messages)) > FIRST_BYTES):
            self.drop()
