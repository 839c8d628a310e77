"""What the params of a subscription name: prices, discounts and tax rates, found, checked, and not stored yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.billing.engine.rates import Rate
from app.domain.billing.invoices import redeeming
from app.domain.billing.subscriptions import recorded_usage
from app.domain.billing.subscriptions.items import (
    Priced,
    check_change,
    check_together,
    currency_of,
    must_be_measured,
    must_be_one_of,
    must_bill,
    must_have_currency,
    quantity_of,
)
from app.domain.mistakes import Mistakes
from app.domain.products import discounts
from app.domain.products.building import price_columns
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import (
    SubscriptionAddInvoiceItemParams,
    SubscriptionCreateItemParams,
    SubscriptionUpdateItemParams,
)
from app.tables.core_resources.customer import Customer
from app.tables.products.discount import Discount
from app.tables.products.price import Price, PriceType
from app.tables.products.price_values import PriceRecurring
from app.tables.products.product import Product
from app.tables.products.tax_rate import TaxRate
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.price_data import PriceDataParams, RecurringPriceDataParams

ChosenDiscount = discounts.Redemption | Discount
"""A coupon to be redeemed, or a discount that there is already."""


@dataclass(frozen=True)
class ChosenItem:
    """An item of a subscription, or of its next invoice, that is to be made."""

    price: Price
    """A price of `price_data` has no id yet: it is to be added."""
    quantity: int | None
    discounts: Sequence[ChosenDiscount] = ()
    tax_rates: Sequence[str] = ()
    given: SubscriptionCreateItemParams | None = None
    """The params, for what is stored as it is given; None for an item of an invoice."""


@dataclass(frozen=True)
class Change:
    """An item of a subscription as it is to be. None stands for what does not change."""

    row: SubscriptionItem
    price: Price | None = None
    quantity: int | None = None
    discounts: Sequence[ChosenDiscount] | None = None
    tax_rates: Sequence[str] | None = None
    given: SubscriptionUpdateItemParams | None = None


@dataclass(frozen=True)
class Changes:
    """What an update does to the items of a subscription."""

    added: Sequence[ChosenItem] = ()
    changed: Sequence[Change] = ()
    removed: Sequence[SubscriptionItem] = ()
    clearing: Sequence[SubscriptionItem] = ()
    """Those of the removed whose usage is discarded."""


async def items(
    tx: Tx, given: Sequence[SubscriptionCreateItemParams], customer: Customer, currency: str | None
) -> tuple[list[ChosenItem], str]:
    """The items of a new subscription, and the currency that it is billed in.

    Raises InvalidRequest for every mistake, each with its field, such as `items.0.price`.
    """
    chosen = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(f"items.{place}"):
                chosen.append(await _item(tx, each, customer))
    prices = [each.price for each in chosen]
    found = currency_of(prices, currency, customer.currency)
    check_together([Priced(price, f"items.{place}") for place, price in enumerate(prices)], found)
    await _must_apply(tx, [(each, f"items.{place}") for place, each in enumerate(chosen)], found)
    return chosen, found


def amount_of(price: Price, quantity: int | None, currency: str) -> int:
    """What a period of an item costs before discounts, in minor units; 0 for usage, of which nothing is known."""
    rate = Rate.of(price, currency)
    return 0 if rate is None or quantity is None else rate.amount(quantity)


async def amount(tx: Tx, subscription: Subscription, changes: Changes) -> int:
    """What a period of the changed subscription costs before discounts, but for usage, in minor units."""
    gone = {row.id for row in changes.removed} | {change.row.id for change in changes.changed}
    staying = [item for item in await tx.listed(subscription, Subscription.items) if item.id not in gone]
    parts = [
        *((each.price, each.quantity) for each in changes.added),
        *[(await _price_of(tx, change), change.quantity) for change in changes.changed],
        *[(await tx.get(Price, item.price_id, lock=False), item.quantity) for item in staying],
    ]
    return sum(amount_of(price, quantity, subscription.currency) for price, quantity in parts)


async def _price_of(tx: Tx, chosen: "ChosenItem | Change") -> Price:
    """The price of an item that is to be."""
    if isinstance(chosen, Change):
        return chosen.price or await tx.get(Price, chosen.row.price_id, lock=False)
    return chosen.price


async def _must_apply(tx: Tx, chosen: Sequence[tuple["ChosenItem | Change", str]], currency: str) -> None:
    """Raise InvalidRequest for each discount of an item that does not apply to it. Items come with their fields."""
    with Mistakes() as mistakes:
        for each, field in chosen:
            if not each.discounts:
                continue
            amount = amount_of(await _price_of(tx, each), each.quantity, currency)
            with mistakes.noted(field):
                await redeeming.check(tx, each.discounts, currency, amount)


async def changes(
    tx: Tx,
    subscription: Subscription,
    given: Sequence[SubscriptionUpdateItemParams],
    customer: Customer,
    *,
    path: str = "items.{}",
) -> Changes:
    """What an update does to the items of a locked subscription.

    Raises InvalidRequest for every mistake, each with its field, such as `items.0.price`; `path` is that of an item's
    params, by its place.
    """
    there = {item.id: item for item in await tx.listed(subscription, Subscription.items)}
    added: list[ChosenItem] = []
    changed: list[Change] = []
    removed: list[SubscriptionItem] = []
    clearing: list[SubscriptionItem] = []
    fields: dict[int, str] = {}
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(path.format(place)):
                if each.id is None and not each.deleted:
                    added.append(await _item(tx, each, customer))
                    fields[id(added[-1])] = path.format(place)
                    continue
                check_change(each)
                row = _named(there, each.id or "", [*removed, *(change.row for change in changed)])
                if each.deleted:
                    if not each.clear_usage:
                        await recorded_usage.must_have_none(tx, row, subscription)
                    removed.append(row)
                    clearing += [row] if each.clear_usage else []
                    continue
                changed.append(await _change(tx, row, each, customer))
                fields[id(changed[-1])] = path.format(place)
    gone = {row.id for row in removed} | {change.row.id for change in changed}
    staying = [await tx.get(Price, item.price_id, lock=False) for item in there.values() if item.id not in gone]
    priced = [Priced(price) for price in staying]
    for change in changed:
        price = change.price or await tx.get(Price, change.row.price_id, lock=False)
        priced.append(Priced(price, fields[id(change)] if change.price else None))
    priced += [Priced(each.price, fields[id(each)]) for each in added]
    check_together(priced, subscription.currency)
    chosen: list[ChosenItem | Change] = [*changed, *added]
    await _must_apply(tx, [(each, fields[id(each)]) for each in chosen], subscription.currency)
    return Changes(added, changed, removed, clearing)


async def invoice_items(
    tx: Tx, given: Sequence[SubscriptionAddInvoiceItemParams], customer: Customer, currency: str
) -> list[ChosenItem]:
    """One-time prices for the next invoice of a subscription in that currency.

    Raises InvalidRequest for every mistake, each with its field, such as `add_invoice_items.0.price`.
    """
    chosen = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(f"add_invoice_items.{place}"):
                with Mistakes() as within:
                    off = await chosen_discounts(tx, each.discounts or (), customer, within)
                    await check_tax_rates(tx, each.tax_rates or (), within)
                    must_be_one_of(each.price_id, each.price_data)
                    price = await price_of(tx, each.price_id, each.price_data, PriceType.ONE_TIME)
                    must_have_currency(price, currency)
                quantity = 1 if each.quantity is None else each.quantity
                await redeeming.check(tx, off, currency, amount_of(price, quantity, currency))
                chosen.append(ChosenItem(price, quantity, off, each.tax_rates or ()))
    return chosen


async def chosen_discounts(
    tx: Tx, given: Sequence[DiscountParams], customer: Customer | None, mistakes: Mistakes, *, path: str = "discounts"
) -> list[ChosenDiscount]:
    """The discounts that are named, in order. What cannot be applied is noted, with fields within `path`."""
    found: list[ChosenDiscount] = []
    for place, each in enumerate(given):
        with mistakes.noted(f"{path}.{place}"):
            found.append(await chosen_discount(tx, each, customer))
    return found


async def check_tax_rates(tx: Tx, ids: Sequence[str], mistakes: Mistakes, *, path: str = "tax_rates") -> None:
    """Note each tax rate that is not there, is not active, or is named twice."""
    for place, id in enumerate(ids):
        with mistakes.noted():
            where = f"{path}.{place}"
            rate = await tx.get(TaxRate, id, field=where, lock=False)
            if not rate.active:
                raise InvalidRequest(
                    "The tax rate is not active. Activate it first, or use another tax rate.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field=where,
                )
            if id in ids[:place]:
                raise InvalidRequest(
                    "The tax rate is named twice. Name it once.", code=ErrorCode.PARAMETER_INVALID, field=where
                )


async def _item(tx: Tx, given: SubscriptionCreateItemParams, customer: Customer) -> ChosenItem:
    with Mistakes() as mistakes:
        off = await chosen_discounts(tx, given.discounts or (), customer, mistakes)
        await check_tax_rates(tx, given.tax_rates or (), mistakes)
        must_be_one_of(given.price_id or given.plan_id, given.price_data)
        price = await _recurring(tx, given)
        quantity = quantity_of(price, given.quantity)
        must_be_measured(price, given.billing_thresholds)
    return ChosenItem(price, quantity, off, given.tax_rates or (), given)


async def _change(tx: Tx, row: SubscriptionItem, given: SubscriptionUpdateItemParams, customer: Customer) -> Change:
    price, off = None, None
    with Mistakes() as mistakes:
        if "discounts" in given.model_fields_set:
            off = await chosen_discounts(tx, given.discounts or (), customer, mistakes)
        await check_tax_rates(tx, given.tax_rates or (), mistakes)
        if given.price_id is not None or given.plan_id is not None or given.price_data is not None:
            price = await _recurring(tx, given)
        billed = price or await tx.get(Price, row.price_id, lock=False)
        quantity = quantity_of(billed, given.quantity, row.quantity)
        must_be_measured(billed, given.billing_thresholds)
    rates = given.tax_rates or () if "tax_rates" in given.model_fields_set else None
    return Change(row, price, quantity, off, rates, given)


def _named(there: dict[str, SubscriptionItem], id: str, before: Sequence[SubscriptionItem]) -> SubscriptionItem:
    if id not in there:
        raise InvalidRequest(f"The subscription has no item '{id}'.", code=ErrorCode.RESOURCE_MISSING, field="id")
    if any(row.id == id for row in before):
        raise InvalidRequest(
            f"The item '{id}' is named twice. Name it once.", code=ErrorCode.PARAMETER_INVALID, field="id"
        )
    return there[id]


async def _recurring(tx: Tx, given: SubscriptionCreateItemParams) -> Price:
    """The recurring price of an item, which may be named as a plan."""
    named = given.price_id or given.plan_id
    field = "plan" if given.price_id is None else "price"
    return await price_of(tx, named, given.price_data, PriceType.RECURRING, field=field)


async def price_of(
    tx: Tx,
    id: str | None,
    data: PriceDataParams | RecurringPriceDataParams | None,
    type: PriceType,
    *,
    field: str = "price",
) -> Price:
    """The price of that id, or one that is to be made. Raises InvalidRequest unless it is active, and of the type."""
    if data is None:
        assert id is not None, "one of both is given"
        price = await tx.get(Price, id, field=field, lock=False)
        must_bill(price, type, field)
        return price
    with Mistakes("price_data") as mistakes:
        with mistakes.noted():
            product = await tx.get(Product, data.product_id, field="product", lock=False)
        values = data.model_dump(include={"currency", "tax_behavior", "unit_amount", "unit_amount_decimal"})
        if isinstance(data, RecurringPriceDataParams):
            values["recurring"] = PriceRecurring(**data.recurring.model_dump())
        columns = price_columns(values, None, ())
    # It is for this use alone.
    return Price(**columns, product_id=product.id, active=False)


async def chosen_discount(tx: Tx, given: DiscountParams, customer: Customer | None) -> ChosenDiscount:
    """The discount that is named. None for the customer is one who is not known yet.

    Raises InvalidRequest for one that cannot be applied.
    """
    ways = [name for name in ("coupon", "discount", "promotion_code") if getattr(given, f"{name}_id") is not None]
    if len(ways) != 1:
        raise InvalidRequest(
            "Give exactly one of `coupon`, `discount` and `promotion_code`.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE if ways else ErrorCode.PARAMETER_MISSING,
            field=ways[1] if ways else "coupon",
        )
    if given.discount_id is not None:
        discount = await tx.get(Discount, given.discount_id, field="discount", lock=False)
        if customer is None or discount.customer_id != customer.id:
            raise InvalidRequest(
                "The discount belongs to another customer.", code=ErrorCode.RESOURCE_MISSING, field="discount"
            )
        return discount
    # Whether a code's minimum is reached is known once the first invoice is.
    found = await discounts.chosen(tx, customer, given.coupon_id, given.promotion_code_id, of_any_amount=False)
    assert found is not None, "a coupon or a code is given"
    return found
