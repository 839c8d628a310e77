"""Discounts and taxes as invoices have them: stacked, limited, in other currencies, of a line, and of who is exempt."""

from typing import Any

from tests.billing.invoices.biller import Biller, amounts


def off(invoice: dict[str, Any]) -> list[int]:
    """What each discount of an invoice takes off."""
    return [each["amount"]["amount"] for each in invoice["totalDiscountAmounts"]]


def by(*coupons: str) -> dict[str, Any]:
    return {"discounts": [{"coupon": each} for each in coupons]}


async def test_discounts_follow_each_other_and_may_be_for_some_products(biller: Biller) -> None:
    customer = await biller.customer()
    seat = await biller.price(10_000)
    ten = await biller.coupon(amountOff=1000, currency="usd")
    half = await biller.coupon(percentOff="50")
    seats = await biller.coupon(percentOff="10", appliesTo={"products": [seat["product"]["id"]]})

    async def invoice(*coupons: str) -> dict[str, Any]:
        await biller.item(customer, price=seat["id"])
        return await biller.draft(customer, 5000, currency="usd", **by(*coupons))

    # 15,000: each takes of what the ones before have left.
    first = await invoice(half, ten)
    assert (off(first), *amounts(first, "subtotal", "total")) == ([7500, 1000], 15_000, 6500)
    second = await invoice(ten, half)
    assert (off(second), *amounts(second, "subtotal", "total")) == ([1000, 7000], 15_000, 7000)
    # A tenth of the seat alone.
    third = await invoice(seats, ten, half)
    assert (off(third), *amounts(third, "subtotal", "total")) == ([1000, 1000, 6500], 15_000, 6500)
    each = [[part["amount"]["amount"] for part in line["discountAmounts"]] for line in third["lines"]["nodes"]]
    assert [len(parts) for parts in each] == [3, 2]
    assert each[0][0] == 1000


async def test_an_amount_off_in_the_currency_of_the_invoice(biller: Biller) -> None:
    customer = await biller.customer()
    both = await biller.coupon(
        amountOff=1000, currency="usd", currencyOptions=[{"currency": "eur", "amountOff": 900}], duration="FOREVER"
    )
    await biller.graph.do("customerUpdate", "id", id=customer, input={"coupon": both})
    for currency, taken in (("usd", 1000), ("eur", 900), ("gbp", 0)):
        await biller.item(customer, 5000, currency=currency)
        draft = await biller.draft(customer, currency=currency)
        # There is nothing in pounds, so the customer's discount takes nothing.
        assert (sum(off(draft)), *amounts(draft, "total")) == (taken, 5000 - taken)
    refused = await biller.graph.refuse("invoiceCreate", input={"customer": customer, "currency": "gbp", **by(both)})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "discounts.0.coupon")


async def test_a_line_has_discounts_of_its_own(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000, 2000)
    first, second = (line["id"] for line in draft["lines"]["nodes"])
    quarter = await biller.coupon(percentOff="25")
    await biller.graph.do("invoiceLineItemUpdate", "id", id=first, input=by(quarter))
    half = await biller.coupon(percentOff="50")
    changed = await biller.act("UpdateLines", draft["id"], lines=[{"id": second, **by(half)}])
    taken = [[part["amount"]["amount"] for part in line["discountAmounts"]] for line in changed["lines"]["nodes"]]
    assert (taken, *amounts(changed, "subtotal", "total")) == ([[250], [1000]], 3000, 1750)
    # Those of the whole invoice come after those of a line: a tenth of 1,750.
    tenth = await biller.coupon(percentOff="10")
    whole = await biller.act("Update", draft["id"], **by(tenth))
    assert amounts(whole, "total") == (1575,)


async def test_who_is_exempt_pays_no_tax(biller: Biller) -> None:
    added, within = await biller.tax("10"), await biller.tax("20", inclusive=True)
    shown = "totalTaxAmounts { amount { amount } inclusive taxabilityReason taxableAmount { amount } }"
    for exempt, sums, reason in (
        ("NONE", (1200, 1300, 300), None),
        ("EXEMPT", (1200, 1200, 0), "CUSTOMER_EXEMPT"),
        ("REVERSE", (1200, 1200, 0), "REVERSE_CHARGE"),
    ):
        customer = await biller.customer(taxExempt=exempt)
        draft = await biller.draft(customer, 1200, defaultTaxRates=[added, within])
        assert amounts(draft, "subtotal", "total", "tax") == sums
        found = await biller.graph(f"query ($id: ID!) {{ invoice(id: $id) {{ {shown} }} }}", id=draft["id"])
        assert [each["taxabilityReason"] for each in found["invoice"]["totalTaxAmounts"]] == [reason, reason]
        # The customer's status stays with the invoice once it is final.
        final = await biller.graph.do("invoiceFinalize", "customerTaxExempt", id=draft["id"])
        assert final["customerTaxExempt"] == exempt


async def test_an_item_is_in_the_currency_of_its_subscription(biller: Biller) -> None:
    customer = await biller.payer()
    price = await biller.price(1000, recurring={"interval": "MONTH"})
    given = {"customer": customer, "items": [{"price": price["id"]}]}
    made = (await biller.graph.do("subscriptionCreate", "id", input=given))["id"]
    input = {"customer": customer, "amount": 500, "currency": "eur", "subscription": made}
    refused = await biller.graph.refuse("invoiceItemCreate", input=input)
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "currency")
