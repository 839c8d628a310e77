"""Payouts. Whoever imports any of them knows the jobs of the schedule too, which nothing else calls."""

from app.domain.core_resources.payouts import schedule as schedule
