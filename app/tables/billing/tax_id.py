"""TaxId: a tax number of a customer, or of the account itself, which invoices and credit notes show."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import given, kept, ref
from app.tables.connect.application import Application
from app.tables.resource import Resource
from app.tables.shapes.tax_ids import TaxIdType
from app.tables.values import Value


class TaxIdOwnerType(StrEnum):
    """The type of owner of a tax ID."""

    ACCOUNT = "account"
    """The account that the field `account` names."""
    APPLICATION = "application"
    """The Connect application that the request came from."""
    CUSTOMER = "customer"
    """The customer whom the field `customer` names."""
    SELF = "self"
    """The account that the request was made for."""


class TaxIdOwner(Value):
    """The owner of a tax ID."""

    account_id: str | None = ref("account", default=None)
    """The account, where `type` is `ACCOUNT`."""
    application: Application | None = kept()
    """The application, where `type` is `APPLICATION`; null otherwise."""
    customer_id: str | None = ref("customer", default=None)
    """The customer, where `type` is `CUSTOMER`."""
    type: TaxIdOwnerType = given()
    """Type of the owner."""


class TaxIdVerificationStatus(StrEnum):
    """The state of the verification of a tax ID."""

    PENDING = "pending"
    """The authority has not answered yet."""
    UNAVAILABLE = "unavailable"
    """Numbers of this type are not verified, or the authority could not be reached."""
    UNVERIFIED = "unverified"
    """The authority does not know the number."""
    VERIFIED = "verified"
    """The authority has the number on record."""


class TaxIdVerification(Value):
    """The verification of a tax ID by a tax authority."""

    status: TaxIdVerificationStatus = given()
    """State of the verification."""
    verified_address: str | None = given(None)
    """Address that the authority has on record."""
    verified_name: str | None = given(None)
    """Name that the authority has on record."""


class TaxId(Resource, table=True):
    """A tax number of a customer, or of the account, which invoices and credit notes show."""

    prefix: ClassVar[str] = "txi_"
    deletable: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "customer.tax_id.created": "A tax ID was added to a customer, or to the account.",
        "customer.tax_id.deleted": "A tax ID was removed from a customer, or from the account.",
        "customer.tax_id.updated": "A customer's tax ID changed; for example, it was verified.",
    }

    country: str | None = kept(in_groups=True)
    """Country of the tax ID: a two-letter ISO 3166-1 code; null for numbers of the whole European Union."""
    customer_id: str | None = ref("customer", back="tax_ids", default=None)
    """The customer who owns the tax ID; null for a tax ID of the account."""
    owner: TaxIdOwner | None = kept()
    """Owner of the tax ID: a customer or the account."""
    type: TaxIdType = given()
    """Type of the tax ID."""
    value: str = given(min_length=1, max_length=100)
    """The tax ID itself."""
    verification: TaxIdVerification | None = kept()
    """Verification of a customer's tax ID by the tax authority; null for a tax ID of the account."""
