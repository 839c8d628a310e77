"""The shapes of what merchants type in: email addresses, web addresses, IP addresses, statement descriptors."""

import re
from ipaddress import ip_address

from app.errors import InvalidRequest

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
FORBIDDEN = "<>\\'\"*"
"""What no bank takes in a statement descriptor."""

DESCRIPTOR_LENGTH = (5, 22)
PREFIX_LENGTH = (2, 10)


def email(text: str | None, field: str = "email") -> None:
    """Refuse what cannot be an email address; whether anyone reads it is not asked. Null is fine."""
    if text is not None and not _EMAIL.fullmatch(text):
        raise InvalidRequest(
            f"'{text[:100]}' is not an email address. Give {field} one such as jenny@example.com.",
            code="email_invalid",
            field=field,
        )


def url(text: str | None, field: str) -> None:
    """Refuse what is not a web address. Null is fine."""
    if text is not None and not _URL.fullmatch(text):
        raise InvalidRequest(
            f"'{text[:100]}' is not a web address. Give {field} one that begins with https:// or http://.",
            code="url_invalid",
            field=field,
        )


def ip(text: str | None, field: str) -> None:
    """Refuse what is no IP address of version 4 or 6. Null is fine."""
    if text is None:
        return
    try:
        ip_address(text)
    except ValueError:
        raise InvalidRequest(
            f"'{text[:100]}' is not an IP address. Give {field} one of version 4 or 6, such as 203.0.113.7.",
            field=field,
        ) from None


def statement_descriptor(text: str | None, field: str, *, length: tuple[int, int] = DESCRIPTOR_LENGTH) -> None:
    """Refuse what cannot stand on a bank statement. `length` is the least and the most characters. Null is fine."""
    if text is None:
        return
    least, most = length
    if not least <= len(text) <= most:
        raise InvalidRequest(f"{field} must have {least} to {most} characters; {len(text)} were given.", field=field)
    if any(letter in FORBIDDEN or not letter.isprintable() for letter in text):
        raise InvalidRequest(
            f"{field} cannot have any of the characters {' '.join(FORBIDDEN)}, nor any that cannot be printed. "
            "Leave them out.",
            code="invalid_characters",
            field=field,
        )
    if not any(letter.isalpha() for letter in text):
        raise InvalidRequest(f"{field} needs at least one letter.", field=field)
