"""What invoices show of others: tax IDs, templates, balance transactions, clocks; and how they are found."""

from datetime import timedelta

from app.domain.real_time import real_now
from tests.billing.invoices.biller import Biller, amounts
from tests.stories.shop import at


async def test_an_invoice_keeps_the_tax_ids_of_both_sides(biller: Biller) -> None:
    customer = await biller.payer()
    theirs = {"customer": customer, "type": "EU_VAT", "value": "DE000000000"}
    await biller.graph.do("taxIdCreate", "id", input=theirs)
    ours = (await biller.graph.do("taxIdCreate", "id", input={"type": "EU_VAT", "value": "DE000000000"}))["id"]
    invoice = await biller.bill(customer, 1000, accountTaxIds=[ours])
    shown = "query ($id: ID!) { it: invoice(id: $id) { customerTaxIds { type value } accountTaxIds { id } } }"
    assert (await biller.graph(shown, id=invoice["id"]))["it"] == {
        "customerTaxIds": [{"type": "EU_VAT", "value": "DE000000000"}],
        "accountTaxIds": [{"id": ours}],
    }


async def test_a_customers_tax_id_is_none_of_the_accounts(biller: Biller) -> None:
    customer = await biller.customer()
    given = {"customer": customer, "type": "EU_VAT", "value": "DE000000000"}
    theirs = (await biller.graph.do("taxIdCreate", "id", input=given))["id"]
    refusal = await biller.graph.refuse("invoiceCreate", input={"customer": customer, "accountTaxIds": [theirs]})
    assert (refusal["code"], refusal["field"]) == ("PARAMETER_INVALID", "accountTaxIds.0")


async def test_a_template_is_used_in_its_latest_version(biller: Biller) -> None:
    template = (await biller.graph.do("invoiceRenderingTemplateCreate", "id", input={"nickname": "Plain"}))["id"]
    draft = await biller.draft(await biller.customer(), 1000, rendering={"template": template})
    shown = "query ($id: ID!) { it: invoice(id: $id) { rendering { template { id } templateVersion } } }"
    assert (await biller.graph(shown, id=draft["id"]))["it"]["rendering"] == {
        "template": {"id": template},
        "templateVersion": 1,
    }
    later = {"template": template, "templateVersion": 2}
    assert await biller.refused("Update", draft["id"], rendering=later) == (
        "PARAMETER_INVALID",
        "rendering.templateVersion",
    )
    await biller.graph.do("invoiceRenderingTemplateArchive", "id", id=template)
    assert await biller.refused("Update", draft["id"], rendering={"template": template}) == (
        "PARAMETER_INVALID",
        "rendering.template",
    )


async def test_every_use_of_the_balance_is_a_transaction(biller: Biller) -> None:
    customer = await biller.payer(balance=-300)
    invoice = await biller.bill(customer, 1000)
    await biller.act("Void", invoice["id"])
    small = await biller.bill(customer, 320)
    shown = (
        "query ($id: ID!) { customer(id: $id) { balanceTransactions(orderBy: [{field: ID, direction: ASC}]) "
        "{ nodes { type amount { amount } endingBalance { amount } invoice { id } } } } }"
    )
    nodes = (await biller.graph(shown, id=customer))["customer"]["balanceTransactions"]["nodes"]
    assert [
        (
            each["type"],
            each["amount"]["amount"],
            each["endingBalance"]["amount"],
            each["invoice"] and each["invoice"]["id"],
        )
        for each in nodes
    ] == [
        ("INITIAL", -300, -300, None),
        ("APPLIED_TO_INVOICE", 300, 0, invoice["id"]),
        ("UNAPPLIED_FROM_INVOICE", -300, -300, invoice["id"]),
        ("APPLIED_TO_INVOICE", 300, 0, small["id"]),
        # 20 cents are less than a payment can be.
        ("INVOICE_TOO_SMALL", 20, 20, small["id"]),
    ]
    assert amounts(small, "amountDue", "endingBalance") == (0, 20)


async def test_invoices_follow_their_customer_to_a_clock(biller: Biller) -> None:
    customer = await biller.payer()
    draft = await biller.draft(customer, 1000, autoAdvance=True)
    later = real_now() + timedelta(days=2)
    clock = await biller.clock(later)
    await biller.graph.do("customerUpdate", "id", id=customer, input={"testClock": clock})
    fields = "testClock { id } lines { nodes { invoiceItem { testClock { id } } } }"
    shown = f"query ($id: ID!) {{ it: invoice(id: $id) {{ {fields} }} }}"
    moved = (await biller.graph(shown, id=draft["id"]))["it"]
    assert moved["testClock"] == moved["lines"]["nodes"][0]["invoiceItem"]["testClock"] == {"id": clock}
    await biller.advance(clock, later + timedelta(hours=2))
    paid = await biller.invoice(draft["id"])
    assert (paid["status"], paid["statusTransitions"]["paidAt"]) == ("PAID", at(later))


async def test_invoices_are_found_by_what_stripe_searches_for(biller: Biller) -> None:
    customer = await biller.payer(invoicePrefix="ADA")
    paid = await biller.act("Pay", (await biller.draft(customer, 1000, metadata={"order": "7"}))["id"])
    failed = await biller.draft(customer, 2000, automaticTax={"enabled": True})
    await biller.refused("Finalize", failed["id"])
    document = "query ($q: String) { invoices(query: $q) { nodes { id } } }"
    for query, found in (
        ("total>999 AND status:'paid'", paid),
        ("number:'ada-0001'", paid),
        ("metadata['order']:'7'", paid),
        ("last_finalization_error_code:'customer_tax_location_invalid'", failed),
        ("last_finalization_error_type:'invalid_request_error'", failed),
    ):
        nodes = (await biller.graph(document, q=query))["invoices"]["nodes"]
        assert nodes == [{"id": found["id"]}], query
    every = (await biller.graph(document, q=f"customer:'{customer}' AND currency:'usd' AND created>1"))["invoices"]
    assert len(every["nodes"]) == 2


async def test_lists_are_narrowed_as_at_stripe(biller: Biller) -> None:
    customer = await biller.payer()
    sent = await biller.bill(customer, 1000, collectionMethod="SEND_INVOICE", daysUntilDue=5)
    await biller.draft(customer, 1000)
    document = "query ($where: InvoiceWhere) { invoices(where: $where) { nodes { id } } }"
    for where in (
        {"status": {"eq": "OPEN"}},
        {"collectionMethod": {"eq": "SEND_INVOICE"}},
        {"dueDate": {"isNull": False}},
        {"amountRemaining": {"gt": 0}, "number": {"isNull": False}},
    ):
        nodes = (await biller.graph(document, where={"customer": {"eq": customer}, **where}))["invoices"]["nodes"]
        assert nodes == [{"id": sent["id"]}], where
