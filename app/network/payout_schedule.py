"""The day of an automatic payout: by the account's schedule, and never on a weekend unless the schedule says so."""

from calendar import monthrange
from datetime import datetime, timedelta

from app.network.payouts import midnight

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORKING_DAYS = 5


def next_payout(now: datetime, interval: str, *, weekly_anchor: str | None, monthly_anchor: int | None) -> datetime:
    """When the next payout of an automatic schedule is made: now if today is its day, else at midnight UTC of the day.

    A daily schedule pays out on business days. A monthly one pays out on the last day of a month that is shorter.
    """

    def is_due(day: datetime) -> bool:
        if interval == "weekly":
            return DAYS[day.weekday()] == weekly_anchor
        if interval == "monthly":
            return day.day == min(monthly_anchor or 1, monthrange(day.year, day.month)[1])
        return day.weekday() < _WORKING_DAYS

    day = now
    while not is_due(day):
        day = midnight(day) + timedelta(days=1)
    return day
