"""A merchant's server as it plans subscriptions through the graph."""

from datetime import UTC, datetime
from typing import Any

from tests.billing.subscriptions.subscriber import Subscriber, lines

PHASE = """
    startDate endDate trialEnd prorationBehavior billingCycleAnchor collectionMethod currency description metadata
    items { price { id } quantity metadata taxRates { id } discounts { coupon { id } discount { id } } }
    addInvoiceItems { price { id } quantity } coupon { id }
    discounts { coupon { id } discount { id } promotionCode { id } } defaultTaxRates { id }
    invoiceSettings { daysUntilDue issuer { type } }
"""
SCHEDULE = f"""
    id status endBehavior canceledAt completedAt releasedAt currentPhase {{ startDate endDate }}
    subscription {{ id }} releasedSubscription {{ id }} customer {{ id }} testClock {{ id }} metadata
    defaultSettings {{ billingCycleAnchor collectionMethod invoiceSettings {{ daysUntilDue issuer {{ type }} }} }}
    phases {{ {PHASE} }}
"""


class Scheduler(Subscriber):
    """One merchant with schedules."""

    async def plan(self, customer: str, *phases: dict[str, Any], **input: Any) -> dict[str, Any]:
        """A schedule of phases, which begins now."""
        given = {"customer": customer, "phases": list(phases), "startDate": {"keyword": "NOW"}} | input
        return await self.graph.do("subscriptionScheduleCreate", SCHEDULE, input=given)

    async def adopt(self, subscription: str) -> dict[str, Any]:
        """A schedule that manages a subscription."""
        return await self.graph.do("subscriptionScheduleCreate", SCHEDULE, input={"fromSubscription": subscription})

    async def replan(self, id: str, *phases: dict[str, Any], **input: Any) -> dict[str, Any]:
        """Change a schedule's phases."""
        given = ({"phases": list(phases)} if phases else {}) | input
        return await self.graph.do("subscriptionScheduleUpdate", SCHEDULE, id=id, input=given)

    async def schedule(self, id: str) -> dict[str, Any]:
        """A schedule as it is now."""
        found: dict[str, Any] = (
            await self.graph(f"query ($id: ID!) {{ it: subscriptionSchedule(id: $id) {{ {SCHEDULE} }} }}", id=id)
        )["it"]
        return found

    async def caused(self, clock: str, to: datetime) -> list[str]:
        """The types of the events that a move of the clock caused, but for those of the clock and of the balance."""
        told = [type for type, _ in await self.advance(clock, to)]
        return [type for type in told if not type.startswith(("test_helpers.", "balance."))]

    async def paid(self, subscription: str) -> list[tuple[str, list[int], int]]:
        """Each invoice of a subscription: when its period begins, the amounts of its lines, and what was paid."""
        return [
            (
                invoice["lines"]["nodes"][-1]["period"]["start"][:10],
                [amount for _, amount in lines(invoice)],
                invoice["amountPaid"]["amount"],
            )
            for invoice in await self.invoices(subscription)
        ]


def phase(*prices: str | dict[str, Any], **input: Any) -> dict[str, Any]:
    """The input of a phase with prices, or items."""
    return {"items": [{"price": each} if isinstance(each, str) else each for each in prices]} | input


def on(month: int, day: int, hour: int = 12, year: int = 2025) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)
