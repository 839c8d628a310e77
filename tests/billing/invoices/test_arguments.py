"""What else drafts, their items and lines take, each with its effect."""

from datetime import timedelta
from typing import Any

from tests.billing.invoices.biller import Biller, amounts
from tests.stories.shop import MONDAY, at

SHOWN = """query ($id: ID!) { it: invoice(id: $id) {
    dueDate effectiveAt automaticallyFinalizesAt footer statementDescriptor metadata customFields { name value }
    issuer { type } automaticTax { enabled status } defaultPaymentMethod { id } accountTaxIds { id }
    rendering { amountTaxDisplay template { id } templateVersion pdf { pageSize } }
    paymentSettings { paymentMethodTypes paymentMethodOptions { card { requestThreeDSecure installments { enabled } }
        customerBalance { fundingType bankTransfer { type } } } }
    shippingDetails { name phone carrier address { line2 city } }
    shippingCost { amountTotal { amount } shippingRate { id metadata taxBehavior deliveryEstimate {
        minimum { unit value } maximum { unit value } } } }
    lines(first: 20, orderBy: [{field: ID, direction: ASC}]) { nodes {
        id description quantity discountable metadata amount { amount } period { start end }
        price { id unitAmountDecimal product { id name taxCode { id } } } taxRates { id } discounts { coupon { id } }
        taxAmounts { amount { amount } taxRate { displayName country jurisdiction description taxType } } } } } }"""
SPAN = {"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}


async def shown(biller: Biller, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await biller.graph(SHOWN, id=id))["it"]
    return found


async def product(biller: Biller) -> str:
    id: str = (await biller.graph.do("productCreate", "id", input={"name": "Seat"}))["id"]
    return id


async def test_a_draft_is_changed_in_all_that_it_takes(biller: Biller) -> None:
    clock, customer = await biller.under_clock(None, address={"country": "DE"})
    method = (
        await biller.graph.do("paymentMethodAttach", "id", id="pm_card_mastercard", input={"customer": customer})
    )["id"]
    vat = (await biller.graph.do("taxIdCreate", "id", input={"type": "EU_VAT", "value": "DE123456789"}))["id"]
    effective, later = at(MONDAY - timedelta(days=3)), at(MONDAY + timedelta(hours=30))
    draft = await biller.draft(customer, 2000, autoAdvance=True, effectiveAt=at(MONDAY), issuer={"type": "SELF"})
    await biller.act(
        "Update",
        draft["id"],
        automaticallyFinalizesAt=later,
        customFields=[{"name": "Order", "value": "7"}],
        effectiveAt=effective,
        footer="Thanks",
        issuer={"type": "SELF"},
        statementDescriptor="COFFEE",
        automaticTax={"enabled": True},
        paymentSettings={
            "paymentMethodTypes": ["CARD"],
            "paymentMethodOptions": {"card": {"requestThreeDSecure": "ANY"}},
        },
        rendering={"amountTaxDisplay": "INCLUDE_INCLUSIVE_TAX", "pdf": {"pageSize": "A4"}},
        shippingDetails={"name": "Bob", "phone": "+49 30 1", "address": {"line2": "2nd floor", "city": "Berlin"}},
        accountTaxIds=[vat],
        defaultPaymentMethod=method,
    )
    found = await shown(biller, draft["id"])
    assert (found["effectiveAt"], found["automaticallyFinalizesAt"]) == (effective, later)
    assert (found["footer"], found["statementDescriptor"], found["issuer"]) == ("Thanks", "COFFEE", {"type": "SELF"})
    assert found["customFields"] == [{"name": "Order", "value": "7"}]
    assert found["automaticTax"] == {"enabled": True, "status": "COMPLETE"}
    assert (found["defaultPaymentMethod"], found["accountTaxIds"]) == ({"id": method}, [{"id": vat}])
    assert found["rendering"]["amountTaxDisplay"] == "include_inclusive_tax"
    assert found["rendering"]["pdf"] == {"pageSize": "A4"}
    assert found["shippingDetails"] == {
        "name": "Bob",
        "phone": "+49 30 1",
        "carrier": None,
        "address": {"line2": "2nd floor", "city": "Berlin"},
    }
    await biller.advance(clock, MONDAY + timedelta(hours=29))
    assert (await biller.invoice(draft["id"]))["status"] == "DRAFT"
    await biller.advance(clock, MONDAY + timedelta(hours=30))
    paid = await biller.invoice(draft["id"])
    assert (paid["status"], paid["effectiveAt"]) == ("PAID", effective)
    charged = await biller.graph(
        "query ($id: ID!) { it: paymentIntent(id: $id) { status statementDescriptor paymentMethod { id } } }",
        id=paid["paymentIntent"]["id"],
    )
    assert charged["it"] == {
        "status": "SUCCEEDED",
        "statementDescriptor": "COFFEE",
        "paymentMethod": {"id": method},
    }


async def test_a_due_date_is_given_and_moved(biller: Biller) -> None:
    clock, customer = await biller.under_clock(None)
    due = [at(MONDAY + timedelta(days=days)) for days in (5, 9)]
    draft = await biller.draft(customer, 2000, collectionMethod="SEND_INVOICE", dueDate=due[0])
    assert draft["dueDate"] == due[0]
    assert (await biller.act("Update", draft["id"], dueDate=due[1]))["dueDate"] == due[1]
    await biller.act("Finalize", draft["id"])
    told = await biller.advance(clock, MONDAY + timedelta(days=11))
    assert [each for each in told if each[0] in ("invoice.will_be_due", "invoice.overdue")] == [
        ("invoice.will_be_due", at(MONDAY + timedelta(days=6))),
        ("invoice.overdue", at(MONDAY + timedelta(days=10))),
    ]


async def test_shipping_by_a_rate_and_by_data(biller: Biller) -> None:
    fixed = {"amount": 500, "currency": "usd", "currencyOptions": [{"currency": "eur", "amount": 450}]}
    estimate = {"minimum": {"unit": "DAY", "value": 2}, "maximum": {"unit": "BUSINESS_DAY", "value": 5}}
    data = {
        "displayName": "Post",
        "type": "FIXED_AMOUNT",
        "fixedAmount": fixed,
        "deliveryEstimate": estimate,
        "metadata": {"a": "b"},
        "taxBehavior": "EXCLUSIVE",
    }
    customer = await biller.payer()
    first = await biller.draft(customer, 1000, shippingCost={"shippingRateData": data})
    cost = (await shown(biller, first["id"]))["shippingCost"]
    assert cost["amountTotal"] == {"amount": 500}
    rate = cost["shippingRate"]
    assert (rate["metadata"], rate["taxBehavior"], rate["deliveryEstimate"]) == ({"a": "b"}, "EXCLUSIVE", estimate)
    await biller.item(customer, amount=2000, currency="eur")
    second = await biller.draft(customer, currency="eur", shippingCost={"shippingRate": rate["id"]})
    assert amounts(second, "total") == (2450,)


async def test_lines_are_added_with_prices_and_taxes(biller: Biller) -> None:
    customer, seat = await biller.payer(), await product(biller)
    draft = await biller.draft(customer)
    off, rate = await biller.coupon(percentOff="50", duration="FOREVER"), await biller.tax("10")
    tax = {
        "displayName": "GST",
        "percentage": "5",
        "inclusive": False,
        "country": "CA",
        "description": "Federal",
        "jurisdiction": "CA",
        "taxType": "GST",
    }
    made = {"name": "Chair", "description": "Oak", "images": ["https://shop.example/a.png"], "metadata": {"c": "d"}}
    new = {"currency": "usd", "unitAmountDecimal": "150.5", "taxBehavior": "EXCLUSIVE"}
    await biller.act(
        "AddLines",
        draft["id"],
        invoiceMetadata={"x": "y"},
        lines=[
            {
                "priceData": new | {"product": seat},
                "quantity": 2,
                "discounts": [{"coupon": off}],
                "taxRates": [rate],
                "metadata": {"e": "f"},
                "period": SPAN,
            },
            {"priceData": new | {"productData": made | {"taxCode": "txcd_99999999"}}, "discountable": False},
            {
                "amount": 1000,
                "description": "Work",
                "taxAmounts": [{"amount": 50, "taxableAmount": 1000, "taxRateData": tax}],
            },
        ],
    )
    found = await shown(biller, draft["id"])
    assert found["metadata"] == {"x": "y"}
    one, two, three = found["lines"]["nodes"]
    # Twice 1.505 are 3.01, of which half is taken off, and a tenth of 1.51 is tax.
    assert (one["amount"], one["quantity"], one["period"], one["metadata"]) == ({"amount": 301}, 2, SPAN, {"e": "f"})
    assert (one["discounts"], one["taxRates"]) == ([{"coupon": {"id": off}}], [{"id": rate}])
    assert (two["price"]["product"]["name"], two["price"]["product"]["taxCode"]) == ("Chair", {"id": "txcd_99999999"})
    assert (two["amount"], two["discountable"]) == ({"amount": 151}, False)
    (given,) = three["taxAmounts"]
    assert given["amount"] == {"amount": 50}
    assert given["taxRate"] == {
        "displayName": "GST",
        "country": "CA",
        "jurisdiction": "CA",
        "description": "Federal",
        "taxType": "GST",
    }


async def test_lines_are_changed_in_all_that_they_take(biller: Biller) -> None:
    customer, seat = await biller.payer(), await product(biller)
    draft = await biller.draft(customer, 1000, 2000, 3000)
    first, second, third = [line["id"] for line in draft["lines"]["nodes"]]
    price, rate = (await biller.price(400))["id"], await biller.tax("10")
    new = {"currency": "usd", "product": seat, "unitAmount": 70}
    await biller.act(
        "UpdateLines",
        draft["id"],
        invoiceMetadata={"x": "y"},
        lines=[
            {"id": first, "price": price, "quantity": 3, "period": SPAN, "taxRates": [rate], "discountable": False},
            {"id": second, "priceData": new, "quantity": 2},
        ],
    )
    line = await biller.graph.do(
        "invoiceLineItemUpdate",
        "id description amount { amount } quantity discountable metadata period { start end }",
        id=third,
        input={
            "description": "Desk",
            "discountable": False,
            "period": SPAN,
            "price": price,
            "quantity": 5,
            "metadata": {"a": "b"},
        },
    )
    assert line == {
        "id": third,
        "description": "Desk",
        "amount": {"amount": 2000},
        "quantity": 5,
        "discountable": False,
        "metadata": {"a": "b"},
        "period": SPAN,
    }
    found = await shown(biller, draft["id"])
    assert found["metadata"] == {"x": "y"}
    one, two, _ = found["lines"]["nodes"]
    assert (one["amount"], one["quantity"], one["period"], one["discountable"]) == ({"amount": 1200}, 3, SPAN, False)
    assert (one["price"]["id"], one["taxRates"]) == (price, [{"id": rate}])
    assert (two["amount"], two["price"]["product"]["id"]) == ({"amount": 140}, seat)
    await biller.act(
        "RemoveLines", draft["id"], invoiceMetadata={"x": None}, lines=[{"id": first, "behavior": "DELETE"}]
    )
    assert ((await shown(biller, draft["id"]))["metadata"], amounts(await biller.invoice(draft["id"]), "total")) == (
        {},
        (2140,),
    )


async def test_pending_items_are_changed_in_all_that_they_take(biller: Biller) -> None:
    customer, seat = await biller.payer(), await product(biller)
    item = await biller.item(customer, 1000, taxBehavior="EXCLUSIVE", taxCode="txcd_99999999")
    price, rate = (await biller.price(400))["id"], await biller.tax("10")
    fields = """amount { amount } discountable period { start end } unitAmountDecimal quantity metadata
        taxRates { id } price { id product { id taxCode { id } } taxBehavior }"""

    async def change(**input: Any) -> dict[str, Any]:
        return await biller.graph.do("invoiceItemUpdate", fields, id=item["id"], input=input)

    changed = await change(
        discountable=False, period=SPAN, price=price, quantity=3, taxRates=[rate], metadata={"a": "b"}
    )
    assert (changed["amount"], changed["period"], changed["discountable"]) == ({"amount": 1200}, SPAN, False)
    assert (changed["price"]["id"], changed["taxRates"], changed["metadata"]) == (price, [{"id": rate}], {"a": "b"})
    changed = await change(unitAmountDecimal="12.5", quantity=2)
    assert (changed["amount"], changed["unitAmountDecimal"]) == ({"amount": 25}, "12.5")
    changed = await change(priceData={"currency": "usd", "product": seat, "unitAmount": 70}, quantity=2)
    assert (changed["amount"], changed["price"]["product"]["id"]) == ({"amount": 140}, seat)
    changed = await change(amount=300, taxBehavior="INCLUSIVE", taxCode="txcd_10000000")
    assert (changed["amount"], changed["price"]["taxBehavior"]) == ({"amount": 300}, "INCLUSIVE")
    assert changed["price"]["product"]["taxCode"] == {"id": "txcd_10000000"}


async def test_the_rendering_of_a_version_of_a_template(biller: Biller) -> None:
    made = await biller.graph.do("invoiceRenderingTemplateCreate", "id version", input={"nickname": "One"})
    await biller.graph.do("invoiceRenderingTemplateUpdate", "id version", id=made["id"], input={"nickname": "Two"})
    rendering = {"template": made["id"], "templateVersion": 1}
    draft = await biller.draft(await biller.payer(), 1000, rendering=rendering)
    found = (await shown(biller, draft["id"]))["rendering"]
    assert (found["template"], found["templateVersion"]) == ({"id": made["id"]}, 1)


async def test_bank_transfers_and_installments_are_settings_of_the_payment(biller: Biller) -> None:
    customer = await biller.payer(None)
    options = {
        "card": {"installments": {"enabled": True}},
        "customerBalance": {"fundingType": "bank_transfer", "bankTransfer": {"type": "us_bank_transfer"}},
    }
    draft = await biller.draft(
        customer,
        2000,
        collectionMethod="SEND_INVOICE",
        daysUntilDue=5,
        paymentSettings={"paymentMethodTypes": ["CARD", "CUSTOMER_BALANCE"], "paymentMethodOptions": options},
    )
    found = (await shown(biller, draft["id"]))["paymentSettings"]
    assert found["paymentMethodTypes"] == ["CARD", "CUSTOMER_BALANCE"]
    assert found["paymentMethodOptions"]["customerBalance"] == {
        "fundingType": "BANK_TRANSFER",
        "bankTransfer": {"type": "us_bank_transfer"},
    }
    invoice = await biller.act("Finalize", draft["id"])
    assert invoice["paymentIntent"]["status"] == "REQUIRES_PAYMENT_METHOD"
