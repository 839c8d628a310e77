"""Finalization: a draft becomes an open invoice, with a number and a payment, or is paid at once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from sqlalchemy import func
from typing_extensions import Doc

from app.currencies import maximum_charge, minimum_charge
from app.domain.billing.invoices import (
    balance,
    collecting,
    crediting,
    due,
    hosting,
    late_usage,
    numbering,
    payment,
    redeeming,
    revisions,
    settings,
)
from app.domain.core_resources.customers import balances
from app.domain.core_resources.payments import merchants
from app.domain.events.fan_out import wants
from app.domain.events.routes import routes_of
from app.domain.jobs import job
from app.domain.products import discounts
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransactionType
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceAutomaticTaxDisabledReason, InvoiceStatus
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Route
from app.tables.products.coupon import CouponDuration
from app.tables.products.discount import Discount
from app.tables.shapes.api_error import ApiError, ApiErrorType
from app.tables.shapes.automatic_tax import AutomaticTaxStatus
from app.tables.storage import texts
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus

GRACE = timedelta(hours=1)
"""How long a draft can be changed before it is finalized automatically."""
WAITS_FOR_WEBHOOKS = timedelta(hours=72)
"""How long a draft waits for the webhooks about its creation to be delivered, at most."""
LOOKS_AGAIN = timedelta(hours=1)
CREATED = "invoice.created"
APPLIED_TO_INVOICE = CustomerBalanceTransactionType.APPLIED_TO_INVOICE
INVOICE_TOO_SMALL = CustomerBalanceTransactionType.INVOICE_TOO_SMALL


class NotFinalized(InvalidRequest):
    """A draft that cannot be finalized as it is: a fact that the invoice keeps, with an event."""

    commits = True


async def finalize(
    tx: Tx,
    invoice: Invoice,
    *,
    auto_advance: Annotated[
        bool | None,
        Doc("Whether the invoice is then collected automatically. The default is the invoice's own `autoAdvance`."),
    ] = None,
) -> Invoice:
    """Finalize a draft, which is then open for payment, or paid if nothing is due."""
    tx.must(invoice, InvoiceStatus.OPEN, verb="finalize")
    if auto_advance is not None:
        invoice.auto_advance = auto_advance
    try:
        await _finalize(tx, invoice)
    except NotFinalized as refusal:
        _fail(tx, invoice, refusal)
        raise
    collecting.plan(tx, invoice)
    return invoice


async def _finalize(tx: Tx, invoice: Invoice) -> None:
    customer = await tx.get(Customer, invoice.customer_id or "", field="customer")
    await settings.know(tx, invoice, customer)
    _must_be_taxed_or_go_without(invoice)
    await late_usage.count(tx, invoice)
    made = await crediting.settle(tx, invoice)
    most = maximum_charge(invoice.currency)
    if invoice.amount_due > most:
        raise NotFinalized(
            f"The amount due is {invoice.amount_due}, and a payment in {invoice.currency} is at most {most}. Split "
            "the invoice.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="id",
        )
    intent = None
    if invoice.amount_due > 0:
        try:
            intent = await payment.prepare(tx, invoice)
        except InvalidRequest as refusal:
            raise NotFinalized(refusal.message, code=ErrorCode.INVOICE_NO_PAYMENT_METHOD_TYPES, field="id") from refusal
    tx.unwake(finalize_automatically, invoice)
    await revisions.supersede(tx, invoice)
    await numbering.number(tx, invoice, customer)
    account = await merchants.account_of(tx, invoice.issuer.connected)
    invoice.account_country, invoice.account_name = account.country, account.settings.dashboard.display_name
    invoice.automatically_finalizes_at = invoice.last_finalization_error = None
    invoice.effective_at = invoice.effective_at or tx.now
    invoice.status_transitions = invoice.status_transitions.model_copy(update={"finalized_at": tx.now})
    await crediting.use(tx, invoice, made)
    await _use_balance(tx, invoice, customer)
    await _use_discounts(tx, invoice, customer)
    hosting.give_address(tx, invoice)
    tx.move(invoice, InvoiceStatus.OPEN, verb="finalize")
    if intent is not None:
        payment.tell(tx, intent)
    tx.tell("finalized", invoice)
    tx.tell("updated", invoice)
    if invoice.amount_due == 0:
        await collecting.settle(tx, invoice, amount=0)
    else:
        await due.plan(tx, invoice)


def _must_be_taxed_or_go_without(invoice: Invoice) -> None:
    """Where the customer's location is not known, a subscription's invoice goes without tax, as the subscription is to
    go on. Raises NotFinalized for any other."""
    tax = invoice.automatic_tax
    if not tax.enabled or tax.status != AutomaticTaxStatus.REQUIRES_LOCATION_INPUTS:
        return
    if invoice.subscription_id is None:
        raise NotFinalized(
            "Tax cannot be calculated, as the location of the `customer` is not known. Give the customer an address, "
            "or disable `automatic_tax`.",
            code=ErrorCode.CUSTOMER_TAX_LOCATION_INVALID,
            field="customer",
        )
    reason = InvoiceAutomaticTaxDisabledReason.FINALIZATION_REQUIRES_LOCATION_INPUTS
    off = {"enabled": False, "disabled_reason": reason, "liability": None}
    invoice.automatic_tax = tax.model_copy(update=off)


async def _use_balance(tx: Tx, invoice: Invoice, customer: Customer) -> None:
    """Apply the customer's balance. An amount that is too little to be charged is added to the balance instead."""
    starting = balances.held(customer, invoice.currency)
    ending = balance.ending(invoice.total, starting)
    about = {"currency": invoice.currency, "invoice_id": invoice.id}
    if ending != starting:
        await balances.change(tx, customer, ending - starting, APPLIED_TO_INVOICE, **about)
    little = balance.due(invoice.total, starting)
    if 0 < little < minimum_charge(invoice.currency):
        await balances.change(tx, customer, little, INVOICE_TOO_SMALL, **about)
        ending += little
    invoice.starting_balance, invoice.ending_balance = starting, ending
    if ending != starting:
        tx.tell("updated", customer)


async def _use_discounts(tx: Tx, invoice: Invoice, customer: Customer) -> None:
    """The customer's discount is over once it applied to an invoice, if its coupon is for one alone."""
    if customer.discount_id is None or customer.discount_id not in invoice.discounts:
        return
    discount = await tx.get(Discount, customer.discount_id, lock=False)
    coupon = await redeeming.coupon_of(tx, discount)
    if coupon.duration == CouponDuration.ONCE:
        await discounts.delete_discount(tx, customer)


def _fail(tx: Tx, invoice: Invoice, refusal: Refusal) -> None:
    invoice.last_finalization_error = ApiError(
        code=refusal.code,
        doc_url=refusal.doc_url,
        message=refusal.message,
        param=refusal.field,
        type=ApiErrorType.INVALID_REQUEST_ERROR,
    )
    tx.tell("finalization_failed", invoice)


@job("invoice.finalize", Invoice, whole=True)
async def finalize_automatically(tx: Tx, invoice: Invoice) -> None:
    """The draft is due to be finalized: an hour after its creation, once the webhooks about it are delivered."""
    if invoice.status != InvoiceStatus.DRAFT or not invoice.auto_advance:
        return
    if await _unheard(tx, invoice):
        invoice.automatically_finalizes_at = tx.now + LOOKS_AGAIN
        if invoice.is_charged:
            invoice.next_payment_attempt = invoice.automatically_finalizes_at
        tx.wake(invoice.automatically_finalizes_at, finalize_automatically, invoice)
        return
    try:
        await _finalize(tx, invoice)
    except NotFinalized as refusal:
        # As at Stripe, what fails is not tried again by itself.
        invoice.auto_advance, invoice.next_payment_attempt = False, None
        invoice.automatically_finalizes_at = None
        _fail(tx, invoice, refusal)
        return
    if not invoice.paid:
        await collecting.begin(tx, invoice)


def plan(tx: Tx, invoice: Invoice) -> None:
    """Have a draft finalized when it is due: an hour after its creation, unless the caller said when."""
    tx.unwake(finalize_automatically, invoice)
    invoice.next_payment_attempt = None
    if not invoice.auto_advance:
        invoice.automatically_finalizes_at = None
        return
    due = max(invoice.automatically_finalizes_at or invoice.created + GRACE, tx.now)
    invoice.automatically_finalizes_at = due
    if invoice.is_charged:
        invoice.next_payment_attempt = due
    tx.wake(due, finalize_automatically, invoice)


async def receivers(tx: Tx) -> dict[Tx, list[str]]:
    """The ids of the webhook endpoints that hear of new drafts: the account's own, and those that its platform has for
    its accounts, each by the transaction of whose they are."""
    own = await routes_of(tx.work, tx.tenant)
    found = {tx: _of_drafts(own.routes)}
    if own.platform is not None:
        platform = tx.on(tx.tenant._replace(account=own.platform))
        found[platform] = _of_drafts((await routes_of(tx.work, platform.tenant)).connected)
    return {receiver: ids for receiver, ids in found.items() if ids}


def _of_drafts(routes: Sequence[Route]) -> list[str]:
    return [route["id"] for route in routes if not route["thin"] and wants(route["types"], CREATED)]


async def _unheard(tx: Tx, invoice: Invoice) -> bool:
    """Whether finalization still waits for a webhook about the draft's creation. It does not under a test clock, whose
    time passes regardless of real time, in which webhooks are delivered."""
    if invoice.webhooks_delivered_at is not None:
        return False
    if tx.clock is None:
        for receiver, ids in (await receivers(tx)).items():
            if await _is_waiting(receiver, ids, invoice):
                return tx.now < invoice.created + WAITS_FOR_WEBHOOKS
    invoice.webhooks_delivered_at = tx.now
    return False


async def _is_waiting(receiver: Tx, ids: Sequence[str], invoice: Invoice) -> bool:
    """Whether one of these endpoints of a receiver's has yet to acknowledge the draft's creation."""
    delivery = WebhookDelivery.__table__.c
    waiting = receiver.select(WebhookDelivery, delivery.id).where(
        delivery.target_id == func.any(texts(ids)),
        delivery.object_id == invoice.id,
        delivery.type == CREATED,
        delivery.status == WebhookDeliveryStatus.PENDING,
    )
    return bool(await receiver.rows(waiting.limit(1)))
