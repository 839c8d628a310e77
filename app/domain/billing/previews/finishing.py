"""The last of a preview: what the caller says of the invoice itself, and what all of it comes to."""

from app.domain.billing.invoices import crediting, redeeming, settings
from app.domain.billing.invoices.items import given_in
from app.domain.billing.subscriptions import discounting, statuses
from app.domain.billing.subscriptions.invoicing import Drafted
from app.domain.core_resources.customers.tax import locate
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.ids import new_id
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.billing.invoice_preview_params import InvoicePreviewParams
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.core_resources.customer import Customer
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.tax_ids import TaxIdentity

LINE = "il_tmp_"
"""What the ids of a preview's lines begin with."""
OF_INVOICE = ("automatic_tax", "issuer", "on_behalf_of_id")


async def past(tx: Tx, made: Drafted) -> Subscription:
    """An invoice was drafted at once, and another one is looked for: its subscription goes on as if it were paid."""
    await discounting.used(tx, made.subscription, made.invoice)
    if made.subscription.status in statuses.STARTING:
        statuses.start(tx, made.subscription)
    return made.subscription


async def without_items(tx: Tx, invoice: Invoice) -> None:
    """Leave what recurs alone on the invoice: no prorations and no other invoice items."""
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    for line in lines:
        if line.invoice_item_id is not None:
            tx.delete(line)


async def take(tx: Tx, invoice: Invoice, customer: Customer, params: InvoicePreviewParams, *, discounted: bool) -> None:
    """Take what the caller says of the invoice and of the customer. `discounted` says whether discounts that are given
    are those of the invoice; they are of the subscription otherwise, which has them by now."""
    given = {name: getattr(params, name) for name in OF_INVOICE if getattr(params, name) is not None}
    chosen = None
    with Mistakes() as mistakes:
        columns = await settings.columns(tx, customer, invoice.currency, given, {}, mistakes)
        if discounted:
            with mistakes.noted():
                chosen = await _discounts(tx, customer, invoice, params)
    for name, value in columns.items():
        setattr(invoice, name, value)
    if chosen is not None:
        invoice.discounts = await redeeming.redeem(tx, customer, chosen, invoice=invoice.id)
    elif "discounts" in params.model_fields_set and not params.discounts:
        # Not even that of the customer.
        invoice.discounts = []
    _describe(invoice, params)


async def _discounts(
    tx: Tx, customer: Customer, invoice: Invoice, params: InvoicePreviewParams
) -> redeeming.Chosen | None:
    """What discounts the invoice in place of its own; None where nothing was given."""
    if params.coupon_id is not None:
        given = [DiscountParams(coupon_id=params.coupon_id)]
    elif "discounts" in params.model_fields_set:
        given = params.discounts or []
    else:
        return None
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    amount = sum(line.amount for line in lines)
    return await redeeming.chosen(tx, customer, invoice.currency, given, amount=amount)


def _describe(invoice: Invoice, params: InvoicePreviewParams) -> None:
    """Take the customer as the caller describes them."""
    details = params.customer_details
    if details is None:
        return
    given = given_in(details)
    for name in ("address", "shipping", "tax_exempt"):
        if given.get(name) is not None:
            setattr(invoice, f"customer_{name}", given[name])
    if invoice.automatic_tax.enabled and (details.address is not None or details.shipping is not None):
        location = locate(invoice.customer_address, invoice.customer_shipping)
        invoice.automatic_tax = settings.automatic_tax(location, invoice.automatic_tax)
    if details.tax_ids is not None:
        invoice.customer_tax_ids = [TaxIdentity(type=each.type, value=each.value) for each in details.tax_ids]


async def finish(tx: Tx, invoice: Invoice) -> None:
    """Work out what the invoice comes to, with the credits that would pay for its usage."""
    await crediting.use(tx, invoice, await crediting.settle(tx, invoice))
    invoice.billing_reason = InvoiceBillingReason.UPCOMING


async def show(tx: Tx, invoice: Invoice) -> Invoice:
    """Give the lines of a finished preview ids that say that nothing is stored of them."""
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    for line in lines:
        line.id = new_id(LINE)
    return invoice
