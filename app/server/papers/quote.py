"""A quote as a paper."""

from app.domain.tx import Tx
from app.server.papers.bill import discount_name, tax_name, unit_of
from app.server.papers.paper import Paper, Party, Row, Sum, numbers, postal, present, seller_of, size_of
from app.server.rendering import Speech
from app.tables.billing.quote import Quote
from app.tables.billing.tax_id import TaxId
from app.tables.checkout.line_item import LineItem
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price
from app.tables.products.tax_rate import TaxRate


async def quote_paper(tx: Tx, quote: Quote, customer: Customer, say: Speech) -> Paper:
    """What the customer was offered when the quote was finalized."""
    account = await tx.account()
    name = account.settings.dashboard.display_name or ""
    lines = await tx.find(LineItem, lock=False, quote_id=quote.id)
    country = customer.address.country if customer.address else None
    issued = quote.status_transitions.finalized_at or quote.created
    currency = quote.currency or "usd"
    return Paper(
        title=say("quote"),
        name=quote.number or quote.id,
        merchant=name,
        language=say.locale.language,
        size=size_of(country or account.country),
        created=issued,
        note=None if tx.livemode else say("test_mode"),
        facts=[
            (say("quote_number"), quote.number or quote.id),
            (say("issued"), say.date(issued)),
            (say("quote_expires"), say.date(quote.expires_at)),
        ],
        parties=[seller_of(account, name, say), await _customer(tx, customer, say)],
        headline=quote.header or say.amount(quote.amount_total, currency),
        link=None,
        memo=quote.description,
        columns=[say("description"), say("quantity"), say("unit_amount"), say("amount")],
        rows=[await _row(tx, line, say) for line in sorted(lines, key=lambda line: line.id)],
        sums=await _sums(tx, quote, currency, say),
        notes=present(quote.footer),
    )


async def _customer(tx: Tx, customer: Customer, say: Speech) -> Party:
    ids = await tx.find(TaxId, lock=False, customer_id=customer.id)
    return Party(
        say("quote_for"),
        [
            *present(customer.name),
            *postal(say, customer.address),
            *present(customer.phone, customer.email),
            *numbers((id.type, id.value) for id in ids),
        ],
    )


async def _row(tx: Tx, line: LineItem, say: Speech) -> Row:
    price = await tx.get(Price, line.price_id, lock=False, deleted=True) if line.price_id else None
    unit = unit_of(price, line.quantity, line.amount_subtotal, line.currency)
    if line.quantity is None and price is not None and price.currency == line.currency:
        unit = price.unit_amount_decimal
    every = price.recurring if price is not None else None
    return Row(
        line.description or "",
        say("billing_period", period=say.duration(every.interval_count, every.interval)) if every else None,
        [
            "" if line.quantity is None else say.number(line.quantity),
            "" if unit is None else say.amount(unit, line.currency),
            "" if line.quantity is None else say.amount(line.amount_subtotal, line.currency),
        ],
    )


async def _sums(tx: Tx, quote: Quote, currency: str, say: Speech) -> list[Sum]:
    """All lines together, then what is paid at once and in each period."""

    def sum_of(text: str, amount: int, *, strong: bool = False) -> Sum:
        return Sum(text, say.amount(amount, currency), strong)

    sums = [sum_of(say("subtotal"), quote.amount_subtotal)]
    if (parts := quote.total_details.breakdown) is not None:
        names = [await discount_name(tx, taken.discount_id, say) for taken in parts.discounts]
        sums += [sum_of(name, -taken.amount) for name, taken in zip(names, parts.discounts, strict=True)]
        for tax in parts.taxes:
            rate = await tx.get(TaxRate, tax.rate_id, lock=False)
            name = tax_name(rate, tax.taxable_amount, currency, say, included=rate.inclusive)
            sums.append(sum_of(name, tax.amount))
    sums.append(sum_of(say("total"), quote.amount_total, strong=True))
    if (each := quote.computed.recurring) is not None:
        sums.append(sum_of(say("due_at_acceptance"), quote.computed.upfront.amount_total))
        period = say.duration(each.interval_count, each.interval)
        sums.append(sum_of(say("due_each", period=period), each.amount_total))
    return sums
