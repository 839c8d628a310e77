"""Pending invoice items that are billed at an interval of their own."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
WEEKLY = {"interval": "WEEK"}


async def next_of(shop: Subscriber, id: str) -> str | None:
    query = "query ($id: ID!) { it: subscription(id: $id) { nextPendingInvoiceItemInvoice } }"
    found: str | None = (await shop.graph(query, id=id))["it"]["nextPendingInvoiceItemInvoice"]
    return found


async def weekly(shop: Subscriber) -> tuple[str, str, dict[str, Any]]:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000), pendingInvoiceItemInterval=WEEKLY)
    return clock, customer, made


async def test_pending_items_are_billed_each_week(shop: Subscriber) -> None:
    clock, customer, made = await weekly(shop)
    assert await next_of(shop, made["id"]) == "2025-03-10T10:00:00Z"
    await shop.item(customer, 700, description="Support")
    told = await shop.advance(clock, START + 8 * DAY)
    assert ("invoice.created", "2025-03-10T10:00:00Z") in told
    assert ("invoice.paid", "2025-03-10T11:00:00Z") in told
    after = await shop.subscription(made["id"])
    invoice = after["latestInvoice"]
    assert (invoice["billingReason"], lines(invoice)) == (
        "AUTOMATIC_PENDING_INVOICE_ITEM_INVOICE",
        [("Support", 700)],
    )
    assert (after["currentPeriodEnd"], invoice["status"]) == (made["currentPeriodEnd"], "PAID")
    assert await next_of(shop, made["id"]) == "2025-03-17T10:00:00Z"
    # Without items there is no invoice.
    told = await shop.advance(clock, START + 20 * DAY)
    assert [type for type, _ in told if type == "invoice.created"] == []
    assert await next_of(shop, made["id"]) == "2025-03-24T10:00:00Z"


async def test_null_ends_the_interval(shop: Subscriber) -> None:
    clock, customer, made = await weekly(shop)
    await shop.change(made["id"], pendingInvoiceItemInterval=None)
    assert await next_of(shop, made["id"]) is None
    await shop.item(customer, 700, description="Support")
    told = await shop.advance(clock, START + 20 * DAY)
    assert [type for type, _ in told if type == "invoice.created"] == []
    await shop.advance(clock, START + 32 * DAY)
    assert len(lines((await shop.subscription(made["id"]))["latestInvoice"])) == 2


async def test_the_interval_ends_with_the_subscription(shop: Subscriber) -> None:
    clock, customer, made = await weekly(shop)
    await shop.item(customer, 700)
    await shop.graph.do("subscriptionCancel", "id", id=made["id"])
    assert await next_of(shop, made["id"]) is None
    told = await shop.advance(clock, START + 8 * DAY)
    assert [type for type, _ in told if type == "invoice.created"] == []
