"""Previews: what a customer's next invoice would be. Nothing of one is stored."""

from typing import Annotated, Any

from app.domain.billing.invoices import costs, drafting, items, lines, redeeming, settings, totals
from app.domain.billing.invoices.items import given_in
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_params import InvoiceItemPreviewParams, InvoicePreviewParams
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.tax_ids import TaxIdentity

LINE = "il_tmp_"
"""What the ids of a preview's lines begin with."""
NOTHING = InvoicePreviewParams()


async def preview(tx: Tx, *, params: Annotated[InvoicePreviewParams, Inline()] = NOTHING) -> Invoice:
    """Preview the next invoice of a customer: the pending invoice items, with others that are added or changed."""
    customer = await _customer(tx, params)
    pending = await tx.find(InvoiceItem, customer_id=customer.id, invoice_id=None) if params.customer_id else []
    currency = params.currency or customer.currency or _first(params) or (pending[0].currency if pending else "usd")
    given = {name: getattr(params, name) for name in ("automatic_tax", "issuer") if getattr(params, name) is not None}
    with Mistakes() as mistakes:
        columns = await settings.columns(tx, customer, currency, given, {}, mistakes)
        chosen = await _discounts(tx, customer, currency, params, mistakes)
        checked = []
        for place, each in enumerate(params.invoice_items or ()):
            with mistakes.noted(f"invoice_items.{place}"):
                checked.append((each, *await _checked(tx, customer, currency, each, pending)))
    invoice = drafting.draft(tx, customer, currency=currency, reason=InvoiceBillingReason.UPCOMING, **columns)
    if chosen is not None:
        invoice.discounts = await redeeming.redeem(tx, customer, chosen, invoice=invoice.id)
    for each, item, what in checked:
        if item is None:
            pending.append(await items.build(tx, customer, given_in(each), what, None))
        else:
            await items.apply(tx, item, customer, given_in(each), what)
    for item in pending:
        if item.currency == currency:
            await lines.add(tx, invoice, item, id=new_id(LINE))
    if not await tx.listed(invoice, Invoice.lines):
        raise InvalidRequest(
            "`customer` has nothing to be invoiced: no invoice item is pending, and none was given.",
            code=ErrorCode.INVOICE_UPCOMING_NONE,
            field="customer",
        )
    await settings.know(tx, invoice, customer)
    _take(invoice, params)
    await totals.settle(tx, invoice)
    return invoice


async def _customer(tx: Tx, params: InvoicePreviewParams) -> Customer:
    if params.customer_id is not None:
        return await tx.get(Customer, params.customer_id, field="customer")
    if params.customer_details is None:
        raise InvalidRequest(
            "`customer` is required, or `customer_details` in its place.",
            code=ErrorCode.PARAMETER_MISSING,
            field="customer",
        )
    return tx.add(Customer(currency=params.currency))


def _first(params: InvoicePreviewParams) -> str | None:
    return next((each.currency for each in params.invoice_items or () if each.currency), None)


async def _discounts(
    tx: Tx, customer: Customer, currency: str, params: InvoicePreviewParams, mistakes: Mistakes
) -> redeeming.Chosen | None:
    """What discounts the invoice in place of the customer's own; None where nothing was given."""
    with mistakes.noted():
        if params.coupon_id is not None:
            coupon = DiscountParams(coupon_id=params.coupon_id)
            return await redeeming.chosen(tx, customer, currency, [coupon])
        if "discounts" in params.model_fields_set:
            return await redeeming.chosen(tx, customer, currency, params.discounts or [])
    return None


async def _checked(
    tx: Tx, customer: Customer, currency: str, given: InvoiceItemPreviewParams, pending: list[InvoiceItem]
) -> tuple[InvoiceItem | None, items.Checked]:
    """The pending item that is meant, or none for a new one, and what becomes of it."""
    values: dict[str, Any] = given_in(given)
    if given.invoiceitem_id is not None:
        item = next((each for each in pending if each.id == given.invoiceitem_id), None)
        if item is None:
            raise InvalidRequest(
                "`invoiceitem` must be a pending one of the customer.",
                code=ErrorCode.RESOURCE_MISSING,
                field="invoiceitem",
            )
        return item, await items.check(tx, customer, values, item.currency, item=item)
    if costs.way(values) is None:
        raise InvalidRequest(
            "`amount` is required, or a unit amount or a price in its place.",
            code=ErrorCode.PARAMETER_MISSING,
            field="amount",
        )
    return None, await items.check(tx, customer, values, given.currency or currency)


def _take(invoice: Invoice, params: InvoicePreviewParams) -> None:
    """Take the customer as the caller describes them."""
    details = params.customer_details
    if details is None:
        return
    given = given_in(details)
    for name in ("address", "shipping", "tax_exempt"):
        if given.get(name) is not None:
            setattr(invoice, f"customer_{name}", given[name])
    if details.tax_ids is not None:
        invoice.customer_tax_ids = [TaxIdentity(type=each.type, value=each.value) for each in details.tax_ids]
