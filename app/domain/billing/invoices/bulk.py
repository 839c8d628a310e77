"""The lines of a draft, added, changed and removed many at once; and one by one."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.billing.invoices import costs, items, totals
from app.domain.billing.invoices import lines as on_invoice
from app.domain.billing.invoices.editing import editable
from app.domain.billing.invoices.items import given_in
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.billing.invoice_params import (
    InvoiceAddLinesLineParams,
    InvoiceLineItemChangeParams,
    InvoiceRemoveLinesLineBehavior,
    InvoiceRemoveLinesLineParams,
    InvoiceTaxAmountParams,
    InvoiceUpdateLinesLineParams,
)
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.tax_amounts import TaxAmount
from app.tables.texts import MetadataInput

InvoiceMetadata = Annotated[
    MetadataInput | None,
    Doc("Key-value pairs stored with the invoice. Keys are merged; null removes a key."),
]


async def add_lines(
    tx: Tx,
    invoice: Invoice,
    *,
    invoice_metadata: InvoiceMetadata = None,
    lines: Annotated[
        list[InvoiceAddLinesLineParams], Field(min_length=1, max_length=250), Doc("The lines to add, at most 250.")
    ],
) -> Invoice:
    """Add lines to a draft, by pending invoice items or by new ones."""
    customer = await _editable(tx, invoice)
    with Mistakes() as mistakes:
        found = []
        for place, params in enumerate(lines):
            with mistakes.noted(f"lines.{place}"):
                found.append(await _checked(tx, invoice, customer, params))
    for each in found:
        await _add(tx, invoice, customer, *each)
    return await _settled(tx, invoice, invoice_metadata)


async def _editable(tx: Tx, invoice: Invoice) -> Customer:
    editable(invoice)
    return await tx.get(Customer, invoice.customer_id or "", field="customer")


Added = tuple[InvoiceAddLinesLineParams, InvoiceItem | None, items.Checked]


async def _checked(tx: Tx, invoice: Invoice, customer: Customer, params: InvoiceAddLinesLineParams) -> Added:
    """What is to be added: a pending item, with what changes of it, or a new one."""
    given = given_in(params)
    item = None
    if params.invoice_item_id is not None:
        item = await tx.get(InvoiceItem, params.invoice_item_id, field="invoice_item")
        if item.customer_id != customer.id or item.invoice_id is not None:
            raise InvalidRequest(
                "`invoice_item` must be a pending one of the invoice's customer.",
                code=ErrorCode.PARAMETER_INVALID,
                field="invoice_item",
            )
    elif costs.way(given) is None:
        raise InvalidRequest(
            "`amount` is required, or `price`, `price_data` or `invoice_item` in its place.",
            code=ErrorCode.PARAMETER_MISSING,
            field="amount",
        )
    return params, item, await items.check(tx, customer, given, invoice.currency, item=item)


async def _add(
    tx: Tx,
    invoice: Invoice,
    customer: Customer,
    params: InvoiceAddLinesLineParams,
    item: InvoiceItem | None,
    checked: items.Checked,
) -> None:
    if item is None:
        item = await items.build(tx, customer, given_in(params), checked, invoice)
        line = await on_invoice.add(tx, invoice, item)
        tx.tell("created", item)
    else:
        await items.apply(tx, item, customer, given_in(params), checked)
        line = await on_invoice.add(tx, invoice, item)
    _tax(tx, line, params)


def _tax(tx: Tx, line: InvoiceLineItem, params: InvoiceLineItemChangeParams) -> None:
    """Keep the taxes that the caller calculated; tax rates replace them."""
    if "tax_amounts" in params.model_fields_set:
        given = params.tax_amounts or []
        line.given_taxes = [_taxed(tx, each) for each in given] or None
    elif "tax_rates" in params.model_fields_set:
        line.given_taxes = None


def _taxed(tx: Tx, given: InvoiceTaxAmountParams) -> TaxAmount:
    """An amount of tax with a rate of its own, which nothing else can have."""
    data = {name: getattr(given.tax_rate_data, name) for name in given.tax_rate_data.model_fields_set}
    rate = tx.add(TaxRate(**data, active=False))
    return TaxAmount(
        amount=given.amount,
        inclusive=given.tax_rate_data.inclusive,
        tax_rate_id=rate.id,
        taxable_amount=given.taxable_amount,
    )


async def _settled(tx: Tx, invoice: Invoice, metadata: dict[str, str | None] | None) -> Invoice:
    if metadata is not None:
        invoice.meta = crud.merge_metadata(invoice.meta, metadata)
    await totals.settle(tx, invoice)
    if tx.changed(invoice):
        tx.tell("updated", invoice)
    return invoice


async def update_lines(
    tx: Tx,
    invoice: Invoice,
    *,
    invoice_metadata: InvoiceMetadata = None,
    lines: Annotated[
        list[InvoiceUpdateLinesLineParams], Field(min_length=1, max_length=250), Doc("The lines to change.")
    ],
) -> Invoice:
    """Change lines of a draft, and the invoice items that they bill."""
    customer = await _editable(tx, invoice)
    changes = []
    with Mistakes() as mistakes:
        for place, params in enumerate(lines):
            with mistakes.noted(f"lines.{place}"):
                line, item = await _found(tx, invoice, params.id)
                changes.append((line, item, params, await _change(tx, customer, item, params)))
    for line, item, params, checked in changes:
        await _apply(tx, customer, line, item, params, checked)
    return await _settled(tx, invoice, invoice_metadata)


async def _change(tx: Tx, customer: Customer, item: InvoiceItem, params: InvoiceLineItemChangeParams) -> items.Checked:
    return await items.check(tx, customer, given_in(params), item.currency, item=item)


async def _apply(
    tx: Tx,
    customer: Customer,
    line: InvoiceLineItem,
    item: InvoiceItem,
    params: InvoiceLineItemChangeParams,
    checked: items.Checked,
) -> None:
    await items.apply(tx, item, customer, given_in(params), checked)
    on_invoice.show(line, item)
    _tax(tx, line, params)


async def _found(tx: Tx, invoice: Invoice, id: str) -> tuple[InvoiceLineItem, InvoiceItem]:
    """A line of the invoice, and the item that it bills. Raises InvalidRequest for a line that bills a subscription."""
    for line in await tx.listed(invoice, Invoice.lines):
        if line.id == id:
            return line, await _item_of(tx, line)
    raise ResourceMissing(InvoiceLineItem.object_name, id)


async def _item_of(tx: Tx, line: InvoiceLineItem) -> InvoiceItem:
    if line.invoice_item_id is None:
        raise InvalidRequest(
            "Only lines that bill an invoice item can be changed, and this one bills a subscription.",
            code=ErrorCode.INVOICE_NOT_EDITABLE,
            field="id",
        )
    return await tx.get(InvoiceItem, line.invoice_item_id)


async def remove_lines(
    tx: Tx,
    invoice: Invoice,
    *,
    invoice_metadata: InvoiceMetadata = None,
    lines: Annotated[
        list[InvoiceRemoveLinesLineParams], Field(min_length=1, max_length=250), Doc("The lines to remove.")
    ],
) -> Invoice:
    """Remove lines from a draft. Their invoice items are deleted, or pending again."""
    await _editable(tx, invoice)
    found: Sequence[Any] = []
    with Mistakes() as mistakes:
        for place, params in enumerate(lines):
            with mistakes.noted(f"lines.{place}"):
                found = [*found, (*await _found(tx, invoice, params.id), params.behavior)]
    for line, item, behavior in found:
        tx.delete(line)
        item.invoice_id = None
        if behavior == InvoiceRemoveLinesLineBehavior.DELETE:
            await crud.delete(tx, item)
    return await _settled(tx, invoice, invoice_metadata)


async def update(
    tx: Tx, line: InvoiceLineItem, *, params: Annotated[InvoiceLineItemChangeParams, Inline()]
) -> InvoiceLineItem:
    """Update a line of a draft, and the invoice item that the line bills."""
    invoice = await tx.get(Invoice, line.invoice_id or "")
    customer = await _editable(tx, invoice)
    item = await _item_of(tx, line)
    await _apply(tx, customer, line, item, params, await _change(tx, customer, item, params))
    await _settled(tx, invoice, None)
    return line
