"""The text of an API key: how it is made, hashed, and hinted at."""

import hashlib
import secrets

from app.ids import ALPHABET
from app.tables.access import KeyKind

PREFIXES = {
    KeyKind.SECRET: "sk",
    KeyKind.PUBLISHABLE: "pk",
    KeyKind.RESTRICTED: "rk",
    KeyKind.EPHEMERAL: "ek",
    KeyKind.CUSTOMER_SESSION: "cuss",
    KeyKind.METER_EVENT_SESSION: "mest",
    KeyKind.ACCOUNT_SESSION: "accs",
}
LENGTH = 43
"""Characters after the prefix: 256 bits in base62."""


def new_secret(kind: KeyKind, *, livemode: bool) -> str:
    """A key that no one has seen, such as `sk_test_` and 43 characters."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{PREFIXES[kind]}_{'live' if livemode else 'test'}_{characters}"


def digest(secret: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).digest()


def hint(secret: str) -> str:
    """What may be shown of a key: `sk_test_…a1b2`."""
    return f"{secret[:-LENGTH]}…{secret[-4:]}"
