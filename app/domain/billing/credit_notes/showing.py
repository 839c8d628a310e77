"""A credit note and its lines as they show what they come to."""

from collections.abc import Sequence

from app.domain.billing.credit_notes.lines import Part
from app.domain.billing.engine.bill import Bill, Line
from app.domain.billing.engine.credits import Used
from app.domain.billing.engine.discounts import Taken
from app.domain.billing.invoices import totals
from app.domain.billing.invoices.crediting import CREDITS
from app.domain.tx import Tx
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.credit_note_line_item import CreditNoteLineItem
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount, PretaxCreditAmountType


def show(note: CreditNote, made: Bill) -> None:
    """Write the sums on the credit note."""
    note.amount = note.total = made.total
    note.amount_shipping = made.shipping.amount if made.shipping else 0
    note.subtotal, note.subtotal_excluding_tax = made.subtotal, made.subtotal_excluding_tax
    note.total_excluding_tax = made.total_excluding_tax
    note.discount_amount = sum(each.amount for each in made.discounts)
    note.discount_amounts = totals.discounts_shown(made.discounts)
    note.pretax_credit_amounts = _pretax(made.discounts, made.credits)
    note.tax_amounts = totals.taxes_shown(made.taxes)


def add_line(tx: Tx, note: CreditNote, part: Part) -> None:
    """Add a line to the credit note."""
    result, price = part.result, part.unit_amount
    integral = price is not None and price == price.to_integral_value()
    tx.add(
        CreditNoteLineItem(
            amount=result.amount,
            amount_excluding_tax=result.amount_excluding_tax,
            credit_note_id=note.id,
            currency=note.currency,
            description=part.description,
            discount_amount=sum(each.amount for each in result.discounts),
            discount_amounts=totals.discounts_shown(_some(result)),
            invoice_line_item_id=part.billed.id if part.billed else None,
            pretax_credit_amounts=_pretax(_some(result), result.credits),
            quantity=part.quantity,
            tax_amounts=totals.taxes_shown(result.taxes),
            tax_rates=list(part.tax_rates),
            type=part.type,
            unit_amount=int(price) if price is not None and integral else None,
            unit_amount_decimal=price,
            unit_amount_excluding_tax=totals.by_unit(result.amount_excluding_tax, part.quantity),
        )
    )


def _some(line: Line) -> list[Taken]:
    """The discounts that take anything off."""
    return [each for each in line.discounts if each.amount]


def _pretax(discounts: Sequence[Taken], credits: Sequence[Used]) -> list[PretaxCreditAmount]:
    discount = PretaxCreditAmountType.DISCOUNT
    taken = [PretaxCreditAmount(amount=each.amount, discount_id=each.discount, type=discount) for each in discounts]
    used = [
        PretaxCreditAmount(amount=each.amount, credit_balance_transaction_id=each.grant, type=CREDITS)
        for each in credits
        if each.amount
    ]
    return [*(each for each in taken if each.amount), *used]
