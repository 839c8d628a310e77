"""The first page of the portal: what the customer has, and what the configuration allows to be done about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import col
from starlette.responses import Response

from app.domain.billing.portal import confirming, details
from app.domain.billing.portal.flows import CHANGEABLE
from app.domain.billing.portal.visits import Visit
from app.domain.billing.subscriptions import usage
from app.domain.billing.subscriptions.entries import current, entry
from app.domain.tx import Tx
from app.server.portal.place import Place
from app.server.portal.words import cost, counted, named
from app.server.rendering import Speech
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.portal_features import BillingPortalSubscriptionUpdate
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.billing.tax_id import TaxId
from app.tables.core_resources.customer import Customer
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.tax_ids import TaxIdType

INVOICES = 24
"""Invoices that are shown, the latest first."""
CURRENT = (*CHANGEABLE, SubscriptionStatus.PAUSED, SubscriptionStatus.UNPAID, SubscriptionStatus.INCOMPLETE)
ADDRESS = ("line1", "line2", "city", "postal_code", "state", "country")
_TAX_ID_TYPES = [(each.value, each.value.upper().replace("_", " ")) for each in TaxIdType if each != TaxIdType.UNKNOWN]
_SHOWN = (
    col(Invoice.created),
    col(Invoice.number),
    col(Invoice.status),
    col(Invoice.total),
    col(Invoice.currency),
    col(Invoice.hosted_invoice_url),
)


@dataclass(frozen=True)
class HeldItem:
    """What a subscription is for, in the customer's words, and what was used of it if it is metered."""

    name: str
    cost: str
    used: Decimal | None


@dataclass(frozen=True)
class Held:
    """A subscription, what becomes of it, and what the customer can do about it."""

    row: Subscription
    items: Sequence[HeldItem]
    prospects: Sequence[str]
    changeable: bool
    cancelable: bool
    keepable: bool
    resumable: bool
    waits_at: str | None
    """Where the customer confirms the payment that a change waits for; None if none does."""


async def first_page(place: Place, *, done: str | None = None, error: str | None = None) -> Response:
    """The first page, with what was just `done`, or refused."""
    say = place.say
    async with place.looking() as (tx, visit):
        features, customer = visit.features, visit.customer
        account = await tx.account()
        merchant = account.business_profile.name if account.business_profile else None
        update = features.customer_update
        return place.show(
            "home",
            merchant=merchant,
            error=error,
            done=done,
            visit=visit,
            features=features,
            customer=customer,
            subscriptions=[await _held(tx, say, visit, each) for each in await _subscriptions(tx, visit)],
            methods=[(each.id, named(say, each)) for each in await details.methods(tx, visit)],
            default=customer.invoice_settings.default_payment_method_id,
            known=_known(say, customer),
            allowed={each.value for each in update.allowed_updates} if update.enabled else set(),
            address_names=ADDRESS,
            tax_ids=await tx.find(TaxId, customer_id=customer.id, lock=False),
            tax_id_types=_TAX_ID_TYPES,
            invoices=await _invoices(tx, visit) if features.invoice_history.enabled else (),
        )


async def _subscriptions(tx: Tx, visit: Visit) -> list[Subscription]:
    found = await tx.find(Subscription, customer_id=visit.customer.id, status=list(CURRENT), lock=False)
    return [each for each in found if visit.shows(each)]


async def _held(tx: Tx, say: Speech, visit: Visit, row: Subscription) -> Held:
    items = []
    for item in await tx.find(SubscriptionItem, subscription_id=row.id, lock=False):
        each = await entry(tx, item)
        used = await usage.quantity(tx, row, each, current(row)) if each.metered else None
        price = cost(say, each.price, row.currency, item.quantity)
        items.append(HeldItem(counted(each.product, item.quantity), price, used))
    features, changeable = visit.features, row.status in CHANGEABLE
    continues = features.subscription_cancel.enabled or features.subscription_update.enabled
    return Held(
        row,
        items,
        list(_prospects(say, row)),
        changeable=changeable and can_change(visit, items),
        cancelable=changeable and features.subscription_cancel.enabled and not row.cancel_at_period_end,
        keepable=changeable and continues and row.cancel_at_period_end,
        resumable=row.status is SubscriptionStatus.PAUSED and continues,
        waits_at=await confirming.bank_of(tx, row),
    )


def _prospects(say: Speech, row: Subscription) -> Iterator[str]:
    """What becomes of the subscription."""
    if row.status is SubscriptionStatus.PAUSED:
        yield say("paused_trial")
    elif row.cancel_at_period_end or row.cancel_at is not None:
        yield say("ends_on", date=say.date(row.cancel_at or row.current_period_end))
    elif row.status is SubscriptionStatus.TRIALING:
        yield say("free_until", date=say.date(row.current_period_end))
    elif row.pause_collection is not None:
        yield say("payments_paused")
    else:
        yield say("renews_on", date=say.date(row.current_period_end))
    if row.schedule_id is not None:
        yield say("change_planned")


def can_change(visit: Visit, items: Sequence[Any]) -> bool:
    """Whether customers can change a subscription of these items."""
    feature = visit.features.subscription_update
    prices = BillingPortalSubscriptionUpdate.PRICE in feature.default_allowed_updates and bool(feature.products)
    quantity = BillingPortalSubscriptionUpdate.QUANTITY in feature.default_allowed_updates
    return feature.enabled and (prices or quantity) and len(items) == 1


def _known(say: Speech, customer: Customer) -> list[tuple[str, str | None]]:
    """What is known of the customer, with its names."""
    shipping = customer.shipping or Shipping()
    known = {
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "address": _line(say, customer.address),
        "shipping": ", ".join(each for each in (shipping.name, _line(say, shipping.address)) if each),
    }
    return [(say(f"field_{name}"), value) for name, value in known.items()]


def _line(say: Speech, address: Address | None) -> str:
    if address is None:
        return ""
    parts = [getattr(address, name) for name in ADDRESS if name != "country"]
    country = say.country(address.country) if address.country else None
    return ", ".join(each for each in (*parts, country) if each)


async def _invoices(tx: Tx, visit: Visit) -> Sequence[Any]:
    columns, account = Invoice.__table__.c, visit.session.on_behalf_of_id
    statement = tx.select(Invoice, *_SHOWN).where(
        columns.customer_id == visit.customer.id,
        columns.status != InvoiceStatus.DRAFT.value,
        columns.deleted_at.is_(None),
    )
    if account is not None:
        theirs = tx.select(Subscription, col(Subscription.id)).where(col(Subscription.on_behalf_of_id) == account)
        statement = statement.where(columns.subscription_id.in_(theirs))
    return await tx.rows(statement.order_by(columns.created.desc(), columns.id.desc()).limit(INVOICES))
