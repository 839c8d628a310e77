"""What a payment costs, when its money becomes available, and how long an authorization holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from app.currencies import exponent, has_decimals
from app.money import rounded_to_step
from app.network.behaviours import CARD_BEHAVIOURS
from app.network.delays import after_business_days

Method = Literal["card", "us_bank_account"]

FEE_DESCRIPTION = "Stripe processing fees"

_CARD_SHARE = Decimal("0.029")
_FOREIGN_CARD_SHARE = Decimal("0.015")
_CARD_FIXED_UNITS = Decimal("0.30")
_CARD_FIXED_UNITS_WITHOUT_DECIMALS = Decimal(30)
_ACH_SHARE = Decimal("0.008")
_ACH_MOST = 500

_DAYS_US_CARD = 2
_DAYS_US_BANK_ACCOUNT = 4
_DAYS_OTHER = 7


@dataclass(frozen=True)
class FeeDetail:
    """One line of a balance transaction's fee, in minor units."""

    amount: int
    currency: str
    type: Literal["stripe_fee"] = "stripe_fee"
    description: str = FEE_DESCRIPTION


def processing_fee(amount: int, currency: str, method: Method, card_country: str, account_country: str = "US") -> int:
    """What taking `amount` minor units costs, in minor units of the same currency; kept when the payment is refunded.

    Cards: 2.9 % and a fixed part, 0.30 of the unit, or 30 where the currency has no decimals in daily life (Stripe sets
    a price per currency; these are near it). A card from another country than the account costs 1.5 % more.
    ACH: 0.8 %, at most 5.00. Rounded half up, to an amount that the currency can be charged in.
    """
    if method == "us_bank_account":
        return min(rounded_to_step(amount * _ACH_SHARE, currency), _ACH_MOST)
    percentage = _CARD_SHARE if card_country == account_country else _CARD_SHARE + _FOREIGN_CARD_SHARE
    return rounded_to_step(amount * percentage, currency) + _fixed_part(currency)


def fee_details(fee: int, currency: str) -> tuple[FeeDetail, ...]:
    """The lines that add up to `fee`: one, or none where it costs nothing."""
    return (FeeDetail(fee, currency),) if fee else ()


def available_on(now: datetime, method: Method, country: str, behaviour: str) -> datetime:
    """From when the merchant can use the money: midnight UTC that begins the settlement's day.

    Two working days for cards of the United States, four for ACH, seven for other cards (Stripe names three to seven).
    A test card that skips the wait gives today's midnight, which is over: the money is available at once.
    """
    bank = CARD_BEHAVIOURS.get(behaviour)
    if bank and bank.settles_at_once:
        days = 0
    elif method == "us_bank_account":
        days = _DAYS_US_BANK_ACCOUNT
    else:
        days = _DAYS_US_CARD if country == "US" else _DAYS_OTHER
    return after_business_days(now, days).replace(hour=0, minute=0, second=0, microsecond=0)


def authorization_window(
    brand: str, *, off_session: bool = False, card_present: bool = False, extended: bool = False
) -> timedelta:
    """How long the bank holds what it approved before a capture comes too late.

    Seven days online; five for Visa without the customer; two in person; thirty where the longer hold was granted.
    """
    if extended:
        return timedelta(days=30)
    if card_present:
        return timedelta(days=2)
    return timedelta(days=5 if brand == "visa" and off_session else 7)


def _fixed_part(currency: str) -> int:
    units = _CARD_FIXED_UNITS if has_decimals(currency) else _CARD_FIXED_UNITS_WITHOUT_DECIMALS
    return int(units.scaleb(exponent(currency)))
