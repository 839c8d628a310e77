"""Exchange rates: a fixed table of round figures, nobody's quotes, which a test can replace."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType

from app.currencies import exponent
from app.money import rounded_to_step
from app.network.settlement import HOME

_DIGITS = Context(prec=6, rounding=ROUND_HALF_UP)
"""A rate has six significant digits."""

_CONVERSION_FEE = {HOME: Decimal("0.01")}
_CONVERSION_FEE_ELSEWHERE = Decimal("0.02")

_TABLE = """
    usd 1  aed 3.67  ars 1000  aud 1.5  bgn 1.8  brl 5  cad 1.35  chf 0.9  clp 950  cny 7.2  cop 4000
    czk 23  dkk 7  eur 0.92  gbp 0.8  hkd 7.8  huf 360  idr 16000  ils 3.7  inr 84  isk 138  jpy 150
    kes 130  krw 1350  kwd 0.31  mxn 18  myr 4.5  ngn 1500  nok 10.5  nzd 1.65  php 57  pln 4  ron 4.6
    sar 3.75  sek 10.4  sgd 1.35  thb 35  try 33  twd 32  uah 41  vnd 25000  zar 18
"""


def _parsed(table: str) -> dict[str, Decimal]:
    words = table.split()
    return {code: Decimal(rate) for code, rate in zip(words[::2], words[1::2], strict=True)}


PER_USD: Mapping[str, Decimal] = MappingProxyType(_parsed(_TABLE))
"""Units of each currency that one US dollar buys. A currency that is not here is never converted."""


def rate_between(source: str, target: str, per_usd: Mapping[str, Decimal]) -> Decimal | None:
    """Units of `target` for one unit of `source`, with six significant digits; None if one of them has no rate."""
    if source not in per_usd or target not in per_usd:
        return None
    return _DIGITS.divide(per_usd[target], per_usd[source]).normalize()


def converted(amount: int, source: str, target: str, rate: Decimal) -> int:
    """`amount` minor units of `source` in minor units of `target`, rounded half up to what `target` is paid in."""
    units = Decimal(amount).scaleb(-exponent(source)) * rate
    return rounded_to_step(units.scaleb(exponent(target)), target)


def conversion_fee(amount: int, currency: str, country: str | None) -> int:
    """What the conversion of `amount`, which is in the currency it was converted to, costs a merchant of `country`: one
    percent in the United States, two elsewhere."""
    return rounded_to_step(amount * _CONVERSION_FEE.get(country or HOME, _CONVERSION_FEE_ELSEWHERE), currency)
