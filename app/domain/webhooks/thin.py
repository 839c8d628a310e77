"""Thin events: what they say, and the thin counterpart of an event."""

from typing import Any

from app.tables.core_resources.event import Event, EventRequest
from app.tables.core_resources.thin_event import (
    ThinEvent,
    ThinEventReason,
    ThinEventReasonRequest,
    ThinEventReasonType,
    ThinEventRelatedObject,
)
from app.tables.resource import Resource


def mirrored(event: Event) -> ThinEvent:
    """The thin event of the same occurrence. Stripe names those of its first version's objects `v1.<type>`."""
    body = event.data.object
    return ThinEvent(
        type=f"v1.{event.type}",
        context=event.account,
        reason=reason(event.request),
        related_object=related(body["object"], body["id"]) if "id" in body else None,
        object_id=event.object_id,
    )


def about(row: Resource, type: str, *, request: EventRequest | None, data: dict[str, Any] | None = None) -> ThinEvent:
    """A thin event of a type about an object."""
    return ThinEvent(
        type=type,
        reason=reason(request),
        related_object=related(row.object_name, row.id),
        object_id=row.id,
        data=data,
    )


def related(object_name: str, id: str) -> ThinEventRelatedObject:
    """How a thin event names an object: an object of `v2.…` has its path in that version of the API."""
    path = f"/{object_name.replace('.', '/')}s/{id}"
    return ThinEventRelatedObject(id=id, type=object_name, url=path if object_name.startswith("v2.") else f"/v1{path}")


def reason(request: EventRequest | None) -> ThinEventReason | None:
    """Why a thin event happened: the request, if it was one."""
    if request is None or request.id is None:
        return None
    return ThinEventReason(
        type=ThinEventReasonType.REQUEST,
        request=ThinEventReasonRequest(id=request.id, idempotency_key=request.idempotency_key),
    )
