"""Billing periods: they follow each other from an anchor, by a number of days, weeks, months or years. UTC."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from app.money import share
from app.tables.products.price_values import PriceRecurringInterval

_DAYS = {PriceRecurringInterval.DAY: 1, PriceRecurringInterval.WEEK: 7}
_MONTHS = {PriceRecurringInterval.MONTH: 1, PriceRecurringInterval.YEAR: 12}


class Span(NamedTuple):
    """A time from `start`, inclusive, to `end`, exclusive."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())

    def since(self, moment: datetime) -> "Span":
        """What of it is left at a moment; of no length after its end."""
        return Span(min(max(moment, self.start), self.end), self.end)


@dataclass(frozen=True)
class Cycle:
    """The periods of a subscription. They are counted from the anchor, each on its own: what begins on 31 January goes
    on on 28 February and on 31 March."""

    anchor: datetime
    """A moment at which a period begins."""
    interval: PriceRecurringInterval
    count: int = 1
    """Intervals in a period."""
    day: int | None = None
    """Day of the month on which periods begin, where the anchor's own month is too short for it."""

    def boundary(self, number: int) -> datetime:
        """Where the period begins that is so many after that of the anchor, or before, for a negative number."""
        steps = number * self.count
        if self.interval in _DAYS:
            return self.anchor + timedelta(days=steps * _DAYS[self.interval])
        return months_after(self.anchor, steps * _MONTHS[self.interval], day=self.day)

    def number_at(self, moment: datetime) -> int:
        """The number of the period that a moment is in."""
        if self.interval in _DAYS:
            return (moment - self.anchor) // timedelta(days=self.count * _DAYS[self.interval])
        months = (moment.year - self.anchor.year) * 12 + moment.month - self.anchor.month
        number = months // (self.count * _MONTHS[self.interval])
        return number if self.boundary(number) <= moment else number - 1

    def period_at(self, moment: datetime) -> Span:
        """The period that a moment is in. A moment at which one ends and another begins is in the latter."""
        number = self.number_at(moment)
        return Span(self.boundary(number), self.boundary(number + 1))

    def periods(self, start: datetime, end: datetime) -> Iterator[Span]:
        """All periods from one moment to another, the first and the last cut off where they reach beyond."""
        number = self.number_at(start)
        while start < end:
            until = min(self.boundary(number + 1), end)
            yield Span(start, until)
            start, number = until, number + 1

    def share(self, amount: int, span: Span) -> int:
        """What of an amount for each period belongs to a span, in minor units: whole for a whole period, and by the
        second for the part of one, where a half goes away from zero."""
        parts = [(each, self.period_at(each.start)) for each in self.periods(*span)]
        return sum(share(amount, each.seconds, period.seconds) for each, period in parts)


@lru_cache(maxsize=4096)
def months_after(moment: datetime, months: int, *, day: int | None = None) -> datetime:
    """The same time of the same day, or of `day`, so many months later; the last day of a month that is too short."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(day or moment.day, monthrange(year, month)[1]))


class AnchorConfig(NamedTuple):
    """Parts of the moment at which periods are to begin. What is None is as in the moment of the start."""

    day_of_month: int
    month: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None


def anchored(start: datetime, config: AnchorConfig) -> datetime:
    """The first moment from `start` on that has the parts of a configuration; the last day of a month that is too
    short for the day."""
    time = start.replace(
        hour=start.hour if config.hour is None else config.hour,
        minute=start.minute if config.minute is None else config.minute,
        second=start.second if config.second is None else config.second,
        day=1,
    )
    if config.month is not None:
        time = time.replace(month=config.month)
    step = 1 if config.month is None else 12
    months = 0
    while True:
        found = months_after(time, months, day=config.day_of_month)
        if found >= start:
            return found
        months += step
