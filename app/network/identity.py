"""What registries, and those who read documents, answer about persons and companies in test mode.

Source: Stripe's page on testing Connect. An answer is the code of what is wrong, or an empty text for a match. A value
that is no test value matches, but for dates of birth: they must be the ones that match.
"""

from collections.abc import Mapping

from app.tables.connect.account import AccountBusinessProfile
from app.tables.shapes.date_of_birth import DateOfBirth
from app.tables.shapes.requirements import AccountRequirementsErrorsCode as Code

MATCH = ""
DOCUMENT, DOCUMENT_FAILS = "file_identity_document_success", "file_identity_document_failure"
"""Test files that stand for documents of an identity."""
RELATIONSHIP_DOCUMENTS: Mapping[str, str] = {
    "file_relationship_document_success": MATCH,
    "file_relationship_document_invalid": Code.VERIFICATION_DOCUMENT_INVALID,
    "file_relationship_document_mismatch": Code.VERIFICATION_DOCUMENT_NAME_MISMATCH,
    "file_relationship_document_invalid_signer": Code.VERIFICATION_FAILED_REPRESENTATIVE_AUTHORITY,
}
"""Test files that stand for documents which show that someone may represent a company."""
TEST_FILES = frozenset((DOCUMENT, DOCUMENT_FAILS, *RELATIONSHIP_DOCUMENTS))

AT_ONCE = "222222222"
"""The ID number, and the tax ID, of which the answer comes at once."""
DOB, DOB_AT_ONCE, DOB_LISTED = (1901, 1, 1), (1902, 1, 1), (1900, 1, 1)
"""Dates of birth: of a match, of one at once, and of someone on a list of whom nobody may do business with."""
ADDRESS = "address_full_match"
NO_ADDRESS, NO_ADDRESS_LINE = "address_no_match", "address_line1_no_match"
ID_NUMBER = "000000000"

_TAX_IDS: Mapping[str, str] = {
    "111111111": Code.VERIFICATION_FAILED_TAX_ID_MATCH,
    "111111112": Code.VERIFICATION_FAILED_TAX_ID_NOT_ISSUED,
    "222221000": Code.VERIFICATION_FAILED_KEYED_MATCH,
    "222221001": Code.VERIFICATION_FAILED_OTHER,
    "222221002": Code.VERIFICATION_EXTRANEOUS_DIRECTORS,
    "222221003": Code.VERIFICATION_MISSING_OWNERS,
    "222221004": Code.VERIFICATION_MISSING_DIRECTORS,
}
NEVER = "222221005"
"""The tax ID that is looked up without an end."""
_COMPANIES: Mapping[str, str] = {
    "disallowed_name": Code.INVALID_COMPANY_NAME_DENYLISTED,
    "match_name_only": Code.VERIFICATION_FAILED_NAME_MATCH,
}
_BUSINESSES: Mapping[str, str] = {
    "disallowed_dba": Code.INVALID_BUSINESS_PROFILE_NAME_DENYLISTED,
    "invalid_dba": Code.INVALID_BUSINESS_PROFILE_NAME,
}
_URLS: Mapping[str, str] = {
    "disallowed": Code.INVALID_URL_DENYLISTED,
    "geoblocked": Code.INVALID_URL_WEBSITE_INACCESSIBLE_GEOBLOCKED,
    "problem": Code.INVALID_URL_WEBSITE_OTHER,
    "missing": Code.INVALID_URL_WEBSITE_INCOMPLETE,
    "mismatch": Code.INVALID_URL_WEBSITE_BUSINESS_INFORMATION_MISMATCH,
    "passwordprotected": Code.INVALID_URL_WEBSITE_INACCESSIBLE_PASSWORD_PROTECTED,
    "underconstruction": Code.INVALID_URL_WEBSITE_INCOMPLETE_UNDER_CONSTRUCTION,
    "inaccessible": Code.INVALID_URL_WEBSITE_INACCESSIBLE,
}
"""By the name of the website below `stripe.com`."""
INACTIVE = "https://inactivity.stripe.com"
"""The website of a business whose capabilities are paused."""
HIGH_RISK = "_high_risk"
"""What the name of a business ends with whose risk is rated as high."""
_DESCRIPTORS: Mapping[str, str] = {
    "mismatch": Code.INVALID_STATEMENT_DESCRIPTOR_BUSINESS_MISMATCH,
    "disallowed": Code.INVALID_STATEMENT_DESCRIPTOR_DENYLISTED,
}
_PREFIXES: Mapping[str, str] = {
    "mismatch": Code.INVALID_STATEMENT_DESCRIPTOR_PREFIX_MISMATCH,
    "disallowed": Code.INVALID_STATEMENT_DESCRIPTOR_PREFIX_DENYLISTED,
}
_DIRECTORS: Mapping[str, str] = {
    "mismatch_director": Code.VERIFICATION_DIRECTORS_MISMATCH,
    "missing_director": Code.VERIFICATION_MISSING_DIRECTORS,
    "extraneous_director": Code.VERIFICATION_EXTRANEOUS_DIRECTORS,
}
_OWNERS = ("mismatch_owner", "extraneous_owner")


def birth(dob: DateOfBirth | None) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a date of birth."""
    return (None, None, None) if dob is None else (dob.year, dob.month, dob.day)


def person(dob: DateOfBirth | None) -> str:
    """Whether someone of that date of birth is known."""
    known = (DOB, DOB_AT_ONCE, DOB_LISTED)
    return MATCH if birth(dob) in known else Code.VERIFICATION_FAILED_KEYED_IDENTITY


def address(line1: str | None) -> str:
    """Whether the address is known."""
    return Code.VERIFICATION_FAILED_ADDRESS_MATCH if line1 in (NO_ADDRESS, NO_ADDRESS_LINE) else MATCH


def id_number(number: str) -> str:
    """Whether the ID number is that of the person."""
    return Code.VERIFICATION_FAILED_ID_NUMBER_MATCH if number == "111111111" else MATCH


def document(file: str | None) -> str:
    """Whether a document shows who someone is."""
    return Code.VERIFICATION_DOCUMENT_FAILED_TEST_MODE if file == DOCUMENT_FAILS else MATCH


def authorization(files: list[str]) -> str:
    """Whether documents show that someone may represent a company."""
    return next((code for file in files if (code := RELATIONSHIP_DOCUMENTS.get(file))), MATCH)


def director(first_name: str | None) -> str:
    """Whether the director is the one on record."""
    return _DIRECTORS.get(first_name or "", MATCH)


def owner(first_name: str | None) -> str:
    """Whether the owner is the one on record."""
    return Code.VERIFICATION_MISSING_OWNERS if first_name in _OWNERS else MATCH


def tax_id(number: str) -> str:
    """Whether the tax ID is that of the company."""
    return _TAX_IDS.get(number, MATCH)


def company(name: str | None) -> str:
    """Whether the name is that of the company."""
    return _COMPANIES.get(name or "", MATCH)


def business(profile: AccountBusinessProfile) -> str:
    """Whether the business can have its name."""
    return _BUSINESSES.get(profile.name or "", MATCH)


def is_high_risk(*names: str | None) -> bool:
    """Whether the risk of the business is rated as high, by its names."""
    return any(name is not None and name.endswith(HIGH_RISK) for name in names)


def website(profile: AccountBusinessProfile) -> str:
    """Whether the website is that of the business; whether there is one that it does not name."""
    if profile.product_description == "require_url" and not profile.url:
        return Code.INVALID_URL_WEB_PRESENCE_DETECTED
    name = (profile.url or "").removeprefix("https://").rstrip("/")
    return _URLS.get(name.removesuffix(".stripe.com"), MATCH) if name.endswith(".stripe.com") else MATCH


def descriptor(text: str | None) -> str:
    """Whether statements can name the business so."""
    return _DESCRIPTORS.get((text or "").lower(), MATCH)


def descriptor_prefix(text: str | None) -> str:
    """Whether statements can begin so."""
    return _PREFIXES.get((text or "").lower(), MATCH)
