"""A document that verifies an identity."""

from app.tables.columns import given, ref
from app.tables.values import Value


class VerificationDocument(Value):
    """A document that verifies the identity of a person or company."""

    back_id: str | None = ref("file", default=None)
    """Back of the document; null until it is provided."""
    details: str | None = given(None)
    """Message that explains why the document was rejected; null if the document was not rejected."""
    details_code: str | None = given(None)
    """Code of the reason why the document was rejected: `document_corrupt`, `document_country_not_supported`,
    `document_expired`, `document_failed_copy`, `document_failed_greyscale`, `document_failed_other`,
    `document_failed_test_mode`, `document_fraudulent`, `document_incomplete`, `document_invalid`,
    `document_manipulated`, `document_missing_back`, `document_missing_front`, `document_not_readable`,
    `document_not_uploaded`, `document_photo_mismatch`, `document_type_not_supported` or
    `document_too_large`. Null if not rejected."""
    front_id: str | None = ref("file", default=None)
    """Front of the document; null until it is provided."""


class VerificationDocumentParams(Value, like=VerificationDocument):
    """A document that verifies the identity of a person or company. Its files are for
    ADDITIONAL_VERIFICATION or IDENTITY_DOCUMENT. In test mode the file `file_identity_document_success` verifies, and
    `file_identity_document_failure` does not."""

    back_id: str | None = ref("file", default=None)
    front_id: str | None = ref("file", default=None)
