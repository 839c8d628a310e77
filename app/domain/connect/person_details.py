"""The details of a person: checked, laid over what is known, and verified."""

from datetime import date

from app.countries import COUNTRIES
from app.domain import crud
from app.domain.connect import account_files
from app.domain.connect.requirements import checks
from app.domain.connect.requirements.following import have_checked
from app.domain.merging import merge
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.network import identity
from app.tables.connect.account import Account
from app.tables.connect.person import (
    Person,
    PersonAdditionalTosAcceptances,
    PersonRelationship,
    PersonVerification,
)
from app.tables.core_resources.token_people import TokenIndividualParams, TokenPersonParams, TokenPoliticalExposure
from app.tables.shapes.address import Address, JapaneseAddress
from app.tables.shapes.date_of_birth import DateOfBirth, DateOfBirthParams
from app.tables.shapes.verification_document import VerificationDocument
from app.tables.values import Value

Given = TokenPersonParams | TokenIndividualParams
ALIASES = 50
"""Other names that a person can have."""
GENDERS = ("female", "male")

_DIGITS = range(7, 16)
"""How many digits a phone number has."""
_HASHES: dict[str, type[Value]] = {
    "additional_tos_acceptances": PersonAdditionalTosAcceptances,
    "address": Address,
    "address_kana": JapaneseAddress,
    "address_kanji": JapaneseAddress,
    "registered_address": Address,
    "relationship": PersonRelationship,
}
"""Hashes of which an update changes only the given fields."""
_NEVER_SHOWN = ("id_number", "id_number_secondary", "ssn_last_4")
"""What is not stored, but for whether it was provided."""
_APART = ("documents", "metadata", "verification", *_NEVER_SHOWN)


async def give(
    tx: Tx,
    account: Account,
    person: Person,
    given: Given,
    *,
    before: Person | None,
    caller: Tx,
    field: str | None = None,
) -> None:
    """Lay what is given over a person of a locked account, and have it verified. `before` is the person as it was, and
    `caller` has the files. Raises InvalidRequest for all mistakes, within `field`."""
    with Mistakes(field) as mistakes:
        check_phone(given.phone, "phone", mistakes)
        _check(tx, given, mistakes)
        await account_files.check_person(tx, given, mistakes, caller=caller)
        if (metadata := getattr(given, "metadata", None)) is not None:
            with mistakes.noted():
                person.meta = crud.merge_metadata(person.meta, metadata)
    for name in given.model_fields_set - {*_APART}:
        value = getattr(given, name)
        if name in _HASHES:
            value = None if value is None else merge(_HASHES[name], getattr(person, name), value)
        elif isinstance(value, DateOfBirthParams):
            value = DateOfBirth(**dict(value))
        elif name == "political_exposure":
            value = None if value is None else TokenPoliticalExposure(value)
        setattr(person, name, value)
    for name in given.model_fields_set & {*_NEVER_SHOWN}:
        setattr(person, f"{name}_provided", bool(getattr(given, name)))
    _document(person, given)
    age = checks.of_age(tx, person)
    former = {name: code for name, code in person.failed.items() if name != "age"}
    person.failed = former | ({"age": age} if age else {})
    began = checks.of_person(tx, person, before, given)
    checks.begin(person, began)
    if not began or not checks.is_known(person):
        return
    at_once = identity.birth(person.dob) == identity.DOB_AT_ONCE or given.id_number == identity.AT_ONCE
    # A document that comes by itself is looked at.
    if at_once and not began.keys() <= checks.DOCUMENTS:
        checks.finish(person)
    else:
        have_checked(tx, account)


def _document(person: Person, given: Given) -> None:
    verification = person.verification or PersonVerification()
    if given.verification is not None:
        update = {}
        for name in given.verification.model_fields_set:
            params = getattr(given.verification, name)
            old = getattr(verification, name) or VerificationDocument()
            update[name] = None if params is None else merge(VerificationDocument, old, params)
        person.verification = verification.model_copy(update=update)
    documents = getattr(given, "documents", None)
    if documents is not None:
        named = {name for name, document in documents if document is not None and document.files}
        person.documents = sorted({*person.documents, *named})


def check_phone(phone: str | None, field: str, mistakes: Mistakes) -> None:
    """Note what can be no phone number."""
    if phone is not None and sum(character.isdigit() for character in phone) not in _DIGITS:
        mistakes.add(
            InvalidRequest(
                f"`{field}` must have {_DIGITS.start} to {_DIGITS.stop - 1} digits, such as '+15555550123'.",
                code=ErrorCode.PARAMETER_INVALID,
                field=field,
            )
        )


def _check(tx: Tx, given: Given, mistakes: Mistakes) -> None:
    """Note what no person can have."""

    def refuse(field: str, must: str, code: ErrorCode = ErrorCode.PARAMETER_INVALID) -> None:
        mistakes.add(InvalidRequest(f"`{field}` must be {must}.", code=code, field=field))

    if given.dob is not None:
        try:
            born = date(given.dob.year, given.dob.month, given.dob.day)
        except ValueError:
            born = None
        if born is None or born > tx.real_now.date():
            refuse("dob", "a day of the calendar that is past")
    if given.gender not in (None, *GENDERS):
        refuse("gender", " or ".join(map(repr, GENDERS)))
    if given.political_exposure is not None and given.political_exposure not in [*TokenPoliticalExposure]:
        refuse("political_exposure", " or ".join(shown(each) for each in TokenPoliticalExposure))
    if given.nationality is not None and given.nationality.upper() not in COUNTRIES:
        refuse("nationality", "the two-letter code of a country, such as 'US'", ErrorCode.COUNTRY_CODE_INVALID)
    if len(given.full_name_aliases or ()) > ALIASES:
        refuse("full_name_aliases", f"at most {ALIASES} names")
    if given.ssn_last_4 is not None and not (given.ssn_last_4.isascii() and given.ssn_last_4.isdigit()):
        refuse("ssn_last_4", "four digits")
