"""The lines by which an invoice bills the items of a subscription, for a period and for changes within one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.billing.engine import wording
from app.domain.billing.engine.cycle import Span
from app.domain.billing.engine.rates import Rate
from app.money import share
from app.tables.products.price import Price


@dataclass(frozen=True)
class Subscribed:
    """An item of a subscription, as it is billed."""

    name: str
    """The product's."""
    price: Price
    currency: str
    quantity: int
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
    quantity: int
    description: str
    span: Span
    unit_amount: Decimal | None = None
    """Price of each unit; None where the amount is no multiple of one."""


def recurring(item: Subscribed, span: Span, *, full: Span | None = None) -> Iterator[Written]:
    """The lines for an item over a period: one, or one for each tier. With `full`, that is the whole period, and the
    span the part of it that is billed."""
    for cost in item.rate.costs(item.quantity):
        yield Written(
            cost.amount if full is None else part(cost.amount, span, full),
            cost.quantity,
            wording.recurring(item.name, item.price, item.currency, cost),
            span,
            cost.unit_amount if full is None else None,
        )


def trial(item: Subscribed, span: Span) -> Written:
    """The line for an item during a trial, which is free."""
    return Written(0, item.quantity, wording.trial(item.name), span, Decimal(0))


def unused(item: Subscribed, billed: Billed, moment: datetime) -> Written | None:
    """The credit for what a change at a moment leaves unused of what was billed in advance; None for nothing."""
    span = Span(max(moment, billed.span.start), billed.span.end)
    if span.seconds <= 0 or billed.amount == 0:
        return None
    amount = part(billed.amount, span, billed.span)
    return Written(-amount, item.quantity, wording.unused(item.name, item.quantity, moment), span)


def remaining(item: Subscribed, amount: int, moment: datetime, full: Span) -> Written:
    """The charge for an item from a change at a moment to the end of its period. `amount` is for the whole period, with
    discounts taken off: lines of changes have none of their own."""
    span = Span(moment, full.end)
    return Written(part(amount, span, full), item.quantity, wording.remaining(item.name, item.quantity, moment), span)


def part(amount: int, span: Span, period: Span) -> int:
    """What of an amount for a whole period belongs to a span of it, by the second; a half goes away from zero."""
    return share(amount, span.seconds, period.seconds)
