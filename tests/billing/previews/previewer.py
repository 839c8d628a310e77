"""A merchant's server as it previews invoices through the graph."""

from typing import Any

from tests.billing.invoices.biller import INVOICE
from tests.billing.schedules.scheduler import Scheduler
from tests.billing.subscriptions.subscriber import lines

PREVIEW = f"query ($input: InvoicePreviewInput) {{ it: invoicePreview(input: $input) {{ {INVOICE} created }} }}"
SUMS = ("subtotal", "subtotalExcludingTax", "total", "totalExcludingTax", "tax", "startingBalance", "amountDue")


class Previewer(Scheduler):
    """One merchant with previews."""

    async def preview(self, **input: Any) -> dict[str, Any]:
        """What the next invoice would be."""
        found: dict[str, Any] = (await self.graph(PREVIEW, input=input))["it"]
        return found

    async def unseen(self, **input: Any) -> tuple[str, str | None]:
        """The message and the field of a preview's refusal."""
        error = await self.graph.error(PREVIEW, input=input)
        assert error["extensions"]["code"] == "BAD_REQUEST", error
        return error["message"], error["extensions"].get("field")

    async def latest(self, subscription: str) -> dict[str, Any]:
        """The latest invoice of a subscription."""
        invoices: list[dict[str, Any]] = await self.invoices(subscription)
        return invoices[-1]


def comes_to(invoice: dict[str, Any]) -> dict[str, Any]:
    """What a preview and the invoice that then comes have alike: lines, discounts, taxes and sums."""
    each = ("amount", "description", "quantity", "proration", "period", "discountAmounts", "taxAmounts", "price")
    return {
        "lines": [{name: line[name] for name in each} for line in invoice["lines"]["nodes"]],
        "off": [off["amount"] for off in invoice["totalDiscountAmounts"]],
        "taxes": invoice["totalTaxAmounts"],
        "coupons": [discount["coupon"] for discount in invoice["discounts"]],
        **{name: invoice[name] for name in SUMS},
    }


def said(invoice: dict[str, Any]) -> list[tuple[str, int]]:
    """The lines of an invoice: what they say, and their amounts."""
    return lines(invoice)
