"""Discounts of customers: given by a coupon or a promotion code, replaced, and removed when they end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from typing_extensions import Doc

from app.domain import lists
from app.domain.jobs import job
from app.domain.products import coupons, promotion_codes
from app.domain.snapshot import changes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon
from app.tables.products.discount import Discount
from app.tables.products.promotion_code import PromotionCode

CouponParam = Annotated[
    str | None,
    Id("coupon"),
    Doc(
        "A coupon to redeem: the customer has its discount on all that is billed from now on. In an update, null "
        "removes the customer's discount."
    ),
]
PromotionCodeParam = Annotated[
    str | None,
    Id("promotion_code"),
    Doc(
        "A promotion code to redeem, by its id, in place of `coupon`. In an update, null removes the customer's "
        "discount."
    ),
]


class _Unchanged(str):
    """Stands for a param that was omitted where null means something."""

    __slots__ = ()


UNCHANGED = _Unchanged()
"""The default of both params of an update, in which null removes the discount."""


@dataclass(frozen=True)
class Redemption:
    """A coupon that can be redeemed, and the code it is redeemed by. Both are locked."""

    coupon: Coupon
    code: PromotionCode | None
    planned: bool = False
    """Whether a schedule planned it: then it was judged, and holds even if the last one is gone by now."""


@dataclass(frozen=True)
class Given:
    """A discount that a customer was given, and the one that it replaces."""

    discount: Discount
    former: Discount | None


async def chosen(
    tx: Tx,
    customer: Customer | None,
    coupon: str | None,
    promotion_code: str | None,
    *,
    of_any_amount: bool = True,
) -> Redemption | None:
    """What a customer redeems; None if neither is given. None for the customer is one who is being created.

    `of_any_amount` says that it is for amounts of any size, so that a code with a minimum cannot be redeemed.

    Raises InvalidRequest for what the customer cannot redeem now.
    """
    coupon, promotion_code = (None if each is UNCHANGED else each for each in (coupon, promotion_code))
    if coupon is not None and promotion_code is not None:
        raise InvalidRequest(
            "Give `coupon` or `promotion_code`, not both.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="promotion_code",
        )
    if coupon is not None:
        redemption = Redemption(await tx.get(Coupon, coupon, field="coupon"), None)
        coupons.must_be_redeemable(tx, redemption.coupon, "coupon")
    elif promotion_code is not None:
        redemption = await _by_code(tx, customer, promotion_code, of_any_amount=of_any_amount)
    else:
        return None
    return redemption


async def _by_code(tx: Tx, customer: Customer | None, promotion_code: str, *, of_any_amount: bool) -> Redemption:
    unlocked = await tx.get(PromotionCode, promotion_code, field="promotion_code", lock=False)
    # The coupon is locked before its codes, by all who lock both.
    coupon = await tx.get(Coupon, unlocked.coupon_id, deleted=True)
    code = await tx.get(PromotionCode, promotion_code, field="promotion_code")
    await promotion_codes.must_be_redeemable(tx, coupon, code, customer, of_any_amount=of_any_amount)
    return Redemption(coupon, code)


async def redeem(tx: Tx, customer: Customer, redemption: Redemption) -> Given:
    """Give the customer the discount, in place of a former one. The caller emits the customer's event, and calls `tell`
    with what is returned."""
    coupon, code = redemption.coupon, redemption.code
    former = await _taken_from(tx, customer)
    discount = tx.add(
        Discount(
            coupon_id=coupon.id,
            customer_id=customer.id,
            promotion_code_id=code.id if code else None,
            start=tx.now,
            end=months_after(tx.now, coupon.duration_in_months) if coupon.duration_in_months else None,
        )
    )
    customer.discount_id = discount.id
    if discount.end is not None:
        tx.wake(discount.end, end, customer)
    await count(tx, redemption)
    return Given(discount, former)


async def count(tx: Tx, redemption: Redemption) -> None:
    """Count a redemption of a coupon, and of the code. Raises InvalidRequest if the last one was of the same purchase,
    just before."""
    coupon, code = redemption.coupon, redemption.code
    if not redemption.planned:
        if code is not None:
            promotion_codes.must_be_left(tx, coupon, code)
        else:
            coupons.must_be_redeemable(tx, coupon, "coupon")
    await coupons.count(tx, coupon)
    if code is not None:
        await promotion_codes.count(tx, code)


def tell(tx: Tx, given: Given) -> None:
    """Emit the event of a discount that a customer was given. `previous_attributes` are those of the former."""
    if given.former is None:
        tx.tell("customer.discount.created", given.discount)
        return
    body = lists.shown(tx.work, given.discount)
    previous = changes(lists.shown(tx.work, given.former), body)
    tx.announce("customer.discount.updated", body, given.discount.id, previous)


async def delete_discount(tx: Tx, customer: Customer) -> Customer:
    """Remove a customer's discount. What was billed with it stays as it is."""
    if not await remove(tx, customer):
        raise InvalidRequest("This customer has no discount to remove.", code=ErrorCode.RESOURCE_MISSING, field="id")
    tx.tell("updated", customer)
    return customer


async def remove(tx: Tx, customer: Customer) -> bool:
    """Whether the customer had a discount, which is removed. The caller emits the customer's event."""
    discount = await _taken_from(tx, customer)
    if discount is None:
        return False
    customer.discount_id = None
    tx.tell("customer.discount.deleted", discount)
    return True


async def _taken_from(tx: Tx, customer: Customer) -> Discount | None:
    """The customer's discount, which is over; None if there is none."""
    if customer.discount_id is None:
        return None
    discount = await tx.get(Discount, customer.discount_id)
    tx.unwake(end, customer)
    tx.delete(discount)
    return discount


async def forget(tx: Tx, customer: Customer) -> None:
    """A customer is being deleted, and the discount goes along."""
    await _taken_from(tx, customer)


@job("customer.end_discount", Customer)
async def end(tx: Tx, customer: Customer) -> None:
    """The months are over for which the customer has the discount."""
    if customer.discount_id is None:
        return
    discount = await tx.get(Discount, customer.discount_id)
    if discount.end is not None and discount.end <= tx.now:
        await delete_discount(tx, customer)


def months_after(moment: datetime, months: int) -> datetime:
    """The same time of the same day so many months later, or of the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
