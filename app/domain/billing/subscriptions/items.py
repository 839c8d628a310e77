"""The items of a subscription: which prices, together, one subscription can bill. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.billing.engine.rates import Rate
from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.subscription_params import MAX_ITEMS, SubscriptionUpdateItemParams
from app.tables.products.price import Price, PriceType
from app.tables.products.price_values import PriceRecurring, PriceRecurringUsageType


@dataclass(frozen=True)
class Priced:
    """A price of a subscription, and where a caller gave it."""

    price: Price
    field: str | None = None
    """Path of the param that the price was given in, such as `items.0`; None for an item that does not change."""


def must_be_one_of(price: object, price_data: object, *, needed: bool = True) -> None:
    """Raise InvalidRequest unless one of both ways to name a price is used; at most one, where none is `needed`."""
    if price is not None and price_data is not None:
        raise InvalidRequest(
            "Give `price` or `price_data`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="price_data"
        )
    if needed and price is None and price_data is None:
        raise InvalidRequest(
            "A price is needed: give `price` its id, or `price_data` to create one.",
            code=ErrorCode.PARAMETER_MISSING,
            field="price",
        )


def must_bill(price: Price, type: PriceType, field: str = "price") -> None:
    """Raise InvalidRequest for a price that is not active, or not of the type that is billed here."""
    if price.type != type:
        kind = "recurring" if type == PriceType.RECURRING else "one-time"
        raise InvalidRequest(
            f"The price must be a {kind} one, of the type {shown(type)}; this one is {shown(price.type)}.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    if not price.active:
        raise InvalidRequest(
            "The price is not active. Activate it first, or use another price.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )


def currency_of(prices: Sequence[Price], given: str | None, customer: str | None) -> str:
    """The currency of a new subscription: the one that was given, else the customer's, where all prices have it, else
    that of the first price."""
    if given is not None:
        return given
    if customer is not None and all(Rate.of(price, customer) for price in prices):
        return customer
    return prices[0].currency


def quantity_of(price: Price, given: int | None, former: int | None = None) -> int | None:
    """The units of an item: those given, else those before, else 1. None for a metered price.

    Raises InvalidRequest for a quantity of a metered price.
    """
    if is_metered(price):
        if given is not None:
            raise InvalidRequest(
                "The price is metered, so its usage is the quantity. Omit `quantity`.",
                code=ErrorCode.PARAMETER_INVALID,
                field="quantity",
            )
        return None
    if given is not None:
        return given
    return 1 if former is None else former


def is_metered(price: Price) -> bool:
    """Whether the quantity is the usage that is reported."""
    return price.recurring is not None and price.recurring.usage_type == PriceRecurringUsageType.METERED


def must_be_measured(price: Price, thresholds: object) -> None:
    """Raise InvalidRequest for a threshold of usage where the price is not metered."""
    if thresholds is not None and not is_metered(price):
        raise InvalidRequest(
            "`billing_thresholds` of an item require a metered price, whose usage reaches the threshold.",
            code=ErrorCode.PARAMETER_INVALID,
            field="billing_thresholds",
        )


def check_change(change: SubscriptionUpdateItemParams) -> None:
    """Raise InvalidRequest for a change of an item that contradicts itself. Fields are within the item."""
    with Mistakes() as mistakes:
        if change.id is None and change.deleted:
            mistakes.add(
                InvalidRequest(
                    "`deleted` needs the `id` of the item to remove.", code=ErrorCode.PARAMETER_MISSING, field="id"
                )
            )
        if change.clear_usage and not change.deleted:
            mistakes.add(
                InvalidRequest(
                    "`clear_usage` requires `deleted`.", code=ErrorCode.PARAMETER_INVALID, field="clear_usage"
                )
            )
        if not change.deleted:
            with mistakes.noted():
                must_be_one_of(change.price_id or change.plan_id, change.price_data, needed=change.id is None)


def check_together(priced: Sequence[Priced], currency: str) -> None:
    """Raise InvalidRequest for every recurring price that one subscription cannot bill together with the others.

    `priced` are all the items that the subscription is to have: those that stay first, then those given.
    """
    with Mistakes() as mistakes:
        if not priced:
            mistakes.add(
                InvalidRequest(
                    "A subscription needs at least one item. Cancel the subscription instead.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="items",
                )
            )
        if len(priced) > MAX_ITEMS:
            mistakes.add(
                InvalidRequest(
                    f"A subscription has at most {MAX_ITEMS} items; this would make {len(priced)}.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="items",
                )
            )
        before: list[Price] = []
        for each in priced:
            if each.field is not None:
                with mistakes.noted(each.field):
                    _check_beside(each.price, before, currency)
            before.append(each.price)


def _check_beside(price: Price, before: Sequence[Price], currency: str) -> None:
    with Mistakes() as mistakes:
        with mistakes.noted():
            must_have_currency(price, currency)
        if before and _period(price) != _period(before[0]):
            mistakes.add(
                InvalidRequest(
                    "All items of a subscription must have the same billing period: the same `interval` and "
                    "`interval_count`.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="price",
                )
            )
        if price.id and any(other.id == price.id for other in before):
            mistakes.add(
                InvalidRequest(
                    f"Another item of the subscription has the price {price.id}. Change the quantity of that item.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="price",
                )
            )


def must_have_currency(price: Price, currency: str, field: str = "price") -> None:
    """Raise InvalidRequest for a price without an amount in the currency of the subscription."""
    if Rate.of(price, currency) is None:
        raise InvalidRequest(
            f"The price has no amount in {currency}, the currency of the subscription. Use another price, or add the "
            "currency to its `currency_options`.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )


def period_of(prices: Sequence[Price]) -> PriceRecurring:
    """The billing period of recurring prices, which is the same for all of them."""
    found = prices[0].recurring
    assert found is not None, "the prices of a subscription are recurring"
    return found


def _period(price: Price) -> tuple[str, int]:
    assert price.recurring is not None, "the prices of a subscription are recurring"
    return price.recurring.interval, price.recurring.interval_count
