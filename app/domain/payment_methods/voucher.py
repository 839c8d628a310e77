"""A voucher: what a customer pays with at a store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.tables.values import Value


@dataclass(frozen=True)
class Voucher:
    """The voucher of one payment."""

    number: str
    """The number that the store scans or types in."""
    expires: datetime
    """When the voucher expires."""
    paid: datetime | None
    """When the customer pays in test mode; None for a customer who does not."""
    action: str
    """The name of the next action, and of the field that shows the voucher."""
    shown: Callable[[str], Value]
    """What that field shows, by the address of the voucher's page."""
