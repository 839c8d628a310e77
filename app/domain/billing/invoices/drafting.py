"""Drafts of invoices: created, and made ready to be finalized."""

from typing import Annotated, Any

from app.domain import crud
from app.domain.billing.invoices import finalizing, lines, redeeming, revisions, settings, totals
from app.domain.billing.invoices.items import given_in, of_customer
from app.domain.core_resources.tax_ids import of_account
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_params import InvoiceCreationParams, InvoicePendingInvoiceItemsBehavior
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer

ALONE = {"currency", "discounts", "from_invoice", "pending_invoice_items_behavior"}
"""The params that say how the draft is made; the others are of its settings."""
INCLUDE = InvoicePendingInvoiceItemsBehavior.INCLUDE
BY_DEFAULT = InvoiceCreationParams()


async def create(tx: Tx, *, params: Annotated[InvoiceCreationParams, Inline()] = BY_DEFAULT, **values: Any) -> Invoice:
    """Create a draft of an invoice, which bills nothing before it is finalized."""
    given = values | {name: value for name, value in given_in(params).items() if name not in ALONE}
    revised = None
    if params.from_invoice is not None:
        revised = await revisions.original(tx, params.from_invoice, given.get("customer_id"))
        given = revisions.columns(revised) | given
    customer = await _customer(tx, given.get("customer_id"))
    include = params.pending_invoice_items_behavior == INCLUDE and revised is None
    pending = await _pending(tx, customer) if include or params.subscription_id else []
    if params.subscription_id is not None:
        await of_customer(tx, customer, params.subscription_id)
        pending = [item for item in pending if item.subscription_id == params.subscription_id]
    currency = revised.currency if revised else params.currency or await _currency(tx, customer, pending)
    with Mistakes() as mistakes:
        columns = await settings.columns(tx, customer, currency, given, {}, mistakes)
        chosen: redeeming.Chosen | None = None
        if "discounts" in params.model_fields_set:
            with mistakes.noted():
                amount = sum(item.amount for item in pending if item.currency == currency)
                amount = revised.subtotal if revised else amount
                chosen = await redeeming.chosen(tx, customer, currency, params.discounts or [], amount=amount)
        if "meta" in columns:
            columns["meta"] = crud.merge_metadata({}, columns["meta"])
    invoice = await draft(tx, customer, currency=currency, **columns)
    if chosen is not None:
        invoice.discounts = await redeeming.redeem(tx, customer, chosen, invoice=invoice.id)
    if revised is not None:
        await revisions.replace(tx, revised, invoice)
    for item in pending:
        if item.currency == currency:
            await lines.add(tx, invoice, item)
    await announce(tx, invoice, customer)
    return invoice


async def _customer(tx: Tx, id: str | None) -> Customer:
    if id is None:
        raise InvalidRequest(
            "`customer` is required: an invoice bills someone.", code=ErrorCode.PARAMETER_MISSING, field="customer"
        )
    return await tx.get(Customer, id, field="customer")


async def _pending(tx: Tx, customer: Customer) -> list[InvoiceItem]:
    """The customer's pending items, in the order of their creation."""
    return (await tx.find(InvoiceItem, customer_id=customer.id, invoice_id=None))[: lines.MOST]


async def _currency(tx: Tx, customer: Customer, pending: list[InvoiceItem]) -> str:
    if customer.currency is not None:
        return customer.currency
    return pending[0].currency if pending else (await tx.account()).default_currency or "usd"


async def draft(
    tx: Tx,
    customer: Customer,
    *,
    currency: str,
    reason: InvoiceBillingReason = InvoiceBillingReason.MANUAL,
    **columns: Any,
) -> Invoice:
    """A draft for a customer who is locked, without lines. The caller adds lines, and then calls `announce`.

    `columns` are further columns of the invoice; those that they leave out are as the settings of the customer and of
    the account say.
    """
    own = customer.invoice_settings
    if columns.get("account_tax_ids") is None:
        columns["account_tax_ids"] = await of_account.defaults(tx)
    columns.setdefault("custom_fields", own.custom_fields)
    columns.setdefault("footer", own.footer)
    columns.setdefault("discounts", [customer.discount_id] if customer.discount_id else [])
    period = {"period_start": tx.now, "period_end": tx.now}
    return tx.add(
        Invoice(**period | columns | {"billing_reason": reason, "currency": currency, "customer_id": customer.id})
    )


async def announce(tx: Tx, invoice: Invoice, customer: Customer) -> None:
    """The draft has its lines: work out what it comes to, plan its finalization, and emit its event."""
    if customer.currency is None:
        customer.currency = invoice.currency
        tx.tell("updated", customer)
    await settings.know(tx, invoice, customer)
    must_be_free(tx, invoice)
    if not tx.work.previewing:  # which works it out once it is whole
        await totals.settle(tx, invoice)
    finalizing.plan(tx, invoice)
    if not await finalizing.receivers(tx):
        invoice.webhooks_delivered_at = tx.now
    await tx.read_embedded([invoice])
    tx.tell("created", invoice)


def must_be_free(tx: Tx, invoice: Invoice) -> None:
    """Refuse the transaction if another invoice has the number that the caller gave."""
    if invoice.number is not None:
        tx.unique(
            "invoice_number",
            InvalidRequest(
                f"Another invoice has the number '{invoice.number}'. Choose another `number`, or omit it.",
                code=ErrorCode.RESOURCE_ALREADY_EXISTS,
                field="number",
            ),
        )
