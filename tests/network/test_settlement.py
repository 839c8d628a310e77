"""Fees to the cent, money available on the right midnight, refunds and holds that take their time."""

from datetime import UTC, datetime, timedelta

import pytest

from app.network.banks import BANK_BEHAVIOURS
from app.network.behaviours import CARD_BEHAVIOURS
from app.network.delays import Delay, after_business_days
from app.network.refunds import PendingThenSucceeds, Succeeds, SucceedsThenFails, refund_outcome
from app.network.settlement import (
    FeeDetail,
    authorization_window,
    available_on,
    fee_details,
    processing_fee,
)
from app.tables.payment_methods.method_type import method_types
from app.tables.payment_methods.types.card import CARD
from app.tables.payment_methods.types.us_bank_account import US_BANK_ACCOUNT

WEDNESDAY = datetime(2025, 1, 15, 17, 30, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "country", "fee"),
    [
        (2000, "usd", "US", 88),
        (50, "usd", "US", 31),
        (500, "usd", "US", 45),
        (99_999_999, "usd", "US", 2_900_030),
        (2000, "usd", "DE", 118),
        (500, "jpy", "US", 45),
        (20_000, "kwd", "US", 880),
        (20_010, "kwd", "US", 880),
        (100_000, "isk", "US", 5_900),
        (100_100, "isk", "US", 5_900),
    ],
)
def test_card_fees(amount: int, currency: str, country: str, fee: int) -> None:
    assert processing_fee(amount, currency, CARD.fee, abroad=country != "US") == fee


def test_a_card_is_foreign_to_the_account() -> None:
    assert processing_fee(2000, "eur", CARD.fee, abroad=False) == 88
    assert processing_fee(2000, "eur", CARD.fee, abroad=True) == 118


@pytest.mark.parametrize(("amount", "fee"), [(1000, 8), (2000, 16), (62_437, 499), (62_500, 500), (10_000_000, 500)])
def test_ach_fees_are_capped(amount: int, fee: int) -> None:
    assert processing_fee(amount, "usd", US_BANK_ACCOUNT.fee, abroad=False) == fee


def test_fee_details_add_up() -> None:
    assert fee_details(88, "usd") == (FeeDetail(88, "usd", "stripe_fee", "Stripe processing fees"),)
    assert fee_details(0, "usd") == ()


@pytest.mark.parametrize(
    ("method", "country", "behaviour", "day"),
    [
        ("card", "US", "approves", 17),
        ("card", "US", "unlisted", 17),
        ("card", "DE", "approves", 24),
        ("us_bank_account", "US", "bank_settles", 21),
        ("card", "US", "settles_at_once", 15),
        ("card", "IE", "settles_at_once", 15),
    ],
)
def test_money_becomes_available_at_midnight(method: str, country: str, behaviour: str, day: int) -> None:
    assert available_on(WEDNESDAY, method_types()[method].settlement, country, behaviour) == datetime(
        2025, 1, day, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [(13, 0, 13), (13, 1, 14), (16, 2, 20), (17, 1, 20), (18, 1, 20), (19, 1, 20), (18, 0, 18), (13, 5, 20)],
)
def test_banks_rest_on_weekends(start: int, days: int, end: int) -> None:
    assert after_business_days(datetime(2025, 1, start, 9, tzinfo=UTC), days) == datetime(2025, 1, end, 9, tzinfo=UTC)


def test_a_delay_in_a_hurry() -> None:
    delay = Delay(business_days=4)
    assert delay.due(WEDNESDAY) == WEDNESDAY + timedelta(days=6)
    assert delay.due(WEDNESDAY, hurry=True) == WEDNESDAY + timedelta(minutes=1)


def test_refunds() -> None:
    assert CARD.refunds is not None
    assert US_BANK_ACCOUNT.refunds is not None
    assert refund_outcome("refund_pending", CARD.refunds) == PendingThenSucceeds(Delay(5))
    assert refund_outcome("refund_fails", CARD.refunds) == SucceedsThenFails("expired_or_canceled_card", Delay(5))
    for behaviour in CARD_BEHAVIOURS.keys() - {"refund_pending", "refund_fails"}:
        assert refund_outcome(behaviour, CARD.refunds) == Succeeds()
    for behaviour in BANK_BEHAVIOURS:
        assert refund_outcome(behaviour, US_BANK_ACCOUNT.refunds) == PendingThenSucceeds(Delay(5))


def test_how_long_an_authorization_holds() -> None:
    assert authorization_window("visa") == timedelta(days=7)
    assert authorization_window("visa", off_session=True) == timedelta(days=5)
    assert authorization_window("mastercard", off_session=True) == timedelta(days=7)
    assert authorization_window("visa", card_present=True) == timedelta(days=2)
    assert authorization_window("visa", extended=True) == timedelta(days=30)
