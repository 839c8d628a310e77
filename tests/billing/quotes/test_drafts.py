"""What quotes are made of, how drafts change, and what is refused."""

from typing import Any

from tests.billing.quotes.quoter import Quoter, line_sums, sums
from tests.billing.schedules.scheduler import on


async def test_a_quote_without_a_customer_gets_one_later(shop: Quoter) -> None:
    draft = await shop.graph.do("quoteCreate", "id", input={"description": "Later"})
    empty = await shop.found(draft["id"])
    assert (empty["customer"], empty["currency"], sums(empty)) == (None, "usd", (0, 0, 0, 0))
    assert empty["computed"]["recurring"] is None
    # Both are needed, and both are told.
    payload = await shop.graph.attempt("quoteFinalize", "id", id=draft["id"])
    assert [(each["code"], each["field"]) for each in payload["userErrors"]] == [
        ("PARAMETER_MISSING", "customer"),
        ("PARAMETER_MISSING", "lineItems"),
    ]
    customer, other = await shop.customer(), await shop.customer()
    price = (await shop.price(700))["id"]
    changed = await shop.requote(
        draft["id"], customer=customer, lineItems=[{"price": price}], description=None, footer="Bye"
    )
    assert (changed["customer"]["id"], changed["description"], changed["footer"]) == (customer, None, "Bye")
    assert sums(changed) == (700, 0, 0, 700)
    assert await shop.declined("Update", draft["id"], customer=other) == ("PARAMETER_IMMUTABLE", "customer")
    listed = f'{{ it: customer(id: "{customer}") {{ quotes {{ nodes {{ id }} }} }} }}'
    assert (await shop.graph(listed))["it"]["quotes"]["nodes"] == [{"id": draft["id"]}]


async def test_the_customers_exemption_and_discount_count(shop: Quoter) -> None:
    coupon = await shop.coupon(percentOff="50", duration="FOREVER")
    customer = await shop.payer(coupon=coupon, taxExempt="REVERSE")
    offer = await shop.offer(customer, await shop.monthly(1000), defaultTaxRates=[await shop.tax("20")])
    assert sums(offer) == sums(offer["computed"]["recurring"]) == (1000, 500, 0, 500)
    assert offer["totalDetails"]["breakdown"]["taxes"][0]["taxabilityReason"] == "REVERSE_CHARGE"
    invoice = await shop.billed(await shop.settle("Accept", offer["id"]))
    assert invoice["total"]["amount"] == 500


async def test_prices_that_are_created_for_a_quote(shop: Quoter) -> None:
    _, customer = await shop.under_clock()
    product = (await shop.price(1))["product"]["id"]
    offer = await shop.offer(
        customer,
        {"priceData": {"currency": "usd", "product": product, "unitAmount": 250}, "quantity": 4},
        {
            "priceData": {
                "currency": "usd",
                "product": product,
                "unitAmount": 900,
                "recurring": {"interval": "WEEK", "intervalCount": 2},
            }
        },
    )
    shown = [(line["price"]["active"], line["price"]["type"]) for line in offer["lineItems"]["nodes"]]
    assert shown == [(False, "ONE_TIME"), (False, "RECURRING")]
    recurring = offer["computed"]["recurring"]
    assert (recurring["interval"], recurring["intervalCount"], sums(recurring)) == ("WEEK", 2, (900, 0, 0, 900))
    accepted = await shop.settle("Accept", offer["id"])
    assert (await shop.billed(accepted))["amountPaid"]["amount"] == 1900


async def test_an_open_quote_holds_though_its_price_is_not_active_any_more(shop: Quoter) -> None:
    _, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    offer = await shop.offer(customer, price)
    await shop.graph.do("priceUpdate", "id", id=price, input={"active": False})
    assert (await shop.billed(await shop.settle("Accept", offer["id"])))["total"]["amount"] == 1000


async def test_usage_is_no_part_of_what_is_billed_at_first(shop: Quoter) -> None:
    customer = await shop.payer()
    used = await shop.monthly(10, recurring={"interval": "MONTH", "usageType": "METERED"})
    draft = await shop.quote(customer, used, await shop.monthly(500))
    assert line_sums(draft["lineItems"]) == [("Gold", None, 0, 0, 0, 0), ("Gold", 1, 500, 0, 0, 500)]
    assert len(draft["computedUpfrontLineItems"]["nodes"]) == 1
    assert await shop.declined("Create", lineItems=[{"price": used, "quantity": 2}]) == (
        "PARAMETER_INVALID",
        "lineItems.0.quantity",
    )
    accepted = await shop.settle("Accept", (await shop.settle("Finalize", draft["id"]))["id"])
    assert (await shop.billed(accepted))["total"]["amount"] == 500


async def test_an_update_replaces_the_lines(shop: Quoter) -> None:
    customer = await shop.payer()
    first, second = (await shop.price(100))["id"], (await shop.price(200))["id"]
    coupon = await shop.coupon(percentOff="10", duration="ONCE")
    draft = await shop.quote(customer, {"price": first, "discounts": [{"coupon": coupon}]}, second)
    keep, drop = draft["lineItems"]["nodes"]
    monthly = await shop.monthly(1000)
    changed = await shop.requote(draft["id"], lineItems=[{"id": keep["id"]}, {"price": monthly, "quantity": 3}])
    assert line_sums(changed["lineItems"]) == [("Seat", 1, 100, 10, 0, 90), ("Gold", 3, 3000, 0, 0, 3000)]
    assert changed["lineItems"]["nodes"][0]["id"] == keep["id"]
    gone = await shop.declined("Update", draft["id"], lineItems=[{"id": drop["id"]}])
    assert gone == ("RESOURCE_MISSING", "lineItems.0.id")
    twice = await shop.declined("Update", draft["id"], lineItems=[{"id": keep["id"]}, {"id": keep["id"]}])
    assert twice == ("PARAMETER_INVALID", "lineItems.1.id")
    plain = await shop.requote(draft["id"], lineItems=[{"id": keep["id"], "discounts": None}])
    assert line_sums(plain["lineItems"]) == [("Seat", 1, 100, 0, 0, 100)]
    assert plain["computed"]["recurring"] is None


async def test_settings_are_merged(shop: Quoter) -> None:
    sent = {"collectionMethod": "SEND_INVOICE", "invoiceSettings": {"daysUntilDue": 5}}
    data = {"description": "Seats", "trialPeriodDays": 3, "metadata": {"a": "1", "b": "2"}}
    draft = await shop.quote(await shop.customer(), **sent, subscriptionData=data)
    changed = await shop.requote(
        draft["id"], subscriptionData={"trialPeriodDays": None, "metadata": {"b": ""}}, metadata={"x": "y"}
    )
    assert changed["subscriptionData"] == {
        "description": "Seats",
        "effectiveDate": None,
        "metadata": {"a": "1"},
        "trialPeriodDays": None,
    }
    assert (changed["invoiceSettings"]["daysUntilDue"], changed["metadata"]) == (5, {"x": "y"})
    assert await shop.declined("Update", draft["id"], collectionMethod="CHARGE_AUTOMATICALLY") == (
        "PARAMETER_INVALID",
        "invoiceSettings.daysUntilDue",
    )


async def test_automatic_tax_waits_for_the_customers_location(shop: Quoter) -> None:
    price = (await shop.price(100))["id"]
    draft = await shop.quote(None, price, automaticTax={"enabled": True})
    assert draft["automaticTax"] == {"enabled": True, "status": None, "liability": None}
    changed = await shop.requote(draft["id"], customer=await shop.customer())
    assert changed["automaticTax"] == {
        "enabled": True,
        "status": "REQUIRES_LOCATION_INPUTS",
        "liability": {"type": "SELF"},
    }


async def test_what_no_quote_can_be(shop: Quoter) -> None:
    customer, other = await shop.customer(), await shop.customer()
    monthly = await shop.monthly(1000)
    yearly = await shop.monthly(1000, recurring={"interval": "YEAR"})
    euros = (await shop.price(100, currency="eur"))["id"]
    once = (await shop.price(100))["id"]
    off = await shop.coupon(amountOff=100, currency="eur", duration="ONCE")
    given = await shop.coupon(percentOff="5", duration="FOREVER")
    await shop.graph.do("customerUpdate", "id", id=other, input={"coupon": given})
    shown = (await shop.graph(f'{{ it: customer(id: "{other}") {{ discount {{ id }} }} }}'))["it"]["discount"]["id"]
    refused: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"lineItems": [{"price": monthly}, {"price": yearly}]}, ("PARAMETER_INVALID", "lineItems.1.price")),
        ({"lineItems": [{"price": monthly}, {"price": monthly}]}, ("PARAMETER_INVALID", "lineItems.1.price")),
        ({"lineItems": [{"price": monthly}, {"price": euros}]}, ("PARAMETER_INVALID", "lineItems.1.price")),
        ({"lineItems": [{"quantity": 2}]}, ("PARAMETER_MISSING", "lineItems.0.price")),
        ({"lineItems": [{"price": once}], "discounts": [{"coupon": off}]}, ("PARAMETER_INVALID", "discounts.0.coupon")),
        (
            {"lineItems": [{"price": once, "discounts": [{"coupon": off}]}]},
            ("PARAMETER_INVALID", "lineItems.0.discounts.0.coupon"),
        ),
        ({"discounts": [{"discount": shown}]}, ("RESOURCE_MISSING", "discounts.0.discount")),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, ("PARAMETER_INVALID", "expiresAt")),
        ({"collectionMethod": "SEND_INVOICE"}, ("PARAMETER_MISSING", "invoiceSettings.daysUntilDue")),
        (
            {"subscriptionData": {"effectiveDate": {"keyword": "CURRENT_PERIOD_END"}}},
            ("PARAMETER_INVALID", "subscriptionData.effectiveDate"),
        ),
        (
            {"lineItems": [{"price": monthly}], "applicationFeeAmount": 5},
            ("APPLICATION_FEES_NOT_ALLOWED", "applicationFeeAmount"),
        ),
        (
            {"lineItems": [{"price": once}], "applicationFeePercent": "5"},
            ("APPLICATION_FEES_NOT_ALLOWED", "applicationFeePercent"),
        ),
        ({"transferData": {"destination": "acct_other"}}, ("RESOURCE_MISSING", "transferData.destination")),
        ({"invoiceSettings": {"issuer": {"type": "ACCOUNT"}}}, ("PARAMETER_MISSING", "invoiceSettings.issuer.account")),
    ]
    for input, refusal in refused:
        assert await shop.declined("Create", customer=customer, **input) == refusal, input
    await shop.told()
    assert await shop.told() == []


async def test_what_a_quotes_status_does_not_allow(shop: Quoter) -> None:
    _, customer = await shop.under_clock()
    price = (await shop.price(100))["id"]
    draft = await shop.quote(customer, price)
    wrong = ("QUOTE_UNEXPECTED_STATE", "id")
    assert await shop.declined("Accept", draft["id"]) == wrong
    assert await shop.declined("Create", fromQuote={"quote": draft["id"], "isRevision": True}) == (
        "QUOTE_UNEXPECTED_STATE",
        "fromQuote.quote",
    )
    assert await shop.declined("Create", fromQuote={"quote": draft["id"]}, header="Hi") == (
        "PARAMETERS_EXCLUSIVE",
        "header",
    )
    past = await shop.declined("Finalize", draft["id"], expiresAt="2020-01-01T00:00:00Z")
    assert past == ("PARAMETER_INVALID", "expiresAt")
    await shop.settle("Finalize", draft["id"])
    assert await shop.declined("Finalize", draft["id"]) == wrong
    assert await shop.declined("Update", draft["id"], header="Hi") == wrong
    canceled = await shop.settle("Cancel", draft["id"])
    assert (canceled["status"], canceled["number"][-7:]) == ("CANCELED", "-0001-1")
    for verb in ("Cancel", "Accept", "Finalize"):
        assert await shop.declined(verb, draft["id"]) == wrong
    assert await shop.declined("Update", draft["id"], expiresAt="2030-01-01T00:00:00Z") == wrong
    assert await shop.declined("Create", fromQuote={"quote": draft["id"]}) == (
        "QUOTE_UNEXPECTED_STATE",
        "fromQuote.quote",
    )
    offer = await shop.offer(customer, price)
    revision = await shop.graph.do("quoteCreate", "id", input={"fromQuote": {"quote": offer["id"], "isRevision": True}})
    await shop.settle("Accept", offer["id"])
    assert await shop.declined("Finalize", revision["id"]) == wrong
    assert await shop.declined("Accept", offer["id"]) == wrong


async def test_a_coupon_that_is_used_up_meanwhile_cannot_be_accepted(shop: Quoter) -> None:
    _, customer = await shop.under_clock()
    price = (await shop.price(100))["id"]
    coupon = await shop.coupon(percentOff="10", duration="ONCE", maxRedemptions=1)
    first = await shop.offer(customer, price, discounts=[{"coupon": coupon}])
    second = await shop.offer(customer, price, discounts=[{"coupon": coupon}])
    await shop.settle("Accept", first["id"])
    assert (await shop.declined("Accept", second["id"]))[1] == "discounts.0.coupon"
    assert (await shop.found(second["id"]))["status"] == "OPEN"


async def test_codes_and_discounts_that_customers_have(shop: Quoter) -> None:
    own = await shop.coupon(percentOff="20", duration="FOREVER")
    _, customer = await shop.under_clock(coupon=own)
    mine = (await shop.graph(f'{{ it: customer(id: "{customer}") {{ discount {{ id }} }} }}'))["it"]["discount"]["id"]
    coupon = await shop.coupon(percentOff="10", duration="ONCE")
    code = (await shop.graph.do("promotionCodeCreate", "id", input={"coupon": coupon, "code": "TEN"}))["id"]
    price = (await shop.price(1000))["id"]
    offer = await shop.offer(
        customer, {"price": price, "discounts": [{"discount": mine}]}, discounts=[{"promotionCode": code}]
    )
    # A fifth of 10.00, then a tenth of 8.00. What is offered is not the customer's yet.
    assert sums(offer) == (1000, 280, 0, 720)
    has = f'{{ it: customer(id: "{customer}") {{ discounts {{ totalCount }} }} }}'
    assert (await shop.graph(has))["it"]["discounts"]["totalCount"] == 1
    invoice = await shop.billed(await shop.settle("Accept", offer["id"]))
    assert (invoice["total"]["amount"], invoice["discounts"][0]["coupon"]["id"]) == (720, coupon)
    redeemed = f'{{ it: promotionCode(id: "{code}") {{ timesRedeemed }} }}'
    assert (await shop.graph(redeemed))["it"] == {"timesRedeemed": 1}
    # Null is no list of lines, and removes nothing.
    draft = await shop.quote(customer, price)
    assert len((await shop.requote(draft["id"], lineItems=None))["lineItems"]["nodes"]) == 1


async def test_a_declined_card_leaves_the_subscription_incomplete(shop: Quoter) -> None:
    _, customer = await shop.under_clock(card="pm_card_chargeCustomerFail")
    accepted = await shop.settle("Accept", (await shop.offer(customer, await shop.monthly(1000)))["id"])
    assert accepted["status"] == "ACCEPTED"
    assert (await shop.subscription(accepted["subscription"]["id"]))["status"] == "INCOMPLETE"


async def test_quotes_under_a_test_clock_without_a_customer(shop: Quoter) -> None:
    clock, customer = await shop.under_clock()
    price = (await shop.price(100))["id"]
    draft = await shop.quote(None, price, testClock=clock)
    assert (draft["testClock"], draft["expiresAt"]) == ({"id": clock}, "2025-04-02T10:00:00Z")
    elsewhere = await shop.customer()
    assert await shop.declined("Update", draft["id"], customer=elsewhere) == ("TEST_CLOCK_MISMATCH", "customer")
    assert await shop.declined("Create", customer=elsewhere, testClock=clock) == ("TEST_CLOCK_MISMATCH", "testClock")
    for _ in range(9):
        await shop.quote(None, price, testClock=clock)
    assert await shop.declined("Create", testClock=clock) == ("RESOURCE_LIMIT_EXCEEDED", "testClock")
    await shop.requote(draft["id"], customer=customer)
    await shop.quote(None, price, testClock=clock)
    where = "{ testClock: { eq: $clock }, status: { eq: DRAFT } }"
    found = await shop.graph(f"query ($clock: ID!) {{ it: quotes(where: {where}) {{ totalCount }} }}", clock=clock)
    assert found["it"]["totalCount"] == 11
    await shop.advance(clock, on(4, 3))
    assert (await shop.found(draft["id"]))["status"] == "CANCELED"
