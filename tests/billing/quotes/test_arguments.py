"""What else updates of quotes take, each with its effect."""

from tests.billing.quotes.quoter import Quoter

SHOWN = """query ($id: ID!) { it: quote(id: $id) { header collectionMethod automaticTax { enabled status }
    invoiceSettings { daysUntilDue issuer { type } } defaultTaxRates { id } discounts { coupon { id } }
    amountTotal { amount } } }"""


async def test_a_draft_is_changed_in_all_that_it_takes(shop: Quoter) -> None:
    customer = await shop.payer(address={"country": "DE"})
    seat = (await shop.graph.do("productCreate", "id", input={"name": "Seat"}))["id"]
    off, rate, other = await shop.coupon(percentOff="50", duration="ONCE"), await shop.tax("10"), await shop.tax("20")
    draft = await shop.quote(customer, (await shop.price(1000))["id"])
    new = {"currency": "usd", "product": seat, "unitAmountDecimal": "250.5", "taxBehavior": "EXCLUSIVE"}
    await shop.requote(
        draft["id"],
        header="An offer",
        collectionMethod="SEND_INVOICE",
        invoiceSettings={"daysUntilDue": 9, "issuer": {"type": "SELF"}},
        defaultTaxRates=[rate],
        discounts=[{"coupon": off}],
        lineItems=[{"priceData": new, "quantity": 2, "taxRates": [other]}],
    )
    found = (await shop.graph(SHOWN, id=draft["id"]))["it"]
    assert (found["header"], found["collectionMethod"]) == ("An offer", "SEND_INVOICE")
    assert found["invoiceSettings"] == {"daysUntilDue": 9, "issuer": {"type": "SELF"}}
    assert (found["defaultTaxRates"], found["discounts"]) == ([{"id": rate}], [{"coupon": {"id": off}}])
    # Half of twice 2.505, which are 5.01, and a fifth of tax of the line's own rate.
    assert found["amountTotal"] == {"amount": 300}
    await shop.requote(draft["id"], defaultTaxRates=[], lineItems=[{"priceData": new}], automaticTax={"enabled": True})
    found = (await shop.graph(SHOWN, id=draft["id"]))["it"]
    assert found["automaticTax"] == {"enabled": True, "status": "COMPLETE"}
    accepted = await shop.settle("Accept", (await shop.settle("Finalize", draft["id"]))["id"])
    invoice = await shop.billed(accepted)
    assert (invoice["collectionMethod"], invoice["total"]["amount"]) == ("SEND_INVOICE", 125)
