"""Credit notes of paid invoices: refunded, credited to the balance, or given back by other means."""

import pytest

from tests.billing.credit_notes.crediter import Crediter, sums

EXACTLY = ("PARAMETER_INVALID", "refundAmount")


async def test_a_refund_a_credit_and_cash_make_up_a_credit_note(crediter: Crediter) -> None:
    invoice = await crediter.paid(2000)
    await crediter.told()
    # 1200 refunded + 500 to the balance + 300 in cash = 2000.
    note = await crediter.credit(
        invoice, amount=2000, refundAmount=1200, creditAmount=500, outOfBandAmount=300, reason="DUPLICATE", memo="Sorry"
    )
    assert await crediter.told() == [
        "refund.created",
        "charge.refunded",
        "customer.updated",
        "credit_note.created",
        "invoice.updated",
    ]
    assert (note["number"], note["status"], note["type"]) == (f"{invoice['number']}-CN-01", "ISSUED", "POST_PAYMENT")
    assert (note["reason"], note["memo"], note["currency"]) == ("DUPLICATE", "Sorry", "usd")
    assert sums(note, "amount", "subtotal", "total", "totalExcludingTax", "outOfBandAmount") == [2000] * 4 + [300]
    assert note["refund"]["amount"] == {"amount": 1200}
    assert note["customerBalanceTransaction"] == {
        "amount": {"amount": -500},
        "type": "CREDIT_NOTE",
        "creditNote": {"id": note["id"]},
        "invoice": {"id": invoice["id"]},
    }
    (line,) = note["lines"]["nodes"]
    assert (line["type"], line["quantity"], line["unitAmount"]) == ("CUSTOM_LINE_ITEM", 1, {"amount": 2000})
    assert note["invoice"] == {"id": invoice["id"], "creditNotes": {"totalCount": 1}}
    assert await crediter.credited(invoice) == (0, 2000)
    assert await crediter.held(note["customer"]["id"]) == -500
    assert await crediter.cannot_credit(invoice, amount=1, creditAmount=1) == ("AMOUNT_TOO_LARGE", "amount")


async def test_after_a_partial_refund_the_rest_is_refunded(crediter: Crediter) -> None:
    invoice = await crediter.paid(2000)
    refund = await crediter.refund(invoice["paymentIntent"], amount=700)
    # 2000 were paid, 700 are refunded: 1300 can be.
    too_much = {"amount": 2000, "refundAmount": 2000}
    assert await crediter.cannot_credit(invoice, **too_much) == ("AMOUNT_TOO_LARGE", "refundAmount")
    first = await crediter.credit(invoice, amount=700, refund=refund["id"])
    assert (first["refund"]["id"], first["total"]) == (refund["id"], {"amount": 700})
    used = {"amount": 700, "refund": refund["id"]}
    assert await crediter.cannot_credit(invoice, **used) == ("PARAMETER_INVALID", "refund")
    second = await crediter.credit(invoice, amount=1300, refundAmount=1300)
    assert second["number"] == f"{invoice['number']}-CN-02"
    charge = await crediter.charge(invoice["charge"]["id"])
    assert (charge["amountRefunded"], charge["refunded"]) == ({"amount": 2000}, True)
    assert await crediter.credited(invoice) == (0, 2000)


@pytest.mark.parametrize("given", [{}, {"refundAmount": 999}, {"creditAmount": 1001}])
async def test_what_is_given_back_adds_up(crediter: Crediter, given: dict[str, int]) -> None:
    invoice = await crediter.paid(2000)
    assert await crediter.cannot_credit(invoice, amount=1000, **given) == EXACTLY


async def test_a_refund_is_of_the_invoices_own_payment(crediter: Crediter) -> None:
    invoice = await crediter.paid(2000)
    other = await crediter.refund(await crediter.pay(), amount=500)
    assert await crediter.cannot_credit(invoice, amount=500, refund=other["id"]) == ("PARAMETER_INVALID", "refund")
    mine = await crediter.refund(invoice["paymentIntent"], amount=500)
    both = {"amount": 500, "refund": mine["id"], "refundAmount": 500}
    assert await crediter.cannot_credit(invoice, **both) == ("PARAMETERS_EXCLUSIVE", "refund")
    assert await crediter.cannot_credit(invoice, amount=600, refund=mine["id"]) == ("PARAMETER_INVALID", "refund")


async def test_an_invoice_paid_by_other_means_has_nothing_to_refund(crediter: Crediter) -> None:
    invoice = await crediter.bill(await crediter.payer(), 1000)
    await crediter.act("Pay", invoice["id"], paidOutOfBand=True)
    refused = ("AMOUNT_TOO_LARGE", "refundAmount")
    assert await crediter.cannot_credit(invoice, amount=1000, refundAmount=1000) == refused
    note = await crediter.credit(invoice, amount=1000, outOfBandAmount=1000)
    assert (note["refund"], note["customerBalanceTransaction"]) == (None, None)


async def test_only_open_and_paid_invoices_are_credited(crediter: Crediter) -> None:
    draft = await crediter.draft(await crediter.payer(), 1000)
    refused = ("CREDIT_NOTE_UNEXPECTED_STATE", "invoice")
    assert await crediter.cannot_credit(draft, amount=1000) == refused
    await crediter.act("Finalize", draft["id"])
    await crediter.act("MarkUncollectible", draft["id"])
    assert await crediter.cannot_credit(draft, amount=1000) == refused
    await crediter.act("Void", draft["id"])
    assert await crediter.cannot_credit(draft, amount=1000) == refused


async def test_an_amount_or_lines_or_shipping_is_required(crediter: Crediter) -> None:
    invoice = await crediter.paid(1000)
    assert await crediter.cannot_credit(invoice) == ("PARAMETER_MISSING", "amount")
    line = {"type": "CUSTOM_LINE_ITEM", "unitAmount": 400, "quantity": 2}
    wrong = {"amount": 900, "lines": [line], "creditAmount": 800}
    assert await crediter.cannot_credit(invoice, **wrong) == ("PARAMETER_INVALID", "amount")
    note = await crediter.credit(invoice, amount=800, lines=[line], creditAmount=800)
    assert note["total"] == {"amount": 800}


async def test_a_credit_note_is_updated_and_found(crediter: Crediter) -> None:
    invoice = await crediter.paid(1000)
    note = await crediter.credit(invoice, amount=1000, creditAmount=1000)
    await crediter.told()
    changed = {"memo": "Returned", "metadata": {"order": "17"}}
    shown = await crediter.graph.do("creditNoteUpdate", "memo metadata", id=note["id"], input=changed)
    assert shown == changed
    assert await crediter.told() == ["credit_note.updated"]
    data = await crediter.graph(
        "query ($note: ID!, $invoice: ID!) {"
        "  creditNote(id: $note) { memo }"
        "  creditNotes(where: { invoice: { eq: $invoice } }) { nodes { id } }"
        "}",
        note=note["id"],
        invoice=invoice["id"],
    )
    assert data == {"creditNote": {"memo": "Returned"}, "creditNotes": {"nodes": [{"id": note["id"]}]}}


async def test_a_preview_is_not_stored(crediter: Crediter) -> None:
    invoice = await crediter.paid(2000)
    await crediter.told()
    asked = {"invoice": invoice["id"], "amount": 500, "refundAmount": 500}
    data = await crediter.graph(
        "query ($input: CreditNotePreviewInput!) { creditNotePreview(input: $input) {"
        "  number type total { amount } lines(first: 1) { nodes { amount { amount } } }"
        "} }",
        input=asked,
    )
    assert data["creditNotePreview"] == {
        "number": f"{invoice['number']}-CN-01",
        "type": "POST_PAYMENT",
        "total": {"amount": 500},
        "lines": {"nodes": [{"amount": {"amount": 500}}]},
    }
    assert await crediter.told() == []
    assert await crediter.credited(invoice) == (0, 0)
    charge = await crediter.charge(invoice["charge"]["id"])
    assert charge["amountRefunded"] == {"amount": 0}
