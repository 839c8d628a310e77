"""Lines for periods and changes: flat, by packages, by tiers; what a change credits and charges."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.engine.lines import Billed, Subscribed, Written, recurring, remaining, trial, unused
from app.domain.billing.engine.rates import Cost, Rate
from app.tables.products.price import Price, PriceTiersMode
from app.tables.products.price_values import (
    PriceCurrencyOption,
    PriceRecurring,
    PriceRecurringInterval,
    PriceTier,
    PriceTransformQuantity,
    PriceTransformQuantityRound,
)

MONTHS = Cycle(datetime(2024, 1, 1, tzinfo=UTC), PriceRecurringInterval.MONTH)
JANUARY = Span(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC))


def tier(up_to: int | None, unit: str | None, flat: str | None = None) -> PriceTier:
    return PriceTier(
        up_to=up_to,
        unit_amount_decimal=None if unit is None else Decimal(unit),
        flat_amount_decimal=None if flat is None else Decimal(flat),
    )


TIERS = [tier(5, "700"), tier(10, "650", "1000"), tier(None, "600")]


def item(quantity: int, unit: str = "1500") -> Subscribed:
    option = PriceCurrencyOption(currency="usd", unit_amount_decimal=Decimal(unit))
    monthly = PriceRecurring(interval=PriceRecurringInterval.MONTH)
    made = Price(currency="usd", currency_options=[option], product_id="prod_1", recurring=monthly)
    return Subscribed("Gold", made, "usd", quantity)


def tiered(quantity: int) -> Subscribed:
    option = PriceCurrencyOption(currency="usd", tiers=TIERS)
    quarterly = PriceRecurring(interval=PriceRecurringInterval.MONTH, interval_count=3)
    made = Price(
        currency="usd",
        currency_options=[option],
        product_id="prod_1",
        recurring=quarterly,
        tiers_mode=PriceTiersMode.GRADUATED,
    )
    return Subscribed("Gold", made, "usd", quantity)


@pytest.mark.parametrize(
    ("mode", "quantity", "amounts"),
    [
        (PriceTiersMode.GRADUATED, 0, [0]),
        (PriceTiersMode.GRADUATED, 5, [3500]),
        (PriceTiersMode.GRADUATED, 6, [3500, 650, 1000]),
        (PriceTiersMode.GRADUATED, 12, [3500, 3250, 1000, 1200]),
        (PriceTiersMode.VOLUME, 5, [3500]),
        (PriceTiersMode.VOLUME, 6, [3900, 1000]),
        (PriceTiersMode.VOLUME, 12, [7200]),
    ],
)
def test_tiers(mode: PriceTiersMode, quantity: int, amounts: list[int]) -> None:
    assert [cost.amount for cost in Rate(tiers=TIERS, mode=mode).costs(quantity)] == amounts


@pytest.mark.parametrize(
    ("rounding", "quantity", "packages"),
    [
        (PriceTransformQuantityRound.UP, 0, 0),
        (PriceTransformQuantityRound.UP, 100, 1),
        (PriceTransformQuantityRound.UP, 101, 2),
        (PriceTransformQuantityRound.DOWN, 199, 1),
    ],
)
def test_packages(rounding: PriceTransformQuantityRound, quantity: int, packages: int) -> None:
    rate = Rate(Decimal(250), packages=PriceTransformQuantity(divide_by=100, round=rounding))
    assert rate.costs(quantity) == [Cost(packages, Decimal(250), 250 * packages)]


def test_fractions_of_a_cent_are_rounded_once_a_line() -> None:
    assert Rate(Decimal("0.005")).amount(99) == 0
    assert Rate(Decimal("0.005")).amount(100) == 1
    assert Rate(Decimal("0.000000000001")).amount(10**12) == 1


def test_the_lines_of_a_period() -> None:
    assert list(recurring(item(2), JANUARY, MONTHS)) == [
        Written(3000, 2, "2 × Gold (at $15.00 / month)", JANUARY, Decimal(1500))
    ]
    assert [line.description for line in recurring(tiered(6), JANUARY, MONTHS)] == [
        "5 × Gold (Tier 1 at $7.00 every 3 months)",
        "1 × Gold (Tier 2 at $6.50 every 3 months)",
        "Gold (Tier 2 flat fee at $10.00 every 3 months)",
    ]
    assert next(recurring(item(1000, "0.5"), JANUARY, MONTHS)).description == "1000 × Gold (at $0.005 / month)"
    assert trial(item(2), JANUARY) == Written(0, 2, "Trial period for Gold", JANUARY, Decimal(0))


def test_a_change_credits_what_was_billed_and_charges_the_rest_by_the_second() -> None:
    noon = datetime(2024, 1, 16, 12, tzinfo=UTC)
    half = Span(noon, JANUARY.end)
    # Half of a month of 31 days: 1500 were billed for 1 unit, with a discount that is gone now, and 2 cost 3001.
    assert unused(item(1), Billed(1500, JANUARY), noon) == Written(
        -750, 1, "Unused time on Gold after 16 Jan 2024", half
    )
    assert remaining(item(2), 3001, half, MONTHS) == Written(
        1501, 2, "Remaining time on 2 × Gold after 16 Jan 2024", half
    )
    assert unused(item(1), Billed(1500, JANUARY), JANUARY.end) is None
    # The second change credits what the first has charged for the time from it on.
    later = datetime(2024, 1, 24, 6, tzinfo=UTC)
    credit = unused(item(2), Billed(1501, half), later)
    assert credit is not None
    assert (credit.amount, credit.span) == (-751, Span(later, JANUARY.end))


def test_a_part_of_a_period_is_billed_by_the_second() -> None:
    # From 17 January, 15 of 31 days: 1500 * 15 / 31 is 725.8.
    (stub,) = recurring(item(1), JANUARY.since(datetime(2024, 1, 17, tzinfo=UTC)), MONTHS)
    assert (stub.amount, stub.unit_amount) == (726, None)
    # From 15 January to 1 April, counted in months from the 15th: two, and 17 of the 31 days of the third.
    since = datetime(2024, 1, 15, tzinfo=UTC)
    backdated = Cycle(since, PriceRecurringInterval.MONTH)
    (elapsed,) = recurring(item(1), Span(since, datetime(2024, 4, 1, tzinfo=UTC)), backdated)
    assert elapsed.amount == 1500 + 1500 + 823


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12), st.data())
def test_changes_never_bill_a_second_twice(amounts: list[int], data: st.DataObject) -> None:
    period = JANUARY
    billed, total = Billed(amounts[0], period), amounts[0]
    seconds = st.lists(st.integers(0, period.seconds), min_size=len(amounts) - 1, max_size=len(amounts) - 1)
    moments = [period.start + timedelta(seconds=each) for each in sorted(data.draw(seconds))]
    exact, since = Decimal(0), period.start
    for before, amount, moment in zip(amounts, amounts[1:], moments, strict=False):
        exact += Decimal(before) * Span(since, moment).seconds / period.seconds
        credit = unused(item(1), billed, moment)
        charge = remaining(item(1), amount, period.since(moment), MONTHS)
        total += (credit.amount if credit else 0) + charge.amount
        billed, since = Billed(charge.amount, charge.span), moment
    exact += Decimal(amounts[-1]) * Span(since, period.end).seconds / period.seconds
    # Every change rounds a credit and a charge, to half a minor unit each.
    assert abs(exact - total) <= len(amounts)
