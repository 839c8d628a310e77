"""ExchangeRate: what one unit of a currency is worth in others. The rates are fixed, and a test can replace them."""

from decimal import Decimal
from typing import ClassVar

from app.tables.columns import REQUIRED, editable, given, kept
from app.tables.resource import Single
from app.tables.texts import CurrencyCode
from app.tables.transient import Transient
from app.tables.values import Value


class ExchangeRateRate(Value):
    """The worth of one unit of a currency in another."""

    currency: str = kept(REQUIRED)
    """The other currency: a three-letter ISO 4217 code, in lower case."""
    rate: Decimal = kept(REQUIRED)
    """Units of the other currency for one unit, with six significant digits."""


class ExchangeRate(Transient):
    """The rates at which funds in one currency are converted to others."""

    id: str = kept(REQUIRED)
    """The currency, which is the unique identifier of the object: a three-letter ISO 4217 code, in lower case."""
    rates: list[ExchangeRateRate] = kept(REQUIRED)
    """The worth of one unit of the currency in every currency."""


class ExchangeRateSettingsPerUsd(Value):
    """The worth of one US dollar in a currency."""

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """The currency: a three-letter ISO 4217 code, in lower case."""
    rate: Decimal = given(gt=0, max_digits=12)
    """Units of the currency that one US dollar buys."""


class ExchangeRateSettings(Single, table=True):
    """Exchange rates of the account's test mode that replace the fixed ones."""

    livemode: bool = kept(False, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    per_usd: list[ExchangeRateSettingsPerUsd] = editable([])
    """Rates that replace the fixed ones, each as units of a currency for one US dollar; empty by default."""

    object_name: ClassVar[str] = "exchange_rate_settings"
