"""Texts without secrets: whatever looks like a card's number, a key or a client secret goes, wherever it stands."""

import re

REDACTED = "[redacted]"

_DIGITS = re.compile(
    r"(?P<moment>\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?)|\d(?:[\W_]{0,3}\d){11,}"
)
"""Twelve digits or more, however they are parted: card numbers have 12 to 19, and may stand in a longer run. A moment
has as many, and is none."""
_SECRETS = re.compile(
    r"(?:sk|pk|rk|ek|uk|cuss|mest)_(?:test|live)_\w+|(?:whsec|tok|btok|ctoken)_\w+|_secret_\w+"
    r"|(?i:bearer|basic)\s+[\w+/=.~-]{8,}",
    re.ASCII,
)
_PERSONAL = re.compile(
    # The user and the password in an address.
    r"(?<=://)[^\s/@]{1,256}(?=@)"
    # An address of e-mail.
    r"|[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
    # An IBAN.
    r"|\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
    # What follows the path of an address, and what stands in a path because no one can guess it.
    r"|(?<=\?)[^\s\"'<>]+|(?<=/)[A-Za-z0-9_~-]{24,}"
)


def scrub(text: str) -> str:
    """The text without card numbers, keys and client secrets, in a form that PostgreSQL can hold."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return _DIGITS.sub(lambda found: found["moment"] or REDACTED, _SECRETS.sub(REDACTED, text))


def scrub_personal(text: str) -> str:
    """The same, also without addresses of e-mail, bank accounts, and what in URLs lets someone in."""
    return scrub(_PERSONAL.sub(REDACTED, text))
