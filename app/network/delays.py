"""Delays of the outside world: in business days of banks, or hurried where nobody wants to wait for a test."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HURRIED = timedelta(minutes=1)
"""How long anything takes in test mode by the real clock, where Stripe's takes seconds to minutes."""

_SATURDAY = 5


@dataclass(frozen=True)
class Delay:
    """A number of business days: Monday to Friday, without holidays, which differ by country and year."""

    business_days: int

    def due(self, now: datetime, *, hurry: bool = False) -> datetime:
        """When it is over, at the same time of day (UTC), or a minute from `now` in a hurry."""
        return now + HURRIED if hurry else after_business_days(now, self.business_days)


@dataclass(frozen=True)
class Minutes:
    """A few minutes, on a test clock as in real time."""

    minutes: int

    def due(self, now: datetime, *, hurry: bool = False) -> datetime:
        """When they are over. There is nothing to hurry."""
        return now + timedelta(minutes=self.minutes)


def after_business_days(now: datetime, days: int) -> datetime:
    """The moment `days` business days later. From a weekend, Monday is the first; zero days is `now` itself."""
    moment = now
    for _ in range(days):
        moment += timedelta(days=1)
        while moment.weekday() >= _SATURDAY:
            moment += timedelta(days=1)
    return moment
