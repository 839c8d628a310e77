"""The endpoint /graphql for WebSockets: agrees on a subprotocol and opens a session."""

from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from app.server.dialects import DIALECTS, Dialect
from app.server.frames import wire_of
from app.server.request_head import Origin
from app.server.session import Session
from app.server.sites import Sites, is_own
from app.server.socket_connection import INTRODUCE
from app.server.striking import CUT
from app.server.transport import request_id_of, transport_of

SUBPROTOCOL_NOT_ACCEPTABLE = 4406

PATIENCE_SECONDS = 10.0
"""How long a client may read nothing while its buffer is full, before its subscription ends with `SLOW_CONSUMER`."""


class GraphQLOverWebSocket:
    """Accepts graphql-transport-ws, and graphql-ws from clients that know no better.

    CORS does not hold for WebSockets: any site's page may open one. A page of a site that may not call must bring a
    key in `connection_init`; what its browser adds to the handshake does not count.
    """

    def __init__(self, sites: Sites, *, patience: float = PATIENCE_SECONDS) -> None:
        self.sites = sites
        self.patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        dialect = choose(scope["subprotocols"])
        await send({"type": "websocket.accept", "subprotocol": dialect.subprotocol if dialect else None, "headers": []})
        if dialect is None:
            reason = "Subprotocol not acceptable: use graphql-transport-ws"
            await send({"type": "websocket.close", "code": SUBPROTOCOL_NOT_ACCEPTABLE, "reason": reason})
            return
        transport, wire, headers = transport_of(scope), wire_of(scope), Headers(scope=scope)
        extensions: dict[str, Any] = scope.get("extensions") or {}
        session = Session(
            transport,
            dialect,
            receive,
            send,
            authorization=headers.get("authorization") if self.may_call(headers) else None,
            account=headers.get("stripe-account"),
            browser=Origin(scope.get("client"), headers.get("x-forwarded-for"), headers.get("user-agent")).browser,
            request_id=request_id_of(scope),
            patience=self.patience,
            wire=wire,
            introduce=extensions.get(INTRODUCE, lambda _: None),
            cut=extensions.get(CUT),
        )
        scope["headers"] = []
        if wire is not None:
            wire.settle()
        transport.metrics.add("paygraph_connections", transport="websocket")
        try:
            await session.run()
        finally:
            transport.metrics.add("paygraph_connections", -1, transport="websocket")

    def may_call(self, headers: Headers) -> bool:
        """Whether the client is no page, or one of this server's or of a site that may call."""
        origin = headers.get("origin")
        return origin is None or is_own(origin, headers.get("host")) or self.sites.allows(origin)


def choose(offered: list[str]) -> Dialect | None:
    """The new protocol wins when a client offers both."""
    return next((dialect for dialect in DIALECTS if dialect.subprotocol in offered), None)
