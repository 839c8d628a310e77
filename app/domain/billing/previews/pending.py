"""Pending invoice items as a preview has them: with others that are added, and with changes."""

from typing import Any

from app.domain.billing.invoices import costs, items
from app.domain.billing.invoices.items import given_in
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_preview_params import InvoiceItemPreviewParams
from app.tables.core_resources.customer import Customer


async def apply(
    tx: Tx,
    customer: Customer,
    currency: str | None,
    given: list[InvoiceItemPreviewParams] | None,
    there: list[InvoiceItem],
) -> list[InvoiceItem]:
    """All pending items of the customer, of whom those that are `there` are locked.

    Raises InvalidRequest for every mistake, each with its field, such as `invoice_items.0.price`.
    """
    checked = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given or ()):
            with mistakes.noted(f"invoice_items.{place}"):
                checked.append((each, *await _checked(tx, customer, currency, each, there)))
    for each, item, what in checked:
        if item is None:
            there.append(await items.build(tx, customer, given_in(each), what, None))
        else:
            await items.apply(tx, item, customer, given_in(each), what)
    return there


async def _checked(
    tx: Tx, customer: Customer, currency: str | None, given: InvoiceItemPreviewParams, there: list[InvoiceItem]
) -> tuple[InvoiceItem | None, items.Checked]:
    """The pending item that is meant, or none for a new one, and what becomes of it."""
    values: dict[str, Any] = given_in(given)
    if given.invoiceitem_id is not None:
        item = next((each for each in there if each.id == given.invoiceitem_id), None)
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
    return None, await items.check(tx, customer, values, given.currency or currency, fallback=customer.currency)
