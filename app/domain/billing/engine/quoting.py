"""What the lines of a quote come to: as the invoices will bill them, to the minor unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.billing.engine.bill import Bill, Item, bill
from app.domain.billing.engine.discounts import Discount
from app.domain.billing.engine.rates import Rate
from app.domain.billing.engine.taxes import Rate as TaxedAt
from app.tables.core_resources.customer import CustomerTaxExempt


@dataclass(frozen=True)
class Quoted:
    """A line of a quote."""

    price: str
    product: str
    rate: Rate
    quantity: int
    recurring: bool = False
    metered: bool = False
    """Whether the price is billed for what was used, so that nothing is known of it yet."""
    discounts: Sequence[Discount] = ()
    taxes: Sequence[TaxedAt] = ()

    def items(self) -> Iterator[Item]:
        """What an invoice bills: one line for a one-time price, and one for each part of what a recurring price
        costs."""
        if self.metered:
            return
        costs = [cost.amount for cost in self.rate.costs(self.quantity)]
        for amount in costs if self.recurring else [sum(costs)]:
            yield Item(amount, self.product, self.price, discounts=self.discounts, rates=self.taxes)


def quoted(
    lines: Sequence[Quoted],
    *,
    discounts: Sequence[Discount] = (),
    exempt: CustomerTaxExempt = CustomerTaxExempt.NONE,
) -> tuple[Bill, list[Bill]]:
    """What all lines come to, and each of them. As on an invoice, one-time prices come first."""
    order = sorted(range(len(lines)), key=lambda place: lines[place].recurring)
    items = [(place, item) for place in order for item in lines[place].items()]
    whole = bill([item for _, item in items], discounts=discounts, exempt=exempt)
    parts = list(zip([place for place, _ in items], whole.lines, strict=True))
    return whole, [Bill([line for at, line in parts if at == place], None) for place in range(len(lines))]
