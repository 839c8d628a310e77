"""The amount of a price: fixed, chosen by the customer, or by tiers, in any of its currencies. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.currencies import maximum_charge, minimum_charge
from app.domain.mistakes import Mistakes
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.products.price import PriceBillingScheme
from app.tables.products.price_values import (
    PriceCustomUnitAmount,
    PriceCustomUnitAmountParams,
    PriceTier,
    PriceTierParams,
)

MAXIMUM = 999_999_999_999
"""The maximum price of a unit, in minor units."""


@dataclass(frozen=True)
class Cost:
    """The params of an amount in one currency."""

    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None
    custom: PriceCustomUnitAmountParams | None = None
    tiers: Sequence[PriceTierParams] = ()


@dataclass(frozen=True)
class Settled:
    """An amount in one currency, checked and complete."""

    unit_amount: int | None
    unit_amount_decimal: Decimal | None
    custom_unit_amount: PriceCustomUnitAmount | None
    tiers: list[PriceTier]


def settle(cost: Cost, scheme: PriceBillingScheme, currency: str) -> Settled:
    """The amount with both forms of the unit amount, and every part with its currency.

    Raises InvalidRequest for params that are missing, mutually exclusive, or out of range.
    """
    ways = [
        name
        for name, value in (
            ("unit_amount", cost.unit_amount),
            ("unit_amount_decimal", cost.unit_amount_decimal),
            ("custom_unit_amount", cost.custom),
        )
        if value is not None
    ]
    if scheme == PriceBillingScheme.TIERED:
        with Mistakes() as mistakes:
            for name in ways:
                mistakes.add(
                    InvalidRequest(
                        f"`{name}` cannot be combined with `billing_scheme` TIERED, whose amounts are in `tiers`.",
                        code=ErrorCode.PARAMETERS_EXCLUSIVE,
                        field=name,
                    )
                )
            tiers = settle_tiers(cost.tiers, currency)
        return Settled(None, None, None, tiers)
    with Mistakes() as mistakes:
        if cost.tiers:
            mistakes.add(
                InvalidRequest(
                    "`tiers` require `billing_scheme` TIERED.", code=ErrorCode.PARAMETER_UNKNOWN, field="tiers"
                )
            )
        elif len(ways) != 1:
            mistakes.add(_one_of(ways))
        custom = None
        if cost.custom is not None:
            custom = settle_custom(cost.custom, currency)
        whole, exact = both(cost.unit_amount, cost.unit_amount_decimal, "".join(ways[:1]))
    return Settled(whole, exact, custom, [])


def _one_of(ways: list[str]) -> InvalidRequest:
    choices = "`unit_amount`, `unit_amount_decimal` and `custom_unit_amount`"
    if ways:
        return InvalidRequest(
            f"Give one of {choices}, not {' and '.join(f'`{way}`' for way in ways)} together.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field=ways[1],
        )
    return InvalidRequest(
        f"A price must cost something: give one of {choices}, or `billing_scheme` TIERED with `tiers`.",
        code=ErrorCode.PARAMETER_MISSING,
        field="unit_amount",
    )


def both(whole: int | None, exact: Decimal | None, field: str) -> tuple[int | None, Decimal | None]:
    """An amount in its two forms: minor units as a whole number, where it is one, and with decimals."""
    if whole is not None:
        exact = Decimal(whole)
    if exact is None:
        return None, None
    if exact > MAXIMUM:
        raise InvalidRequest(f"`{field}` must be {MAXIMUM} or less.", code=ErrorCode.AMOUNT_TOO_LARGE, field=field)
    return (int(exact) if exact == exact.to_integral_value() else None), exact


def settle_custom(given: PriceCustomUnitAmountParams, currency: str) -> PriceCustomUnitAmount:
    """The limits of an amount that customers choose. Raises InvalidRequest for limits that cross, or that cannot be
    charged."""
    least, most = minimum_charge(currency), maximum_charge(currency)
    low = least if given.minimum is None else given.minimum
    high = most if given.maximum is None else given.maximum
    with Mistakes("custom_unit_amount") as mistakes:
        if not given.enabled:
            mistakes.add(
                InvalidRequest(
                    "`enabled` must be true. Omit `custom_unit_amount` for a fixed amount.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="enabled",
                )
            )
        if high > most:
            mistakes.add(
                InvalidRequest(
                    f"`maximum` must be {most} or less: more cannot be charged in {currency}.",
                    code=ErrorCode.AMOUNT_TOO_LARGE,
                    field="maximum",
                )
            )
        if low < least:
            mistakes.add(
                InvalidRequest(
                    f"`minimum` must be {least} or more: less cannot be charged in {currency}.",
                    code=ErrorCode.AMOUNT_TOO_SMALL,
                    field="minimum",
                )
            )
        elif low > high:
            mistakes.add(
                InvalidRequest(
                    f"`maximum` must be {low} or more, as the minimum is {low}.",
                    code=ErrorCode.AMOUNT_TOO_SMALL,
                    field="maximum",
                )
            )
        elif given.preset is not None and not low <= given.preset <= high:
            mistakes.add(
                InvalidRequest(
                    f"`preset` must be from {low} to {high}.", code=ErrorCode.PARAMETER_INVALID, field="preset"
                )
            )
    return PriceCustomUnitAmount(currency=currency, maximum=given.maximum, minimum=given.minimum, preset=given.preset)


def settle_tiers(tiers: Sequence[PriceTierParams], currency: str) -> list[PriceTier]:
    """The tiers, complete. Each has an amount and ends above the one before, and the last is unbounded."""
    if not tiers:
        raise InvalidRequest(
            "`billing_scheme` TIERED needs `tiers`, at least one.", code=ErrorCode.PARAMETER_MISSING, field="tiers"
        )
    settled = []
    before = 0
    with Mistakes() as mistakes:
        for place, tier in enumerate(tiers):
            with mistakes.noted(f"tiers.{place}"):
                _check_end(tier, before, last=place == len(tiers) - 1)
            with mistakes.noted(f"tiers.{place}"):
                settled.append(_settle_tier(tier, currency))
            before = tier.end or before
    return settled


def _check_end(tier: PriceTierParams, before: int, *, last: bool) -> None:
    if last != (tier.end is None):
        remedy = "INF: the last tier has no end" if last else "a quantity in all tiers but the last"
        raise InvalidRequest(f"`up_to` must be {remedy}.", code=ErrorCode.PARAMETER_INVALID, field="up_to")
    if tier.end is not None and tier.end <= before:
        raise InvalidRequest(
            f"`up_to` must be more than {before}: tiers are in ascending order.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field="up_to",
        )


def _settle_tier(tier: PriceTierParams, currency: str) -> PriceTier:
    for name in ("unit_amount", "flat_amount"):
        if getattr(tier, name) is not None and getattr(tier, f"{name}_decimal") is not None:
            raise InvalidRequest(
                f"Give one of `{name}` and `{name}_decimal`, not both.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field=f"{name}_decimal",
            )
    unit, unit_exact = both(tier.unit_amount, tier.unit_amount_decimal, "unit_amount")
    flat, flat_exact = both(tier.flat_amount, tier.flat_amount_decimal, "flat_amount")
    if unit_exact is None and flat_exact is None:
        raise InvalidRequest(
            "A tier must cost something: give it a `unit_amount`, a `flat_amount`, or both.",
            code=ErrorCode.PARAMETER_MISSING,
            field="unit_amount",
        )
    return PriceTier(
        currency=currency,
        flat_amount=flat,
        flat_amount_decimal=flat_exact,
        unit_amount=unit,
        unit_amount_decimal=unit_exact,
        up_to=tier.end,
    )
