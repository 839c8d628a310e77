"""What all endpoints of one running app share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.types import Scope

from app.access.limits import LimitAtOnce
from app.errors import RateLimited
from app.reading import too_large
from app.server.connections import Connections
from app.server.metrics import Answers, Metrics
from app.server.operations import Operations
from app.server.ports import Caller, Services
from app.server.readiness import Readiness
from app.server.responses import Rejected, Result
from app.server.subscriptions import Subscriptions
from app.settings import Limits

if TYPE_CHECKING:
    from app.server.shared_stream import SharedStreams


class UnderWay:
    """A request of a key's within the block, or from `enter` to `leave`."""

    __slots__ = ("key_id", "requests")

    def __init__(self, requests: LimitAtOnce, key_id: str) -> None:
        self.requests = requests
        self.key_id = key_id

    def __enter__(self) -> None:
        self.enter()

    def __exit__(self, *_: object) -> None:
        self.leave()

    def enter(self) -> None:
        """Raises Rejected when the key has as many as it may."""
        try:
            self.requests.enter(self.key_id)
        except RateLimited as refusal:
            raise Rejected.by(refusal) from None

    def leave(self) -> None:
        """It is answered."""
        self.requests.leave(self.key_id)


@dataclass(frozen=True, slots=True)
class Transport:
    """Made when the app starts, since its services (the database, the schema) begin then."""

    services: Services
    operations: Operations
    subscriptions: Subscriptions
    connections: Connections
    metrics: Metrics
    answers: Answers
    limits: Limits
    requests: LimitAtOnce
    """The requests under way of each key."""
    readiness: Readiness
    shared_streams: SharedStreams
    """Event streams that several operations share."""
    mutations: set[asyncio.Task[None]] = field(default_factory=set)
    """Mutations whose client left before the end. They are finished all the same."""

    def under_way(self, caller: Caller) -> UnderWay:
        """A request of the caller's."""
        return UnderWay(self.requests, caller.key_id)

    def encoded(self, result: Result, request_id: str) -> tuple[Result, bytes]:
        """A result and its bytes; of one that is too large, the refusal and its bytes."""
        body = result.encode()
        if len(body) <= self.limits.max_answer_bytes:
            return result, body
        refused = Rejected.by(too_large(self.limits.max_answer_bytes)).result(request_id)
        return refused, refused.encode()

    async def finish(self) -> None:
        """Wait for those mutations, before the services close."""
        if self.mutations:
            await asyncio.wait(self.mutations)


def transport_of(scope: Scope) -> Transport:
    """The running app's transport."""
    transport = scope["app"].state.transport
    assert isinstance(transport, Transport)
    return transport


def request_id_of(scope: Scope) -> str:
    """The request's id, which RequestIds has put there."""
    request_id = scope["state"]["request_id"]
    assert isinstance(request_id, str)
    return request_id
