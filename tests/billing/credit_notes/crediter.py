"""A merchant's server as it credits invoices through the graph."""

from typing import Any

from tests.billing.invoices.biller import Biller

LINE = """
    amount { amount } amountExcludingTax { amount } description discountAmount { amount } quantity type
    discountAmounts { amount { amount } } invoiceLineItem { id } taxRates { id }
    taxAmounts { amount { amount } taxableAmount { amount } inclusive taxRate { id } }
    pretaxCreditAmounts { amount { amount } type } unitAmount { amount } unitAmountDecimal unitAmountExcludingTax
"""
AMOUNTS = "amount amountShipping discountAmount outOfBandAmount subtotal subtotalExcludingTax total totalExcludingTax"
NOTE = f"""
    id number status type currency memo metadata reason effectiveAt voidedAt pdf
    {" ".join(f"{name} {{ amount }}" for name in AMOUNTS.split())}
    customer {{ id }} invoice {{ id creditNotes {{ totalCount }} }} refund {{ id amount {{ amount }} status }}
    customerBalanceTransaction {{ amount {{ amount }} type creditNote {{ id }} invoice {{ id }} }}
    discountAmounts {{ amount {{ amount }} }} taxAmounts {{ amount {{ amount }} inclusive }}
    pretaxCreditAmounts {{ amount {{ amount }} type }}
    shippingCost {{ amountTotal {{ amount }} shippingRate {{ id }} }}
    lines(orderBy: [{{field: ID, direction: ASC}}], first: 100) {{ totalCount nodes {{ {LINE} }} }}
"""


class Crediter(Biller):
    """One merchant who credits invoices."""

    async def credit(self, invoice: dict[str, Any], **input: Any) -> dict[str, Any]:
        """A credit note of an invoice."""
        return await self.graph.do("creditNoteCreate", NOTE, input={"invoice": invoice["id"]} | input)

    async def cannot_credit(self, invoice: dict[str, Any], **input: Any) -> tuple[str, str | None]:
        """The code and the field of a refusal to credit an invoice."""
        refusal = await self.graph.refuse("creditNoteCreate", input={"invoice": invoice["id"]} | input)
        return refusal["code"], refusal["field"]

    async def void(self, note: dict[str, Any]) -> dict[str, Any]:
        return await self.graph.do("creditNoteVoid", NOTE, id=note["id"])

    async def paid(self, *amounts: int, **input: Any) -> dict[str, Any]:
        """An invoice that a card has paid."""
        return await self.act("Pay", (await self.bill(await self.payer(), *amounts, **input))["id"])

    async def credited(self, invoice: dict[str, Any]) -> tuple[int, int]:
        """What was credited of an invoice before and after its payment, in minor units."""
        fields = "prePaymentCreditNotesAmount { amount } postPaymentCreditNotesAmount { amount }"
        data = await self.graph(f"query ($id: ID!) {{ invoice(id: $id) {{ {fields} }} }}", id=invoice["id"])
        found = data["invoice"]
        return found["prePaymentCreditNotesAmount"]["amount"], found["postPaymentCreditNotesAmount"]["amount"]

    async def held(self, customer: str) -> int:
        """The customer's balance, in minor units: negative for a credit."""
        data = await self.graph("query ($id: ID!) { customer(id: $id) { balance { amount } } }", id=customer)
        balance: int = data["customer"]["balance"]["amount"]
        return balance


def sums(shown: dict[str, Any], *names: str) -> list[int | None]:
    """Amounts of a credit note or of a line, in minor units."""
    return [shown[name] and shown[name]["amount"] for name in names]
