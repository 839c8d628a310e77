"""A credit note gives billing credits back that paid for usage."""

from tests.billing.credit_notes.crediter import NOTE
from tests.billing.credits.test_invoices import DAY, FEBRUARY, HOUR, JANUARY, Usage
from tests.graph import Graph


async def test_billing_credits_come_back_in_proportion(graph: Graph) -> None:
    usage = await Usage.subscribe(graph)
    await usage.grant(2000)
    await usage.advance(JANUARY + 10 * DAY)
    await usage.report(700, JANUARY + 9 * DAY)
    await usage.advance(FEBRUARY + 2 * HOUR)
    # 700 tokens of 5 cents are 35.00, of which credits paid 20.00: 15.00 are due.
    invoice = await usage.latest()
    assert invoice["total"] == {"amount": 1500}
    (line,) = invoice["lines"]["nodes"]
    assert await usage.balances() == {"usd": (0, 0)}
    # A fifth: 7.00, of which credits paid 4.00.
    part = {"type": "INVOICE_LINE_ITEM", "invoiceLineItem": line["id"], "amount": 700}
    given = {"invoice": invoice["id"], "lines": [part]}
    note = await graph.do("creditNoteCreate", NOTE, input=given)
    assert (note["subtotal"], note["total"]) == ({"amount": 700}, {"amount": 300})
    assert note["pretaxCreditAmounts"] == [{"amount": {"amount": 400}, "type": "CREDIT_BALANCE_TRANSACTION"}]
    assert await usage.balances() == {"usd": (400, 400)}
    # The credits may be spent by the time.
    refusal = await graph.refuse("creditNoteVoid", id=note["id"])
    assert refusal["code"] == "CREDIT_NOTE_UNEXPECTED_STATE"
