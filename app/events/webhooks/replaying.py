"""Sending again what was sent before, and samples of what never happened, for those who build a receiver."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import ColumnElement, exists, func, select, update
from sqlmodel import col
from typing_extensions import Doc

from app.domain.tx import Tx
from app.domain.webhooks.fan_out import add, deliver
from app.errors import BadRequest, InvalidRequest
from app.events.catalogue import chosen
from app.events.webhooks.choosing import THIN_TYPES
from app.events.webhooks.routing import of_target, recount
from app.events.webhooks.samples import sample
from app.events.webhooks.secrets import Target
from app.ids import new_id
from app.tables.columns import Id
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.storage import texts
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint
from app.tables.webhooks.webhook_values import WebhookReplay

MOST = 100_000
"""Deliveries that one replay sends again."""

Since = Annotated[datetime | None, Doc("Only what was first sent at this moment or later.")]
Until = Annotated[datetime | None, Doc("Only what was first sent before this moment.")]
Types = Annotated[
    list[str] | None, Field(max_length=100), Doc("Only events of these types; `invoice.*` means all that begin so.")
]
OnlyFailed = Annotated[bool, Doc("Only what was never acknowledged. False sends again what was as well.")]


async def resend(
    tx: Tx,
    event: Event,
    *,
    webhook_endpoint: Annotated[
        str | None, Id("webhook_endpoint"), Doc("To this endpoint; without it, to all that it was sent to before.")
    ] = None,
) -> Event:
    """Send an event again, whether or not it was acknowledged."""
    if webhook_endpoint is not None:
        endpoint = await tx.get(WebhookEndpoint, webhook_endpoint, field="webhook_endpoint")
        _must_be_enabled(endpoint, "webhook_endpoint")
        if not await again(tx, [*of_target(tx, endpoint), col(WebhookDelivery.event_id) == event.id]):
            deliver(tx, event, endpoint.id)
            await recount(tx, [event.id], +1)
    elif not await again(tx, [*_mine(tx), col(WebhookDelivery.event_id) == event.id, _to_enabled()]):
        raise InvalidRequest(
            "This event was sent to no endpoint that is still enabled. Name one as webhook_endpoint.",
            field="webhook_endpoint",
        )
    await tx.session.refresh(event)
    return event


async def resend_delivery(tx: Tx, delivery: WebhookDelivery) -> WebhookDelivery:
    """Send again what a delivery carries, to where it went, whether or not it was acknowledged."""
    table: type[Target] = WebhookEndpoint if delivery.webhook_endpoint_id else EventDestination
    _must_be_enabled(await tx.get(table, delivery.target_id), "id")
    if not await again(tx, [*_mine(tx), col(WebhookDelivery.id) == delivery.id]):
        raise InvalidRequest("The event of this delivery is no longer kept, and cannot be sent again.", field="id")
    await tx.session.refresh(delivery)
    return delivery


async def replay(
    tx: Tx,
    endpoint: WebhookEndpoint,
    *,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    only_failed: OnlyFailed = True,
) -> WebhookEndpoint:
    """Send an endpoint again what it was sent before, or what was canceled as it was disabled, oldest first.

    Samples are not sent again, and what is still on its way is left to go on.
    """
    endpoint.last_replay = await _replay(tx, endpoint, since, until, types, only_failed)
    return endpoint


async def replay_destination(
    tx: Tx,
    destination: EventDestination,
    *,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    only_failed: OnlyFailed = True,
) -> EventDestination:
    """Send a destination again what it was sent before, or what was canceled as it was disabled, oldest first."""
    destination.last_replay = await _replay(tx, destination, since, until, types, only_failed)
    return destination


replay_destination.__name__ = "replay"


async def test(
    tx: Tx,
    endpoint: WebhookEndpoint,
    *,
    type: Annotated[str, Doc("The type of event, such as `invoice.paid`.")],
) -> WebhookEndpoint:
    """Send an endpoint a made-up sample of a type of event, in test mode alone. It is stored as no event."""
    if tx.livemode:
        raise InvalidRequest("Samples are sent in test mode alone: in live mode nothing is made up.", field="id")
    if "*" in type:
        raise InvalidRequest(f"Name one type of event in type, not '{type[:100]}'.", field="type")
    _chosen([type], "type")
    _must_be_enabled(endpoint, "id")
    id = new_id(Event.prefix)
    body = sample(id, type, endpoint.api_version, tx.real_now, request_id=tx.request.id if tx.request else None)
    add(tx, endpoint.id, type=type, sample=True, body=body, object_id=id)
    return endpoint


async def again(tx: Tx, which: list[ColumnElement[bool]]) -> int:
    """Send these deliveries again, each from the beginning of its schedule. How many there are."""
    found = select(col(WebhookDelivery.id), col(WebhookDelivery.event_id), col(WebhookDelivery.status))
    # In the order of ids, as all do who lock many.
    found = found.where(*which, _still_kept()).order_by(col(WebhookDelivery.id)).limit(MOST).with_for_update()
    rows = (await tx.session.execute(found)).all()
    afresh: dict[str, Any] = {
        "status": WebhookDeliveryStatus.PENDING,
        "next_attempt_at": tx.real_now,
        "begun_at": tx.real_now,
        "delivered_at": None,
        "tries": 0,
        "lease": None,
        "leased_until": None,
    }
    these = (*_mine(tx), col(WebhookDelivery.id) == func.any(texts(row.id for row in rows)))
    begun = update(WebhookDelivery).where(*these).values(afresh)
    await tx.session.execute(begun, execution_options={"synchronize_session": False})
    counted_no_more = (WebhookDeliveryStatus.SUCCEEDED, WebhookDeliveryStatus.CANCELED)
    await recount(tx, [row.event_id for row in rows if row.event_id and row.status in counted_no_more], +1)
    tx.delivers = tx.delivers or bool(rows)
    return len(rows)


async def _replay(
    tx: Tx, target: Target, since: datetime | None, until: datetime | None, types: list[str] | None, only_failed: bool
) -> WebhookReplay:
    _must_be_enabled(target, "id")
    done = [WebhookDeliveryStatus.FAILED, WebhookDeliveryStatus.CANCELED]
    if not only_failed:
        done.append(WebhookDeliveryStatus.SUCCEEDED)
    which = [*of_target(tx, target), col(WebhookDelivery.sample).is_(False), col(WebhookDelivery.status).in_(done)]
    if since is not None:
        which.append(col(WebhookDelivery.created) >= since)
    if until is not None:
        which.append(col(WebhookDelivery.created) < until)
    if types is not None:
        which.append(col(WebhookDelivery.type) == func.any(texts(_chosen(types, "types"))))
    return WebhookReplay(at=tx.real_now, count=await again(tx, which))


def _mine(tx: Tx) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(WebhookDelivery.account_id) == tx.account_id, col(WebhookDelivery.livemode) == tx.livemode


def _still_kept() -> ColumnElement[bool]:
    """That the event of a delivery is there to be sent."""
    kept: ColumnElement[bool] = col(WebhookDelivery.body).is_not(None)
    for table, id in ((Event, WebhookDelivery.event_id), (ThinEvent, WebhookDelivery.thin_event_id)):
        kept |= exists().where(
            col(table.id) == col(id),
            col(table.account_id) == col(WebhookDelivery.account_id),
            col(table.livemode) == col(WebhookDelivery.livemode),
        )
    return kept


def _to_enabled() -> ColumnElement[bool]:
    """That a delivery goes to an endpoint or destination that is there and enabled."""
    to_one: list[ColumnElement[bool]] = [
        exists().where(
            col(table.id) == col(WebhookDelivery.target_id),
            col(table.account_id) == col(WebhookDelivery.account_id),
            col(table.livemode) == col(WebhookDelivery.livemode),
            col(table.status) == "enabled",
            col(table.deleted_at).is_(None),
        )
        for table in (WebhookEndpoint, EventDestination)
    ]
    return to_one[0] | to_one[1]


def _must_be_enabled(target: Target, field: str) -> None:
    if target.status != "enabled":
        kind = "webhook endpoint" if isinstance(target, WebhookEndpoint) else "event destination"
        raise InvalidRequest(f"This {kind} is disabled. Enable it to send it anything.", field=field)


def _chosen(types: list[str], field: str) -> frozenset[str]:
    """The types that patterns choose, thin ones named whole. Raises InvalidRequest for one that chooses none."""
    try:
        return chosen([type for type in types if type not in THIN_TYPES], field=field) | (THIN_TYPES & set(types))
    except BadRequest as error:
        raise InvalidRequest(error.message, field=field) from None
