"""What tax rates add to an amount, or find within it. Each tax of each line is rounded on its own, as Stripe's are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.money import share
from app.tables.core_resources.customer import CustomerTaxExempt
from app.tables.shapes.tax_amounts import TaxabilityReason

_PERCENT = 10**6
"""A hundred percent, in the smallest share that a rate can have: four decimals of a percent."""


@dataclass(frozen=True)
class Rate:
    """A tax rate as it applies to a line."""

    id: str
    percentage: Decimal
    inclusive: bool = False

    @property
    def share(self) -> int:
        return int(self.percentage * 10**4)


@dataclass(frozen=True)
class Tax:
    """What a rate comes to on a line, in minor units."""

    rate: str
    inclusive: bool
    taxable_amount: int
    amount: int
    reason: TaxabilityReason | None = None


def taxed(amount: int, rates: Sequence[Rate], exempt: CustomerTaxExempt = CustomerTaxExempt.NONE) -> list[Tax]:
    """The taxes on an amount. Inclusive ones are a part of it, and exclusive ones are measured by the rest.

    A customer who is exempt, or who accounts for the tax, is charged none, and prices that include it stay as they are.
    """
    if exempt != CustomerTaxExempt.NONE:
        reason = _REASONS[exempt]
        return [Tax(rate.id, rate.inclusive, 0, 0, reason) for rate in rates]
    whole = _PERCENT + sum(rate.share for rate in rates if rate.inclusive)
    within = {rate.id: share(amount, rate.share, whole) for rate in rates if rate.inclusive}
    base = amount - sum(within.values())
    return [
        Tax(rate.id, rate.inclusive, base, within[rate.id] if rate.inclusive else share(base, rate.share, _PERCENT))
        for rate in rates
    ]


_REASONS = {
    CustomerTaxExempt.EXEMPT: TaxabilityReason.CUSTOMER_EXEMPT,
    CustomerTaxExempt.REVERSE: TaxabilityReason.REVERSE_CHARGE,
}
