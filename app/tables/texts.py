"""Texts that have a form: what a caller gives for such a field is refused unless it has it."""

import re
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from app.countries import COUNTRIES
from app.error_codes import ErrorCode
from app.errors import Malformed
from app.money import parse_currency

LONGEST_TEXT = 5_000
"""Characters of a text without a limit of its own, as at Stripe."""
LONGEST_LIST = 250
"""Entries of a list or a map without a limit of its own: as many as Stripe's longest lists have, such as the lines that
are added to an invoice at once, or the types of events that an endpoint receives."""

_SURROGATE = re.compile("[\ud800-\udfff]")

FORBIDDEN = "<>\\'\"*"
"""What no bank takes in a statement descriptor."""
DESCRIPTOR_LENGTH = (5, 22)
_OF_BROWSERS = (
    *("about", "blob", "chrome", "content", "data", "file", "filesystem", "ftp", "intent", "jar", "javascript"),
    *("mailto", "resource", "sms", "tel", "vbscript", "view-source", "ws", "wss"),
)
"""Schemes that are no app's of a merchant: they run scripts, read files, or lead to something else than a page."""
PREFIX_LENGTH = (2, 10)
SUFFIX_LENGTH = (1, 22)
TOPUP_DESCRIPTOR_LENGTH = (1, 15)


def storable(text: str) -> bool:
    """Whether PostgreSQL can hold a text: one without NUL, and without half of a surrogate pair."""
    return "\0" not in text and (text.isascii() or _SURROGATE.search(text) is None)


def matching(
    pattern: str, wanted: str, example: str, code: ErrorCode = ErrorCode.PARAMETER_INVALID, flags: int = 0
) -> AfterValidator:
    """The check of texts of which the whole matches the pattern."""
    compiled = re.compile(pattern, flags)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise Malformed(f"must be {wanted}, such as {example}; it was {text[:100]!r}.", code=code)
        return text

    return AfterValidator(check)


def check_ip(text: str) -> str:
    """The address in its usual spelling. Raises Malformed for what is no IP address of version 4 or 6."""
    try:
        return str(ip_address(text))
    except ValueError:
        raise Malformed(
            f"must be an IP address of version 4 or 6, such as 203.0.113.7; it was {text[:100]!r}."
        ) from None


def check_country(text: str) -> str:
    """The code in upper case. Raises Malformed for what is no country of ISO 3166-1."""
    code = text.upper()
    if code not in COUNTRIES:
        raise Malformed(
            f"must be the two letters of a country, such as GB; it was {text[:100]!r}.",
            code=ErrorCode.COUNTRY_CODE_INVALID,
        )
    return code


def check_date(text: str) -> str:
    """Raises Malformed for what is no day of the calendar as YYYY-MM-DD."""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Malformed(f"must be a date as YYYY-MM-DD; it was {text[:100]!r}.") from None
    return text


def statement_descriptor(*, length: tuple[int, int] = DESCRIPTOR_LENGTH) -> Callable[[str], str]:
    """The check of what can stand on a bank statement. `length` is the least and the most characters.

    The check raises Malformed.
    """
    least, most = length

    def check(text: str) -> str:
        if not least <= len(text) <= most:
            raise Malformed(f"must have {least} to {most} characters; {len(text)} were given.")
        if any(letter in FORBIDDEN or not letter.isprintable() for letter in text):
            raise Malformed(
                f"cannot have any of the characters {' '.join(FORBIDDEN)}, nor any that cannot be printed. "
                "Leave them out.",
                code=ErrorCode.INVALID_CHARACTERS,
            )
        if not any(letter.isalpha() for letter in text):
            raise Malformed("needs at least one letter.")
        return text

    return check


def web_address(text: str) -> str:
    """A URL that a page may link to. Raises Malformed for what is none of http or https with a host."""
    if _scheme(text) in ("http", "https"):
        return text
    raise Malformed(
        f"must be a web address, such as https://example.com; it was {text[:100]!r}.", code=ErrorCode.URL_INVALID
    )


def return_address(text: str) -> str:
    """The same, or one with the scheme of a merchant's app, such as `acme://paid`. Raises Malformed."""
    scheme = _scheme(text)
    if scheme is not None and scheme not in _OF_BROWSERS:
        return text
    raise Malformed(
        f"must be a web address or one of your app, such as https://example.com/paid or acme://paid; "
        f"it was {text[:100]!r}.",
        code=ErrorCode.URL_INVALID,
    )


def _scheme(text: str) -> str | None:
    """The scheme of a URL that has a host, in lower case; None for what is none."""
    # Browsers take a backslash for a slash, and drop what cannot be printed.
    if not text.isprintable() or any(character.isspace() or character == "\\" for character in text):
        return None
    scheme, separator, rest = text.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) or not rest:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    return parts.scheme if parts.hostname and port != 0 else None


Color = Annotated[str, matching(r"#[0-9A-Fa-f]{6}", "# and six hexadecimal digits", "#635bff")]
CountryCode = Annotated[str, AfterValidator(check_country)]
"""A country by its two letters (ISO 3166-1 alpha-2), in upper case."""
CurrencyCode = Annotated[str, AfterValidator(parse_currency)]
"""A currency that payments can be made in, in lower case."""
Date = Annotated[str, AfterValidator(check_date)]
Email = Annotated[
    str,
    matching(
        r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+",
        "an email address",
        "jenny@example.com",
        ErrorCode.EMAIL_INVALID,
    ),
]
"""What can be an email address; whether anyone reads it is not asked."""
InvoicePrefix = Annotated[str, matching(r"[A-Z0-9]{3,12}", "3 to 12 upper-case letters or digits", "ACME24")]
IpAddress = Annotated[str, AfterValidator(check_ip)]
Language = Annotated[
    str,
    matching(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", "the tag of a language", "pt-BR"),
]
MerchantCategoryCode = Annotated[str, matching(r"[0-9]{4}", "four digits", "5734")]
MetadataKey = Annotated[
    str,
    matching(r"[^][]{1,40}", "a key of 1 to 40 characters, none a square bracket", "order_id", flags=re.DOTALL),
]
MetadataInput = dict[MetadataKey, Annotated[str, Field(max_length=500)] | None]
"""Key-value pairs to be merged with those that there are; a null removes its key."""
StatementDescriptor = Annotated[str, AfterValidator(statement_descriptor())]
StatementDescriptorSuffix = Annotated[str, AfterValidator(statement_descriptor(length=SUFFIX_LENGTH))]
TopupStatementDescriptor = Annotated[str, AfterValidator(statement_descriptor(length=TOPUP_DESCRIPTOR_LENGTH))]
StatementDescriptorPrefix = Annotated[str, AfterValidator(statement_descriptor(length=PREFIX_LENGTH))]
Url = Annotated[str, AfterValidator(web_address)]
ReturnUrl = Annotated[str, AfterValidator(return_address)]
