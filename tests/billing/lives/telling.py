"""How the stories of long lives tell time, and what was billed."""

from datetime import UTC, datetime
from typing import Any

from tests.billing.invoices.biller import PAID
from tests.billing.subscriptions.subscriber import Subscriber, lines

RENEWED = ["invoice.upcoming", "invoice.created", "customer.subscription.updated", *PAID]
"""What a period tells that begins: announced before, its invoice paid an hour later."""


def day(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


async def until(shop: Subscriber, clock: str, moment: datetime) -> list[str]:
    """Move the clock; what that caused, in order, but for the clock's own events and money that becomes available."""
    told = [type for type, _ in await shop.advance(clock, moment)]
    return [type for type in told if not type.startswith("test_helpers.") and type != "balance.available"]


async def billed(shop: Subscriber, id: str) -> list[tuple[str, str, int, list[tuple[str, int]]]]:
    """Each invoice of a subscription, the oldest first: when it was made for what, its total, and its lines."""
    found: list[dict[str, Any]] = await shop.invoices(id)
    return [(each["status"], each["billingReason"], each["total"]["amount"], lines(each)) for each in found]
