"""Verification: what is checked of a person or an account when it is given, and what is due again where that fails.

A check that begins keeps the code which it will end with, as the numbers that it is about are not stored. In live mode
everything matches.
"""

from collections.abc import Iterable, Mapping

from app.domain.tx import Tx
from app.network import identity
from app.network.identity import MATCH
from app.tables.connect.account import Account
from app.tables.connect.account_company import AccountCompanyParams
from app.tables.connect.person import Person
from app.tables.core_resources.token_people import TokenIndividualParams, TokenPersonParams
from app.tables.shapes.requirements import AccountRequirementsErrorsCode as Code
from app.tables.shapes.verification_document import VerificationDocumentParams

Checks = Mapping[str, str]
LISTED = "listed"
"""The check by which someone with whom nobody may do business is found."""
NEVER = "never"
"""The code of a check that does not end."""
OF_PERSON: Mapping[str, tuple[str, ...]] = {
    "additional_document": ("verification.additional_document",),
    "address": ("address.city", "address.line1", "address.postal_code", "address.state"),
    "address_line": ("address.line1",),
    "age": ("dob.day", "dob.month", "dob.year"),
    "authorization": ("documents.company_authorization.files",),
    "birth": ("verification.document",),
    "director": ("first_name", "last_name"),
    "document": ("verification.document",),
    "id_number": ("id_number",),
    LISTED: (),
    "owner": ("first_name", "last_name"),
}
"""What is due again of a person whose check failed."""
OF_ACCOUNT: Mapping[str, tuple[str, ...]] = {
    "business_name": ("business_profile.name",),
    "company_address": (
        "company.address.city",
        "company.address.line1",
        "company.address.postal_code",
        "company.address.state",
    ),
    "company_address_line": ("company.address.line1",),
    "company_document": ("company.verification.document",),
    "company_name": ("company.name",),
    "descriptor": ("settings.payments.statement_descriptor",),
    "prefix": ("settings.card_payments.statement_descriptor_prefix",),
    "tax_id": ("company.tax_id",),
    "url": ("business_profile.url",),
}
"""What is due again of an account whose check failed."""
BY_DOCUMENT = ("birth", "id_number")
"""What a document of the person shows in place of what was entered."""
UNVERIFIED = frozenset(
    ("additional_document", "age", "birth", "document", "id_number", "address", "address_line", LISTED)
)
"""With these failed, a person is not verified."""
DOCUMENTS = frozenset(("additional_document", "authorization", "document"))
"""Checks of what is looked at."""
_IDENTITY = ("address", "address_line", "birth", "id_number", LISTED)
OLDEST, ADULT, YOUNGEST = 1900, 18, 13
"""The first year of birth, and the age, in years, of who can act for a business, and of who can have an account."""


def of_person(
    tx: Tx, person: Person, before: Person | None, given: TokenPersonParams | TokenIndividualParams
) -> dict[str, str]:
    """The checks that begin with what was given of a person, each with its code."""
    began: dict[str, str] = {}
    dob, address = identity.birth(person.dob), person.address
    if dob != (before and identity.birth(before.dob)) and person.dob is not None:
        began["birth"] = identity.person(person.dob)
        began[LISTED] = Code.VERIFICATION_SUPPORTABILITY if dob == identity.DOB_LISTED else MATCH
    line = None if address is None else address.line1
    if line is not None and (before is None or (before.address and before.address.line1) != line):
        code = identity.address(line)
        began |= {"address": MATCH, "address_line": MATCH}
        began["address_line" if line == identity.NO_ADDRESS_LINE else "address"] = code
    if given.id_number is not None:
        began["id_number"] = identity.id_number(given.id_number)
    elif given.ssn_last_4 is not None:
        began["id_number"] = MATCH
    if given.verification is not None:
        for name in ("additional_document", "document"):
            document = getattr(given.verification, name)
            if document is not None and document.front_id is not None:
                began[name] = identity.document(document.front_id)
    documents = getattr(given, "documents", None)
    if documents is not None and documents.company_authorization is not None:
        began["authorization"] = identity.authorization(documents.company_authorization.files or [])
    relationship = person.relationship
    if relationship is not None and (before is None or before.first_name != person.first_name):
        began["director"] = identity.director(person.first_name) if relationship.director else MATCH
        began["owner"] = identity.owner(person.first_name) if relationship.owner else MATCH
    return _in_mode(tx, began)


def of_age(tx: Tx, person: Person) -> str:
    """What is wrong with a person's age, which is known without asking anyone; an empty text for nothing."""
    year, month, day = identity.birth(person.dob)
    if year is None:
        return MATCH
    if year < OLDEST:
        return Code.INVALID_DOB_AGE_OVER_MAXIMUM
    years = tx.real_now.year - year - ((tx.real_now.month, tx.real_now.day) < (month or 1, day or 1))
    if years < YOUNGEST:
        return Code.INVALID_DOB_AGE_UNDER_MINIMUM
    return Code.INVALID_DOB_AGE_UNDER_18 if years < ADULT else MATCH


def is_known(person: Person) -> bool:
    """Whether enough is known of a person to look the person up."""
    named = bool(person.first_name and person.last_name)
    return bool(named and person.dob is not None and person.address is not None and person.address.line1)


def of_account(
    tx: Tx, account: Account, before: Account | None, company: AccountCompanyParams | None
) -> dict[str, str]:
    """The checks that begin with what was given of an account, each with its code."""
    began: dict[str, str] = {}
    profile, was = account.business_profile, before and before.business_profile
    if profile is not None and profile != was:
        began["business_name"] = identity.business(profile)
        if profile.url or profile.product_description:
            began["url"] = identity.website(profile)
    if company is not None:
        if company.tax_id is not None:
            began["tax_id"] = NEVER if company.tax_id == identity.NEVER else identity.tax_id(company.tax_id)
        if company.name is not None:
            began["company_name"] = identity.company(company.name)
        if company.address.line1 is not None:
            began |= _of_address(company.address.line1, before)
        document = None if company.verification is None else company.verification.document
        if isinstance(document, VerificationDocumentParams) and document.front_id is not None:
            began["company_document"] = identity.document(document.front_id)
    settings, former = account.settings, before and before.settings
    if settings != former:
        payments, cards = settings.payments, settings.card_payments
        began["descriptor"] = identity.descriptor(payments.statement_descriptor)
        began["prefix"] = identity.descriptor_prefix(cards.statement_descriptor_prefix)
    return _in_mode(tx, began)


def _of_address(line: str, before: Account | None) -> dict[str, str]:
    """The checks of a company's address. Once an address was better, a later one is no worse."""
    code = identity.address(line)
    began = {"company_address": MATCH, "company_address_line": MATCH}
    # The test values of companies are the other way round: a whole address that does not match is the milder.
    from_worst = (*began, None)
    name = None if not code else "company_address_line" if line == identity.NO_ADDRESS else "company_address"
    if before is not None and before.company is not None and before.company.address.line1:
        known = before.failed | before.checking
        best = next((each for each in began if known.get(each)), None)
        name = max(name, best, key=from_worst.index)
    return began if name is None else began | {name: code}


def _in_mode(tx: Tx, began: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(began, MATCH) if tx.livemode else began


def begin(holder: Person | Account, began: Checks) -> None:
    """Have checks begin. What had failed of the same kind is forgotten."""
    if began:
        holder.checking = {**holder.checking, **began}
        holder.failed = {name: code for name, code in holder.failed.items() if name not in began}


def finish(holder: Person | Account) -> None:
    """End the checks of a person or of an account. A document that matches shows what was entered, too."""
    done = {name: code for name, code in holder.checking.items() if code != NEVER}
    failed = holder.failed | {name: str(code) for name, code in done.items() if code}
    if done.get("document") == MATCH:
        failed = {name: code for name, code in failed.items() if name not in BY_DOCUMENT}
    holder.checking = {name: code for name, code in holder.checking.items() if code == NEVER}
    holder.failed = failed


def again(failed: Checks, of: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What is due again, with the code of what is wrong with it."""
    return {path: code for name, code in sorted(failed.items()) for path in of.get(name, ())}


def verifies(checking: Iterable[str]) -> bool:
    """Whether it is the identity of a person that is being verified."""
    return any(name in _IDENTITY or name == "document" for name in checking)
