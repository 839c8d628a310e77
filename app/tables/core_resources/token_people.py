"""The inputs that describe a person in a token."""

from decimal import Decimal
from enum import StrEnum

from app.tables.columns import given
from app.tables.shapes.acceptance import Acceptance
from app.tables.shapes.address import Address, JapaneseAddress
from app.tables.shapes.date_of_birth import DateOfBirthParams
from app.tables.shapes.verification_document import VerificationDocumentParams
from app.tables.texts import Email, MetadataInput
from app.tables.values import Value


class TokenPoliticalExposure(StrEnum):
    """Whether a person holds, or held, an important public office."""

    EXISTING = "existing"
    """The person holds or held such an office, or is related to someone who does."""
    NONE = "none"
    """The person is not politically exposed."""


class TokenPersonVerificationParams(Value):
    """Documents that verify a person."""

    additional_document: VerificationDocumentParams | None = given(None)
    """Second document, such as one that shows the address."""
    document: VerificationDocumentParams | None = given(None)
    """Document that verifies the identity of the person."""


class TokenIndividualRelationshipParams(Value):
    """Relationship of the person with the business."""

    director: bool | None = given(None)
    """Whether the person is a director of the company's governing board."""
    executive: bool | None = given(None)
    """Whether the person has significant responsibility to control or manage the business."""
    owner: bool | None = given(None)
    """Whether the person owns a part of the business."""
    percent_ownership: Decimal | None = given(None, ge=0, le=100)
    """Percent of the business that the person owns."""
    title: str | None = given(None, max_length=5000)
    """Title of the person in the business, such as CEO."""


class TokenPersonRelationshipParams(TokenIndividualRelationshipParams):
    """Relationship of the person with the business."""

    authorizer: bool | None = given(None)
    """Whether the person may authorize others to represent the business."""
    legal_guardian: bool | None = given(None)
    """Whether the person is the legal guardian of the account's representative."""
    representative: bool | None = given(None)
    """Whether the person represents the business."""


class _Identity(Value):
    """What identifies a person."""

    address: Address | None = given(None)
    """Address of the person."""
    address_kana: JapaneseAddress | None = given(None)
    """Address of the person in katakana (Japan only)."""
    address_kanji: JapaneseAddress | None = given(None)
    """Address of the person in kanji (Japan only)."""
    dob: DateOfBirthParams | None = given(None)
    """Date of birth of the person."""
    email: Email | None = given(None, max_length=800)
    """Email address of the person."""
    first_name: str | None = given(None, max_length=100)
    """First name of the person."""
    first_name_kana: str | None = given(None, max_length=5000)
    """First name of the person in katakana (Japan only)."""
    first_name_kanji: str | None = given(None, max_length=5000)
    """First name of the person in kanji (Japan only)."""
    full_name_aliases: list[str] | None = given(None)
    """Other full names by which the person is known."""
    gender: str | None = given(None, max_length=5000)
    """Gender of the person: `male` or `female`."""
    id_number: str | None = given(None, max_length=5000)
    """Government-issued ID number of the person. The number is never shown."""
    id_number_secondary: str | None = given(None, max_length=5000)
    """Second ID number of the person, such as the laser code in Thailand. The number is never shown."""
    last_name: str | None = given(None, max_length=100)
    """Last name of the person."""
    last_name_kana: str | None = given(None, max_length=5000)
    """Last name of the person in katakana (Japan only)."""
    last_name_kanji: str | None = given(None, max_length=5000)
    """Last name of the person in kanji (Japan only)."""
    maiden_name: str | None = given(None, max_length=5000)
    """Maiden name of the person."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs stored with the person."""
    nationality: str | None = given(None, max_length=2)
    """Country of the person's nationality: a two-letter ISO 3166-1 code."""
    phone: str | None = given(None, max_length=20)
    """Phone number of the person."""
    registered_address: Address | None = given(None)
    """Address at which the person is registered."""
    ssn_last_4: str | None = given(None, min_length=4, max_length=4)
    """Last four digits of the person's social security number (United States only)."""
    verification: TokenPersonVerificationParams | None = given(None)
    """Documents that verify the person."""


class TokenIndividualParams(_Identity):
    """Person that an account belongs to."""

    political_exposure: TokenPoliticalExposure | None = given(None)
    """Whether the person holds, or held, an important public office."""
    relationship: TokenIndividualRelationshipParams | None = given(None)
    """Relationship of the person with the business."""


class TokenDocumentParams(Value):
    """One or more files that show a document."""

    files: list[str] | None = given(None)
    """IDs of the files, such as file_…, whose purpose is ACCOUNT_REQUIREMENT."""


class TokenDocumentsParams(Value):
    """Documents of a person."""

    company_authorization: TokenDocumentParams | None = given(None)
    """Documents which show that the person may represent the company."""
    passport: TokenDocumentParams | None = given(None)
    """Passport of the person."""
    visa: TokenDocumentParams | None = given(None)
    """Visa of the person."""


class TokenTosAcceptancesParams(Value):
    """Terms of service that the person accepted."""

    account: Acceptance | None = given(None)
    """Acceptance of the account's terms of service."""


class TokenPersonParams(_Identity):
    """Person of an account: an owner, a director, or a representative."""

    additional_tos_acceptances: TokenTosAcceptancesParams | None = given(None)
    """Terms of service that the person accepted."""
    documents: TokenDocumentsParams | None = given(None)
    """Documents of the person."""
    political_exposure: str | None = given(None, max_length=5000)
    """Whether the person holds, or held, an important public office: `existing` or `none`."""
    relationship: TokenPersonRelationshipParams | None = given(None)
    """Relationship of the person with the business."""
