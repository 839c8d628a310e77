"""The fee of a payment, when its funds become available, and how long an authorization lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from app.currencies import exponent, has_decimals
from app.money import rounded_to_step
from app.network.behaviours import CARD_BEHAVIOURS
from app.network.delays import after_business_days
from app.tables.payment_methods.method_type import Fee, Settlement

FEE_DESCRIPTION = "Stripe processing fees"
CONVERSION_DESCRIPTION = "Stripe currency conversion fee"
APPLICATION_FEE: Literal["application_fee"] = "application_fee"
APPLICATION_DESCRIPTION = "Application fee"

HOME = "US"
"""The country that settles fastest."""


@dataclass(frozen=True)
class FeeDetail:
    """One line of a balance transaction's fee, in minor units."""

    amount: int
    currency: str
    type: Literal["application_fee", "stripe_fee"] = "stripe_fee"
    description: str = FEE_DESCRIPTION


def processing_fee(amount: int, currency: str, fee: Fee, *, abroad: bool) -> int:
    """The fee of a payment of `amount` minor units, in minor units of the same currency; not returned on a refund.

    `abroad`: payer and merchant are in different countries. Stripe sets the fixed part for each currency; here it is
    the same number of units in all with decimals, and a hundred times that in others, which is near it. Rounded half
    up, to an amount that the currency can be charged in.
    """
    share = fee.share + (fee.abroad if abroad else 0)
    total = rounded_to_step(amount * share, currency) + fixed_fee(fee.fixed, currency)
    return total if fee.most is None else min(total, fee.most)


def fixed_fee(units: Decimal, currency: str) -> int:
    """A fee of so many units of a currency with decimals, and of a hundred times as many of another, in minor units."""
    return int((units if has_decimals(currency) else units * 100).scaleb(exponent(currency)))


def fee_details(
    fee: int, currency: str, description: str = FEE_DESCRIPTION, *, conversion: int = 0, application: int = 0
) -> tuple[FeeDetail, ...]:
    """The lines that add up to `fee`, of which `conversion` is for a currency conversion, and to a platform's
    `application` fee; none of zero."""
    lines = (
        FeeDetail(application, currency, APPLICATION_FEE, APPLICATION_DESCRIPTION),
        FeeDetail(fee - conversion, currency, description=description),
        FeeDetail(conversion, currency, description=CONVERSION_DESCRIPTION),
    )
    return tuple(line for line in lines if line.amount)


def available_on(
    now: datetime, settlement: Settlement, country: str, behaviour: str, *, delay_days: int = 0
) -> datetime:
    """When the funds of a payment from `country` become available: midnight UTC that begins the day.

    `delay_days` is that of the account's payout schedule: calendar days that all payments wait. A test card that skips
    the wait gives today's midnight, which is past: the funds are available immediately.
    """
    bank = CARD_BEHAVIOURS.get(behaviour)
    if bank and bank.settles_at_once:
        settled = now
    else:
        days = settlement.business_days if country == HOME else settlement.business_days_abroad
        settled = max(after_business_days(now, days), now + timedelta(days=delay_days))
    return settled.replace(hour=0, minute=0, second=0, microsecond=0)


def authorization_window(
    brand: str, *, off_session: bool = False, card_present: bool = False, extended: bool = False
) -> timedelta:
    """How long an authorization lasts before it expires.

    Seven days online; five for Visa without the customer; two in person; thirty for an extended authorization.
    """
    if extended:
        return timedelta(days=30)
    if card_present:
        return timedelta(days=2)
    return timedelta(days=5 if brand == "visa" and off_session else 7)
