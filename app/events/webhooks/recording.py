"""Recording what came of attempts, many in one transaction; and how each endpoint fares over time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.database import Database
from app.domain.transaction import Scope, transaction
from app.errors import ResourceMissing
from app.events.webhooks.endpoints import give_up
from app.events.webhooks.schedule import next_attempt
from app.events.webhooks.secrets import Target
from app.events.webhooks.sending import Outcome
from app.ids import new_id
from app.settings import Webhooks
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.storage import texts
from app.tables.webhooks.webhook_attempt import WebhookAttempt
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint


async def record(database: Database, outcomes: Sequence[Outcome], options: Webhooks, now: datetime) -> None:
    """Keep what came of attempts: each as a row of its own, in its delivery, and in its event's count."""
    async with database.session() as session:
        session.add_all([_attempt(outcome) for outcome in outcomes])
        acknowledged = await _conclude(session, {outcome.parcel.id: outcome for outcome in outcomes}, options, now)
        if acknowledged:
            # In order, as all who change many events do.
            mine = tuple_(col(Event.id), col(Event.account_id), col(Event.livemode))
            counted = select(Event.id).where(mine.in_(acknowledged)).order_by(col(Event.id)).with_for_update()
            await session.execute(counted)
            fewer = update(Event).where(mine.in_(acknowledged))
            fewer = fewer.values(pending_webhooks=func.greatest(col(Event.pending_webhooks) - 1, 0))
            await session.execute(fewer, execution_options={"synchronize_session": False})
        await session.commit()


async def _conclude(
    session: AsyncSession, outcomes: dict[str, Outcome], options: Webhooks, now: datetime
) -> list[tuple[str, str, bool]]:
    """Change the deliveries. The events, by their whole keys, that have been acknowledged once more."""
    acknowledged = []
    these = select(WebhookDelivery).where(col(WebhookDelivery.id) == func.any(texts(outcomes)))
    for delivery in await session.scalars(these.order_by(col(WebhookDelivery.id)).with_for_update()):
        outcome = outcomes[delivery.id]
        delivery.attempt_count += 1
        if delivery.status != WebhookDeliveryStatus.PENDING:
            continue
        if outcome.succeeded:
            delivery.status, delivery.delivered_at = WebhookDeliveryStatus.SUCCEEDED, now
            delivery.next_attempt_at = None
            if delivery.event_id is not None:
                acknowledged.append((delivery.event_id, delivery.account_id, delivery.livemode))
        elif delivery.lease != outcome.parcel.lease:
            # The claim lapsed, and another holds it now: what comes of that one counts.
            continue
        else:
            _put_off(delivery, options, now)
        delivery.lease = delivery.leased_until = None
    return acknowledged


def _put_off(delivery: WebhookDelivery, options: Webhooks, now: datetime) -> None:
    delivery.tries += 1
    # From the first attempt on: what waited while no server ran has not been tried yet.
    delivery.begun_at = delivery.begun_at or now
    # A sample is sent once: whoever tests an endpoint looks at what came of it, and sends another.
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
        id=new_id(WebhookAttempt.prefix),
        account_id=parcel.account_id,
        livemode=parcel.livemode,
        created=outcome.sent_at,
        delivery_id=parcel.id,
        event_id=parcel.event_id,
        thin_event_id=parcel.thin_event_id,
        webhook_endpoint_id=parcel.webhook_endpoint_id,
        event_destination_id=parcel.event_destination_id,
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

    In transactions of their own, as whoever changes an endpoint locks it before its deliveries.
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
    table, parcel = _table(outcome), outcome.parcel
    mine = (col(table.id) == parcel.target_id, col(table.account_id) == parcel.account_id)
    differs = col(table.failing_since).is_not(None) if since is None else col(table.failing_since).is_(None)
    async with database.session() as session:
        noted = update(table).where(*mine, col(table.livemode) == parcel.livemode, differs)
        await session.execute(noted.values(failing_since=since))
        await session.commit()


async def _give_up(database: Database, outcome: Outcome, now: datetime) -> None:
    parcel = outcome.parcel
    scope = Scope(parcel.account_id, parcel.livemode)
    try:
        async with transaction(database, scope, now=now.replace(microsecond=0)) as tx:
            target = await tx.get(_table(outcome), parcel.target_id)
            # It may have been mended meanwhile, or switched off and on again.
            if target.failing_since == parcel.failing_since and target.status == "enabled":
                await give_up(tx, target)
    except ResourceMissing:
        return


def _table(outcome: Outcome) -> type[Target]:
    return EventDestination if outcome.parcel.webhook_endpoint_id is None else WebhookEndpoint
