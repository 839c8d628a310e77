"""What a quote comes to: its lines, what is billed at first, and what is billed in each period."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.billing.engine.bill import Bill
from app.domain.billing.engine.quoting import Quoted, quoted
from app.domain.billing.engine.rates import Rate
from app.domain.billing.engine.taxes import Rate as TaxedAt
from app.domain.billing.invoices.redeeming import coupon_of
from app.domain.billing.invoices.settings import automatic_tax
from app.domain.billing.invoices.totals import is_metered, off_of
from app.domain.core_resources.customers.tax import known_location
from app.domain.tx import Tx
from app.tables.billing.quote import Quote
from app.tables.billing.quote_values import (
    QuoteAutomaticTax,
    QuoteComputed,
    QuoteComputedRecurring,
    QuoteComputedUpfront,
)
from app.tables.checkout.line_item import LineItem
from app.tables.core_resources.customer import Customer, CustomerTaxExempt
from app.tables.products.coupon import CouponDuration
from app.tables.products.discount import Discount
from app.tables.products.price import Price
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.discount_amounts import LineItemsDiscountAmount
from app.tables.shapes.tax_amounts import LineItemsTaxAmount
from app.tables.shapes.total_details import TotalDetails, TotalDetailsBreakdown


async def settle(tx: Tx, quote: Quote, customer: Customer | None) -> None:
    """Work out what a quote comes to, and write it on its lines and on the quote."""
    rows = await tx.find(LineItem, quote_id=quote.id)
    prices = [await tx.get(Price, row.price_id or "", lock=False) for row in rows]
    lines = [await _quoted(tx, quote, *each) for each in zip(rows, prices, strict=True)]
    # A customer's own discount applies to what has no other.
    whole = quote.discounts or ([customer.discount_id] if customer and customer.discount_id else [])
    off = [await off_of(tx, id, quote.currency or "usd") for id in whole]
    exempt = (customer and customer.tax_exempt) or CustomerTaxExempt.NONE
    made, parts = quoted(lines, discounts=off, exempt=exempt)
    for row, part in zip(rows, parts, strict=True):
        _write_line(quote, row, part)
    quote.amount_subtotal, quote.amount_total, quote.total_details = made.subtotal, made.total, _details(made)
    free = quote.subscription_data.trial_period_days is not None
    first = [place for place, line in enumerate(lines) if not line.metered and not (line.recurring and free)]
    upfront, parts = quoted([lines[place] for place in first], discounts=off, exempt=exempt)
    shown = await _write_upfront(tx, quote, [rows[place] for place in first], parts)
    recurring = [price.recurring for price in prices if price.recurring is not None]
    each_period = None
    if recurring:
        lasting = {id for id in {*whole, *(id for row in rows for id in row.own_discounts)} if await _lasts(tx, id)}
        regular, _ = quoted(
            [
                replace(line, discounts=[each for each in line.discounts if each.id in lasting])
                for line in lines
                if line.recurring
            ],
            discounts=[each for each in off if each.id in lasting],
            exempt=exempt,
        )
        each_period = QuoteComputedRecurring(
            amount_subtotal=regular.subtotal,
            amount_total=regular.total,
            interval=recurring[0].interval,
            interval_count=recurring[0].interval_count,
            total_details=_details(regular),
        )
    quote.computed = QuoteComputed(
        recurring=each_period,
        upfront=QuoteComputedUpfront(
            amount_subtotal=upfront.subtotal,
            amount_total=upfront.total,
            line_items=shown,
            total_details=_details(upfront),
        ),
    )
    quote.automatic_tax = _automatic_tax(quote.automatic_tax, customer)


async def _quoted(tx: Tx, quote: Quote, row: LineItem, price: Price) -> Quoted:
    currency = quote.currency or "usd"
    rate = Rate.of(price, currency)
    assert rate is not None, "the price of a line is in the currency of its quote"
    taxes = [await tx.get(TaxRate, id, lock=False) for id in row.tax_rates or quote.default_tax_rates]
    return Quoted(
        price=price.id,
        product=price.product_id,
        rate=rate,
        quantity=1 if row.quantity is None else row.quantity,
        recurring=price.recurring is not None,
        metered=is_metered(price),
        discounts=[await off_of(tx, id, currency) for id in row.own_discounts],
        taxes=[TaxedAt(each.id, each.percentage, each.inclusive) for each in taxes],
    )


async def _lasts(tx: Tx, id: str) -> bool:
    """Whether a discount takes something off every period."""
    coupon = await coupon_of(tx, await tx.get(Discount, id, lock=False, deleted=True))
    return coupon.duration == CouponDuration.FOREVER


def _write_line(quote: Quote, row: LineItem, part: Bill) -> None:
    row.currency = quote.currency or "usd"
    row.amount_subtotal, row.amount_total = part.subtotal, part.total
    details = _details(part)
    row.amount_discount, row.amount_tax = details.amount_discount, details.amount_tax
    assert details.breakdown is not None
    row.discounts, row.taxes = details.breakdown.discounts, details.breakdown.taxes


async def _write_upfront(tx: Tx, quote: Quote, due: Sequence[LineItem], parts: Sequence[Bill]) -> list[str]:
    """The ids of the lines that are billed at first, each of which is one of its own."""
    former = await tx.find(LineItem, upfront_quote_id=quote.id)
    for each in former[len(due) :]:
        tx.delete(each)
    shown = []
    for place, (line, part) in enumerate(zip(due, parts, strict=True)):
        row = former[place] if place < len(former) else tx.add(LineItem(upfront_quote_id=quote.id))
        row.price_id, row.quantity, row.description = line.price_id, line.quantity, line.description
        _write_line(quote, row, part)
        shown.append(row.id)
    return shown


def _details(made: Bill) -> TotalDetails:
    return TotalDetails(
        amount_discount=sum(each.amount for each in made.discounts),
        amount_tax=made.tax,
        breakdown=TotalDetailsBreakdown(
            discounts=[
                LineItemsDiscountAmount(amount=each.amount, discount_id=each.discount) for each in made.discounts
            ],
            taxes=[
                LineItemsTaxAmount(
                    amount=tax.amount,
                    rate_id=tax.rate,
                    taxability_reason=tax.reason,
                    taxable_amount=tax.taxable_amount,
                )
                for tax in made.taxes
            ],
        ),
    )


def _automatic_tax(given: QuoteAutomaticTax, customer: Customer | None) -> QuoteAutomaticTax:
    if customer is None or not given.enabled:
        return given.model_copy(update={"status": None})
    found = automatic_tax(known_location(customer), given)
    return QuoteAutomaticTax(enabled=True, liability=found.liability, status=found.status)
