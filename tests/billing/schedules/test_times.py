"""When phases begin and end, worked out without a database."""

from datetime import UTC, datetime

import pytest

from app.domain.billing.engine.cycle import Span
from app.domain.billing.schedules.times import Length, spans, trial_end
from app.errors import InvalidRequest
from app.tables.products.price_values import PriceRecurring, PriceRecurringInterval

MONTH = PriceRecurring(interval=PriceRecurringInterval.MONTH)
QUARTER = PriceRecurring(interval=PriceRecurringInterval.MONTH, interval_count=3)
WEEK = PriceRecurring(interval=PriceRecurringInterval.WEEK)


def day(month: int, day: int, year: int = 2025) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def ends(*lengths: Length, start: datetime, anchor: datetime | None = None) -> list[datetime]:
    found = spans(lengths, start, anchor=anchor)
    assert [each.start for each in found] == [start, *(each.end for each in found[:-1])]
    return [each.end for each in found]


def test_phases_are_as_long_as_their_iterations_of_the_interval() -> None:
    lengths = (Length(MONTH, iterations=2), Length(QUARTER, iterations=2), Length(WEEK, iterations=3), Length(MONTH))
    assert ends(*lengths, start=day(1, 15)) == [day(3, 15), day(9, 15), day(10, 6), day(11, 6)]


def test_a_phase_that_begins_with_a_period_ends_with_one() -> None:
    one = Length(MONTH, iterations=1)
    assert ends(one, one, one, start=day(1, 31)) == [day(2, 28), day(3, 31), day(4, 30)]
    # Counted from the anchor of a subscription that is there: 28 February is the end of its period.
    assert ends(one, one, start=day(2, 28), anchor=day(1, 31)) == [day(3, 31), day(4, 30)]
    # Within a period, from the start of the phase.
    assert ends(one, start=day(2, 10), anchor=day(1, 31)) == [day(3, 10)]
    assert ends(Length(MONTH, end=day(2, 10)), one, start=day(1, 31)) == [day(2, 10), day(3, 10)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Length(MONTH, start=day(3, 1), iterations=1), "start_date"),
        (Length(MONTH, end=day(1, 15)), "end_date"),
        (Length(MONTH, end=day(9, 1), iterations=1), "iterations"),
        (Length(MONTH), "iterations"),
    ],
)
def test_phases_that_cannot_be(wrong: Length, field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        spans([Length(MONTH, iterations=1), wrong, Length(MONTH)], day(1, 15), first=2)
    assert [each.field for each in caught.value.each] == [f"phases.3.{field}"]


def test_a_trial_ends_within_its_phase() -> None:
    span = Span(day(1, 1), day(2, 1))
    assert trial_end(span, whole=True, end=None) == day(2, 1)
    assert trial_end(span, whole=False, end=day(1, 10)) == day(1, 10)
    assert trial_end(span, whole=False, end=None) is None
    for whole, end in ((True, day(1, 10)), (False, day(1, 1)), (False, day(2, 2))):
        with pytest.raises(InvalidRequest):
            trial_end(span, whole=whole, end=end)
