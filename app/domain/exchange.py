"""Currency exchange: which currency a payment settles in, and at which rate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain import destinations
from app.domain.tx import Tx
from app.network.exchange_rates import PER_USD, converted, rate_between
from app.tables.core_resources.exchange_rate import ExchangeRate, ExchangeRateRate, ExchangeRateSettings


@dataclass(frozen=True)
class Settled:
    """An amount as it changes the balance, in minor units of `currency`. `rate` is null without a conversion."""

    amount: int
    currency: str
    rate: Decimal | None = None


@dataclass(frozen=True)
class Exchange:
    """From the currency of a payment to that of the balance which it changes."""

    source: str
    target: str
    rate: Decimal | None = None

    def of(self, amount: int) -> Settled:
        """What `amount` minor units of the payment are on the balance."""
        if self.rate is None:
            return Settled(amount, self.target)
        return Settled(converted(amount, self.source, self.target, self.rate), self.target, self.rate)


async def exchange(tx: Tx, currency: str) -> Exchange:
    """How a payment in `currency` settles now.

    An account has balances in its default currency and in those that it has a bank account for. Any other currency is
    converted to the default one; a currency that there is no rate for keeps a balance of its own.
    """
    account = await tx.account()
    target = account.default_currency
    if target is None or currency == target or any(each.currency == currency for each in await destinations.of(tx)):
        return Exchange(currency, currency)
    settings = await tx.single(ExchangeRateSettings, lock=False)
    rate = rate_between(currency, target, per_usd(settings.per_usd))
    return Exchange(currency, currency) if rate is None else Exchange(currency, target, rate)


def per_usd(replaced: Iterable[Any]) -> Mapping[str, Decimal]:
    """The fixed rates with those that the account has set instead."""
    return {**PER_USD, **{each["currency"]: Decimal(each["rate"]) for each in replaced}, "usd": Decimal(1)}


def rates_of(currency: str, table: Mapping[str, Decimal]) -> ExchangeRate | None:
    """The rates of one currency; None for one that is not in the table."""
    if currency not in table:
        return None
    rates = [(other, rate_between(currency, other, table)) for other in sorted(table)]
    return ExchangeRate(
        id=currency, rates=[ExchangeRateRate(currency=other, rate=rate) for other, rate in rates if rate is not None]
    )
