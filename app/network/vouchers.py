"""Vouchers in test mode: when the customer pays, by the customer's email address."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

PAYS = "voucher_pays"
"""The behavior of a payment method whose customer pays in a few minutes."""
SOON = timedelta(minutes=3)


@dataclass(frozen=True)
class Fate:
    """What becomes of a voucher, counted from its issue."""

    paid_after: timedelta | None
    """When the customer pays; None for never."""
    expires_after: timedelta | None = None
    """When the voucher expires, whatever the payment says; None for as the payment says."""


_FATES = {
    PAYS: Fate(SOON),
    "voucher_succeed_immediately": Fate(timedelta(0)),
    "voucher_expire_immediately": Fate(None, timedelta(0)),
    "voucher_expire_with_delay": Fate(None, SOON),
    "voucher_fill_never": Fate(None),
}
_OF_EMAIL = re.compile(r".*(succeed_immediately|expire_immediately|expire_with_delay|fill_never)@.*")


def voucher_behaviour(email: str) -> str:
    """The behavior of a customer with this address. Source: Stripe's guide to OXXO."""
    found = _OF_EMAIL.fullmatch(email.lower())
    return f"voucher_{found[1]}" if found else PAYS


def voucher_fate(behaviour: str, now: datetime, expires: datetime) -> tuple[datetime | None, datetime]:
    """When the customer pays, if at all, and when a voucher expires that is issued now to expire at `expires`."""
    fate = _FATES[behaviour]
    paid = None if fate.paid_after is None else now + fate.paid_after
    return paid, expires if fate.expires_after is None else now + fate.expires_after
