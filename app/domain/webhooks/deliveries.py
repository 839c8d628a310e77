"""Deliveries: sent again on request."""

from app.domain.tx import Tx
from app.domain.webhooks.replaying import again, must_be_enabled
from app.domain.webhooks.routing import delivery as columns
from app.domain.webhooks.secrets import Target
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.event_destination import EventDestination
from app.tables.webhooks.webhook_delivery import WebhookDelivery
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint


async def resend(tx: Tx, delivery: WebhookDelivery) -> WebhookDelivery:
    """Send the event of a delivery to the same target again, whether or not acknowledged."""
    table: type[Target] = WebhookEndpoint if delivery.webhook_endpoint_id else EventDestination
    must_be_enabled(await tx.get(table, delivery.target_id), "id")
    if not await again(tx, columns.id == delivery.id):
        raise InvalidRequest(
            "The event of this delivery is no longer kept, and cannot be sent again.",
            code=ErrorCode.RESOURCE_MISSING,
            field="id",
        )
    await tx.refresh(delivery)
    return delivery
