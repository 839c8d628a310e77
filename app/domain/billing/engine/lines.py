"""The lines by which an invoice bills the items of a subscription, for a period and for changes within one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.billing.engine import wording
from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.engine.rates import Cost, Rate
from app.money import share
from app.tables.products.price import Price


@dataclass(frozen=True)
class Subscribed:
    """An item of a subscription, as it is billed."""

    name: str
    """The product's."""
    price: Price
    currency: str
    quantity: int | Decimal
    """Units that are paid in advance, or that were used in the period."""

    @property
    def rate(self) -> Rate:
        rate = Rate.of(self.price, self.currency)
        assert rate is not None, "the price of an item is in the currency of its subscription"
        return rate


@dataclass(frozen=True)
class Billed:
    """What was billed for an item in advance, with discounts taken off and before taxes. A change credits what is left
    of it, so no second of an item is billed twice."""

    amount: int
    span: Span


@dataclass(frozen=True)
class Written:
    """A line before its discounts and taxes. Amounts are in minor units."""

    amount: int
    quantity: int | Decimal
    description: str
    span: Span
    unit_amount: Decimal | None = None
    """Price of each unit; None where the amount is no multiple of one."""


def recurring(item: Subscribed, span: Span, cycle: Cycle) -> Iterator[Written]:
    """The lines for an item over a span, by the periods of a cycle: one, or one for each tier."""
    whole = cycle.period_at(span.start) == span
    for cost in item.rate.costs(item.quantity):
        yield Written(
            cycle.share(cost.amount, span),
            cost.quantity,
            wording.recurring(item.name, item.price, item.currency, cost),
            span,
            cost.unit_amount if whole else None,
        )


def used(item: Subscribed, before: int | Decimal, span: Span) -> Iterator[Written]:
    """The lines for what was used of an item beyond what was billed of it before: it costs the same however long the
    time was."""
    for cost in item.rate.rest(item.quantity, before):
        description = wording.recurring(item.name, item.price, item.currency, cost)
        yield Written(cost.amount, cost.quantity, description, span, cost.unit_amount)


def unused_yet(item: Subscribed, span: Span) -> Written:
    """The line for a metered item of which nothing is used yet, by the price of its first unit."""
    unit = item.rate.tiers[0].unit_amount_decimal if item.rate.tiers else item.rate.unit_amount
    cost = Cost(0, unit or Decimal(0), 0, 1 if item.rate.tiers else None)
    return Written(0, 0, wording.recurring(item.name, item.price, item.currency, cost), span, cost.unit_amount)


def trial(item: Subscribed, span: Span) -> Written:
    """The line for an item during a trial, which is free."""
    return Written(0, item.quantity, wording.trial(item.name), span, Decimal(0))


def unused(item: Subscribed, billed: Billed, moment: datetime) -> Written | None:
    """The credit for what a change at a moment leaves unused of what was billed in advance; None for nothing."""
    span = billed.span.since(moment)
    if span.seconds == 0 or billed.amount == 0:
        return None
    amount = share(billed.amount, span.seconds, billed.span.seconds)
    return Written(-amount, item.quantity, wording.unused(item.name, item.quantity, moment), span)


def remaining(item: Subscribed, amount: int, span: Span, cycle: Cycle) -> Written:
    """The charge for an item from a change on. `amount` is for a whole period, with discounts taken off: the lines of
    changes have none of their own."""
    description = wording.remaining(item.name, item.quantity, span.start)
    return Written(cycle.share(amount, span), item.quantity, description, span)
