"""Invoice items: created, changed and deleted, while they are pending or their invoice is a draft."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from app.domain import crud
from app.domain.billing.invoices import costs, lines, redeeming, totals
from app.domain.billing.invoices.editing import editable
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_params import InvoiceItemChangeParams, InvoiceItemParams
from app.tables.billing.subscription import Subscription
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price
from app.tables.products.product import Product
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.period import Period
from app.tables.values import Value

MOST = 250
"""Pending items of a customer, and lines of an invoice."""


@dataclass(frozen=True)
class Checked:
    """What is to be made of a caller's values for an item, nothing of which was wrong."""

    columns: dict[str, Any]
    cost: costs.Cost | None
    """What the item costs; None where that does not change."""
    discounts: redeeming.Chosen | None
    """The item's discounts; None where they do not change."""


def given_in(params: Value) -> dict[str, Any]:
    """What the caller set, by name."""
    return {name: getattr(params, name) for name in params.model_fields_set}


async def create(tx: Tx, *, params: Annotated[InvoiceItemParams, Inline()]) -> InvoiceItem:
    """Create an invoice item, which is pending until an invoice bills it, or added to a draft at once."""
    given = given_in(params)
    with Mistakes() as mistakes:
        customer = await tx.get(Customer, params.customer_id, field="customer")
        invoice = None
        if params.invoice_id is not None:
            invoice = await tx.get(Invoice, params.invoice_id, field="invoice")
            with mistakes.noted():
                editable(invoice, field="invoice")
                _must_be_the_customers(customer, invoice)
        elif len(await tx.find(InvoiceItem, lock=False, customer_id=customer.id, invoice_id=None)) >= MOST:
            raise InvalidRequest(
                f"`customer` has {MOST} pending invoice items, which are the most. Invoice them first.",
                code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                field="customer",
            )
        if costs.way(given) is None:
            raise InvalidRequest(
                "An invoice item costs something: give `amount`, `unit_amount`, `price` or `price_data`.",
                code=ErrorCode.PARAMETER_MISSING,
                field="amount",
            )
        subscription = None
        if params.subscription_id is not None:
            with mistakes.noted():
                subscription = await of_customer(tx, customer, params.subscription_id)
        currency = params.currency or (invoice.currency if invoice else None)
        fallback = subscription.currency if subscription else customer.currency
        checked = await check(tx, customer, given, currency, fallback=fallback)
        if subscription is not None and checked.cost is not None:
            _must_be_in(checked.cost.currency, subscription)
    item = await build(tx, customer, given, checked, invoice)
    if invoice is not None:
        await lines.add(tx, invoice, item)
        await totals.settle(tx, invoice)
    tx.tell("created", item)
    if invoice is not None:
        tx.tell("updated", invoice)
    return item


async def of_customer(tx: Tx, customer: Customer, id: str) -> Subscription:
    """A subscription of the customer's. Raises InvalidRequest for another customer's, and for one that has ended."""
    subscription = await tx.get(Subscription, id, field="subscription", lock=False)
    if subscription.customer_id != customer.id or subscription.ended_at is not None:
        raise InvalidRequest(
            "`subscription` must be one of the customer's that has not ended.",
            code=ErrorCode.PARAMETER_INVALID,
            field="subscription",
        )
    return subscription


def _must_be_the_customers(customer: Customer, invoice: Invoice) -> None:
    if invoice.customer_id != customer.id:
        raise InvalidRequest(
            "`invoice` must be one of the customer's.", code=ErrorCode.PARAMETER_INVALID, field="invoice"
        )


def _must_be_in(currency: str, subscription: Subscription) -> None:
    if currency != subscription.currency:
        raise InvalidRequest(
            f"The subscription is billed in {subscription.currency}, and the item is in {currency}. Use one currency "
            "for both, or omit `subscription`.",
            code=ErrorCode.PARAMETER_INVALID,
            field="currency",
        )


async def check(
    tx: Tx,
    customer: Customer,
    given: dict[str, Any],
    currency: str | None,
    *,
    fallback: str | None = None,
    item: InvoiceItem | None = None,
) -> Checked:
    """Check a caller's values for an item in the currency, or of the item that they change. A price is in the currency
    `fallback`, and an amount of its own too, where nothing decides.

    What is created for the item, such as a price, is created here. Raises InvalidRequest.
    """
    columns: dict[str, Any] = {}
    with Mistakes() as mistakes:
        for name in ("description", "quantity"):
            if name in given:
                columns[name] = given[name] if name == "description" else 1 if given[name] is None else given[name]
        if given.get("period") is not None:
            with mistakes.noted():
                columns["period"] = _checked(given["period"])
        if "tax_rates" in given:
            columns["tax_rates"] = await _rates(tx, given["tax_rates"] or [], mistakes)
        if "metadata" in given:
            with mistakes.noted():
                columns["meta"] = crud.merge_metadata(item.meta if item else {}, given["metadata"])
        cost = None
        with mistakes.noted():
            cost = await _cost(tx, given, currency, fallback, item)
        chosen = None
        if "discounts" in given and (known := currency or (cost and cost.currency)):
            with mistakes.noted():
                quantity = columns.get("quantity") or (item.quantity if item else 1)
                chosen = await redeeming.chosen(
                    tx,
                    customer,
                    known,
                    given["discounts"] or [],
                    amount=cost.of(quantity) if cost else item.amount if item else 0,
                    present=item.discounts or [] if item else [],
                )
    return Checked(columns, cost, chosen)


def _checked(period: Period) -> Period:
    if period.end < period.start:
        raise InvalidRequest(
            "`period.end` must be `period.start` or later.", code=ErrorCode.PARAMETER_INVALID, field="period.end"
        )
    return period


async def _rates(tx: Tx, given: list[str], mistakes: Mistakes) -> list[str]:
    for place, id in enumerate(given):
        with mistakes.noted():
            await rate_of(tx, id, f"tax_rates.{place}")
    return given


async def rate_of(tx: Tx, id: str, field: str) -> TaxRate:
    """A tax rate that is to be applied. Raises InvalidRequest unless it is active."""
    rate = await tx.get(TaxRate, id, field=field, lock=False)
    if not rate.active:
        raise InvalidRequest(f"`{field}` must be active: {id} is not.", code=ErrorCode.PARAMETER_INVALID, field=field)
    return rate


async def _cost(
    tx: Tx, given: dict[str, Any], currency: str | None, fallback: str | None, item: InvoiceItem | None
) -> costs.Cost | None:
    match costs.way(given):
        case None:
            return None
        case "price_id":
            return await costs.existing(tx, given["price_id"], currency)
        case "price_data":
            data = given["price_data"]
            if currency is not None and data.currency != currency:
                raise InvalidRequest(
                    f"`price_data.currency` must be {currency}, as that of the invoice or the item.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="price_data.currency",
                )
            with Mistakes("price_data"):
                return await costs.created(tx, data)
        case "amount":
            unit = Decimal(given["amount"])
        case name:
            unit = Decimal(given[name])
    known = currency or fallback or (await tx.account()).default_currency or "usd"
    words = given.get("description") or (item.description if item else None)
    tax_code = given.get("tax_code_id")
    return costs.own(tx, unit, known, name=words, tax_behavior=given.get("tax_behavior"), tax_code=tax_code)


async def build(
    tx: Tx, customer: Customer, given: dict[str, Any], checked: Checked, invoice: Invoice | None
) -> InvoiceItem:
    """An item of checked values, whose event the caller emits."""
    cost = checked.cost
    assert cost is not None, "something says what it costs"
    if customer.currency is None:
        customer.currency = cost.currency
        tx.tell("updated", customer)
    product = await tx.get(Product, cost.price.product_id, lock=False, deleted=True)
    named = given.get("price_id") or given.get("price_data")
    item = tx.add(
        InvoiceItem(
            **{"period": Period(start=tx.now, end=tx.now)} | checked.columns,
            customer_id=customer.id,
            date=tx.now,
            invoice_id=invoice.id if invoice else None,
            subscription_id=given.get("subscription_id"),
        )
    )
    if named and item.description is None:
        item.description = product.name
    charge(item, cost)
    item.discountable = item.amount >= 0 if given.get("discountable") is None else given["discountable"]
    item.discounts = await redeeming.redeem(tx, customer, checked.discounts or [], item=item.id)
    return item


def charge(item: InvoiceItem, cost: costs.Cost) -> None:
    """Have the item cost so much for its quantity."""
    unit = cost.unit_amount
    item.currency, item.price_id, item.amount = cost.currency, cost.price.id, cost.of(item.quantity)
    item.unit_amount_decimal = unit
    item.unit_amount = int(unit) if unit is not None and unit == unit.to_integral_value() else None


async def update(tx: Tx, item: InvoiceItem, *, params: Annotated[InvoiceItemChangeParams, Inline()]) -> InvoiceItem:
    """Update an invoice item that is pending, or on a draft."""
    invoice = await _draft_of(tx, item)
    given = given_in(params)
    customer = await tx.get(Customer, item.customer_id, lock=False)
    await apply(tx, item, customer, given, await check(tx, customer, given, item.currency, item=item))
    if invoice is not None:
        await lines.follow(tx, invoice, item)
        await totals.settle(tx, invoice)
        if tx.changed(invoice):
            tx.tell("updated", invoice)
    return item


async def apply(tx: Tx, item: InvoiceItem, customer: Customer, given: dict[str, Any], checked: Checked) -> None:
    """Change an item to a caller's values, which were checked."""
    for name, value in checked.columns.items():
        setattr(item, name, value)
    if checked.cost is not None:
        if given.get("amount") is not None:
            item.quantity = 1
        charge(item, checked.cost)
    elif "quantity" in checked.columns:
        charge(item, await _standing(tx, item))
    if given.get("discountable") is not None:
        item.discountable = given["discountable"]
    if checked.discounts is not None:
        item.discounts = await redeeming.redeem(tx, customer, checked.discounts, item=item.id)


async def _standing(tx: Tx, item: InvoiceItem) -> costs.Cost:
    """What the item costs by the price that it has."""
    price = await tx.get(Price, item.price_id or "", lock=False)
    return costs.Cost(price, item.currency, item.unit_amount_decimal)


async def delete(tx: Tx, item: InvoiceItem) -> InvoiceItem:
    """Delete an invoice item that is pending, or on a draft."""
    invoice = await _draft_of(tx, item)
    if invoice is not None:
        await lines.remove(tx, invoice, item)
        await totals.settle(tx, invoice)
    await crud.delete(tx, item)
    if invoice is not None:
        tx.tell("updated", invoice)
    return item


async def _draft_of(tx: Tx, item: InvoiceItem) -> Invoice | None:
    if item.invoice_id is None:
        return None
    invoice = await tx.get(Invoice, item.invoice_id)
    editable(invoice, field="id")
    return invoice
