"""A credit note of an open invoice: less is to be paid."""

from app.currencies import minimum_charge
from app.domain.billing.credit_notes import credit_balance
from app.domain.billing.invoices import collecting, payment
from app.domain.core_resources.payments import amendments
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.credit_note_params import CreditNoteCreationParams
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.payment_intent_values import PaymentIntentCancellationReason, PaymentIntentStatus

UNPAID = (
    PaymentIntentStatus.REQUIRES_PAYMENT_METHOD,
    PaymentIntentStatus.REQUIRES_CONFIRMATION,
    PaymentIntentStatus.REQUIRES_ACTION,
)


async def take_off(tx: Tx, invoice: Invoice, note: CreditNote, params: CreditNoteCreationParams) -> None:
    """Take the credit note off what is due. What the customer's balance has paid goes back to the balance.

    Raises InvalidRequest where the rest cannot be charged, or the payment is being processed.
    """
    given = {
        "credit_amount": params.credit_amount,
        "out_of_band_amount": note.out_of_band_amount,
        "refund": note.refund_id,
        "refund_amount": params.refund_amount,
    }
    for field, value in given.items():
        if value:
            raise InvalidRequest(
                f"`{field}` requires an invoice that is paid: less is to be paid of one that is open.",
                code=ErrorCode.PARAMETER_INVALID,
                field=field,
            )
    due = min(note.total, invoice.amount_remaining)
    if note.total > due:
        await credit_balance.credit(tx, note, note.total - due)
    invoice.pre_payment_credit_notes_amount += note.total
    tx.tell("created", note)
    await change_due(tx, invoice, -due)


async def change_due(tx: Tx, invoice: Invoice, difference: int) -> None:
    """Change what is due of an open invoice by `difference` minor units, and its payment with it. The invoice is paid
    once nothing is due."""
    left = invoice.amount_remaining + difference
    least = minimum_charge(invoice.currency)
    if 0 < left < least:
        raise InvalidRequest(
            f"What is left to be paid would be {left}, and a payment in {invoice.currency} is at least {least}. Credit "
            "less, or all of it.",
            code=ErrorCode.AMOUNT_TOO_SMALL,
            field="invoice",
        )
    intent = await payment.of(tx, invoice) if invoice.payment_intent_id is not None else None
    if intent is not None and intent.status not in (*UNPAID, PaymentIntentStatus.CANCELED):
        raise InvalidRequest(
            "The invoice's payment is being processed: wait for what comes of it.",
            code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
            field="invoice",
        )
    invoice.amount_due += difference
    invoice.amount_remaining = left
    if not left:
        # So that the customer does not pay any more.
        await payment.cancel(tx, invoice, PaymentIntentCancellationReason.AUTOMATIC)
        await collecting.settle(tx, invoice, amount=0)
        return
    if difference and intent is not None and intent.status in UNPAID:
        await amendments.amend(tx, intent, {"amount": left})
    tx.tell("updated", invoice)
