"""Amounts are read, shown, checked and rounded exactly as the currency asks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import money
from app.currencies import CURRENCIES, MINIMUM_CHARGE, exponent, granularity, maximum_charge, minimum_charge
from app.errors import BadRequest, InvalidRequest, Malformed

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (2000, "usd", "20.00"),
        (-50, "usd", "-0.50"),
        (0, "eur", "0.00"),
        (5, "gbp", "0.05"),
        (500, "jpy", "500"),
        (5120, "kwd", "5.120"),
        (500, "isk", "5.00"),
        (500, "ugx", "5.00"),
        (2**53, "usd", "90071992547409.92"),
    ],
)
def test_decimal_string_keeps_every_decimal_of_the_currency(amount: int, currency: str, text: str) -> None:
    assert money.decimal_string(amount, currency) == text


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        (123456, "usd", "en-US", "$1,234.56"),
        (-123456, "usd", "en-US", "-$1,234.56"),
        (123456, "eur", "de-DE", f"1.234,56{NBSP}€"),
        (123456, "eur", "de_DE", f"1.234,56{NBSP}€"),
        (500, "jpy", "ja", "￥500"),
        (500, "isk", "en-US", f"ISK{NBSP}5"),
        (15050, "all", "en-US", f"ALL{NBSP}150.50"),
        (5120, "kwd", "en-US", f"KWD{NBSP}5.120"),
        (2000, "usd", "fr-CA", f"20,00{NBSP}${NBSP}US"),
    ],
)
def test_formatted_writes_as_the_locale_does(amount: int, currency: str, locale: str, text: str) -> None:
    assert money.formatted(amount, currency, locale) == text


@pytest.mark.parametrize(
    "locale", ["", "xx-YY", "english", "../../etc/passwd", "en-US-", "e" * 10_000, "en\x00", "\ud800"]
)
def test_an_unknown_locale_is_refused_with_the_remedy(locale: str) -> None:
    with pytest.raises(BadRequest) as refused:
        money.formatted(100, "usd", locale)
    assert refused.value.field == "locale"
    assert "such as en-US" in refused.value.message
    assert refused.value.message.isprintable()
    assert len(refused.value.message) < 200


def test_every_currency_can_be_shown() -> None:
    assert len(CURRENCIES) > 135
    for currency in CURRENCIES:
        assert money.formatted(1_234_000, currency).strip()
        assert Decimal(money.decimal_string(1_234_000, currency)) * 10 ** exponent(currency) == 1_234_000


def test_currency_codes_are_lowered() -> None:
    assert money.parse_currency("USD") == "usd"
    assert money.parse_currency("eur") == "eur"


@pytest.mark.parametrize("text", ["", "us", "usdd", "xyz", "us d", " usd", "€", "\ud800\0"])
def test_an_unknown_currency_is_refused(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        money.parse_currency(text)
    assert "ISO 4217" in refused.value.message
    assert refused.value.message.isprintable()


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        (50, "usd"),
        (99_999_999, "usd"),
        (30, "gbp"),
        (50, "jpy"),
        (1000, "kwd"),
        (100, "isk"),
        (1, "ars"),
        (999_999_999_999, "idr"),
        (999_999_999, "inr"),
    ],
)
def test_what_can_be_charged(amount: int, currency: str) -> None:
    money.check_charge_amount(amount, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "code", "words"),
    [
        (49, "usd", "amount_too_small", "at least 0.50 USD"),
        (0, "usd", "amount_too_small", "Give 50 or more"),
        (-100, "usd", "amount_too_small", "at least 0.50 USD"),
        (29, "gbp", "amount_too_small", "0.30 GBP"),
        (49, "jpy", "amount_too_small", "50 JPY"),
        (0, "ars", "amount_too_small", "0.01 ARS"),
        (100_000_000, "usd", "amount_too_large", "at most 999999.99 USD"),
        (1_000_000_000_000, "idr", "amount_too_large", "9999999999.99 IDR"),
        (5124, "kwd", "parameter_invalid_integer", "Give 5120 or 5130"),
        (550, "isk", "parameter_invalid_integer", "Give 500 or 600"),
        (550, "ugx", "parameter_invalid_integer", "multiple of 100"),
    ],
)
def test_what_cannot_be_charged(amount: int, currency: str, code: str, words: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        money.check_charge_amount(amount, currency, field="amount_to_capture")
    assert (refused.value.code, refused.value.field) == (code, "amount_to_capture")
    assert words in refused.value.message
    assert refused.value.message.startswith("`amount_to_capture` ")


def test_limits_can_be_met_in_every_currency() -> None:
    for currency in CURRENCIES:
        assert 0 < minimum_charge(currency) < maximum_charge(currency) <= money.INT64_MAX
        assert minimum_charge(currency) % granularity(currency) == 0
    assert set(MINIMUM_CHARGE) <= CURRENCIES


@pytest.mark.parametrize(
    ("value", "whole"), [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-2.5", -3), ("58", 58)]
)
def test_a_half_goes_away_from_zero(value: str, whole: int) -> None:
    assert money.rounded(Decimal(value)) == whole


def test_rounding_to_what_the_currency_can_hold() -> None:
    assert money.rounded_to_step(Decimal("12.5"), "usd") == 13
    assert money.rounded_to_step(Decimal(1050), "isk") == 1100
    assert money.rounded_to_step(Decimal(-1050), "isk") == -1100
    assert money.rounded_to_step(Decimal(124), "kwd") == 120


@given(st.integers(-(2**53), 2**53), st.integers(0, 2**53), st.integers(1, 2**53))
def test_a_share_is_exact_and_mirrors_its_opposite(amount: int, part: int, whole: int) -> None:
    part = min(part, whole)
    taken = money.share(amount, part, whole)
    assert abs(2 * (taken * whole - amount * part)) <= whole
    assert money.share(-amount, part, whole) == -taken
    assert money.share(amount, whole, whole) == amount
