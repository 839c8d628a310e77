"""Parts of lines that credit notes take back. Amounts are calculated by hand, in the comments."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.engine.bill import Item, Line, bill
from app.domain.billing.engine.crediting import creditable, credited
from app.domain.billing.engine.credits import Grant, Used
from app.domain.billing.engine.discounts import Discount, Taken
from app.domain.billing.engine.taxes import Rate, Tax

TENTH = Discount("di_tenth", percent_off=Decimal(10))
ON_TOP = Rate("txr_top", Decimal(20))
WITHIN = Rate("txr_within", Decimal(20), inclusive=True)


def line_of(amount: int, *, discounts: list[Discount] | None = None, rates: list[Rate] | None = None) -> Line:
    return bill([Item(amount, discounts=discounts or [], rates=rates or [])]).lines[0]


def test_discounts_and_exclusive_taxes_come_back_in_proportion() -> None:
    # 100.00 - 10 % = 90.00, and 20 % of that is 18.00. A quarter: 25.00 - 2.50 = 22.50, and 4.50 of tax.
    part = credited(line_of(10000, discounts=[TENTH], rates=[ON_TOP]), 2500)
    assert part == Line(2500, [Taken("di_tenth", 250)], [], [Tax("txr_top", False, 2250, 450)], 2500)
    assert part.total == 2700


def test_inclusive_taxes_are_part_of_what_is_credited() -> None:
    # 120.00 include 20.00. Of 30.00, a quarter, 5.00 are tax.
    part = credited(line_of(12000, rates=[WITHIN]), 3000)
    assert part == Line(3000, [], [], [Tax("txr_within", True, 2500, 500)], 2500)
    assert part.total == 3000


def test_an_inclusive_tax_with_a_discount() -> None:
    # 120.00 - 10 % = 108.00, which include 18.00. A third: 40.00 - 4.00 = 36.00, which include 6.00 on 30.00.
    # Before the discount, 40.00 include 6.67: 33.33 are without tax.
    part = credited(line_of(12000, discounts=[TENTH], rates=[WITHIN]), 4000)
    assert part == Line(4000, [Taken("di_tenth", 400)], [], [Tax("txr_within", True, 3000, 600)], 3333)
    assert part.total == 3600


def test_billing_credits_come_back_in_proportion() -> None:
    # 80.00 of 100.00 are paid by credits. A quarter of the line has 20.00 of them, and 5.00 to give back.
    whole = bill([Item(10000, metered=True)], grants=[Grant("credgr_1", 8000)]).lines[0]
    part = credited(whole, 2500)
    assert (part.credits, part.total) == ([Used("credgr_1", 2000)], 500)


def test_what_does_not_divide_comes_back_with_a_later_part() -> None:
    # 7 of tax on 35. Of 11, 22 and 35 it is 2.2, 4.4 and 7: 2, then 4 - 2, then 7 - 4.
    whole = line_of(35, rates=[ON_TOP])
    parts: list[Line] = []
    for amount in (11, 11, 13):
        parts.append(credited(whole, amount, parts))
    assert [part.taxes[0].amount for part in parts] == [2, 2, 3]
    assert creditable(whole, parts) == 0


def test_two_discounts_take_no_more_than_there_is() -> None:
    # Two times 50 of 100: each has half of one minor unit, and both together have one, not two.
    halves = [Discount("di_first", amount_off=50), Discount("di_second", amount_off=50)]
    part = credited(line_of(100, discounts=halves), 1)
    assert (sum(each.amount for each in part.discounts), part.total) == (1, 0)


def test_a_voided_part_can_be_credited_again() -> None:
    # 20 % of 3 is 1, rounded: 1 of it has 0.33, 2 have 0.67, so that the tax is with the second part. Without the first
    # part, one more has nothing of the tax: 1 is credited already.
    whole = line_of(3, rates=[ON_TOP])
    first = credited(whole, 1)
    second = credited(whole, 1, [first])
    assert (first.taxes[0].amount, second.taxes[0].amount) == (0, 1)
    assert creditable(whole, [second]) == 2
    assert credited(whole, 2, [second]).taxes[0].amount == 0


def test_nothing_is_credited_of_a_line_that_is_a_credit() -> None:
    assert creditable(line_of(-500)) == 0


@pytest.mark.parametrize("amount", [0, -1, 101])
def test_what_the_line_does_not_have_is_not_credited(amount: int) -> None:
    with pytest.raises(AssertionError, match="no more than the line"):
        credited(line_of(100), amount)


rates = st.builds(Rate, st.uuids().map(str), st.decimals(0, 50, places=2, allow_nan=False), inclusive=st.booleans())
discounts = st.builds(
    Discount, st.uuids().map(str), percent_off=st.decimals(Decimal("0.01"), 100, places=2, allow_nan=False)
) | st.builds(Discount, st.uuids().map(str), amount_off=st.integers(1, 300))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    item = Item(
        draw(st.integers(1, 500)),
        metered=True,
        discounts=draw(st.lists(discounts, max_size=3)),
        rates=draw(st.lists(rates, max_size=3)),
    )
    grants = [
        Grant(f"credgr_{place}", amount) for place, amount in enumerate(draw(st.lists(st.integers(1, 200), max_size=2)))
    ]
    return bill([item], grants=grants).lines[0]


@given(lines(), st.lists(st.tuples(st.booleans(), st.integers(0, 10**6)), max_size=8))
def test_all_parts_are_the_line_and_none_is_worth_less_than_nothing(line: Line, steps: list[tuple[bool, int]]) -> None:
    parts: list[Line] = []
    for voids, chosen in steps:
        if parts and voids:
            parts.pop(chosen % len(parts))
        elif left := creditable(line, parts):
            parts.append(credited(line, 1 + chosen % left, parts))
        _hold(line, parts)
    if left := creditable(line, parts):
        parts.append(credited(line, left, parts))
    _hold(line, parts)
    assert _summed(parts) == _summed([line])
    assert sum(part.total for part in parts) == line.total


def _hold(line: Line, parts: list[Line]) -> None:
    assert sum(part.total for part in parts) <= line.total
    for part in parts:
        assert part.total >= 0
        assert 0 <= part.amount_excluding_tax <= part.amount
        assert part.total >= sum(tax.amount for tax in part.taxes)
        assert all(taken.amount >= 0 for taken in part.discounts)
        assert all(used.amount >= 0 for used in part.credits)
        assert all(tax.amount >= 0 for tax in part.taxes)


def _summed(parts: list[Line]) -> Counter[object]:
    found: Counter[object] = Counter()
    for part in parts:
        found["amount"] += part.amount
        found["excluding tax"] += part.amount_excluding_tax
        for taken in part.discounts:
            found[taken.discount] += taken.amount
        for used in part.credits:
            found[used.grant] += used.amount
        for tax in part.taxes:
            found[tax.rate, "base"] += tax.taxable_amount
            found[tax.rate, "tax"] += tax.amount
    return found
