"""Which invoices can be changed: drafts."""

from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus


def editable(invoice: Invoice, *, field: str = "id") -> None:
    """Raise InvalidRequest unless the invoice is a draft."""
    if invoice.status != InvoiceStatus.DRAFT:
        raise InvalidRequest(
            f"Only a draft can be changed, and the invoice's `status` is {shown(invoice.status or '')}. Create a "
            "revision with `from_invoice`, or issue a credit note.",
            code=ErrorCode.INVOICE_NOT_EDITABLE,
            field=field,
        )
