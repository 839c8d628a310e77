"""When a subscription begins, is free and is billed: by what a caller asks for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.billing.subscriptions.terms import (
    Course,
    Terms,
    check_collection,
    check_pause,
    check_pending_interval,
    check_proration_date,
    course,
)
from app.domain.mistakes import Mistakes
from app.errors import InvalidRequest
from app.tables.billing.subscription_values import (
    SubscriptionBillingCycleAnchorConfig,
    SubscriptionPauseCollection,
    SubscriptionPauseCollectionBehavior,
    SubscriptionPendingInvoiceItemInterval,
)
from app.tables.products.price_values import PriceRecurring, PriceRecurringInterval
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.date_time_keyword import DateTimeKeyword

NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MONTHLY = PriceRecurring(interval=PriceRecurringInterval.MONTH)
WEEKLY = PriceRecurring(interval=PriceRecurringInterval.WEEK)


def wrong(terms: Terms, period: PriceRecurring = MONTHLY) -> list[str | None]:
    """The fields of all mistakes."""
    with pytest.raises(InvalidRequest) as caught:
        course(terms, NOW, period)
    return fields(caught.value)


def fields(refusal: InvalidRequest) -> list[str | None]:
    return [each.field for each in refusal.each]


def config(**parts: int) -> SubscriptionBillingCycleAnchorConfig:
    return SubscriptionBillingCycleAnchorConfig(**parts)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(), Course(NOW, None, NOW, None)),
        (Terms(trial_period_days=14), Course(NOW, NOW + 14 * DAY, NOW + 14 * DAY, None)),
        (Terms(trial_end=NOW + 3 * DAY), Course(NOW, NOW + 3 * DAY, NOW + 3 * DAY, None)),
        (Terms(trial_end=DateTimeKeyword.NOW), Course(NOW, None, NOW, None)),
        (Terms(trial_from_plan=True), Course(NOW, None, NOW, None)),
        (Terms(billing_cycle_anchor=NOW + 10 * DAY), Course(NOW, None, NOW + 10 * DAY, None)),
        # The end of the first natural period, 15 February, is the last moment.
        (Terms(billing_cycle_anchor=NOW + 31 * DAY), Course(NOW, None, NOW + 31 * DAY, None)),
        # Free until the 18th, then a part of a period until the 25th.
        (
            Terms(trial_period_days=3, billing_cycle_anchor=NOW + 10 * DAY),
            Course(NOW, NOW + 3 * DAY, NOW + 10 * DAY, None),
        ),
        # The month of 31 days has the anchor; February has 28.
        (
            Terms(billing_cycle_anchor_config=config(day_of_month=31, hour=6, minute=0, second=0)),
            Course(NOW, None, datetime(2025, 1, 31, 6, tzinfo=UTC), 31),
        ),
        # Of today the hour is over, so it is the next month's.
        (
            Terms(billing_cycle_anchor_config=config(day_of_month=15, hour=6)),
            Course(NOW, None, datetime(2025, 2, 15, 6, tzinfo=UTC), 15),
        ),
        # Backdating moves the start alone.
        (Terms(backdate_start_date=NOW - 45 * DAY), Course(NOW - 45 * DAY, None, NOW, None)),
    ],
)
def test_the_course_of_a_new_subscription(terms: Terms, expected: Course) -> None:
    assert course(terms, NOW, MONTHLY) == expected


def test_a_trial_of_the_price() -> None:
    period = MONTHLY.model_copy(update={"trial_period_days": 30})
    assert course(Terms(trial_from_plan=True), NOW, period).trial_end == NOW + 30 * DAY
    assert course(Terms(), NOW, period).trial_end is None
    assert course(Terms(trial_from_plan=True, trial_period_days=7), NOW, period).trial_end == NOW + 7 * DAY


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(trial_end=NOW), ["trial_end"]),
        (Terms(trial_end=NOW + 730 * DAY + timedelta(seconds=1)), ["trial_end"]),
        (Terms(trial_end=NOW + DAY, trial_period_days=1), ["trial_period_days"]),
        (Terms(trial_end=NOW + DAY, trial_from_plan=True), ["trial_from_plan"]),
        (Terms(cancel_at=NOW + DAY, cancel_at_period_end=True), ["cancel_at_period_end"]),
        (Terms(cancel_at=NOW), ["cancel_at"]),
        (Terms(backdate_start_date=NOW + DAY), ["backdate_start_date"]),
        (Terms(billing_cycle_anchor=NOW), ["billing_cycle_anchor"]),
        (Terms(billing_cycle_anchor=NOW + 31 * DAY + timedelta(seconds=1)), ["billing_cycle_anchor"]),
        (Terms(billing_cycle_anchor=NOW + DAY, trial_period_days=2), ["billing_cycle_anchor"]),
        (
            Terms(billing_cycle_anchor=NOW + DAY, billing_cycle_anchor_config=config(day_of_month=1)),
            ["billing_cycle_anchor_config"],
        ),
        (Terms(billing_cycle_anchor_config=config(day_of_month=1, month=6)), ["billing_cycle_anchor_config"]),
        # Every mistake at once.
        (
            Terms(trial_end=NOW - DAY, cancel_at=NOW - DAY, backdate_start_date=NOW + DAY, billing_cycle_anchor=NOW),
            ["trial_end", "cancel_at", "backdate_start_date", "billing_cycle_anchor"],
        ),
    ],
)
def test_what_is_not_possible(terms: Terms, expected: list[str]) -> None:
    assert wrong(terms) == expected


def test_parts_of_an_anchor_are_for_prices_by_the_month_or_year() -> None:
    assert wrong(Terms(billing_cycle_anchor_config=config(day_of_month=1)), WEEKLY) == ["billing_cycle_anchor_config"]
    yearly = PriceRecurring(interval=PriceRecurringInterval.YEAR)
    found = course(Terms(billing_cycle_anchor_config=config(day_of_month=1, month=6)), NOW, yearly)
    assert found.anchor == datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "part", [{"day_of_month": 0}, {"day_of_month": 32}, {"month": 13}, {"hour": 24}, {"minute": 60}]
)
def test_ranges_of_the_parts(part: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="than or equal to"):
        config(**{"day_of_month": 1} | part)


def noted(check: Any, *given: Any) -> list[str | None]:
    """The fields that a check notes."""
    try:
        with Mistakes() as mistakes:
            check(*given, mistakes)
    except InvalidRequest as refusal:
        return fields(refusal)
    return []


def test_invoices_that_are_sent_have_days_until_they_are_due() -> None:
    charge, send = CollectionMethod.CHARGE_AUTOMATICALLY, CollectionMethod.SEND_INVOICE
    assert noted(check_collection, send, 30) == noted(check_collection, send, 0) == []
    assert noted(check_collection, charge, None) == []
    assert noted(check_collection, send, None) == noted(check_collection, charge, 30) == ["days_until_due"]


def test_a_pause_ends_in_the_future() -> None:
    def pause(until: datetime | None) -> SubscriptionPauseCollection:
        return SubscriptionPauseCollection(behavior=SubscriptionPauseCollectionBehavior.VOID, resumes_at=until)

    assert noted(check_pause, None, NOW) == noted(check_pause, pause(None), NOW) == []
    assert noted(check_pause, pause(NOW + DAY), NOW) == []
    assert noted(check_pause, pause(NOW), NOW) == ["pause_collection.resumes_at"]


def test_pending_invoice_items_are_billed_at_least_once_a_year() -> None:
    def every(count: int) -> SubscriptionPendingInvoiceItemInterval:
        return SubscriptionPendingInvoiceItemInterval(interval=PriceRecurringInterval.MONTH, interval_count=count)

    assert noted(check_pending_interval, every(12)) == []
    assert noted(check_pending_interval, every(13)) == ["pending_invoice_item_interval.interval_count"]


def test_prorations_are_measured_within_the_period() -> None:
    end = NOW + 31 * DAY
    assert noted(check_proration_date, NOW, NOW, end) == noted(check_proration_date, end, NOW, end) == []
    assert noted(check_proration_date, None, NOW, end) == []
    assert noted(check_proration_date, NOW - DAY, NOW, end) == ["proration_date"]
    assert noted(check_proration_date, end + DAY, NOW, end) == ["proration_date"]
