"""`invoice.upcoming`: emitted some days before a subscription renews, once for a period."""

from datetime import timedelta
from typing import Any

from tests.billing.previews.previewer import Previewer
from tests.billing.schedules.scheduler import on

EVENTS = """query { events(first: 100) { nodes { type created data { object } } } }"""


async def upcoming(shop: Previewer) -> list[dict[str, Any]]:
    """Each event `invoice.upcoming` so far: its body, with the day of the event."""
    data = await shop.graph(EVENTS)
    found = [event for event in data["events"]["nodes"] if event["type"] == "invoice.upcoming"]
    return [event["data"]["object"] | {"on": event["created"][:10]} for event in reversed(found)]


async def test_it_is_told_days_before_the_renewal_and_once(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly())
    await shop.item(customer, 250)
    assert "invoice.upcoming" not in await shop.caused(clock, on(3, 27, 9))
    assert await shop.caused(clock, on(3, 27, 11)) == ["invoice.upcoming"]
    (told,) = await upcoming(shop)
    assert told["on"] == "2025-03-27"
    assert "id" not in told
    names = ("object", "billing_reason", "status", "subscription", "total", "amount_due")
    assert [told[name] for name in names] == ["invoice", "upcoming", "draft", made["id"], 1250, 1250]
    assert [line["amount"] for line in told["lines"]["data"]] == [250, 1000]
    assert all(line["id"].startswith("il_tmp_") for line in told["lines"]["data"])
    # The subscription itself is as it was.
    assert (await shop.subscription(made["id"]))["currentPeriodEnd"] == made["currentPeriodEnd"]
    assert len(await shop.invoices(made["id"])) == 1
    await shop.advance(clock, on(4, 3, 14))
    invoice = await shop.latest(made["id"])
    assert (invoice["total"]["amount"], invoice["status"]) == (1250, "PAID")
    assert len(await upcoming(shop)) == 1
    await shop.advance(clock, on(5, 1))
    assert [each["on"] for each in await upcoming(shop)] == ["2025-03-27", "2025-04-26"]


async def test_many_at_once_are_told_in_one_batch(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(700)
    made = [await shop.subscribe(customer, price, items=[{"price": price, "quantity": n}]) for n in (1, 2, 3)]
    await shop.advance(clock, on(3, 28))
    told = await upcoming(shop)
    assert sorted((each["subscription"], each["total"]) for each in told) == sorted(
        (each["id"], 700 * n) for n, each in enumerate(made, 1)
    )


async def test_it_is_not_told_of_what_ends(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly()
    await shop.subscribe(customer, price, cancelAtPeriodEnd=True)
    canceled = await shop.subscribe(customer, price)
    await shop.graph.do("subscriptionCancel", "id", id=canceled["id"])
    assert "invoice.upcoming" not in await shop.caused(clock, on(4, 2))


async def test_the_days_are_a_setting(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly()
    await shop.graph.do("billingSettingsUpdate", "daysBeforeRenewal", input={"daysBeforeRenewal": 3})
    await shop.subscribe(customer, price)
    await shop.advance(clock, on(4, 1))
    assert [each["on"] for each in await upcoming(shop)] == ["2025-03-31"]
    await shop.graph.do("billingSettingsUpdate", "daysBeforeRenewal", input={"daysBeforeRenewal": None})
    await shop.subscribe(customer, price)
    await shop.advance(clock, on(4, 1) + timedelta(hours=20))
    assert len(await upcoming(shop)) == 1


async def test_a_change_of_the_period_moves_it(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly())
    await shop.advance(clock, on(3, 20, 10))
    await shop.change(made["id"], billingCycleAnchor="NOW")
    assert "invoice.upcoming" not in await shop.caused(clock, on(4, 5))
    await shop.advance(clock, on(4, 14))
    assert [each["on"] for each in await upcoming(shop)] == ["2025-04-13"]
