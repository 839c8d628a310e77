"""Trials: free until they end, with or without a payment method."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.billing.invoices.biller import PAID
from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_trial_is_free_announced_and_billed_at_its_end(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=7)
    assert (made["status"], made["trialStart"], made["trialEnd"], made["billingCycleAnchor"]) == (
        "TRIALING",
        "2025-03-03T10:00:00Z",
        "2025-03-10T10:00:00Z",
        "2025-03-10T10:00:00Z",
    )
    first = made["latestInvoice"]
    assert (first["status"], lines(first)) == ("PAID", [("Trial period for Gold", 0)])
    assert first["paymentIntent"] is None
    told = await shop.advance(clock, START + 8 * DAY)
    assert [each for each in told if each[0].startswith("customer.subscription")] == [
        ("customer.subscription.trial_will_end", "2025-03-07T10:00:00Z"),
        ("customer.subscription.updated", "2025-03-10T10:00:00Z"),
    ]
    over = await shop.subscription(made["id"])
    assert (over["status"], over["currentPeriodEnd"]) == ("ACTIVE", "2025-04-10T10:00:00Z")
    assert lines(over["latestInvoice"]) == [("1 × Gold (at $10.00 / month)", 1000)]
    assert over["latestInvoice"]["status"] == "PAID"


@pytest.mark.parametrize(
    ("behavior", "status", "event"),
    [
        ("CANCEL", "CANCELED", "customer.subscription.deleted"),
        ("PAUSE", "PAUSED", "customer.subscription.paused"),
    ],
)
async def test_a_trial_that_ends_without_a_payment_method(
    shop: Subscriber, behavior: str, status: str, event: str
) -> None:
    clock, customer = await shop.under_clock(None)
    made = await shop.subscribe(
        customer,
        await shop.monthly(1000),
        trialPeriodDays=1,
        trialSettings={"endBehavior": {"missingPaymentMethod": behavior}},
    )
    told = [type for type, _ in await shop.advance(clock, START + 3 * DAY)]
    assert event in told
    assert "invoice.created" not in told
    assert (await shop.subscription(made["id"]))["status"] == status


async def test_a_paused_subscription_resumes_with_a_new_period(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock(None)
    settings = {"endBehavior": {"missingPaymentMethod": "PAUSE"}}
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=1, trialSettings=settings)
    await shop.advance(clock, START + 40 * DAY)
    assert len(await shop.invoices(made["id"])) == 1
    await shop.save(customer, "pm_card_visa")
    await shop.told()
    resumed = await shop.graph.do("subscriptionResume", "id", id=made["id"])
    assert resumed == {"id": made["id"]}
    told = await shop.told()
    assert [type for type in told if type.startswith("customer.subscription")] == [
        "customer.subscription.resumed",
        "customer.subscription.updated",
    ]
    again = await shop.subscription(made["id"])
    assert (again["status"], again["currentPeriodStart"], again["currentPeriodEnd"]) == (
        "ACTIVE",
        "2025-04-12T10:00:00Z",
        "2025-05-12T10:00:00Z",
    )
    assert (again["latestInvoice"]["status"], lines(again["latestInvoice"])) == (
        "PAID",
        [("1 × Gold (at $10.00 / month)", 1000)],
    )


async def test_a_trial_ends_early_on_request(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=30)
    await shop.advance(clock, START + 2 * DAY)
    await shop.told()
    ended = await shop.change(made["id"], trialEnd={"keyword": "NOW"})
    assert (ended["status"], ended["trialEnd"], ended["billingCycleAnchor"]) == (
        "ACTIVE",
        "2025-03-05T10:00:00Z",
        "2025-03-05T10:00:00Z",
    )
    will_end = "customer.subscription.trial_will_end"
    assert await shop.told() == [will_end, "invoice.created", *PAID, "customer.subscription.updated"]
    told = [type for type, _ in await shop.advance(clock, START + 30 * DAY)]
    assert will_end not in told
    invoice = ended["latestInvoice"]
    assert (invoice["billingReason"], invoice["status"], lines(invoice)) == (
        "SUBSCRIPTION_UPDATE",
        "PAID",
        [("1 × Gold (at $10.00 / month)", 1000)],
    )


@pytest.mark.parametrize(
    ("behavior", "status", "events"),
    [
        ("PAUSE", "PAUSED", ["customer.subscription.updated", "customer.subscription.paused"]),
        ("CANCEL", "CANCELED", ["setup_intent.canceled", "customer.subscription.deleted"]),
    ],
)
async def test_a_trial_that_ends_early_without_a_payment_method(
    shop: Subscriber, behavior: str, status: str, events: list[str]
) -> None:
    clock, customer = await shop.under_clock(None)
    settings = {"endBehavior": {"missingPaymentMethod": behavior}}
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=7, trialSettings=settings)
    await shop.advance(clock, START + DAY)
    await shop.told()
    ended = await shop.change(made["id"], trialEnd={"keyword": "NOW"})
    assert (ended["status"], ended["trialEnd"], ended["currentPeriodEnd"]) == (
        status,
        "2025-03-04T10:00:00Z",
        "2025-03-04T10:00:00Z",
    )
    assert await shop.told() == ["customer.subscription.trial_will_end", *events]
    assert len(await shop.invoices(made["id"])) == 1
    told = [type for type, _ in await shop.advance(clock, START + 10 * DAY)]
    assert told == ["test_helpers.test_clock.advancing", "test_helpers.test_clock.ready"]


async def test_a_trial_of_a_running_subscription_credits_the_rest_of_its_period(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, START + 10 * DAY)
    trial = await shop.change(made["id"], trialEnd={"value": (START + 17 * DAY).isoformat()})
    assert (trial["status"], trial["currentPeriodEnd"]) == ("TRIALING", "2025-03-20T10:00:00Z")
    # 21 of 31 days were left of 3100.
    assert lines(trial["latestInvoice"]) == [
        ("Unused time on Gold after 13 Mar 2025", -2100),
        ("Trial period for Gold", 0),
    ]
    await shop.advance(clock, START + 18 * DAY)
    over = await shop.subscription(made["id"])
    # What was credited is in the customer's balance, and pays of 3100.
    invoice = over["latestInvoice"]
    assert (over["status"], invoice["total"]["amount"], invoice["amountPaid"]["amount"]) == ("ACTIVE", 3100, 1000)
