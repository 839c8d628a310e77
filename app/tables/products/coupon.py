"""Coupon: a share or a fixed sum taken off what a customer is billed."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount, editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class CouponDuration(StrEnum):
    """How long a discount lasts."""

    FOREVER = "forever"
    """The discount never ends."""
    ONCE = "once"
    """The discount applies to one invoice or payment."""
    REPEATING = "repeating"
    """The discount lasts a number of months."""


class CouponAppliesTo(Value):
    """What a coupon is limited to."""

    products: list[str] = given(min_length=1)
    """IDs of the products that the coupon is limited to."""


class CouponCurrencyOption(Value):
    """What a coupon takes off in one of its currencies."""

    keyed_by: ClassVar[str | None] = "currency"

    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    amount_off: int = amount(kind="given", gt=0)
    """Amount taken off in this currency, in minor units."""


class Coupon(Resource, Tagged, table=True):
    """A percentage or a fixed amount off what customers are billed."""

    prefix: ClassVar[str] = ""
    id_prefixes: ClassVar[tuple[str, ...]] = ()
    deletable: ClassVar[bool] = True
    emptied: ClassVar[bool] = False
    chooses_ids: ClassVar[bool] = True
    leaves_id: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A coupon was created.",
        "updated": "A coupon was updated.",
        "deleted": "A coupon was deleted.",
    }

    amount_off: int | None = amount(None, kind="given", gt=0)
    """Amount taken off, in minor units of `currency`; null for a percentage."""
    applies_to: CouponAppliesTo | None = given(None, includable=True)
    """What the coupon is limited to; null if it applies to all products."""
    currency: CurrencyCode | None = given(None, min_length=3, max_length=3)
    """Currency of `amountOff`: a three-letter ISO 4217 code, in lower case; null for a percentage."""
    currency_options: list[CouponCurrencyOption] | None = kept(includable=True)
    """Amount taken off in each of the coupon's currencies, including `currency`; null for a percentage."""
    duration: CouponDuration = given(CouponDuration.ONCE)
    """How long a discount from the coupon lasts. The default is `ONCE`."""
    duration_in_months: int | None = given(None, ge=1)
    """Number of months that a discount lasts, if `duration` is `REPEATING`; else null."""
    max_redemptions: int | None = given(None, ge=1)
    """How often the coupon can be redeemed, by all customers together; null without a limit."""
    name: str | None = editable(None, max_length=40)
    """Name of the coupon on invoices and receipts; its id is shown if null."""
    percent_off: Decimal | None = given(None, number=True, gt=0, le=100)
    """Percentage taken off, more than 0 and at most 100; null for a fixed amount."""
    redeem_by: datetime | None = given(None)
    """The moment after which the coupon can no longer be redeemed; null without one."""
    times_redeemed: int = kept(0)
    """How often the coupon has been redeemed."""
    valid: bool = kept(True)
    """Whether the coupon can be redeemed: it exists, `redeemBy` has not passed, and redemptions remain."""
