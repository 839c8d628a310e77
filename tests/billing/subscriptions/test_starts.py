"""How subscriptions begin: paid, incomplete, backdated, or on a day of their own."""

from datetime import UTC, datetime, timedelta

from tests.billing.subscriptions.subscriber import Subscriber, lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_first_payment_that_fails_can_be_made_good_for_23_hours(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock("pm_card_chargeCustomerFail")
    made = await shop.subscribe(customer, await shop.monthly(1000))
    assert (made["status"], made["latestInvoice"]["status"]) == ("INCOMPLETE", "OPEN")
    await shop.advance(clock, START + timedelta(hours=22))
    visa = await shop.save(customer, "pm_card_visa")
    await shop.told()
    await shop.act("Pay", made["latestInvoice"]["id"], paymentMethod=visa)
    assert (await shop.told())[-1] == "customer.subscription.updated"
    assert (await shop.subscription(made["id"]))["status"] == "ACTIVE"
    await shop.advance(clock, START + 2 * DAY)
    assert (await shop.subscription(made["id"]))["status"] == "ACTIVE"


async def test_a_first_payment_that_fails_for_good(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock("pm_card_chargeCustomerFail")
    made = await shop.subscribe(customer, await shop.monthly(1000))
    told = await shop.advance(clock, START + 2 * DAY)
    assert [type for type, _ in told][-5:-1] == [
        "customer.subscription.updated",
        "payment_intent.canceled",
        "invoice.voided",
        "invoice.updated",
    ]
    over = await shop.subscription(made["id"])
    assert (over["status"], over["latestInvoice"]["status"]) == ("INCOMPLETE_EXPIRED", "VOID")
    await shop.advance(clock, START + 40 * DAY)
    assert len(await shop.invoices(made["id"])) == 1


async def test_the_browser_confirms_the_first_payment(shop: Subscriber) -> None:
    _, customer = await shop.under_clock(None)
    made = await shop.subscribe(customer, await shop.monthly(1000), paymentBehavior="DEFAULT_INCOMPLETE")
    intent = made["latestInvoice"]["paymentIntent"]
    assert (made["status"], intent["status"]) == ("INCOMPLETE", "REQUIRES_PAYMENT_METHOD")
    await shop.do("confirm", intent["id"], paymentMethod="pm_card_visa")
    after = await shop.subscription(made["id"])
    assert (after["status"], after["latestInvoice"]["status"]) == ("ACTIVE", "PAID")
    # A payment method that paid is the subscription's default only if the settings say so.
    assert after["defaultPaymentMethod"] is None


async def test_no_payment_method_and_errors_leave_nothing(shop: Subscriber) -> None:
    customer = await shop.payer(None)
    price = await shop.monthly(1000)
    given = {"customer": customer, "items": [{"price": price}]}
    refusal = await shop.graph.refuse("subscriptionCreate", input=given)
    assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "defaultPaymentMethod")
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.told()
    given["paymentBehavior"] = "ERROR_IF_INCOMPLETE"
    refusal = await shop.graph.refuse("subscriptionCreate", input=given)
    assert (refusal["type"], refusal["code"]) == ("CARD_ERROR", "CARD_DECLINED")
    assert await shop.told() == []
    found = await shop.graph("{ subscriptions { totalCount } invoices { totalCount } }")
    assert found == {"subscriptions": {"totalCount": 0}, "invoices": {"totalCount": 0}}


async def test_invoices_that_are_sent_wait_for_the_customer(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock(None)
    made = await shop.subscribe(customer, await shop.monthly(1000), collectionMethod="SEND_INVOICE", daysUntilDue=5)
    assert (made["status"], made["latestInvoice"]["status"]) == ("ACTIVE", "DRAFT")
    assert made["latestInvoice"]["dueDate"] == "2025-03-08T10:00:00Z"
    told = await shop.advance(clock, START + 12 * DAY)
    assert [each for each in told if "invoice" in each[0] or "subscription" in each[0]] == [
        ("invoice.finalized", "2025-03-03T11:00:00Z"),
        ("invoice.updated", "2025-03-03T11:00:00Z"),
        ("invoice.sent", "2025-03-03T11:00:00Z"),
        ("invoice.will_be_due", "2025-03-05T10:00:00Z"),
        ("invoice.overdue", "2025-03-09T10:00:00Z"),
        ("customer.subscription.updated", "2025-03-09T10:00:00Z"),
    ]
    assert (await shop.subscription(made["id"]))["status"] == "PAST_DUE"


async def test_a_period_until_the_anchor_is_prorated(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(2800)
    anchor = "2025-03-10T10:00:00Z"
    made = await shop.subscribe(customer, price, billingCycleAnchor=anchor)
    # 7 of the 28 days from 10 February.
    assert lines(made["latestInvoice"]) == [("1 × Gold (at $28.00 / month)", 700)]
    assert (made["currentPeriodStart"], made["currentPeriodEnd"]) == ("2025-03-03T10:00:00Z", anchor)
    free = await shop.subscribe(customer, price, billingCycleAnchor=anchor, prorationBehavior="NONE")
    assert (free["latestInvoice"]["total"]["amount"], free["status"]) == (0, "ACTIVE")
    await shop.advance(clock, START + 8 * DAY)
    after = await shop.subscription(made["id"])
    assert lines(after["latestInvoice"]) == [("1 × Gold (at $28.00 / month)", 2800)]
    assert after["currentPeriodEnd"] == "2025-04-10T10:00:00Z"


async def test_a_backdated_start_is_billed_as_one_time(shop: Subscriber) -> None:
    _, customer = await shop.under_clock()
    price = await shop.monthly(3100)
    since = "2025-01-15T10:00:00Z"
    made = await shop.subscribe(customer, price, backdateStartDate=since)
    # From 15 January to 3 March: a month, and 16 of the 28 days of the next: 1771.43.
    assert lines(made["latestInvoice"]) == [
        ("1 × Gold (at $31.00 / month)", 3100 + 1771),
        ("1 × Gold (at $31.00 / month)", 3100),
    ]
    assert (made["startDate"], made["currentPeriodStart"]) == (since, "2025-03-03T10:00:00Z")
    free = await shop.subscribe(customer, price, backdateStartDate=since, prorationBehavior="NONE")
    assert free["latestInvoice"]["total"]["amount"] == 3100


async def test_the_last_day_of_each_month(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    config = {"dayOfMonth": 31, "hour": 12, "minute": 0, "second": 0}
    made = await shop.subscribe(
        customer, await shop.monthly(1000), billingCycleAnchorConfig=config, prorationBehavior="NONE"
    )
    ends = [made["currentPeriodEnd"]]
    for month in (4, 5, 6):
        await shop.advance(clock, datetime(2025, month, 1, tzinfo=UTC))
        ends.append((await shop.subscription(made["id"]))["currentPeriodEnd"])
    assert ends == ["2025-03-31T12:00:00Z", "2025-04-30T12:00:00Z", "2025-05-31T12:00:00Z", "2025-06-30T12:00:00Z"]
