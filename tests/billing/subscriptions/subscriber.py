"""A merchant's server as it bills subscriptions through the graph."""

from typing import Any

from tests.billing.invoices.biller import INVOICE, Biller

SUBSCRIPTION = f"""
    id status currency startDate endedAt cancelAt cancelAtPeriodEnd canceledAt
    billingCycleAnchor currentPeriodStart currentPeriodEnd trialStart trialEnd
    cancellationDetails {{ reason comment feedback }} pauseCollection {{ behavior resumesAt }}
    defaultPaymentMethod {{ id }} discounts {{ id coupon {{ id }} }}
    latestInvoice {{ {INVOICE} }} pendingSetupIntent {{ id status }} pendingUpdate {{ expiresAt }}
    items(orderBy: [{{field: ID, direction: ASC}}]) {{ nodes {{ id quantity price {{ id }} discounts {{ id }} }} }}
"""


class Subscriber(Biller):
    """One merchant with subscriptions."""

    async def monthly(self, amount: int = 1000, **input: Any) -> str:
        """The id of a price by the month."""
        given = {"recurring": {"interval": "MONTH"}, "productData": {"name": "Gold"}} | input
        id: str = (await self.price(amount, **given))["id"]
        return id

    async def subscribe(self, customer: str, *prices: str | dict[str, Any], **input: Any) -> dict[str, Any]:
        """A subscription to prices, or to items."""
        items = [{"price": each} if isinstance(each, str) else each for each in prices]
        given = {"customer": customer, "items": items} | input
        return await self.graph.do("subscriptionCreate", SUBSCRIPTION, input=given)

    async def change(self, id: str, **input: Any) -> dict[str, Any]:
        return await self.graph.do("subscriptionUpdate", SUBSCRIPTION, id=id, input=input)

    async def subscription(self, id: str) -> dict[str, Any]:
        """A subscription as it is now."""
        found: dict[str, Any] = (
            await self.graph(f"query ($id: ID!) {{ it: subscription(id: $id) {{ {SUBSCRIPTION} }} }}", id=id)
        )["it"]
        return found

    async def invoices(self, id: str) -> list[dict[str, Any]]:
        """The invoices of a subscription, the oldest first."""
        data = await self.graph(
            f"query ($id: ID!) {{ it: subscription(id: $id) {{ invoices(last: 20) {{ nodes {{ {INVOICE} }} }} }} }}",
            id=id,
        )
        found: list[dict[str, Any]] = data["it"]["invoices"]["nodes"][::-1]
        return found


def lines(invoice: dict[str, Any]) -> list[tuple[str, int]]:
    """The lines of an invoice: what they say, and their amounts."""
    return [(line["description"], line["amount"]["amount"]) for line in invoice["lines"]["nodes"]]
