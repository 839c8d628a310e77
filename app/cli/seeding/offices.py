"""What the roastery does for offices: coffee by the seat and by the cup, quotes, and tastings invoiced by hand, as
stories."""

from contextlib import suppress
from datetime import timedelta

from app.cli.seeding import catalogue
from app.cli.seeding.stories import Order, Story
from app.domain.billing.invoices import drafting, ending, items, verbs
from app.domain.billing.metering import events
from app.domain.billing.quotes import accepting, expiry
from app.domain.billing.quotes import creating as quoting
from app.domain.billing.quotes import finalizing as offering
from app.domain.billing.subscriptions import creating, updating
from app.domain.tx import Tx
from app.errors import CardError
from app.tables.billing.billing_meter_event import BillingMeterEventParams
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_params import InvoiceCreationParams, InvoiceItemParams
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.quote import Quote
from app.tables.billing.quote_params import QuoteCreateLineItemParams, QuoteCreationParams
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import SubscriptionCreateItemParams, SubscriptionUpdateItemParams
from app.tables.products.product import Product
from app.tables.shapes.collection_method import CollectionMethod

DAYS_UNTIL_DUE = 14
WEEK = timedelta(days=7)


async def by_the_seat(tx: Tx, order: Order) -> Story:
    """By the head of the staff, which grows, on invoices that are paid by bank transfer in their own time."""
    price = await catalogue.price_of(tx, catalogue.BY_THE_SEAT)
    seats = order.chance.randrange(5, 60)
    subscription = await creating.create(
        tx,
        customer_id=order.buyer.id,
        items=[SubscriptionCreateItemParams(price_id=price.id, quantity=seats)],
        collection_method=CollectionMethod.SEND_INVOICE,
        days_until_due=DAYS_UNTIL_DUE,
        description="Office coffee",
    )
    while True:
        tx = yield order.days(6, DAYS_UNTIL_DUE + 2)
        for invoice in await tx.find(Invoice, subscription_id=subscription.id, status=InvoiceStatus.OPEN):
            await verbs.pay(tx, invoice, paid_out_of_band=True)
        subscription = await tx.get(Subscription, subscription.id)
        if order.chance.random() < 0.3:
            (item,) = await tx.find(SubscriptionItem, subscription_id=subscription.id)
            seats += order.chance.randrange(1, 6)
            change = SubscriptionUpdateItemParams(id=item.id, quantity=seats)
            await updating.update(tx, subscription, items=[change])
        tx = yield max(subscription.current_period_end - tx.now, timedelta()) + timedelta(hours=2)


async def by_the_cup(tx: Tx, order: Order) -> Story:
    """By what the machine reports every week, charged when the month is over."""
    price = await catalogue.price_of(tx, catalogue.BY_THE_CUP)
    await creating.create(
        tx,
        customer_id=order.buyer.id,
        items=[SubscriptionCreateItemParams(price_id=price.id)],
        description="Office coffee, by the cup",
    )
    staff = order.chance.randrange(8, 50)
    while True:
        tx = yield WEEK
        cups = sum(order.chance.randrange(5, 16) for _ in range(staff))
        payload = {"stripe_customer_id": order.buyer.id, "value": f"{cups}"}
        await events.create(tx, event=BillingMeterEventParams(event_name=catalogue.CUPS, payload=payload))


async def quoted(tx: Tx, order: Order) -> Story:
    """A quote for seats and a first tasting, which the office accepts: its subscription begins."""
    quote = await _quote(tx, order)
    tx = yield order.days(2, 12)
    await accepting.accept(tx, await tx.get(Quote, quote.id))


async def quoted_in_vain(tx: Tx, order: Order) -> Story:
    """A quote that nobody answers, so that it expires, or that the roastery takes back."""
    quote = await _quote(tx, order)
    if order.chance.random() < 0.5:
        tx = yield order.days(5, 25)
        await expiry.cancel(tx, await tx.get(Quote, quote.id))


async def _quote(tx: Tx, order: Order) -> Quote:
    """An open quote."""
    seats = await catalogue.price_of(tx, catalogue.BY_THE_SEAT)
    tasting = await catalogue.price_of(tx, catalogue.FOR_A_GROUP)
    lines = [
        QuoteCreateLineItemParams(price_id=seats.id, quantity=order.chance.randrange(5, 40)),
        QuoteCreateLineItemParams(price_id=tasting.id, quantity=order.chance.randrange(6, 25)),
    ]
    quote = await quoting.create(
        tx,
        params=QuoteCreationParams(line_items=lines),
        customer_id=order.buyer.id,
        description="Coffee at work",
        header="For the kitchen",
    )
    return await offering.finalize(tx, quote)


async def hosting(tx: Tx, order: Order) -> Story:
    """A tasting now and then, each invoiced by hand. Most are paid, by card or by bank transfer; some are called off,
    and some are never paid."""
    while True:
        invoice = await _bill_tasting(tx, order)
        tx = yield order.days(8, 45)
        invoice = await tx.get(Invoice, invoice.id)
        match order.chance.choice(("card", "card", "transfer", "transfer", "canceled", "unpaid")):
            case "card":
                with suppress(CardError):
                    await verbs.pay(tx, invoice, payment_method=order.buyer.card)
            case "transfer":
                await verbs.pay(tx, invoice, paid_out_of_band=True)
            case "canceled":
                await ending.void(tx, invoice)
            case _:
                await ending.mark_uncollectible(tx, invoice)
        tx = yield order.days(20, 60)


async def _bill_tasting(tx: Tx, order: Order) -> Invoice:
    """An invoice that was sent."""
    tasting = await catalogue.price_of(tx, catalogue.FOR_A_GROUP)
    draft = await drafting.create(
        tx,
        params=InvoiceCreationParams(days_until_due=30),
        customer_id=order.buyer.id,
        collection_method=CollectionMethod.SEND_INVOICE,
        description=f"Tasting, {tx.now:%B %Y}",
    )
    (cup,) = await tx.find(Product, name="Stoneware cup", lock=False)
    guests = order.chance.randrange(6, 25)
    for price_id, quantity in ((tasting.id, guests), (cup.default_price_id, order.chance.randrange(1, 7))):
        item = InvoiceItemParams(customer_id=order.buyer.id, invoice_id=draft.id, price_id=price_id, quantity=quantity)
        await items.create(tx, params=item)
    return await verbs.send(tx, draft)
