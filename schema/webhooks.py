"""Webhooks, as the graph shows them: endpoints, deliveries and attempts."""

from collections.abc import Callable
from typing import Any

from strawberry.types.field import StrawberryField

from app.domain.webhooks import deliveries, endpoints
from app.domain.webhooks.secrets import newest, opened
from app.tables.resource import Resource
from app.tables.webhooks.webhook_attempt import WebhookAttempt
from app.tables.webhooks.webhook_delivery import WebhookDelivery
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.latest import latest
from schema.derive.operations import Exposed
from schema.derive.rows import Result
from schema.derive.types import graph_type

Show = Callable[[Any, str | None], Any]


def with_secret(table: type[Resource], show: Show) -> Callable[[], list[StrawberryField]]:
    """The object on the payload of a mutation that made a secret: `show` puts the secret into the row.

    The secret is read and opened for the answer alone, so that it is never stored under an idempotency key.
    """

    async def resolve(root: Any, info: Info) -> Any:
        row = root["row"]
        if row is None:
            return None
        found = await info.context.reader.hidden(newest(row["id"]))
        return show(row, opened(found[0]["sealed"], row["id"]) if found else None)

    def fields() -> list[StrawberryField]:
        return [
            resolved_field(
                str(table.__tablename__),
                resolve,
                kind=None,
                description="The object after the mutation, with the new secret; null if there is none.",
                returns=graph_type(table) | None,
                arguments={"root": Any, "info": Info},
            )
        ]

    return fields


def changed(row: Any, **values: Any) -> Result:
    """A row of a payload that shows something besides its columns."""
    result = Result(row)
    result.table = row.table
    result.update(values)
    return result


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
