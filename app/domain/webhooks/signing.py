"""Signatures: `Stripe-Signature: t=<unix seconds>,v1=<hex>`, one `v1` for each secret that holds."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from app.ids import ALPHABET

HEADER = "Stripe-Signature"
PREFIX = "whsec_"
LENGTH = 32
"""Characters after the prefix: 190 bits in base62."""


def new_secret() -> str:
    """A signing secret that no one has seen."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def signature(body: bytes, keys: Iterable[str], timestamp: int) -> str:
    """The header's value for a body that is sent at `timestamp` (Unix seconds)."""
    signed = b"%d.%b" % (timestamp, body)
    marks = (hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in keys)
    return ",".join([f"t={timestamp}", *(f"v1={mark}" for mark in marks)])
