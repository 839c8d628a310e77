"""Lives of quotes, with what they come to calculated by hand."""

from datetime import UTC, datetime

from tests.billing.quotes.quoter import Quoter, invoiced, line_sums, sums
from tests.billing.schedules.scheduler import on
from tests.billing.subscriptions.subscriber import lines

TOLD = ("quote.", "invoice.created", "customer.subscription.created", "subscription_schedule.created")


def of_quotes(told: list[str]) -> list[str]:
    return [type for type in told if type.startswith(TOLD)]


async def test_a_subscription_with_a_setup_fee_a_coupon_and_tax(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    seat = await shop.monthly(3000)
    setup = (await shop.price(10_000, productData={"name": "Setup"}))["id"]
    vat, coupon = await shop.tax("20"), await shop.coupon(percentOff="10", duration="ONCE")
    await shop.told()
    draft = await shop.quote(
        customer,
        {"price": seat, "quantity": 2},
        setup,
        discounts=[{"coupon": coupon}],
        defaultTaxRates=[vat],
        header="Offer",
        metadata={"deal": "7"},
        subscriptionData={"description": "Seats", "metadata": {"team": "a"}},
    )
    assert (draft["status"], draft["number"], draft["currency"]) == ("DRAFT", None, "usd")
    # 30 days after the 3rd of March.
    assert draft["expiresAt"] == "2025-04-02T10:00:00Z"
    # Two seats for 30.00 and the setup for 100.00; 10 percent off is 16.00; 20 percent of 144.00 is 28.80.
    assert sums(draft) == sums(draft["computed"]["upfront"]) == (16_000, 1600, 2880, 17_280)
    # The coupon is for the first invoice alone: 20 percent of 60.00 is 12.00.
    assert sums(draft["computed"]["recurring"]) == (6000, 0, 1200, 7200)
    assert (draft["computed"]["recurring"]["interval"], draft["computed"]["recurring"]["intervalCount"]) == ("MONTH", 1)
    # 10 percent of each line, and 20 percent of the rest.
    expected = [("Gold", 2, 6000, 600, 1080, 6480), ("Setup", 1, 10_000, 1000, 1800, 10_800)]
    assert line_sums(draft["lineItems"]) == line_sums(draft["computedUpfrontLineItems"]) == expected
    upfront = [line["id"] for line in draft["computedUpfrontLineItems"]["nodes"]]
    assert [line["id"] for line in draft["computed"]["upfront"]["lineItems"]] == upfront
    breakdown = draft["totalDetails"]["breakdown"]
    assert [(each["amount"]["amount"], each["discount"]["coupon"]["id"]) for each in breakdown["discounts"]] == [
        (1600, coupon)
    ]
    assert [(each["amount"]["amount"], each["rate"]["id"]) for each in breakdown["taxes"]] == [(2880, vat)]
    # Nothing is redeemed before the customer accepts.
    redeemed = f'{{ it: coupon(id: "{coupon}") {{ timesRedeemed }} }}'
    assert (await shop.graph(redeemed))["it"] == {"timesRedeemed": 0}

    open_ = await shop.settle("Finalize", draft["id"])
    prefix = (await shop.graph(f'{{ it: customer(id: "{customer}") {{ invoicePrefix }} }}'))["it"]["invoicePrefix"]
    assert (open_["status"], open_["number"]) == ("OPEN", f"QT-{prefix}-0001-1")
    assert open_["statusTransitions"] == {
        "finalizedAt": "2025-03-03T10:00:00Z",
        "acceptedAt": None,
        "canceledAt": None,
    }
    accepted = await shop.settle("Accept", draft["id"])
    assert (accepted["status"], accepted["invoice"], accepted["subscriptionSchedule"]) == ("ACCEPTED", None, None)
    assert of_quotes(await shop.told()) == [
        "quote.created",
        "quote.finalized",
        "customer.subscription.created",
        "invoice.created",
        "quote.accepted",
    ]
    assert (await shop.graph(redeemed))["it"] == {"timesRedeemed": 1}
    subscription = await shop.subscription(accepted["subscription"]["id"])
    assert (subscription["status"], accepted["subscription"]["quotes"]["totalCount"]) == ("ACTIVE", 1)
    first = await shop.billed(accepted)
    assert (invoiced(first), first["status"], first["billingReason"]) == (
        (16_000, 1600, 2880, 17_280),
        "PAID",
        "SUBSCRIPTION_CREATE",
    )
    await shop.advance(clock, on(4, 3))
    assert invoiced((await shop.invoices(subscription["id"]))[-1]) == (6000, 0, 1200, 7200)


async def test_a_trial_is_free_at_first(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    setup = (await shop.price(5000, productData={"name": "Setup"}))["id"]
    offer = await shop.offer(customer, await shop.monthly(1000), setup, subscriptionData={"trialPeriodDays": 14})
    # All that is offered; at first the setup alone.
    assert (sums(offer), sums(offer["computed"]["upfront"])) == ((6000, 0, 0, 6000), (5000, 0, 0, 5000))
    assert sums(offer["computed"]["recurring"]) == (1000, 0, 0, 1000)
    assert line_sums(offer["computedUpfrontLineItems"]) == [("Setup", 1, 5000, 0, 0, 5000)]
    accepted = await shop.settle("Accept", offer["id"])
    assert invoiced(await shop.billed(accepted)) == (5000, 0, 0, 5000)
    subscription = await shop.subscription(accepted["subscription"]["id"])
    assert (subscription["status"], subscription["trialEnd"]) == ("TRIALING", "2025-03-17T10:00:00Z")
    await shop.advance(clock, on(3, 18))
    assert [invoiced(each)[3] for each in await shop.invoices(subscription["id"])] == [5000, 1000]


async def test_an_effective_date_that_is_to_come_makes_a_schedule(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    setup = (await shop.price(2500, productData={"name": "Setup"}))["id"]
    offer = await shop.offer(
        customer,
        {"price": await shop.monthly(4000), "discounts": [{"coupon": half}]},
        setup,
        subscriptionData={"effectiveDate": {"value": "2025-04-01T00:00:00Z"}, "metadata": {"team": "b"}},
    )
    # Half of 40.00, and the setup; then half of 40.00 in each month.
    assert sums(offer["computed"]["upfront"]) == (6500, 2000, 0, 4500)
    assert sums(offer["computed"]["recurring"]) == (4000, 2000, 0, 2000)
    await shop.told()
    accepted = await shop.settle("Accept", offer["id"])
    assert accepted["subscription"] is accepted["invoice"] is None
    assert of_quotes(await shop.told()) == ["subscription_schedule.created", "quote.accepted"]
    planned = await shop.schedule(accepted["subscriptionSchedule"]["id"])
    assert (planned["status"], planned["endBehavior"], planned["customer"]["id"]) == (
        "NOT_STARTED",
        "RELEASE",
        customer,
    )
    (phase,) = planned["phases"]
    assert (phase["startDate"], phase["endDate"]) == ("2025-04-01T00:00:00Z", "2025-05-01T00:00:00Z")
    assert phase["metadata"] == {"team": "b"}

    await shop.advance(clock, on(4, 2))
    first = await shop.billed(accepted)
    assert (invoiced(first), first["status"]) == ((6500, 2000, 0, 4500), "PAID")
    await shop.advance(clock, on(5, 2))
    planned = await shop.schedule(planned["id"])
    assert planned["status"] == "RELEASED"
    assert [invoiced(each)[3] for each in await shop.invoices(planned["releasedSubscription"]["id"])] == [4500, 2000]


async def test_a_long_trial_that_begins_later_is_within_the_phase(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    offer = await shop.offer(
        customer,
        await shop.monthly(4000),
        subscriptionData={"effectiveDate": {"value": "2025-04-01T00:00:00Z"}, "trialPeriodDays": 40},
    )
    accepted = await shop.settle("Accept", offer["id"])
    (phase,) = (await shop.schedule(accepted["subscriptionSchedule"]["id"]))["phases"]
    # 40 days after the 1st of April, which is in the second month.
    assert (phase["trialEnd"], phase["endDate"]) == ("2025-05-11T00:00:00Z", "2025-06-01T00:00:00Z")
    await shop.advance(clock, on(4, 2))
    assert invoiced(await shop.billed(accepted)) == sums(offer["computed"]["upfront"]) == (0, 0, 0, 0)


async def test_one_time_prices_are_invoiced_after_an_hour(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    vat = await shop.tax("25", inclusive=True)
    price = (await shop.price(1000))["id"]
    # A pending item is not what was offered.
    await shop.item(customer, 77)
    offer = await shop.offer(customer, {"price": price, "quantity": 3, "taxRates": [vat]})
    # The price includes a fifth of 30.00 as tax.
    assert (sums(offer), offer["computed"]["recurring"]) == ((3000, 0, 600, 3000), None)
    await shop.told()
    accepted = await shop.settle("Accept", offer["id"])
    draft = await shop.billed(accepted)
    assert accepted["invoice"]["quote"]["id"] == offer["id"]
    assert (draft["status"], draft["billingReason"], draft["autoAdvance"]) == ("DRAFT", "QUOTE_ACCEPT", True)
    assert (invoiced(draft), lines(draft)) == ((3000, 0, 600, 3000), [("Seat", 3000)])
    await shop.advance(clock, datetime(2025, 3, 3, 12, tzinfo=UTC))
    paid = await shop.billed(accepted)
    assert (paid["status"], paid["amountPaid"]["amount"]) == ("PAID", 3000)


async def test_an_invoice_that_is_sent(shop: Quoter) -> None:
    clock, customer = await shop.under_clock(card=None)
    price = (await shop.price(1000))["id"]
    sent = {"collectionMethod": "SEND_INVOICE", "invoiceSettings": {"daysUntilDue": 14}}
    accepted = await shop.settle("Accept", (await shop.offer(customer, price, **sent))["id"])
    await shop.advance(clock, on(3, 4))
    invoice = await shop.billed(accepted)
    assert (invoice["status"], invoice["dueDate"], invoice["collectionMethod"]) == (
        "OPEN",
        "2025-03-17T10:00:00Z",
        "SEND_INVOICE",
    )


async def test_a_revision_replaces_an_open_quote(shop: Quoter) -> None:
    _, customer = await shop.under_clock()
    price = (await shop.price(1000))["id"]
    coupon = await shop.coupon(amountOff=200, currency="usd", duration="ONCE")
    original = await shop.offer(
        customer, {"price": price, "discounts": [{"coupon": coupon}]}, header="Ours", metadata={"deal": "7"}
    )
    await shop.told()
    revision = await shop.graph.do(
        "quoteCreate", "id", input={"fromQuote": {"quote": original["id"], "isRevision": True}}
    )
    revision = await shop.found(revision["id"])
    assert (revision["status"], revision["header"], revision["metadata"]) == ("DRAFT", "Ours", {"deal": "7"})
    assert revision["fromQuote"] == {"isRevision": True, "quote": {"id": original["id"]}}
    assert (sums(revision), revision["number"]) == ((1000, 200, 0, 800), None)
    # The original's lines stay the original's.
    (line,) = revision["lineItems"]["nodes"]
    assert line["id"] != original["lineItems"]["nodes"][0]["id"]
    changed = await shop.requote(revision["id"], lineItems=[{"id": line["id"], "quantity": 2}])
    assert sums(changed) == (2000, 200, 0, 1800)
    assert changed["lineItems"]["nodes"][0]["id"] == line["id"]
    assert (await shop.found(original["id"]))["status"] == "OPEN"

    second = await shop.settle("Finalize", revision["id"])
    assert second["number"] == original["number"][:-1] + "2"
    replaced = await shop.found(original["id"])
    assert (replaced["status"], replaced["statusTransitions"]["canceledAt"]) == ("CANCELED", "2025-03-03T10:00:00Z")
    assert await shop.told() == ["quote.created", "quote.finalized", "quote.canceled"]
    assert await shop.declined("Accept", original["id"]) == ("QUOTE_UNEXPECTED_STATE", "id")
    accepted = await shop.settle("Accept", second["id"])
    assert invoiced(await shop.billed(accepted)) == (2000, 200, 0, 1800)
    # A copy that is no revision is another quote of the customer's.
    copy = await shop.graph.do("quoteCreate", "id", input={"fromQuote": {"quote": second["id"]}})
    copied = await shop.settle("Finalize", copy["id"])
    assert copied["number"] == original["number"][:-6] + "0002-1"
    assert copied["fromQuote"]["isRevision"] is False
    assert (await shop.found(second["id"]))["status"] == "ACCEPTED"


async def test_quotes_expire_by_the_clock(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    price = (await shop.price(1000))["id"]
    draft = await shop.quote(customer, price, expiresAt="2025-03-20T00:00:00Z")
    offer = await shop.offer(customer, price, expiresAt="2025-03-20T00:00:00Z")
    kept = await shop.offer(customer, price, expiresAt="2025-03-20T00:00:00Z")
    await shop.settle("Accept", kept["id"])
    later = await shop.settle("Finalize", (await shop.quote(customer, price))["id"], expiresAt="2025-03-22T00:00:00Z")
    later = await shop.requote(later["id"], expiresAt="2025-06-20T00:00:00Z")
    assert later["expiresAt"] == "2025-06-20T00:00:00Z"

    # Seven days before, of what is open.
    told = await shop.advance(clock, on(3, 13, 1))
    assert [each for each in told if each[0].startswith("quote")] == [("quote.will_expire", "2025-03-13T00:00:00Z")]
    told = await shop.advance(clock, on(3, 21))
    assert [each for each in told if each[0].startswith("quote")] == [("quote.canceled", "2025-03-20T00:00:00Z")] * 2
    assert [(await shop.found(each["id"]))["status"] for each in (draft, offer, kept, later)] == [
        "CANCELED",
        "CANCELED",
        "ACCEPTED",
        "OPEN",
    ]
    assert (await shop.found(offer["id"]))["statusTransitions"]["canceledAt"] == "2025-03-20T00:00:00Z"


async def test_no_notice_where_the_settings_say_so(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    await shop.graph.do("billingSettingsUpdate", "daysBeforeQuoteExpires", input={"daysBeforeQuoteExpires": None})
    await shop.offer(customer, (await shop.price(1000))["id"], expiresAt="2025-03-20T00:00:00Z")
    told = await shop.advance(clock, on(3, 21))
    assert [type for type, _ in told if type.startswith("quote")] == ["quote.canceled"]
