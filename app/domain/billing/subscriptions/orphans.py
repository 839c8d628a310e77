"""What a deleted customer leaves behind: subscriptions end at once, and no invoice is collected by itself any more."""

from app.domain.billing.subscriptions import ending
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.core_resources.event import Event


@when("customer.deleted")
async def end(tx: Tx, event: Event) -> None:
    """The customer is gone."""
    id = event.data.object["id"]
    for subscription in await tx.find(Subscription, customer_id=id, ended_at=None):
        await ending.close(tx, subscription)
    await ending.stop_collecting(tx, await tx.find(Invoice, customer_id=id, auto_advance=True))
