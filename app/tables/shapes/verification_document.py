"""A document that verifies an identity."""

from typing import ClassVar

from app.tables.columns import given
from app.tables.values import Value


class VerificationDocument(Value):
    """A document that verifies the identity of a person or company."""

    awaited: ClassVar[tuple[str, ...]] = ("back", "front")

    details: str | None = given(None)
    """Message that explains why the document was rejected; null if the document was not rejected."""
    details_code: str | None = given(None)
    """Code of the reason why the document was rejected, such as `document_expired`; null if not rejected."""
