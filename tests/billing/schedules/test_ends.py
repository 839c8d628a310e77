"""How a schedule ends on request, or with its subscription: canceled, released, aborted."""

from tests.billing.schedules.scheduler import SCHEDULE, Scheduler, on, phase

MIDDLE = on(3, 18, 22)
"""The middle of the first period: 15.5 of 31 days."""


async def act(shop: Scheduler, verb: str, id: str, **input: object) -> dict[str, object]:
    return await shop.graph.do(f"subscriptionSchedule{verb}", SCHEDULE, id=id, **({"input": input} if input else {}))


async def test_release(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(customer, phase(bronze, iterations=1), phase(gold), endBehavior="CANCEL")
    id = made["subscription"]["id"]
    assert (await shop.subscription(id))["cancelAt"] == "2025-05-03T10:00:00Z"
    await shop.told()
    released = await act(shop, "Release", made["id"])
    assert (released["status"], released["releasedAt"], released["subscription"], released["releasedSubscription"]) == (
        "RELEASED",
        "2025-03-03T10:00:00Z",
        None,
        {"id": id},
    )
    events = await shop.told_whole()
    assert [event["type"] for event in events] == ["subscription_schedule.released", "customer.subscription.updated"]
    assert events[1]["data"]["previousAttributes"]["schedule"] == made["id"]
    subscription = await shop.subscription(id)
    assert (subscription["cancelAt"], subscription["canceledAt"]) == (None, None)
    # No phase follows: 10.00 each month.
    assert "subscription_schedule.updated" not in await shop.caused(clock, on(6, 4))
    assert [amount for _, _, amount in await shop.paid(id)] == [1000, 1000, 1000, 1000]
    refusal = await shop.graph.refuse("subscriptionScheduleRelease", id=made["id"])
    assert (refusal["code"], refusal["field"]) == ("SUBSCRIPTION_SCHEDULE_UNEXPECTED_STATE", "id")


async def test_release_that_preserves_the_date_of_the_cancellation(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=2), endBehavior="CANCEL")
    await act(shop, "Release", made["id"], preserveCancelDate=True)
    id = made["subscription"]["id"]
    assert (await shop.subscription(id))["cancelAt"] == "2025-05-03T10:00:00Z"
    assert (await shop.caused(clock, on(6, 4)))[-1] == "customer.subscription.deleted"
    assert [amount for _, _, amount in await shop.paid(id)] == [1000, 1000]


async def test_cancel_credits_what_is_left(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=2))
    await shop.advance(clock, MIDDLE)
    await shop.told()
    canceled = await act(shop, "Cancel", made["id"])
    assert (canceled["status"], canceled["canceledAt"], canceled["currentPhase"]) == (
        "CANCELED",
        "2025-03-18T22:00:00Z",
        None,
    )
    told = await shop.told()
    assert (told[0], told[1], told[-1]) == (
        "subscription_schedule.canceled",
        "invoiceitem.created",
        "customer.subscription.deleted",
    )
    # Half of 10.00 is credited on an invoice of its own.
    invoices = await shop.invoices(made["subscription"]["id"])
    assert [each["total"]["amount"] for each in invoices] == [1000, -500]
    assert await shop.caused(clock, on(6, 4)) == []


async def test_cancel_without_prorations(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=2))
    await shop.advance(clock, MIDDLE)
    await shop.told()
    await act(shop, "Cancel", made["id"], prorate=False, invoiceNow=False)
    assert await shop.told() == ["subscription_schedule.canceled", "customer.subscription.deleted"]
    assert (await shop.subscription(made["subscription"]["id"]))["status"] == "CANCELED"


async def test_a_schedule_that_has_not_begun_is_canceled_or_released(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price, later = await shop.monthly(1000), {"value": "2025-04-01T00:00:00Z"}
    for verb, status in (("Cancel", "CANCELED"), ("Release", "RELEASED")):
        made = await shop.plan(customer, phase(price), startDate=later)
        await shop.told()
        over = await act(shop, verb, made["id"])
        assert (over["status"], over["releasedSubscription"]) == (status, None)
        assert await shop.told() == [f"subscription_schedule.{status.lower()}"]
        refusal = await shop.graph.refuse("subscriptionScheduleUpdate", id=made["id"], input={"metadata": {"a": "b"}})
        assert (refusal["code"], refusal["field"]) == ("SUBSCRIPTION_SCHEDULE_UNEXPECTED_STATE", "id")
    assert await shop.caused(clock, on(6, 4)) == []


async def test_a_schedule_is_aborted_with_a_subscription_that_is_not_paid(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock("pm_card_chargeCustomerFail")
    settings = {"subscriptionAfterRetries": "CANCEL", "retryDays": [3]}
    await shop.graph.do("billingSettingsUpdate", "retryDays", input=settings)
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=6))
    id = made["subscription"]["id"]
    await shop.advance(clock, on(3, 3))
    assert (await shop.subscription(id))["status"] == "PAST_DUE"
    told = await shop.caused(clock, on(3, 8))
    assert told[-2:] == ["subscription_schedule.aborted", "customer.subscription.deleted"]
    aborted = await shop.schedule(made["id"])
    assert (aborted["status"], aborted["canceledAt"]) == ("CANCELED", "2025-03-06T11:00:00Z")
    assert (await shop.subscription(id))["cancellationDetails"]["reason"] == "PAYMENT_FAILED"


async def test_a_subscription_that_is_canceled_directly_is_released(shop: Scheduler) -> None:
    _, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=6))
    await shop.told()
    await shop.graph.do("subscriptionCancel", "id", id=made["subscription"]["id"])
    # The first invoice, a draft, is not finalized by itself any more.
    assert await shop.told() == [
        "invoice.updated",
        "subscription_schedule.released",
        "customer.subscription.deleted",
    ]
    over = await shop.schedule(made["id"])
    assert (over["status"], over["releasedSubscription"]) == ("RELEASED", made["subscription"])


async def test_the_last_phase_ends_within_a_period(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(
        customer, phase(await shop.monthly(1000), endDate="2025-04-18T10:00:00Z"), endBehavior="CANCEL"
    )
    await shop.advance(clock, on(4, 4))
    # The second period is 15 of the 30 days from 3 April to 3 May.
    assert [amount for _, _, amount in await shop.paid(made["subscription"]["id"])] == [1000, 500]
    assert (await shop.caused(clock, on(4, 19)))[-2:] == [
        "subscription_schedule.completed",
        "customer.subscription.deleted",
    ]
