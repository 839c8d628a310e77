"""Changes of subscriptions: prorated by the second, invoiced now or later, or not at all."""

from datetime import UTC, datetime, timedelta

from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def item_of(subscription: dict) -> str:  # type: ignore[type-arg]
    id: str = subscription["items"]["nodes"][0]["id"]
    return id


async def test_a_change_of_price_and_quantity_is_billed_with_the_next_invoice(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    cheap, dear = await shop.monthly(1000), await shop.monthly(3100, productData={"name": "Platinum"})
    made = await shop.subscribe(customer, cheap)
    await shop.advance(clock, START + 16 * DAY)
    await shop.told()
    change = {"id": item_of(made), "price": dear, "quantity": 2}
    changed = await shop.change(made["id"], items=[change])
    assert await shop.told() == ["invoiceitem.created", "invoiceitem.created", "customer.subscription.updated"]
    assert changed["latestInvoice"]["id"] == made["latestInvoice"]["id"]
    await shop.advance(clock, START + 32 * DAY)
    renewed = await shop.subscription(made["id"])
    # 15 of 31 days are left: of 1000 they are 483.87, of 6200 they are 3000.
    assert lines(renewed["latestInvoice"]) == [
        ("Unused time on Gold after 19 Mar 2025", -484),
        ("Remaining time on 2 × Platinum after 19 Mar 2025", 3000),
        ("2 × Platinum (at $31.00 / month)", 6200),
    ]
    assert renewed["latestInvoice"]["amountPaid"]["amount"] == 8716


async def test_changes_after_each_other_never_credit_twice(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(3100)
    made = await shop.subscribe(customer, price)
    item = item_of(made)
    await shop.advance(clock, START + 10 * DAY)
    up = await shop.change(made["id"], items=[{"id": item, "quantity": 3}], prorationBehavior="ALWAYS_INVOICE")
    # 21 days: 2100 back, 6300 for three.
    assert [amount for _, amount in lines(up["latestInvoice"])] == [-2100, 6300]
    await shop.advance(clock, START + 20 * DAY)
    down = await shop.change(made["id"], items=[{"id": item, "quantity": 1}], prorationBehavior="ALWAYS_INVOICE")
    # 11 of these 21 days: 3300 back of 6300, and 1100 for one.
    assert [amount for _, amount in lines(down["latestInvoice"])] == [-3300, 1100]
    assert (down["latestInvoice"]["total"]["amount"], down["latestInvoice"]["status"]) == (-2200, "PAID")
    await shop.advance(clock, START + 32 * DAY)
    renewed = (await shop.subscription(made["id"]))["latestInvoice"]
    assert (renewed["total"]["amount"], renewed["amountPaid"]["amount"]) == (3100, 900)


async def test_no_proration_leaves_the_period_as_it_was_billed(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.advance(clock, START + 10 * DAY)
    await shop.told()
    change = {"id": item_of(made), "quantity": 5}
    await shop.change(made["id"], items=[change], prorationBehavior="NONE")
    assert await shop.told() == ["customer.subscription.updated"]
    await shop.advance(clock, START + 32 * DAY)
    assert lines((await shop.subscription(made["id"]))["latestInvoice"]) == [("5 × Gold (at $10.00 / month)", 5000)]


async def test_another_interval_begins_a_period_and_invoices_at_once(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    yearly = await shop.monthly(10000, recurring={"interval": "YEAR"})
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, START + 10 * DAY)
    changed = await shop.change(made["id"], items=[{"id": item_of(made), "price": yearly}])
    assert (changed["billingCycleAnchor"], changed["currentPeriodEnd"]) == (
        "2025-03-13T10:00:00Z",
        "2026-03-13T10:00:00Z",
    )
    invoice = changed["latestInvoice"]
    assert (invoice["billingReason"], invoice["status"]) == ("SUBSCRIPTION_UPDATE", "PAID")
    assert lines(invoice) == [
        ("Unused time on Gold after 13 Mar 2025", -2100),
        ("1 × Gold (at $100.00 / year)", 10000),
    ]


async def test_the_anchor_is_reset_on_request(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, START + 10 * DAY)
    changed = await shop.change(made["id"], billingCycleAnchor="NOW")
    assert (changed["currentPeriodStart"], changed["currentPeriodEnd"]) == (
        "2025-03-13T10:00:00Z",
        "2025-04-13T10:00:00Z",
    )
    assert [amount for _, amount in lines(changed["latestInvoice"])] == [-2100, 3100]


async def test_items_are_added_and_removed_one_by_one(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, START + 10 * DAY)
    seats = await shop.monthly(6200, productData={"name": "Seat"})
    given = {"subscription": made["id"], "price": seats, "quantity": 1}
    added = await shop.graph.do("subscriptionItemCreate", "id quantity", input=given)
    await shop.graph.do("subscriptionItemUpdate", "id quantity", id=added["id"], input={"quantity": 2})
    await shop.graph.do("subscriptionItemDelete", "id", id=item_of(made))
    await shop.advance(clock, START + 32 * DAY)
    renewed = await shop.subscription(made["id"])
    assert lines(renewed["latestInvoice"]) == [
        ("Remaining time on Seat after 13 Mar 2025", 4200),
        ("Unused time on Seat after 13 Mar 2025", -4200),
        ("Remaining time on 2 × Seat after 13 Mar 2025", 8400),
        ("Unused time on Gold after 13 Mar 2025", -2100),
        ("2 × Seat (at $62.00 / month)", 12400),
    ]
    refusal = await shop.graph.refuse("subscriptionItemDelete", id=added["id"])
    assert refusal["message"] == "A subscription needs at least one item. Cancel the subscription instead."


async def test_all_or_nothing(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.advance(clock, START + 10 * DAY)
    await shop.told()
    change = {"id": item_of(made), "quantity": 5}
    refusal = await shop.graph.refuse(
        "subscriptionUpdate",
        id=made["id"],
        input={
            "items": [change],
            "prorationBehavior": "ALWAYS_INVOICE",
            "paymentBehavior": "ERROR_IF_INCOMPLETE",
        },
    )
    assert (refusal["code"], refusal["field"]) == ("CARD_DECLINED", "defaultPaymentMethod")
    assert await shop.told() == []
    after = await shop.subscription(made["id"])
    assert (after["status"], after["items"]["nodes"][0]["quantity"]) == ("ACTIVE", 1)
    assert after["latestInvoice"]["id"] == made["latestInvoice"]["id"]


async def test_an_item_and_an_invoice_of_a_subscription_alone(shop: Subscriber) -> None:
    _, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.item(customer, 300)
    mine = await shop.item(customer, 500, subscription=made["id"], description="Setup")
    given = {"customer": customer, "subscription": made["id"]}
    draft = await shop.graph.do("invoiceCreate", "id subscription { id } total { amount }", input=given)
    assert (draft["subscription"], draft["total"]) == ({"id": made["id"]}, {"amount": 500})
    assert lines(await shop.invoice(draft["id"])) == [("Setup", 500)]
    assert (await shop.subscription(made["id"]))["latestInvoice"]["id"] == made["latestInvoice"]["id"]
    other = await shop.payer()
    refusal = await shop.graph.refuse("invoiceCreate", input=given | {"customer": other})
    assert refusal["field"] == "subscription"
    assert mine["invoice"] is None
