"""Thin events: their values, and the thin counterpart of an event."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from app import tables
from app.domain.snapshot import snapshot
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
        related_object=related(body) if "id" in body else None,
        object_id=event.object_id,
    )


def about(row: Resource, type: str, *, request: EventRequest | None, data: dict[str, Any] | None = None) -> ThinEvent:
    """A thin event of a type about an object."""
    return ThinEvent(
        type=type,
        reason=reason(request),
        related_object=related(snapshot(row)),
        object_id=row.id,
        data=data,
    )


def related(body: Mapping[str, Any]) -> ThinEventRelatedObject:
    """How a thin event names an object, by its JSON: with its path in Stripe's REST API."""
    path = _paths()[body["object"]].format_map(body)
    return ThinEventRelatedObject(id=body["id"], type=body["object"], url=path)


@cache
def _paths() -> dict[str, str]:
    return {table.object_name: table.path for table in tables.every()}


def reason(request: EventRequest | None) -> ThinEventReason | None:
    """Why a thin event happened: the request, if it was one."""
    if request is None or request.id is None:
        return None
    return ThinEventReason(
        type=ThinEventReasonType.REQUEST,
        request=ThinEventReasonRequest(id=request.id, idempotency_key=request.idempotency_key),
    )
