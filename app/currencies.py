"""The currencies money comes in: how many decimals each has, and how little or how much of it may be charged.

The sets are Stripe's for API version 2024-12-18.acacia. Codes are lower case, as everywhere inside the house.
"""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO_DECIMAL = _codes("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
"""The smallest unit is the unit: 500 is 500 yen."""

THREE_DECIMAL = _codes("bhd jod kwd omr tnd")
"""A thousand small units make one; card networks take two decimals, so the last digit is 0."""

WHOLE_UNITS_ONLY = frozenset({"isk", "ugx"})
"""No small unit in daily life, yet sent with two decimals, as they were before they lost them: 500 is 5 krónur."""

_TWO_DECIMAL = _codes(
    """
    aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve
    czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl hrk htg huf idr ils inr jmd kes kgs khr kyd kzt
    lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr
    pln qar ron rsd rub sar sbd scr sek sgd shp sle sll sos srd std svc szl thb tjs top try ttd twd tzs uah usd uyu uzs
    wst xcd yer zar zmw
    """
)

CURRENCIES = ZERO_DECIMAL | THREE_DECIMAL | WHOLE_UNITS_ONLY | _TWO_DECIMAL
"""Every currency a payment may be made in."""

MINIMUM_CHARGE = {
    "usd": 50,
    "aed": 200,
    "aud": 50,
    "bgn": 100,
    "brl": 50,
    "cad": 50,
    "chf": 50,
    "czk": 1500,
    "dkk": 250,
    "eur": 50,
    "gbp": 30,
    "hkd": 400,
    "hrk": 50,
    "huf": 17500,
    "inr": 50,
    "jpy": 50,
    "mxn": 1000,
    "myr": 200,
    "nok": 300,
    "nzd": 50,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "sgd": 50,
    "thb": 1000,
}
"""The least that can be charged, in minor units. Any other currency starts at its `granularity`: Stripe converts to the
currency that the account settles in and applies that minimum, but here each currency settles as itself."""

MAXIMUM_CHARGE = 99_999_999
"""The most that can be charged at once, in minor units: eight digits."""

MAXIMUM_CHARGE_EXCEPTIONS = {
    "inr": 999_999_999,
    "cop": 9_999_999_999,
    "huf": 9_999_999_999,
    "jpy": 9_999_999_999,
    "lbp": 9_999_999_999,
    "idr": 999_999_999_999,
}
"""Currencies whose unit is worth so little that eight digits would not do."""


def exponent(currency: str) -> int:
    """How many decimals `currency` has in the API: an amount is this power of ten smaller than it looks."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def has_decimals(currency: str) -> bool:
    """Whether people count `currency` in fractions of its unit."""
    return currency not in ZERO_DECIMAL and currency not in WHOLE_UNITS_ONLY


def granularity(currency: str) -> int:
    """The step between two amounts that can be charged, in minor units: 1, or 10 or 100 where the last digits are 0."""
    if currency in THREE_DECIMAL:
        return 10
    return 100 if currency in WHOLE_UNITS_ONLY else 1


def minimum_charge(currency: str) -> int:
    """The least that can be charged in `currency`, in minor units."""
    return MINIMUM_CHARGE.get(currency, granularity(currency))


def maximum_charge(currency: str) -> int:
    """The most that can be charged in `currency` at once, in minor units."""
    return MAXIMUM_CHARGE_EXCEPTIONS.get(currency, MAXIMUM_CHARGE)
