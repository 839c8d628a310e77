"""Invoice items: pending, on a draft, changed and deleted."""

from typing import Any

import pytest

from tests.billing.invoices.biller import ITEM, Biller


async def test_an_item_of_an_amount_is_pending_and_has_a_price_of_its_own(biller: Biller) -> None:
    customer = await biller.customer()
    await biller.told()
    item = await biller.item(customer, 1250, description="Setup", metadata={"order": "7"})
    assert (item["amount"]["amount"], item["currency"], item["quantity"]) == (1250, "usd", 1)
    assert (item["unitAmount"]["amount"], item["unitAmountDecimal"]) == (1250, "1250")
    assert (item["invoice"], item["proration"], item["discountable"]) == (None, False, True)
    assert item["period"]["start"] == item["period"]["end"] == item["date"]
    price = item["price"]
    assert (price["active"], price["unitAmount"]["amount"]) == (False, 1250)
    assert price["product"] == {"name": "Setup", "active": False}
    assert await biller.told() == ["customer.updated", "invoiceitem.created"]
    data = await biller.graph("{ invoiceItems(where: {pending: {eq: true}}) { nodes { id } } }")
    assert data["invoiceItems"]["nodes"] == [{"id": item["id"]}]


async def test_an_item_of_a_price_costs_it_for_its_quantity(biller: Biller) -> None:
    customer = await biller.customer()
    price = await biller.price(333)
    item = await biller.item(customer, price=price["id"], quantity=3)
    assert (item["amount"]["amount"], item["description"], item["unitAmount"]["amount"]) == (999, "Seat", 333)
    more = await biller.graph.do("invoiceItemUpdate", ITEM, id=item["id"], input={"quantity": 4})
    assert more["amount"]["amount"] == 1332


async def test_amounts_of_a_unit_have_decimals(biller: Biller) -> None:
    item = await biller.item(await biller.customer(), unitAmountDecimal="0.125", quantity=1001, currency="usd")
    # 125.125 cents.
    assert (item["amount"]["amount"], item["unitAmount"], item["unitAmountDecimal"]) == (125, None, "0.125")


async def test_packages_are_billed_whole(biller: Biller) -> None:
    price = await biller.price(500, transformQuantity={"divideBy": 10, "round": "UP"})
    item = await biller.item(await biller.customer(), price=price["id"], quantity=11)
    assert item["amount"]["amount"] == 1000


async def test_a_price_can_be_created_for_an_item(biller: Biller) -> None:
    product = (await biller.graph.do("productCreate", "id", input={"name": "Consulting"}))["id"]
    data = {"currency": "eur", "product": product, "unitAmount": 9000}
    item = await biller.item(await biller.customer(), priceData=data, quantity=2)
    assert (item["amount"]["amount"], item["currency"], item["description"]) == (18000, "eur", "Consulting")
    assert item["price"]["active"] is False


async def test_credits_are_not_discounted_unless_the_caller_says_so(biller: Biller) -> None:
    customer = await biller.customer()
    assert (await biller.item(customer, -300))["discountable"] is False
    assert (await biller.item(customer, -300, discountable=True))["discountable"] is True
    assert (await biller.item(customer, 300, discountable=False))["discountable"] is False


@pytest.mark.parametrize(
    ("input", "code", "field"),
    [
        ({}, "PARAMETER_MISSING", "amount"),
        ({"amount": 100, "unitAmount": 100}, "PARAMETERS_EXCLUSIVE", "unitAmount"),
        ({"amount": 100, "quantity": 2}, "PARAMETERS_EXCLUSIVE", "quantity"),
        ({"amount": 100_000_000}, "PARAMETER_INVALID_INTEGER", "amount"),
        ({"amount": 1, "taxRates": ["txr_none"]}, "RESOURCE_MISSING", "taxRates.0"),
        ({"amount": 1, "discounts": [{}]}, "PARAMETERS_EXCLUSIVE", "discounts.0.coupon"),
        ({"price": "price_none"}, "RESOURCE_MISSING", "price"),
        ({"amount": 1, "invoice": "in_none"}, "RESOURCE_MISSING", "invoice"),
        (
            {"amount": 1, "period": {"start": "2025-02-01T00:00:00Z", "end": "2025-01-01T00:00:00Z"}},
            "PARAMETER_INVALID",
            "period.end",
        ),
    ],
)
async def test_what_cannot_be_billed(biller: Biller, input: dict[str, Any], code: str, field: str) -> None:
    customer = await biller.customer()
    refusal = await biller.graph.refuse("invoiceItemCreate", input={"customer": customer, "currency": "usd"} | input)
    assert (refusal["code"], refusal["field"]) == (code, f"{field}")


async def test_recurring_and_inactive_prices_are_for_others(biller: Biller) -> None:
    customer = await biller.customer()
    monthly = await biller.price(1000, recurring={"interval": "MONTH"})
    old = await biller.price(1000)
    await biller.graph.do("priceUpdate", "id", id=old["id"], input={"active": False})
    for price in (monthly, old):
        refusal = await biller.graph.refuse("invoiceItemCreate", input={"customer": customer, "price": price["id"]})
        assert (refusal["code"], refusal["field"]) == ("PARAMETER_INVALID", "price")


async def test_an_item_joins_a_draft_and_leaves_it(biller: Biller) -> None:
    customer = await biller.customer()
    draft = await biller.draft(customer, 1000)
    await biller.told()
    item = await biller.item(customer, 500, invoice=draft["id"])
    assert item["invoice"] == {"id": draft["id"], "status": "DRAFT"}
    assert await biller.told() == ["invoiceitem.created", "invoice.updated"]
    assert (await biller.invoice(draft["id"]))["total"]["amount"] == 1500
    await biller.graph.do("invoiceItemUpdate", ITEM, id=item["id"], input={"amount": 700, "description": "More"})
    assert await biller.told() == ["invoice.updated"]
    changed = await biller.invoice(draft["id"])
    assert changed["total"]["amount"] == 1700
    assert [line["description"] for line in changed["lines"]["nodes"]] == ["Item of 1000", "More"]
    await biller.graph.do("invoiceItemDelete", "id deleted", id=item["id"])
    assert await biller.told() == ["invoiceitem.deleted", "invoice.updated"]
    assert (await biller.invoice(draft["id"]))["total"]["amount"] == 1000


async def test_an_item_of_a_finalized_invoice_stays_as_it_is(biller: Biller) -> None:
    customer = await biller.payer()
    invoice = await biller.bill(customer, 1000)
    item = invoice["lines"]["nodes"][0]["invoiceItem"]["id"]
    for mutation, input in (("Update", {"input": {"amount": 1}}), ("Delete", {})):
        refusal = await biller.graph.refuse(f"invoiceItem{mutation}", id=item, **input)
        assert refusal["code"] == "INVOICE_NOT_EDITABLE"
    refusal = await biller.graph.refuse(
        "invoiceItemCreate", input={"customer": customer, "amount": 1, "invoice": invoice["id"]}
    )
    assert (refusal["code"], refusal["field"]) == ("INVOICE_NOT_EDITABLE", "invoice")


async def test_another_customers_or_currencys_invoice_takes_no_item(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000)
    other = await biller.customer()
    given = {"customer": other, "amount": 1, "invoice": draft["id"]}
    assert (await biller.graph.refuse("invoiceItemCreate", input=given))["field"] == "invoice"
    given = {"customer": draft["customer"]["id"], "amount": 1, "currency": "eur", "invoice": draft["id"]}
    assert (await biller.graph.refuse("invoiceItemCreate", input=given))["field"] == "currency"


async def test_an_items_coupon_is_redeemed_for_it(biller: Biller) -> None:
    coupon = await biller.coupon(percentOff="50")
    item = await biller.item(await biller.customer(), 1000, discounts=[{"coupon": coupon}])
    assert [each["coupon"]["id"] for each in item["discounts"]] == [coupon]
    data = await biller.graph("query ($id: ID!) { coupon(id: $id) { timesRedeemed } }", id=coupon)
    assert data["coupon"]["timesRedeemed"] == 1
    cleared = await biller.graph.do("invoiceItemUpdate", ITEM, id=item["id"], input={"discounts": []})
    assert cleared["discounts"] == []
