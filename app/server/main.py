"""The server put together: settings, database, keys, feed, worker and schema behind the transport."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode
from starlette.applications import Starlette

from app.access import account_pages, idempotency, keys, portal, sandboxes
from app.access.cost_cache import CostCache
from app.access.faults import Faults
from app.access.keyring import Keyring
from app.access.limits import RequestLimit
from app.access.watching import Watches
from app.clock import retention, worker
from app.database import Database
from app.errors import Misconfigured
from app.events.feed import Feed
from app.events.webhooks.courier import Courier
from app.failures import log_failure
from app.files import removal
from app.files.storage import Storage, open_storage
from app.loopback import is_loopback
from app.server.app import create_app
from app.server.authentication import authentication_routes
from app.server.credit_note_pdf import credit_note_pdf_routes
from app.server.files import file_routes
from app.server.invoice_page import invoice_routes
from app.server.invoice_pdf import invoice_pdf_routes
from app.server.mandate_page import mandate_routes
from app.server.metrics import Metrics
from app.server.onboarding.routes import onboarding_routes
from app.server.playground import PlaygroundConfig, playground_routes
from app.server.portal.login import login_routes
from app.server.portal.routes import portal_routes
from app.server.ports import Services
from app.server.quote_pdf import quote_pdf_routes
from app.server.receipts import receipt_routes
from app.server.request_log.logger import RequestLogger
from app.server.request_log.writer import Writer
from app.server.schema_routes import schema_routes
from app.server.transfer_page import transfer_routes
from app.server.trusted import TrustedDocuments
from app.settings import Settings
from app.tables.core_resources.event import Event
from schema import root
from schema.derive.context import Context
from schema.derive.permitted import Permissions
from schema.derive.rows import Row, row_class
from schema.derive.strawberry_internals import graphql_schema

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 3600.0
"""How often idempotency keys of more than a day ago, and the content of old files, are removed, and partitions made and
dropped."""


def build(settings: Settings) -> Starlette:
    """The app of one serving process. Its demo key is filled into the page, if only this machine reaches the server."""
    schema = graphql_schema(root.build())
    limits = settings.limits
    costs = CostCache(schema, limits)
    permissions = Permissions(schema)
    storage = open_storage(settings.files)
    trusted = TrustedDocuments.load(settings.documents, only=settings.only_documents)

    @asynccontextmanager
    async def open_services(metrics: Metrics) -> AsyncIterator[Services]:
        if settings.database_url is None:
            raise Misconfigured("The server needs a database: set DATABASE_URL, or start it with `paygraph serve`.")
        async with AsyncExitStack() as stack:
            database = await Database.open(
                settings.database_url,
                pool_size=settings.pool_size,
                statement_seconds=settings.limits.statement_seconds,
            )
            stack.push_async_callback(database.close)
            watches = Watches()
            keyring = await Keyring.open(database, in_use=watches.grants, gone=watches.end)
            stack.push_async_callback(keyring.close)
            faults = await Faults.open(database)
            stack.push_async_callback(faults.close)
            feed: Feed[Row] = await Feed.open(database, row_class(Event), kept=limits.socket_buffer_events)
            stack.push_async_callback(feed.close)
            if settings.worker:
                courier = Courier(database, settings.webhooks)
                stack.push_async_callback(courier.aclose)
                tasks = (
                    ("worker", worker.work(database)),
                    ("sweeper", _sweep(database, settings, storage)),
                    ("courier", courier.work()),
                )
                for name, task in tasks:
                    stack.push_async_callback(_ended, asyncio.create_task(task, name=name))
            writer = await Writer.open(database)
            stack.push_async_callback(writer.close)
            requests = RequestLimit(limits.requests_per_second, limits.burst)

            def make_context(
                caller: Any, *, request_id: str, idempotency_key: str | None, browser: Callable[[], Any] | None
            ) -> Context:
                return Context(database, caller, limits, feed, request_id, idempotency_key, browser)

            def check_limits(
                document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any], caller: Any
            ) -> Mapping[str, Any]:
                permissions.must_allow(document, operation, variables, caller)
                return costs.extensions(document, operation, variables)

            yield Services(
                schema=schema,
                authenticate=keyring.authenticate,
                recognise=keyring.recognise,
                watch=partial(watches.begin, keyring),
                check_rate=requests.spend,
                check_limits=check_limits,
                make_context=make_context,
                check_health=database.check,
                trusted=trusted,
                request_log=RequestLogger(permissions, writer, metrics),
                faults=faults,
                database=database,
                storage=storage,
            )

    def page() -> PlaygroundConfig:
        return PlaygroundConfig(settings.demo_key, bound_to_loopback=is_alone(settings))

    return create_app(
        open_services,
        limits,
        cors_origins=settings.cors_origins,
        local_pages=is_alone(settings),
        one_process=settings.workers == 1,
        routes=[
            *playground_routes(page),
            *schema_routes(schema),
            *authentication_routes(),
            *receipt_routes(),
            *file_routes(),
            *mandate_routes(),
            *transfer_routes(),
            *portal_routes(),
            *login_routes(),
            *onboarding_routes(),
            *invoice_routes(),
            *invoice_pdf_routes(),
            *credit_note_pdf_routes(),
            *quote_pdf_routes(),
        ],
    )


def is_alone(settings: Settings) -> bool:
    """Whether only this machine reaches the server."""
    return is_loopback(settings.host) and settings.public_url is None


async def _sweep(database: Database, settings: Settings, storage: Storage | None) -> None:
    keep = timedelta(days=settings.event_retention_days)
    deeds: list[tuple[Callable[[], Awaitable[object]], str]] = [
        (partial(idempotency.sweep, database), "Old idempotency keys could not be removed"),
        (partial(keys.sweep, database), "Expired keys to customers could not be removed"),
        (partial(portal.sweep, database), "Past visits of the customer portal could not be removed"),
        (partial(account_pages.sweep, database), "Past pages of accounts' owners could not be removed"),
        (partial(sandboxes.sweep, database), "What stays of deleted sandboxes could not be removed"),
        (partial(retention.maintain, database, keep=keep), "Partitions could not be made or dropped"),
    ]
    if storage is not None:
        deeds.append((partial(removal.sweep, database, storage), "The content of old files could not be removed"))
    while True:
        for deed, what in deeds:
            try:
                await deed()
            except Exception as error:
                log_failure(logger, what, error)
        await asyncio.sleep(SWEEP_SECONDS)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
