"""A credit note is void: it was a mistake, and what it took off is due again."""

from app.domain.billing.credit_notes import before_payment
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.credit_note import CreditNote, CreditNoteStatus, CreditNoteType
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus


async def void(tx: Tx, note: CreditNote) -> CreditNote:
    """Void a credit note that was issued before the payment of its invoice, while the invoice is open. What it took off
    is due again."""
    tx.must(note, CreditNoteStatus.VOID, verb="void")
    invoice = await tx.get(Invoice, note.invoice_id)
    wrong = None
    if note.type != CreditNoteType.PRE_PAYMENT:
        wrong = "it was issued after the payment of its invoice"
    elif invoice.status != InvoiceStatus.OPEN:
        wrong = "its invoice is not open any more"
    elif any(each.credit_balance_transaction_id for each in note.pretax_credit_amounts or ()):
        # They may be spent by now.
        wrong = "it has given billing credits back"
    if wrong is not None:
        raise InvalidRequest(
            f"This credit note cannot be voided: {wrong}.", code=ErrorCode.CREDIT_NOTE_UNEXPECTED_STATE, field="id"
        )
    tx.move(note, CreditNoteStatus.VOID, verb="void")
    note.voided_at = tx.now
    invoice.pre_payment_credit_notes_amount -= note.total
    tx.tell("voided", note)
    # All of it was due: where less was, the invoice was paid at once.
    await before_payment.change_due(tx, invoice, note.total)
    return note
