"""Credit notes line by line: amounts are calculated by hand, in the comments."""

from typing import Any

import pytest

from tests.billing.credit_notes.crediter import Crediter, sums


def of(line: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The input of a part of a line of an invoice."""
    return {"type": "INVOICE_LINE_ITEM", "invoiceLineItem": line["id"], **given}


def own(unit_amount: int, **given: Any) -> dict[str, Any]:
    """The input of an amount of its own."""
    return {"type": "CUSTOM_LINE_ITEM", "unitAmount": unit_amount, **given}


async def test_an_exclusive_tax_and_a_discount_come_back_in_proportion(crediter: Crediter) -> None:
    rate = await crediter.tax("20")
    tenth = await crediter.coupon(percentOff="10", duration="ONCE")
    given = {"defaultTaxRates": [rate], "discounts": [{"coupon": tenth}]}
    invoice = await crediter.paid(10000, **given)
    # 100.00 - 10 % = 90.00, and 20 % of that is 18.00.
    assert invoice["total"] == {"amount": 10800}
    (billed,) = invoice["lines"]["nodes"]
    # A quarter: 25.00 - 2.50 = 22.50, and 4.50 of tax.
    note = await crediter.credit(invoice, lines=[of(billed, amount=2500)], refundAmount=2700)
    assert sums(note, "subtotal", "discountAmount", "total", "totalExcludingTax") == [2500, 250, 2700, 2250]
    assert note["taxAmounts"] == [{"amount": {"amount": 450}, "inclusive": False}]
    assert note["discountAmounts"] == [{"amount": {"amount": 250}}]
    assert note["pretaxCreditAmounts"] == [{"amount": {"amount": 250}, "type": "DISCOUNT"}]
    (line,) = note["lines"]["nodes"]
    assert sums(line, "amount", "amountExcludingTax", "discountAmount", "unitAmount") == [2500, 2500, 250, None]
    assert (line["invoiceLineItem"], line["quantity"], line["type"]) == (
        {"id": billed["id"]},
        None,
        "INVOICE_LINE_ITEM",
    )
    assert (line["description"], line["taxRates"]) == ("Item of 10000", [{"id": rate}])
    (tax,) = line["taxAmounts"]
    assert sums(tax, "amount", "taxableAmount") == [450, 2250]
    # The rest: 75.00 - 7.50 = 67.50, and 13.50 of tax.
    rest = await crediter.credit(invoice, lines=[of(billed, amount=7500)], refundAmount=8100)
    assert sums(rest, "subtotal", "total") == [7500, 8100]
    assert await crediter.credited(invoice) == (0, 10800)


async def test_an_inclusive_tax_is_part_of_what_is_credited(crediter: Crediter) -> None:
    rate = await crediter.tax("20", inclusive=True)
    tenth = await crediter.coupon(percentOff="10", duration="ONCE")
    invoice = await crediter.paid(12000, defaultTaxRates=[rate], discounts=[{"coupon": tenth}])
    # 120.00 - 10 % = 108.00, which include 18.00.
    assert invoice["total"] == {"amount": 10800}
    (billed,) = invoice["lines"]["nodes"]
    # A third: 40.00 - 4.00 = 36.00, which include 6.00.
    note = await crediter.credit(invoice, lines=[of(billed, amount=4000)], creditAmount=3600)
    assert sums(note, "subtotal", "discountAmount", "total", "totalExcludingTax") == [4000, 400, 3600, 3000]
    assert note["taxAmounts"] == [{"amount": {"amount": 600}, "inclusive": True}]


async def test_units_of_a_line_are_credited(crediter: Crediter) -> None:
    customer = await crediter.payer()
    await crediter.item(customer, unitAmount=700, quantity=3, currency="usd")
    invoice = await crediter.act("Pay", (await crediter.draft(customer))["id"])
    (billed,) = invoice["lines"]["nodes"]
    note = await crediter.credit(invoice, lines=[of(billed, quantity=2)], refundAmount=1400)
    (line,) = note["lines"]["nodes"]
    assert (line["quantity"], sums(line, "amount", "unitAmount")) == (2, [1400, 700])
    assert (line["unitAmountDecimal"], line["unitAmountExcludingTax"]) == ("700", "700")

    async def refused(**given: Any) -> tuple[str, str | None]:
        return await crediter.cannot_credit(invoice, lines=[of(billed, **given)], refundAmount=700)

    # Two of three units are credited.
    assert await refused(quantity=2) == ("PARAMETER_INVALID", "lines.0.quantity")
    assert await refused(amount=700) == ("PARAMETER_INVALID", "lines.0.amount")
    await crediter.credit(invoice, lines=[of(billed, quantity=1)], refundAmount=700)


async def test_an_amount_of_its_own_has_its_own_taxes(crediter: Crediter) -> None:
    rate = await crediter.tax("10")
    invoice = await crediter.paid(5000)
    # 3 * 10.00 = 30.00, and 3.00 of tax.
    line = own(1000, quantity=3, description="Late", taxRates=[rate])
    note = await crediter.credit(invoice, lines=[line], outOfBandAmount=3300)
    assert sums(note, "subtotal", "total", "totalExcludingTax") == [3000, 3300, 3000]
    (shown,) = note["lines"]["nodes"]
    assert (shown["description"], shown["quantity"], shown["taxRates"]) == ("Late", 3, [{"id": rate}])
    # 10.00, and 0.40 of tax by the caller's own calculation.
    tax = {"taxRate": rate, "amount": 40, "taxableAmount": 1000}
    own_tax = await crediter.credit(invoice, lines=[own(1000, taxAmounts=[tax])], outOfBandAmount=1040)
    assert own_tax["total"] == {"amount": 1040}


async def test_no_more_of_a_tax_is_credited_than_was_billed(crediter: Crediter) -> None:
    rate = await crediter.tax("20")
    invoice = await crediter.paid(1000, defaultTaxRates=[rate])
    (billed,) = invoice["lines"]["nodes"]
    # 2.00 of tax were billed.
    tax = {"taxRate": rate, "amount": 201, "taxableAmount": 500}
    more = {"lines": [of(billed, amount=500, taxAmounts=[tax])], "creditAmount": 701}
    assert await crediter.cannot_credit(invoice, **more) == ("AMOUNT_TOO_LARGE", "lines.0.taxAmounts")
    without = await crediter.credit(invoice, lines=[of(billed, amount=500, taxAmounts=[])], creditAmount=500)
    assert (without["taxAmounts"], without["total"]) == ([], {"amount": 500})
    # The rest of the line has the rest of the tax.
    rest = await crediter.credit(invoice, lines=[of(billed, amount=500)], creditAmount=700)
    assert rest["taxAmounts"] == [{"amount": {"amount": 200}, "inclusive": False}]


async def test_shipping_is_credited_whole_and_once(crediter: Crediter) -> None:
    ground = {"displayName": "Ground", "fixedAmount": {"amount": 500, "currency": "usd"}}
    invoice = await crediter.paid(1000, shippingCost={"shippingRateData": ground})
    note = await crediter.credit(invoice, shippingCost={}, refundAmount=500)
    assert sums(note, "amountShipping", "subtotal", "total") == [500, 0, 500]
    assert note["lines"]["totalCount"] == 0
    rate = note["shippingCost"]["shippingRate"]["id"]
    again = {"shippingCost": {"shippingRate": rate}, "refundAmount": 500}
    assert await crediter.cannot_credit(invoice, **again) == ("PARAMETER_INVALID", "shippingCost")
    plain = await crediter.paid(1000)
    assert await crediter.cannot_credit(plain, **again) == ("PARAMETER_INVALID", "shippingCost")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"amount": 1001}, "AMOUNT_TOO_LARGE", "lines.0.amount"),
        ({}, "PARAMETER_MISSING", "lines.0.amount"),
        ({"amount": 500, "quantity": 1}, "PARAMETERS_EXCLUSIVE", "lines.0.quantity"),
        ({"amount": 500, "description": "Mine"}, "PARAMETERS_EXCLUSIVE", "lines.0.description"),
        ({"amount": 500, "type": "CUSTOM_LINE_ITEM"}, "PARAMETERS_EXCLUSIVE", "lines.0.amount"),
    ],
)
async def test_lines_that_are_refused(crediter: Crediter, given: dict[str, Any], code: str, field: str) -> None:
    invoice = await crediter.paid(1000)
    (billed,) = invoice["lines"]["nodes"]
    line = {**of(billed), **given}
    assert await crediter.cannot_credit(invoice, lines=[line], creditAmount=500) == (code, field)


async def test_lines_are_of_the_invoice_itself(crediter: Crediter) -> None:
    invoice, other = await crediter.paid(1000), await crediter.paid(1000)
    (line,) = other["lines"]["nodes"]
    refused = await crediter.cannot_credit(invoice, lines=[of(line, amount=500)], creditAmount=500)
    assert refused == ("RESOURCE_MISSING", "lines.0.invoiceLineItem")
    missing = {"lines": [{"type": "INVOICE_LINE_ITEM", "amount": 5}], "creditAmount": 5}
    assert await crediter.cannot_credit(invoice, **missing) == ("PARAMETER_MISSING", "lines.0.invoiceLineItem")


async def test_two_parts_of_a_line_share_it(crediter: Crediter) -> None:
    invoice = await crediter.paid(1000)
    (billed,) = invoice["lines"]["nodes"]
    both = [of(billed, amount=600), of(billed, amount=401)]
    refused = await crediter.cannot_credit(invoice, lines=both, creditAmount=1001)
    assert refused == ("AMOUNT_TOO_LARGE", "lines.1.amount")
