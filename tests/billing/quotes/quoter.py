"""A merchant's server as it quotes prices through the graph."""

from typing import Any

from tests.billing.invoices.biller import AMOUNTS
from tests.billing.schedules.scheduler import Scheduler

DETAILS = """totalDetails {
    amountDiscount { amount } amountTax { amount } amountShipping { amount }
    breakdown {
        discounts { amount { amount } discount { id coupon { id } } }
        taxes { amount { amount } rate { id } taxableAmount { amount } taxabilityReason }
    }
}"""
LINE = """
    id description quantity currency price { id active type }
    amountSubtotal { amount } amountDiscount { amount } amountTax { amount } amountTotal { amount }
    discounts { amount { amount } discount { coupon { id } } } taxes { amount { amount } rate { id } }
"""
QUOTE = f"""
    id status number currency expiresAt header description footer metadata collectionMethod
    amountSubtotal {{ amount }} amountTotal {{ amount }} {DETAILS}
    computed {{
        upfront {{ amountSubtotal {{ amount }} amountTotal {{ amount }} {DETAILS} lineItems {{ id }} }}
        recurring {{ amountSubtotal {{ amount }} amountTotal {{ amount }} interval intervalCount {DETAILS} }}
    }}
    customer {{ id }} discounts {{ id coupon {{ id }} }} defaultTaxRates {{ id }} testClock {{ id }}
    automaticTax {{ enabled status liability {{ type }} }} invoiceSettings {{ daysUntilDue issuer {{ type }} }}
    subscriptionData {{ description effectiveDate metadata trialPeriodDays }}
    statusTransitions {{ finalizedAt acceptedAt canceledAt }} fromQuote {{ isRevision quote {{ id }} }}
    invoice {{ id quote {{ id }} }} subscription {{ id quotes {{ totalCount }} }} subscriptionSchedule {{ id }}
    lineItems(orderBy: [{{field: ID, direction: ASC}}], first: 100) {{ nodes {{ {LINE} }} }}
    computedUpfrontLineItems(orderBy: [{{field: ID, direction: ASC}}], first: 100) {{ nodes {{ {LINE} }} }}
"""


class Quoter(Scheduler):
    """One merchant with quotes."""

    async def quote(self, customer: str | None, *lines: str | dict[str, Any], **input: Any) -> dict[str, Any]:
        """A draft of a quote of prices, or of lines."""
        items = [{"price": each} if isinstance(each, str) else each for each in lines]
        given = ({"customer": customer} if customer else {}) | {"lineItems": items} | input
        return await self.graph.do("quoteCreate", QUOTE, input=given)

    async def requote(self, id: str, **input: Any) -> dict[str, Any]:
        return await self.graph.do("quoteUpdate", QUOTE, id=id, input=input)

    async def settle(self, verb: str, id: str, **input: Any) -> dict[str, Any]:
        """A verb of quotes: `Finalize`, `Accept` or `Cancel`."""
        return await self.graph.do(f"quote{verb}", QUOTE, id=id, **({"input": input} if input else {}))

    async def offer(self, customer: str, *lines: str | dict[str, Any], **input: Any) -> dict[str, Any]:
        """An open quote."""
        return await self.settle("Finalize", (await self.quote(customer, *lines, **input))["id"])

    async def found(self, id: str) -> dict[str, Any]:
        """A quote as it is now."""
        data = await self.graph(f"query ($id: ID!) {{ it: quote(id: $id) {{ {QUOTE} }} }}", id=id)
        found: dict[str, Any] = data["it"]
        return found

    async def declined(self, verb: str, id: str | None = None, **input: Any) -> tuple[str, str | None]:
        """The code and the field of a verb's refusal."""
        given = ({"id": id} if id else {}) | ({"input": input} if input else {})
        refusal = await self.graph.refuse(f"quote{verb}", **given)
        return refusal["code"], refusal["field"]

    async def billed(self, quote: dict[str, Any]) -> dict[str, Any]:
        """The first invoice of an accepted quote."""
        if quote["invoice"]:
            return await self.invoice(quote["invoice"]["id"])
        if quote["subscription"]:
            return (await self.invoices(quote["subscription"]["id"]))[0]
        schedule = await self.schedule(quote["subscriptionSchedule"]["id"])
        return (await self.invoices(schedule["subscription"]["id"]))[0]


def sums(shown: dict[str, Any]) -> tuple[int, int, int, int]:
    """What a quote, or a part of it, comes to: the subtotal, discounts, taxes and the total."""
    details = shown["totalDetails"]
    return (
        shown["amountSubtotal"]["amount"],
        details["amountDiscount"]["amount"],
        details["amountTax"]["amount"],
        shown["amountTotal"]["amount"],
    )


def invoiced(invoice: dict[str, Any]) -> tuple[int, int, int, int]:
    """The same of an invoice."""
    assert "total" in AMOUNTS
    return (
        invoice["subtotal"]["amount"],
        sum(each["amount"]["amount"] for each in invoice["totalDiscountAmounts"]),
        (invoice["tax"] or {"amount": 0})["amount"],
        invoice["total"]["amount"],
    )


def line_sums(lines: dict[str, Any]) -> list[tuple[str, int | None, int, int, int, int]]:
    """Each line: what it says, how many, the subtotal, the discounts, the taxes and the total."""
    names = ("amountSubtotal", "amountDiscount", "amountTax", "amountTotal")
    return [
        (line["description"], line["quantity"], *(line[name]["amount"] for name in names)) for line in lines["nodes"]
    ]
