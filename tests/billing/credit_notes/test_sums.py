"""Whatever is credited of an invoice, it adds up, and is never more than was billed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.billing.credit_notes.crediter import Crediter, sums
from tests.billing.invoices.test_sums import FEW, ITEMS, make

STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 60_000)), min_size=1, max_size=5)
TAKEN = ("AMOUNT_TOO_LARGE", "PARAMETER_INVALID")


@FEW
@given(ITEMS, STEPS)
async def test_credit_notes_add_up_and_stay_within_the_invoice(
    crediter: Crediter, drawn: list[dict[str, Any]], steps: list[tuple[int, int]]
) -> None:
    made = await make(crediter)
    customer = await crediter.payer()
    for item in made.items(drawn):
        await crediter.item(customer, **item)
    discounts = [{"coupon": made.off}, {"coupon": made.tenth}]
    invoice = await crediter.act("Pay", (await crediter.draft(customer, discounts=discounts))["id"])
    lines, total = invoice["lines"]["nodes"], invoice["total"]["amount"]
    credited = 0
    for place, wanted in steps:
        line = lines[place % len(lines)]
        part = {"type": "INVOICE_LINE_ITEM", "invoiceLineItem": line["id"], "amount": wanted}
        asked = {"invoice": invoice["id"], "lines": [part]}
        # What the part comes to with its taxes is what the refusal of giving nothing back names.
        payload = await crediter.graph.attempt("creditNoteCreate", "id", input=asked)
        if not payload["userErrors"]:
            continue
        (error,) = payload["userErrors"]
        assert error["code"] in TAKEN
        if "the total is " not in error["message"]:
            continue
        worth = int(error["message"].partition("the total is ")[2].rstrip("."))
        note = await crediter.credit(invoice, lines=[part], creditAmount=worth)
        adds_up(note)
        credited += worth
        assert await crediter.credited(invoice) == (0, credited)
        assert credited <= max(total, 0)


def adds_up(note: dict[str, Any]) -> None:
    """The sums of a credit note are those of its lines."""
    subtotal, off, total, net = [
        each or 0 for each in sums(note, "subtotal", "discountAmount", "total", "totalExcludingTax")
    ]
    lines = note["lines"]["nodes"]
    taxes = [each for line in lines for each in line["taxAmounts"]]
    added = sum(each["amount"]["amount"] for each in taxes if not each["inclusive"])
    assert subtotal == sum(line["amount"]["amount"] for line in lines)
    assert off == sum(line["discountAmount"]["amount"] for line in lines)
    assert total == subtotal - off + added
    assert net == total - sum(each["amount"]["amount"] for each in taxes)
    assert sum(each["amount"]["amount"] for each in note["taxAmounts"]) == total - net
