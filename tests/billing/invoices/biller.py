"""A merchant's server as it bills customers through the graph."""

from typing import Any

from tests.stories.shop import Shop

AMOUNTS = (
    "amountDue amountPaid amountRemaining amountShipping subtotal subtotalExcludingTax total totalExcludingTax tax "
    "startingBalance endingBalance"
)
INVOICE = f"""
    id status number paid attempted attemptCount autoAdvance billingReason currency collectionMethod
    {" ".join(f"{name} {{ amount }}" for name in AMOUNTS.split())}
    automaticallyFinalizesAt dueDate effectiveAt nextPaymentAttempt paidOutOfBand webhooksDeliveredAt
    description footer customFields {{ name value }} metadata
    statusTransitions {{ finalizedAt markedUncollectibleAt paidAt voidedAt }}
    lastFinalizationError {{ code message type }}
    customer {{ id }} paymentIntent {{ id status }} charge {{ id status }} latestRevision {{ id }}
    fromInvoice {{ action invoice {{ id }} }}
    discounts {{ id coupon {{ id }} }} discount {{ id }} defaultTaxRates {{ id }}
    totalDiscountAmounts {{ amount {{ amount }} }} totalTaxAmounts {{ amount {{ amount }} taxRate {{ id }} inclusive }}
    lines(orderBy: [{{field: ID, direction: ASC}}], first: 100) {{ totalCount nodes {{
        id amount {{ amount }} amountExcludingTax {{ amount }} description quantity discountable proration type
        invoiceItem {{ id }} price {{ id }} metadata unitAmountExcludingTax
        discountAmounts {{ amount {{ amount }} }} taxAmounts {{ amount {{ amount }} taxableAmount {{ amount }} }}
        period {{ start end }}
    }} }}
"""
ITEM = """
    id amount { amount } currency customer { id } date description discountable discounts { id coupon { id } }
    invoice { id status } period { start end } price { id active unitAmount { amount } product { name active } }
    proration quantity taxRates { id } unitAmount { amount } unitAmountDecimal metadata testClock { id }
"""
PAID = [
    "payment_intent.created",
    "invoice.finalized",
    "invoice.updated",
    "charge.succeeded",
    "payment_intent.succeeded",
    "invoice.paid",
    "invoice.payment_succeeded",
    "invoice.updated",
]
"""What an invoice that is finalized and paid at once tells."""
DELIVERED = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 30}


class Biller(Shop):
    """One merchant who bills customers."""

    async def payer(self, card: str | None = "pm_card_visa", **input: Any) -> str:
        """The id of a customer, whose default payment method is a test card."""
        customer = await self.customer(**input)
        if card is not None:
            await self.save(customer, card)
        return customer

    async def save(self, customer: str, card: str) -> str:
        """Have a test card be the default of a customer's invoices; its id."""
        method: str = (await self.graph.do("paymentMethodAttach", "id", id=card, input={"customer": customer}))["id"]
        settings = {"invoiceSettings": {"defaultPaymentMethod": method}}
        await self.graph.do("customerUpdate", "id", id=customer, input=settings)
        return method

    async def item(self, customer: str, amount: int | None = None, **input: Any) -> dict[str, Any]:
        """An invoice item, in dollars where it has an amount."""
        given = {"customer": customer} | ({} if amount is None else {"amount": amount, "currency": "usd"}) | input
        return await self.graph.do("invoiceItemCreate", ITEM, input=given)

    async def draft(self, customer: str, *amounts: int, **input: Any) -> dict[str, Any]:
        """A draft that bills items of these amounts."""
        for amount in amounts:
            await self.item(customer, amount, description=f"Item of {amount}")
        given = {"customer": customer, "pendingInvoiceItemsBehavior": "INCLUDE"} | input
        return await self.graph.do("invoiceCreate", INVOICE, input=given)

    async def bill(self, customer: str, *amounts: int, **input: Any) -> dict[str, Any]:
        """A finalized invoice of items of these amounts."""
        return await self.act("Finalize", (await self.draft(customer, *amounts, **input))["id"])

    async def act(self, verb: str, id: str, **input: Any) -> dict[str, Any]:
        """A verb of invoices: `Finalize`, `Pay` and so on."""
        return await self.graph.do(f"invoice{verb}", INVOICE, id=id, **({"input": input} if input else {}))

    async def refused(self, verb: str, id: str, **input: Any) -> tuple[str, str | None]:
        """The code and the field of a verb's refusal."""
        refusal = await self.graph.refuse(f"invoice{verb}", id=id, **({"input": input} if input else {}))
        return refusal["code"], refusal["field"]

    async def invoice(self, id: str) -> dict[str, Any]:
        """An invoice as it is now."""
        found: dict[str, Any] = (
            await self.graph(f"query ($id: ID!) {{ it: invoice(id: $id) {{ {INVOICE} }} }}", id=id)
        )["it"]
        return found

    async def coupon(self, **input: Any) -> str:
        id: str = (await self.graph.do("couponCreate", "id", input=input))["id"]
        return id

    async def tax(self, percentage: str, *, inclusive: bool = False) -> str:
        """The id of a tax rate."""
        given = {"displayName": "VAT", "percentage": percentage, "inclusive": inclusive}
        id: str = (await self.graph.do("taxRateCreate", "id", input=given))["id"]
        return id

    async def price(self, amount: int, **input: Any) -> dict[str, Any]:
        """A one-time price with its product."""
        given = {"currency": "usd", "unitAmount": amount, "productData": {"name": "Seat"}} | input
        return await self.graph.do("priceCreate", "id product { id }", input=given)

    async def under_clock(self, card: str | None = "pm_card_visa", **input: Any) -> tuple[str, str]:
        """A test clock, and a customer under it."""
        clock = await self.clock()
        return clock, await self.payer(card, testClock=clock, **input)


def amounts(invoice: dict[str, Any], *names: str) -> tuple[int | None, ...]:
    """Amounts of an invoice, in minor units."""
    return tuple(invoice[name] and invoice[name]["amount"] for name in names)
