"""What else the phases of a schedule take in an update, each with its effect."""

from typing import Any

from tests.billing.schedules.scheduler import Scheduler, on, phase
from tests.billing.subscriptions.subscriber import lines

SHOWN = """query ($id: ID!) { it: subscriptionSchedule(id: $id) {
    defaultSettings { billingCycleAnchor defaultPaymentMethod { id } }
    phases { description collectionMethod billingCycleAnchor prorationBehavior currency metadata
        automaticTax { enabled } billingThresholds { amountGte { amount } resetBillingCycleAnchor }
        defaultPaymentMethod { id } defaultTaxRates { id } discounts { coupon { id } }
        invoiceSettings { daysUntilDue issuer { type } accountTaxIds { id } } addInvoiceItems { price { id } quantity
            discounts { coupon { id } } taxRates { id } }
        items { plan { id } billingThresholds { usageGte } } } } }"""


async def test_the_phases_to_come_are_changed_in_all_that_they_take(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock(address={"country": "DE"})
    own = (await shop.graph.do("paymentMethodAttach", "id", id="pm_card_mastercard", input={"customer": customer}))[
        "id"
    ]
    price, dear, once = await shop.monthly(1000), await shop.monthly(2000), (await shop.price(700))["id"]
    rate, off = await shop.tax("10"), await shop.coupon(percentOff="50", duration="FOREVER")
    plan = await shop.plan(customer, phase(price, iterations=1))
    start = plan["phases"][0]["startDate"]
    second: dict[str, Any] = {
        "addInvoiceItems": [{"price": once, "quantity": 2, "discounts": [{"coupon": off}], "taxRates": [rate]}],
        "billingCycleAnchor": "PHASE_START",
        "billingThresholds": {"amountGte": 100_000},
        "collectionMethod": "SEND_INVOICE",
        "currency": "USD",
        "defaultPaymentMethod": own,
        "defaultTaxRates": [rate],
        "description": "The second",
        "discounts": [{"coupon": off}],
        "invoiceSettings": {"daysUntilDue": 9, "issuer": {"type": "SELF"}},
        "metadata": {"a": "b"},
        "prorationBehavior": "NONE",
        "iterations": 1,
    }
    await shop.replan(
        plan["id"],
        phase(price, startDate={"value": start}, iterations=1),
        phase({"plan": dear}, **second),
        phase(price, iterations=1, automaticTax={"enabled": True}),
        defaultSettings={"billingCycleAnchor": "AUTOMATIC", "defaultPaymentMethod": own},
    )
    found = (await shop.graph(SHOWN, id=plan["id"]))["it"]
    assert found["defaultSettings"]["defaultPaymentMethod"] == {"id": own}
    _, shown, last = found["phases"]
    assert last["automaticTax"] == {"enabled": True}
    assert shown["addInvoiceItems"] == [
        {"price": {"id": once}, "quantity": 2, "discounts": [{"coupon": {"id": off}}], "taxRates": [{"id": rate}]}
    ]
    assert shown["billingThresholds"] == {"amountGte": {"amount": 100_000}, "resetBillingCycleAnchor": None}
    assert (shown["collectionMethod"], shown["billingCycleAnchor"], shown["prorationBehavior"]) == (
        "SEND_INVOICE",
        "PHASE_START",
        "NONE",
    )
    assert (shown["description"], shown["metadata"], shown["defaultPaymentMethod"]) == (
        "The second",
        {"a": "b"},
        {"id": own},
    )
    assert shown["items"][0]["plan"] == {"id": dear}
    id = plan["subscription"]["id"]
    await shop.advance(clock, on(4, 3, 12))
    now = await shop.graph(
        """query ($id: ID!) { it: subscription(id: $id) { description collectionMethod daysUntilDue metadata
            defaultPaymentMethod { id } defaultTaxRates { id } discounts { coupon { id } } } }""",
        id=id,
    )
    assert now["it"] == {
        "description": "The second",
        "collectionMethod": "SEND_INVOICE",
        "daysUntilDue": 9,
        "metadata": {"a": "b"},
        "defaultPaymentMethod": {"id": own},
        "defaultTaxRates": [{"id": rate}],
        "discounts": [{"coupon": {"id": off}}],
    }
    invoice = (await shop.subscription(id))["latestInvoice"]
    assert sorted(amount for _, amount in lines(invoice)) == [1400, 2000]
    # Half of 14.00 by its own discount; half of that and of 20.00, with a tenth of tax.
    assert (invoice["collectionMethod"], invoice["total"]["amount"]) == ("SEND_INVOICE", 1485)
    await shop.advance(clock, on(5, 4, 12))
    tax = """query ($id: ID!) { it: subscription(id: $id) { automaticTax { enabled } collectionMethod
        latestInvoice { automaticTax { enabled status } total { amount } } } }"""
    assert (await shop.graph(tax, id=id))["it"] == {
        "automaticTax": {"enabled": True},
        "collectionMethod": "CHARGE_AUTOMATICALLY",
        "latestInvoice": {"automaticTax": {"enabled": True, "status": "COMPLETE"}, "total": {"amount": 1000}},
    }
