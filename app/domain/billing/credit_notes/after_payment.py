"""A credit note of a paid invoice: the customer is given back what was paid."""

from app.domain.billing.credit_notes import credit_balance
from app.domain.core_resources.payments import funds, refunds
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.credit_note_params import CreditNoteCreationParams
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.refund import Refund, RefundStatus


async def give_back(tx: Tx, invoice: Invoice, note: CreditNote, params: CreditNoteCreationParams) -> None:
    """Refund, credit the balance, and note what is given back outside of the API: together all of the credit note.

    Raises InvalidRequest where they add up to anything else, or the charge cannot be refunded by so much.
    """
    if note.refund_id is not None and params.refund_amount is not None:
        raise InvalidRequest(
            "Give `refund_amount` or `refund`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="refund"
        )
    wanted, credit = params.refund_amount or 0, params.credit_amount or 0
    refunded = wanted if note.refund_id is None else await _made_before(tx, invoice, note)
    given = refunded + credit + (note.out_of_band_amount or 0)
    if given != note.total:
        raise InvalidRequest(
            "The invoice is paid, so that `refund_amount` (or the `refund`), `credit_amount` and `out_of_band_amount` "
            f"must add up to the total of the credit note: they come to {given}, and the total is {note.total}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="refund" if note.refund_id else "refund_amount",
        )
    if wanted:
        note.refund_id = (await _refund(tx, invoice, wanted)).id
    if credit:
        await credit_balance.credit(tx, note, credit)
    invoice.post_payment_credit_notes_amount += note.total
    tx.tell("created", note)
    tx.tell("updated", invoice)


async def _made_before(tx: Tx, invoice: Invoice, note: CreditNote) -> int:
    """The amount of a refund of the invoice's payment that no credit note has yet, in minor units."""
    refund = await tx.get(Refund, note.refund_id or "", field="refund")
    wrong = None
    if refund.payment_intent_id is None or refund.payment_intent_id != invoice.payment_intent_id:
        wrong = "refund what was paid for the invoice"
    elif refund.status in (RefundStatus.FAILED, RefundStatus.CANCELED):
        wrong = "be one that reaches the customer"
    elif any(each.id != note.id for each in await tx.find(CreditNote, refund_id=refund.id, lock=False)):
        wrong = "be one that no other credit note has"
    if wrong is not None:
        raise InvalidRequest(f"`refund` must {wrong}.", code=ErrorCode.PARAMETER_INVALID, field="refund")
    return refund.amount


async def _refund(tx: Tx, invoice: Invoice, amount: int) -> Refund:
    charge = await tx.get(Charge, invoice.charge_id) if invoice.charge_id is not None else None
    left = funds.refundable(charge) if charge is not None else 0
    if charge is None or amount > left:
        raise InvalidRequest(
            f"At most {left} of what was paid for the invoice can be refunded, and `refund_amount` is {amount}. Credit "
            "the rest by `credit_amount` or `out_of_band_amount`.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="refund_amount",
        )
    try:
        return await refunds.create(tx, amount=amount, charge_id=charge.id)
    except InvalidRequest as refusal:
        for each in refusal.each:
            each.field = "refund_amount"
        refusal.field = "refund_amount"
        raise
