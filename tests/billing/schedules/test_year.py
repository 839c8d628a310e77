"""A year in three phases, on a test clock that begins on 3 March 2025 at 10:00."""

from tests.billing.invoices.biller import PAID
from tests.billing.schedules.scheduler import Scheduler, on, phase


async def test_three_phases_of_a_year(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, silver, gold = await shop.monthly(1000), await shop.monthly(2000), await shop.monthly(3000)
    await shop.told()
    made = await shop.plan(
        customer,
        phase(bronze, iterations=3),
        phase(silver, iterations=3),
        phase(gold, iterations=6),
        endBehavior="CANCEL",
    )
    assert (made["status"], made["testClock"]["id"]) == ("ACTIVE", clock)
    assert [(each["startDate"], each["endDate"]) for each in made["phases"]] == [
        ("2025-03-03T10:00:00Z", "2025-06-03T10:00:00Z"),
        ("2025-06-03T10:00:00Z", "2025-09-03T10:00:00Z"),
        ("2025-09-03T10:00:00Z", "2026-03-03T10:00:00Z"),
    ]
    assert made["currentPhase"] == {"startDate": "2025-03-03T10:00:00Z", "endDate": "2025-06-03T10:00:00Z"}
    events = await shop.told_whole()
    assert [event["type"] for event in events] == [
        "subscription_schedule.created",
        "customer.subscription.created",
        "customer.updated",
        "invoice.created",
    ]
    id = made["subscription"]["id"]
    planned, created = (event["data"]["object"] for event in events[:2])
    assert (planned["status"], planned["subscription"]) == ("active", id)
    assert (created["status"], created["schedule"]) == ("active", made["id"])

    # The subscription is active, though its first invoice is a draft for an hour, as any later one.
    subscription = await shop.subscription(id)
    assert (subscription["status"], subscription["cancelAt"]) == ("ACTIVE", "2026-03-03T10:00:00Z")
    assert (subscription["latestInvoice"]["status"], subscription["latestInvoice"]["billingReason"]) == (
        "DRAFT",
        "SUBSCRIPTION_CREATE",
    )
    told = await shop.caused(clock, on(3, 3))
    assert told == PAID

    for month in (4, 5):
        await shop.advance(clock, on(month, 28))
    # The period ends with the phase: the next one is billed at the price of the next phase, and nothing is prorated.
    told = await shop.caused(clock, on(6, 3))
    assert told == [
        "subscription_schedule.updated",
        "invoice.created",
        "customer.subscription.updated",
        *PAID,
    ]
    for month in range(7, 13):
        await shop.advance(clock, on(month, 3))
    await shop.advance(clock, on(2, 20, year=2026))
    told = await shop.caused(clock, on(2, 25, year=2026))
    assert told == ["subscription_schedule.expiring"]
    told = await shop.caused(clock, on(3, 3, year=2026))
    assert told == ["subscription_schedule.completed", "customer.subscription.deleted"]

    # Three months at 10.00, three at 20.00, six at 30.00: 30 + 60 + 180 = 270.00.
    paid = await shop.paid(id)
    assert paid == [
        ("2025-03-03", [1000], 1000),
        ("2025-04-03", [1000], 1000),
        ("2025-05-03", [1000], 1000),
        ("2025-06-03", [2000], 2000),
        ("2025-07-03", [2000], 2000),
        ("2025-08-03", [2000], 2000),
        ("2025-09-03", [3000], 3000),
        ("2025-10-03", [3000], 3000),
        ("2025-11-03", [3000], 3000),
        ("2025-12-03", [3000], 3000),
        ("2026-01-03", [3000], 3000),
        ("2026-02-03", [3000], 3000),
    ]
    assert sum(amount for _, _, amount in paid) == 27000
    over, ended = await shop.schedule(made["id"]), await shop.subscription(id)
    assert (over["status"], over["completedAt"], over["currentPhase"]) == ("COMPLETED", "2026-03-03T10:00:00Z", None)
    assert over["subscription"]["id"] == id
    assert (ended["status"], ended["endedAt"]) == ("CANCELED", "2026-03-03T10:00:00Z")


async def test_one_jump_over_the_year_is_as_many(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, silver = await shop.monthly(1000), await shop.monthly(2000)
    made = await shop.plan(customer, phase(bronze, iterations=2), phase(silver, iterations=2))
    await shop.advance(clock, on(9, 1))
    # 10.00 twice, 20.00 twice; then released, the subscription continues at 20.00 in July and August.
    paid = await shop.paid(made["subscription"]["id"])
    assert [amount for _, _, amount in paid] == [1000, 1000, 2000, 2000, 2000, 2000]
    over = await shop.schedule(made["id"])
    assert (over["status"], over["releasedAt"], over["completedAt"], over["subscription"]) == (
        "RELEASED",
        "2025-07-03T10:00:00Z",
        "2025-07-03T10:00:00Z",
        None,
    )
    assert over["releasedSubscription"]["id"] == made["subscription"]["id"]


async def test_phases_of_months_of_different_lengths_end_with_a_period(shop: Scheduler) -> None:
    clock = await shop.clock(on(1, 31))
    customer = await shop.payer(testClock=clock)
    bronze, silver = await shop.monthly(1000), await shop.monthly(2000)
    made = await shop.plan(customer, phase(bronze, iterations=1), phase(silver, iterations=1), phase(bronze))
    # As the periods: on the last day of February, and on 31 March.
    assert [each["endDate"][:10] for each in made["phases"]] == ["2025-02-28", "2025-03-31", "2025-04-30"]
    await shop.advance(clock, on(4, 30, 23))
    assert await shop.paid(made["subscription"]["id"]) == [
        ("2025-01-31", [1000], 1000),
        ("2025-02-28", [2000], 2000),
        ("2025-03-31", [1000], 1000),
        ("2025-04-30", [1000], 1000),
    ]
