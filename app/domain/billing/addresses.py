"""Addresses of pages and papers that whoever has them can open, and that expire: each says itself when."""

import secrets
from datetime import UTC, datetime, timedelta

from app.domain.tx import Tx

VALID = timedelta(days=30)
"""How long an address is valid after the invoice is due, as Stripe's."""
MOST = timedelta(days=120)
"""How long an address is valid at most, as Stripe's."""


def token(tx: Tx, due: datetime | None) -> str:
    """The part of an address that cannot be guessed, which begins with the moment when the address expires: some time
    after `due`, or after now where that is past, or None."""
    expires = min(max(due or tx.now, tx.now) + VALID, tx.now + MOST)
    return f"{int(expires.timestamp())}-{secrets.token_urlsafe(24)}"


def is_expired(tx: Tx, token: str) -> bool:
    """Whether the address of a token has expired, by the clock of what it leads to."""
    return tx.now >= datetime.fromtimestamp(int(token.partition("-")[0]), UTC)
