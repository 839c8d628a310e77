"""The life of a Tx: begun, committed with its events in order, or rolled back; then notified."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

import asyncpg

from app.connection import OUTCOME_UNKNOWN, Connection
from app.database import Database
from app.domain import quiet, reactions, writing
from app.domain.events.routes import forget, remember, routes_of
from app.domain.events.streams import Emission, advancing
from app.domain.events.striking import strike
from app.domain.faults.faulted import faulted
from app.domain.real_time import real_now
from app.domain.tx import Tx
from app.domain.work import Work
from app.errors import LockTimeout, NotDone, Refusal, Unavailable
from app.sql import Part, Row, insert
from app.tables.core_resources.event import EventRequest
from app.tables.infrastructure import Routes
from app.tables.tenancy import Tenant

logger = logging.getLogger(__name__)

CHANNEL = "paygraph_events"
DELIVERIES = "paygraph_deliveries"
"""The channel that notifies workers of new deliveries, without a payload: workers query them."""


ATTEMPTS = 4
"""How many times a transaction is tried."""

BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, Unavailable, LockTimeout)
"""Errors after which a transaction can only be rolled back."""


Given = TypeVar("Given")


class RoutesChanged(Exception):
    """The routes of events have just changed: the transaction must be retried."""


def worth_repeating(error: BaseException) -> bool:
    """Whether a transaction failed only because of concurrent ones, so that a retry may succeed.

    Nothing of it was committed, so callers that can repeat the whole transaction should, a few times.
    """
    return isinstance(error, RoutesChanged | asyncpg.DeadlockDetectedError | asyncpg.SerializationError)


async def repeated(attempt: Callable[[], Awaitable[Given]]) -> Given:
    """What an attempt at a whole transaction gives. One that failed only because of concurrent ones is made again."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return await attempt()
        except Exception as error:
            if not left or not worth_repeating(error):
                raise
    raise AssertionError("the last attempt returns or raises")


@asynccontextmanager
async def transaction(
    database: Database,
    tenant: Tenant,
    *,
    request: EventRequest | None = None,
    now: datetime | None = None,
    preview: bool = False,
) -> AsyncIterator[Tx]:
    """One transaction: committed at the end, and on a refusal that is an outcome; otherwise rolled back. A `preview` is
    always rolled back: what would come of it is in memory alone.

    Raises LockTimeout when another transaction holds what it needs for too long, Unavailable when the database is lost.
    """
    work = Work(database, now or real_now())
    tx = Tx(work, tenant, request)
    try:
        try:
            yield tx
        except Refusal as refusal:
            if refusal.commits and not preview:
                await commit(tx)
            raise
        else:
            if not preview:
                await commit(tx)
    except asyncpg.LockNotAvailableError as error:
        raise LockTimeout from error
    finally:
        await work.close()
        # It knows itself, which would keep all that it read until the collector comes by.
        tx.family.clear()


async def commit(tx: Tx) -> None:
    """Run the reactions to emitted events, write all changes, and notify."""
    await react(tx)
    work = tx.work
    emissions = await _write(tx)
    await work.close()
    for tenant, changed in work.routes.items():
        remember(work.database, tenant, changed)
        if changed.faulty:
            faulted(work.database).add(tenant)
    for channel, payload in work.notices:
        work.database.hear(channel, payload)
    for each in emissions:
        if each.tx.events:
            tenant, last = each.tx.tenant, each.tx.events[-1].sequence
            work.database.notify(CHANNEL, f"{tenant.account}:{tenant.mode}:{last}", key=tenant)
        if each.fan.deliveries:
            work.delivers = True
    if work.delivers:
        work.database.notify(DELIVERIES, "")
    for tenant, altered in work.altered.items():
        told = {event.object_id for event in tx.on(tenant).events}
        quiet.notify(work.database.notify, tenant, altered - told)
    for deed in work.after_commit:
        try:
            await deed(work.database)
        except Unavailable as error:
            # What is answered is committed. Workers finish what follows from it.
            logger.warning("A test clock is moved on later: %s", error)


async def react(tx: Tx) -> None:
    """Run the reactions to events that have not been reacted to yet, and to the events that these emit."""
    while pending := [each for each in tx.family.values() if len(each.reacted) < len(each.events)]:
        for each in pending:
            event = each.events[len(each.reacted)]
            each.reacted.append(event)
            await reactions.react(each, event)


async def _write(tx: Tx) -> list[Emission]:
    """Send the statement, and commit. Without locks nothing was sent before: then the statement is a transaction of its
    own. Returns what was emitted for each tenant."""
    work = tx.work
    emitting = [each for _, each in sorted(tx.family.items()) if each.events or each.thin]
    while True:
        emissions = [await _emission(each) for each in emitting]
        await strike(emissions)
        parts = writing.changes(work)
        mirrors = [mirror for each in emissions for mirror in each.fan.mirrors]
        if mirrors:
            parts.append(insert(mirrors))
        if not parts and not emissions:
            await work.commit()
            return []
        connection = await work.connection()
        try:
            await _send(connection, parts, emissions)
        except RoutesChanged:
            for each in emissions:
                forget(work.database, each.tx.tenant)
                if each.platform is not None:
                    forget(work.database, each.platform)
            if connection.begun:
                raise
        except asyncpg.UniqueViolationError as error:
            raise work.unique.get(error.constraint_name, error) from None
        else:
            return emissions


async def _emission(tx: Tx) -> Emission:
    """What a tenant emits, on the routes that are known to this process."""
    routes = await _routes(tx.work, tx.tenant)
    if routes.platform is None:
        return Emission.of(tx, routes)
    return Emission.of(tx, routes, await _routes(tx.work, tx.tenant._replace(account=routes.platform)))


async def _routes(work: Work, tenant: Tenant) -> Routes:
    return work.routes.get(tenant) or await routes_of(work, tenant)


async def _send(connection: Connection, parts: list[Part], emissions: list[Emission]) -> None:
    begun = connection.begun
    try:
        rows: list[Row] = await connection.run(*writing.together(parts, advancing(emissions) if emissions else None))
    except asyncpg.NotNullViolationError as error:
        if error.column_name != "routes_version":
            raise
        raise RoutesChanged from error
    except NotDone:
        raise
    except Unavailable as error:
        raise error if begun else Unavailable(OUTCOME_UNKNOWN) from error
    await connection.commit()
    last = {Tenant.of(row): row.last_sequence for row in rows} if emissions else {}
    for each in emissions:
        first = last[each.tx.tenant] - len(each.tx.events) + 1
        for sequence, event in enumerate(each.tx.events, first):
            event.sequence = sequence
