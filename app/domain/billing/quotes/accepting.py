"""A quote is accepted: what it offers is billed, by an invoice, a subscription, or a schedule until its time comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.billing.engine.cycle import Cycle
from app.domain.billing.invoices import drafting, lines, redeeming
from app.domain.billing.quotes import expiry
from app.domain.billing.schedules import choosing as phases
from app.domain.billing.schedules import creating as schedules
from app.domain.billing.schedules import times
from app.domain.billing.subscriptions import choosing, making, starting, terms
from app.domain.billing.subscriptions import creating as subscriptions
from app.domain.billing.subscriptions.choosing import ChosenDiscount, ChosenItem
from app.domain.billing.subscriptions.items import period_of
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceAutomaticTax, InvoiceBillingReason
from app.tables.billing.quote import Quote
from app.tables.billing.quote_values import QuoteStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import (
    SubscriptionAddInvoiceItemParams,
    SubscriptionCreateItemParams,
    SubscriptionPaymentBehavior,
)
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_params import SubscriptionScheduleCreatePhaseParams
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleDefaultSettings,
    SubscriptionScheduleInvoiceSettings,
)
from app.tables.billing.subscription_values import (
    SubscriptionAutomaticTax,
    SubscriptionInvoiceSettings,
    SubscriptionTransferData,
)
from app.tables.checkout.line_item import LineItem
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price
from app.tables.products.product import Product
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior
from app.tables.shapes.transfer_data import TransferData


@dataclass(frozen=True)
class _Line:
    """A line of the quote, as it is to be billed. The price was quoted, and holds even if it is not active any more."""

    row: LineItem
    item: ChosenItem
    given: SubscriptionCreateItemParams

    @property
    def recurs(self) -> bool:
        return self.item.price.recurring is not None


async def accept(tx: Tx, quote: Quote) -> Quote:
    """Accept an open quote for the customer. Recurring prices begin a subscription, or a schedule if the
    `effectiveDate` is to come; one-time prices are on its first invoice, or else on an invoice of their own."""
    tx.must(quote, QuoteStatus.ACCEPTED, verb="accept")
    if quote.expires_at <= tx.now:
        raise InvalidRequest(
            "The quote has expired. Create another one.", code=ErrorCode.QUOTE_UNEXPECTED_STATE, field="id"
        )
    customer = await tx.get(Customer, quote.customer_id or "", field="customer")
    with Mistakes() as mistakes:
        off = await choosing.chosen_discounts(tx, quote.redeemed, customer, mistakes)
        found = [
            await _line(tx, row, customer, place, mistakes)
            for place, row in enumerate(await tx.find(LineItem, quote_id=quote.id))
        ]
    items, added = [each for each in found if each.recurs], [each for each in found if not each.recurs]
    effective = quote.subscription_data.effective_date
    if not items:
        quote.invoice_id = (await _invoice(tx, quote, customer, [each.item for each in added], off)).id
    elif effective is not None and effective > tx.now:
        quote.subscription_schedule_id = (await _schedule(tx, quote, customer, items, added, effective)).id
    else:
        content = subscriptions.Content(
            [each.item for each in items], [each.item for each in added], off, quote.currency or "usd"
        )
        quote.subscription_id = (await _subscription(tx, quote, content)).id
    tx.move(quote, QuoteStatus.ACCEPTED, verb="accept")
    quote.status_transitions = quote.status_transitions.model_copy(update={"accepted_at": tx.now})
    expiry.unplan(tx, quote)
    tx.tell("accepted", quote)
    return quote


async def _line(tx: Tx, row: LineItem, customer: Customer, place: int, mistakes: Mistakes) -> _Line:
    off: list[ChosenDiscount] = []
    with mistakes.noted(f"line_items.{place}"), Mistakes() as within:
        off = await choosing.chosen_discounts(tx, row.redeemed, customer, within)
    price = await tx.get(Price, row.price_id or "", lock=False)
    given = SubscriptionCreateItemParams(
        discounts=row.redeemed, price_id=price.id, quantity=row.quantity, tax_rates=row.tax_rates
    )
    return _Line(row, ChosenItem(price, row.quantity, off, row.tax_rates, given), given)


async def _invoice(
    tx: Tx, quote: Quote, customer: Customer, items: Sequence[ChosenItem], off: Sequence[ChosenDiscount]
) -> Invoice:
    """A draft that is finalized as those of subscriptions are, after an hour."""
    sent = quote.collection_method == CollectionMethod.SEND_INVOICE
    given: dict[str, Any] = {"discounts": []} if off else {}
    transfer = quote.transfer_data
    invoice = await drafting.draft(
        tx,
        customer,
        currency=quote.currency or "usd",
        reason=InvoiceBillingReason.QUOTE_ACCEPT,
        application=quote.application,
        application_fee_amount=quote.application_fee_amount,
        auto_advance=True,
        automatic_tax=InvoiceAutomaticTax(enabled=quote.automatic_tax.enabled, liability=quote.automatic_tax.liability),
        collection_method=quote.collection_method,
        default_tax_rates=quote.default_tax_rates,
        due_date=tx.now + timedelta(days=quote.invoice_settings.days_until_due or 0) if sent else None,
        issuer=quote.invoice_settings.issuer,
        on_behalf_of_id=quote.on_behalf_of_id,
        transfer_data=transfer and TransferData(amount=transfer.amount, destination_id=transfer.destination_id),
        quote_id=quote.id,
        **given,
    )
    if off:
        invoice.discounts = await redeeming.redeem(tx, customer, off, invoice=invoice.id)
    for each in items:
        item = await making.invoice_item(tx, customer, invoice.currency, each)
        product = await tx.get(Product, each.price.product_id, lock=False, deleted=True)
        item.description = product.name
        await lines.add(tx, invoice, item)
        tx.tell("created", item)
    await drafting.announce(tx, invoice, customer)
    return invoice


async def _subscription(tx: Tx, quote: Quote, content: subscriptions.Content) -> Subscription:
    """A subscription that begins now."""
    days = quote.subscription_data.trial_period_days
    course = terms.course(
        terms.Terms(trial_period_days=days), tx.now, period_of([each.price for each in content.items])
    )
    values = _settings(quote) | {
        "application": quote.application,
        "customer_id": quote.customer_id,
        "days_until_due": quote.invoice_settings.days_until_due,
        "default_tax_rates": quote.default_tax_rates,
        "invoice_settings": SubscriptionInvoiceSettings(issuer=quote.invoice_settings.issuer),
        "meta": dict(quote.subscription_data.metadata or {}),
        "prorates_end": True,
    }
    subscription = await subscriptions.build(tx, values, content, course)
    await starting.begin(
        tx,
        subscription,
        payment=SubscriptionPaymentBehavior.ALLOW_INCOMPLETE,
        proration=ProrationBehavior.CREATE_PRORATIONS,
        off_session=False,
    )
    return subscription


def _settings(quote: Quote) -> dict[str, Any]:
    """The settings of the subscription, or the default settings of its schedule."""
    transfer = quote.transfer_data
    return {
        "application_fee_percent": quote.application_fee_percent,
        "automatic_tax": SubscriptionAutomaticTax(
            enabled=quote.automatic_tax.enabled, liability=quote.automatic_tax.liability
        ),
        "collection_method": quote.collection_method,
        "description": quote.subscription_data.description,
        "on_behalf_of_id": quote.on_behalf_of_id,
        "transfer_data": transfer
        and SubscriptionTransferData(amount_percent=transfer.amount_percent, destination_id=transfer.destination_id),
    }


async def _schedule(
    tx: Tx,
    quote: Quote,
    customer: Customer,
    items: Sequence[_Line],
    added: Sequence[_Line],
    effective: datetime,
) -> SubscriptionSchedule:
    """A schedule whose only phase begins when the quote takes effect, and then releases the subscription."""
    period = period_of([each.item.price for each in items])
    days = quote.subscription_data.trial_period_days
    trial_end = None if days is None else effective + timedelta(days=days)
    cycle, iterations = Cycle(effective, period.interval, period.interval_count), 1
    while trial_end is not None and cycle.boundary(iterations) < trial_end:
        iterations += 1
    given = SubscriptionScheduleCreatePhaseParams(
        add_invoice_items=[
            SubscriptionAddInvoiceItemParams(
                discounts=each.row.redeemed,
                price_id=each.item.price.id,
                quantity=each.item.quantity,
                tax_rates=each.row.tax_rates,
            )
            for each in added
        ],
        default_tax_rates=quote.default_tax_rates,
        discounts=[DiscountParams(**dict(each)) for each in quote.redeemed],
        items=[each.given for each in items],
        iterations=iterations,
        metadata=dict(quote.subscription_data.metadata or {}),
        trial_end=trial_end,
    )
    phase = phases.ChosenPhase(
        given, [each.item for each in items], [each.item for each in added], quote.currency or "usd"
    )
    span = times.spans([phase.length(tx.now)], effective)[0]
    settings = SubscriptionScheduleDefaultSettings(
        **_settings(quote),
        invoice_settings=SubscriptionScheduleInvoiceSettings(
            days_until_due=quote.invoice_settings.days_until_due, issuer=quote.invoice_settings.issuer
        ),
    )
    values = {"application": quote.application, "default_settings": settings}
    return await schedules.build(tx, customer, [(phase, span, trial_end)], values)
