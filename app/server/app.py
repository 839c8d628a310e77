"""The ASGI application: its routes, what starts before them and ends after them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app import about
from app.access.limits import requests_at_once
from app.errors import NotFound
from app.logs import keep_discreet
from app.server.connections import Connections
from app.server.fast_path import FastPath
from app.server.faults import MethodNotAllowed
from app.server.guard import Guard
from app.server.http import GraphQLOverHTTP
from app.server.metrics import Answers, Metrics
from app.server.middleware import Failures, RequestIds
from app.server.negotiation import JSON
from app.server.operations import Operations
from app.server.ports import Services
from app.server.readiness import Readiness
from app.server.shared_stream import SharedStreams
from app.server.sites import Sites
from app.server.subscriptions import Subscriptions
from app.server.transport import Transport, transport_of
from app.server.websocket import PATIENCE_SECONDS, GraphQLOverWebSocket
from app.settings import Limits

OpenServices = Callable[[Metrics], AbstractAsyncContextManager[Services]]
"""Opens the database and whatever else the services need when the app starts, and closes it when the app ends. It gets
the metrics, to add its own."""


class Served(Starlette):
    """Starlette, past whose layers WebSockets go: none of these has anything to say to them, and each socket would keep
    a part of each for as long as it lives."""

    def __init__(self, sockets: ASGIApp, **options: Any) -> None:
        super().__init__(**options)
        self.sockets = RequestIds(sockets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] == scope.get("root_path", "") + "/graphql":
            scope["app"] = self
            await self.sockets(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(
    open_services: OpenServices,
    limits: Limits,
    *,
    cors_origins: Sequence[str] = (),
    local_pages: bool = False,
    routes: Sequence[BaseRoute] = (),
    patience: float = PATIENCE_SECONDS,
    one_process: bool = True,
) -> Starlette:
    """The app. `cors_origins` are the other sites whose pages may call it (`*` for all); with `local_pages`, those of
    this machine may too. `routes` come after ours; they find the services in `transport_of(scope)`. `patience` is how
    many seconds a subscriber with a full buffer may read nothing. With more than `one_process`, a client's
    requests may go to different ones."""
    keep_discreet()
    connections = Connections(per_key=limits.sockets_per_key)
    metrics = Metrics()
    sites = Sites(cors_origins, local=local_pages)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, Any]]:
        async with open_services(metrics) as services:
            operations = Operations(
                services, limits, beyond=lambda why: metrics.add("paygraph_fallbacks_total", why=why)
            )
            subscriptions = Subscriptions(operations)
            answers = Answers(metrics)
            requests = requests_at_once(limits.requests_at_once)
            readiness = Readiness(services.check_health, services.storage.check if services.storage else None)
            transport = Transport(
                services,
                operations,
                subscriptions,
                connections,
                metrics,
                answers,
                limits,
                requests,
                readiness,
                SharedStreams(patience=patience, one_process=one_process),
            )
            app.state.transport = transport
            guard = Guard(limits)
            looking = asyncio.create_task(guard.keep_looking(), name="guard")
            yield {
                "connections": connections,
                "fast_path": FastPath(transport, CORSMiddleware(app, **sites.options) if sites.any else None),
                "guard": guard,
            }
            looking.cancel()
            await transport.finish()

    return Served(
        GraphQLOverWebSocket(sites, patience=patience),
        lifespan=lifespan,
        routes=[
            Route("/graphql", GraphQLOverHTTP(), include_in_schema=False),
            Route("/healthz", say_alive),
            Route("/readyz", say_ready),
            Route("/metrics", metrics.endpoint),
            *routes,
        ],
        middleware=[
            Middleware(RequestIds),
            *([Middleware(CORSMiddleware, **sites.options)] if sites.any else []),
            Middleware(Failures),
        ],
        exception_handlers={HTTPException: tell_http_exception},
    )


async def say_alive(request: Request) -> Response:
    """GET /healthz: 200 as long as the process answers, and which paygraph it is. To start it again would not help a
    database."""
    return Response(orjson.dumps({"status": "ok", **about()}), media_type=JSON)


async def say_ready(request: Request) -> Response:
    """GET /readyz: 200 when queries and mutations can be answered, 503 with the reason otherwise. Files alone that
    cannot be kept are told of with the 200, as another server could not keep them either."""
    readiness = await transport_of(request.scope).readiness.look()
    if readiness.reason is not None:
        body = orjson.dumps({"status": "unavailable", "reason": readiness.reason})
        return Response(body, status_code=503, media_type=JSON, headers={"Retry-After": "1"})
    impaired = {"impaired": readiness.impaired} if readiness.impaired else {}
    return Response(orjson.dumps({"status": "ready", **impaired}), media_type=JSON)


async def tell_http_exception(request: Request, error: Exception) -> Response:
    """Raises Starlette's own refusals (no such page, not by this method) as ours."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allow = ", ".join(sorted((error.headers or {}).get("Allow", "GET").split(", ")))
        told = f"{request.url.path} does not take {request.method}. It takes {allow}."
        raise MethodNotAllowed(told, allow=allow) from None
    raise NotFound(f"There is nothing at {request.url.path}. The graph is at /graphql.") from None
