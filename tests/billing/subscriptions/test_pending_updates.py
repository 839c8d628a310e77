"""Updates that wait for their payment: applied once it succeeds, and forgotten when it does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
PENDING = """
    id status currentPeriodStart currentPeriodEnd trialEnd latestInvoice { id status total { amount } autoAdvance }
    pendingUpdate {
        expiresAt billingCycleAnchor trialEnd trialFromPlan subscriptionItems { id quantity price { id } }
    }
    items(orderBy: [{field: ID, direction: ASC}]) { nodes { id quantity price { id } discounts { id } } }
"""
WILL_END = "customer.subscription.trial_will_end"
NOW = {"prorationBehavior": "ALWAYS_INVOICE", "paymentBehavior": "PENDING_IF_INCOMPLETE"}


async def late(shop: Subscriber, card: str = "pm_card_chargeCustomerFail") -> tuple[str, str, dict[str, Any]]:
    """A clock, a customer and a subscription for 1000, ten days later, when payments fail."""
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.save(customer, card)
    await shop.advance(clock, START + 10 * DAY)
    await shop.told()
    return clock, customer, made


async def change(shop: Subscriber, id: str, **input: Any) -> dict[str, Any]:
    return await shop.graph.do("subscriptionUpdate", PENDING, id=id, input=NOW | input)


async def seen(shop: Subscriber, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (
        await shop.graph(f"query ($id: ID!) {{ it: subscription(id: $id) {{ {PENDING} }} }}", id=id)
    )["it"]
    return found


def quantities(subscription: dict[str, Any]) -> list[int]:
    return [item["quantity"] for item in subscription["items"]["nodes"]]


@pytest.mark.parametrize("card", ["pm_card_chargeCustomerFail", "pm_card_threeDSecure2Required"])
async def test_a_change_waits_for_its_payment_and_is_applied(shop: Subscriber, card: str) -> None:
    clock, customer, made = await late(shop, card)
    item = made["items"]["nodes"][0]
    dear = await shop.monthly(6200, productData={"name": "Seat"})
    held = await change(shop, made["id"], items=[{"id": item["id"], "quantity": 3}, {"price": dear}])
    assert (held["status"], quantities(held)) == ("ACTIVE", [1])
    assert held["pendingUpdate"]["expiresAt"] == "2025-03-14T09:00:00Z"
    assert [each["quantity"] for each in held["pendingUpdate"]["subscriptionItems"]] == [3, 1]
    assert held["pendingUpdate"]["billingCycleAnchor"] is None
    # 21 of 31 days: 2100 back, 6300 for three, 4200 for the seat.
    assert (held["latestInvoice"]["status"], held["latestInvoice"]["total"]["amount"]) == ("OPEN", 8400)
    assert held["latestInvoice"]["autoAdvance"] is False
    assert "customer.subscription.updated" in await shop.told()

    await shop.save(customer, "pm_card_visa")
    await shop.told()
    await shop.act("Pay", held["latestInvoice"]["id"])
    told = await shop.told()
    assert [each for each in told if "subscription" in each] == [
        "customer.subscription.pending_update_applied",
        "customer.subscription.updated",
    ]
    after = await seen(shop, made["id"])
    assert (after["status"], after["pendingUpdate"], quantities(after)) == ("ACTIVE", None, [3, 1])
    assert after["items"]["nodes"][0]["id"] == item["id"]
    # What the update billed is what the next change credits.
    await change(shop, made["id"], items=[{"id": item["id"], "quantity": 1}])
    invoice = (await shop.subscription(made["id"]))["latestInvoice"]
    assert [amount for _, amount in lines(invoice)] == [-6300, 2100]
    await shop.advance(clock, START + 32 * DAY)
    renewed = (await shop.subscription(made["id"]))["latestInvoice"]
    assert [amount for _, amount in lines(renewed)] == [3100, 6200]


async def test_a_payment_that_succeeds_is_applied_at_once(shop: Subscriber) -> None:
    _, _, made = await late(shop, "pm_card_visa")
    after = await change(shop, made["id"], items=[{"id": made["items"]["nodes"][0]["id"], "quantity": 3}])
    assert (after["pendingUpdate"], quantities(after), after["latestInvoice"]["status"]) == (None, [3], "PAID")
    assert "customer.subscription.pending_update_applied" not in await shop.told()


async def test_an_update_that_bills_nothing_now_waits_for_nothing(shop: Subscriber) -> None:
    _, _, made = await late(shop)
    change_ = {"id": made["items"]["nodes"][0]["id"], "quantity": 3}
    after = await change(shop, made["id"], items=[change_], prorationBehavior="CREATE_PRORATIONS")
    assert (after["pendingUpdate"], quantities(after)) == (None, [3])


async def test_an_update_expires_and_its_invoice_is_void(shop: Subscriber) -> None:
    clock, _, made = await late(shop)
    held = await change(shop, made["id"], items=[{"id": made["items"]["nodes"][0]["id"], "quantity": 3}])
    told = await shop.advance(clock, START + 11 * DAY)
    assert ("customer.subscription.pending_update_expired", "2025-03-14T09:00:00Z") in told
    after = await seen(shop, made["id"])
    assert (after["pendingUpdate"], quantities(after)) == (None, [1])
    assert (after["latestInvoice"]["id"], after["latestInvoice"]["status"]) == (held["latestInvoice"]["id"], "VOID")
    # Nothing of it is left: the item was billed once, and is credited as it was.
    await shop.graph.do("subscriptionCancel", "id", id=made["id"], input={"prorate": True, "invoiceNow": True})
    invoice = (await shop.subscription(made["id"]))["latestInvoice"]
    assert [amount for _, amount in lines(invoice)] == [-2000]


async def test_an_update_expires_before_the_next_renewal(shop: Subscriber) -> None:
    clock, _, made = await late(shop)
    await shop.advance(clock, START + 31 * DAY - timedelta(hours=2))
    held = await change(shop, made["id"], items=[{"id": made["items"]["nodes"][0]["id"], "quantity": 300}])
    assert held["pendingUpdate"]["expiresAt"] == "2025-04-03T10:00:00Z"
    told = await shop.advance(clock, START + 31 * DAY)
    mine = [type for type, _ in told if type.startswith("customer.subscription")]
    assert mine[:2] == ["customer.subscription.pending_update_expired", "customer.subscription.updated"]
    renewed = (await shop.subscription(made["id"]))["latestInvoice"]
    assert [amount for _, amount in lines(renewed)] == [3100]


async def test_a_new_period_waits_too(shop: Subscriber) -> None:
    clock, customer, made = await late(shop)
    held = await change(shop, made["id"], billingCycleAnchor="NOW")
    assert held["pendingUpdate"]["billingCycleAnchor"] == "2025-03-13T10:00:00Z"
    assert held["pendingUpdate"]["subscriptionItems"] is None
    assert held["currentPeriodEnd"] == made["currentPeriodEnd"]
    await shop.save(customer, "pm_card_visa")
    await shop.act("Pay", held["latestInvoice"]["id"])
    after = await seen(shop, made["id"])
    assert (after["currentPeriodStart"], after["currentPeriodEnd"]) == ("2025-03-13T10:00:00Z", "2025-04-13T10:00:00Z")
    told = await shop.advance(clock, START + 45 * DAY)
    assert [at for type, at in told if type == "invoice.created"] == ["2025-04-13T10:00:00Z"]


async def test_the_end_of_a_trial_waits(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock("pm_card_chargeCustomerFail")
    made = await shop.subscribe(customer, await shop.monthly(3100), trialPeriodDays=30)
    await shop.advance(clock, START + 10 * DAY)
    await shop.told()
    held = await change(shop, made["id"], trialEnd={"keyword": "NOW"})
    assert (held["status"], held["trialEnd"]) == ("TRIALING", made["trialEnd"])
    assert held["pendingUpdate"]["trialEnd"] == "2025-03-13T10:00:00Z"
    assert WILL_END not in await shop.told()
    await shop.save(customer, "pm_card_visa")
    await shop.act("Pay", held["latestInvoice"]["id"])
    told = await shop.told()
    assert told[told.index(WILL_END) :] == [
        WILL_END,
        "customer.subscription.pending_update_applied",
        "customer.subscription.updated",
    ]
    after = await seen(shop, made["id"])
    assert (after["status"], after["trialEnd"]) == ("ACTIVE", "2025-03-13T10:00:00Z")


async def test_the_end_of_a_trial_that_is_paid_at_once_is_announced(shop: Subscriber) -> None:
    customer = await shop.payer()
    made = await shop.subscribe(customer, await shop.monthly(3100), trialPeriodDays=30)
    await shop.told()
    ended = await change(shop, made["id"], trialEnd={"keyword": "NOW"})
    assert (ended["status"], ended["pendingUpdate"]) == ("ACTIVE", None)
    assert (await shop.told())[-2:] == [WILL_END, "customer.subscription.updated"]


@pytest.mark.parametrize("way", ["void", "cancel", "update"])
async def test_what_ends_an_update_that_waits(shop: Subscriber, way: str) -> None:
    _, _, made = await late(shop)
    item = made["items"]["nodes"][0]["id"]
    held = await change(shop, made["id"], items=[{"id": item, "quantity": 3}])
    if way == "void":
        await shop.act("Void", held["latestInvoice"]["id"])
    elif way == "cancel":
        await shop.graph.do("subscriptionCancel", "id", id=made["id"])
    else:
        # Metadata does not touch it.
        await shop.graph.do("subscriptionUpdate", "id", id=made["id"], input={"metadata": {"seat": "3"}})
        assert (await seen(shop, made["id"]))["pendingUpdate"] is not None
        again = await change(shop, made["id"], items=[{"id": item, "quantity": 2}])
        assert [each["quantity"] for each in again["pendingUpdate"]["subscriptionItems"]] == [2]
        assert again["latestInvoice"]["id"] != held["latestInvoice"]["id"]
    after = await seen(shop, made["id"])
    assert (await shop.invoice(held["latestInvoice"]["id"]))["status"] == "VOID"
    assert quantities(after) == [1]
    if way != "update":
        assert after["pendingUpdate"] is None


async def test_only_what_is_billed_can_wait(shop: Subscriber) -> None:
    _, _, made = await late(shop)
    item = made["items"]["nodes"][0]["id"]
    given = NOW | {"description": "Three seats", "items": [{"id": item, "quantity": 3, "metadata": {"seat": "3"}}]}
    with pytest.raises(AssertionError) as refused:
        await shop.graph.do("subscriptionUpdate", "id", id=made["id"], input=given)
    assert "requires an update without `description`" in str(refused.value)
    assert "requires an update without `metadata`" in str(refused.value)


async def test_an_item_that_is_added_waits(shop: Subscriber) -> None:
    _, customer, made = await late(shop)
    seat = await shop.monthly(6200, productData={"name": "Seat"})
    given = NOW | {"subscription": made["id"], "price": seat, "quantity": 2}
    added = await shop.graph.do("subscriptionItemCreate", "id quantity", input=given)
    held = await seen(shop, made["id"])
    assert added["quantity"] == 2
    assert added["id"] in [each["id"] for each in held["pendingUpdate"]["subscriptionItems"]]
    assert quantities(held) == [1]
    await shop.save(customer, "pm_card_visa")
    await shop.act("Pay", held["latestInvoice"]["id"])
    assert [each["id"] for each in (await seen(shop, made["id"]))["items"]["nodes"]][1:] == [added["id"]]


async def test_the_discounts_of_an_item_end_with_it(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    coupon = await shop.coupon(percentOff="50", duration="FOREVER")
    gold = {"price": await shop.monthly(3100), "discounts": [{"coupon": coupon}]}
    seat = await shop.monthly(6200, productData={"name": "Seat"})
    made = await shop.subscribe(customer, gold, seat)
    await shop.told()
    items = made["items"]["nodes"]
    [item] = [each for each in items if each["discounts"]]
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.advance(clock, START + 10 * DAY)
    # A change of both that costs more, and waits: its discounts wait too.
    [other] = [each for each in items if not each["discounts"]]
    held = await change(
        shop, made["id"], items=[{"id": item["id"], "deleted": True}, {"id": other["id"], "quantity": 2}]
    )
    assert "customer.discount.deleted" not in await shop.told()
    await shop.save(customer, "pm_card_visa")
    await shop.act("Pay", held["latestInvoice"]["id"])
    assert "customer.discount.deleted" in await shop.told()
    assert quantities(await seen(shop, made["id"])) == [2]
