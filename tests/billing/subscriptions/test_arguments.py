"""What else creations and updates take, each with its effect."""

from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber, lines
from tests.billing.subscriptions.test_changes import DAY, START

MONTH = {"recurring": {"interval": "MONTH"}, "currency": "usd"}
SET = """query ($id: ID!) { it: subscription(id: $id) {
    trialSettings { endBehavior { missingPaymentMethod } }
    invoiceSettings { accountTaxIds { id } issuer { type } }
    paymentSettings {
        paymentMethodTypes saveDefaultPaymentMethod paymentMethodOptions { card { requestThreeDSecure } }
    }
    pendingInvoiceItemInterval { interval intervalCount } nextPendingInvoiceItemInvoice
    discounts { coupon { id } promotionCode { id } } latestInvoice { accountTaxIds { id } }
    items { nodes { id metadata quantity price { id unitAmountDecimal active product { id } } plan { id }
        billingThresholds { usageGte } discounts { coupon { id } } taxRates { id } } } } }"""


async def seen(shop: Subscriber, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await shop.graph(SET, id=id))["it"]
    return found


async def product(shop: Subscriber) -> str:
    id: str = (await shop.graph.do("productCreate", "id", input={"name": "Seat"}))["id"]
    return id


async def code(shop: Subscriber, off: str) -> tuple[str, str]:
    """A coupon, and a promotion code of it."""
    coupon = await shop.coupon(percentOff=off, duration="FOREVER")
    made = await shop.graph.do("promotionCodeCreate", "id", input={"coupon": coupon})
    return coupon, made["id"]


async def test_an_item_by_a_plan_and_one_by_data(shop: Subscriber) -> None:
    customer, plan, seat = await shop.payer(), await shop.monthly(1000), await product(shop)
    data = MONTH | {"product": seat, "unitAmountDecimal": "250.5", "taxBehavior": "EXCLUSIVE"}
    rate = await shop.tax("10")
    once = {"currency": "usd", "product": seat, "unitAmountDecimal": "300", "taxBehavior": "EXCLUSIVE"}
    made = await shop.subscribe(
        customer,
        {"plan": plan, "metadata": {"kind": "plan"}},
        {"priceData": data, "quantity": 2},
        addInvoiceItems=[{"priceData": once, "quantity": 2, "taxRates": [rate]}],
    )
    by_plan, by_data = sorted((await seen(shop, made["id"]))["items"]["nodes"], key=lambda each: -each["quantity"])[
        ::-1
    ]
    assert (by_plan["plan"]["id"], by_plan["price"]["id"], by_plan["metadata"]) == (plan, plan, {"kind": "plan"})
    assert (by_data["price"]["unitAmountDecimal"], by_data["price"]["product"]["id"]) == ("250.5", seat)
    # 10.00, twice 2.505, and twice 3.00 with 10 % of tax.
    assert sorted(amount for _, amount in lines(made["latestInvoice"])) == [501, 600, 1000]
    assert made["latestInvoice"]["total"]["amount"] == 501 + 660 + 1000


async def test_codes_and_coupons_by_their_older_names(shop: Subscriber) -> None:
    customer, price = await shop.payer(), await shop.monthly(1000)
    (ten, promotion), (_, other) = await code(shop, "10"), await code(shop, "20")
    made = await shop.subscribe(customer, price, promotionCode=promotion)
    assert made["latestInvoice"]["total"]["amount"] == 900
    shown = (await seen(shop, made["id"]))["discounts"]
    assert shown == [{"coupon": {"id": ten}, "promotionCode": {"id": promotion}}]
    await shop.change(made["id"], promotionCode=other)
    assert [each["promotionCode"] for each in (await seen(shop, made["id"]))["discounts"]] == [{"id": other}]
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    await shop.change(made["id"], coupon=half)
    assert (await seen(shop, made["id"]))["discounts"] == [{"coupon": {"id": half}, "promotionCode": None}]


async def test_settings_are_changed(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock(None)
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=7)
    vat = (await shop.graph.do("taxIdCreate", "id", input={"type": "EU_VAT", "value": "DE123456789"}))["id"]
    await shop.change(
        made["id"],
        trialSettings={"endBehavior": {"missingPaymentMethod": "CANCEL"}},
        invoiceSettings={"accountTaxIds": [vat], "issuer": {"type": "SELF"}},
        paymentSettings={
            "paymentMethodTypes": ["CARD"],
            "saveDefaultPaymentMethod": "ON_SUBSCRIPTION",
            "paymentMethodOptions": {"card": {"requestThreeDSecure": "ANY"}},
        },
        pendingInvoiceItemInterval={"interval": "WEEK", "intervalCount": 2},
    )
    found = await seen(shop, made["id"])
    assert found["trialSettings"] == {"endBehavior": {"missingPaymentMethod": "CANCEL"}}
    assert found["invoiceSettings"] == {"accountTaxIds": [{"id": vat}], "issuer": {"type": "SELF"}}
    assert found["paymentSettings"] == {
        "paymentMethodTypes": ["CARD"],
        "saveDefaultPaymentMethod": "ON_SUBSCRIPTION",
        "paymentMethodOptions": {"card": {"requestThreeDSecure": "ANY"}},
    }
    assert found["nextPendingInvoiceItemInvoice"] == "2025-03-17T10:00:00Z"
    await shop.change(made["id"], trialSettings={"endBehavior": {"missingPaymentMethod": "CREATE_INVOICE"}})
    await shop.advance(clock, START + 7 * DAY)
    assert (await seen(shop, made["id"]))["latestInvoice"]["accountTaxIds"] == [{"id": vat}]


async def test_items_are_changed(shop: Subscriber) -> None:
    customer, price, seat = await shop.payer(), await shop.monthly(1000), await product(shop)
    made = await shop.subscribe(customer, price)
    (item,) = made["items"]["nodes"]
    off, rate = await shop.coupon(percentOff="50", duration="FOREVER"), await shop.tax("10")
    data = MONTH | {"product": seat, "unitAmount": 2000}
    change = {"priceData": data, "discounts": [{"coupon": off}], "metadata": {"a": "b"}, "taxRates": [rate]}
    changed = await shop.change(made["id"], items=[{"id": item["id"]} | change], prorationBehavior="NONE")
    (now,) = (await seen(shop, made["id"]))["items"]["nodes"]
    assert (now["price"]["unitAmountDecimal"], now["metadata"], now["discounts"], now["taxRates"]) == (
        "2000",
        {"a": "b"},
        [{"coupon": {"id": off}}],
        [{"id": rate}],
    )
    assert changed["latestInvoice"]["id"] == made["latestInvoice"]["id"]
    await shop.change(made["id"], items=[{"id": item["id"], "plan": price}], prorationBehavior="NONE")
    (now,) = (await seen(shop, made["id"]))["items"]["nodes"]
    assert (now["price"]["id"], now["discounts"]) == (price, [{"coupon": {"id": off}}])


async def test_items_by_themselves_take_what_updates_take(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, START + 10 * DAY)
    off, rate, seat = await shop.coupon(percentOff="50", duration="FOREVER"), await shop.tax("10"), await product(shop)
    given = {
        "subscription": made["id"],
        "priceData": MONTH | {"product": seat, "unitAmount": 3100},
        "discounts": [{"coupon": off}],
        "taxRates": [rate],
        "metadata": {"a": "b"},
        "prorationBehavior": "ALWAYS_INVOICE",
        "prorationDate": (START + 7 * DAY).isoformat(),
    }
    fields = "id metadata discounts { coupon { id } } taxRates { id } price { id }"
    item = await shop.graph.do("subscriptionItemCreate", fields, input=given)
    assert (item["metadata"], item["discounts"], item["taxRates"]) == (
        {"a": "b"},
        [{"coupon": {"id": off}}],
        [{"id": rate}],
    )
    invoice = (await shop.subscription(made["id"]))["latestInvoice"]
    # From the 10th on, 24 of 31 days: 24.00, of which half is taken off before, with a tenth of tax.
    assert (invoice["subtotal"]["amount"], invoice["total"]["amount"]) == (1200, 1320)
    other = await shop.monthly(6200)
    change = {"plan": other, "discounts": [], "taxRates": [], "metadata": {"a": None}, "offSession": True}
    changed = await shop.graph.do(
        "subscriptionItemUpdate",
        fields,
        id=item["id"],
        input=change | {"prorationBehavior": "ALWAYS_INVOICE", "prorationDate": (START + 7 * DAY).isoformat()},
    )
    assert changed == {"id": item["id"], "metadata": {}, "discounts": [], "taxRates": [], "price": {"id": other}}
    invoice = (await shop.subscription(made["id"]))["latestInvoice"]
    # What was billed after the discount is credited; 24 of 31 days of 62.00 are charged.
    assert [amount for _, amount in lines(invoice)] == [-1200, 4800]
    await shop.graph.do(
        "subscriptionItemDelete", "id", id=item["id"], input={"prorationDate": (START + 7 * DAY).isoformat()}
    )
    data = await shop.graph(
        "query ($id: ID!) { it: customer(id: $id) { invoiceItems(where: {invoice: {isNull: true}}) { nodes "
        "{ amount { amount } proration } } } }",
        id=customer,
    )
    assert data["it"]["invoiceItems"]["nodes"] == [{"amount": {"amount": -4800}, "proration": True}]


@pytest.mark.parametrize(
    ("given", "amounts", "period"),
    [
        ({"billingCycleAnchor": "UNCHANGED", "prorationBehavior": "CREATE_PRORATIONS"}, None, "2025-03-06"),
        ({"billingCycleAnchor": "NOW", "prorationBehavior": "NONE"}, [3100], "2025-03-13"),
    ],
)
async def test_a_resumption_keeps_the_anchor_or_not(
    shop: Subscriber, given: dict[str, Any], amounts: list[int] | None, period: str
) -> None:
    clock, customer = await shop.under_clock(None)
    settings = {"endBehavior": {"missingPaymentMethod": "PAUSE"}}
    made = await shop.subscribe(customer, await shop.monthly(3100), trialPeriodDays=3, trialSettings=settings)
    await shop.advance(clock, START + 10 * DAY)
    await shop.save(customer, "pm_card_visa")
    resumed = await shop.graph.do(
        "subscriptionResume", "id status currentPeriodStart latestInvoice { id }", id=made["id"], input=given
    )
    assert (resumed["status"], resumed["currentPeriodStart"][:10]) == ("ACTIVE", period)
    if amounts is not None:
        assert [amount for _, amount in lines(await shop.invoice(resumed["latestInvoice"]["id"]))] == amounts


async def test_a_trial_from_the_price_begins_later(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(3100, recurring={"interval": "MONTH", "trialPeriodDays": 10})
    made = await shop.subscribe(customer, price)
    await shop.advance(clock, START + DAY)
    tried = await shop.change(made["id"], trialFromPlan=True)
    assert (tried["status"], tried["trialEnd"]) == ("TRIALING", "2025-03-14T10:00:00Z")


async def test_one_time_prices_come_with_an_update(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    once = (await shop.price(700))["id"]
    await shop.change(made["id"], addInvoiceItems=[{"price": once, "quantity": 2}])
    assert (await shop.subscription(made["id"]))["latestInvoice"]["id"] == made["latestInvoice"]["id"]
    await shop.advance(clock, START + 32 * DAY)
    renewed = (await shop.subscription(made["id"]))["latestInvoice"]
    assert sorted(amount for _, amount in lines(renewed)) == [1000, 1400]
