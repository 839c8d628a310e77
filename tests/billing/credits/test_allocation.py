"""What grants pay of lines: no more than there is of either, in the order of the grants, and as much as can be."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.engine.credits import Creditable, Grant, credited

PRICES = ("price_a", "price_b")
LINES = st.lists(
    st.builds(Creditable, st.integers(-100, 300), st.none() | st.sampled_from(PRICES), st.booleans()), max_size=6
)
SCOPES = st.none() | st.sets(st.sampled_from(PRICES), min_size=1).map(frozenset)
GRANTS = st.lists(st.tuples(st.integers(1, 400), SCOPES), max_size=4).map(
    lambda every: [Grant(f"grant_{n}", amount, prices) for n, (amount, prices) in enumerate(every)]
)


@given(LINES, GRANTS)
def test_every_line_is_paid_as_far_as_the_grants_before_allow(lines: list[Creditable], grants: list[Grant]) -> None:
    used = credited(lines, grants)
    assert len(used) == len(lines)
    open_ = [max(line.amount, 0) for line in lines]
    for grant in grants:
        paid = [sum(each.amount for each in line if each.grant == grant.id) for line in used]
        fits = [line.metered if grant.prices is None else line.price in grant.prices for line in lines]
        assert all(amount == 0 or fit for amount, fit in zip(paid, fits, strict=True))
        assert all(0 <= amount <= left for amount, left in zip(paid, open_, strict=True))
        open_ = [left - amount for left, amount in zip(open_, paid, strict=True)]
        # What is left of the grant found nothing more to pay, and no line waits while an earlier one of it does.
        left = grant.amount - sum(paid)
        assert left >= 0
        assert left == 0 or not any(fit and rest for fit, rest in zip(fits, open_, strict=True))
    assert all(each.amount > 0 for line in used for each in line)


def test_an_example() -> None:
    lines = [Creditable(70, metered=True), Creditable(40), Creditable(-5, metered=True), Creditable(50, metered=True)]
    used = credited(lines, [Grant("first", 100), Grant("second", 500)])
    assert [[(each.grant, each.amount) for each in line] for line in used] == [
        [("first", 70)],
        [],
        [],
        [("first", 30), ("second", 20)],
    ]
