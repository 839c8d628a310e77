"""The text of an API key: how it is made, hashed, hinted at, and read from a request's `Authorization`."""

import base64
import binascii
import hashlib
import re
import secrets

from app.errors import Unauthenticated
from app.ids import ALPHABET
from app.tables.access import KeyKind

PREFIXES = {KeyKind.SECRET: "sk", KeyKind.PUBLISHABLE: "pk", KeyKind.RESTRICTED: "rk"}
LENGTH = 43
"""Characters after the prefix: 256 bits in base62."""

_FORM = re.compile(rf"(?:sk|pk|rk)_(?:test|live)_[0-9A-Za-z]{{{LENGTH}}}")


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


def read_authorization(authorization: str | None) -> str:
    """The key in `Bearer <key>`, or in `Basic` with the key as the user name and any password.

    Raises Unauthenticated when there is none, or when what is there cannot be a key. That is never repeated: it may be
    a password.
    """
    if authorization is None or not authorization.strip():
        raise Unauthenticated(
            "No API key was given. Send one as `Authorization: Bearer sk_test_…`, "
            "or in the payload of `connection_init` on a WebSocket."
        )
    scheme, _, credentials = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        secret = credentials.strip()
    elif scheme.lower() == "basic":
        secret = _user_of(credentials.strip())
    else:
        raise Unauthenticated("The Authorization must be `Bearer` or `Basic`. Send `Authorization: Bearer sk_test_…`.")
    if not _FORM.fullmatch(secret):
        raise Unauthenticated(
            "What was given as API key is not one: a key is sk_test_, sk_live_, pk_test_, pk_live_, rk_test_ or "
            f"rk_live_ and {LENGTH} letters and digits. Check that it was copied whole."
        )
    return secret


def _user_of(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
    except (binascii.Error, ValueError):
        return ""
