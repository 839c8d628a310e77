"""What customers read in the portal of prices, payment methods, offers and refusals."""

from typing import Any

from pydantic import ValidationError

from app.domain.billing.portal.refusals import Unable
from app.errors import CardError, Refusal, ResourceMissing
from app.server.forms import why
from app.server.means import means
from app.server.rendering import Speech
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.products.coupon import Coupon, CouponDuration
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurringUsageType
from app.tables.products.product import Product


def said(say: Speech, refusal: Refusal | ValidationError, otherwise: str = "refused_now") -> str:
    """A refusal as customers read it: `otherwise` is the key of what is said where no more is known of it."""
    if isinstance(refusal, Unable):
        values = {name: say.number(value) for name, value in refusal.values.items()}
        return say(f"refused_{refusal.text}", fields=_fields(say, refusal.fields), **values)
    if isinstance(refusal, CardError):
        return say(why(refusal))
    if isinstance(refusal, ResourceMissing):
        return say("refused_missing")
    if isinstance(refusal, Refusal):
        paths = [(each.field or "").split(".") for each in refusal.each]
    else:
        paths = [[str(step) for step in error["loc"]] for error in refusal.errors(include_input=False)]
    fields = _fields(say, [path[-1] for path in paths if path])
    return say("refused_fields", fields=fields) if fields else say(otherwise)


def _fields(say: Speech, names: Any) -> str:
    labels = {say(f"field_{name}") for name in names if say.knows(f"field_{name}")}
    return say.list(sorted(labels))


def counted(product: Product, quantity: int | None) -> str:
    """A product with its quantity, if that is not 1."""
    return product.name if quantity in (None, 1) else f"{product.name} × {quantity}"


def cost(say: Speech, price: Price, currency: str, quantity: int | None = None) -> str:
    """What a price costs each period, by what is known of it."""
    if price.unit_amount is None or price.currency != currency:
        amount = price.nickname or say("by_usage")
    else:
        amount = say.amount(price.unit_amount * (1 if quantity is None else quantity), currency)
    if price.recurring is None:
        return amount
    if price.recurring.usage_type is PriceRecurringUsageType.METERED and price.unit_amount is not None:
        amount = say("per_unit", amount=amount)
    interval, count = price.recurring.interval.value, price.recurring.interval_count
    if count == 1:
        return say(f"per_{interval}", amount=amount)
    return say("per_several", amount=amount, duration=say.duration(count, interval))


def named(say: Speech, row: PaymentMethod) -> str:
    """A payment method as customers recognize it."""
    branch = row.details.branch(row.type)
    shown = branch.model_dump(mode="json") if branch is not None else {}
    name = means(say, row.type.value, shown)
    if year := shown.get("exp_year"):
        return say("method_expires", name=name, expiry=f"{shown['exp_month']:02}/{year}")
    return name


def offered(say: Speech, coupon: Coupon) -> str:
    """What a coupon takes off, and for how long."""
    if coupon.percent_off is not None:
        off = say.percent(coupon.percent_off)
    else:
        off = say.amount(coupon.amount_off or 0, coupon.currency or "usd")
    months = ""
    if coupon.duration is CouponDuration.REPEATING:
        months = say.duration(coupon.duration_in_months or 1, "month")
    return say(f"offer_{coupon.duration.value}", off=off, duration=months)
