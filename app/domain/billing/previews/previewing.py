"""Previews: what the next invoice of a customer, a subscription or a schedule would be. Nothing of one is stored.

What would happen is done, by the functions that really do it, in a transaction that is rolled back.
"""

from datetime import datetime
from typing import Annotated

from app.domain.billing.invoices import drafting, lines, settings
from app.domain.billing.previews import combining, finishing, following, imagining, pending, schedules, subscriptions
from app.domain.billing.subscriptions.invoicing import Drafted
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_preview_params import (
    InvoicePreviewMode,
    InvoicePreviewParams,
    InvoicePreviewSubscriptionDetailsParams,
)
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer

NOTHING = InvoicePreviewParams()
UNCHANGED = InvoicePreviewSubscriptionDetailsParams()


async def preview(tx: Tx, *, params: Annotated[InvoicePreviewParams, Inline()] = NOTHING) -> Invoice:
    """Preview the next invoice of a subscription, a schedule or a customer: as they are, or as a change would make it.

    By default the subscription of the customer that renews first is meant, and without one the pending invoice items.
    """
    combining.check(tx, params)
    tx.work.previewing = True
    if params.schedule_id is not None or params.schedule_details is not None:
        return await _of_schedule(tx, params)
    if params.subscription_id is not None:
        return await _of_subscription(tx, params, params.subscription_id)
    details = params.subscription_details
    if details is not None and details.items:
        customer = await _customer(tx, params)
        await _pending(tx, customer, params.currency, params)
        found = await imagining.drafted(subscriptions.create(tx, customer, params, details))
        return await _shown(tx, customer, params, found, None, None)
    first = await _first(tx, params)
    return await _of_items(tx, params) if first is None else await _of_subscription(tx, params, first)


async def _of_subscription(tx: Tx, params: InvoicePreviewParams, id: str) -> Invoice:
    subscription = await tx.get(Subscription, id, field="subscription")
    combining.must_belong(params, "subscription", subscription.customer_id, subscription.currency)
    customer = await tx.get(Customer, subscription.customer_id)
    await _pending(tx, customer, subscription.currency, params)
    details = params.subscription_details
    prorated = None if details is None else details.proration_date or tx.now
    doing = subscriptions.change(tx, subscription, params, details or UNCHANGED)
    return await _shown(tx, customer, params, await imagining.drafted(doing), subscription, None, prorated)


async def _of_schedule(tx: Tx, params: InvoicePreviewParams) -> Invoice:
    details = params.schedule_details
    if params.schedule_id is None:
        assert details is not None, "one of both is given"
        customer = await _customer(tx, params)
        await _pending(tx, customer, params.currency, params)
        try:
            made = await schedules.create(tx, customer, details)
        except Drafted as found:
            return await _shown(tx, customer, params, found, None, None)
        return await _shown(tx, customer, params, None, None, made)
    schedule = await tx.get(SubscriptionSchedule, params.schedule_id, field="schedule")
    combining.must_belong(params, "schedule", schedule.customer_id, schedule.currency)
    subscription = await tx.get(Subscription, schedule.subscription_id) if schedule.subscription_id else None
    customer = await tx.get(Customer, schedule.customer_id)
    await _pending(tx, customer, schedule.currency, params)
    changed = None if details is None else await imagining.drafted(schedules.change(tx, schedule, details))
    if subscription is None and schedule.subscription_id is not None:
        subscription = await tx.get(Subscription, schedule.subscription_id)
    return await _shown(tx, customer, params, changed, subscription, schedule)


async def _of_items(tx: Tx, params: InvoicePreviewParams) -> Invoice:
    """What pending items come to, without a subscription."""
    customer = await _customer(tx, params)
    first = next((each.currency for each in params.invoice_items or () if each.currency), None)
    there = await _there(tx, customer)
    currency = params.currency or customer.currency or first or (there[0].currency if there else "usd")
    every = await pending.apply(tx, customer, currency, params.invoice_items, there)
    invoice = await drafting.draft(tx, customer, currency=currency, reason=InvoiceBillingReason.UPCOMING)
    for item in every[: lines.MOST]:
        if item.currency == currency:
            await lines.add(tx, invoice, item)
    if not await tx.listed(invoice, Invoice.lines):
        raise InvalidRequest(
            "`customer` has nothing to be invoiced: no subscription renews, no invoice item is pending, and none was "
            "given.",
            code=ErrorCode.INVOICE_UPCOMING_NONE,
            field="customer",
        )
    await settings.know(tx, invoice, customer)
    await finishing.take(tx, invoice, customer, params, discounted=True)
    await finishing.finish(tx, invoice)
    return await finishing.show(tx, invoice)


async def _shown(
    tx: Tx,
    customer: Customer,
    params: InvoicePreviewParams,
    found: Drafted | None,
    subscription: Subscription | None,
    schedule: SubscriptionSchedule | None,
    prorated: datetime | None = None,
) -> Invoice:
    """The invoice that was drafted at once, or else the one that comes next. `prorated` is the moment that prorations
    count from, if a change may have made some."""
    recurring = params.preview_mode == InvoicePreviewMode.RECURRING
    if found is not None and recurring:
        subscription = await finishing.past(tx, found)
        found = None
    if found is None:
        found = await following.invoice(tx, subscription, schedule)
    if found is None:
        what = "subscription" if schedule is None else "schedule"
        raise InvalidRequest(
            f"The {what} has no upcoming invoice: it ends, or is not billed, before there is anything to invoice.",
            code=ErrorCode.INVOICE_UPCOMING_NONE,
            field=what,
        )
    if recurring:
        await finishing.without_items(tx, found.invoice)
    planned = params.schedule_id is not None or params.schedule_details is not None
    await finishing.take(tx, found.invoice, customer, params, discounted=planned)
    if any(line.proration for line in await tx.listed(found.invoice, Invoice.lines)):
        found.invoice.subscription_proration_date = prorated
    await finishing.finish(tx, found.invoice)
    return await finishing.show(tx, found.invoice)


async def _customer(tx: Tx, params: InvoicePreviewParams) -> Customer:
    """The customer, locked, or one who is not there yet."""
    if params.customer_id is not None:
        return await tx.get(Customer, params.customer_id, field="customer")
    if params.customer_details is None:
        raise InvalidRequest(
            "`customer` is required, or `customer_details` in its place.",
            code=ErrorCode.PARAMETER_MISSING,
            field="customer",
        )
    return tx.add(Customer(currency=params.currency))


async def _first(tx: Tx, params: InvoicePreviewParams) -> str | None:
    """The subscription of the customer that renews first."""
    if params.customer_id is None:
        return None
    found = await tx.find(Subscription, lock=False, customer_id=params.customer_id, ended_at=None)
    going = [each for each in found if following.renews(each) and params.currency in (None, each.currency)]
    return min(going, key=lambda each: each.current_period_end).id if going else None


async def _there(tx: Tx, customer: Customer) -> list[InvoiceItem]:
    """The customer's pending items; none for a customer who is not there yet."""
    if tx.work.is_new(customer):
        return []
    return await tx.find(InvoiceItem, customer_id=customer.id, invoice_id=None)


async def _pending(tx: Tx, customer: Customer, currency: str | None, params: InvoicePreviewParams) -> None:
    """Have the pending items be as they are given; what is drafted finds them."""
    if params.invoice_items:
        await pending.apply(tx, customer, currency, params.invoice_items, await _there(tx, customer))
