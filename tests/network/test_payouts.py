"""Payouts in test mode: fees of instant ones, the days of a schedule, and rates."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.currencies import granularity
from app.network.exchange_rates import PER_USD, conversion_fee, converted, rate_between
from app.network.payout_schedule import next_payout
from app.network.payouts import arrival_date, instant_fee, instant_most

MOMENTS = st.integers(0, 60 * 24 * 365 * 6).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
CURRENCIES = st.sampled_from(("usd", "jpy", "kwd"))


@given(funds=st.integers(-100, 1_000_000), currency=CURRENCIES)
def test_the_largest_instant_payout_is_what_the_funds_cover_with_its_fee(funds: int, currency: str) -> None:
    most, step = instant_most(funds, currency, pays_fee=True), granularity(currency)
    assert most == 0 or most + instant_fee(most, currency) <= funds
    assert most % step == 0
    assert most + step + instant_fee(most + step, currency) > funds


@given(now=MOMENTS, anchor=st.integers(1, 31))
def test_a_monthly_payout_is_on_its_day_or_the_last_of_a_shorter_month(now: datetime, anchor: int) -> None:
    due = next_payout(now, "monthly", weekly_anchor=None, monthly_anchor=anchor)
    assert timedelta(0) <= due - now < timedelta(days=32)
    assert due.day == anchor or (due.day < anchor and (due + timedelta(days=1)).day == 1)


@given(now=MOMENTS)
def test_a_daily_payout_is_on_a_business_day(now: datetime) -> None:
    due = next_payout(now, "daily", weekly_anchor=None, monthly_anchor=None)
    assert due.weekday() < 5
    assert due == now or (now.weekday() >= 5 and (due.hour, due.minute) == (0, 0))


@pytest.mark.parametrize(
    ("now", "arrives"),
    [("2025-03-03T10:00", "2025-03-05"), ("2025-03-06T10:00", "2025-03-10"), ("2025-03-08", "2025-03-11")],
)
def test_a_payout_arrives_two_business_days_later(now: str, arrives: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert arrival_date(moment, instant=False) == datetime.fromisoformat(arrives).replace(tzinfo=UTC)
    assert arrival_date(moment, instant=True) == moment + timedelta(minutes=30)


def test_rates_have_six_digits() -> None:
    assert rate_between("eur", "usd", PER_USD) == Decimal("1.08696")
    assert rate_between("idr", "usd", PER_USD) == Decimal("0.0000625")
    assert rate_between("usd", "xxx", PER_USD) is None


def test_conversions_are_rounded_half_up_to_what_can_be_paid() -> None:
    assert converted(5, "usd", "eur", Decimal("0.5")) == 3
    assert converted(-5, "usd", "eur", Decimal("0.5")) == -3
    assert converted(100, "usd", "jpy", Decimal(150)) == 150
    assert converted(100, "usd", "kwd", Decimal("0.3136")) == 310
    assert converted(150, "jpy", "usd", Decimal("0.00666667")) == 100


def test_a_conversion_costs_one_percent_in_the_united_states_and_two_elsewhere() -> None:
    assert (conversion_fee(1000, "usd", "US"), conversion_fee(1000, "eur", "DE")) == (10, 20)
