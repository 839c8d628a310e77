"""Money as integers in the smallest unit: parsed, checked, rounded and formatted. Pure."""

import re
from collections.abc import Sequence
from copy import copy
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberPattern

from app.currencies import CURRENCIES, exponent, granularity, has_decimals, maximum_charge, minimum_charge
from app.error_codes import ErrorCode
from app.errors import BadRequest, InvalidRequest, Malformed

INT64_MAX = 2**53 - 1
"""The largest whole number the graph carries: every JSON reader, JavaScript's among them, keeps it exact."""
INT64_MIN = -INT64_MAX

_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
_LETTER_BESIDE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def parse_currency(text: str) -> str:
    """The currency's lower-case code. Upper case is accepted. Raises Malformed for an unsupported currency."""
    code = text.lower()
    if code not in CURRENCIES:
        raise Malformed(
            "must be a currency that payments can be made in, as a three-letter ISO 4217 code such as usd; it was "
            f"{text[:20]!r}."
        )
    return code


def decimal_amount(amount: int, currency: str) -> Decimal:
    """`amount` minor units as an exact number of units: 2000 usd is Decimal("20.00")."""
    return Decimal(amount).scaleb(-exponent(currency))


def decimal_string(amount: int, currency: str) -> str:
    """`amount` minor units in plain digits with all the currency's decimals: "20.00", "-0.50", "500" for jpy."""
    return format(decimal_amount(amount, currency), "f")


@lru_cache(maxsize=4096)
def formatted(amount: int | Decimal, currency: str, locale: str = "en-US") -> str:
    """`amount` minor units as `locale` formats it: "$20.00", and "$0.005" for half a cent. Raises BadRequest for an
    unknown locale."""
    value = Decimal(amount).scaleb(-exponent(currency))
    needed = -int(value.normalize().as_tuple().exponent)
    pattern, reader = _pattern(locale, max(needed, exponent(currency) if has_decimals(currency) else 0))
    text = pattern.apply(value, reader, currency=currency.upper(), currency_digits=False)
    return _LETTER_BESIDE_DIGIT.sub("\N{NO-BREAK SPACE}", text)


def check_charge_amount(amount: int, currency: str, field: str = "amount") -> None:
    """Refuse amounts that cannot be charged: below the currency's minimum, above its maximum, or not a multiple of its
    step.

    `amount` is in minor units. InvalidRequest with Stripe's codes amount_too_small, amount_too_large and, for the
    currencies whose last digits must be 0, parameter_invalid_integer.
    """
    least, most, step = minimum_charge(currency), maximum_charge(currency), granularity(currency)
    if amount < least:
        raise InvalidRequest(
            f"`{field}` is too small: a payment in {currency} is at least {_in_words(least, currency)}. "
            f"Give {least} or more, counted in the currency's smallest unit.",
            code=ErrorCode.AMOUNT_TOO_SMALL,
            field=field,
        )
    if amount > most:
        raise InvalidRequest(
            f"`{field}` is too large: a payment in {currency} is at most {_in_words(most, currency)}. "
            f"Give {most} or less, counted in the currency's smallest unit, or split the payment.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field=field,
        )
    if amount % step:
        raise InvalidRequest(
            f"`{field}` cannot be charged in {currency} as {amount}: it must be a multiple of {step}. "
            f"Give {amount - amount % step} or {amount - amount % step + step}.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field=field,
        )


def rounded(value: Decimal) -> int:
    """To the nearest whole minor unit; a half goes away from zero, so that a credit mirrors its charge."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rounded_to_step(value: Decimal, currency: str) -> int:
    """To the nearest amount that `currency` can be charged in; a half goes away from zero."""
    step = granularity(currency)
    return rounded(value / step) * step


def share(amount: int, part: int, whole: int) -> int:
    """`part` of `whole` of `amount` minor units, to the nearest one, a half away from zero. Exact at any size."""
    product = amount * part
    nearest = (2 * abs(product) + whole) // (2 * whole)
    return nearest if product >= 0 else -nearest


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` minor units in parts in proportion to the weights, none of which is negative. What does not divide goes
    to the later ones. No part is larger than its weight unless the amount is larger than all weights together."""
    total, passed, before = sum(weights), 0, 0
    parts = []
    for weight in weights:
        passed += weight
        until = amount * passed // total if total else 0
        parts.append(until - before)
        before = until
    return parts


def _in_words(amount: int, currency: str) -> str:
    return f"{decimal_string(amount, currency)} {currency.upper()}"


@lru_cache(maxsize=1024)
def _pattern(locale: str, digits: int) -> tuple[NumberPattern, Locale]:
    """How `locale` writes a currency with so many decimals. Babel's own count follows daily life, not the API."""
    if not _LOCALE.fullmatch(locale):
        raise _unknown_locale(locale)
    try:
        reader = Locale.parse(locale.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        raise _unknown_locale(locale) from None
    pattern = copy(reader.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    return pattern, reader


def _unknown_locale(locale: str) -> BadRequest:
    return BadRequest(
        f"{locale[:20]!r} is not a locale that is known here. Give `locale` a language and, if need be, a country, "
        "such as en-US, de-DE or ja.",
        field="locale",
    )
