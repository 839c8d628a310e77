"""The first page of the portal: what the customer has, and what the configuration allows to be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlmodel import col
from starlette.responses import Response

from app import money
from app.domain.billing.portal import details
from app.domain.billing.portal.flows import CHANGEABLE
from app.domain.billing.portal.visits import Visit
from app.domain.billing.subscriptions import usage
from app.domain.billing.subscriptions.entries import Entry, current, entry
from app.domain.tx import Tx
from app.server.portal.look import (
    NOTHING,
    cost,
    date,
    field,
    form,
    html,
    joined,
    leave,
    link,
    section,
    select,
    show,
    words,
)
from app.server.portal.place import Place
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.portal_features import BillingPortalCustomerUpdate, BillingPortalSubscriptionUpdate
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.billing.tax_id import TaxId
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.tax_ids import TaxIdType

INVOICES = 24
"""Invoices that are shown, the latest first."""
CURRENT = (*CHANGEABLE, SubscriptionStatus.PAUSED, SubscriptionStatus.UNPAID, SubscriptionStatus.INCOMPLETE)
ADDRESS = {
    "line1": "Address",
    "line2": "Address, second line",
    "city": "City",
    "postal_code": "Postal code",
    "state": "State or region",
    "country": "Country (two letters)",
}
_SHOWN = (
    col(Invoice.created),
    col(Invoice.number),
    col(Invoice.status),
    col(Invoice.total),
    col(Invoice.currency),
    col(Invoice.hosted_invoice_url),
)


@dataclass(frozen=True)
class Held:
    """A subscription with its items, and what was used of those that are metered."""

    row: Subscription
    items: Sequence[tuple[Entry, Decimal | None]]


async def first_page(place: Place, *, done: str | None = None, error: str | None = None) -> Response:
    """The first page, with what was just `done`, or refused."""
    async with place.looking() as (tx, visit):
        held = [await _held(tx, each) for each in await _subscriptions(tx, visit)]
        parts = [
            html('<p class="note" role="status">{}</p>', done) if done else NOTHING,
            section("Subscriptions", _subscriptions_list(place, visit, held)),
            section("Payment methods", *await _methods(tx, place, visit)),
            section("Billing details", *await _details(tx, place, visit)),
        ]
        if visit.features.invoice_history.enabled:
            parts.append(section("Invoices", await _invoices(tx, visit)))
        account = await tx.account()
    profile = visit.configuration.business_profile
    merchant = (account.business_profile.name if account.business_profile else None) or "the merchant"
    links = {"Privacy": profile.privacy_policy_url, "Terms": profile.terms_of_service_url}
    legal = joined(html('<a href="{}">{}</a>', url, name) for name, url in links.items() if url)
    headline = html("<p>{}</p>", profile.headline) if profile.headline else NOTHING
    footer = html("<footer>{}</footer>", legal) if legal else NOTHING
    return show(f"Your billing with {merchant}", headline, *parts, leave(place), footer, error=error)


async def _subscriptions(tx: Tx, visit: Visit) -> list[Subscription]:
    found = await tx.find(Subscription, customer_id=visit.customer.id, status=list(CURRENT), lock=False)
    return [each for each in found if visit.shows(each)]


async def _held(tx: Tx, row: Subscription) -> Held:
    shown: list[tuple[Entry, Decimal | None]] = []
    for item in await tx.find(SubscriptionItem, subscription_id=row.id, lock=False):
        each = await entry(tx, item)
        shown.append((each, await usage.quantity(tx, row, each, current(row)) if each.metered else None))
    return Held(row, shown)


def _subscriptions_list(place: Place, visit: Visit, held: Sequence[Held]) -> Markup:
    if not held:
        return html("<p>You have no subscription.</p>")
    return html("<ul>{}</ul>", joined(_subscription(place, visit, each) for each in held))


def _subscription(place: Place, visit: Visit, held: Held) -> Markup:
    row = held.row
    return html(
        '<li>{}<p>{}</p><div class="row">{}</div></li>',
        joined(_item(row, *each) for each in held.items),
        _prospect(row),
        _deeds(place, visit, held),
    )


def _item(row: Subscription, item: Entry, used: Decimal | None) -> Markup:
    times = f" × {item.item.quantity}" if item.item.quantity not in (None, 1) else ""
    name = html("<h3>{}{}</h3>", item.product.name, times)
    amount = html("<span>{}</span>", cost(item.price, row.currency, item.item.quantity))
    meter = html("<p>Used in this period: {}</p>", f"{used:f}") if used is not None else NOTHING
    return html('<div class="row">{}{}</div>{}', name, amount, meter)


def _prospect(row: Subscription) -> Markup:
    if row.status is SubscriptionStatus.PAUSED:
        text = "Paused, as the trial ended without a payment method."
    elif row.cancel_at_period_end or row.cancel_at is not None:
        text = f"Ends on {date(row.cancel_at or row.current_period_end)}."
    elif row.status is SubscriptionStatus.TRIALING:
        text = f"Free until {date(row.current_period_end)}."
    elif row.pause_collection is not None:
        text = "Payments are paused."
    else:
        text = f"Renews on {date(row.current_period_end)}."
    if row.schedule_id is not None:
        text += " A change is planned."
    return html('<span class="tag">{}</span> {}', words(row.status), text)


def _deeds(place: Place, visit: Visit, held: Held) -> Markup:
    row, features = held.row, visit.features
    continues = features.subscription_cancel.enabled or features.subscription_update.enabled
    deeds = []
    if row.status in CHANGEABLE:
        if can_change(visit, held.items):
            deeds.append(link(place, f"/subscriptions/{row.id}/change", "Change plan"))
        if row.cancel_at_period_end:
            if continues:
                deeds.append(form(place, "keep", "Keep it", first=True, subscription=row.id))
        elif features.subscription_cancel.enabled:
            deeds.append(link(place, f"/subscriptions/{row.id}/cancel", "Cancel"))
    elif row.status is SubscriptionStatus.PAUSED and continues:
        deeds.append(form(place, "resume", "Resume", first=True, subscription=row.id))
    return joined(deeds)


def can_change(visit: Visit, items: Sequence[Any]) -> bool:
    """Whether customers can change a subscription of these items."""
    feature = visit.features.subscription_update
    prices = BillingPortalSubscriptionUpdate.PRICE in feature.default_allowed_updates and bool(feature.products)
    quantity = BillingPortalSubscriptionUpdate.QUANTITY in feature.default_allowed_updates
    return feature.enabled and (prices or quantity) and len(items) == 1


async def _methods(tx: Tx, place: Place, visit: Visit) -> list[Markup]:
    default = visit.customer.invoice_settings.default_payment_method_id
    allowed = visit.features.payment_method_update.enabled
    rows = [_method(place, each, default, allowed) for each in await details.methods(tx, visit)]
    shown = html("<ul>{}</ul>", joined(rows)) if rows else html("<p>You have no payment method.</p>")
    return [shown, html("<p>{}</p>", link(place, "/payment-methods/add", "Add a card")) if allowed else NOTHING]


def _method(place: Place, row: PaymentMethod, default: str | None, allowed: bool) -> Markup:
    is_default = row.id == default
    tag = html('<span class="tag">Default</span>') if is_default else NOTHING
    deeds = [NOTHING]
    if allowed and not is_default:
        deeds = [
            form(place, "make-default", "Make default", payment_method=row.id),
            form(place, "remove-method", "Remove", payment_method=row.id),
        ]
    return html(
        '<li><div class="row"><span>{} {}</span></div><div class="row">{}</div></li>', named(row), tag, joined(deeds)
    )


def named(row: PaymentMethod) -> str:
    """A payment method as customers recognize it."""
    shown: Any = row.details.branch(row.type)
    last4 = getattr(shown, "last4", None)
    brand = getattr(shown, "brand", None) or getattr(shown, "bank_name", None) or row.method_type.noun
    expires = getattr(shown, "exp_year", None)
    until = f", expires {shown.exp_month:02}/{expires}" if expires else ""
    return f"{words(str(brand))} ending in {last4}{until}" if last4 else words(str(brand))


async def _details(tx: Tx, place: Place, visit: Visit) -> list[Markup]:
    customer, feature = visit.customer, visit.features.customer_update
    allowed = set(feature.allowed_updates) if feature.enabled else set()
    shown = {
        "Name": customer.name,
        "Email": customer.email,
        "Phone": customer.phone,
        "Address": _address(customer.address),
        "Shipping": _shipping(customer.shipping),
    }
    parts = [html("<dl>{}</dl>", joined(html("<dt>{}</dt><dd>{}</dd>", *each) for each in shown.items() if each[1]))]
    if fields := _fields(visit, allowed):
        parts.append(
            html(
                "<details><summary>Change billing details</summary>{}</details>",
                form(place, "details", "Save", *fields, first=True),
            )
        )
    parts += await _tax_ids(tx, place, visit, BillingPortalCustomerUpdate.TAX_ID in allowed)
    return parts


def _fields(visit: Visit, allowed: set[BillingPortalCustomerUpdate]) -> list[Markup]:
    """The fields of those details that can be changed."""
    customer, can = visit.customer, BillingPortalCustomerUpdate
    fields = []
    if can.NAME in allowed:
        fields.append(field("name", "Name", customer.name, autocomplete="name", maxlength="256"))
    if can.EMAIL in allowed:
        fields.append(field("email", "Email", customer.email, type="email", autocomplete="email", maxlength="512"))
    if can.PHONE in allowed:
        fields.append(field("phone", "Phone", customer.phone, type="tel", autocomplete="tel", maxlength="20"))
    if can.ADDRESS in allowed:
        fields += _address_fields("address", customer.address)
    if can.SHIPPING in allowed:
        shipping = customer.shipping or Shipping()
        fields.append(field("shipping_name", "Recipient of shipments", shipping.name, maxlength="5000"))
        fields += _address_fields("shipping", shipping.address)
    return fields


def _address_fields(prefix: str, address: Address | None) -> list[Markup]:
    title = "" if prefix == "address" else " (shipping)"
    return [
        field(f"{prefix}_{name}", f"{label}{title}", getattr(address, name, None), maxlength="500")
        for name, label in ADDRESS.items()
    ]


def _address(address: Address | None) -> str:
    parts = [getattr(address, name, None) for name in ADDRESS]
    return ", ".join(each for each in parts if each)


def _shipping(shipping: Shipping | None) -> str:
    return "" if shipping is None else ", ".join(each for each in (shipping.name, _address(shipping.address)) if each)


async def _tax_ids(tx: Tx, place: Place, visit: Visit, allowed: bool) -> list[Markup]:
    rows = await tx.find(TaxId, customer_id=visit.customer.id, lock=False)
    shown = [
        html(
            '<li class="row"><span>{} {}</span>{}</li>',
            _type(each.type),
            each.value,
            form(place, "remove-tax-id", "Remove", tax_id=each.id) if allowed else NOTHING,
        )
        for each in rows
    ]
    parts = [html("<h3>Tax IDs</h3><ul>{}</ul>", joined(shown))] if shown else []
    if allowed:
        types = [(each.value, _type(each)) for each in TaxIdType if each is not TaxIdType.UNKNOWN]
        fields = (
            select("type", "Type", types, TaxIdType.EU_VAT.value),
            field("value", "Number", maxlength="50", required="required"),
        )
        parts.append(
            html("<details><summary>Add a tax ID</summary>{}</details>", form(place, "add-tax-id", "Add", *fields))
        )
    return parts


def _type(type: TaxIdType) -> str:
    return type.value.upper().replace("_", " ")


async def _invoices(tx: Tx, visit: Visit) -> Markup:
    columns, account = Invoice.__table__.c, visit.session.on_behalf_of_id
    statement = tx.select(Invoice, *_SHOWN).where(
        columns.customer_id == visit.customer.id,
        columns.status != InvoiceStatus.DRAFT.value,
        columns.deleted_at.is_(None),
    )
    if account is not None:
        theirs = tx.select(Subscription, col(Subscription.id)).where(col(Subscription.on_behalf_of_id) == account)
        statement = statement.where(columns.subscription_id.in_(theirs))
    rows = await tx.rows(statement.order_by(columns.created.desc(), columns.id.desc()).limit(INVOICES))
    if not rows:
        return html("<p>You have no invoice.</p>")
    return html("<table>{}</table>", joined(map(_invoice, rows)))


def _invoice(row: Any) -> Markup:
    text = f"{date(row.created)} · {row.number or 'Invoice'}"
    name = html('<a href="{}">{}</a>', row.hosted_invoice_url, text) if row.hosted_invoice_url else html("{}", text)
    amount = money.formatted(row.total, row.currency)
    return html('<tr><td>{} <span class="tag">{}</span></td><td>{}</td></tr>', name, words(row.status), amount)
