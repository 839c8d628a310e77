"""Invoice rendering templates: changed in versions, archived and taken back."""

from typing import Any

from app.domain import crud
from app.domain.tx import Tx
from app.tables.billing.invoice_rendering_template import (
    InvoiceRenderingTemplate,
    InvoiceRenderingTemplateStatus,
    InvoiceRenderingTemplateVersion,
)


async def update(tx: Tx, template: InvoiceRenderingTemplate, **values: Any) -> InvoiceRenderingTemplate:
    """Update a template. Another nickname makes a new version of it."""
    former = InvoiceRenderingTemplateVersion(nickname=template.nickname, version=template.version)
    await crud.amend(tx, template, values)
    if template.nickname != former.nickname:
        template.former_versions = [*template.former_versions, former]
        template.version += 1
    return template


async def archive(tx: Tx, template: InvoiceRenderingTemplate) -> InvoiceRenderingTemplate:
    """Archive a template, so that new invoices cannot use it. Invoices that use it already keep it."""
    tx.move(template, InvoiceRenderingTemplateStatus.ARCHIVED, verb="archive")
    return template


async def unarchive(tx: Tx, template: InvoiceRenderingTemplate) -> InvoiceRenderingTemplate:
    """Make an archived template available to new invoices again."""
    tx.move(template, InvoiceRenderingTemplateStatus.ACTIVE, verb="unarchive")
    return template
