"""Recording what came of attempts, many in one statement; and how each endpoint fares over time."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy import update as updating

from app.connection import Connection
from app.database import Database
from app.domain import quiet
from app.domain.transaction import transaction
from app.domain.webhooks.endpoints import give_up
from app.domain.webhooks.secrets import Target
from app.domain.work import Key, key_of
from app.domain.writing import together
from app.errors import ResourceMissing
from app.events.webhooks.outcome import Outcome
from app.events.webhooks.schedule import next_attempt
from app.ids import new_id
from app.settings import Webhooks
from app.sql import Part, insert, update
from app.tables.codec import codec
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.storage import texts
from app.tables.tenancy import Tenant, belongs
from app.tables.webhooks.webhook_attempt import WebhookAttempt
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

CONCLUDED = (
    "attempt_count",
    "status",
    "delivered_at",
    "next_attempt_at",
    "tries",
    "begun_at",
    "lease",
    "leased_until",
)
"""What an attempt may change of its delivery."""
# Events are locked in the order of their ids, as all do who lock many; and found by them: no index can serve the other
# conditions as they are written, by which PostgreSQL might choose to read all of an account's.
ACKNOWLEDGE = (
    "UPDATE event SET pending_webhooks = greatest(event.pending_webhooks - counted.times, 0) FROM ("
    "SELECT held.id, held.account_id, held.livemode, new.times FROM event AS held "
    "JOIN unnest($?::text[], $?::text[], $?::bool[], $?::bigint[]) AS new (id, account_id, livemode, times) "
    "ON new.id = held.id AND (new.account_id, new.livemode) IS NOT DISTINCT FROM (held.account_id, held.livemode) "
    "ORDER BY held.id FOR UPDATE OF held) AS counted "
    "WHERE event.id = counted.id "
    "AND (event.account_id, event.livemode) IS NOT DISTINCT FROM (counted.account_id, counted.livemode)"
)


async def record(database: Database, outcomes: Sequence[Outcome], options: Webhooks, now: datetime) -> None:
    """Keep what came of attempts: each as a row of its own, in its delivery, and in its event's count."""
    async with database.begin() as connection:
        deliveries = await _locked(connection, outcomes)
        acknowledged: Counter[Key] = Counter()
        for outcome in outcomes:
            delivery = deliveries.get((WebhookDelivery, outcome.parcel.id, Tenant.of(outcome.parcel)))
            if delivery is not None and _conclude(delivery, outcome, options, now) and delivery.event_id:
                owner = Tenant.of(delivery)
                emitter = owner if delivery.account is None else owner._replace(account=delivery.account)
                acknowledged[Event, delivery.event_id, emitter] += 1
        parts = [insert([_attempt(outcome) for outcome in outcomes])]
        if deliveries:
            parts.append(update([*deliveries.values()], CONCLUDED))
        if acknowledged:
            ids = [(id, *tenant, times) for (_, id, tenant), times in acknowledged.items()]
            parts.append(Part(ACKNOWLEDGE, [list(column) for column in zip(*ids, strict=True)]))
        await connection.run(*together(parts))
    changed: defaultdict[Tenant, list[str]] = defaultdict(list)
    for _, id, tenant in (*deliveries, *acknowledged):
        changed[tenant].append(id)
    for tenant, these in changed.items():
        quiet.notify(database.notify, tenant, these)


async def _locked(connection: Connection, outcomes: Sequence[Outcome]) -> dict[Key, WebhookDelivery]:
    """The deliveries that were attempted, by their keys."""
    shape = codec(WebhookDelivery)
    id = WebhookDelivery.__table__.c.id
    these = select(*shape.selected).where(id == func.any(texts(outcome.parcel.id for outcome in outcomes)))
    rows = await connection.fetch(these.order_by(id).with_for_update())
    return {key_of(delivery): delivery for delivery in map(shape.load, rows)}


def _conclude(delivery: WebhookDelivery, outcome: Outcome, options: Webhooks, now: datetime) -> bool:
    """Change a delivery by what came of an attempt. Whether that acknowledged it."""
    delivery.attempt_count += 1
    if delivery.status != WebhookDeliveryStatus.PENDING:
        return False
    if outcome.succeeded:
        delivery.status, delivery.delivered_at = WebhookDeliveryStatus.SUCCEEDED, now
        delivery.next_attempt_at = None
    elif delivery.lease != outcome.parcel.lease:
        # The claim expired, and another holds it now: what comes of that one counts.
        return False
    else:
        _put_off(delivery, options, now)
    delivery.lease = delivery.leased_until = None
    return outcome.succeeded


def _put_off(delivery: WebhookDelivery, options: Webhooks, now: datetime) -> None:
    delivery.tries += 1
    # From the first attempt on: what waited while no server ran has not been tried yet.
    delivery.begun_at = delivery.begun_at or now
    # A sample is sent once: the tester of an endpoint looks at the result, and sends another.
    delivery.next_attempt_at = None
    if not delivery.sample:
        delivery.next_attempt_at = next_attempt(
            delivery.tries,
            begun=delivery.begun_at,
            now=now,
            livemode=delivery.livemode,
            live_hours=options.live_retry_hours,
        )
    if delivery.next_attempt_at is None:
        delivery.status = WebhookDeliveryStatus.FAILED


def _attempt(outcome: Outcome) -> WebhookAttempt:
    parcel = outcome.parcel
    return WebhookAttempt(
        **Tenant.of(parcel).columns,
        id=new_id(WebhookAttempt.prefix),
        created=outcome.sent_at,
        delivery_id=parcel.id,
        event_id=parcel.event_id,
        thin_event_id=parcel.thin_event_id,
        webhook_endpoint_id=parcel.webhook_endpoint_id,
        event_destination_id=parcel.event_destination_id,
        type=parcel.type,
        number=parcel.attempt_count + 1,
        succeeded=outcome.succeeded,
        status_code=outcome.status_code,
        latency=outcome.latency,
        response=outcome.response,
        error=outcome.error,
        message=outcome.message,
        signed_at=outcome.signed_at,
    )


async def note_health(database: Database, outcomes: Sequence[Outcome], options: Webhooks, now: datetime) -> None:
    """Note where endpoints began to fail, or fail no more; disable those in live mode that failed for days.

    In transactions of their own, as a change of an endpoint locks it before its deliveries.
    """
    for outcome in {outcome.parcel.target_id: outcome for outcome in outcomes}.values():
        since: datetime | None = outcome.parcel.failing_since
        if outcome.succeeded:
            if since is not None:
                await _set_failing(database, outcome, None)
        elif since is None:
            await _set_failing(database, outcome, now)
        elif outcome.parcel.livemode and now - since >= timedelta(days=options.disable_after_days):
            await _give_up(database, outcome, now)


async def _set_failing(database: Database, outcome: Outcome, since: datetime | None) -> None:
    table = _table(outcome).__table__
    differs = table.c.failing_since.is_not(None) if since is None else table.c.failing_since.is_(None)
    mine = (table.c.id == outcome.parcel.target_id, *belongs(table.c, Tenant.of(outcome.parcel)))
    async with database.writing() as connection:
        changing = updating(table).where(*mine, differs).values(failing_since=since).returning(table.c.id)
        changed = await connection.fetch(changing)
    if changed:
        quiet.notify(database.notify, Tenant.of(outcome.parcel), [outcome.parcel.target_id])


async def _give_up(database: Database, outcome: Outcome, now: datetime) -> None:
    parcel = outcome.parcel
    try:
        async with transaction(database, Tenant.of(parcel), now=now.replace(microsecond=0)) as tx:
            target = await tx.get(_table(outcome), parcel.target_id)
            # It may have been mended meanwhile, or switched off and on again.
            if target.failing_since == parcel.failing_since and target.status == "enabled":
                await give_up(tx, target)
    except ResourceMissing:
        return


def _table(outcome: Outcome) -> type[Target]:
    return EventDestination if outcome.parcel.webhook_endpoint_id is None else WebhookEndpoint
