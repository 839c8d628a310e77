"""What an invoice comes to: its lines with their discounts and taxes, and the sums, to the minor unit."""

from collections.abc import Iterable, Sequence

from app.currencies import minimum_charge
from app.domain.billing import parties
from app.domain.billing.engine.bill import Bill, Item, Line, alike
from app.domain.billing.engine.credits import Grant
from app.domain.billing.engine.discounts import Discount as Off
from app.domain.billing.engine.discounts import Taken
from app.domain.billing.engine.taxes import Rate, Tax
from app.domain.billing.invoices import balance
from app.domain.billing.invoices.redeeming import coupon_of
from app.domain.core_resources.customers import balances
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.core_resources.customer import Customer, CustomerTaxExempt
from app.tables.products.discount import Discount
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurringUsageType
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.discount_amounts import DiscountAmount
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount, PretaxCreditAmountType
from app.tables.shapes.tax_amounts import TaxAmount


async def settle(tx: Tx, invoice: Invoice, *, grants: Sequence[Grant] = ()) -> Bill:
    """Work out what a draft comes to, and write it on its lines and on the invoice. `grants` are billing credits that
    pay what they can before taxes."""
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    whole = [await off_of(tx, id, invoice.currency) for id in invoice.discounts]
    made = alike(
        tuple([await _item(tx, invoice, line) for line in lines]),
        discounts=tuple(whole),
        grants=tuple(grants),
        shipping=_shipping(invoice),
        exempt=invoice.customer_tax_exempt or CustomerTaxExempt.NONE,
    )
    for line, result in zip(lines, made.lines, strict=True):
        _write_line(line, result)
    _write(invoice, made)
    if invoice.status == InvoiceStatus.DRAFT and invoice.customer_id is not None:
        customer = await tx.get(Customer, invoice.customer_id, lock=False)
        invoice.starting_balance = balances.held(customer, invoice.currency)
    due = balance.due(invoice.total, invoice.starting_balance)
    # What is too little to be charged is not: finalization adds it to the customer's balance.
    invoice.amount_due = due if due >= minimum_charge(invoice.currency) else 0
    invoice.amount_remaining = invoice.amount_due - invoice.amount_paid
    parties.settle(invoice)
    return made


async def _item(tx: Tx, invoice: Invoice, line: InvoiceLineItem) -> Item:
    price = await tx.get(Price, line.price_id, lock=False) if line.price_id else None
    rates = line.tax_rates or invoice.default_tax_rates
    return Item(
        amount=line.amount,
        product=price.product_id if price else None,
        price=line.price_id,
        metered=is_metered(price),
        discountable=line.discountable,
        discounts=tuple([await off_of(tx, id, invoice.currency) for id in line.discounts]),
        rates=tuple([await rate_of(tx, id) for id in rates]),
        taxes=None if line.given_taxes is None else tuple(_given(each) for each in line.given_taxes),
    )


def is_metered(price: Price | None) -> bool:
    """Whether usage is billed at the price."""
    recurring = None if price is None else price.recurring
    return recurring is not None and recurring.usage_type == PriceRecurringUsageType.METERED


async def off_of(tx: Tx, id: str, currency: str) -> Off:
    discount = await tx.get(Discount, id, lock=False, deleted=True)
    coupon = await coupon_of(tx, discount)
    amounts = {option.currency: option.amount_off for option in coupon.currency_options or ()}
    return Off(
        id=id,
        percent_off=coupon.percent_off,
        amount_off=amounts.get(currency),
        products=frozenset(coupon.applies_to.products) if coupon.applies_to else None,
    )


async def rate_of(tx: Tx, id: str) -> Rate:
    """A tax rate as it applies to a line."""
    rate = await tx.get(TaxRate, id, lock=False)
    return Rate(rate.id, rate.percentage, rate.inclusive)


def _given(each: TaxAmount) -> Tax:
    return Tax(each.tax_rate_id, each.inclusive, each.taxable_amount or 0, each.amount, each.taxability_reason)


def _shipping(invoice: Invoice) -> Item | None:
    """The cost of shipping. Tax rates are for goods, so that only automatic tax would tax it."""
    return None if invoice.shipping_cost is None else Item(invoice.shipping_cost.amount_subtotal)


def _write_line(line: InvoiceLineItem, result: Line) -> None:
    line.discount_amounts = discounts_shown(result.discounts)
    line.pretax_credit_amounts = _credits(result.discounts)
    line.tax_amounts = taxes_shown(result.taxes)
    line.amount_excluding_tax = result.amount_excluding_tax
    line.unit_amount_excluding_tax = by_unit(result.amount_excluding_tax, line.quantity)


def by_unit(amount: int, quantity: int | None) -> str | None:
    """An amount by the unit, in plain digits with at most twelve decimals."""
    if not quantity:
        return None
    whole, rest = divmod(abs(amount), quantity)
    digits = f"{rest * 10**12 // quantity:012d}".rstrip("0")
    return f"{'-' if amount < 0 else ''}{whole}{f'.{digits}' if digits else ''}"


def _write(invoice: Invoice, made: Bill) -> None:
    invoice.subtotal, invoice.subtotal_excluding_tax = made.subtotal, made.subtotal_excluding_tax
    invoice.total, invoice.total_excluding_tax = made.total, made.total_excluding_tax
    taxes, discounts = made.taxes, made.discounts
    invoice.tax = made.tax if taxes else None
    invoice.total_discount_amounts = discounts_shown(discounts)
    invoice.total_pretax_credit_amounts = _credits(discounts)
    invoice.total_tax_amounts = taxes_shown(taxes)
    invoice.amount_shipping = made.shipping.amount if made.shipping else 0
    invoice.discount_id = invoice.discounts[0] if len(invoice.discounts) == 1 else None


def discounts_shown(taken: Iterable[Taken]) -> list[DiscountAmount]:
    return [DiscountAmount(amount=each.amount, discount_id=each.discount) for each in taken]


def _credits(taken: Iterable[Taken]) -> list[PretaxCreditAmount]:
    kind = PretaxCreditAmountType.DISCOUNT
    return [PretaxCreditAmount(amount=each.amount, discount_id=each.discount, type=kind) for each in taken]


def taxes_shown(taxes: Sequence[Tax]) -> list[TaxAmount]:
    return [
        TaxAmount(
            amount=tax.amount,
            inclusive=tax.inclusive,
            tax_rate_id=tax.rate,
            taxability_reason=tax.reason,
            taxable_amount=tax.taxable_amount,
        )
        for tax in taxes
    ]
