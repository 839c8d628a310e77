"""Billing periods: where they begin and end, in any interval."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.engine.cycle import AnchorConfig, Cycle, Span, anchored
from app.tables.products.price_values import PriceRecurringInterval as Every


def on(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


moments = st.integers(0, 100 * 366 * 86_400).map(lambda seconds: on(2000, 1, 1) + timedelta(seconds=seconds))
cycles = st.builds(
    Cycle, moments, st.sampled_from(Every), st.integers(1, 4), st.one_of(st.none(), st.integers(28, 31))
).map(lambda cycle: cycle if cycle.day is None else Cycle(cycle.anchor.replace(day=28), cycle.interval, cycle.count))


@pytest.mark.parametrize(
    ("cycle", "boundaries"),
    [
        (Cycle(on(2024, 1, 31, 12), Every.MONTH), [on(2024, 1, 31, 12), on(2024, 2, 29, 12), on(2024, 3, 31, 12)]),
        (Cycle(on(2023, 1, 31), Every.MONTH), [on(2023, 1, 31), on(2023, 2, 28), on(2023, 3, 31), on(2023, 4, 30)]),
        (Cycle(on(2024, 2, 29), Every.YEAR), [on(2024, 2, 29), on(2025, 2, 28), on(2026, 2, 28), on(2027, 2, 28)]),
        (Cycle(on(2024, 2, 29), Every.YEAR, 4), [on(2024, 2, 29), on(2028, 2, 29)]),
        (Cycle(on(2024, 11, 30), Every.MONTH, 3), [on(2024, 11, 30), on(2025, 2, 28), on(2025, 5, 30)]),
        (Cycle(on(2024, 2, 28), Every.DAY, 2), [on(2024, 2, 28), on(2024, 3, 1)]),
        (Cycle(on(2024, 12, 25, 23), Every.WEEK), [on(2024, 12, 25, 23), on(2025, 1, 1, 23)]),
        # The 31st was asked for, and the first month that it fell in was too short.
        (Cycle(on(2025, 2, 28), Every.MONTH, day=31), [on(2025, 2, 28), on(2025, 3, 31), on(2025, 4, 30)]),
    ],
)
def test_periods_are_counted_from_the_anchor(cycle: Cycle, boundaries: list[datetime]) -> None:
    assert [cycle.boundary(number) for number in range(len(boundaries))] == boundaries


def test_periods_reach_back_before_the_anchor() -> None:
    cycle = Cycle(on(2024, 3, 31), Every.MONTH)
    assert cycle.period_at(on(2024, 3, 30, 23, 59, 59)) == Span(on(2024, 2, 29), on(2024, 3, 31))
    assert cycle.period_at(on(2024, 3, 31)) == Span(on(2024, 3, 31), on(2024, 4, 30))


@given(cycles, moments)
def test_every_moment_is_in_exactly_one_period(cycle: Cycle, moment: datetime) -> None:
    period = cycle.period_at(moment)
    assert period.start <= moment < period.end
    assert cycle.period_at(period.end).start == period.end
    assert cycle.period_at(period.end - timedelta(seconds=1)) == period


@given(cycles, moments, st.integers(0, 10**8))
def test_the_periods_of_a_time_cover_it_without_gaps(cycle: Cycle, start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=min(seconds, 40 * 86_400 * (1 if cycle.interval is Every.DAY else 20)))
    periods = list(cycle.periods(start, end))
    assert sum(period.seconds for period in periods) == int((end - start).total_seconds())
    assert [period.end for period in periods[:-1]] == [period.start for period in periods[1:]]


@pytest.mark.parametrize(
    ("start", "config", "found"),
    [
        (on(2024, 1, 10, 8), AnchorConfig(15), on(2024, 1, 15, 8)),
        (on(2024, 1, 15, 8), AnchorConfig(15), on(2024, 1, 15, 8)),
        (on(2024, 1, 15, 8), AnchorConfig(15, hour=7), on(2024, 2, 15, 7)),
        (on(2023, 2, 3), AnchorConfig(31), on(2023, 2, 28)),
        (on(2024, 6, 30), AnchorConfig(29, month=2, hour=1, minute=2, second=3), on(2025, 2, 28, 1, 2, 3)),
    ],
)
def test_a_configuration_gives_the_first_anchor(start: datetime, config: AnchorConfig, found: datetime) -> None:
    assert anchored(start, config) == found
