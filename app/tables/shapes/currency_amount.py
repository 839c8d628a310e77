"""An amount that names its own currency."""

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class CurrencyAmount(Value):
    """An amount in a currency of its own, which can differ from the currency of the object around it."""

    amount: int = money(kind="given", ge=0)
    """The amount, in minor units of `currency`."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the amount: a three-letter ISO 4217 code."""
