"""InvoiceRenderingTemplate: a look of invoices that is kept under a name, in versions."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.values import Value


class InvoiceRenderingTemplateStatus(StrEnum):
    """Whether a template can be used for new invoices."""

    ACTIVE = "active"
    """Invoices can use the template."""
    ARCHIVED = "archived"
    """The template is hidden, and new invoices cannot use it."""


class InvoiceRenderingTemplateVersion(Value):
    """A template as it was in one of its versions."""

    nickname: str | None = given(None)
    """Name of the template in the version."""
    version: int = given()
    """Number of the version."""


class InvoiceRenderingTemplate(Tagged, Resource, table=True):
    """The look of invoices, under a name and in versions. Stripe's Dashboard creates such templates."""

    prefix: ClassVar[str] = "inrtem_"
    arrows: ClassVar[dict[str, set[str]]] = {
        InvoiceRenderingTemplateStatus.ACTIVE: {InvoiceRenderingTemplateStatus.ARCHIVED},
        InvoiceRenderingTemplateStatus.ARCHIVED: {InvoiceRenderingTemplateStatus.ACTIVE},
    }

    former_versions: list[InvoiceRenderingTemplateVersion] = kept([], graph_only=True)
    """Versions of the template before the latest, oldest first."""
    nickname: str | None = editable(None, max_length=5000)
    """Name of the template, for the merchant's own use."""
    status: InvoiceRenderingTemplateStatus = kept(InvoiceRenderingTemplateStatus.ACTIVE)
    """Whether the template can be used for new invoices."""
    version: int = kept(1)
    """Number of the template's latest version, or of the one that was asked for. Each new nickname is a version."""
