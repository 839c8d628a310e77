"""One phase follows another: within a billing period, at its end, with other intervals, discounts and settings."""

from typing import Any

from tests.billing.schedules.scheduler import Scheduler, on, phase
from tests.billing.subscriptions.subscriber import lines

MIDDLE = "2025-03-18T22:00:00Z"
"""The middle of the first period, which is from 3 March at 10:00 to 3 April: 15.5 of 31 days."""


async def change_in_the_middle(shop: Scheduler, behavior: str) -> tuple[str, list[dict[str, Any]]]:
    """Move from 10.00 a month to 30.00 in the middle of the first month: the types of the events, and the invoices by
    5 April."""
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(
        customer, phase(bronze, endDate=MIDDLE), phase(gold, iterations=2, prorationBehavior=behavior)
    )
    await shop.advance(clock, on(3, 4))
    told = await shop.caused(clock, on(3, 19))
    await shop.advance(clock, on(4, 5))
    return " ".join(told), await shop.invoices(made["subscription"]["id"])


async def test_prorations_wait_for_the_next_invoice(shop: Scheduler) -> None:
    told, invoices = await change_in_the_middle(shop, "CREATE_PRORATIONS")
    assert told == (
        "subscription_schedule.updated invoiceitem.created invoiceitem.created customer.subscription.updated"
    )
    # Half of 10.00 back, half of 30.00, and the next month: -5 + 15 + 30 = 40.00.
    assert [amount for _, amount in lines(invoices[1])] == [-500, 1500, 3000]
    assert [each["amountPaid"]["amount"] for each in invoices] == [1000, 4000]


async def test_prorations_are_invoiced_at_once(shop: Scheduler) -> None:
    told, invoices = await change_in_the_middle(shop, "ALWAYS_INVOICE")
    assert told.startswith("subscription_schedule.updated invoiceitem.created invoiceitem.created invoice.created")
    assert "invoice.paid" in told
    assert [[amount for _, amount in lines(each)] for each in invoices] == [[1000], [-500, 1500], [3000]]
    assert [each["amountPaid"]["amount"] for each in invoices] == [1000, 1000, 3000]


async def test_nothing_is_prorated(shop: Scheduler) -> None:
    told, invoices = await change_in_the_middle(shop, "NONE")
    assert told == "subscription_schedule.updated customer.subscription.updated"
    assert [each["amountPaid"]["amount"] for each in invoices] == [1000, 3000]


async def test_a_phase_begins_a_period(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    bronze, gold = await shop.monthly(1000), await shop.monthly(3000)
    made = await shop.plan(
        customer,
        phase(bronze, endDate=MIDDLE),
        phase(gold, iterations=1, billingCycleAnchor="PHASE_START"),
    )
    assert made["phases"][1]["billingCycleAnchor"] == "PHASE_START"
    await shop.advance(clock, on(3, 20))
    subscription = await shop.subscription(made["subscription"]["id"])
    # Half of 10.00 back, and a whole month at 30.00: 25.00 at once.
    assert [amount for _, amount in lines(subscription["latestInvoice"])] == [-500, 3000]
    assert subscription["latestInvoice"]["amountPaid"]["amount"] == 2500
    assert (subscription["currentPeriodStart"], subscription["currentPeriodEnd"]) == (MIDDLE, "2025-04-18T22:00:00Z")


async def test_a_phase_of_another_interval_begins_a_period_when_one_ends(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    month = await shop.monthly(1000)
    year = await shop.monthly(10000, recurring={"interval": "YEAR"})
    made = await shop.plan(customer, phase(month, iterations=2), phase(year, iterations=1))
    assert made["phases"][1]["endDate"] == "2026-05-03T10:00:00Z"
    await shop.advance(clock, on(5, 4))
    subscription = await shop.subscription(made["subscription"]["id"])
    assert (subscription["currentPeriodStart"], subscription["currentPeriodEnd"]) == (
        "2025-05-03T10:00:00Z",
        "2026-05-03T10:00:00Z",
    )
    # Two months at 10.00, then a whole year at 100.00.
    assert await shop.paid(made["subscription"]["id"]) == [
        ("2025-03-03", [1000], 1000),
        ("2025-04-03", [1000], 1000),
        ("2025-05-03", [10000], 10000),
    ]


async def test_the_item_of_a_price_stays_while_its_quantity_changes(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    seat, extra = await shop.monthly(1000), await shop.monthly(200)
    made = await shop.plan(
        customer,
        phase(seat, iterations=1),
        phase({"price": seat, "quantity": 3, "metadata": {"team": "blue"}}, extra, iterations=1),
        phase(extra, iterations=1),
    )
    id = made["subscription"]["id"]
    before = (await shop.subscription(id))["items"]["nodes"]
    await shop.advance(clock, on(4, 4))
    during = (await shop.subscription(id))["items"]["nodes"]
    assert [(each["price"]["id"], each["quantity"]) for each in during] == [(seat, 3), (extra, 1)]
    assert during[0]["id"] == before[0]["id"]
    await shop.advance(clock, on(5, 4))
    after = (await shop.subscription(id))["items"]["nodes"]
    assert [each["id"] for each in after] == [during[1]["id"]]
    # One seat at 10.00; three seats and 2.00; 2.00.
    assert [amounts for _, amounts, _ in await shop.paid(id)] == [[1000], [3000, 200], [200]]


async def test_a_coupon_of_one_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    made = await shop.plan(
        customer,
        phase(price, iterations=2, coupon=half),
        phase(price, iterations=1, discounts=[{"coupon": half}]),
        phase(price, iterations=1),
    )
    assert [each["coupon"] and each["coupon"]["id"] for each in made["phases"]] == [half, half, None]
    assert [len(each["discounts"]) for each in made["phases"]] == [1, 1, 0]
    id = made["subscription"]["id"]
    first = (await shop.subscription(id))["discounts"][0]["id"]
    await shop.told()
    await shop.advance(clock, on(5, 4))
    # The same coupon in the next phase is the same discount.
    assert [each["id"] for each in (await shop.subscription(id))["discounts"]] == [first]
    assert "customer.discount.created" not in await shop.told()
    await shop.advance(clock, on(6, 4))
    assert (await shop.subscription(id))["discounts"] == []
    assert "customer.discount.deleted" in await shop.told()
    # Half of 10.00 three times, then 10.00.
    assert [amount for _, _, amount in await shop.paid(id)] == [500, 500, 500, 1000]


async def test_a_one_time_price_at_the_start_of_a_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    setup = (await shop.price(700))["id"]
    made = await shop.plan(
        customer,
        phase(price, iterations=1, addInvoiceItems=[{"price": setup}]),
        phase(price, iterations=1, addInvoiceItems=[{"price": setup, "quantity": 2}]),
    )
    await shop.advance(clock, on(5, 4))
    # 7.00 + 10.00; 14.00 + 10.00; then 10.00.
    assert [amounts for _, amounts, _ in await shop.paid(made["subscription"]["id"])] == [
        [700, 1000],
        [1400, 1000],
        [1000],
    ]


async def test_settings_are_those_of_the_phase_or_else_the_defaults(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price, vat = await shop.monthly(1000), await shop.tax("20")
    fields = "collectionMethod daysUntilDue description metadata defaultTaxRates { id } defaultPaymentMethod { id }"
    made = await shop.plan(
        customer,
        phase(
            price,
            iterations=1,
            collectionMethod="SEND_INVOICE",
            defaultTaxRates=[vat],
            description="Sent",
            invoiceSettings={"daysUntilDue": 10},
            metadata={"channel": "web", "region": "apac", "upsell": "alpha"},
        ),
        phase(price, iterations=1, metadata={"channel": "sales", "risk": "high", "upsell": ""}),
        defaultSettings={"description": "Gold"},
    )
    id = made["subscription"]["id"]

    async def now() -> dict[str, Any]:
        data = await shop.graph(f"query ($id: ID!) {{ it: subscription(id: $id) {{ {fields} }} }}", id=id)
        found: dict[str, Any] = data["it"]
        return found

    assert await now() == {
        "collectionMethod": "SEND_INVOICE",
        "daysUntilDue": 10,
        "description": "Sent",
        "metadata": {"channel": "web", "region": "apac", "upsell": "alpha"},
        "defaultTaxRates": [{"id": vat}],
        "defaultPaymentMethod": None,
    }
    await shop.advance(clock, on(4, 4))
    # Metadata is merged; an empty value removes its key.
    assert await now() == {
        "collectionMethod": "CHARGE_AUTOMATICALLY",
        "daysUntilDue": None,
        "description": "Gold",
        "metadata": {"channel": "sales", "region": "apac", "risk": "high"},
        "defaultTaxRates": [],
        "defaultPaymentMethod": None,
    }
    # 10.00 with 20 percent of tax; then 10.00.
    assert [each["total"]["amount"] for each in await shop.invoices(id)] == [1200, 1000]


async def test_a_price_that_is_made_for_a_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    product = (await shop.graph.do("productCreate", "id", input={"name": "Gold"}))["id"]
    data = {"currency": "usd", "product": product, "unitAmount": 500, "recurring": {"interval": "MONTH"}}
    later = data | {"unitAmount": 600}
    made = await shop.plan(
        customer, phase({"priceData": data}, iterations=1), phase({"priceData": later}, iterations=1)
    )
    await shop.advance(clock, on(4, 4))
    assert [amount for _, _, amount in await shop.paid(made["subscription"]["id"])] == [500, 600]


async def test_what_was_used_of_a_price_that_is_removed_is_billed(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    tokens = {"displayName": "Tokens", "eventName": "tokens", "defaultAggregation": {"formula": "SUM"}}
    meter = (await shop.graph.do("billingMeterCreate", "id", input=tokens))["id"]
    used = await shop.monthly(50, recurring={"interval": "MONTH", "usageType": "METERED", "meter": meter})
    flat = await shop.monthly(3000)
    made = await shop.plan(customer, phase(used, iterations=1), phase(flat, iterations=1), phase(used, iterations=1))
    await shop.advance(clock, on(3, 20))
    event = {"eventName": "tokens", "payload": {"stripe_customer_id": customer, "value": "10"}}
    await shop.graph.do("billingMeterEventCreate", "identifier", input=event)
    await shop.advance(clock, on(6, 4))
    # 10 tokens at 0.50 in March, and April at 30.00; then no token in May, whose period ends with the schedule.
    invoices = await shop.invoices(made["subscription"]["id"])
    assert [[amount for _, amount in lines(each)] for each in invoices] == [[0], [500, 3000], [], [0]]


async def test_the_accounts_tax_ids_on_the_invoices_of_a_phase(shop: Scheduler) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)

    async def tax_id(number: str, **owner: Any) -> str:
        given = {"type": "EU_VAT", "value": number} | owner
        id: str = (await shop.graph.do("taxIdCreate", "id", input=given))["id"]
        return id

    usual, other = await tax_id("DE123456789"), await tax_id("DE136695976")
    made = await shop.plan(
        customer,
        phase(price, iterations=1),
        phase(price, iterations=1, invoiceSettings={"accountTaxIds": [other]}),
        defaultSettings={"invoiceSettings": {"accountTaxIds": [usual]}},
    )
    await shop.advance(clock, on(4, 4))
    invoices = "query ($id: ID!) { it: subscription(id: $id) { invoices { nodes { accountTaxIds { id } } } } }"
    found = (await shop.graph(invoices, id=made["subscription"]["id"]))["it"]["invoices"]["nodes"]
    assert found == [{"accountTaxIds": [{"id": other}]}, {"accountTaxIds": [{"id": usual}]}]
    theirs = await tax_id("DE123456789", owner={"type": "CUSTOMER", "customer": customer})
    wrong = phase(price, invoiceSettings={"accountTaxIds": [theirs]})
    given = {"customer": customer, "phases": [wrong]}
    refusal = await shop.graph.refuse("subscriptionScheduleCreate", input=given)
    assert (refusal["code"], refusal["field"]) == (
        "PARAMETER_INVALID",
        "phases.0.invoiceSettings.accountTaxIds.0",
    )
