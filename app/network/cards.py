"""From a card's number, or a test card's name, to the facts a payment method stores. The number is dropped."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.error_codes import ErrorCode
from app.errors import CardError
from app.network.behaviours import UNLISTED, Authentication, CardBehaviour, CheckResult, card_behaviour
from app.network.known_cards import BY_NAME, BY_NUMBER, Brand, Funding, KnownCard, country_of

_DISPLAY_BRANDS = {
    "amex": "american_express",
    "diners": "diners_club",
    "eftpos_au": "eftpos_australia",
    "unionpay": "union_pay",
    "unknown": "other",
}

# The ranges in which each network issues cards, as (brand, first digits from, to).
_RANGES: tuple[tuple[Brand, str, str], ...] = (
    ("visa", "4", "4"),
    ("amex", "34", "34"),
    ("amex", "37", "37"),
    ("mastercard", "51", "55"),
    ("mastercard", "2221", "2720"),
    ("discover", "6011", "6011"),
    ("discover", "644", "659"),
    ("diners", "300", "305"),
    ("diners", "3095", "3095"),
    ("diners", "36", "36"),
    ("diners", "38", "39"),
    ("jcb", "3528", "3589"),
    ("unionpay", "62", "62"),
    ("unionpay", "81", "81"),
)

_FURTHEST_EXPIRY_YEARS = 50


@dataclass(frozen=True)
class Checks:
    """The bank's checks. None: there was nothing to compare. "unchecked": the bank has not been asked yet."""

    address_line1_check: CheckResult | None = None
    address_postal_code_check: CheckResult | None = None
    cvc_check: CheckResult | None = None

    @classmethod
    def pending(cls, *, cvc: bool, line1: bool = False, postal_code: bool = False) -> "Checks":
        """The checks of a method with these details, before the bank has been asked."""
        return cls(
            address_line1_check="unchecked" if line1 else None,
            address_postal_code_check="unchecked" if postal_code else None,
            cvc_check="unchecked" if cvc else None,
        )

    def answered(self, bank: CardBehaviour) -> "Checks":
        """The same details after the bank has compared them."""
        return Checks(
            address_line1_check=self.address_line1_check and bank.line1_check,
            address_postal_code_check=self.address_postal_code_check and bank.postal_code_check,
            cvc_check=self.cvc_check and bank.cvc_check,
        )


@dataclass(frozen=True)
class CardFacts:
    """A card as it may be stored and shown. `behaviour` is the key that `authorize` and its like take."""

    brand: Brand
    display_brand: str
    funding: Funding
    country: str
    last4: str
    iin: str
    """The first six digits, which identify the issuer."""
    exp_month: int
    exp_year: int
    networks: tuple[str, ...]
    three_d_secure_supported: bool
    checks: Checks
    behaviour: str


@dataclass(frozen=True)
class NamedCard:
    """A test card by its name. Its number is public, and is here for the fingerprint."""

    number: str
    facts: CardFacts


def card_from_number(number: str, exp_month: int, exp_year: int, cvc: str | None, now: datetime) -> CardFacts:
    """The facts of an entered card. Raises CardError, with the field, if it is not valid or has expired.

    A year of two digits counts from 2000. Numbers that are not test cards succeed like a plain card of their brand.
    `now` is UTC: a card is valid until the end of its month.
    """
    digits = number.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19):
        raise CardError(
            "Your card's number must have 12 to 19 digits. Check it and try again.",
            code=ErrorCode.INVALID_NUMBER,
            field="card.number",
        )
    if not _luhn(digits):
        raise CardError(
            "Your card's number is wrong: its last digit does not match the others. Check it and try again.",
            code=ErrorCode.INCORRECT_NUMBER,
            field="card.number",
        )
    card = BY_NUMBER.get(digits) or KnownCard(
        digits, brand=_brand(digits), country=country_of(digits), behaviour=UNLISTED
    )
    year = _check_expiry(exp_month, exp_year, now)
    _check_cvc(cvc, card.brand)
    return _facts(card, exp_month, year, Checks.pending(cvc=cvc is not None))


def card_by_name(name: str, now: datetime) -> NamedCard | None:
    """The test card of that bare name, such as visa or createDispute, good for a year from `now`; None if unknown."""
    card = BY_NAME.get(name)
    if card is None:
        return None
    return NamedCard(card.number, _facts(card, now.month, now.year + 1, Checks.pending(cvc=True)))


def with_address(facts: CardFacts, *, line1: bool, postal_code: bool) -> CardFacts:
    """The card with billing details that its bank can compare too."""
    cvc = facts.checks.cvc_check is not None
    return replace(facts, checks=Checks.pending(cvc=cvc, line1=line1, postal_code=postal_code))


def display_brand(brand: str, chosen: str | None) -> str:
    """The brand to show of a card of that brand: the network that the customer chose, if any."""
    shown = chosen or brand
    return _DISPLAY_BRANDS.get(shown, shown)


def is_expired(exp_month: int, exp_year: int, now: datetime) -> bool:
    """Whether the card's last month is over at `now` (UTC)."""
    return (exp_year, exp_month) < (now.year, now.month)


def _facts(card: KnownCard, exp_month: int, exp_year: int, checks: Checks) -> CardFacts:
    return CardFacts(
        brand=card.brand,
        display_brand=display_brand(card.brand, card.cobrand),
        funding=card.funding,
        country=card.country,
        last4=card.number[-4:],
        iin=card.number[:6],
        exp_month=exp_month,
        exp_year=exp_year,
        networks=(card.brand, card.cobrand) if card.cobrand else (card.brand,),
        three_d_secure_supported=card_behaviour(card.behaviour).authentication is not Authentication.UNSUPPORTED,
        checks=checks,
        behaviour=card.behaviour,
    )


def _luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812: every second digit from the right counts double."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _brand(digits: str) -> Brand:
    for brand, low, high in _RANGES:
        if low <= digits[: len(low)] <= high:
            return brand
    return "unknown"


def _check_expiry(month: int, year: int, now: datetime) -> int:
    """The year in four digits."""
    if 0 <= year < 100:
        year += 2000
    if not 1 <= month <= 12:
        raise CardError(
            "Your card's expiry month must be from 1 to 12. Check it and try again.",
            code=ErrorCode.INVALID_EXPIRY_MONTH,
            field="card.exp_month",
        )
    if not now.year <= year <= now.year + _FURTHEST_EXPIRY_YEARS:
        raise CardError(
            f"Your card's expiry year must be from {now.year} to {now.year + _FURTHEST_EXPIRY_YEARS}. "
            "Check it, or use a card that has not expired.",
            code=ErrorCode.INVALID_EXPIRY_YEAR,
            field="card.exp_year",
        )
    if is_expired(month, year, now):
        raise CardError(
            "Your card's expiry month is over. Check it, or use a card that has not expired.",
            code=ErrorCode.INVALID_EXPIRY_MONTH,
            field="card.exp_month",
        )
    return year


def _check_cvc(cvc: str | None, brand: Brand) -> None:
    lengths = {"amex": (4,), "unknown": (3, 4)}.get(brand, (3,))
    if cvc is None or (cvc.isascii() and cvc.isdigit() and len(cvc) in lengths):
        return
    raise CardError(
        f"Your card's security code must have {' or '.join(map(str, lengths))} digits. Check it and try again.",
        code=ErrorCode.INVALID_CVC,
        field="card.cvc",
    )
