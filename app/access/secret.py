"""The API key of a request: how it is read from `Authorization`."""

import base64
import binascii
import re

from app.errors import Unauthenticated
from app.key_secret import LENGTH, PREFIXES

FORM = re.compile(rf"(?:{'|'.join(PREFIXES.values())})_(?:test|live)_[0-9A-Za-z]{{{LENGTH}}}")


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
    if not FORM.fullmatch(secret):
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
