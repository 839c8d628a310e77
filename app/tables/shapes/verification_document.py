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
    """Code of the reason why the document was rejected, such as `document_expired`; null if not rejected."""
    front_id: str | None = ref("file", default=None)
    """Front of the document; null until it is provided."""


class VerificationDocumentParams(Value, like=VerificationDocument):
    """A document that verifies the identity of a person or company. Its files are for ADDITIONAL_VERIFICATION."""

    back_id: str | None = ref("file", default=None)
    front_id: str | None = ref("file", default=None)
