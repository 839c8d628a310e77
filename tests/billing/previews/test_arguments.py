"""What else previews take, each with its effect."""

from tests.billing.previews.previewer import Previewer, said
from tests.billing.schedules.scheduler import phase

SHOWN = """query ($input: InvoicePreviewInput) { it: invoicePreview(input: $input) {
    currency customerTaxIds { type value } customerShipping { name phone address { city } }
    lines { nodes {
        amount { amount } quantity metadata period { start end } price { id product { id } taxBehavior }
    } } } }"""
SPAN = {"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}


async def test_customers_and_items_as_described(shop: Previewer) -> None:
    price = (await shop.price(400))["id"]
    seat = (await shop.graph.do("productCreate", "id", input={"name": "Seat"}))["id"]
    found = (
        await shop.graph(
            SHOWN,
            input={
                "currency": "USD",
                "issuer": {"type": "SELF"},
                "customerDetails": {
                    "address": {"country": "DE"},
                    "shipping": {"name": "Bob", "phone": "+49 30 1", "address": {"city": "Berlin"}},
                    "tax": {"ipAddress": "8.8.8.8"},
                    "taxIds": [{"type": "EU_VAT", "value": "DE123456789"}],
                },
                "invoiceItems": [
                    {"price": price, "quantity": 3, "metadata": {"a": "b"}, "period": SPAN},
                    {"priceData": {"currency": "usd", "product": seat, "unitAmount": 70}, "quantity": 2},
                    {"unitAmountDecimal": "12.5", "quantity": 2, "currency": "USD", "taxBehavior": "INCLUSIVE"},
                    {"unitAmount": 9, "currency": "USD", "taxCode": "txcd_10000000"},
                ],
            },
        )
    )["it"]
    assert found["currency"] == "usd"
    assert found["customerTaxIds"] == [{"type": "EU_VAT", "value": "DE123456789"}]
    assert found["customerShipping"] == {"name": "Bob", "phone": "+49 30 1", "address": {"city": "Berlin"}}
    four, three, two, one = found["lines"]["nodes"]
    assert (one["amount"], one["metadata"], one["period"]) == ({"amount": 1200}, {"a": "b"}, SPAN)
    assert (two["amount"], two["price"]["product"]["id"]) == ({"amount": 140}, seat)
    assert (three["amount"], three["price"]["taxBehavior"]) == ({"amount": 25}, "INCLUSIVE")
    assert four["amount"] == {"amount": 9}


async def test_an_end_with_the_period_and_one_of_a_schedule(shop: Previewer) -> None:
    _, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    message, _ = await shop.unseen(subscription=made["id"], subscriptionDetails={"cancelAtPeriodEnd": True})
    assert "no upcoming invoice" in message
    low = await shop.monthly(700)
    details = {"endBehavior": "RELEASE", "phases": [phase(low, iterations=1)]}
    assert [amount for _, amount in said(await shop.preview(customer=customer, scheduleDetails=details))] == [700]
