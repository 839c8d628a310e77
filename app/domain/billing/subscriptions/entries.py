"""The items of a subscription with what they are billed by, and the periods that they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.engine.lines import Subscribed
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurringUsageType
from app.tables.products.product import Product


@dataclass(frozen=True)
class Entry:
    """An item of a subscription, with its price and product."""

    item: SubscriptionItem
    price: Price
    product: Product

    @property
    def metered(self) -> bool:
        """Whether the item is billed for what was used, once the period is over."""
        return self.price.recurring is not None and self.price.recurring.usage_type == PriceRecurringUsageType.METERED

    @property
    def records_usage(self) -> bool:
        """Whether usage is recorded of the metered item itself, as its price has no meter."""
        return self.metered and (self.price.recurring is None or self.price.recurring.meter_id is None)

    def subscribed(self, currency: str, quantity: int | Decimal | None = None) -> Subscribed:
        """The item as the engine bills it, for the quantity that is subscribed to or for another one."""
        given = self.item.quantity if quantity is None else quantity
        return Subscribed(self.product.name, self.price, currency, 1 if given is None else given)


async def entries(tx: Tx, subscription: Subscription) -> list[Entry]:
    """The items of a subscription that is locked, the oldest first."""
    items: list[SubscriptionItem] = await tx.listed(subscription, Subscription.items)
    return [await entry(tx, item) for item in items if item.deleted_at is None]


async def entry(tx: Tx, item: SubscriptionItem) -> Entry:
    """An item with what it is billed by."""
    price = await tx.get(Price, item.price_id, lock=False)
    return Entry(item, price, await tx.get(Product, price.product_id, lock=False, deleted=True))


def cycle(subscription: Subscription, among: Sequence[Entry]) -> Cycle:
    """The periods of a subscription. All its items have the same interval."""
    recurring = among[0].price.recurring
    assert recurring is not None, "items of subscriptions have recurring prices"
    return Cycle(
        subscription.billing_cycle_anchor, recurring.interval, recurring.interval_count, subscription.anchor_day
    )


def current(subscription: Subscription) -> Span:
    """The current period."""
    return Span(subscription.current_period_start, subscription.current_period_end)
