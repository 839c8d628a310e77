"""The schema at an address of its own, for tools: in GraphQL's schema language, and as the answer to introspection."""

import asyncio
from collections.abc import Callable

from graphql import GraphQLSchema
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.server.negotiation import JSON
from app.server.packed import Packed
from app.server.transport import transport_of
from schema.derive.introspection import introspection
from schema.derive.sdl import sdl

KEPT = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
"""Kept by clients, who ask each time whether it is still the same."""


def schema_routes(schema: GraphQLSchema) -> list[Route]:
    """GET /schema.graphql and /schema.json. They need no key, as the schema is the same for all. Where registered
    documents alone run, there is nothing."""
    language = _Made(lambda: Packed.of(f"{sdl(schema)}\n".encode(), "text/plain"))
    answer = _Made(lambda: Packed.of(introspection(schema), JSON))
    return [
        Route("/schema.graphql", language.respond, methods=["GET"]),
        Route("/schema.json", answer.respond, methods=["GET"]),
    ]


class _Made:
    """A content that is made when it is first asked for, once for all who ask meanwhile."""

    def __init__(self, make: Callable[[], Packed]) -> None:
        self._make = make
        self._making: asyncio.Future[Packed] | None = None

    async def respond(self, request: Request) -> Response:
        if transport_of(request.scope).services.trusted.only:
            raise HTTPException(404)
        if self._making is None:
            self._making = asyncio.ensure_future(asyncio.to_thread(self._make))
        return (await asyncio.shield(self._making)).response(request, KEPT)
