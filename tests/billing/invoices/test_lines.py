"""Lines of a draft: added, changed and removed, many at once and one by one."""

from tests.billing.invoices.biller import Biller, amounts

LINE = "id amount { amount } description quantity invoiceItem { id amount { amount } } taxAmounts { amount { amount } }"


async def test_lines_are_added_by_items_and_by_amounts(biller: Biller) -> None:
    customer = await biller.customer()
    draft = await biller.draft(customer, 1000)
    pending = await biller.item(customer, 500, description="Pending")
    price = await biller.price(250)
    await biller.told()
    more = await biller.act(
        "AddLines",
        draft["id"],
        lines=[
            {"invoiceItem": pending["id"], "description": "Renamed"},
            {"amount": -100, "description": "Off"},
            {"price": price["id"], "quantity": 2},
        ],
        invoiceMetadata={"a": "b"},
    )
    lines = [(line["description"], line["amount"]["amount"]) for line in more["lines"]["nodes"]]
    assert lines == [("Item of 1000", 1000), ("Renamed", 500), ("Off", -100), ("Seat", 500)]
    assert (amounts(more, "total"), more["metadata"]) == ((1900,), {"a": "b"})
    assert await biller.told() == ["invoiceitem.created", "invoiceitem.created", "invoice.updated"]


async def test_lines_are_changed_with_their_items(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000, 2000)
    first, second = (line["id"] for line in draft["lines"]["nodes"])
    await biller.told()
    changed = await biller.act(
        "UpdateLines",
        draft["id"],
        lines=[{"id": first, "amount": 1500}, {"id": second, "description": "Second", "metadata": {"a": "b"}}],
    )
    assert [line["amount"]["amount"] for line in changed["lines"]["nodes"]] == [1500, 2000]
    assert changed["lines"]["nodes"][1]["metadata"] == {"a": "b"}
    assert await biller.told() == ["invoice.updated"]
    line = await biller.graph.do("invoiceLineItemUpdate", LINE, id=first, input={"amount": 1600})
    assert (line["amount"]["amount"], line["invoiceItem"]["amount"]["amount"]) == (1600, 1600)
    assert amounts(await biller.invoice(draft["id"]), "total") == (3600,)


async def test_lines_are_removed(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000, 2000, 4000)
    first, second, _ = (line["id"] for line in draft["lines"]["nodes"])
    await biller.told()
    left = await biller.act(
        "RemoveLines",
        draft["id"],
        lines=[{"id": first, "behavior": "DELETE"}, {"id": second, "behavior": "UNASSIGN"}],
    )
    assert amounts(left, "total") == (4000,)
    assert await biller.told() == ["invoiceitem.deleted", "invoice.updated"]
    data = await biller.graph("{ invoiceItems(where: {pending: {eq: true}}) { nodes { amount { amount } } } }")
    assert data["invoiceItems"]["nodes"] == [{"amount": {"amount": 2000}}]


async def test_a_caller_calculates_the_tax_of_a_line(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000)
    line = draft["lines"]["nodes"][0]["id"]
    rate = {"displayName": "Sales tax", "percentage": "8.875", "inclusive": False, "state": "NY"}
    tax = {"amount": 89, "taxableAmount": 1000, "taxRateData": rate}
    changed = await biller.graph.do("invoiceLineItemUpdate", LINE, id=line, input={"taxAmounts": [tax]})
    assert changed["taxAmounts"] == [{"amount": {"amount": 89}}]
    invoice = await biller.invoice(draft["id"])
    assert amounts(invoice, "tax", "total", "totalExcludingTax") == (89, 1089, 1000)
    rated = await biller.graph.do("invoiceLineItemUpdate", LINE, id=line, input={"taxRates": [await biller.tax("10")]})
    assert rated["taxAmounts"] == [{"amount": {"amount": 100}}]


async def test_every_mistake_of_every_line_is_told(biller: Biller) -> None:
    draft = await biller.draft(await biller.customer(), 1000)
    given = [{"invoiceItem": "ii_none"}, {}, {"amount": 5, "price": "price_none"}]
    refusals = await biller.graph.refusals("invoiceAddLines", id=draft["id"], input={"lines": given})
    assert [each["field"] for each in refusals] == ["lines.0.invoiceItem", "lines.1.amount", "lines.2.price"]
    assert await biller.refused("RemoveLines", draft["id"], lines=[{"id": "il_none", "behavior": "DELETE"}]) == (
        "RESOURCE_MISSING",
        "lines.0.id",
    )


async def test_a_finalized_invoice_keeps_its_lines(biller: Biller) -> None:
    invoice = await biller.bill(await biller.customer(), 1000)
    line = invoice["lines"]["nodes"][0]["id"]
    for verb, lines in (
        ("AddLines", [{"amount": 1}]),
        ("UpdateLines", [{"id": line, "amount": 1}]),
        ("RemoveLines", [{"id": line, "behavior": "DELETE"}]),
    ):
        assert await biller.refused(verb, invoice["id"], lines=lines) == ("INVOICE_NOT_EDITABLE", "id")
    refusal = await biller.graph.refuse("invoiceLineItemUpdate", id=line, input={"amount": 1})
    assert refusal["code"] == "INVOICE_NOT_EDITABLE"
