"""Billing thresholds of the phases of a schedule, and of their items."""

from typing import Any

from tests.billing.schedules.scheduler import Scheduler, on, phase
from tests.billing.subscriptions.subscriber import lines
from tests.billing.subscriptions.test_thresholds import RECURRING, reason
from tests.billing.subscriptions.test_usage_records import record

SHOWN = "id phases { billingThresholds { amountGte { amount } } items { billingThresholds { usageGte } } }"


async def test_thresholds_change_with_the_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    used = await shop.monthly(7, recurring=RECURRING)
    made = await shop.plan(
        customer,
        phase({"price": used, "billingThresholds": {"usageGte": 100}}, iterations=1),
        phase(used, iterations=1, billingThresholds={"amountGte": 1000}),
        phase(used, iterations=1),
        defaultSettings={"billingThresholds": {"amountGte": 2000}},
    )
    id = made["subscription"]["id"]
    item = (await shop.subscription(id))["items"]["nodes"][0]["id"]

    async def use(quantity: int, month: int, day: int) -> list[list[tuple[str, int]]]:
        """The invoices after the first, once so much more was used and its day is over."""
        await record(shop, item, quantity)
        await shop.advance(clock, on(month, day))
        return [lines(each) for each in (await shop.invoices(id))[1:]]

    def of(quantity: int) -> list[tuple[str, int]]:
        return [(f"{quantity} × Gold (at $0.07 / month)", 7 * quantity)]

    # The item's threshold of 100 units in March: the default of 20.00 is not reached.
    assert await use(99, 3, 5) == []
    assert await use(1, 3, 6) == [of(100)]
    why = await reason(shop, (await shop.invoices(id))[-1]["id"])
    assert why is not None
    assert (why["amountGte"], [each["usageGte"] for each in why["itemReasons"]]) == (None, [100])
    # April has one of 10.00 alone: 142 units are 9.94.
    march = [of(100), of(0)]
    assert await use(0, 4, 4) == march
    assert await use(142, 4, 5) == march
    assert await use(1, 4, 6) == [*march, of(143)]
    assert await reason(shop, (await shop.invoices(id))[-1]["id"]) == {"amountGte": {"amount": 1000}, "itemReasons": []}
    # May has the default.
    april = [*march, of(143), of(0)]
    assert await use(0, 5, 4) == april
    assert await use(285, 5, 5) == april
    assert await use(1, 5, 6) == [*april, of(286)]


async def test_thresholds_suit_what_the_phase_bills(shop: Scheduler) -> None:
    _, customer = await shop.under_clock()
    seat, used = await shop.monthly(1000), await shop.monthly(7, recurring=RECURRING)

    async def refused(*phases: dict[str, Any], **input: Any) -> list[tuple[str, str]]:
        given = {"customer": customer, "startDate": {"keyword": "NOW"}, "phases": list(phases)} | input
        found = await shop.graph.refuse("subscriptionScheduleCreate", input=given)
        return [(found["code"], found["field"])]

    where = "phases.1.billingThresholds.amountGte"
    first = phase(used, iterations=1)
    little = phase(used, iterations=1, billingThresholds={"amountGte": 49})
    assert await refused(first, little) == [("AMOUNT_TOO_SMALL", where)]
    paid = phase(seat, used, iterations=1, billingThresholds={"amountGte": 1000})
    assert await refused(first, paid) == [("PARAMETER_INVALID_INTEGER", where)]
    usual = {"defaultSettings": {"billingThresholds": {"amountGte": 900}}}
    assert await refused(first, phase(seat, used, iterations=1), **usual) == [("PARAMETER_INVALID_INTEGER", where)]
    seats = phase({"price": seat, "billingThresholds": {"usageGte": 10}}, iterations=1)
    assert await refused(first, seats) == [("PARAMETER_INVALID", "phases.1.items.0.billingThresholds")]
