"""What each purpose takes: types, size, how long files are kept, and whether they can be downloaded.

The source is Stripe's guide to file uploads. Its KB and MB are taken as 1,024 and 1,048,576 bytes, 9 months as 270
days, as in Stripe's own example.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.tables.core_resources.file import FilePurpose

KB = 1024
MB = 1024 * KB
_DOCUMENTS = ("pdf", "jpg", "png")
_IMAGES = ("jpg", "png", "gif")


@dataclass(frozen=True)
class Rule:
    """What files of a purpose are."""

    types: tuple[str, ...]
    most: int
    """Bytes."""
    kept: timedelta | None = None
    """How long; None for ever."""
    downloadable: bool = True
    widest: int | None = None
    """Pixels that width and height must be below."""


RULES: dict[FilePurpose, Rule] = {
    FilePurpose.ACCOUNT_REQUIREMENT: Rule(_DOCUMENTS, 16 * MB, downloadable=False),
    FilePurpose.ADDITIONAL_VERIFICATION: Rule(_DOCUMENTS, 16 * MB, downloadable=False),
    FilePurpose.BUSINESS_ICON: Rule(_IMAGES, 512 * KB),
    FilePurpose.BUSINESS_LOGO: Rule(_IMAGES, 512 * KB),
    FilePurpose.CUSTOMER_SIGNATURE: Rule(("jpg", "png", "svg"), 4 * MB, timedelta(days=7)),
    FilePurpose.DISPUTE_EVIDENCE: Rule(_DOCUMENTS, 5 * MB, timedelta(days=270)),
    FilePurpose.IDENTITY_DOCUMENT: Rule(_DOCUMENTS, 16 * MB, downloadable=False, widest=8_000),
    FilePurpose.ISSUING_REGULATORY_REPORTING: Rule(("json",), 256 * KB, timedelta(days=730)),
    FilePurpose.PCI_DOCUMENT: Rule(("pdf",), 16 * MB),
    FilePurpose.TAX_DOCUMENT_USER_UPLOAD: Rule(("pdf", "csv", "jpg", "png", "xlsx", "docx"), 16 * MB),
    FilePurpose.TERMINAL_READER_SPLASHSCREEN: Rule(_IMAGES, 2 * MB),
}
"""Of the purposes that callers can give a file."""
