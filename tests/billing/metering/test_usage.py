"""Usage is exact: whatever was reported and canceled, in whatever order, it is what a list of events comes to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.domain.billing import meters, usage
from app.domain.billing.metering import adjustments, events
from app.domain.transaction import transaction
from app.tables.billing.billing_meter import (
    BillingMeter,
    BillingMeterDefaultAggregation,
    BillingMeterDefaultAggregationFormula,
    BillingMeterEventTimeWindow,
)
from app.tables.billing.billing_meter_event import (
    BillingMeterEventAdjustmentCancel,
    BillingMeterEventAdjustmentType,
    BillingMeterEventParams,
)
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant
from tests.merchant import Merchant
from tests.merchant import merchant as merchant

NOW = datetime(2025, 6, 4, 12, tzinfo=UTC)
START = datetime(2025, 6, 1, tzinfo=UTC)
MINUTES = 3 * 24 * 60
Event = tuple[int, int, bool]
"""Minutes after the start, a value, and whether it is canceled later."""

reported = st.lists(st.tuples(st.integers(0, MINUTES), st.integers(-50, 100), st.booleans()), min_size=1, max_size=25)
times = st.lists(st.tuples(st.integers(0, MINUTES), st.integers(0, MINUTES)), min_size=1, max_size=6)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def expected(found: Iterable[Event], window: str | None, formula: str, start: int, end: int) -> Decimal:
    """What is left of the events comes to, worked out from a list."""
    left = [(minute, 1 if formula == "count" else value) for minute, value, canceled in found if not canceled]
    if window is not None:
        width = 60 if window == "hour" else 24 * 60
        left = list(
            {minute // width: (minute, value) for minute, value in sorted(left, key=lambda each: each[0])}.values()
        )
    return max(Decimal(0), Decimal(sum(value for minute, value in left if start <= minute < end)))


async def made(merchant: Merchant, window: str | None, formula: str, number: int) -> tuple[BillingMeter, Customer]:
    async with merchant.begin(NOW) as tx:
        meter = await meters.create(
            tx,
            display_name="Tokens",
            event_name=f"tokens {number}",
            default_aggregation=BillingMeterDefaultAggregation(formula=BillingMeterDefaultAggregationFormula(formula)),
            event_time_window=window and BillingMeterEventTimeWindow(window),
        )
        return meter, tx.add(Customer())


@pytest.mark.parametrize(
    ("window", "formula"), [(None, "sum"), (None, "count"), ("hour", "sum"), ("day", "sum"), ("hour", "count")]
)
async def test_usage_is_what_is_left_of_the_events(merchant: Merchant, window: str | None, formula: str) -> None:
    numbers = iter(range(1_000))

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(reported, times, st.integers(1, 10))
    def check(found: list[Event], asked: list[tuple[int, int]], size: int) -> None:
        runner.append((found, asked, size))

    runner: list[Any] = []
    check()
    for found, asked, size in runner:
        number = next(numbers)
        meter, customer = await made(merchant, window, formula, number)
        params = [
            BillingMeterEventParams(
                event_name=meter.event_name,
                identifier=f"{number}:{place}",
                payload={"stripe_customer_id": customer.id, "value": str(value)},
                timestamp=at(minute),
            )
            for place, (minute, value, _) in enumerate(found)
        ]
        for first in range(0, len(params), size):
            async with merchant.begin(NOW) as tx:
                # Some of them are sent once more.
                await events.create_events(tx, events=params[max(0, first - 2) : first + size])
        for place, (_, _, canceled) in enumerate(found):
            if canceled:
                async with merchant.begin(NOW) as tx:
                    await adjustments.create(
                        tx,
                        cancel=BillingMeterEventAdjustmentCancel(identifier=f"{number}:{place}"),
                        event_name=meter.event_name,
                        type=BillingMeterEventAdjustmentType.CANCEL,
                    )
        async with merchant.begin(NOW) as tx:
            for start, end in [(0, MINUTES + 1), *asked]:
                counted = await usage.quantity(tx, meter.id, customer.id, at(start), at(end))
                assert counted == expected(found, window, formula, start, end), (found, start, end)


async def test_periods_begin_and_end_at_any_second(merchant: Merchant) -> None:
    meter, customer = await made(merchant, None, "sum", 0)
    second = START + timedelta(hours=5, minutes=7, seconds=43)

    async def report(moment: datetime, value: str) -> None:
        params = BillingMeterEventParams(
            event_name=meter.event_name,
            payload={"stripe_customer_id": customer.id, "value": value},
            timestamp=moment,
        )
        async with merchant.begin(NOW) as tx:
            await events.create(tx, event=params)

    await report(second - timedelta(microseconds=1), "1")
    await report(second, "2.000000000001")
    await report(second + timedelta(hours=30) - timedelta(microseconds=1), "4")
    await report(second + timedelta(hours=30), "8")
    async with merchant.begin(NOW) as tx:
        counted = await usage.quantity(tx, meter.id, customer.id, second, second + timedelta(hours=30))
    assert counted == Decimal("6.000000000001")


async def test_what_outweighs_usage_is_billed_as_none(merchant: Merchant) -> None:
    meter, customer = await made(merchant, None, "sum", 0)
    params = BillingMeterEventParams(
        event_name=meter.event_name, payload={"stripe_customer_id": customer.id, "value": "-5"}, timestamp=START
    )
    async with merchant.begin(NOW) as tx:
        await events.create(tx, event=params)
        assert await usage.quantity(tx, meter.id, customer.id, START, NOW) == 0


async def test_an_identifier_is_counted_once_over_two_weeks(merchant: Merchant) -> None:
    """A week ends on 8 June 2025, a Sunday. An identifier that is sent again on the next day is not counted, and three
    weeks later it is another event's."""
    meter, customer = await made(merchant, None, "count", 0)
    params = BillingMeterEventParams(
        event_name=meter.event_name, identifier="once", payload={"stripe_customer_id": customer.id}
    )
    sunday = datetime(2025, 6, 8, 23, 59, 59, tzinfo=UTC)
    for later in (timedelta(), timedelta(seconds=1), timedelta(days=1), timedelta(weeks=3)):
        async with merchant.begin(sunday + later) as tx:
            await events.create_events(tx, events=[params])
    async with merchant.begin(sunday + timedelta(weeks=4)) as tx:
        assert await usage.quantity(tx, meter.id, customer.id, START, sunday + timedelta(weeks=4)) == 2


async def test_usage_is_one_accounts_in_one_mode(merchant: Merchant, database: Database) -> None:
    meter, customer = await made(merchant, None, "count", 0)
    params = BillingMeterEventParams(event_name=meter.event_name, payload={"stripe_customer_id": customer.id})
    async with merchant.begin(NOW) as tx:
        await events.create(tx, event=params)
        assert await usage.quantity(tx, meter.id, customer.id, NOW, NOW + timedelta(hours=1)) == 1
    for tenant in (Tenant("acct_1", False), Tenant(merchant.tenant.account, True)):
        async with transaction(database, tenant, now=NOW) as tx:
            assert await usage.quantity(tx, meter.id, customer.id, NOW, NOW + timedelta(hours=1)) == 0
