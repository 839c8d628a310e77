"""How subscriptions end, pause, and fall behind."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
CANCELED = "id status endedAt canceledAt cancellationDetails { reason comment feedback }"


async def cancel(shop: Subscriber, id: str, **input: Any) -> dict[str, Any]:
    return await shop.graph.do("subscriptionCancel", CANCELED, id=id, input=input)


async def test_a_cancellation_credits_and_invoices_only_on_request(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(3100)
    plain, credited = await shop.subscribe(customer, price), await shop.subscribe(customer, price)
    await shop.advance(clock, START + 10 * DAY)
    await shop.told()
    said = {"comment": "Too dear", "feedback": "TOO_EXPENSIVE"}
    assert await cancel(shop, plain["id"], cancellationDetails=said) == {
        "id": plain["id"],
        "status": "CANCELED",
        "endedAt": "2025-03-13T10:00:00Z",
        "canceledAt": "2025-03-13T10:00:00Z",
        "cancellationDetails": {"reason": "CANCELLATION_REQUESTED", **said},
    }
    assert await shop.told() == ["customer.subscription.deleted"]
    await cancel(shop, credited["id"], prorate=True, invoiceNow=True)
    last = (await shop.subscription(credited["id"]))["latestInvoice"]
    assert (lines(last), last["status"]) == ([("Unused time on Gold after 13 Mar 2025", -2100)], "PAID")
    refusal = await shop.graph.refuse("subscriptionCancel", id=plain["id"], input={})
    assert refusal["code"] == "SUBSCRIPTION_UNEXPECTED_STATE"
    await shop.advance(clock, START + 60 * DAY)
    assert len(await shop.invoices(plain["id"])) == 1


async def test_a_cancellation_at_the_end_of_the_period(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.advance(clock, START + 10 * DAY)
    planned = await shop.change(made["id"], cancelAtPeriodEnd=True)
    assert (planned["status"], planned["cancelAt"], planned["canceledAt"]) == (
        "ACTIVE",
        "2025-04-03T10:00:00Z",
        "2025-03-13T10:00:00Z",
    )
    kept = await shop.change(made["id"], cancelAtPeriodEnd=False)
    assert (kept["cancelAt"], kept["canceledAt"], kept["cancellationDetails"]["reason"]) == (None, None, None)
    await shop.change(made["id"], cancelAtPeriodEnd=True)
    told = await shop.advance(clock, START + 60 * DAY)
    assert [each for each in told if "subscription" in each[0] or "invoice" in each[0]] == [
        ("customer.subscription.deleted", "2025-04-03T10:00:00Z")
    ]
    over = await shop.subscription(made["id"])
    assert (over["status"], over["endedAt"]) == ("CANCELED", "2025-04-03T10:00:00Z")


async def test_a_cancellation_at_a_moment_bills_the_last_period_in_part(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3000), cancelAt="2025-04-18T10:00:00Z")
    told = await shop.advance(clock, START + 60 * DAY)
    assert ("customer.subscription.deleted", "2025-04-18T10:00:00Z") in told
    # 15 of the 30 days from 3 April.
    assert [lines(each) for each in await shop.invoices(made["id"])] == [
        [("1 × Gold (at $30.00 / month)", 3000)],
        [("1 × Gold (at $30.00 / month)", 1500)],
    ]


@pytest.mark.parametrize(
    ("behavior", "status"), [("KEEP_AS_DRAFT", "DRAFT"), ("MARK_UNCOLLECTIBLE", "UNCOLLECTIBLE"), ("VOID", "VOID")]
)
async def test_a_pause_of_collection_does_not_stop_the_periods(shop: Subscriber, behavior: str, status: str) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    pause = {"behavior": behavior, "resumesAt": (START + 40 * DAY).isoformat()}
    await shop.change(made["id"], pauseCollection=pause)
    told = await shop.advance(clock, START + 70 * DAY)
    assert ("customer.subscription.updated", "2025-04-12T10:00:00Z") in told
    first, paused, resumed = await shop.invoices(made["id"])
    assert (first["status"], paused["status"], resumed["status"]) == ("PAID", status, "PAID")
    after = await shop.subscription(made["id"])
    assert (after["status"], after["pauseCollection"]) == ("ACTIVE", None)


@pytest.mark.parametrize(
    ("setting", "status"),
    [("CANCEL", "CANCELED"), ("MARK_UNPAID", "UNPAID"), ("LEAVE_PAST_DUE", "PAST_DUE")],
)
async def test_what_follows_the_last_attempt_is_a_setting(shop: Subscriber, setting: str, status: str) -> None:
    await shop.graph.do(
        "billingSettingsUpdate", "retryDays", input={"subscriptionAfterRetries": setting, "retryDays": [1, 2]}
    )
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.save(customer, "pm_card_chargeCustomerFail")
    told = await shop.advance(clock, START + 40 * DAY)
    assert [at for type, at in told if type == "invoice.payment_failed"] == [
        "2025-04-03T11:00:00Z",
        "2025-04-04T11:00:00Z",
        "2025-04-06T11:00:00Z",
    ]
    over = await shop.subscription(made["id"])
    assert (over["status"], over["latestInvoice"]["attemptCount"]) == (status, 3)


async def test_a_payment_between_two_attempts_ends_the_dunning(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.advance(clock, START + 32 * DAY)
    late = await shop.subscription(made["id"])
    assert (late["status"], late["latestInvoice"]["status"]) == ("PAST_DUE", "OPEN")
    await shop.save(customer, "pm_card_visa")
    told = await shop.advance(clock, START + 40 * DAY)
    assert [each for each in told if "subscription" in each[0]] == [
        ("customer.subscription.updated", "2025-04-06T11:00:00Z")
    ]
    paid = await shop.subscription(made["id"])
    assert (paid["status"], paid["latestInvoice"]["status"]) == ("ACTIVE", "PAID")


async def test_an_unpaid_subscription_makes_drafts_alone(shop: Subscriber) -> None:
    await shop.graph.do(
        "billingSettingsUpdate", "retryDays", input={"subscriptionAfterRetries": "MARK_UNPAID", "retryDays": []}
    )
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.advance(clock, START + 70 * DAY)
    assert [each["status"] for each in await shop.invoices(made["id"])] == ["PAID", "OPEN", "DRAFT"]
    assert (await shop.subscription(made["id"]))["status"] == "UNPAID"
