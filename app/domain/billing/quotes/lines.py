"""The lines of a quote: what callers name is found and checked, and becomes rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.billing.invoices import redeeming
from app.domain.billing.subscriptions import choosing, making
from app.domain.billing.subscriptions.choosing import ChosenDiscount
from app.domain.billing.subscriptions.items import (
    Priced,
    check_together,
    currency_of,
    must_be_one_of,
    must_have_currency,
    quantity_of,
)
from app.domain.mistakes import Mistakes
from app.domain.products.discounts import Redemption
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.quote import Quote
from app.tables.billing.quote_params import (
    QuoteCreateLineItemParams,
    QuotePriceDataParams,
    QuoteUpdateLineItemParams,
)
from app.tables.checkout.line_item import LineItem
from app.tables.core_resources.customer import Customer
from app.tables.products.discount import Discount
from app.tables.products.price import Price, PriceType
from app.tables.products.product import Product
from app.tables.shapes.price_data import PriceDataParams, RecurringPriceDataParams


@dataclass(frozen=True)
class ChosenLine:
    """A line of a quote that is to be."""

    given: QuoteCreateLineItemParams
    price: Price
    """A price of `price_data` has no id yet: it is to be added."""
    quantity: int | None
    discounts: Sequence[ChosenDiscount] | None
    """None where they do not change."""
    row: LineItem | None = None
    """The line that changes; None for a new one."""


async def chosen(
    tx: Tx,
    given: Sequence[QuoteCreateLineItemParams],
    customer: Customer | None,
    there: Sequence[LineItem] = (),
) -> tuple[list[ChosenLine], str | None]:
    """The lines, and their currency; None without lines. `there` are the lines that the quote has.

    Raises InvalidRequest for every mistake, each with its field, such as `line_items.0.price`.
    """
    found: list[ChosenLine] = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(f"line_items.{place}"):
                line = await _line(tx, each, customer, {row.id: row for row in there})
                if line.row is not None and any(line.row is other.row for other in found):
                    raise InvalidRequest(
                        f"The line '{line.row.id}' is named twice. Name it once.",
                        code=ErrorCode.PARAMETER_INVALID,
                        field="id",
                    )
                found.append(line)
    if not found:
        return [], None
    currency = currency_of([line.price for line in found], None, customer.currency if customer else None)
    with Mistakes() as mistakes:
        recurring = [Priced(line.price, f"line_items.{place}") for place, line in enumerate(found) if _recurs(line)]
        if recurring:
            with mistakes.noted():
                check_together(recurring, currency)
        for place, line in enumerate(found):
            with mistakes.noted(f"line_items.{place}"):
                if not _recurs(line):
                    must_have_currency(line.price, currency)
                amount = choosing.amount_of(line.price, line.quantity, currency)
                await redeeming.check(tx, line.discounts or (), currency, amount)
    return found, currency


def _recurs(line: ChosenLine) -> bool:
    return line.price.type == PriceType.RECURRING


async def _line(
    tx: Tx, given: QuoteCreateLineItemParams, customer: Customer | None, there: dict[str, LineItem]
) -> ChosenLine:
    row = None
    if isinstance(given, QuoteUpdateLineItemParams) and given.id is not None:
        if given.id not in there:
            raise InvalidRequest(f"The quote has no line '{given.id}'.", code=ErrorCode.RESOURCE_MISSING, field="id")
        row = there[given.id]
    changes = row is None or "discounts" in given.model_fields_set
    with Mistakes() as mistakes:
        off = await choosing.chosen_discounts(tx, given.discounts or (), customer, mistakes)
        await choosing.check_tax_rates(tx, given.tax_rates or (), mistakes)
        must_be_one_of(given.price_id, given.price_data, needed=row is None)
        price = await _price(tx, given, row)
        quantity = quantity_of(price, given.quantity, row.quantity if row else None)
    return ChosenLine(given, price, quantity, off if changes else None, row)


async def _price(tx: Tx, given: QuoteCreateLineItemParams, row: LineItem | None) -> Price:
    data = given.price_data
    if data is not None:
        type = PriceType.ONE_TIME if data.recurring is None else PriceType.RECURRING
        return await choosing.price_of(tx, None, _as_given(data), type)
    if given.price_id is None:
        assert row is not None
        return await tx.get(Price, row.price_id or "", lock=False)
    price = await tx.get(Price, given.price_id, field="price", lock=False)
    if price.custom_unit_amount is not None:
        raise InvalidRequest(
            "The customer chooses the amount of the price at checkout. Use another price.",
            code=ErrorCode.PARAMETER_INVALID,
            field="price",
        )
    return await choosing.price_of(tx, price.id, None, PriceType(price.type))


def _as_given(data: QuotePriceDataParams) -> PriceDataParams | RecurringPriceDataParams:
    """The price that is to be created, as a line of an invoice or as an item of a subscription names it."""
    values = {name: getattr(data, name) for name in data.model_fields_set}
    if data.recurring is None:
        return PriceDataParams(**{name: value for name, value in values.items() if name != "recurring"})
    return RecurringPriceDataParams(**values)


async def write(tx: Tx, quote: Quote, lines: Sequence[ChosenLine]) -> None:
    """Have the quote these lines, and no others."""
    kept = {line.row.id for line in lines if line.row is not None}
    for former in await tx.find(LineItem, quote_id=quote.id):
        if former.id not in kept:
            tx.delete(former)
    for line in lines:
        price = await making.price(tx, line.price)
        product = await tx.get(Product, price.product_id, lock=False, deleted=True)
        row = line.row or tx.add(LineItem(quote_id=quote.id))
        row.price_id, row.quantity, row.description = price.id, line.quantity, product.name
        if line.discounts is not None:
            row.own_discounts = offered(tx, line.discounts)
            row.redeemed = line.given.discounts or []
        if line.row is None or "tax_rates" in line.given.model_fields_set:
            row.tax_rates = line.given.tax_rates or []


def offered(tx: Tx, chosen: Sequence[ChosenDiscount]) -> list[str]:
    """The ids of the discounts of an offer. A coupon is redeemed only once the offer is accepted."""
    return [each.id if isinstance(each, Discount) else _offered(tx, each).id for each in chosen]


def _offered(tx: Tx, redemption: Redemption) -> Discount:
    code = redemption.code
    return tx.add(Discount(coupon_id=redemption.coupon.id, promotion_code_id=code.id if code else None, start=tx.now))
