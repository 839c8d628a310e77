"""IBANs: which are valid, what they say of a bank account, and what the test accounts do."""

import re
from dataclasses import dataclass

from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.banks import UNLISTED_ACCOUNT


@dataclass(frozen=True)
class _Form:
    """Where a country's IBANs have the codes of the bank and of its branch."""

    length: int
    bank: slice
    branch: slice


def _form(length: int, bank: int, branch: int = 0, *, skip: int = 0) -> _Form:
    start = 4 + skip
    return _Form(length, slice(start, start + bank), slice(start + bank, start + bank + branch))


_FORMS = {
    "AD": _form(24, 4, 4),
    "AT": _form(20, 5),
    "BE": _form(16, 3),
    "BG": _form(22, 4, 4),
    "CH": _form(21, 5),
    "CY": _form(28, 3, 5),
    "CZ": _form(24, 4),
    "DE": _form(22, 8),
    "DK": _form(18, 4),
    "EE": _form(20, 2),
    "ES": _form(24, 4, 4),
    "FI": _form(18, 6),
    "FR": _form(27, 5, 5),
    "GB": _form(22, 4, 6),
    "GI": _form(23, 4),
    "GR": _form(27, 3, 4),
    "HR": _form(21, 7),
    "HU": _form(28, 3, 4),
    "IE": _form(22, 4, 6),
    "IS": _form(26, 4),
    "IT": _form(27, 5, 5, skip=1),
    "LI": _form(21, 5),
    "LT": _form(20, 5),
    "LU": _form(20, 3),
    "LV": _form(21, 4),
    "MC": _form(27, 5, 5),
    "MT": _form(31, 4, 5),
    "NL": _form(18, 4),
    "NO": _form(15, 4),
    "PL": _form(28, 8),
    "PT": _form(25, 4, 4),
    "RO": _form(24, 4),
    "SE": _form(24, 3),
    "SI": _form(19, 5),
    "SK": _form(24, 4),
    "SM": _form(27, 5, 5, skip=1),
    "VA": _form(22, 3),
}
"""The countries of SEPA. Source: the registry of IBANs."""

_TESTS = {
    "AT611904300234573201": "bank_settles",
    "AT321904300235473204": "sepa_settles_in_minutes",
    "AT861904300235473202": "sepa_fails",
    "AT051904300235473205": "sepa_fails_in_minutes",
    "AT591904300235473203": "bank_disputed",
    "AT981904300000343434": "sepa_source_limit",
    "AT601904300000121212": "sepa_weekly_limit",
    "AT981904300002222227": "sepa_insufficient_funds",
    "DE89370400440532013000": "bank_settles",
    "DE08370400440532013003": "sepa_settles_in_minutes",
    "DE62370400440532013001": "sepa_fails",
    "DE78370400440532013004": "sepa_fails_in_minutes",
    "DE35370400440532013002": "bank_disputed",
}
"""Stripe's test accounts, each with its behavior."""


@dataclass(frozen=True)
class IbanFacts:
    """A bank account as it may be stored and shown."""

    bank_code: str
    branch_code: str
    country: str
    last4: str
    behaviour: str
    """The key that `banks.debit_outcome` takes."""


def has_ibans(country: str) -> bool:
    """Whether the country's banks have IBANs, and are in the SEPA area."""
    return country in _FORMS


def compact(iban: str) -> str:
    """An IBAN in capitals, without spaces."""
    return re.sub(r"\s", "", iban).upper()


def iban_facts(iban: str) -> IbanFacts:
    """The facts of a compact IBAN. Raises InvalidRequest for one that is not valid, or not of a country of SEPA."""
    form = _FORMS.get(iban[:2])
    if form is None or len(iban) != form.length or not is_right(iban):
        raise InvalidRequest(
            "The IBAN is not that of a bank account in the SEPA area. Check it and try again.",
            code=ErrorCode.ACCOUNT_NUMBER_INVALID,
            field="sepa_debit.iban",
        )
    return IbanFacts(
        bank_code=iban[form.bank],
        branch_code=iban[form.branch],
        country=iban[:2],
        last4=iban[-4:],
        behaviour=_TESTS.get(iban, UNLISTED_ACCOUNT),
    )


def some_iban(country: str) -> str:
    """A valid IBAN of the country, whose bank and account have the number 0."""
    rest = "0" * (_FORMS[country].length - 4)
    return next(iban for digits in range(2, 99) if is_right(iban := f"{country}{digits:02}{rest}"))


def is_right(iban: str) -> bool:
    """Whether the check digits are right: the number that the rearranged IBAN spells leaves 1, divided by 97."""
    if not (iban.isascii() and iban.isalnum()):
        return False
    return int("".join(str(int(each, 36)) for each in iban[4:] + iban[:4])) % 97 == 1
