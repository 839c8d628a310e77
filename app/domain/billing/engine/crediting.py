"""What a credit note credits of a line of an invoice: part of its amount, and the same part of what belongs to it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from app.domain.billing.engine.bill import Line
from app.money import share, split


def creditable(line: Line, before: Sequence[Line] = ()) -> int:
    """How much of the line's amount is not credited yet, in minor units. Nothing of a line that is a credit itself."""
    return max(0, line.amount - sum(each.amount for each in before))


def credited(line: Line, amount: int, before: Sequence[Line] = ()) -> Line:
    """The part of a line that takes `amount` minor units of it, with its discounts, credits and taxes in proportion.

    `before` are the parts that are credited already, without those that were voided. All parts of a line together are
    the line, to the minor unit, and no part is worth less than nothing, however they are rounded.
    """
    assert 0 < amount <= creditable(line, before), "no more than the line is credited"
    until = amount + sum(each.amount for each in before)

    # What comes off takes from the same amount: rounded each on its own, two halves would take more than there is.
    off = [each.amount for each in line.discounts] + [each.amount for each in line.credits]
    discounts = _sums((each.discount, each.amount) for past in before for each in past.discounts)
    credits = _sums((each.grant, each.amount) for past in before for each in past.credits)
    off_before = [discounts[each.discount] for each in line.discounts] + [credits[each.grant] for each in line.credits]
    parts = _within(amount, until, line.amount, off, off_before)

    # Inclusive taxes are a part of what is left.
    net = amount - sum(parts)
    net_until = until - sum(off_before) - sum(parts)
    amounts = _sums(((each.rate, each.reason), each.amount) for past in before for each in past.taxes)
    bases = _sums(((each.rate, each.reason), each.taxable_amount) for past in before for each in past.taxes)
    inclusive = [each for each in line.taxes if each.inclusive]
    within = _within(
        net,
        net_until,
        line.amount - sum(off),
        [each.amount for each in inclusive],
        [amounts[each.rate, each.reason] for each in inclusive],
    )
    known = dict(zip(((each.rate, each.reason) for each in inclusive), within, strict=True))

    def on_top(value: int, passed: int) -> int:
        # Never less than nothing: a voided part may have been rounded the other way.
        return max(0, share(value, until, line.amount) - passed)

    taxes = []
    for tax in line.taxes:
        key = (tax.rate, tax.reason)
        value = known[key] if tax.inclusive else on_top(tax.amount, amounts[key])
        taxes.append(replace(tax, taxable_amount=on_top(tax.taxable_amount, bases[key]), amount=value))
    count = len(line.discounts)
    included = line.amount - line.amount_excluding_tax
    included_before = sum(each.amount - each.amount_excluding_tax for each in before)
    return Line(
        amount=amount,
        discounts=[replace(each, amount=part) for each, part in zip(line.discounts, parts[:count], strict=True)],
        credits=[replace(each, amount=part) for each, part in zip(line.credits, parts[count:], strict=True)],
        taxes=taxes,
        amount_excluding_tax=amount - _within(amount, until, line.amount, [included], [included_before])[0],
    )


def _within(amount: int, until: int, whole: int, values: Sequence[int], before: Sequence[int]) -> list[int]:
    """The parts of `values` that belong to `amount` of `whole`, of which they take together no more than there is.

    `until` is what is passed of `whole` with `amount`, and `before` what is passed of each value. Enough is taken for
    the rest of the values to find room in the rest of `whole`.
    """
    left = [value - passed for value, passed in zip(values, before, strict=True)]
    nearest = share(sum(values), until, whole) - sum(before) if whole else 0
    least = max(0, sum(left) - (whole - until))
    return split(min(max(least, min(nearest, amount)), sum(left)), left)


def _sums(pairs: Iterable[tuple[Hashable, int]]) -> Counter[Hashable]:
    found: Counter[Hashable] = Counter()
    for key, amount in pairs:
        found[key] += amount
    return found
