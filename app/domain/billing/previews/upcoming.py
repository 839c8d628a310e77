"""The notice of an invoice to come: once for each period, so many days before a subscription renews."""

from datetime import timedelta
from typing import Any

from app.domain import lists
from app.domain.billing.previews import finishing, following, imagining
from app.domain.billing.settings import settings_of
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.ids import new_id
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.core_resources.event import Event


@job("subscription.invoice_upcoming", Subscription, whole=True)
async def announce(tx: Tx, subscription: Subscription) -> None:
    """The subscription renews in as many days as the settings say."""
    if not following.renews(subscription):
        return
    body = await _body(tx, subscription)
    if body is not None:
        # Nothing has the id of a preview.
        id = body.pop("id")
        tx.announce(Invoice.event_type("upcoming"), body, id)


async def _body(tx: Tx, subscription: Subscription) -> dict[str, Any] | None:
    """The next invoice, as event JSON; None if there will be none."""
    with imagining.imagined(tx):
        # What is undone is what is got from here on.
        locked = await tx.get(Subscription, subscription.id)
        found = await following.invoice(tx, locked, None)
        if found is None:
            return None
        await finishing.finish(tx, found.invoice)
        body = lists.shown(tx.work, found.invoice)
    for line in body["lines"]["data"]:
        line["id"] = new_id(finishing.LINE)
    return body


@when("customer.subscription.created", "customer.subscription.updated")
async def plan(tx: Tx, event: Event) -> None:
    """A period has begun: have its end announced, where there is time before it."""
    created = event.type.endswith("created")
    if not created and "current_period_end" not in (event.data.previous_attributes or {}):
        return
    subscription = await tx.get(Subscription, event.data.object["id"])
    days = (await settings_of(tx)).days_before_renewal
    if not created:
        tx.unwake(announce, subscription)
    if days is None or subscription.ended_at is not None:
        return
    due = subscription.current_period_end - timedelta(days=days)
    if due > tx.now:
        tx.wake(due, announce, subscription)
