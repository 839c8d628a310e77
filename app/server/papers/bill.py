"""The lines and sums of an invoice, as its page and its papers show them."""

from dataclasses import dataclass
from decimal import Decimal

from app import money
from app.domain.billing.invoices.redeeming import coupon_of
from app.domain.tx import Tx
from app.server.papers.paper import Row, Sum, present
from app.server.rendering import Speech
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.billing.invoice_values import InvoiceRenderingAmountTaxDisplay
from app.tables.products.discount import Discount
from app.tables.products.price import Price, PriceBillingScheme
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmountType
from app.tables.tombstone import known_as


@dataclass(frozen=True)
class Bill:
    """What is billed, in the customer's words."""

    columns: list[str]
    rows: list[Row]
    sums: list[Sum]


async def bill_of(tx: Tx, invoice: Invoice, say: Speech) -> Bill:
    """The lines of an invoice, and the sums from the subtotal to the total."""
    lines = sorted(await tx.find(InvoiceLineItem, lock=False, invoice_id=invoice.id), key=lambda line: line.id)
    shown = invoice.rendering.amount_tax_display if invoice.rendering else None
    net = shown == InvoiceRenderingAmountTaxDisplay.EXCLUDE_TAX
    taxed = any(line.tax_amounts for line in lines)
    columns = [say("description"), say("quantity"), say("unit_amount"), *([say("tax")] if taxed else []), say("amount")]
    rows = [await _row(tx, line, say, net=net, taxed=taxed) for line in lines]
    return Bill(columns, rows, await _sums(tx, invoice, say, net=net))


async def _row(tx: Tx, line: InvoiceLineItem, say: Speech, *, net: bool, taxed: bool) -> Row:
    price = await tx.get(Price, line.price_id, lock=False, deleted=True) if line.price_id else None
    amount = line.amount_excluding_tax if net and line.amount_excluding_tax is not None else line.amount
    unit = None if line.proration else unit_of(price, line.quantity, amount, line.currency)
    period = None
    if line.period.start != line.period.end:
        period = " \N{EN DASH} ".join(map(say.date, (line.period.start, line.period.end)))
    rates = [await tx.get(TaxRate, tax.tax_rate_id, lock=False) for tax in line.tax_amounts]
    taxes = [", ".join(say.percent(share_of(rate)) for rate in rates)] if taxed else []
    return Row(
        line.description or "",
        period,
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


async def _sums(tx: Tx, invoice: Invoice, say: Speech, *, net: bool) -> list[Sum]:
    def sum_of(text: str, amount: int) -> Sum:
        return Sum(text, say.amount(amount, invoice.currency))

    subtotal = invoice.subtotal_excluding_tax if net else None
    sums = [sum_of(say("subtotal"), invoice.subtotal if subtotal is None else subtotal)]
    taken = invoice.total_discount_amounts or ()
    sums += [sum_of(await discount_name(tx, each.discount_id, say), -each.amount) for each in taken]
    kind = PretaxCreditAmountType.CREDIT_BALANCE_TRANSACTION
    if credited := sum(each.amount for each in invoice.total_pretax_credit_amounts or () if each.type == kind):
        sums.append(sum_of(say("credits"), -credited))
    if invoice.shipping_cost is not None:
        sums.append(sum_of(say("shipping"), invoice.amount_shipping))
    if invoice.total_tax_amounts and invoice.total_excluding_tax is not None:
        sums.append(sum_of(say("total_excluding_tax"), invoice.total_excluding_tax))
    for tax in invoice.total_tax_amounts:
        rate = await tx.get(TaxRate, tax.tax_rate_id, lock=False)
        text = tax_name(rate, tax.taxable_amount, invoice.currency, say, included=tax.inclusive)
        sums.append(sum_of(text, tax.amount))
    return [*sums, sum_of(say("total"), invoice.total)]


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
