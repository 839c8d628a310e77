"""When a subscription begins, is free, is billed and ends: what a caller asks for, checked and complete. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.billing.engine.cycle import AnchorConfig, Cycle, anchored
from app.domain.billing.subscriptions.params import MAX_TRIAL_DAYS
from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.subscription_values import (
    SubscriptionBillingCycleAnchorConfig,
    SubscriptionPauseCollection,
    SubscriptionPendingInvoiceItemInterval,
)
from app.tables.products.price_values import PriceRecurring, PriceRecurringInterval
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.date_time_keyword import DateTimeKeyword

TrialEnd = datetime | DateTimeKeyword
_BY_MONTH = (PriceRecurringInterval.MONTH, PriceRecurringInterval.YEAR)
_A_YEAR = {
    PriceRecurringInterval.DAY: 365,
    PriceRecurringInterval.WEEK: 52,
    PriceRecurringInterval.MONTH: 12,
    PriceRecurringInterval.YEAR: 1,
}


@dataclass(frozen=True)
class Terms:
    """What a caller asks for of the times of a new subscription."""

    trial_end: TrialEnd | None = None
    trial_period_days: int | None = None
    trial_from_plan: bool = False
    billing_cycle_anchor: datetime | None = None
    billing_cycle_anchor_config: SubscriptionBillingCycleAnchorConfig | None = None
    backdate_start_date: datetime | None = None
    cancel_at: datetime | None = None
    cancel_at_period_end: bool = False


@dataclass(frozen=True)
class Course:
    """The times of a new subscription."""

    start: datetime
    """When it began, which may be in the past."""
    trial_end: datetime | None
    """When its trial ends, which begins now; None without a trial."""
    anchor: datetime
    """A moment at which a full period begins."""
    day: int | None
    """Day of the month on which periods begin, where the anchor's own month is too short for it."""


def course(terms: Terms, now: datetime, period: PriceRecurring) -> Course:
    """The times of a subscription that is created now. `period` is that of its prices.

    Raises InvalidRequest for each of the terms that is not possible.
    """
    start = terms.backdate_start_date or now
    with Mistakes() as mistakes:
        check_trial(terms, now, mistakes)
        check_cancellation(terms.cancel_at, now, at_period_end=terms.cancel_at_period_end, mistakes=mistakes)
        if start > now:
            mistakes.add(_wrong("`backdate_start_date` must be in the past.", "backdate_start_date"))
        trial_end = trial_end_of(terms, now, period)
        # Backdating moves the start alone: what came before now is billed as a part of a period.
        with mistakes.noted():
            anchor, day = _anchor(terms, now, trial_end or now, period)
    return Course(start, trial_end, anchor, day)


def check_trial(terms: Terms, now: datetime, mistakes: Mistakes) -> None:
    """Note what is wrong with a trial."""
    if terms.trial_end is not None:
        for name, given in (
            ("trial_period_days", terms.trial_period_days is not None),
            ("trial_from_plan", terms.trial_from_plan),
        ):
            if given:
                mistakes.add(
                    InvalidRequest(
                        f"Give `trial_end` or `{name}`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field=name
                    )
                )
    if isinstance(terms.trial_end, datetime):
        if terms.trial_end <= now:
            mistakes.add(_wrong("`trial_end` must be in the future, or NOW.", "trial_end"))
        elif terms.trial_end > now + timedelta(days=MAX_TRIAL_DAYS):
            mistakes.add(_wrong(f"`trial_end` must be at most {MAX_TRIAL_DAYS} days ahead.", "trial_end"))


def trial_end_of(terms: Terms, now: datetime, period: PriceRecurring) -> datetime | None:
    """When the trial ends that is asked for; None for none."""
    if terms.trial_end is not None:
        return terms.trial_end if isinstance(terms.trial_end, datetime) else None
    days = terms.trial_period_days
    if days is None and terms.trial_from_plan:
        days = period.trial_period_days
    return None if days is None else now + timedelta(days=days)


def check_cancellation(cancel_at: datetime | None, now: datetime, *, at_period_end: bool, mistakes: Mistakes) -> None:
    """Note what is wrong with an end that is set ahead."""
    if cancel_at is None:
        return
    if at_period_end:
        mistakes.add(
            InvalidRequest(
                "Give `cancel_at` or `cancel_at_period_end`, not both.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field="cancel_at_period_end",
            )
        )
    if cancel_at <= now:
        mistakes.add(_wrong("`cancel_at` must be in the future. Cancel the subscription to end it now.", "cancel_at"))


def _anchor(terms: Terms, now: datetime, billed_from: datetime, period: PriceRecurring) -> tuple[datetime, int | None]:
    """The anchor, and the day of the month where the anchor's month is too short for it. By default it is where billing
    begins, now or after the trial."""
    config, given = terms.billing_cycle_anchor_config, terms.billing_cycle_anchor
    if config is not None and given is not None:
        raise InvalidRequest(
            "Give `billing_cycle_anchor` or `billing_cycle_anchor_config`, not both.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="billing_cycle_anchor_config",
        )
    if config is not None:
        if period.interval not in _BY_MONTH:
            raise _wrong(
                "`billing_cycle_anchor_config` requires prices by the month or year. Give `billing_cycle_anchor`.",
                "billing_cycle_anchor_config",
            )
        found = anchored(billed_from, AnchorConfig(**config.model_dump()))
        _must_be_within_a_period(found, billed_from, period, "billing_cycle_anchor_config")
        return found, config.day_of_month
    if given is None:
        return billed_from, None
    if given <= now:
        raise _wrong("`billing_cycle_anchor` must be in the future.", "billing_cycle_anchor")
    if given < billed_from:
        raise _wrong("`billing_cycle_anchor` must not be before the end of the trial.", "billing_cycle_anchor")
    _must_be_within_a_period(given, billed_from, period, "billing_cycle_anchor")
    return given, None


def _must_be_within_a_period(anchor: datetime, start: datetime, period: PriceRecurring, field: str) -> None:
    latest = Cycle(start, period.interval, period.interval_count).boundary(1)
    if anchor > latest:
        raise _wrong(
            f"The first full billing period must begin by {latest:%Y-%m-%d %H:%M:%S} UTC, one period after billing "
            "begins.",
            field,
        )


def check_collection(method: CollectionMethod, days_until_due: int | None, mistakes: Mistakes) -> None:
    """Note whether the days that customers have to pay do not fit how invoices are collected."""
    sent = method == CollectionMethod.SEND_INVOICE
    if sent and days_until_due is None:
        mistakes.add(
            InvalidRequest(
                "`collection_method` SEND_INVOICE needs `days_until_due`.",
                code=ErrorCode.PARAMETER_MISSING,
                field="days_until_due",
            )
        )
    if not sent and days_until_due is not None:
        mistakes.add(_wrong("`days_until_due` requires `collection_method` SEND_INVOICE.", "days_until_due"))


def check_pause(pause: SubscriptionPauseCollection | None, now: datetime, mistakes: Mistakes) -> None:
    """Note a pause of collection that would be over already."""
    if pause is not None and pause.resumes_at is not None and pause.resumes_at <= now:
        mistakes.add(_wrong("`resumes_at` must be in the future.", "pause_collection.resumes_at"))


def check_pending_interval(interval: SubscriptionPendingInvoiceItemInterval | None, mistakes: Mistakes) -> None:
    """Note an interval of pending invoice items of more than a year."""
    if interval is not None and interval.interval_count > (most := _A_YEAR[interval.interval]):
        mistakes.add(
            _wrong(
                f"`interval_count` must be {most} or less where `interval` is {shown(interval.interval)}: pending "
                "invoice items are billed at least once a year.",
                "pending_invoice_item_interval.interval_count",
            )
        )


def check_proration_date(moment: datetime | None, start: datetime, end: datetime, mistakes: Mistakes) -> None:
    """Note a moment of prorations outside the current period, from `start` to `end`."""
    if moment is not None and not start <= moment <= end:
        mistakes.add(_wrong("`proration_date` must be within the current billing period.", "proration_date"))


def _wrong(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETER_INVALID, field=field)
