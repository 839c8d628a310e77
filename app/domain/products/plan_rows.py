"""A recurring price as a plan: the plan's row in memory follows the price's, and each event about a price is told of
its plan too."""

from typing import Any

from app.domain.tx import Tx
from app.tables.billing.plan import Plan
from app.tables.products.price import Price


def columns_of(price: Price) -> dict[str, Any]:
    """The columns of the plan that a recurring price is, as the view `plan` has them."""
    recurring = price.recurring
    assert recurring is not None, f"{price.id} is no plan"
    return {
        "active": price.active,
        "aggregate_usage": recurring.aggregate_usage,
        "amount": price.unit_amount,
        "amount_decimal": price.unit_amount_decimal,
        "billing_scheme": price.billing_scheme,
        "currency": price.currency,
        "interval": recurring.interval,
        "interval_count": recurring.interval_count,
        "meta": price.meta,
        "meter_id": recurring.meter_id,
        "nickname": price.nickname,
        "product_id": price.product_id,
        "tiers": price.tiers,
        "tiers_mode": price.tiers_mode,
        "transform_usage": price.transform_quantity,
        "trial_period_days": recurring.trial_period_days,
        "usage_type": recurring.usage_type,
    }


def add(tx: Tx, price: Price) -> None:
    """Have the plan of a new price in memory, for the events that tell of it or embed it."""
    if price.recurring is not None:
        with tx.unsaved():
            tx.add(Plan(id=price.id, **columns_of(price)))


async def tell(tx: Tx, what: str, price: Price) -> None:
    """Emit an event about a price, after that about its plan. The price has no change that was sent before."""
    if price.recurring is not None:
        plan = await tx.get(Plan, price.id)
        plan.__dict__.update(columns_of(price))
        if what != "updated" or tx.changed(plan):
            tx.tell(what, plan)
    tx.tell(what, price)
