"""Promotion codes: created, unique among those that are active, and inactive once they cannot be redeemed."""

import secrets
import string
from collections.abc import Sequence
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.products import by_currency, coupons
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.columns import Of
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon
from app.tables.products.promotion_code import (
    PromotionCode,
    PromotionCodeRestrictions,
    PromotionCodeRestrictionsCurrencyOption,
    PromotionCodeRestrictionsParams,
    PromotionCodeRestrictionsUpdateParams,
)

CODE_LENGTH = 8
"""Characters of a code that is generated."""
_LETTERS = string.ascii_uppercase + string.digits


async def create(
    tx: Tx,
    *,
    coupon: Annotated[str, Of(PromotionCode)],
    restrictions: Annotated[
        PromotionCodeRestrictionsParams | None, Doc("What restricts the use of the code. By default, nothing does.")
    ] = None,
    **values: Any,
) -> PromotionCode:
    """Create a promotion code, by which customers redeem a coupon."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            # Locked, so that it cannot become invalid meanwhile.
            found = await tx.get(Coupon, coupon, field="coupon")
            coupons.must_be_redeemable(tx, found, "coupon")
            _check_limits(tx, found, values, mistakes)
        await crud.check_references(tx, PromotionCode, values, mistakes)
        with mistakes.noted("restrictions"):
            values["restrictions"] = _settled(restrictions or PromotionCodeRestrictionsParams())
    values["code"] = values.get("code") or "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
    values |= {"coupon_id": found.id, "code_key": values["code"].upper()}
    code = await crud.build(tx, PromotionCode, values)
    if code.active:
        await _must_be_unique(tx, code, "code")
    if code.expires_at is not None:
        tx.wake(code.expires_at, expire, code)
    tx.tell("created", code)
    return code


def _check_limits(tx: Tx, coupon: Coupon, values: dict[str, Any], mistakes: Mistakes) -> None:
    """Note an end that is past, and limits beyond the coupon's own."""
    ends, most = values.get("expires_at"), values.get("max_redemptions")
    if ends is not None and ends <= tx.real_now:
        mistakes.add(
            InvalidRequest("`expires_at` must be in the future.", code=ErrorCode.PARAMETER_INVALID, field="expires_at")
        )
    if ends is not None and coupon.redeem_by is not None and ends > coupon.redeem_by:
        mistakes.add(
            InvalidRequest(
                f"`expires_at` must be {coupon.redeem_by.isoformat()} or earlier: the coupon cannot be redeemed later.",
                code=ErrorCode.PARAMETER_INVALID,
                field="expires_at",
            )
        )
    if most is not None and coupon.max_redemptions is not None and most > coupon.max_redemptions:
        mistakes.add(
            InvalidRequest(
                f"`max_redemptions` must be {coupon.max_redemptions} or less, as many as the coupon has.",
                code=ErrorCode.PARAMETER_INVALID_INTEGER,
                field="max_redemptions",
            )
        )


def _settled(given: PromotionCodeRestrictionsParams) -> PromotionCodeRestrictions:
    """The restrictions, complete. Raises InvalidRequest for those that are missing a part."""
    amount, currency = given.minimum_amount, given.minimum_amount_currency
    if (amount is None) != (currency is None):
        missing = "minimum_amount" if amount is None else "minimum_amount_currency"
        raise InvalidRequest(
            "Give `minimum_amount` and `minimum_amount_currency` together, or neither.",
            code=ErrorCode.PARAMETER_MISSING,
            field=missing,
        )
    return PromotionCodeRestrictions(
        currency_options=_options(amount, currency, (), given.currency_options),
        first_time_transaction=given.first_time_transaction,
        minimum_amount=amount,
        minimum_amount_currency=currency,
    )


def _options(
    amount: int | None,
    currency: str | None,
    former: Sequence[PromotionCodeRestrictionsCurrencyOption],
    given: Sequence[PromotionCodeRestrictionsCurrencyOption],
) -> list[PromotionCodeRestrictionsCurrencyOption] | None:
    if amount is None or currency is None:
        if given:
            raise InvalidRequest(
                "`currency_options` require `minimum_amount`.",
                code=ErrorCode.PARAMETER_UNKNOWN,
                field="currency_options",
            )
        return None
    by_currency.check(currency, given, "currency_options")
    own = PromotionCodeRestrictionsCurrencyOption(currency=currency, minimum_amount=amount)
    return by_currency.merged(own, former, given)


async def update(
    tx: Tx,
    code: PromotionCode,
    *,
    restrictions: Annotated[
        PromotionCodeRestrictionsUpdateParams | None,
        Doc("The least that must be bought, in further currencies. Nothing else of the restrictions can change."),
    ] = None,
    **values: Any,
) -> PromotionCode:
    """Update a promotion code: its metadata, whether it is active, and its minimum in other currencies."""
    with Mistakes() as mistakes:
        if restrictions is not None:
            old = code.restrictions
            with mistakes.noted("restrictions"):
                options = _options(
                    old.minimum_amount,
                    old.minimum_amount_currency,
                    old.currency_options or (),
                    restrictions.currency_options,
                )
                values["restrictions"] = old.model_copy(update={"currency_options": options})
        if values.get("active") and not code.active:
            with mistakes.noted():
                await _must_be_usable(tx, code)
                await _must_be_unique(tx, code, "active")
    return await crud.update(tx, code, values)


async def _must_be_usable(tx: Tx, code: PromotionCode) -> None:
    """Raise InvalidRequest for a code that cannot be active again."""
    coupon = await tx.get(Coupon, code.coupon_id, field="coupon", deleted=True)
    if reason := _over(tx, coupon, code):
        raise InvalidRequest(
            f"The promotion code cannot be active: {reason}. Create another one.",
            code=ErrorCode.COUPON_EXPIRED,
            field="active",
        )


def _over(tx: Tx, coupon: Coupon, code: PromotionCode) -> str | None:
    """Why a code can never be redeemed again; None if it may be."""
    if not coupon.valid or (coupon.redeem_by is not None and coupon.redeem_by <= tx.now):
        return "its coupon is not valid any more"
    if code.expires_at is not None and code.expires_at <= tx.now:
        return "it has expired"
    if code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions:
        return "it was redeemed as often as it can be"
    return None


async def _must_be_unique(tx: Tx, code: PromotionCode, field: str) -> None:
    """Raise InvalidRequest if another active code has the same letters, unless both are for one customer each, and for
    different ones."""
    await tx.lock(f"promotion_code:{code.code_key}")
    for other in await tx.find(PromotionCode, code_key=code.code_key, active=True, lock=False):
        apart = None not in (code.customer_id, other.customer_id) and code.customer_id != other.customer_id
        if other.id != code.id and not apart:
            raise InvalidRequest(
                f"The active promotion code {other.id} has the code '{other.code}'. Choose another `code`, or "
                "deactivate that one first.",
                code=ErrorCode.RESOURCE_ALREADY_EXISTS,
                field=field,
            )


async def must_be_redeemable(
    tx: Tx, coupon: Coupon, code: PromotionCode, customer: Customer | None, *, of_any_amount: bool
) -> None:
    """Raise InvalidRequest for a code that the customer cannot redeem now. None is a customer who is being created."""

    must_be_left(tx, coupon, code)
    if not code.active:
        raise _refused("it is not active")
    if code.customer_id is not None and (customer is None or customer.id != code.customer_id):
        raise _refused("it is for another customer")
    if of_any_amount and code.restrictions.minimum_amount is not None:
        raise _refused("it has a minimum amount, and a customer's discount applies to amounts of any size")
    if code.restrictions.first_time_transaction and customer is not None and await _has_paid(tx, customer):
        raise _refused("it is for a customer's first transaction, and this customer has paid before")


def must_be_left(tx: Tx, coupon: Coupon, code: PromotionCode) -> None:
    """Raise InvalidRequest for a code that has no redemption left, or whose time is over."""
    if reason := _over(tx, coupon, code):
        raise _refused(reason, ErrorCode.COUPON_EXPIRED)


def must_reach(code: PromotionCode, amount: int, currency: str) -> None:
    """Raise InvalidRequest for a code whose minimum is above `amount`, in minor units of the currency, and for one that
    has minimums in other currencies alone."""
    if code.restrictions.minimum_amount is None:
        return
    for option in code.restrictions.currency_options or ():
        if option.currency == currency:
            if amount < option.minimum_amount:
                raise _refused("the amount is below the minimum of the code")
            return
    raise _refused(f"it has no minimum amount in {currency}")


def _refused(reason: str, code: ErrorCode = ErrorCode.PARAMETER_INVALID) -> InvalidRequest:
    return InvalidRequest(
        f"The promotion code cannot be redeemed: {reason}. Use another one.", code=code, field="promotion_code"
    )


async def _has_paid(tx: Tx, customer: Customer) -> bool:
    """Whether the customer has paid anything: a charge, or an invoice that may have been paid out of band."""
    charges, invoices = Charge.__table__.c, Invoice.__table__.c
    charged = tx.select(Charge, charges.id).where(
        charges.customer_id == customer.id,
        charges.paid,
        charges.status == ChargeStatus.SUCCEEDED,
        charges.deleted_at.is_(None),
    )
    if await tx.rows(charged.limit(1)):
        return True
    billed = tx.select(Invoice, invoices.id).where(
        invoices.customer_id == customer.id, invoices.status == InvoiceStatus.PAID, invoices.total > 0
    )
    return bool(await tx.rows(billed.limit(1)))


async def count(tx: Tx, code: PromotionCode) -> None:
    """Count a redemption. The last one makes the code inactive."""
    code.times_redeemed += 1
    if code.times_redeemed == code.max_redemptions:
        code.active = False
    tx.tell("updated", code)


@job("promotion_code.expire", PromotionCode)
async def expire(tx: Tx, code: PromotionCode) -> None:
    """The last moment at which it could be redeemed has come."""
    if code.active:
        code.active = False
        tx.tell("updated", code)
