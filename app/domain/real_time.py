"""The wall clock of the domain: in one place."""

from datetime import UTC, datetime


def real_now() -> datetime:
    """The moment in real time, in UTC and whole seconds, as all of Stripe's moments are."""
    return datetime.now(UTC).replace(microsecond=0)
