"""Sending again what was sent before."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import ColumnElement, exists, func, select, update
from sqlmodel import col
from typing_extensions import Doc

from app.domain.tx import Tx
from app.errors import BadRequest, InvalidRequest
from app.events.catalogue import chosen
from app.events.webhooks.choosing import THIN_TYPES
from app.events.webhooks.routing import of_target, recount
from app.events.webhooks.secrets import Target
from app.tables.core_resources.event import Event
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


async def again(tx: Tx, which: list[ColumnElement[bool]]) -> int:
    """Send these deliveries again, each from the beginning of its schedule. How many there are."""
    found = select(col(WebhookDelivery.id), col(WebhookDelivery.event_id), col(WebhookDelivery.status))
    # In the order of ids, as all do who lock many.
    found = found.where(*which, _still_kept()).order_by(col(WebhookDelivery.id)).limit(MOST).with_for_update()
    rows = (await tx.session.execute(found)).all()
    afresh: dict[str, Any] = {
        "status": WebhookDeliveryStatus.PENDING,
        "next_attempt_at": tx.real_now,
        "begun_at": None,
        "delivered_at": None,
        "tries": 0,
        "lease": None,
        "leased_until": None,
    }
    these = (*mine(tx), col(WebhookDelivery.id) == func.any(texts(row.id for row in rows)))
    begun = update(WebhookDelivery).where(*these).values(afresh)
    await tx.session.execute(begun, execution_options={"synchronize_session": False})
    counted_no_more = (WebhookDeliveryStatus.SUCCEEDED, WebhookDeliveryStatus.CANCELED)
    await recount(tx, [row.event_id for row in rows if row.event_id and row.status in counted_no_more], +1)
    tx.delivers = tx.delivers or bool(rows)
    return len(rows)


async def replayed(
    tx: Tx, target: Target, since: datetime | None, until: datetime | None, types: list[str] | None, only_failed: bool
) -> WebhookReplay:
    must_be_enabled(target, "id")
    done = [WebhookDeliveryStatus.FAILED, WebhookDeliveryStatus.CANCELED]
    if not only_failed:
        done.append(WebhookDeliveryStatus.SUCCEEDED)
    which = [*of_target(tx, target), col(WebhookDelivery.sample).is_(False), col(WebhookDelivery.status).in_(done)]
    if since is not None:
        which.append(col(WebhookDelivery.created) >= since)
    if until is not None:
        which.append(col(WebhookDelivery.created) < until)
    if types is not None:
        which.append(col(WebhookDelivery.type) == func.any(texts(types_chosen(types, "types"))))
    return WebhookReplay(at=tx.real_now, count=await again(tx, which))


def must_be_enabled(target: Target, field: str) -> None:
    if target.status != "enabled":
        kind = "webhook endpoint" if isinstance(target, WebhookEndpoint) else "event destination"
        raise InvalidRequest(f"This {kind} is disabled. Enable it to send it anything.", field=field)


def types_chosen(types: list[str], field: str) -> frozenset[str]:
    """The types that patterns choose, thin ones named whole. Raises InvalidRequest for one that chooses none."""
    try:
        return chosen([type for type in types if type not in THIN_TYPES], field=field) | (THIN_TYPES & set(types))
    except BadRequest as error:
        raise InvalidRequest(error.message, field=field) from None


def mine(tx: Tx) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
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
