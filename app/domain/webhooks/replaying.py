"""Replays: sending events of the past again."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import ColumnElement, exists, func
from typing_extensions import Doc

from app.domain.events.catalogue import chosen
from app.domain.tx import Tx
from app.domain.webhooks.choosing import THIN_TYPES
from app.domain.webhooks.routing import among, delivery, recount
from app.domain.webhooks.secrets import Target
from app.error_codes import ErrorCode
from app.errors import BadRequest, InvalidRequest
from app.tables.core_resources.event import Event
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.storage import texts
from app.tables.tenancy import emitted
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint
from app.tables.webhooks.webhook_values import WebhookReplay

MOST = 100_000
"""Maximum number of deliveries that one replay sends again."""

Since = Annotated[datetime | None, Doc("Earliest creation time of deliveries, inclusive; no limit by default.")]
Until = Annotated[datetime | None, Doc("Latest creation time of deliveries, exclusive; no limit by default.")]
Types = Annotated[
    list[str] | None,
    Field(max_length=100),
    Doc("Event types to send again, such as `invoice.paid` or `invoice.*`; all types by default."),
]
OnlyFailed = Annotated[bool, Doc("Whether to skip acknowledged deliveries. Default true.")]


async def again(tx: Tx, *which: ColumnElement[bool]) -> int:
    """Send these deliveries again, each from the beginning of its schedule. Returns their number."""
    read = (delivery.id, delivery.event_id, delivery.account, delivery.status)
    found = tx.select(WebhookDelivery, *read).where(*which, _still_kept())
    # In the order of ids, as all do who lock many.
    rows = await tx.execute(found.order_by(delivery.id).limit(MOST).with_for_update())
    if not rows:
        return 0
    afresh: dict[str, Any] = {
        "status": WebhookDeliveryStatus.PENDING,
        "next_attempt_at": tx.real_now,
        "begun_at": None,
        "delivered_at": None,
        "tries": 0,
        "lease": None,
        "leased_until": None,
    }
    these = tx.update(WebhookDelivery).where(delivery.id == func.any(texts(row.id for row in rows)))
    await tx.execute(these.values(afresh))
    tx.work.altered[tx.tenant].update(row.id for row in rows)
    counted_no_more = (WebhookDeliveryStatus.SUCCEEDED, WebhookDeliveryStatus.CANCELED)
    await recount(tx, [row for row in rows if row.status in counted_no_more], +1)
    tx.work.delivers = True
    return len(rows)


async def replayed(
    tx: Tx, target: Target, since: datetime | None, until: datetime | None, types: list[str] | None, only_failed: bool
) -> WebhookReplay:
    must_be_enabled(target, "id")
    done = [WebhookDeliveryStatus.FAILED, WebhookDeliveryStatus.CANCELED]
    if not only_failed:
        done.append(WebhookDeliveryStatus.SUCCEEDED)
    which = [delivery.target_id == target.id, delivery.sample.is_(False), among(done)]
    if since is not None:
        which.append(delivery.created >= since)
    if until is not None:
        which.append(delivery.created < until)
    if types is not None:
        which.append(delivery.type == func.any(texts(types_chosen(types, "types"))))
    if tx.event_types is not None:
        which.append(delivery.type == func.any(texts(tx.event_types)))
    return WebhookReplay(at=tx.real_now, count=await again(tx, *which))


def must_be_enabled(target: Target, field: str) -> None:
    if target.status != "enabled":
        kind = "webhook endpoint" if isinstance(target, WebhookEndpoint) else "event destination"
        raise InvalidRequest(
            f"This {kind} is disabled. Enable it to send it anything.",
            code=ErrorCode.STATUS_TRANSITION_INVALID,
            field=field,
        )


def types_chosen(types: list[str], field: str) -> frozenset[str]:
    """The types that patterns choose, thin ones named whole. Raises InvalidRequest for one that chooses none."""
    try:
        return chosen([type for type in types if type not in THIN_TYPES], field=field) | (THIN_TYPES & set(types))
    except BadRequest as error:
        raise InvalidRequest(error.message, code=ErrorCode.PARAMETER_INVALID, field=field) from None


def _still_kept() -> ColumnElement[bool]:
    """That the event of a delivery is still stored, and that the account is still connected where it came from."""
    kept: ColumnElement[bool] = delivery.body.is_not(None)
    for event, id in ((Event.__table__.c, delivery.event_id), (ThinEvent.__table__.c, delivery.thin_event_id)):
        kept |= exists().where(event.id == id, emitted(event, delivery))
    return kept
