"""A credit note as a paper."""

from app.domain.tx import Tx
from app.server.papers.bill import credit_of
from app.server.papers.invoice import letterhead
from app.server.papers.paper import Paper, Sum, present
from app.server.receipts import means_of
from app.server.rendering import Speech
from app.tables.billing.credit_note import CreditNote, CreditNoteStatus, CreditNoteType
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransaction
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.refund import Refund


async def credit_note_paper(tx: Tx, note: CreditNote, say: Speech) -> Paper:
    """The credit note as it is now: what it credits of the invoice, and how that was given to the customer."""
    invoice = await tx.get(Invoice, note.invoice_id, lock=False)
    head, credit = await letterhead(tx, invoice, say), await credit_of(tx, note, invoice, say)
    issued = note.effective_at or note.created
    void = note.status == CreditNoteStatus.VOID
    amount = say.amount(note.total, note.currency)
    return Paper(
        title=say("credit_note"),
        name=note.number,
        merchant=head.merchant,
        language=say.locale.language,
        size=head.size,
        created=issued,
        note=None if tx.livemode else say("test_mode"),
        facts=[
            (say("credit_note_number"), note.number),
            (say("number"), invoice.number or invoice.id),
            (say("issued"), say.date(issued)),
            *([(say("voided_at"), say.date(note.voided_at))] if note.voided_at else []),
            *([(say("reason"), say(f"reason_{note.reason}"))] if note.reason else []),
        ],
        parties=head.parties,
        headline=say("void_text") if void else say("amount_credited_on", amount=amount, date=say.date(issued)),
        link=None,
        memo=note.memo,
        columns=credit.columns,
        rows=credit.rows,
        sums=[*credit.sums, *([] if void else await _given(tx, note, say))],
        notes=present(invoice.footer),
        stamp=say("void") if void else None,
    )


async def _given(tx: Tx, note: CreditNote, say: Speech) -> list[Sum]:
    """How the customer is given the total: of an invoice that was paid as a refund, a credit of the balance or by other
    means, of one that was open by a lower amount due."""
    amounts = {}
    if note.refund_id is not None:
        refund = await tx.get(Refund, note.refund_id, lock=False)
        amounts[await _refunded_to(tx, refund, say)] = refund.amount
    balance = 0
    if note.customer_balance_transaction_id is not None:
        credit = await tx.get(CustomerBalanceTransaction, note.customer_balance_transaction_id, lock=False)
        balance = amounts[say("credited_to_balance")] = -credit.amount
    if note.out_of_band_amount:
        amounts[say("given_otherwise")] = note.out_of_band_amount
    if note.type == CreditNoteType.PRE_PAYMENT and note.total > balance:
        amounts[say("taken_off_due")] = note.total - balance
    return [Sum(text, say.amount(amount, note.currency), strong=True) for text, amount in amounts.items()]


async def _refunded_to(tx: Tx, refund: Refund, say: Speech) -> str:
    charge = await tx.get(Charge, refund.charge_id, lock=False) if refund.charge_id else None
    details = charge.payment_method_details if charge else None
    means = means_of(say, details.model_dump(mode="json")) if details is not None else None
    return say("refunded") if means is None else say("refunded_to", means=means)
