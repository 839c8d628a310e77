"""From a trial to a decline, and from there to an end or to a recovery."""

import pytest

from tests.billing.invoices.biller import PAID
from tests.billing.lives.telling import billed, day, until
from tests.billing.subscriptions.subscriber import Subscriber

DECLINED = [
    "payment_intent.created",
    "invoice.finalized",
    "invoice.updated",
    "charge.failed",
    "payment_intent.payment_failed",
    # The customer is delinquent.
    "customer.updated",
    "invoice.payment_failed",
    "invoice.updated",
    "customer.subscription.updated",
]
DECLINED_AGAIN = ["charge.failed", "payment_intent.payment_failed", "invoice.payment_failed", "invoice.updated"]


@pytest.fixture
async def retried(shop: Subscriber) -> None:
    """Two more attempts, three and five days after the former; then the subscription is canceled."""
    given = {"subscriptionAfterRetries": "CANCEL", "retryDays": [3, 5]}
    await shop.graph.do("billingSettingsUpdate", "retryDays", input=given)


async def tried(shop: Subscriber) -> tuple[str, str, str]:
    """A clock, a customer whose card declines, and a subscription with a trial of 14 days from 3 March 2025."""
    clock, customer = await shop.under_clock("pm_card_chargeCustomerFail")
    made = await shop.subscribe(customer, await shop.monthly(1500), trialPeriodDays=14)
    assert made["status"] == "TRIALING"
    assert await until(shop, clock, day(2025, 3, 14, 11)) == [
        "invoice.upcoming",
        "customer.subscription.trial_will_end",
    ]
    # The trial ends; the draft waits for an hour.
    assert await until(shop, clock, day(2025, 3, 17)) == ["invoice.created", "customer.subscription.updated"]
    assert (await shop.subscription(made["id"]))["status"] == "ACTIVE"
    assert await until(shop, clock, day(2025, 3, 17, 11)) == DECLINED
    late = await shop.subscription(made["id"])
    assert (late["status"], late["latestInvoice"]["nextPaymentAttempt"]) == ("PAST_DUE", "2025-03-20T11:00:00Z")
    return clock, customer, made["id"]


@pytest.mark.usefixtures("retried")
async def test_a_trial_a_decline_and_an_end(shop: Subscriber) -> None:
    clock, _, id = await tried(shop)
    assert await until(shop, clock, day(2025, 3, 20, 11)) == DECLINED_AGAIN
    told = await until(shop, clock, day(2025, 3, 25, 11))
    assert told == [*DECLINED_AGAIN, "customer.subscription.deleted"]
    over = await shop.subscription(id)
    assert (over["status"], over["endedAt"], over["canceledAt"]) == (
        "CANCELED",
        "2025-03-25T11:00:00Z",
        "2025-03-25T11:00:00Z",
    )
    assert over["cancellationDetails"]["reason"] == "PAYMENT_FAILED"
    assert (over["latestInvoice"]["attemptCount"], over["latestInvoice"]["nextPaymentAttempt"]) == (3, None)
    # Nothing is billed any more.
    assert await until(shop, clock, day(2025, 6, 1)) == []
    assert [(status, total) for status, _, total, _ in await billed(shop, id)] == [("PAID", 0), ("OPEN", 1500)]


@pytest.mark.usefixtures("retried")
async def test_a_trial_a_decline_and_a_recovery(shop: Subscriber) -> None:
    clock, customer, id = await tried(shop)
    await shop.save(customer, "pm_card_visa")
    await shop.told()
    assert await until(shop, clock, day(2025, 3, 20, 11)) == [
        *PAID[3:],
        "customer.updated",
        "customer.subscription.updated",
    ]
    well = await shop.subscription(id)
    assert (well["status"], well["latestInvoice"]["status"], well["latestInvoice"]["attemptCount"]) == (
        "ACTIVE",
        "PAID",
        2,
    )
    # The period is the one that the trial's end began.
    assert (well["currentPeriodStart"], well["currentPeriodEnd"]) == ("2025-03-17T10:00:00Z", "2025-04-17T10:00:00Z")
    await until(shop, clock, day(2025, 4, 18))
    assert [(status, total) for status, _, total, _ in await billed(shop, id)] == [
        ("PAID", 0),
        ("PAID", 1500),
        ("PAID", 1500),
    ]
