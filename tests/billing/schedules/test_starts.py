"""How a schedule begins: later, in the past, with a trial; and what no schedule can be."""

from typing import Any

from tests.billing.schedules.scheduler import Scheduler, on, phase
from tests.billing.subscriptions.subscriber import lines


async def test_a_schedule_that_begins_later(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    await shop.told()
    made = await shop.plan(
        customer, phase(price, iterations=2), startDate={"value": "2025-04-01T00:00:00Z"}, metadata={"order": "17"}
    )
    assert (made["status"], made["subscription"], made["currentPhase"], made["metadata"]) == (
        "NOT_STARTED",
        None,
        None,
        {"order": "17"},
    )
    assert await shop.told() == ["customer.updated", "subscription_schedule.created"]
    waiting = "{ it: subscriptionSchedules(where: { scheduled: { eq: true } }) { nodes { id } } }"
    assert (await shop.graph(waiting))["it"]["nodes"] == [{"id": made["id"]}]

    assert await shop.caused(clock, on(4, 1, 0)) == [
        "subscription_schedule.updated",
        "customer.subscription.created",
        "invoice.created",
    ]
    begun = await shop.schedule(made["id"])
    assert (begun["status"], begun["currentPhase"]) == (
        "ACTIVE",
        {"startDate": "2025-04-01T00:00:00Z", "endDate": "2025-06-01T00:00:00Z"},
    )
    assert (await shop.graph(waiting))["it"]["nodes"] == []
    await shop.advance(clock, on(4, 2))
    assert await shop.paid(begun["subscription"]["id"]) == [("2025-04-01", [1000], 1000)]


async def test_a_schedule_that_began_in_the_past(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(
        customer, phase(await shop.monthly(3100), iterations=3), startDate={"value": "2025-02-01T10:00:00Z"}
    )
    subscription = await shop.subscription(made["subscription"]["id"])
    assert (subscription["startDate"], subscription["billingCycleAnchor"], subscription["currentPeriodStart"]) == (
        "2025-02-01T10:00:00Z",
        "2025-02-01T10:00:00Z",
        "2025-03-01T10:00:00Z",
    )
    assert made["phases"][0]["endDate"] == "2025-05-01T10:00:00Z"
    # February, which was missed, and March.
    assert [amount for _, amount in lines(subscription["latestInvoice"])] == [3100, 3100]
    await shop.advance(clock, on(5, 2))
    # April, and May after the release.
    assert [amount for _, _, amount in await shop.paid(made["subscription"]["id"])] == [6200, 3100, 3100]


async def test_a_phase_that_is_a_trial(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(
        customer, phase(price, iterations=1, trial=True), phase(price, iterations=1), phase(gold, iterations=1)
    )
    assert made["phases"][0]["trialEnd"] == made["phases"][0]["endDate"] == "2025-04-03T10:00:00Z"
    id = made["subscription"]["id"]
    subscription = await shop.subscription(id)
    assert (subscription["status"], subscription["trialEnd"]) == ("TRIALING", "2025-04-03T10:00:00Z")
    assert lines(subscription["latestInvoice"]) == [("Trial period for Gold", 0)]
    assert await shop.caused(clock, on(4, 3, 10)) == [
        "invoice.finalized",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.updated",
        "invoice.upcoming",
        "customer.subscription.trial_will_end",
        "subscription_schedule.updated",
        "invoice.created",
        "customer.subscription.updated",
    ]
    assert (await shop.subscription(id))["status"] == "ACTIVE"
    await shop.advance(clock, on(5, 4))
    # Nothing, 10.00, 30.00.
    assert await shop.paid(id) == [("2025-03-03", [0], 0), ("2025-04-03", [1000], 1000), ("2025-05-03", [3000], 3000)]


async def test_a_trial_of_a_part_of_a_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(
        customer, phase(await shop.monthly(1000), endDate="2025-04-17T10:00:00Z", trialEnd="2025-03-17T10:00:00Z")
    )
    await shop.advance(clock, on(4, 18))
    # Periods begin where the trial ends; the schedule ends with the first of them.
    assert await shop.paid(made["subscription"]["id"]) == [
        ("2025-03-03", [0], 0),
        ("2025-03-17", [1000], 1000),
        ("2025-04-17", [1000], 1000),
    ]


async def test_a_trial_over_two_phases(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(
        customer, phase(bronze, iterations=1, trial=True), phase(gold, iterations=1, trial=True), phase(gold)
    )
    id = made["subscription"]["id"]
    await shop.advance(clock, on(4, 4))
    assert (await shop.subscription(id))["status"] == "TRIALING"
    await shop.advance(clock, on(5, 4))
    assert await shop.paid(id) == [("2025-03-03", [0], 0), ("2025-04-03", [0], 0), ("2025-05-03", [3000], 3000)]


async def test_a_next_phase_without_a_trial_ends_the_trial(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    subscription = await shop.subscribe(customer, price, trialPeriodDays=20)
    adopted = await shop.adopt(subscription["id"])
    now = adopted["phases"][0]
    assert now["trialEnd"] == now["endDate"] == "2025-03-23T10:00:00Z"
    await shop.replan(
        adopted["id"],
        phase(price, startDate={"value": now["startDate"]}, endDate={"value": "2025-03-10T10:00:00Z"}, trial=True),
        phase(price, iterations=1),
    )
    await shop.advance(clock, on(3, 11))
    assert (await shop.subscription(subscription["id"]))["status"] == "ACTIVE"
    # The trial, the shorter trial, 10.00.
    assert [amount for _, _, amount in await shop.paid(subscription["id"])] == [0, 0, 1000]


async def refused(shop: Scheduler, **input: Any) -> list[tuple[str, str | None]]:
    """The codes and fields of what is refused."""
    found = await shop.graph.refusals("subscriptionScheduleCreate", input=input)
    return [(each["code"], each["field"]) for each in found]


async def test_schedules_that_cannot_be(shop: Scheduler) -> None:
    customer = await shop.payer()
    price, euros = await shop.monthly(1000), await shop.monthly(1000, currency="eur")
    year, once = await shop.monthly(9000, recurring={"interval": "YEAR"}), (await shop.price(700))["id"]
    item = {"items": [{"price": price}]}
    assert await refused(shop) == [("PARAMETER_MISSING", "phases"), ("PARAMETER_MISSING", "customer")]
    assert await refused(shop, customer=customer, phases=[item, item], endBehavior="RENEW") == [
        ("PARAMETER_INVALID", "endBehavior"),
        ("PARAMETER_MISSING", "phases.0.iterations"),
    ]
    assert await refused(
        shop,
        customer=customer,
        phases=[
            item | {"iterations": 1, "collectionMethod": "SEND_INVOICE"},
            {"items": [{"price": once}], "iterations": 1},
            {"items": [{"price": price}, {"price": year}]},
        ],
    ) == [
        ("PARAMETER_MISSING", "phases.0.invoiceSettings.daysUntilDue"),
        ("PARAMETER_INVALID", "phases.1.items.0.price"),
        ("PARAMETER_INVALID", "phases.2.items.1.price"),
    ]
    assert await refused(
        shop,
        customer=customer,
        phases=[item | {"iterations": 1}, {"items": [{"price": euros}]}, item | {"currency": "eur"}],
    ) == [("PARAMETER_INVALID", "phases.1.items.0.price"), ("PARAMETER_INVALID", "phases.2.currency")]
    both = item | {"iterations": 1, "endDate": "2099-01-01T00:00:00Z"}
    assert await refused(shop, customer=customer, phases=[both]) == [("PARAMETERS_EXCLUSIVE", "phases.0.iterations")]
    past = item | {"endDate": "2020-02-01T00:00:00Z"}
    backdated = {"value": "2020-01-01T00:00:00Z"}
    assert await refused(shop, customer=customer, phases=[past], startDate=backdated) == [
        ("PARAMETER_INVALID", "phases.0.endDate")
    ]
    assert await refused(shop, customer=customer, phases=[past]) == [("PARAMETER_INVALID", "phases.0.endDate")]
    beyond = item | {"iterations": 1, "trialEnd": "2099-01-01T00:00:00Z"}
    two_ends = item | {"trial": True, "trialEnd": "2099-01-01T00:00:00Z"}
    assert await refused(shop, customer=customer, phases=[beyond, two_ends]) == [
        ("PARAMETER_INVALID", "phases.0.trialEnd"),
        ("PARAMETERS_EXCLUSIVE", "phases.1.trial"),
    ]
    stranger = await shop.save(await shop.payer(), "pm_card_visa")
    assert await refused(
        shop, customer=customer, phases=[item], defaultSettings={"defaultPaymentMethod": stranger}
    ) == [("PARAMETER_INVALID", "defaultSettings.defaultPaymentMethod")]


async def test_a_customer_who_is_gone_when_the_schedule_begins(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.plan(customer, phase(await shop.monthly(1000)), startDate={"value": "2025-04-01T00:00:00Z"})
    await shop.graph.do("customerDelete", "id", id=customer)
    assert await shop.caused(clock, on(4, 2)) == ["subscription_schedule.canceled"]
    assert (await shop.schedule(made["id"]))["status"] == "CANCELED"
