"""What countries ask of accounts beside, or in place of, the fields of their country specs.

Source: recorded answers of Stripe's account creation (2023 to 2025), and the requirements of new express accounts. A
group of paths is a text; `dob.*` stands for all paths that begin so.
"""

from collections.abc import Mapping

Rule = Mapping[str, Mapping[str, str]]
"""By country and type of business, paths."""

INDIVIDUAL, COMPANY, UNKNOWN = "individual", "company", "unknown"
"""The types of business as far as requirements differ; `unknown` is that of an account which has not said."""
PERSON_ROLES = ("representative", "owners", "directors", "executives")
"""What paths of the persons of a company begin with, where there is no such person yet."""

_CANADIAN_COMPANY = (
    "business_profile.support_phone company.owners_provided owners.address.city owners.address.line1 "
    "owners.address.postal_code owners.address.state owners.dob.day owners.dob.month owners.dob.year owners.first_name "
    "owners.last_name representative.email representative.phone representative.relationship.title"
)
NOT_AT_FIRST: Rule = {
    "CA": {INDIVIDUAL: "individual.relationship.title", COMPANY: _CANADIAN_COMPANY},
    "SG": {COMPANY: "company.owners_provided owners.*"},
    "US": {
        INDIVIDUAL: "individual.id_number individual.verification.document",
        COMPANY: "owners.address.* owners.dob.* owners.id_number owners.phone owners.ssn_last_4 "
        "owners.verification.document representative.id_number representative.verification.document",
        UNKNOWN: "representative.address.* representative.id_number representative.phone representative.ssn_last_4 "
        "representative.verification.document",
    },
}
"""Of a country's minimum, what a new account is not asked for."""
ALSO: Rule = {"JP": {INDIVIDUAL: "individual.verification.document"}}
"""What a new account is asked for beyond its country's minimum."""
EVENTUALLY: Rule = {
    "AE": {
        COMPANY: "documents.bank_account_ownership_verification.files documents.company_license.files "
        "documents.company_memorandum_of_association.files owners.documents.passport.files "
        "representative.documents.passport.files",
    },
    "US": {COMPANY: "owners.address.* owners.dob.* owners.phone owners.ssn_last_4"},
}
"""What is eventually due from the start."""
EVENTUALLY_OF_SOLE_PROPRIETORS: Rule = {"US": {COMPANY: "representative.id_number"}}
"""What is eventually due of a sole proprietorship besides."""
HIGH_RISK: Mapping[str, str] = {
    INDIVIDUAL: "individual.verification.document",
    COMPANY: "representative.verification.document",
    UNKNOWN: "representative.verification.document",
}
"""What a business of high risk is asked for from the start besides, by its type: what others have time for, and a
document. Stripe says that such businesses are asked for more, not what it is."""
NEXT: Rule = {
    "CA": {INDIVIDUAL: "individual.relationship.title", COMPANY: _CANADIAN_COMPANY},
    "US": {INDIVIDUAL: "individual.id_number", COMPANY: "owners.id_number representative.id_number"},
}
"""What announced rules ask for. It is eventually due once the first requirements are met."""
NEXT_AT_ONCE: Rule = {"CA": {INDIVIDUAL: "individual.relationship.title", COMPANY: _CANADIAN_COMPANY}}
"""Of that, what is due as soon as the rules take effect."""

BLOCKING: Rule = {
    "US": {
        INDIVIDUAL: "individual.address.* individual.id_number individual.verification.document",
        COMPANY: "company.address.* company.tax_id",
    },
}
"""What is shown as being verified, and keeps capabilities pending until it is."""
SHOWN: Rule = {
    "GB": {COMPANY: "company.ownership_declaration.date company.ownership_declaration.ip"},
    "HK": {INDIVIDUAL: "individual.verification.document"},
    "NZ": {INDIVIDUAL: "individual.verification.additional_document individual.verification.document"},
}
"""What is shown as being verified, and keeps the account from being paid out alone."""
SHOWN_UNDER_NEXT: Rule = {
    "CA": {
        INDIVIDUAL: "individual.verification.additional_document individual.verification.document "
        "individual.verification.proof_of_liveness",
    },
}
"""The same, once all is given that announced rules ask for."""
URL_CHECKED = ("US",)
"""Countries in which the website of a business that has a name is shown as being verified."""

SUBMITTED_WITHOUT: Rule = {"US": {COMPANY: "company.owners_provided owners.* representative.*"}}
"""What may be missing of an account whose details are submitted."""
RECIPIENT_SUBMITTED_WITHOUT: Mapping[str, str] = {COMPANY: "external_account"}
"""The same of an account that is only paid out, by the type of business."""

STANDARD = (
    "business_profile.product_description business_profile.support_phone business_profile.url external_account "
    "tos_acceptance.date tos_acceptance.ip"
)
"""What the owner of a standard account is asked for."""
RECIPIENT: Mapping[str, str] = {
    INDIVIDUAL: "external_account individual.address.city individual.address.line1 individual.address.postal_code "
    "individual.address.state individual.dob.day individual.dob.month individual.dob.year individual.email "
    "individual.first_name individual.last_name tos_acceptance.date tos_acceptance.ip",
    COMPANY: "company.address.city company.address.line1 company.address.postal_code company.name company.phone "
    "company.tax_id external_account tos_acceptance.date tos_acceptance.ip",
    UNKNOWN: "business_type external_account tos_acceptance.date tos_acceptance.ip",
}
"""What an account is asked for that is only paid out, by the type of business."""
RECIPIENT_ID_NUMBER = ("BO", "CR", "GT", "PK", "PY", "UY")
"""Countries in which such an individual is asked for an ID number."""
RECIPIENT_EVENTUALLY = "individual.verification.document"
"""What is eventually due of such an individual in the other countries."""

NOT_FOR_TRANSFERS = ("business_profile.mcc", "business_profile.product_description", "business_profile.url")
"""What an account that receives transfers alone is not asked for."""
NO_OWNERS = "company.owners_provided owners.* representative.relationship.executive representative.relationship.title"
"""What a sole proprietorship is not asked for."""
ALTERNATIVES: Mapping[str, Mapping[str, str]] = {
    "US": {
        "business_profile.url": "business_profile.product_description",
        "owners.ssn_last_4": "owners.verification.document",
        "representative.ssn_last_4": "representative.verification.document",
    },
}
"""By country, what can be given in place of what is due."""
OF_POSTAL_CODE = ("city", "state", "town")
"""Parts of an address in Japan that its postal code says."""


def paths(text: str) -> frozenset[str]:
    """The paths of a group."""
    return frozenset(text.split())


def among(rule: Rule, country: str, business: str) -> frozenset[str]:
    """The group of a country and type of business."""
    return paths(rule.get(country, {}).get(business, ""))


def covers(group: frozenset[str], path: str) -> bool:
    """Whether a path is of a group."""
    if path in group:
        return True
    words = path.split(".")
    return any(".".join([*words[:place], "*"]) in group for place in range(1, len(words)))
