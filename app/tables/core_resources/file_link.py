"""FileLink: an address at which anyone can download a file, until it expires."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index

from app.tables.columns import editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.texts import MetadataInput
from app.tables.values import Value


class FileLink(Tagged, Resource, table=True):
    """An address at which anyone can download a file, without a key, until the link expires."""

    __table_args__ = (Index("file_link_token", "token", unique=True),)

    prefix: ClassVar[str] = "link_"

    expired: bool = kept(False)
    """Whether the link has expired."""
    expires_at: datetime | None = editable(None)
    """When the link expires; null if the link never expires. The file itself may expire earlier."""
    file_id: str = ref("file", back="links")
    """File that the link leads to."""
    url: str | None = kept()
    """Address of the content, which needs no key; null once the link has expired."""

    token: str = kept("", hidden=True)
    """The part of the address that no one can guess."""


class FileCreateFileLinkData(Value):
    """A link to be created together with a file."""

    create: bool = given()
    """Whether to create a link."""
    expires_at: datetime | None = given(None)
    """When the link expires; never, by default."""
    metadata: MetadataInput | None = given(None)
    """Key-value pairs of the link, set by the merchant."""
