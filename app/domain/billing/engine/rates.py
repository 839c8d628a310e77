"""What a price costs for a quantity: by the unit, by the package, or by tiers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.money import rounded
from app.tables.products.price import Price, PriceTiersMode
from app.tables.products.price_values import PriceTier, PriceTransformQuantity, PriceTransformQuantityRound
from app.tables.shapes.tax_behavior import TaxBehavior


@dataclass(frozen=True)
class Cost:
    """A part of what a quantity costs: one line of an invoice."""

    quantity: int | Decimal
    """Units in it. What is billed in packages has their number. Only usage is not whole."""
    unit_amount: Decimal | None
    """Price of each, in minor units; None for the price of a whole tier."""
    amount: int
    """What they cost together, in minor units."""
    tier: int | None = None
    """The number of the tier, from 1; None if the price has none."""


@dataclass(frozen=True)
class Rate:
    """A price in one currency."""

    unit_amount: Decimal = Decimal(0)
    tiers: Sequence[PriceTier] = ()
    mode: PriceTiersMode | None = None
    packages: PriceTransformQuantity | None = None
    tax_behavior: TaxBehavior | None = None

    @staticmethod
    def of(price: Price, currency: str) -> "Rate | None":
        """A price as it is in a currency; None if it has no such option."""
        for option in price.currency_options:
            if option.currency == currency:
                return Rate(
                    unit_amount=option.unit_amount_decimal or Decimal(0),
                    tiers=option.tiers or (),
                    mode=price.tiers_mode,
                    packages=price.transform_quantity,
                    tax_behavior=option.tax_behavior,
                )
        return None

    @property
    def is_free(self) -> bool:
        """Whether any quantity costs nothing."""
        return not self.unit_amount and not any(
            tier.unit_amount_decimal or tier.flat_amount_decimal for tier in self.tiers
        )

    def costs(self, quantity: int | Decimal) -> list[Cost]:
        """What a quantity costs, in parts: one, or one for each tier that is reached and each price of a whole tier."""
        if not self.tiers:
            packed = self._packed(quantity)
            return [Cost(packed, self.unit_amount, rounded(packed * self.unit_amount))]
        if self.mode == PriceTiersMode.VOLUME:
            return list(self._volume(quantity))
        return list(self._graduated(quantity))

    def rest(self, quantity: int | Decimal, before: int | Decimal) -> list[Cost]:
        """What a quantity costs beyond the part of it that was billed before, so that both come to what the whole
        costs. Tiers go on where the part ended; by volume, where the whole is in another tier, the part is credited."""
        if not before:
            return self.costs(quantity)
        billed = {(cost.tier, cost.unit_amount is None): cost for cost in self.costs(before)}
        left = [_less(cost, billed.pop((cost.tier, cost.unit_amount is None), None)) for cost in self.costs(quantity)]
        gone = [replace(cost, quantity=-cost.quantity, amount=-cost.amount) for cost in billed.values()]
        # The price of a whole tier is billed once.
        billable = [each for each in (*gone, *left) if each.amount or (each.quantity and each.unit_amount is not None)]
        return billable or left[-1:]

    def amount(self, quantity: int | Decimal) -> int:
        """What a quantity costs, in minor units."""
        return sum(cost.amount for cost in self.costs(quantity))

    def _packed(self, quantity: int | Decimal) -> int | Decimal:
        if self.packages is None:
            return quantity
        whole, rest = divmod(quantity, self.packages.divide_by)
        return int(whole) + (1 if rest and self.packages.round == PriceTransformQuantityRound.UP else 0)

    def _volume(self, quantity: int | Decimal) -> Iterator[Cost]:
        for number, tier in enumerate(self.tiers, 1):
            if tier.up_to is None or quantity <= tier.up_to:
                yield from _costs_of(tier, number, quantity)
                return

    def _graduated(self, quantity: int | Decimal) -> Iterator[Cost]:
        below: int | Decimal = 0
        for number, tier in enumerate(self.tiers, 1):
            if below and quantity <= below:
                return
            until = quantity if tier.up_to is None else min(quantity, tier.up_to)
            yield from _costs_of(tier, number, until - below)
            below = until if tier.up_to is None else tier.up_to


def _less(cost: Cost, billed: Cost | None) -> Cost:
    if billed is None:
        return cost
    return replace(cost, quantity=cost.quantity - billed.quantity, amount=cost.amount - billed.amount)


def _costs_of(tier: PriceTier, number: int, quantity: int | Decimal) -> Iterator[Cost]:
    unit = tier.unit_amount_decimal or Decimal(0)
    flat = tier.flat_amount_decimal
    if flat is None or tier.unit_amount_decimal is not None:
        yield Cost(quantity, unit, rounded(quantity * unit), number)
    if flat is not None:
        yield Cost(quantity, None, rounded(flat), number)
