"""How each requirement is asked for: the kind of its input, what it is called, and what succeeds in test mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of an input."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "tel"
    WEBSITE = "url"
    DATE = "date"
    DIGITS = "digits"
    CHOICE = "choice"
    COUNTRY = "country"
    CHECK = "check"
    TERMS = "terms"
    NAMES = "names"
    FILE = "file"


@dataclass(frozen=True)
class Way:
    """How a requirement is asked for."""

    label: str
    """Key of its text, after `asked_`."""
    kind: Kind = Kind.TEXT
    test: str = ""
    """The value that succeeds in test mode. Source: Stripe's page on testing Connect."""
    fills: str | None = None
    """What a browser fills in: a token of HTML's `autocomplete`."""


DOCUMENT = "file_identity_document_success"
"""The test file that succeeds as any document."""
NUMBER = "000000000"

OF_PERSON: Mapping[str, Way] = {
    "first_name": Way("first_name", test="Jenny", fills="given-name"),
    "last_name": Way("last_name", test="Rosen", fills="family-name"),
    "first_name_kana": Way("first_name_kana", test="ジェニー"),
    "last_name_kana": Way("last_name_kana", test="ローゼン"),
    "first_name_kanji": Way("first_name_kanji", test="ジェニー"),
    "last_name_kanji": Way("last_name_kanji", test="ローゼン"),
    "maiden_name": Way("maiden_name", test="Rosen"),
    "full_name_aliases": Way("full_name_aliases", Kind.NAMES, test="Jen Rosen"),
    "dob": Way("dob", Kind.DATE, test="1901-01-01", fills="bday"),
    "email": Way("email", Kind.EMAIL, test="jenny.rosen@example.com", fills="email"),
    "phone": Way("phone", Kind.PHONE, test="+15555550123", fills="tel"),
    "id_number": Way("id_number", Kind.DIGITS, test=NUMBER),
    "id_number_secondary": Way("id_number_secondary", Kind.DIGITS, test=NUMBER),
    "ssn_last_4": Way("ssn_last_4", Kind.DIGITS, test="0000"),
    "nationality": Way("nationality", Kind.COUNTRY),
    "gender": Way("gender", Kind.CHOICE, test="female"),
    "political_exposure": Way("political_exposure", Kind.CHOICE, test="none"),
    "relationship.title": Way("title", test="CEO", fills="organization-title"),
    "relationship.percent_ownership": Way("percent_ownership", Kind.DIGITS, test="50"),
    "relationship.representative": Way("is_representative", Kind.CHECK, test="yes"),
    "relationship.owner": Way("is_owner", Kind.CHECK, test="yes"),
    "relationship.director": Way("is_director", Kind.CHECK, test="yes"),
    "relationship.executive": Way("is_executive", Kind.CHECK, test="yes"),
    "verification.document": Way("document", Kind.FILE, test=DOCUMENT),
    "verification.additional_document": Way("additional_document", Kind.FILE, test=DOCUMENT),
    "verification.proof_of_liveness": Way("proof_of_liveness", Kind.FILE, test=DOCUMENT),
    "documents.passport.files": Way("passport", Kind.FILE, test=DOCUMENT),
    "documents.visa.files": Way("visa", Kind.FILE, test=DOCUMENT),
    "documents.company_authorization.files": Way("company_authorization", Kind.FILE, test=DOCUMENT),
}
"""By path, from the person on. Addresses stand apart."""

OF_ACCOUNT: Mapping[str, Way] = {
    "business_type": Way("business_type", Kind.CHOICE, test="individual"),
    "business_profile.name": Way("business_name", test="Rocket Rides", fills="organization"),
    "business_profile.url": Way("website", Kind.WEBSITE, test="https://accessible.stripe.com", fills="url"),
    "business_profile.mcc": Way("mcc", Kind.DIGITS, test="5734"),
    "business_profile.product_description": Way("product_description", test="Rides on rockets, by the hour"),
    "business_profile.support_email": Way("support_email", Kind.EMAIL, test="support@example.com"),
    "business_profile.support_phone": Way("support_phone", Kind.PHONE, test="+15555550123"),
    "business_profile.support_url": Way("support_url", Kind.WEBSITE, test="https://accessible.stripe.com"),
    "email": OF_PERSON["email"],
    "settings.payments.statement_descriptor": Way("statement_descriptor", test="ROCKET RIDES"),
    "settings.card_payments.statement_descriptor_prefix": Way("statement_descriptor_prefix", test="ROCKET"),
    "company.name": Way("company_name", test="Rocket Rides", fills="organization"),
    "company.name_kana": Way("company_name_kana", test="ロケット"),
    "company.name_kanji": Way("company_name_kanji", test="ロケット"),
    "company.phone": Way("phone", Kind.PHONE, test="+15555550123", fills="tel"),
    "company.tax_id": Way("tax_id", Kind.DIGITS, test=NUMBER),
    "company.vat_id": Way("vat_id", test=NUMBER),
    "company.registration_number": Way("registration_number", test=NUMBER),
    "company.business_vat_id_number": Way("vat_id", test=NUMBER),
    "company.structure": Way("structure", Kind.CHOICE, test="private_company"),
    "company.owners_provided": Way("owners_provided", Kind.CHECK, test="yes"),
    "company.directors_provided": Way("directors_provided", Kind.CHECK, test="yes"),
    "company.executives_provided": Way("executives_provided", Kind.CHECK, test="yes"),
    "company.ownership_declaration": Way("ownership_declaration", Kind.TERMS, test="yes"),
    "company.verification.document": Way("company_document", Kind.FILE, test=DOCUMENT),
    **{
        f"documents.{name}.files": Way(name, Kind.FILE, test=DOCUMENT)
        for name in (
            "bank_account_ownership_verification",
            "company_license",
            "company_memorandum_of_association",
            "company_ministerial_decree",
            "company_registration_verification",
            "company_tax_id_verification",
            "proof_of_registration",
        )
    },
    "external_account.account_holder_name": Way("account_holder_name", test="Jenny Rosen"),
    "external_account.routing_number": Way("routing_number"),
    "external_account.account_number": Way("account_number"),
    "tos_acceptance": Way("tos", Kind.TERMS, test="yes"),
}
"""By path, from the account on."""

OF_ADDRESS: Mapping[str, Way] = {
    "line1": Way("line1", test="address_full_match", fills="address-line1"),
    "line2": Way("line2", fills="address-line2"),
    "city": Way("city", fills="address-level2"),
    "town": Way("town"),
    "state": Way("state", fills="address-level1"),
    "postal_code": Way("postal_code", fills="postal-code"),
    "country": Way("country", Kind.COUNTRY, fills="country"),
}
"""By the last word of a path within an address."""

_PLACES: Mapping[str, Mapping[str, str]] = {
    "US": {"city": "San Francisco", "state": "CA", "postal_code": "94111"},
    "CA": {"city": "Toronto", "state": "ON", "postal_code": "M5V 2T6"},
    "AU": {"city": "Sydney", "state": "NSW", "postal_code": "2000"},
    "DE": {"city": "Berlin", "state": "Berlin", "postal_code": "10115"},
    "GB": {"city": "London", "state": "London", "postal_code": "SW1A 1AA"},
    "JP": {"city": "渋谷区", "state": "東京都", "postal_code": "1500001", "town": "神宮前 1-"},
}
_ANYWHERE = {"city": "Springfield", "state": "Central", "postal_code": "10000", "town": "Centre"}


def somewhere(word: str, country: str) -> str:
    """What of an address succeeds in test mode in a country: its city, state and so on."""
    return {**_ANYWHERE, **_PLACES.get(country, {}), "country": country}.get(word) or OF_ADDRESS[word].test


def labels() -> set[str]:
    """The keys of what all of them are called, after `asked_`."""
    return {way.label for ways in (OF_PERSON, OF_ACCOUNT, OF_ADDRESS) for way in ways.values()}
