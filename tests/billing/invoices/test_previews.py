"""Previews: what a customer's next invoice would be, with nothing stored."""

from typing import Any

from tests.billing.invoices.biller import INVOICE, Biller, amounts

PREVIEW = f"query ($input: InvoicePreviewInput) {{ it: invoicePreview(input: $input) {{ {INVOICE} customerName }} }}"


async def preview(biller: Biller, **input: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await biller.graph(PREVIEW, input=input))["it"]
    return found


async def test_a_preview_is_what_then_happens(biller: Biller) -> None:
    coupon = await biller.coupon(percentOff="10", duration="FOREVER")
    customer = await biller.payer(coupon=coupon, balance=-100)
    await biller.item(customer, 1000, taxRates=[await biller.tax("20")])
    await biller.told()
    seen = await preview(biller, customer=customer)
    assert await biller.told() == []
    assert (seen["status"], seen["billingReason"]) == ("DRAFT", "UPCOMING")
    assert all(line["id"].startswith("il_tmp_") for line in seen["lines"]["nodes"])
    invoice = await biller.bill(customer)
    names = ("subtotal", "tax", "total", "startingBalance", "amountDue", "amountRemaining")
    # 1000 less 10 % is 900; 20 % of it is 180; 100 are there already.
    assert amounts(seen, *names) == amounts(invoice, *names) == (1000, 180, 1080, -100, 980, 980)
    data = await biller.graph("{ invoices { totalCount } }")
    assert data["invoices"]["totalCount"] == 1


async def test_items_can_be_added_and_changed_in_a_preview(biller: Biller) -> None:
    customer = await biller.customer()
    item = await biller.item(customer, 1000)
    given = [{"invoiceitem": item["id"], "amount": 400}, {"amount": 250, "description": "More"}]
    seen = await preview(biller, customer=customer, invoiceItems=given)
    assert [line["amount"]["amount"] for line in seen["lines"]["nodes"]] == [400, 250]
    assert (await preview(biller, customer=customer))["total"]["amount"] == 1000


async def test_a_preview_for_nobody_yet(biller: Biller) -> None:
    vat = await biller.tax("19", inclusive=True)
    item = {"amount": 1190, "currency": "eur", "taxRates": [vat]}
    details = {"taxExempt": "NONE", "address": {"country": "DE"}}
    seen = await preview(biller, customerDetails=details, invoiceItems=[item])
    assert (seen["currency"], amounts(seen, "total", "tax", "totalExcludingTax")) == ("eur", (1190, 190, 1000))
    exempt = await preview(biller, customerDetails={"taxExempt": "EXEMPT"}, invoiceItems=[item])
    assert amounts(exempt, "total", "tax") == (1190, 0)


async def test_a_coupon_stands_in_for_the_customers_discount(biller: Biller) -> None:
    own = await biller.coupon(percentOff="10", duration="FOREVER")
    other = await biller.coupon(percentOff="50")
    customer = await biller.customer(coupon=own)
    await biller.item(customer, 1000)
    assert amounts(await preview(biller, customer=customer, coupon=other), "total") == (500,)
    assert amounts(await preview(biller, customer=customer, discounts=[]), "total") == (1000,)
    data = await biller.graph("query ($id: ID!) { coupon(id: $id) { timesRedeemed } }", id=other)
    assert data["coupon"]["timesRedeemed"] == 0


async def test_a_preview_of_nothing_is_refused(biller: Biller) -> None:
    error = await biller.graph.error(PREVIEW, input={"customer": await biller.customer()})
    assert (error["extensions"]["code"], "nothing to be invoiced" in error["message"]) == ("BAD_REQUEST", True)
    error = await biller.graph.error(PREVIEW, input={})
    assert "`customer` is required" in error["message"]
