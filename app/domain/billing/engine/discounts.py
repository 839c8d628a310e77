"""What discounts take off the lines of an invoice.

A line's own discounts come first, in their order, then those of the whole invoice. Each is measured by what the ones
before it have not taken, and takes at most that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.money import rounded, split


@dataclass(frozen=True)
class Discount:
    """A coupon as it applies to an invoice."""

    id: str
    percent_off: Decimal | None = None
    """Percent that it takes; None if it takes an amount."""
    amount_off: int | None = None
    """Minor units of the invoice's currency that it takes, once for all lines that it is for."""
    products: frozenset[str] | None = None
    """The products that it is limited to; None for all."""


@dataclass(frozen=True)
class Discountable:
    """A line, as far as discounts ask."""

    amount: int
    product: str | None = None
    discountable: bool = True
    discounts: Sequence[Discount] = ()
    """Its own."""


@dataclass(frozen=True)
class Taken:
    """What a discount took off a line, in minor units."""

    discount: str
    amount: int


def discounted(lines: Sequence[Discountable], discounts: Sequence[Discount]) -> list[list[Taken]]:
    """What each discount takes off each line, line by line. Those that take nothing of a line are left out."""
    left = [max(line.amount, 0) if line.discountable else 0 for line in lines]
    taken: list[list[Taken]] = [[] for _ in lines]
    for place, line in enumerate(lines):
        for discount in line.discounts:
            _take(discount, lines, [place], left, taken)
    for discount in discounts:
        _take(discount, lines, range(len(lines)), left, taken)
    return taken


def _take(
    discount: Discount, lines: Sequence[Discountable], places: Sequence[int], left: list[int], taken: list[list[Taken]]
) -> None:
    among = [place for place in places if discount.products is None or lines[place].product in discount.products]
    weights = [left[place] for place in among]
    for place, amount in zip(among, split(_of(discount, sum(weights)), weights), strict=True):
        if amount:
            left[place] -= amount
            taken[place].append(Taken(discount.id, amount))


def _of(discount: Discount, amount: int) -> int:
    if discount.percent_off is not None:
        return rounded(amount * discount.percent_off / 100)
    return min(discount.amount_off or 0, amount)
