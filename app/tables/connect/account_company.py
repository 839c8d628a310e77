"""The company of an account, and the input that updates the company."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.shapes.acceptance import Acceptance
from app.tables.shapes.address import Address, JapaneseAddress
from app.tables.shapes.verification_document import VerificationDocument, VerificationDocumentParams
from app.tables.values import Hash, Value


class AccountCompanyStructure(StrEnum):
    """The legal form of a company."""

    FREE_ZONE_ESTABLISHMENT = "free_zone_establishment"
    """A one-owner establishment in a free zone."""
    FREE_ZONE_LLC = "free_zone_llc"
    """A limited liability company in a free zone."""
    GOVERNMENT_INSTRUMENTALITY = "government_instrumentality"
    """A government instrumentality: an organization that acts for a government."""
    GOVERNMENTAL_UNIT = "governmental_unit"
    """A governmental unit, such as a state or a municipality."""
    INCORPORATED_NON_PROFIT = "incorporated_non_profit"
    """An incorporated non-profit organization."""
    INCORPORATED_PARTNERSHIP = "incorporated_partnership"
    """An incorporated partnership: a partnership that is a legal entity."""
    LIMITED_LIABILITY_PARTNERSHIP = "limited_liability_partnership"
    """A partnership whose partners have limited liability."""
    LLC = "llc"
    """A limited liability company."""
    MULTI_MEMBER_LLC = "multi_member_llc"
    """A limited liability company with several members."""
    PRIVATE_COMPANY = "private_company"
    """A company whose shares are not publicly traded."""
    PRIVATE_CORPORATION = "private_corporation"
    """A corporation whose shares are not publicly traded."""
    PRIVATE_PARTNERSHIP = "private_partnership"
    """A partnership whose interests are not publicly traded."""
    PUBLIC_COMPANY = "public_company"
    """A company whose shares are publicly traded."""
    PUBLIC_CORPORATION = "public_corporation"
    """A corporation whose shares are publicly traded."""
    PUBLIC_PARTNERSHIP = "public_partnership"
    """A partnership whose interests are publicly traded."""
    REGISTERED_CHARITY = "registered_charity"
    """A charity listed in a public register."""
    SINGLE_MEMBER_LLC = "single_member_llc"
    """A limited liability company with a single member."""
    SOLE_ESTABLISHMENT = "sole_establishment"
    """A sole establishment, owned by one person."""
    SOLE_PROPRIETORSHIP = "sole_proprietorship"
    """A sole proprietorship, not legally separate from its owner."""
    TAX_EXEMPT_GOVERNMENT_INSTRUMENTALITY = "tax_exempt_government_instrumentality"
    """A tax-exempt government instrumentality."""
    UNINCORPORATED_ASSOCIATION = "unincorporated_association"
    """An association that is not a legal entity."""
    UNINCORPORATED_NON_PROFIT = "unincorporated_non_profit"
    """A non-profit organization that is not a legal entity."""
    UNINCORPORATED_PARTNERSHIP = "unincorporated_partnership"
    """A partnership that is not a legal entity."""


class AccountCompanyOwnershipDeclaration(Acceptance):
    """Declaration that the list of owners is complete."""


class AccountCompanyVerificationParams(Value):
    """What verifies the company."""

    document: VerificationDocumentParams | None = given(None)
    """Document that verifies the identity of the company."""


class AccountCompanyVerification(Value):
    """State of the company's verification."""

    document: VerificationDocument = given(VerificationDocument())
    """Document that verifies the identity of the company."""


class AccountCompany(Value):
    """Company that the account belongs to."""

    address: Hash[Address] = given(Address())
    """Primary address of the company. Unknown fields are null."""
    address_kana: JapaneseAddress | None = given(None)
    """Primary address of the company in katakana (Japan only)."""
    address_kanji: JapaneseAddress | None = given(None)
    """Primary address of the company in kanji (Japan only)."""
    directors_provided: bool | None = given(None)
    """Whether all directors of the company have been provided."""
    executives_provided: bool | None = given(None)
    """Whether all executives of the company have been provided."""
    export_license_id: str | None = given(None, max_length=5000)
    """Export license ID of the company (India only)."""
    export_purpose_code: str | None = given(None, max_length=5000)
    """Purpose code of the company's exports (India only)."""
    name: str | None = given(None, max_length=100)
    """Legal name of the company."""
    name_kana: str | None = given(None, max_length=100)
    """Legal name of the company in katakana (Japan only)."""
    name_kanji: str | None = given(None, max_length=100)
    """Legal name of the company in kanji (Japan only)."""
    owners_provided: bool | None = given(None)
    """Whether all owners of the company have been provided."""
    ownership_declaration: AccountCompanyOwnershipDeclaration | None = given(None)
    """Declaration that the list of owners is complete."""
    phone: str | None = given(None, max_length=20)
    """Phone number of the company."""
    structure: AccountCompanyStructure | None = given(None)
    """Legal structure of the company."""
    tax_id_provided: bool | None = given(None)
    """Whether the company's tax ID was provided."""
    tax_id_registrar: str | None = given(None, max_length=5000)
    """Register in which the company's tax ID is listed (Germany only)."""
    vat_id_provided: bool | None = given(None)
    """Whether the company's VAT number was provided."""
    verification: AccountCompanyVerification | None = given(None)
    """State of the company's verification."""


class AccountCompanyParams(AccountCompany, without=("tax_id_provided", "vat_id_provided")):
    """Company that the account belongs to. Omitted fields are unchanged."""

    verification: AccountCompanyVerificationParams | None = given(None)  # type: ignore[assignment]
    """What verifies the company."""
    registration_number: str | None = given(None, max_length=5000)
    """Number of the company in the commercial register. The number is never shown."""
    tax_id: str | None = given(None, max_length=5000)
    """Tax ID of the company. The ID is never shown; `taxIdProvided` shows whether one was provided."""
    vat_id: str | None = given(None, max_length=5000)
    """VAT number of the company. The number is never shown; `vatIdProvided` shows whether one was provided."""
