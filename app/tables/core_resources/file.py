"""File: what was uploaded, and for what."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import Many, given, kept, many
from app.tables.resource import Resource


class FilePurpose(StrEnum):
    """The purpose of a file."""

    ACCOUNT_REQUIREMENT = "account_requirement"
    """A document that is required of an account."""
    ADDITIONAL_VERIFICATION = "additional_verification"
    """A document that verifies an account or a person further."""
    BUSINESS_ICON = "business_icon"
    """An icon of the business, for pages and emails."""
    BUSINESS_LOGO = "business_logo"
    """A logo of the business, for pages and emails."""
    CUSTOMER_SIGNATURE = "customer_signature"
    """An image of a customer's signature."""
    DISPUTE_EVIDENCE = "dispute_evidence"
    """Evidence in a dispute."""
    DOCUMENT_PROVIDER_IDENTITY_DOCUMENT = "document_provider_identity_document"
    """An identity document from a provider of such documents. Set by the server only."""
    FINANCE_REPORT_RUN = "finance_report_run"
    """The result of a report. Set by the server only."""
    FINANCIAL_ACCOUNT_STATEMENT = "financial_account_statement"
    """A statement of a financial account. Set by the server only."""
    IDENTITY_DOCUMENT = "identity_document"
    """A document that shows who owns an account."""
    IDENTITY_DOCUMENT_DOWNLOADABLE = "identity_document_downloadable"
    """An image of a document from an identity verification. Set by the server only."""
    ISSUING_REGULATORY_REPORTING = "issuing_regulatory_reporting"
    """A report that regulators of card issuing require."""
    PCI_DOCUMENT = "pci_document"
    """A questionnaire on the security of card data (PCI)."""
    SELFIE = "selfie"
    """A selfie from an identity verification. Set by the server only."""
    SIGMA_SCHEDULED_QUERY = "sigma_scheduled_query"
    """The result of a scheduled query. Set by the server only."""
    TAX_DOCUMENT_USER_UPLOAD = "tax_document_user_upload"
    """A tax document that the account uploads."""
    TERMINAL_READER_SPLASHSCREEN = "terminal_reader_splashscreen"
    """An image that card readers show while idle."""


class File(Resource, table=True):
    """A file that was uploaded, such as evidence in a dispute."""

    prefix: ClassVar[str] = "file_"
    events: ClassVar[dict[str, str]] = {"created": "A file was created for the account, such as a requested report."}
    links: ClassVar[Many] = many("file_link", by="file_id", url="/v1/file_links?file={id}")

    # Stripe's files have no `livemode`.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    expires_at: datetime | None = kept()
    """When the file expires and its content is removed; null if the file never expires."""
    filename: str | None = kept()
    """Name of the file, safe to save the file under; null if none was given."""
    purpose: FilePurpose = given()
    """Purpose of the file, which decides the types and the size that are taken, and whether the file can be
    downloaded."""
    size: int = kept()
    """Size of the content in bytes."""
    title: str | None = kept()
    """Title of the file for people; null for files that were uploaded."""
    type: str | None = kept(in_groups=True)
    """Type of the content, found in the content itself: `csv`, `docx`, `gif`, `jpg`, `json`, `pdf`, `png`, `svg` or
    `xlsx`."""
    url: str | None = kept()
    """Address of the content, for requests with a secret key; null for purposes whose files cannot be downloaded."""

    content_key: str = kept("", hidden=True)
    """Key of the content in the storage of files."""
    height: int | None = kept(hidden=True)
    """Height of an image in pixels, where it was found."""
    width: int | None = kept(hidden=True)
    """Width of an image in pixels, where it was found."""
    sha256: str = kept("", hidden=True)
    """Hash of the content, in hexadecimal."""
