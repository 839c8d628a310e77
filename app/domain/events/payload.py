"""The JSON that receivers get: an event as Stripe writes it, whole or thin. In one place for all senders."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson


def event_json(event: Mapping[str, Any], *, api_version: str | None = None) -> bytes:
    """An event's row as Stripe's JSON. `api_version` is the receiver's own, where it has one."""
    data, request = event["data"], event["request"] or {}
    body: dict[str, Any] = {
        "id": event["id"],
        "object": "event",
        "api_version": api_version or event["api_version"],
        "created": int(event["created"].timestamp()),
        "data": {"object": data["object"]},
        "livemode": event["livemode"],
        "pending_webhooks": event["pending_webhooks"],
        "request": {"id": request.get("id"), "idempotency_key": request.get("idempotency_key")},
        "type": event["type"],
    }
    if data.get("previous_attributes") is not None:
        body["data"]["previous_attributes"] = data["previous_attributes"]
    if event["account"] is not None:
        body["account"] = event["account"]
    return orjson.dumps(body)


def thin_event_json(event: Mapping[str, Any]) -> bytes:
    """A thin event's row as Stripe's JSON: without its data, which receivers read on request."""
    body = {
        "id": event["id"],
        "object": "v2.core.event",
        "type": event["type"],
        "livemode": event["livemode"],
        "created": in_milliseconds(event["created"]),
        "context": event["context"],
        "related_object": event["related_object"],
        "reason": event["reason"],
    }
    if event["reason"] is not None:
        # Stripe's library for Python, at this version of the API, reads the request's id and key one level up.
        body["reason"] = {**event["reason"], **(event["reason"]["request"] or {})}
    return orjson.dumps(body)


def in_milliseconds(moment: datetime) -> str:
    """A moment as the second version of Stripe's API writes it: `2024-12-18T09:30:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
