"""Bank accounts by country: which numbers name one, and what is known of its bank."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Several
from app.network.banks import TEST_BANK_NAME, is_routing_number
from app.network.ibans import compact, has_ibans, iban_facts, some_iban
from app.network.payouts import PAYOUT_BEHAVIOURS, PayoutBehaviour, to_bank


@dataclass(frozen=True)
class BankAccountFacts:
    """A bank account as it may be stored and shown. Its number is for the fingerprint."""

    country: str
    routing_number: str | None
    number: str
    bank_name: str | None
    behaviour: PayoutBehaviour

    @property
    def last4(self) -> str:
        """The last four digits of the number."""
        return self.number[-4:]


@dataclass(frozen=True)
class _Form:
    """What the numbers of a country are like, without spaces and dashes."""

    account: str
    account_is: str
    routing: str | None = None
    routing_is: str | None = None
    test_routing: str | None = None
    """The routing number of the test accounts."""


_ANY = _Form(r"[0-9A-Z]{4,34}", "4 to 34 digits or letters")
_FORMS: Mapping[str, _Form] = {
    "AU": _Form(r"\d{4,9}", "4 to 9 digits", r"\d{6}", "the BSB, six digits", "110000"),
    "BR": _Form(
        r"[0-9X]{4,13}", "4 to 13 digits", r"\d{7}", "the bank's code and the branch's, seven digits", "1100000"
    ),
    "CA": _Form(
        r"\d{5,12}", "5 to 12 digits", r"\d{8}", "the transit number and the institution's, eight digits", "11000000"
    ),
    "GB": _Form(r"\d{8}", "8 digits, or be an IBAN", r"\d{6}", "the sort code, six digits", "108800"),
    "HK": _Form(r"\d{6,12}", "6 to 12 digits", r"\d{6}", "the clearing code and the branch's, six digits", "110000"),
    "IN": _Form(r"\d{9,18}", "9 to 18 digits", r"[A-Z]{4}0[0-9A-Z]{6}", "the IFSC, 11 characters", "HDFC0004051"),
    "JP": _Form(r"\d{6,8}", "6 to 8 digits", r"\d{7}", "the bank's code and the branch's, seven digits", "1100000"),
    "MX": _Form(r"\d{18}", "18 digits, the CLABE"),
    "MY": _Form(r"\d{5,17}", "5 to 17 digits", r"[0-9A-Z]{8}(?:[0-9A-Z]{3})?", "the SWIFT code", "TESTMYKL"),
    "NZ": _Form(r"\d{9,10}", "9 or 10 digits", r"\d{6}", "the bank's code and the branch's, six digits", "110000"),
    "SG": _Form(r"\d{6,11}", "6 to 11 digits", r"\d{7}", "the bank's code and the branch's, seven digits", "1100000"),
    "TH": _Form(r"\d{6,15}", "6 to 15 digits", r"\d{3,7}", "the bank's code", "110"),
    "US": _Form(
        r"\d{4,17}", "4 to 17 digits", r"\d{9}", "nine digits that a US bank has, such as 110000000", "110000000"
    ),
}
"""Source: Stripe's list of bank accounts by country. Elsewhere an account number is enough: in Europe, the IBAN."""
_FAILING = ("AU", "CA", "US")
"""Countries with test accounts to which payouts fail."""
_TEST_IBANS = frozenset(
    (
        "AT611904300234573201",
        "BE62510007547061",
        "CH9300762011623852957",
        "DE89370400440532013000",
        "DK5000400440116243",
        "ES0700120345030000067890",
        "FI2112345600000785",
        "FR1420041010050500013M02606",
        "IE29AIBK93115212345678",
        "IT40S0542811101000000123456",
        "LU280019400644750000",
        "NL39RABO0300065264",
        "NO9386011117947",
        "PT50000201231234567890154",
        "SE3550000000054910000003",
    )
)


def bank_account(country: str, routing_number: str | None, account_number: str) -> BankAccountFacts:
    """The facts of an entered bank account. Raises InvalidRequest, naming `routing_number` or `account_number`, for
    what cannot be one of the country's."""
    number = _compact(account_number)
    if has_ibans(country) and (country not in _FORMS or number[:2].isalpha()):
        return _by_iban(country, number)
    form = _FORMS.get(country, _ANY)
    routing = None if routing_number is None else routing_number.strip()
    wrong = [
        each for each in (_routing_refused(country, routing, form), _number_refused(country, number, form)) if each
    ]
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Several(wrong)
    tested = form.test_routing is not None and _compact(routing or "") == form.test_routing
    return BankAccountFacts(
        country=country,
        routing_number=routing,
        number=number,
        bank_name=TEST_BANK_NAME if tested else None,
        behaviour=to_bank(number) if tested and country in _FAILING else PAYOUT_BEHAVIOURS["payout_arrives"],
    )


def takes_routing(country: str) -> bool:
    """Whether a bank account of the country has a routing number beside its own."""
    form = _FORMS.get(country, _ANY)
    return form.routing is not None


def test_numbers(country: str) -> tuple[str | None, str]:
    """The routing number, if the country has some, and the account number of a test account that payouts arrive at."""
    form = _FORMS.get(country)
    if form is None and has_ibans(country):
        return None, next((iban for iban in sorted(_TEST_IBANS) if iban[:2] == country), some_iban(country))
    form = form or _ANY
    return form.test_routing, next(number for number in _TEST_NUMBERS if re.fullmatch(form.account, number))


_TEST_NUMBERS = ("000123456789", "00012345", "0001234", "000123456", "000000001234567897")
"""Account numbers of test accounts, the usual one first."""


def of_behaviour(country: str, behaviour: PayoutBehaviour) -> BankAccountFacts:
    """The test account that behaves so, as one of the country's."""
    form = _FORMS.get(country, _FORMS["US"])
    return BankAccountFacts(country, form.test_routing, behaviour.number or "", TEST_BANK_NAME, behaviour)


def _by_iban(country: str, number: str) -> BankAccountFacts:
    iban = compact(number)
    try:
        facts = iban_facts(iban)
    except InvalidRequest as refusal:
        refusal.field = "account_number"
        raise
    if facts.country != country:
        raise InvalidRequest(
            f"The IBAN is that of a bank account in {facts.country}, and `country` is {country}. Give the IBAN's "
            "country.",
            code=ErrorCode.ACCOUNT_NUMBER_INVALID,
            field="account_number",
        )
    return BankAccountFacts(
        country=country,
        routing_number=facts.bank_code + facts.branch_code,
        number=iban,
        bank_name=TEST_BANK_NAME if iban in _TEST_IBANS else None,
        behaviour=PAYOUT_BEHAVIOURS["payout_arrives"],
    )


def _routing_refused(country: str, routing: str | None, form: _Form) -> InvalidRequest | None:
    """What is wrong with a routing number; None if nothing is."""
    if form.routing is None:
        return None
    if routing is None:
        return InvalidRequest(
            f"A bank account in {country} requires `routing_number`: {form.routing_is}.",
            code=ErrorCode.PARAMETER_MISSING,
            field="routing_number",
        )
    digits = _compact(routing)
    if re.fullmatch(form.routing, digits) and (country != "US" or is_routing_number(digits)):
        return None
    return InvalidRequest(
        f"The `routing_number` of a bank account in {country} must be {form.routing_is}. Check it and try again.",
        code=ErrorCode.ROUTING_NUMBER_INVALID,
        field="routing_number",
    )


def _number_refused(country: str, number: str, form: _Form) -> InvalidRequest | None:
    """What is wrong with an account number; None if nothing is."""
    if re.fullmatch(form.account, number):
        return None
    return InvalidRequest(
        f"The `account_number` of a bank account in {country} must have {form.account_is}. Check it and try again.",
        code=ErrorCode.ACCOUNT_NUMBER_INVALID,
        field="account_number",
    )


def _compact(number: str) -> str:
    return re.sub(r"[\s-]", "", number).upper()
