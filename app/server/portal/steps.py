"""The pages on which customers decide: a card to add, a plan to change to, its confirmation, a cancellation."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.responses import Response

from app.domain.billing.portal import changing, ending
from app.domain.billing.portal.changing import MOST_UNITS, Change, Payment, Wanted
from app.domain.billing.portal.refusals import Unable
from app.domain.billing.portal.visits import Visit, subscription_of
from app.domain.billing.subscriptions.entries import Entry, entry
from app.domain.tx import Tx
from app.errors import Refusal
from app.server.portal import words
from app.server.portal.place import Place
from app.server.portal.words import cost, counted
from app.tables.billing.portal_features import BillingPortalSubscriptionUpdate
from app.tables.billing.portal_session import BillingPortalAfterCompletionType, BillingPortalFlowType
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.products.coupon import Coupon
from app.tables.products.price import Price
from app.tables.products.product import Product
from app.tables.shapes.proration_behavior import ProrationBehavior


@dataclass(frozen=True)
class Plan:
    """A price that can be chosen, in the customer's words."""

    price: str
    name: str
    cost: str


async def add_card(place: Place, *, error: str | None = None) -> Response:
    """The page that asks for a card."""
    async with place.looking() as (_, visit):
        visit.must_change_methods()
    return place.show("card", error=error, visit=visit)


async def choose(place: Place, id: str, *, error: str | None = None) -> Response:
    """The page on which the customer chooses a plan and a quantity."""
    async with place.looking() as (tx, visit):
        subscription = await subscription_of(tx, visit, id, lock=False)
        visit.must_change(subscription)
        held = await _only(tx, subscription)
        prices = await _offered(tx, visit, held)
    allowed = visit.features.subscription_update.default_allowed_updates
    currency = held.price.currency
    return place.show(
        "plans",
        error=error,
        subscription=id,
        plans=[Plan(price.id, product.name, cost(place.say, price, currency)) for product, price in prices],
        current=held.price.id,
        quantity=held.item.quantity if BillingPortalSubscriptionUpdate.QUANTITY in allowed else None,
        most_units=MOST_UNITS,
        takes_codes=BillingPortalSubscriptionUpdate.PROMOTION_CODE in allowed,
    )


async def _only(tx: Tx, subscription: Subscription) -> Entry:
    items = await tx.find(SubscriptionItem, subscription_id=subscription.id, lock=False)
    if len(items) != 1:
        raise Unable("several_items")
    return await entry(tx, items[0])


async def _offered(tx: Tx, visit: Visit, held: Entry) -> list[tuple[Product, Price]]:
    """The present price, and the others of the configuration that the subscription can change to."""
    feature, currency = visit.features.subscription_update, held.price.currency
    found = [(held.product, held.price)]
    if BillingPortalSubscriptionUpdate.PRICE not in feature.default_allowed_updates:
        return found
    for each in feature.products or ():
        product = await tx.get(Product, each.product_id, lock=False, deleted=True)
        for id in each.prices:
            price = await tx.get(Price, id, lock=False, deleted=True)
            there = price.active and price.deleted_at is None and price.currency == currency
            if there and price.id != held.price.id:
                found.append((product, price))
    return found


async def wanted_by(tx: Tx, visit: Visit, id: str, given: dict[str, str]) -> Wanted:
    """The change that fields name. Raises Unable for fields that no form of ours sends."""
    code = given.get("code", "").strip()
    return Wanted(
        id,
        given.get("price") or None,
        _number(given["quantity"]) if given.get("quantity") else None,
        [await changing.coded(tx, visit, code)] if code else (),
        _moment(given["moment"]) if given.get("moment") else None,
    )


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST_UNITS:
        return int(text)
    raise Unable("quantity", most=MOST_UNITS)


def _moment(text: str) -> datetime:
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Unable("late")
    return moment


async def review(place: Place, id: str, given: dict[str, str], *, error: str | None = None) -> Response:
    """The page that shows what a change would be billed, before it is made."""

    async def deed(tx: Tx, visit: Visit) -> Change:
        return await changing.change(
            tx, visit, await wanted_by(tx, visit, id, given), payment=Payment.DEFAULT_INCOMPLETE
        )

    change = await place.do(deed, preview=True)
    kept = {name: given[name] for name in ("price", "quantity", "code") if given.get(name)}
    again = f"{place.path}/subscriptions/{id}/change"
    return await _confirmation(place, change, "change", {"subscription": id, **kept}, again, error)


async def confirm(place: Place, *, error: str | None = None) -> Response:
    """The page of a flow whose change the merchant has prepared."""

    async def deed(tx: Tx, visit: Visit) -> Change:
        return await changing.change(tx, visit, changing.prepared(visit), payment=Payment.DEFAULT_INCOMPLETE)

    change = await place.do(deed, preview=True)
    return await _confirmation(place, change, "confirm", {}, None, error)


def prepared_by(visit: Visit, given: dict[str, str]) -> Wanted:
    """The change of the session's flow, measured by the moment at which it was shown."""
    wanted = changing.prepared(visit)
    return replace(wanted, moment=_moment(given["moment"])) if given.get("moment") else wanted


async def _confirmation(
    place: Place, change: Change, action: str, kept: dict[str, str], again: str | None, error: str | None
) -> Response:
    async with place.looking() as (tx, visit):
        product = await tx.get(Product, change.price.product_id, lock=False, deleted=True)
        behavior = visit.features.subscription_update.proration_behavior
    currency, total = change.subscription.currency, change.due
    if total is None and change.lines:
        total = sum(each.amount for each in change.lines)
    return place.show(
        "review",
        error=error,
        name=counted(product, change.quantity),
        cost=cost(place.say, change.price, currency, change.quantity),
        change=change,
        currency=currency,
        sum=total,
        unprorated=behavior is ProrationBehavior.NONE,
        action=action,
        hidden={"moment": change.moment.isoformat(), **kept},
        again=again,
    )


async def cancel(place: Place, id: str, *, error: str | None = None) -> Response:
    """The page on which the customer cancels, or takes what is offered instead."""
    async with place.looking() as (tx, visit):
        subscription = await subscription_of(tx, visit, id, lock=False)
        visit.must_cancel(subscription)
        offered = ending.offer(visit)
        coupon = await tx.get(Coupon, offered.coupon_id, lock=False, deleted=True) if offered else None
    feature = visit.features.subscription_cancel
    return place.show(
        "cancel",
        error=error,
        feature=feature,
        subscription=subscription,
        offer=words.offered(place.say, coupon) if coupon else None,
        reasons=[(each.value, place.say(f"reason_{each.value}")) for each in feature.cancellation_reason.options],
    )


def completed(place: Place, text: str) -> Response:
    """The page after a flow: a confirmation, or the way to the merchant's site."""
    assert place.session.flow is not None, "only a flow is completed"
    after = place.session.flow.after_completion
    if after.type is BillingPortalAfterCompletionType.REDIRECT and after.redirect is not None:
        # A refresh rather than a redirect, which browsers would hold against `form-action`.
        return place.show("completed", url=after.redirect.return_url)
    own = after.hosted_confirmation.custom_message if after.hosted_confirmation else None
    return place.show("completed", url=None, text=own or text)


async def first_of_flow(place: Place, *, error: str | None = None) -> Response:
    """The only page of a session that is for one thing."""
    flow = place.session.flow
    assert flow is not None, "a session with a flow"
    about: Any = getattr(flow, flow.type.value, None)
    try:
        match flow.type:
            case BillingPortalFlowType.PAYMENT_METHOD_UPDATE:
                return await add_card(place, error=error)
            case BillingPortalFlowType.SUBSCRIPTION_CANCEL:
                return await cancel(place, about.subscription_id, error=error)
            case BillingPortalFlowType.SUBSCRIPTION_UPDATE:
                return await choose(place, about.subscription_id, error=error)
            case BillingPortalFlowType.SUBSCRIPTION_UPDATE_CONFIRM:
                return await confirm(place, error=error)
    except Refusal as refusal:
        return place.refused(error or refusal)
