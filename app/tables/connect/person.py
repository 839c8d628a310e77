"""Person: someone behind an account, such as its representative, an owner or a director."""

from decimal import Decimal
from typing import ClassVar

from app.tables.columns import given, kept, ref
from app.tables.core_resources.token_people import TokenPersonParams, TokenPoliticalExposure
from app.tables.resource import Resource, Tagged
from app.tables.shapes.acceptance import Acceptance
from app.tables.shapes.address import Address, JapaneseAddress
from app.tables.shapes.date_of_birth import DateOfBirth
from app.tables.shapes.requirements import AccountRequirementsAlternatives, AccountRequirementsErrors
from app.tables.shapes.verification_document import VerificationDocument
from app.tables.values import Value


class PersonAdditionalTosAcceptances(Value):
    """Terms of service that the person accepted, beside those of the account."""

    account: Acceptance | None = given(None)
    """Acceptance of the account's terms of service by its legal guardian."""


class PersonRelationship(Value):
    """Relationship of the person with the business. What is not known is null."""

    authorizer: bool | None = given(None)
    """Whether the person may authorize others to represent the business."""
    director: bool | None = given(None)
    """Whether the person is a director of the company's governing board."""
    executive: bool | None = given(None)
    """Whether the person has significant responsibility to control or manage the business."""
    legal_guardian: bool | None = given(None)
    """Whether the person is the legal guardian of the account's representative."""
    owner: bool | None = given(None)
    """Whether the person owns a part of the business."""
    percent_ownership: Decimal | None = given(None, number=True)
    """Percent of the business that the person owns."""
    representative: bool | None = given(None)
    """Whether the person represents the business. An account has one representative."""
    title: str | None = given(None)
    """Title of the person in the business, such as CEO."""


class PersonRequirements(Value):
    """Information about a person that must be provided. Paths begin at the person, such as `dob.day`."""

    alternatives: list[AccountRequirementsAlternatives] = given([])
    """Alternative fields that satisfy requirements in place of the original fields."""
    currently_due: list[str] = given([])
    """Fields that must be provided by the account's current deadline."""
    errors: list[AccountRequirementsErrors] = given([])
    """Requirements whose provided information was rejected and must be provided again."""
    eventually_due: list[str] = given([])
    """Fields that must be provided once the account reaches higher volumes."""
    past_due: list[str] = given([])
    """Fields that were not provided by the deadline."""
    pending_verification: list[str] = given([])
    """Fields whose provided information is being verified."""


class PersonVerification(Value):
    """State of the person's verification."""

    additional_document: VerificationDocument | None = given(None)
    """Second document, such as one that shows the address; null until it is provided."""
    details: str | None = given(None)
    """Message that explains why the person could not be verified; null if nothing failed."""
    details_code: str | None = given(None)
    """Code of the reason why the person could not be verified: `document_address_mismatch`, `document_dob_mismatch`,
    `document_duplicate_type`, `document_id_number_mismatch`, `document_name_mismatch`, `document_nationality_mismatch`,
    `failed_keyed_identity` or `failed_other`. Null if nothing failed."""
    document: VerificationDocument | None = given(None)
    """Document that verifies the identity of the person; null until it is provided."""
    status: str = given("unverified")
    """Status of the verification: `unverified`, `pending` or `verified`."""


class PersonParams(TokenPersonParams, without=("metadata",)):
    """A person of an account. Omitted fields are unchanged, within hashes too; null clears a field."""


class Person(Tagged, Resource, table=True):
    """Someone behind an account, such as its representative, an owner or a director."""

    prefix: ClassVar[str] = "person_"
    path: ClassVar[str] = "/v1/accounts/{account}/persons/{id}"
    shared_with: ClassVar[str | None] = "platform_id"
    deletable: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A person was added to an account.",
        "updated": "A person of an account was updated: details, verification or requirements.",
        "deleted": "A person was removed from an account.",
    }

    # Stripe's persons do not say it.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    additional_tos_acceptances: PersonAdditionalTosAcceptances | None = kept()
    """Terms of service that the person accepted, beside those of the account."""
    address: Address | None = kept()
    """Address of the person."""
    address_kana: JapaneseAddress | None = kept()
    """Address of the person in katakana (Japan only)."""
    address_kanji: JapaneseAddress | None = kept()
    """Address of the person in kanji (Japan only)."""
    dob: DateOfBirth | None = kept()
    """Date of birth of the person."""
    email: str | None = kept()
    """Email address of the person."""
    first_name: str | None = kept()
    """First name of the person."""
    first_name_kana: str | None = kept()
    """First name of the person in katakana (Japan only)."""
    first_name_kanji: str | None = kept()
    """First name of the person in kanji (Japan only)."""
    full_name_aliases: list[str] | None = kept()
    """Other full names by which the person is known; null until they are given."""
    future_requirements: PersonRequirements | None = kept(PersonRequirements())
    """Information that must be provided once announced rules take effect."""
    gender: str | None = kept()
    """Gender of the person: `male` or `female`."""
    holder_id: str | None = ref("account", back="persons", kind="kept", default=None, name="account")
    """Account that the person belongs to."""
    id_number_provided: bool | None = kept(False)
    """Whether the person's government-issued ID number was provided."""
    id_number_secondary_provided: bool | None = kept(False)
    """Whether the person's second ID number was provided."""
    last_name: str | None = kept()
    """Last name of the person."""
    last_name_kana: str | None = kept()
    """Last name of the person in katakana (Japan only)."""
    last_name_kanji: str | None = kept()
    """Last name of the person in kanji (Japan only)."""
    maiden_name: str | None = kept()
    """Maiden name of the person."""
    nationality: str | None = kept()
    """Country of the person's nationality: a two-letter ISO 3166-1 code."""
    phone: str | None = kept()
    """Phone number of the person."""
    political_exposure: TokenPoliticalExposure | None = kept()
    """Whether the person holds, or held, an important public office."""
    registered_address: Address | None = kept()
    """Address at which the person is registered."""
    relationship: PersonRelationship | None = kept(PersonRelationship())
    """Relationship of the person with the business."""
    requirements: PersonRequirements | None = kept(PersonRequirements())
    """Information about the person that must be provided."""
    ssn_last_4_provided: bool | None = kept(False)
    """Whether the last four digits of the person's social security number were provided (United States only)."""
    verification: PersonVerification | None = kept(PersonVerification())
    """State of the person's verification."""

    checking: dict[str, str] = kept({}, hidden=True)
    """What is being verified, each with the code that it will fail with, or an empty text."""
    failed: dict[str, str] = kept({}, hidden=True)
    """What failed verification and was not given again, each with its code."""
    documents: list[str] = kept([], hidden=True)
    """Names of the documents that were provided, such as `passport`."""
    platform_id: str | None = kept(hidden=True)
    """The platform of the account."""
