"""What the lines of an invoice say, as Stripe's do: in English, with prices in the currency's own form."""

from datetime import datetime
from decimal import Decimal

from app.domain.billing.engine.rates import Cost
from app.money import formatted
from app.tables.products.price import Price


def recurring(name: str, price: Price, currency: str, cost: Cost) -> str:
    """`2 × Gold (at $15.00 / month)`, `5 × Seats (Tier 1 at $7.00 every 3 months)`."""
    tier = "" if cost.tier is None else f"Tier {cost.tier} "
    if cost.unit_amount is None:
        return f"{name} ({tier}flat fee at {formatted(cost.amount, currency)}{_period(price)})"
    return f"{_plain(cost.quantity)} × {name} ({tier}at {formatted(cost.unit_amount, currency)}{_period(price)})"


def trial(name: str) -> str:
    return f"Trial period for {name}"


def unused(name: str, quantity: int | Decimal, moment: datetime) -> str:
    return f"Unused time on {_counted(name, quantity)} after {_day(moment)}"


def remaining(name: str, quantity: int | Decimal, moment: datetime) -> str:
    return f"Remaining time on {_counted(name, quantity)} after {_day(moment)}"


def _period(price: Price) -> str:
    if price.recurring is None:
        return ""
    count, unit = price.recurring.interval_count, price.recurring.interval.value
    return f" / {unit}" if count == 1 else f" every {count} {unit}s"


def _counted(name: str, quantity: int | Decimal) -> str:
    return name if quantity == 1 else f"{_plain(quantity)} × {name}"


def _plain(quantity: int | Decimal) -> str:
    """A quantity in plain digits, without zeros at the end of its decimals."""
    return f"{Decimal(quantity):f}".rstrip("0").rstrip(".") if quantity % 1 else str(int(quantity))


def _day(moment: datetime) -> str:
    return moment.strftime("%d %b %Y")
