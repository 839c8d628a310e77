"""Discounts of invoices, and of their items: by coupons, by promotion codes, or those that a customer has."""

from collections.abc import Collection, Sequence

from app.domain.mistakes import Mistakes
from app.domain.products import coupons, discounts, promotion_codes
from app.domain.products.discounts import Redemption
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon
from app.tables.products.discount import Discount
from app.tables.shapes.discount_params import DiscountParams

Chosen = Sequence[Redemption | Discount]
"""What is to be redeemed, and discounts that are there."""


async def chosen(
    tx: Tx,
    customer: Customer,
    currency: str,
    given: Sequence[DiscountParams],
    *,
    amount: int,
    present: Collection[str] = (),
) -> Chosen:
    """What a caller's discounts are. `amount` is what they would apply to, in minor units of the currency; `present`
    are the ids of those that are already there, beside the customer's.

    Raises InvalidRequest for each that cannot be applied.
    """
    found: list[Redemption | Discount] = []
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(f"discounts.{place}"):
                one = await _chosen(tx, customer, each, present)
                await must_apply(tx, one, currency, amount)
                found.append(one)
    return found


async def must_apply(tx: Tx, chosen: Redemption | Discount, currency: str, amount: int) -> None:
    """Raise InvalidRequest for a coupon that takes an amount off, and none in the currency, and for a promotion code
    whose minimum is above `amount`, in minor units."""
    must_be_in(await coupon_of(tx, chosen), currency)
    if isinstance(chosen, Redemption) and chosen.code is not None:
        promotion_codes.must_reach(chosen.code, amount, currency)


async def check(tx: Tx, given: Chosen, currency: str, amount: int, *, path: str = "discounts.{}") -> None:
    """Raise InvalidRequest for each that does not apply, as `must_apply` does; `path` is that of one, by its place."""
    with Mistakes() as mistakes:
        for place, each in enumerate(given):
            with mistakes.noted(path.format(place)):
                await must_apply(tx, each, currency, amount)


async def _chosen(tx: Tx, customer: Customer, given: DiscountParams, present: Collection[str]) -> Redemption | Discount:
    ways = [given.coupon_id, given.promotion_code_id, given.discount_id]
    if sum(way is not None for way in ways) != 1:
        raise InvalidRequest(
            "`coupon` must stand alone: give exactly one of `coupon`, `promotion_code` and `discount`.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="coupon",
        )
    if given.discount_id is None:
        redemption = await discounts.chosen(tx, customer, given.coupon_id, given.promotion_code_id, of_any_amount=False)
        assert redemption is not None, "one of the two was given"
        return redemption
    discount = await tx.get(Discount, given.discount_id, field="discount", lock=False)
    if discount.id not in present and discount.id != customer.discount_id:
        raise InvalidRequest(
            "`discount` must be one that the invoice has, or its customer.",
            code=ErrorCode.PARAMETER_INVALID,
            field="discount",
        )
    return discount


def must_be_in(coupon: Coupon, currency: str) -> None:
    """Raise InvalidRequest for a coupon that takes an amount off, and none in the currency."""
    currencies = coupons.currencies(coupon)
    if currencies and currency not in currencies:
        raise InvalidRequest(
            f"`coupon` must take a percentage, or an amount in {currency}: it takes one in "
            f"{', '.join(currencies)} alone.",
            code=ErrorCode.PARAMETER_INVALID,
            field="coupon",
        )


async def redeem(
    tx: Tx, customer: Customer, found: Chosen, *, invoice: str | None = None, item: str | None = None
) -> list[str]:
    """The ids of the discounts, in their order: those that are redeemed are created for the invoice, or the item."""
    ids = []
    for each in found:
        if isinstance(each, Redemption):
            discount = tx.add(
                Discount(
                    coupon_id=each.coupon.id,
                    customer_id=customer.id,
                    invoice_id=invoice,
                    invoice_item_id=item,
                    promotion_code_id=each.code.id if each.code else None,
                    start=tx.now,
                )
            )
            await discounts.count(tx, each)
            ids.append(discount.id)
        else:
            ids.append(each.id)
    return ids


async def coupon_of(tx: Tx, discount: Redemption | Discount) -> Coupon:
    """The coupon that is redeemed, or that a discount comes from, even if it was deleted."""
    if isinstance(discount, Redemption):
        return discount.coupon
    return await tx.get(Coupon, discount.coupon_id, lock=False, deleted=True)
