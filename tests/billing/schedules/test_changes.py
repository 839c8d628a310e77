"""Schedules that are changed, and subscriptions that have a schedule and are changed directly."""

from typing import Any

from tests.billing.schedules.scheduler import Scheduler, on, phase

MIDDLE = on(3, 18, 22)
"""The middle of the first period: 15.5 of 31 days."""


def times(made: dict[str, Any], place: int = 0) -> dict[str, Any]:
    """The times of one of a schedule's phases, as an input has them."""
    found = made["phases"][place]
    return {"startDate": {"value": found["startDate"]}, "endDate": {"value": found["endDate"]}}


async def test_a_schedule_of_a_subscription(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    item = {"price": bronze, "quantity": 2, "metadata": {"team": "blue"}}
    subscription = await shop.subscribe(customer, item, coupon=half)
    await shop.told()
    made = await shop.adopt(subscription["id"])
    assert await shop.told() == ["subscription_schedule.created", "customer.subscription.updated"]
    assert (made["status"], made["endBehavior"], made["subscription"]["id"], made["customer"]["id"]) == (
        "ACTIVE",
        "RELEASE",
        subscription["id"],
        customer,
    )
    (only,) = made["phases"]
    assert (only["startDate"], only["endDate"]) == ("2025-03-03T10:00:00Z", "2025-04-03T10:00:00Z")
    assert (only["items"][0]["price"]["id"], only["items"][0]["quantity"], only["items"][0]["metadata"]) == (
        bronze,
        2,
        {"team": "blue"},
    )
    assert (only["coupon"]["id"], only["discounts"][0]["discount"]["id"]) == (half, subscription["discounts"][0]["id"])

    await shop.replan(made["id"], phase(item, **times(made), coupon=half), phase(gold, iterations=1))
    # Nothing of the current phase has changed.
    assert await shop.told() == ["subscription_schedule.updated"]
    await shop.advance(clock, on(4, 4))
    # Half of 20.00, then 30.00.
    assert [amount for _, _, amount in await shop.paid(subscription["id"])] == [1000, 3000]

    refusal = await shop.graph.refuse("subscriptionScheduleCreate", input={"fromSubscription": subscription["id"]})
    assert (refusal["code"], refusal["field"]) == ("SUBSCRIPTION_UNEXPECTED_STATE", "fromSubscription")


async def test_a_schedule_of_a_subscription_takes_nothing_else(shop: Scheduler) -> None:
    customer = await shop.payer()
    price = await shop.monthly(1000)
    subscription = await shop.subscribe(customer, price)
    given = {"fromSubscription": subscription["id"], "metadata": {"a": "b"}, "phases": [phase(price)]}
    refused = await shop.graph.refusals("subscriptionScheduleCreate", input=given)
    assert sorted((each["code"], each["field"]) for each in refused) == [
        ("PARAMETERS_EXCLUSIVE", "metadata"),
        ("PARAMETERS_EXCLUSIVE", "phases"),
    ]
    await shop.graph.do("subscriptionCancel", "id", id=subscription["id"])
    refusal = await shop.graph.refuse("subscriptionScheduleCreate", input={"fromSubscription": subscription["id"]})
    assert (refusal["code"], refusal["field"]) == ("SUBSCRIPTION_UNEXPECTED_STATE", "fromSubscription")


async def test_a_subscription_that_is_to_end_has_a_schedule_that_cancels(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    subscription = await shop.subscribe(customer, await shop.monthly(1000), cancelAtPeriodEnd=True)
    made = await shop.adopt(subscription["id"])
    assert (made["endBehavior"], made["phases"][0]["endDate"]) == ("CANCEL", "2025-04-03T10:00:00Z")
    assert await shop.caused(clock, on(4, 4)) == [
        "subscription_schedule.expiring",
        "subscription_schedule.completed",
        "customer.subscription.deleted",
    ]


async def test_the_current_phase_is_changed(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    made = await shop.plan(customer, phase(price, iterations=2))
    id = made["subscription"]["id"]
    await shop.advance(clock, MIDDLE)
    await shop.told()
    three = phase({"price": price, "quantity": 3}, **times(made))
    await shop.replan(made["id"], three, prorationBehavior="ALWAYS_INVOICE")
    told = await shop.told()
    assert (told[:3], told[-1]) == (
        ["subscription_schedule.updated", "invoiceitem.created", "invoiceitem.created"],
        "customer.subscription.updated",
    )
    # Half of 10.00 back, half of 30.00: 10.00 at once.
    assert [amounts for _, amounts, _ in await shop.paid(id)] == [[1000], [-500, 1500]]
    await shop.replan(made["id"], phase({"price": price, "quantity": 2}, **times(made)), prorationBehavior="NONE")
    assert await shop.told() == ["subscription_schedule.updated", "customer.subscription.updated"]
    await shop.advance(clock, on(4, 4))
    assert [amount for _, _, amount in await shop.paid(id)] == [1000, 1000, 2000]


async def test_the_current_phase_is_ended_and_another_begins(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(customer, phase(bronze, iterations=2))
    await shop.advance(clock, MIDDLE)
    await shop.told()
    now = times(made) | {"endDate": {"keyword": "NOW"}}
    again = await shop.replan(made["id"], phase(bronze, **now), phase(gold, startDate={"keyword": "NOW"}, iterations=1))
    assert [(each["startDate"], each["endDate"]) for each in again["phases"]] == [
        ("2025-03-03T10:00:00Z", "2025-03-18T22:00:00Z"),
        ("2025-03-18T22:00:00Z", "2025-04-18T22:00:00Z"),
    ]
    assert again["currentPhase"]["startDate"] == "2025-03-18T22:00:00Z"
    assert await shop.told() == [
        "subscription_schedule.updated",
        "invoiceitem.created",
        "invoiceitem.created",
        "customer.subscription.updated",
    ]
    # What has ended stays, and may be given along or not.
    longer = phase(gold, startDate={"value": "2025-03-18T22:00:00Z"}, iterations=2)
    assert len((await shop.replan(made["id"], longer))["phases"]) == 2
    assert len((await shop.replan(made["id"], phase(bronze, **times(again)), longer))["phases"]) == 2
    await shop.advance(clock, on(4, 4))
    # 10.00; then half of it back, half of 30.00, and 30.00.
    assert [amounts for _, amounts, _ in await shop.paid(made["subscription"]["id"])] == [[1000], [-500, 1500, 3000]]


async def test_a_schedule_that_has_not_begun_is_changed_and_begins(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(customer, phase(bronze), startDate={"value": "2025-05-01T00:00:00Z"})
    april = {"value": "2025-04-01T00:00:00Z"}
    earlier = await shop.replan(made["id"], phase(gold, startDate=april, iterations=1), metadata={"order": "17"})
    assert (earlier["status"], earlier["metadata"]) == ("NOT_STARTED", {"order": "17"})
    assert (await shop.caused(clock, on(4, 2)))[:2] == [
        "subscription_schedule.updated",
        "customer.subscription.created",
    ]
    other = await shop.plan(customer, phase(bronze), startDate={"value": "2025-05-01T00:00:00Z"})
    begun = await shop.replan(other["id"], phase(bronze, startDate={"keyword": "NOW"}, iterations=1))
    assert (begun["status"], begun["currentPhase"]["startDate"]) == ("ACTIVE", "2025-04-02T12:00:00Z")
    await shop.advance(clock, on(4, 3))
    assert [amount for _, _, amount in await shop.paid(begun["subscription"]["id"])] == [1000]


async def test_default_settings_and_the_end_are_changed(shop: Scheduler) -> None:
    _, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=2))
    await shop.told()
    sent = {"collectionMethod": "SEND_INVOICE", "invoiceSettings": {"daysUntilDue": 10}}
    again = await shop.replan(made["id"], defaultSettings=sent, endBehavior="CANCEL")
    assert again["defaultSettings"]["invoiceSettings"] == {"daysUntilDue": 10, "issuer": {"type": "SELF"}}
    assert await shop.told() == ["subscription_schedule.updated", "customer.subscription.updated"]
    data = await shop.graph(
        "query ($id: ID!) { it: subscription(id: $id) { cancelAt collectionMethod daysUntilDue } }",
        id=made["subscription"]["id"],
    )
    assert data["it"] == {"cancelAt": "2025-05-03T10:00:00Z", "collectionMethod": "SEND_INVOICE", "daysUntilDue": 10}
    async with shop.nothing_changes():
        await shop.replan(made["id"], endBehavior="CANCEL")


async def test_changes_that_cannot_be(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    made = await shop.plan(customer, phase(price, iterations=2), phase(price, iterations=1))
    await shop.advance(clock, on(3, 10))

    async def refused(*phases: dict[str, Any], **input: Any) -> list[tuple[str, str | None]]:
        given = ({"phases": list(phases)} if phases else {}) | input
        found = await shop.graph.refusals("subscriptionScheduleUpdate", id=made["id"], input=given)
        return [(each["code"], each["field"]) for each in found]

    assert await refused(endBehavior="NONE") == [("PARAMETER_INVALID", "endBehavior")]
    assert await refused(phase(price, iterations=1)) == [("PARAMETER_MISSING", "phases.0.startDate")]
    later = {"value": "2025-03-04T00:00:00Z"}
    assert await refused(phase(price, startDate=later, iterations=1)) == [("PARAMETER_INVALID", "phases.0.startDate")]
    gap = {"value": "2025-06-01T00:00:00Z"}
    assert await refused(phase(price, **times(made)), phase(price, startDate=gap)) == [
        ("PARAMETER_INVALID", "phases.1.startDate")
    ]
    over = times(made) | {"endDate": {"value": "2025-03-05T00:00:00Z"}}
    assert await refused(phase(price, **over)) == [("PARAMETER_INVALID", "phases.0.endDate")]
    now = times(made) | {"endDate": {"keyword": "NOW"}}
    assert await refused(phase(price, **now)) == [("PARAMETER_INVALID", "phases.0.endDate")]
    many = [phase(price, iterations=1) for _ in range(10)]
    assert await refused(phase(price, **times(made)), *many) == [("PARAMETER_INVALID", "phases")]


async def test_when_a_subscription_ends_is_the_schedules(shop: Scheduler) -> None:
    customer = await shop.payer()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=2))
    given = {"cancelAtPeriodEnd": True}
    refusal = await shop.graph.refuse("subscriptionUpdate", id=made["subscription"]["id"], input=given)
    assert (refusal["code"], refusal["field"]) == ("SUBSCRIPTION_UNEXPECTED_STATE", "cancelAtPeriodEnd")
    assert made["id"] in refusal["message"]


async def test_a_direct_change_splits_the_current_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(customer, phase(price, iterations=1, description="Bronze"), phase(gold, iterations=1))
    id = made["subscription"]["id"]
    await shop.advance(clock, MIDDLE)
    item = (await shop.subscription(id))["items"]["nodes"][0]["id"]
    await shop.told()
    await shop.change(id, items=[{"id": item, "quantity": 3}], prorationBehavior="NONE")
    assert await shop.told() == ["customer.subscription.updated", "subscription_schedule.updated"]
    split = await shop.schedule(made["id"])
    assert [
        (each["startDate"][5:10], each["endDate"][5:10], each["items"][0]["quantity"], each["description"])
        for each in split["phases"]
    ] == [("03-03", "03-18", 1, "Bronze"), ("03-18", "04-03", 3, "Bronze"), ("04-03", "05-03", 1, None)]
    assert split["currentPhase"]["startDate"] == "2025-03-18T22:00:00Z"
    # The next phase is as it was.
    await shop.advance(clock, on(4, 4))
    assert [amount for _, _, amount in await shop.paid(id)] == [1000, 3000]


async def test_a_direct_change_of_settings_changes_the_phase_and_the_defaults(shop: Scheduler) -> None:
    _, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000), iterations=1))
    await shop.change(made["subscription"]["id"], collectionMethod="SEND_INVOICE", daysUntilDue=5)
    changed = await shop.schedule(made["id"])
    assert len(changed["phases"]) == 1
    assert (changed["phases"][0]["collectionMethod"], changed["phases"][0]["invoiceSettings"]["daysUntilDue"]) == (
        "SEND_INVOICE",
        5,
    )
    assert (changed["defaultSettings"]["collectionMethod"], changed["defaultSettings"]["invoiceSettings"]) == (
        "SEND_INVOICE",
        {"daysUntilDue": 5, "issuer": {"type": "SELF"}},
    )
    # Metadata of a subscription is its own.
    await shop.told()
    await shop.change(made["subscription"]["id"], metadata={"a": "b"})
    assert await shop.told() == ["customer.subscription.updated"]
