"""Credit notes are issued: what is taken back of an invoice that is open or paid."""

from collections.abc import Sequence
from typing import Annotated, Any

from app.domain import crud
from app.domain.billing.credit_notes import after_payment, before_payment, lines, paper, showing
from app.domain.billing.credit_notes.lines import Part
from app.domain.billing.credits import spending
from app.domain.billing.engine.bill import Bill, Line
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.credit_note import CreditNote, CreditNoteStatus, CreditNoteType
from app.tables.billing.credit_note_params import CreditNoteCreationParams, CreditNoteShippingCostParams
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.columns import Inline
from app.tables.products.shipping_rate import ShippingRate
from app.tables.shapes.shipping_cost import ShippingCost

NOTHING = CreditNoteCreationParams()


async def create(
    tx: Tx, *, params: Annotated[CreditNoteCreationParams, Inline()] = NOTHING, **values: Any
) -> CreditNote:
    """Issue a credit note for an invoice that is open, so that less is to be paid, or paid, so that the customer is
    given back what was paid: as a refund, as a credit of the balance, or outside of the API."""
    values = {name: value for name, value in values.items() if value is not None}
    invoice = await tx.get(Invoice, values["invoice_id"], field="invoice")
    if invoice.status not in (InvoiceStatus.OPEN, InvoiceStatus.PAID):
        raise InvalidRequest(
            f"Only an invoice that is open or paid can be credited, and the `status` of this one is "
            f"{shown(invoice.status or '')}.",
            code=ErrorCode.CREDIT_NOTE_UNEXPECTED_STATE,
            field="invoice",
        )
    every = await tx.find(CreditNote, invoice_id=invoice.id)
    notes = [each for each in every if each.status == CreditNoteStatus.ISSUED]
    parts = await lines.parts(tx, invoice, notes, params.lines or ())
    shipping = await _shipping(tx, invoice, notes, params.shipping_cost) if params.shipping_cost is not None else None
    if not parts and shipping is None:
        parts = [lines.whole(_required(params.amount))]
    made = Bill([each.result for each in parts], shipping)
    _must_fit(invoice, made, params.amount)
    note = await crud.build(tx, CreditNote, values, add=False)
    note.currency, note.customer_id = invoice.currency, invoice.customer_id or ""
    note.effective_at = note.effective_at or tx.now
    note.number = f"{invoice.number}-CN-{len(every) + 1:02d}"
    note.shipping_cost = invoice.shipping_cost if shipping is not None else None
    note.type = CreditNoteType.PRE_PAYMENT if invoice.status == InvoiceStatus.OPEN else CreditNoteType.POST_PAYMENT
    showing.show(note, made)
    tx.add(note)
    paper.give_address(tx, note, invoice)
    for part in parts:
        showing.add_line(tx, note, part)
    await _reinstate(tx, invoice, parts)
    if note.type == CreditNoteType.PRE_PAYMENT:
        await before_payment.take_off(tx, invoice, note, params)
    else:
        await after_payment.give_back(tx, invoice, note, params)
    return note


async def preview(
    tx: Tx, *, params: Annotated[CreditNoteCreationParams, Inline()] = NOTHING, **values: Any
) -> CreditNote:
    """Preview a credit note: what it would be if it were issued now."""
    return await create(tx, params=params, **values)


def _required(amount: int | None) -> int:
    if amount is None:
        raise InvalidRequest(
            "`amount` is required, or `lines` or `shipping_cost` in its place.",
            code=ErrorCode.PARAMETER_MISSING,
            field="amount",
        )
    return amount


async def _shipping(tx: Tx, invoice: Invoice, notes: Sequence[CreditNote], given: CreditNoteShippingCostParams) -> Line:
    """The cost of shipping, which is credited as a whole, and once."""
    if given.shipping_rate_id is not None:
        await tx.get(ShippingRate, given.shipping_rate_id, field="shipping_cost.shipping_rate", lock=False)
    cost: ShippingCost | None = invoice.shipping_cost
    wrong = None
    if cost is None or not cost.amount_total:
        wrong = "The invoice has no cost of shipping."
    elif any(each.shipping_cost is not None for each in notes):
        wrong = "The cost of shipping was credited already."
    if cost is None or wrong is not None:
        raise InvalidRequest(wrong or "", code=ErrorCode.PARAMETER_INVALID, field="shipping_cost")
    if given.shipping_rate_id not in (None, cost.shipping_rate_id):
        raise InvalidRequest(
            "`shipping_cost.shipping_rate` must be that of the invoice.",
            code=ErrorCode.PARAMETER_INVALID,
            field="shipping_cost.shipping_rate",
        )
    return Line(cost.amount_subtotal, (), (), (), cost.amount_subtotal)


def _must_fit(invoice: Invoice, made: Bill, amount: int | None) -> None:
    """Refuse a credit note of nothing, of more than is left of the invoice, and of lines that are not its `amount`."""
    if amount not in (None, made.total):
        raise InvalidRequest(
            f"`amount` is {amount}, and what is credited comes to {made.total}. Omit `amount`.",
            code=ErrorCode.PARAMETER_INVALID,
            field="amount",
        )
    left = invoice.total - invoice.pre_payment_credit_notes_amount - invoice.post_payment_credit_notes_amount
    field = "amount" if amount is not None else "lines" if made.lines else "shipping_cost"
    if made.total > left:
        raise InvalidRequest(
            f"At most {left} of this invoice can be credited, and the credit note comes to {made.total}.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field=field,
        )
    # Lines that billing credits paid for come to nothing, and the credits come back.
    if made.total == 0 and not made.credits:
        raise InvalidRequest("The credit note comes to nothing.", code=ErrorCode.PARAMETER_INVALID, field=field)


async def _reinstate(tx: Tx, invoice: Invoice, parts: Sequence[Part]) -> None:
    """Give back the billing credits that paid for what is credited."""
    amounts: dict[str, int] = {}
    for part in parts:
        used = sum(each.amount for each in part.result.credits)
        if part.billed is not None and used:
            amounts[part.billed.id] = amounts.get(part.billed.id, 0) + used
    if amounts:
        await spending.reinstate(tx, invoice.id, amounts)
