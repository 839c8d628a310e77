"""Events of the graph as the rows that their JSON is written from."""

from datetime import datetime
from typing import Any

FIELDS = """
    id type cursor created apiVersion livemode pendingWebhooks account
    request { id idempotencyKey } data { object previousAttributes }
"""
"""What of an event the row is made of."""


def as_row(event: dict[str, Any]) -> dict[str, Any]:
    """An event of the graph as the row that its JSON is written from."""
    request = event["request"] or {}
    return {
        **event,
        "api_version": event["apiVersion"],
        "created": datetime.fromisoformat(event["created"]),
        "pending_webhooks": event["pendingWebhooks"],
        "request": {"id": request.get("id"), "idempotency_key": request.get("idempotencyKey")},
        "data": {
            "object": event["data"]["object"],
            "previous_attributes": event["data"]["previousAttributes"],
        },
    }
