"""Webhooks, as the graph shows them: endpoints, deliveries and attempts."""

from typing import Any

from strawberry.types.field import StrawberryField

from app.domain.webhooks import deliveries, endpoints
from app.tables.webhooks.webhook_attempt import WebhookAttempt
from app.tables.webhooks.webhook_delivery import WebhookDelivery
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint
from schema.derive.fields import resolved_field
from schema.derive.latest import latest
from schema.derive.operations import Exposed
from schema.derive.shown_once import changed, with_secret


def sent_again() -> list[StrawberryField]:
    """`count` on the payload of a replay."""

    def resolve(root: Any) -> Any:
        row = root["row"]
        return None if row is None or root["errors"] else row["last_replay"]["count"]

    return [
        resolved_field(
            "count",
            resolve,
            kind=None,
            description="Number of deliveries that the replay schedules; null if the replay was refused.",
            returns=int | None,
            arguments={"root": Any},
        )
    ]


family = (
    Exposed(
        WebhookEndpoint,
        create=endpoints.create,
        update=endpoints.update,
        delete=endpoints.delete,
        verbs=(endpoints.roll_secret, endpoints.replay, endpoints.test),
        payloads={
            "create": with_secret(WebhookEndpoint, lambda row, secret: changed(row, secret=secret)),
            "roll_secret": with_secret(WebhookEndpoint, lambda row, secret: changed(row, secret=secret)),
            "replay": sent_again,
            "test": latest(
                "delivery",
                WebhookDelivery,
                "Delivery of the sample event; null if the test was refused.",
                lambda c, row: (c.webhook_endpoint_id == row["id"], c.sample),
            ),
        },
    ),
    Exposed(WebhookDelivery, verbs=(deliveries.resend,)),
    Exposed(WebhookAttempt),
)
