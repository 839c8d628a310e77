"""The lines and sums of an invoice or of a credit note, as pages and papers show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app import money
from app.domain.billing.invoices.redeeming import coupon_of
from app.domain.tx import Tx
from app.server.papers.paper import Row, Sum, present
from app.server.rendering import Speech
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.credit_note_line_item import CreditNoteLineItem
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.products.discount import Discount
from app.tables.products.price import Price, PriceBillingScheme
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.amount_tax_display import AmountTaxDisplay
from app.tables.shapes.discount_amounts import DiscountAmount
from app.tables.shapes.period import Period
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount, PretaxCreditAmountType
from app.tables.shapes.tax_amounts import TaxAmount
from app.tables.tombstone import known_as


@dataclass(frozen=True)
class Bill:
    """What is billed, or credited, in the customer's words."""

    columns: list[str]
    rows: list[Row]
    sums: list[Sum]


async def bill_of(tx: Tx, invoice: Invoice, say: Speech) -> Bill:
    """The lines of an invoice, and the sums from the subtotal to the total."""
    lines = sorted(await tx.find(InvoiceLineItem, lock=False, invoice_id=invoice.id), key=lambda line: line.id)
    net, taxed = _is_net(invoice), any(line.tax_amounts for line in lines)
    rows = []
    for line in lines:
        price = await tx.get(Price, line.price_id, lock=False, deleted=True) if line.price_id else None
        amount = _amount(line, net=net)
        unit = None if line.proration else unit_of(price, line.quantity, amount, line.currency)
        rows.append(await _row(tx, line, amount, unit, line.period, say, taxed=taxed))
    sums = await _sums(
        tx,
        invoice,
        say,
        discounts=invoice.total_discount_amounts or (),
        credits=invoice.total_pretax_credit_amounts or (),
        taxes=invoice.total_tax_amounts,
        net=net,
    )
    return Bill(_columns(say, taxed=taxed), rows, sums)


async def credit_of(tx: Tx, note: CreditNote, invoice: Invoice, say: Speech) -> Bill:
    """The lines of a credit note, and the sums from the subtotal to the total, with or without taxes as the invoice
    has them."""
    lines = sorted(await tx.find(CreditNoteLineItem, lock=False, credit_note_id=note.id), key=lambda line: line.id)
    billed = [line.invoice_line_item_id for line in lines if line.invoice_line_item_id]
    periods = {each.id: each.period for each in await tx.find(InvoiceLineItem, lock=False, id=billed)} if billed else {}
    net, taxed = _is_net(invoice), any(line.tax_amounts for line in lines)
    rows = []
    for line in lines:
        amount = _amount(line, net=net)
        unit = unit_of(None, line.quantity, amount, line.currency) if net else line.unit_amount_decimal
        row = await _row(tx, line, amount, unit, periods.get(line.invoice_line_item_id or ""), say, taxed=taxed)
        # An amount of its own may have no description.
        rows.append(replace(row, text=row.text or say("credit_note")))
    sums = await _sums(
        tx,
        note,
        say,
        discounts=note.discount_amounts,
        credits=note.pretax_credit_amounts or (),
        taxes=note.tax_amounts,
        net=net,
    )
    return Bill(_columns(say, taxed=taxed), rows, sums)


def _is_net(invoice: Invoice) -> bool:
    """Whether amounts are shown without inclusive taxes."""
    shown = invoice.rendering.amount_tax_display if invoice.rendering else None
    return shown == AmountTaxDisplay.EXCLUDE_TAX


def _columns(say: Speech, *, taxed: bool) -> list[str]:
    return [say("description"), say("quantity"), say("unit_amount"), *([say("tax")] if taxed else []), say("amount")]


def _amount(line: InvoiceLineItem | CreditNoteLineItem, *, net: bool) -> int:
    return line.amount_excluding_tax if net and line.amount_excluding_tax is not None else line.amount


async def _row(
    tx: Tx,
    line: InvoiceLineItem | CreditNoteLineItem,
    amount: int,
    unit: Decimal | None,
    period: Period | None,
    say: Speech,
    *,
    taxed: bool,
) -> Row:
    lasts = period is not None and period.start != period.end
    rates = [await tx.get(TaxRate, tax.tax_rate_id, lock=False) for tax in line.tax_amounts]
    taxes = [", ".join(say.percent(share_of(rate)) for rate in rates)] if taxed else []
    return Row(
        line.description or "",
        " \N{EN DASH} ".join(map(say.date, (period.start, period.end))) if period is not None and lasts else None,
        [
            "" if line.quantity is None else say.number(line.quantity),
            "" if unit is None else say.amount(unit, line.currency),
            *taxes,
            say.amount(amount, line.currency),
        ],
    )


def unit_of(price: Price | None, quantity: int | None, amount: int, currency: str) -> Decimal | None:
    """What one unit costs, in minor units; None where no such amount leads to that of the line, as with tiers and
    packages."""
    tiered = price is not None and price.billing_scheme != PriceBillingScheme.PER_UNIT
    packed = price is not None and price.transform_quantity is not None
    if quantity is None or tiered or packed:
        return None
    if price is not None and price.unit_amount_decimal is not None and price.currency == currency:
        each = price.unit_amount_decimal
        if money.rounded(each * quantity) == amount:
            return each
    return Decimal(amount // quantity) if quantity and amount % quantity == 0 else None


async def _sums(
    tx: Tx,
    billed: Invoice | CreditNote,
    say: Speech,
    *,
    discounts: Sequence[DiscountAmount],
    credits: Sequence[PretaxCreditAmount],
    taxes: Sequence[TaxAmount],
    net: bool,
) -> list[Sum]:
    def sum_of(text: str, amount: int) -> Sum:
        return Sum(text, say.amount(amount, billed.currency))

    subtotal = billed.subtotal_excluding_tax if net else None
    sums = [sum_of(say("subtotal"), billed.subtotal if subtotal is None else subtotal)]
    sums += [sum_of(await discount_name(tx, each.discount_id, say), -each.amount) for each in discounts]
    kind = PretaxCreditAmountType.CREDIT_BALANCE_TRANSACTION
    if credited := sum(each.amount for each in credits if each.type == kind):
        sums.append(sum_of(say("credits"), -credited))
    if billed.shipping_cost is not None:
        sums.append(sum_of(say("shipping"), billed.amount_shipping))
    if taxes and billed.total_excluding_tax is not None:
        sums.append(sum_of(say("total_excluding_tax"), billed.total_excluding_tax))
    for tax in taxes:
        rate = await tx.get(TaxRate, tax.tax_rate_id, lock=False)
        text = tax_name(rate, tax.taxable_amount, billed.currency, say, included=tax.inclusive)
        sums.append(sum_of(text, tax.amount))
    return [*sums, sum_of(say("total"), billed.total)]


def settlement(invoice: Invoice, say: Speech) -> list[Sum]:
    """The sums after the total: what took from it or added to it, until what remains to be paid."""
    credited = invoice.pre_payment_credit_notes_amount
    amounts = {
        # What is due is the total with both.
        "balance": invoice.amount_due - invoice.total + credited,
        "credit_notes": -credited,
        "amount_paid": -invoice.amount_paid,
    }
    sums = [Sum(say(key), say.amount(amount, invoice.currency)) for key, amount in amounts.items() if amount]
    return [*sums, Sum(say("amount_due"), say.amount(invoice.amount_remaining, invoice.currency), strong=True)]


async def discount_name(tx: Tx, id: str, say: Speech) -> str:
    """What customers read of a discount: its coupon's name, with the percentage."""
    coupon = await coupon_of(tx, await tx.get(Discount, id, lock=False, deleted=True))
    name = coupon.name or known_as(coupon.id)
    return (
        name if coupon.percent_off is None else say("percent_off", name=name, percent=say.percent(coupon.percent_off))
    )


def tax_name(rate: TaxRate, taxed: int | None, currency: str, say: Speech, *, included: bool) -> str:
    """What customers read of a tax, with the percentage, and the amount that is taxed where it is known."""
    name = " \N{EN DASH} ".join(present(rate.display_name, rate.jurisdiction))
    percent = say.percent(share_of(rate))
    if taxed is None:
        text = say("tax_rate", tax=name, rate=percent)
    else:
        text = say("tax_rate_on", tax=name, rate=percent, amount=say.amount(taxed, currency))
    return say("included", tax=text) if included else text


def share_of(rate: TaxRate) -> Decimal:
    """The percentage that a tax rate comes to."""
    return rate.percentage if rate.effective_percentage is None else rate.effective_percentage
