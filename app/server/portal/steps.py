"""The pages on which customers decide: a card to add, a plan to change to, its confirmation, a cancellation."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from app import money
from app.domain.billing.portal import changing, ending
from app.domain.billing.portal.changing import Change, Wanted
from app.domain.billing.portal.visits import Visit, subscription_of
from app.domain.billing.subscriptions.entries import Entry, entry
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal
from app.server.portal.look import NOTHING, back, cost, date, field, form, html, joined, leave, select, show, words
from app.server.portal.place import Place
from app.tables.billing.portal_features import (
    BillingPortalCancellationMode,
    BillingPortalProrationBehavior,
    BillingPortalSubscriptionUpdate,
)
from app.tables.billing.portal_session import BillingPortalAfterCompletionType, BillingPortalFlowType
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.products.coupon import Coupon
from app.tables.products.price import Price
from app.tables.products.product import Product

MOST_UNITS = 1_000_000
"""The largest quantity that customers can choose."""


async def add_card(place: Place, *, error: str | None = None) -> Response:
    """The page that asks for a card."""
    async with place.looking() as (_, visit):
        visit.must_change_methods()
        name = visit.customer.name
    fields = (
        field("number", "Card number", inputmode="numeric", autocomplete="cc-number", required="required"),
        html(
            '<div class="pair">{}{}</div>',
            field("expiry", "Expires (MM/YY)", autocomplete="cc-exp", required="required", maxlength="7"),
            field("cvc", "Security code", inputmode="numeric", autocomplete="cc-csc", maxlength="4"),
        ),
        field("holder", "Name on the card", name, autocomplete="cc-name", maxlength="256"),
    )
    return show("Add a card", form(place, "add-card", "Save card", *fields, first=True), back(place), error=error)


async def choose(place: Place, id: str, *, error: str | None = None) -> Response:
    """The page on which the customer chooses a plan and a quantity."""
    async with place.looking() as (tx, visit):
        subscription = await subscription_of(tx, visit, id, lock=False)
        visit.must_change(subscription)
        held = await _only(tx, subscription)
        prices = await _offered(tx, visit, held)
    allowed = visit.features.subscription_update.default_allowed_updates
    fields = [html("<fieldset><legend>Plan</legend>{}</fieldset>", joined(_choice(held, *each) for each in prices))]
    if BillingPortalSubscriptionUpdate.QUANTITY in allowed and held.item.quantity is not None:
        quantity = str(held.item.quantity)
        fields.append(field("quantity", "Quantity", quantity, type="number", min="1", max=str(MOST_UNITS)))
    if BillingPortalSubscriptionUpdate.PROMOTION_CODE in allowed:
        fields.append(field("code", "Promotion code", maxlength="500"))
    body = html(
        '<form method="get" action="{}/subscriptions/{}/review">{}<button class="first">Continue</button></form>',
        place.path,
        id,
        joined(fields),
    )
    return show("Change your plan", body, back(place), error=error)


def _choice(held: Entry, product: Product, price: Price, currency: str) -> Markup:
    chosen = Markup(" checked") if price.id == held.price.id else NOTHING
    text = f"{product.name}, {cost(price, currency)}"
    now = html(' <span class="tag">Current plan</span>') if chosen else NOTHING
    return html(
        '<label><input type="radio" name="price" value="{}"{}><span>{}{}</span></label>', price.id, chosen, text, now
    )


async def _only(tx: Tx, subscription: Subscription) -> Entry:
    items = await tx.find(SubscriptionItem, subscription_id=subscription.id, lock=False)
    if len(items) != 1:
        raise InvalidRequest(
            "This subscription has several items, which cannot be changed here.", code=ErrorCode.PARAMETER_INVALID
        )
    return await entry(tx, items[0])


async def _offered(tx: Tx, visit: Visit, held: Entry) -> list[tuple[Product, Price, str]]:
    """The present price, and the others of the configuration that the subscription can change to."""
    feature, currency = visit.features.subscription_update, held.price.currency
    found = [(held.product, held.price, currency)]
    if BillingPortalSubscriptionUpdate.PRICE not in feature.default_allowed_updates:
        return found
    for each in feature.products or ():
        product = await tx.get(Product, each.product_id, lock=False, deleted=True)
        for id in each.prices:
            price = await tx.get(Price, id, lock=False, deleted=True)
            there = price.active and price.deleted_at is None and price.currency == currency
            if there and price.id != held.price.id:
                found.append((product, price, currency))
    return found


async def wanted_by(tx: Tx, visit: Visit, id: str, given: dict[str, str]) -> Wanted:
    """The change that fields name. Raises InvalidRequest for fields that no form of ours sends."""
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
    raise InvalidRequest(
        f"Choose a quantity from 1 to {MOST_UNITS}.", code=ErrorCode.PARAMETER_INVALID, field="quantity"
    )


def _moment(text: str) -> datetime:
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidRequest("This was shown too long ago. Look at it again.", code=ErrorCode.PARAMETER_INVALID)
    return moment


async def review(place: Place, id: str, given: dict[str, str], *, error: str | None = None) -> Response:
    """The page that shows what a change would be billed, before it is made."""

    async def deed(tx: Tx, visit: Visit) -> Change:
        return await changing.change(tx, visit, await wanted_by(tx, visit, id, given), paying=False)

    change = await place.do(deed, preview=True)
    kept = {name: given[name] for name in ("price", "quantity", "code") if given.get(name)}
    again = html('<p class="later"><a href="{}/subscriptions/{}/change">Choose again</a></p>', place.path, id)
    return await _confirmation(place, change, "change", {"subscription": id, **kept}, again, error)


async def confirm(place: Place, *, error: str | None = None) -> Response:
    """The page of a flow whose change the merchant has prepared."""

    async def deed(tx: Tx, visit: Visit) -> Change:
        return await changing.change(tx, visit, changing.prepared(visit), paying=False)

    change = await place.do(deed, preview=True)
    return await _confirmation(place, change, "confirm", {}, back(place), error)


async def prepared_by(visit: Visit, given: dict[str, str]) -> Wanted:
    """The change of the session's flow, measured by the moment at which it was shown."""
    wanted = changing.prepared(visit)
    return replace(wanted, moment=_moment(given["moment"])) if given.get("moment") else wanted


async def _confirmation(
    place: Place, change: Change, action: str, kept: dict[str, str], other: Markup, error: str | None
) -> Response:
    currency = change.subscription.currency
    async with place.looking() as (tx, visit):
        product = await tx.get(Product, change.price.product_id, lock=False, deleted=True)
        allowed = visit.features.subscription_update.proration_behavior
    times = f" × {change.quantity}" if change.quantity not in (None, 1) else ""
    plan = html("<h3>{}{}</h3><p>{}</p>", product.name, times, cost(change.price, currency, change.quantity))
    rows = joined(
        html("<tr><td>{}</td><td>{}</td></tr>", each.description, money.formatted(each.amount, currency))
        for each in change.lines
    )
    if change.starts is not None:
        what = html("<p>The change takes effect on {}. Until then nothing changes.</p>", date(change.starts))
    elif change.due is not None:
        what = _sum("Due today", change.due, currency)
    elif change.lines:
        what = _sum("Added to your next invoice", sum(each.amount for each in change.lines), currency)
    else:
        none = allowed is BillingPortalProrationBehavior.NONE
        what = html("<p>{}</p>", "Nothing is billed for the rest of this period." if none else "Nothing is due today.")
    table = html("<table>{}{}</table>", rows, what) if rows or what.startswith("<tr") else what
    moment = change.moment.isoformat()
    button = form(place, action, "Confirm", first=True, moment=moment, **kept)
    return show("Confirm your change", plan, table, button, other, error=error)


def _sum(text: str, amount: int, currency: str) -> Markup:
    return html(
        '<tr class="sum"><td><strong>{}</strong></td><td><strong>{}</strong></td></tr>',
        text,
        money.formatted(amount, currency),
    )


async def cancel(place: Place, id: str, *, error: str | None = None) -> Response:
    """The page on which the customer cancels, or takes what is offered instead."""
    async with place.looking() as (tx, visit):
        subscription = await subscription_of(tx, visit, id, lock=False)
        visit.must_cancel(subscription)
        offered = ending.offer(visit)
        coupon = await tx.get(Coupon, offered.coupon_id, lock=False, deleted=True) if offered else None
    feature = visit.features.subscription_cancel
    if feature.mode is BillingPortalCancellationMode.IMMEDIATELY:
        text = "The subscription ends immediately."
        if feature.proration_behavior is BillingPortalProrationBehavior.CREATE_PRORATIONS:
            text += " What is left of the period is credited."
    else:
        text = f"The subscription ends on {date(subscription.current_period_end)}. Until then you can continue it."
    fields = []
    if feature.cancellation_reason.enabled:
        options = [
            ("", "No answer"),
            *((each.value, words(each.value)) for each in feature.cancellation_reason.options),
        ]
        fields = [
            select("feedback", "Why do you cancel?", options),
            html('<label>Anything else?<textarea name="comment" rows="3" maxlength="5000"></textarea></label>'),
        ]
    stay = NOTHING
    if coupon is not None:
        take = form(place, "accept-offer", "Take the offer", first=True, subscription=id)
        stay = html('<div class="note"><h3>Stay, and save</h3><p>{}</p>{}</div>', _offer(coupon), take)
    button = form(place, "cancel", "Cancel subscription", *fields, subscription=id)
    return show("Cancel your subscription", stay, html("<p>{}</p>", text), button, back(place), error=error)


def _offer(coupon: Coupon) -> str:
    if coupon.percent_off is not None:
        off = f"{coupon.percent_off.normalize():f}% off"
    else:
        off = f"{money.formatted(coupon.amount_off or 0, coupon.currency or 'usd')} off"
    match coupon.duration.value:
        case "forever":
            return f"{off} for as long as you stay."
        case "repeating":
            return f"{off} for {coupon.duration_in_months} months."
    return f"{off} your next invoice."


def completed(place: Place, text: str) -> Response:
    """The page after a flow: a confirmation, or the way to the merchant's site."""
    assert place.session.flow is not None, "only a flow is completed"
    after = place.session.flow.after_completion
    if after.type is BillingPortalAfterCompletionType.REDIRECT and after.redirect is not None:
        url = after.redirect.return_url
        # A refresh rather than a redirect, which browsers would hold against `form-action`.
        refresh = html('<meta http-equiv="refresh" content="0;url={}">', url)
        return show("Thank you", html('<p><a href="{}">Continue</a></p>', url), head=refresh)
    own = after.hosted_confirmation.custom_message if after.hosted_confirmation else None
    return show("Thank you", html('<p role="status">{}</p>', own or text), leave(place))


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
        return show("This cannot be done", back(place), error=error or refusal.message)
