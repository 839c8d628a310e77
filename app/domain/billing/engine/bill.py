"""The lines of an invoice with their discounts, credits and taxes, and what they come to, to the minor unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from app.domain.billing.engine.credits import Creditable, Grant, Used, credited
from app.domain.billing.engine.discounts import Discount, Discountable, Taken, discounted
from app.domain.billing.engine.taxes import Rate, Tax, taxed
from app.tables.core_resources.customer import CustomerTaxExempt

Key = TypeVar("Key")


@dataclass(frozen=True)
class Item:
    """What is billed: the input of a line. Amounts are in minor units, and negative for a credit."""

    amount: int
    product: str | None = None
    price: str | None = None
    metered: bool = False
    discountable: bool = True
    discounts: Sequence[Discount] = ()
    """Its own, which come before those of the invoice."""
    rates: Sequence[Rate] = ()
    taxes: Sequence[Tax] | None = None
    """Taxes that were worked out elsewhere, in place of those of rates."""


@dataclass(frozen=True)
class Line:
    """A line of an invoice: what is billed, and what comes off and on."""

    amount: int
    discounts: Sequence[Taken]
    credits: Sequence[Used]
    taxes: Sequence[Tax]
    amount_excluding_tax: int
    """The amount without the taxes that are part of it, before discounts."""

    @cached_property
    def total(self) -> int:
        """What is owed for the line."""
        return self.amount - _sum(self.discounts) - _sum(self.credits) + _sum(_exclusive(self.taxes))


@dataclass(frozen=True)
class Bill:
    """What the lines of an invoice, and its shipping, come to, in minor units."""

    lines: Sequence[Line]
    shipping: Line | None

    @cached_property
    def subtotal(self) -> int:
        """The lines, before discounts and exclusive taxes."""
        return _sum(self.lines)

    @cached_property
    def subtotal_excluding_tax(self) -> int:
        return sum(line.amount_excluding_tax for line in self.lines)

    @cached_property
    def discounts(self) -> list[Taken]:
        """By discount, what it took off all lines."""
        taken = [each for line in self.lines for each in line.discounts]
        return [Taken(*each) for each in _by_key((each.discount, each.amount) for each in taken).items()]

    @cached_property
    def credits(self) -> list[Used]:
        """By grant, what it paid of all lines."""
        used = [each for line in self.lines for each in line.credits]
        return [Used(*each) for each in _by_key((each.grant, each.amount) for each in used).items()]

    @cached_property
    def taxes(self) -> list[Tax]:
        """By tax rate and reason, what it comes to on all lines and the shipping."""
        taxes = [each for line in self._everything for each in line.taxes]
        bases = _by_key((replace(tax, taxable_amount=0, amount=0), tax.taxable_amount) for tax in taxes)
        amounts = _by_key((replace(tax, taxable_amount=0, amount=0), tax.amount) for tax in taxes)
        return [replace(tax, taxable_amount=bases[tax], amount=amounts[tax]) for tax in amounts]

    @cached_property
    def tax(self) -> int:
        """All taxes, those that prices include among them."""
        return sum(_sum(line.taxes) for line in self._everything)

    @cached_property
    def total(self) -> int:
        """What is owed; negative for a credit."""
        return sum(line.total for line in self._everything)

    @cached_property
    def total_excluding_tax(self) -> int:
        return self.total - self.tax

    @cached_property
    def _everything(self) -> Sequence[Line]:
        return self.lines if self.shipping is None else [*self.lines, self.shipping]


def bill(
    items: Sequence[Item],
    *,
    discounts: Sequence[Discount] = (),
    grants: Sequence[Grant] = (),
    shipping: Item | None = None,
    exempt: CustomerTaxExempt = CustomerTaxExempt.NONE,
) -> Bill:
    """What an invoice with these lines comes to.

    The order is Stripe's: discounts, then billing credits, then taxes on what is left. Neither discounts nor credits
    apply to shipping.
    """
    taken = discounted(
        [Discountable(item.amount, item.product, item.discountable, item.discounts) for item in items], discounts
    )
    left = [item.amount - _sum(each) for item, each in zip(items, taken, strict=True)]
    used = credited(
        [Creditable(amount, item.price, item.metered) for item, amount in zip(items, left, strict=True)], grants
    )
    lines = [_line(item, off, paid, exempt) for item, off, paid in zip(items, taken, used, strict=True)]
    return Bill(lines, _line(shipping, (), (), exempt) if shipping else None)


KEPT = 1_024
"""Bills that are kept for others that come to the same."""
alike = lru_cache(KEPT)(bill)
"""The same of tuples alone, in the items too. Most of the invoices that are drafted together come to the same."""


def _line(item: Item, taken: Sequence[Taken], used: Sequence[Used], exempt: CustomerTaxExempt) -> Line:
    if item.taxes is not None:
        taxes = whole = list(item.taxes)
    else:
        taxes = taxed(item.amount - _sum(taken) - _sum(used), item.rates, exempt)
        whole = taxes if not taken and not used else taxed(item.amount, item.rates, exempt)
    return Line(item.amount, taken, used, taxes, item.amount - sum(tax.amount for tax in whole if tax.inclusive))


def _exclusive(taxes: Iterable[Tax]) -> list[Tax]:
    return [tax for tax in taxes if not tax.inclusive]


def _sum(parts: Iterable[Line | Taken | Used | Tax]) -> int:
    return sum(each.amount for each in parts)


def _by_key(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for key, amount in pairs:
        found[key] = found.get(key, 0) + amount
    return found
