"""What pays the invoices of a subscription, and a bank that asks for the customer at a renewal."""

from tests.billing.subscriptions.subscriber import Subscriber
from tests.billing.subscriptions.test_changes import DAY, START

METHOD = "query ($id: ID!) { invoice(id: $id) { charge { paymentMethod { id } } } }"


async def test_the_subscriptions_payment_method_comes_before_the_customers(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    own = (await shop.graph.do("paymentMethodAttach", "id", id="pm_card_mastercard", input={"customer": customer}))[
        "id"
    ]
    made = await shop.subscribe(customer, await shop.monthly(1000), defaultPaymentMethod=own)

    async def paid_by(invoice: str) -> str:
        id: str = (await shop.graph(METHOD, id=invoice))["invoice"]["charge"]["paymentMethod"]["id"]
        return id

    assert await paid_by(made["latestInvoice"]["id"]) == own
    visa = await shop.save(customer, "pm_card_visa")
    await shop.advance(clock, START + 32 * DAY)
    assert await paid_by((await shop.subscription(made["id"]))["latestInvoice"]["id"]) == own
    # Without one of its own, it is the customer's.
    await shop.change(made["id"], defaultPaymentMethod=None)
    await shop.advance(clock, START + 63 * DAY)
    assert await paid_by((await shop.subscription(made["id"]))["latestInvoice"]["id"]) == visa


async def test_a_bank_that_asks_for_the_customer_at_a_renewal(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.save(customer, "pm_card_authenticationRequired")
    told = [type for type, _ in await shop.advance(clock, START + 31 * DAY) if "balance" not in type]
    assert told[-1] == "test_helpers.test_clock.ready"
    told = [type for type, _ in await shop.advance(clock, START + 32 * DAY) if "balance" not in type]
    assert told[1:-1] == [
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
        "payment_intent.requires_action",
        "invoice.payment_action_required",
        "invoice.updated",
        "customer.subscription.updated",
    ]
    waiting = await shop.subscription(made["id"])
    invoice = waiting["latestInvoice"]
    assert (waiting["status"], invoice["status"], invoice["attemptCount"]) == ("PAST_DUE", "OPEN", 1)
    assert (invoice["paymentIntent"]["status"], invoice["nextPaymentAttempt"]) == (
        "REQUIRES_ACTION",
        "2025-04-06T11:00:00Z",
    )
    await shop.told()
    await shop.graph.do("paymentIntentCompleteAuthentication", "id", id=invoice["paymentIntent"]["id"])
    told = await shop.told()
    assert told[-1] == "customer.subscription.updated"
    assert "invoice.paid" in told
    paid = await shop.subscription(made["id"])
    assert (paid["status"], paid["latestInvoice"]["status"]) == ("ACTIVE", "PAID")


async def test_the_settings_of_the_payment_reach_each_invoice(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    settings = {
        "paymentMethodTypes": ["CARD"],
        "paymentMethodOptions": {"card": {"requestThreeDSecure": "ANY"}},
    }
    made = await shop.subscribe(
        customer, await shop.monthly(1000), collectionMethod="SEND_INVOICE", daysUntilDue=7, paymentSettings=settings
    )
    await shop.advance(clock, START + DAY)
    shown = """invoice(id: $id) { dueDate
        paymentSettings { paymentMethodTypes paymentMethodOptions { card { requestThreeDSecure } } }
        paymentIntent { paymentMethodTypes paymentMethodOptions { card { requestThreeDSecure } } } }"""
    found = await shop.graph(f"query ($id: ID!) {{ {shown} }}", id=made["latestInvoice"]["id"])
    options = {"card": {"requestThreeDSecure": "ANY"}}
    assert found["invoice"] == {
        "dueDate": "2025-03-10T10:00:00Z",
        "paymentSettings": {"paymentMethodTypes": ["CARD"], "paymentMethodOptions": options},
        "paymentIntent": {"paymentMethodTypes": ["card"], "paymentMethodOptions": options},
    }


async def test_a_subscriptions_discount_stands_in_for_the_customers(shop: Subscriber) -> None:
    tenth, fifth = [await shop.coupon(percentOff=off, duration="FOREVER") for off in ("10", "20")]
    customer = await shop.payer(coupon=tenth)
    price = await shop.monthly(1000)
    made = [
        await shop.subscribe(customer, price),
        await shop.subscribe(customer, price, discounts=[{"coupon": fifth}]),
        # That of an item comes before that of the customer.
        await shop.subscribe(customer, {"price": price, "discounts": [{"coupon": fifth}]}),
    ]
    assert [each["latestInvoice"]["total"]["amount"] for each in made] == [900, 800, 720]


async def test_an_invoice_that_is_written_off_or_void_owes_nothing(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    made = [await shop.subscribe(customer, price) for _ in range(2)]
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.advance(clock, START + 32 * DAY)
    behind = [await shop.subscription(each["id"]) for each in made]
    assert [each["status"] for each in behind] == ["PAST_DUE", "PAST_DUE"]
    await shop.told()
    for verb, each in zip(("MarkUncollectible", "Void"), behind, strict=True):
        await shop.act(verb, each["latestInvoice"]["id"])
        assert (await shop.told())[-1] == "customer.subscription.updated"
        assert (await shop.subscription(each["id"]))["status"] == "ACTIVE"


async def test_a_deleted_customer_has_no_subscriptions_any_more(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    made = await shop.subscribe(customer, price)
    sent = await shop.subscribe(customer, price, collectionMethod="SEND_INVOICE", daysUntilDue=7)
    tried = await shop.subscribe(customer, price, trialPeriodDays=10)
    await shop.told()
    await shop.graph.do("customerDelete", "id", id=customer)
    told = await shop.told()
    assert [each for each in told if not each.startswith("payment_method")] == [
        "customer.deleted",
        *["customer.subscription.deleted"] * 3,
        "invoice.updated",
    ]
    for each in (made, sent, tried):
        over = await shop.subscription(each["id"])
        assert (over["status"], over["endedAt"]) == ("CANCELED", "2025-03-03T10:00:00Z")
    # The draft stays one, and nothing falls due.
    await shop.advance(clock, START + 60 * DAY)
    assert (await shop.invoice(sent["latestInvoice"]["id"]))["status"] == "DRAFT"
    assert len(await shop.invoices(made["id"])) == 1


async def test_what_a_canceled_subscription_owes_is_not_collected_by_itself(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.advance(clock, START + 32 * DAY)
    owed = (await shop.subscription(made["id"]))["latestInvoice"]
    assert (owed["status"], owed["attemptCount"], owed["nextPaymentAttempt"] is None) == ("OPEN", 1, False)
    await shop.told()
    ended = await shop.graph.do("subscriptionCancel", "id status", id=made["id"])
    assert ended["status"] == "CANCELED"
    assert await shop.told() == ["invoice.updated", "customer.subscription.deleted"]
    await shop.save(customer, "pm_card_visa")
    await shop.advance(clock, START + 60 * DAY)
    left = (await shop.subscription(made["id"]))["latestInvoice"]
    assert left["id"] == owed["id"]
    assert (left["status"], left["attemptCount"], left["nextPaymentAttempt"]) == ("OPEN", 1, None)
    paid = await shop.graph.do("invoicePay", "status autoAdvance", id=owed["id"])
    assert paid == {"status": "PAID", "autoAdvance": False}
