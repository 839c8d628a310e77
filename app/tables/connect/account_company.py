"""The company behind an account, and what of it its owner may say."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Hash, Value


class AccountCompanyStructure(StrEnum):
    """The legal form of a company."""

    FREE_ZONE_ESTABLISHMENT = "free_zone_establishment"
    """A one-owner establishment in a free zone."""
    FREE_ZONE_LLC = "free_zone_llc"
    """A limited liability company in a free zone."""
    GOVERNMENT_INSTRUMENTALITY = "government_instrumentality"
    """An organization that acts for a government."""
    GOVERNMENTAL_UNIT = "governmental_unit"
    """A part of a government."""
    INCORPORATED_NON_PROFIT = "incorporated_non_profit"
    """A corporation that makes no profit."""
    INCORPORATED_PARTNERSHIP = "incorporated_partnership"
    """A partnership that is a legal person."""
    LIMITED_LIABILITY_PARTNERSHIP = "limited_liability_partnership"
    """A partnership whose partners are liable for their share alone."""
    LLC = "llc"
    """A limited liability company."""
    MULTI_MEMBER_LLC = "multi_member_llc"
    """A limited liability company of several members."""
    PRIVATE_COMPANY = "private_company"
    """A company whose shares are not traded."""
    PRIVATE_CORPORATION = "private_corporation"
    """A corporation whose shares are not traded."""
    PRIVATE_PARTNERSHIP = "private_partnership"
    """A partnership whose interests are not traded."""
    PUBLIC_COMPANY = "public_company"
    """A company whose shares are traded."""
    PUBLIC_CORPORATION = "public_corporation"
    """A corporation whose shares are traded."""
    PUBLIC_PARTNERSHIP = "public_partnership"
    """A partnership whose interests are traded."""
    REGISTERED_CHARITY = "registered_charity"
    """A charity on a public register."""
    SINGLE_MEMBER_LLC = "single_member_llc"
    """A limited liability company of one member."""
    SOLE_ESTABLISHMENT = "sole_establishment"
    """An establishment of one owner."""
    SOLE_PROPRIETORSHIP = "sole_proprietorship"
    """A business that is one with its owner."""
    TAX_EXEMPT_GOVERNMENT_INSTRUMENTALITY = "tax_exempt_government_instrumentality"
    """An organization that acts for a government and pays no tax."""
    UNINCORPORATED_ASSOCIATION = "unincorporated_association"
    """An association that is no legal person."""
    UNINCORPORATED_NON_PROFIT = "unincorporated_non_profit"
    """An association that is no legal person and makes no profit."""
    UNINCORPORATED_PARTNERSHIP = "unincorporated_partnership"
    """A partnership that is no legal person."""


class JapaneseAddress(Address):
    """A Japanese postal address."""

    town: str | None = given(None, max_length=5000)
    """Town, or block of a city."""


class AccountCompanyOwnershipDeclaration(Value):
    """Who declared that the owners named are all there are, and when."""

    date: datetime | None = given(None)
    """When."""
    ip: str | None = given(None, max_length=45)
    """From which IP address."""
    user_agent: str | None = given(None, max_length=5000)
    """With which browser."""


class AccountCompanyVerificationDocument(Value):
    """The document that shows the company to be what it says."""

    awaited: ClassVar[tuple[str, ...]] = ("back", "front")

    details: str | None = given(None)
    """Why it was not accepted, in words."""
    details_code: str | None = given(None)
    """Why it was not accepted, as a code such as `document_expired`."""


class AccountCompanyVerification(Value):
    """How far the company is verified."""

    document: AccountCompanyVerificationDocument = given(AccountCompanyVerificationDocument())
    """The document that shows it to be what it says."""


class AccountCompany(Value):
    """The company behind the account."""

    address: Hash[Address] = given(Address())
    """Its seat. Its fields are null where they are not known."""
    address_kana: JapaneseAddress | None = given(None)
    """Its seat in katakana, in Japan."""
    address_kanji: JapaneseAddress | None = given(None)
    """Its seat in kanji, in Japan."""
    directors_provided: bool | None = given(None)
    """Whether all its directors were named."""
    executives_provided: bool | None = given(None)
    """Whether all its executives were named."""
    export_license_id: str | None = given(None, max_length=5000)
    """Its licence to export, in India."""
    export_purpose_code: str | None = given(None, max_length=5000)
    """What it exports, as a code, in India."""
    name: str | None = given(None, max_length=100)
    """Its legal name."""
    name_kana: str | None = given(None, max_length=100)
    """Its legal name in katakana, in Japan."""
    name_kanji: str | None = given(None, max_length=100)
    """Its legal name in kanji, in Japan."""
    owners_provided: bool | None = given(None)
    """Whether all its owners were named."""
    ownership_declaration: AccountCompanyOwnershipDeclaration | None = given(None)
    """Who declared that the owners named are all there are, and when."""
    phone: str | None = given(None, max_length=20)
    """Its phone number."""
    structure: AccountCompanyStructure | None = given(None)
    """Its legal form."""
    tax_id_provided: bool | None = given(None)
    """Whether its tax number was given."""
    tax_id_registrar: str | None = given(None, max_length=5000)
    """Where its tax number is registered, in Germany."""
    vat_id_provided: bool | None = given(None)
    """Whether its VAT number was given."""
    verification: AccountCompanyVerification | None = given(None)
    """How far it is verified."""


class AccountCompanyParams(AccountCompany, without=("tax_id_provided", "vat_id_provided", "verification")):
    """The company behind the account. What is omitted stays as it is."""

    registration_number: str | None = given(None, max_length=5000)
    """Its number in the register of companies. It is checked, and not shown again."""
    tax_id: str | None = given(None, max_length=5000)
    """Its tax number. It is not shown again; `taxIdProvided` tells that it was given."""
    vat_id: str | None = given(None, max_length=5000)
    """Its VAT number. It is not shown again; `vatIdProvided` tells that it was given."""
