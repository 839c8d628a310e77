"""Automatic tax of subscriptions: it needs the customer's location, and ends where that is not known any more."""

from typing import Any

from tests.billing.invoices.biller import PAID
from tests.billing.schedules.scheduler import Scheduler, on, phase

NEW_YORK = {"country": "US", "state": "NY"}
TAX = "automaticTax { enabled disabledReason liability { type } }"
OFF = {"enabled": False, "disabledReason": "REQUIRES_LOCATION_INPUTS", "liability": None}
ON = {"enabled": True, "disabledReason": None, "liability": {"type": "SELF"}}
SHOWN = f"""query ($id: ID!) {{ it: subscription(id: $id) {{ {TAX}
    latestInvoice {{ status automaticTax {{ enabled disabledReason status liability {{ type }} }} }}
    schedule {{ defaultSettings {{ {TAX} }} phases {{ {TAX} }} }} }} }}"""


async def shown(shop: Scheduler, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await shop.graph(SHOWN, id=id))["it"]
    return found


async def taxed(shop: Scheduler) -> tuple[str, str, str]:
    """A clock, a customer in New York, and a subscription with automatic tax."""
    clock, customer = await shop.under_clock(address=NEW_YORK)
    made = await shop.subscribe(customer, await shop.monthly(1000), automaticTax={"enabled": True})
    return clock, customer, made["id"]


async def move_away(shop: Scheduler, customer: str) -> None:
    await shop.graph.do("customerUpdate", "id", id=customer, input={"address": None})


async def test_a_subscription_goes_on_without_tax_where_the_location_is_not_known(shop: Scheduler) -> None:
    clock, customer, id = await taxed(shop)
    assert (await shown(shop, id))["automaticTax"] == ON
    await move_away(shop, customer)
    await shop.advance(clock, on(4, 3, 10))
    draft = (await shown(shop, id))["latestInvoice"]
    assert (draft["status"], draft["automaticTax"]["status"]) == ("DRAFT", "REQUIRES_LOCATION_INPUTS")
    told = [type for type, _ in await shop.advance(clock, on(4, 3, 11)) if not type.startswith("test_helpers")]
    assert told == [*PAID, "customer.subscription.updated"]
    found = await shown(shop, id)
    assert found["automaticTax"] == OFF
    assert found["latestInvoice"] == {
        "status": "PAID",
        "automaticTax": {
            "enabled": False,
            "disabledReason": "FINALIZATION_REQUIRES_LOCATION_INPUTS",
            "status": "REQUIRES_LOCATION_INPUTS",
            "liability": None,
        },
    }
    # Until it is enabled again.
    await shop.advance(clock, on(5, 3, 11))
    assert (await shown(shop, id))["latestInvoice"]["automaticTax"]["disabledReason"] is None
    await shop.graph.do("customerUpdate", "id", id=customer, input={"address": NEW_YORK})
    await shop.change(id, automaticTax={"enabled": True})
    assert (await shown(shop, id))["automaticTax"] == ON
    await shop.advance(clock, on(6, 3, 11))
    assert (await shown(shop, id))["latestInvoice"]["automaticTax"]["status"] == "COMPLETE"


async def test_its_schedule_goes_on_without_tax_too(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock(address=NEW_YORK)
    price = await shop.monthly(1000)
    defaults = {"automaticTax": {"enabled": True}}
    plan = await shop.plan(
        customer,
        phase(price, iterations=2) | {"automaticTax": {"enabled": True}},
        phase(price, iterations=1) | {"automaticTax": {"enabled": True}},
        defaultSettings=defaults,
    )
    await shop.advance(clock, on(3, 3, 11))
    assert (await shown(shop, plan["subscription"]["id"]))["automaticTax"] == ON
    await move_away(shop, customer)
    told = [type for type, _ in await shop.advance(clock, on(4, 3, 11))]
    assert told[-3:-1] == ["customer.subscription.updated", "subscription_schedule.updated"]
    found = await shown(shop, plan["subscription"]["id"])
    assert found["automaticTax"] == found["schedule"]["defaultSettings"]["automaticTax"] == OFF
    # The current phase is one still, and the next begins as it was planned.
    assert [each["automaticTax"] for each in found["schedule"]["phases"]] == [OFF, ON]


async def test_what_is_void_at_once_goes_without_tax(shop: Scheduler) -> None:
    clock, customer, id = await taxed(shop)
    await shop.change(id, pauseCollection={"behavior": "VOID"})
    await move_away(shop, customer)
    await shop.advance(clock, on(4, 3, 10))
    found = await shown(shop, id)
    assert (found["latestInvoice"]["status"], found["automaticTax"]) == ("VOID", OFF)


async def test_automatic_tax_begins_with_a_location(shop: Scheduler) -> None:
    customer, price = await shop.payer(), await shop.monthly(1000)
    automatic = {"automaticTax": {"enabled": True}}
    for given in ({}, {"trialPeriodDays": 7}, {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 7}):
        items = {"customer": customer, "items": [{"price": price}]}
        refusal = await shop.graph.refuse("subscriptionCreate", input=items | given | automatic)
        assert (refusal["code"], refusal["field"]) == ("CUSTOMER_TAX_LOCATION_INVALID", "automaticTax")
    assert (await shop.graph("{ subscriptions { totalCount } invoices { totalCount } }")) == {
        "subscriptions": {"totalCount": 0},
        "invoices": {"totalCount": 0},
    }
    made = await shop.subscribe(customer, price)
    refusal = await shop.graph.refuse("subscriptionUpdate", id=made["id"], input=automatic)
    assert (refusal["code"], refusal["field"]) == ("CUSTOMER_TAX_LOCATION_INVALID", "automaticTax")
    assert (await shown(shop, made["id"]))["automaticTax"] == OFF | {"disabledReason": None}
