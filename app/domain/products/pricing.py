"""What makes an amount of a price: fixed, chosen by the customer, or by tiers, in any of its currencies. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.currencies import maximum_charge, minimum_charge
from app.errors import InvalidRequest
from app.tables.products.price import PriceBillingScheme
from app.tables.products.price_values import (
    PriceCustomUnitAmount,
    PriceCustomUnitAmountParams,
    PriceTier,
    PriceTierParams,
)

MAXIMUM = 999_999_999_999
"""The most minor units that one unit can cost."""


@dataclass(frozen=True)
class Cost:
    """What a caller gave, and then what a price keeps, of an amount in one currency."""

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


def settle(cost: Cost, scheme: PriceBillingScheme, currency: str, path: str = "") -> Settled:
    """The amount with both forms of what a unit costs, and every part with its currency.

    `path` is where the fields are in the input, with a dot at its end. Raises InvalidRequest for what is missing, given
    twice, or out of bounds.
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
        if ways:
            raise InvalidRequest(
                f"{path}{ways[0]} does not go with billing_scheme tiered, whose amounts are in tiers.",
                field=path + ways[0],
            )
        return Settled(None, None, None, settle_tiers(cost.tiers, currency, path))
    if cost.tiers:
        raise InvalidRequest(f"{path}tiers go with billing_scheme tiered alone.", field=f"{path}tiers")
    if len(ways) != 1:
        raise _one_of(path, ways)
    if cost.custom is not None:
        return Settled(None, None, settle_custom(cost.custom, currency, path), [])
    field = path + ways[0]
    whole, exact = both(cost.unit_amount, cost.unit_amount_decimal, field)
    return Settled(whole, exact, None, [])


def _one_of(path: str, ways: list[str]) -> InvalidRequest:
    choices = "unit_amount, unit_amount_decimal and custom_unit_amount"
    if ways:
        return InvalidRequest(
            f"Give one of {choices}, not {' and '.join(ways)} together.",
            code="parameters_exclusive",
            field=path + ways[1],
        )
    return InvalidRequest(
        f"A price must cost something: give one of {choices}, or billing_scheme tiered with tiers.",
        code="parameter_missing",
        field=f"{path}unit_amount",
    )


def both(whole: int | None, exact: Decimal | None, field: str) -> tuple[int | None, Decimal | None]:
    """An amount in its two forms: minor units as a whole number, where it is one, and with decimals."""
    if whole is not None:
        exact = Decimal(whole)
    if exact is None:
        return None, None
    if exact > MAXIMUM:
        raise InvalidRequest(f"{field} must be {MAXIMUM} or less.", code="amount_too_large", field=field)
    return (int(exact) if exact == exact.to_integral_value() else None), exact


def settle_custom(given: PriceCustomUnitAmountParams, currency: str, path: str) -> PriceCustomUnitAmount:
    """The bounds within which customers choose. They must leave room, and hold what can be charged."""
    field = f"{path}custom_unit_amount"
    if not given.enabled:
        raise InvalidRequest(
            f"{field}.enabled must be true. Leave {field} out of a price whose amount is fixed.",
            field=f"{field}.enabled",
        )
    least, most = minimum_charge(currency), maximum_charge(currency)
    if given.minimum is not None and given.minimum < least:
        raise InvalidRequest(
            f"{field}.minimum must be {least} or more: less cannot be charged in {currency}.",
            code="amount_too_small",
            field=f"{field}.minimum",
        )
    if given.maximum is not None and given.maximum > most:
        raise InvalidRequest(
            f"{field}.maximum must be {most} or less: more cannot be charged in {currency}.",
            code="amount_too_large",
            field=f"{field}.maximum",
        )
    low = least if given.minimum is None else given.minimum
    high = most if given.maximum is None else given.maximum
    if low > high:
        raise InvalidRequest(
            f"{field}.maximum must be {low} or more, since nobody may choose less.", field=f"{field}.maximum"
        )
    if given.preset is not None and not low <= given.preset <= high:
        raise InvalidRequest(f"{field}.preset must be from {low} to {high}.", field=f"{field}.preset")
    return PriceCustomUnitAmount(currency=currency, maximum=given.maximum, minimum=given.minimum, preset=given.preset)


def settle_tiers(tiers: Sequence[PriceTierParams], currency: str, path: str) -> list[PriceTier]:
    """The tiers, complete. Each costs something, each ends above the one before it, and the last has no end."""
    if not tiers:
        raise InvalidRequest(
            f"billing_scheme tiered needs {path}tiers, at least one.", code="parameter_missing", field=f"{path}tiers"
        )
    settled = []
    before = 0
    for place, tier in enumerate(tiers):
        field = f"{path}tiers.{place}"
        last = place == len(tiers) - 1
        if last != (tier.end is None):
            remedy = "inf: the last tier has no end" if last else "a quantity in all tiers but the last"
            raise InvalidRequest(f"{field}.up_to must be {remedy}.", field=f"{field}.up_to")
        if tier.end is not None and tier.end <= before:
            raise InvalidRequest(
                f"{field}.up_to must be more than {before}: tiers go from the smallest quantities up.",
                field=f"{field}.up_to",
            )
        before = tier.end or before
        settled.append(_settle_tier(tier, currency, field))
    return settled


def _settle_tier(tier: PriceTierParams, currency: str, field: str) -> PriceTier:
    for name in ("unit_amount", "flat_amount"):
        if getattr(tier, name) is not None and getattr(tier, f"{name}_decimal") is not None:
            raise InvalidRequest(
                f"Give one of {field}.{name} and {field}.{name}_decimal, not both.",
                code="parameters_exclusive",
                field=f"{field}.{name}_decimal",
            )
    unit, unit_exact = both(tier.unit_amount, tier.unit_amount_decimal, f"{field}.unit_amount")
    flat, flat_exact = both(tier.flat_amount, tier.flat_amount_decimal, f"{field}.flat_amount")
    if unit_exact is None and flat_exact is None:
        raise InvalidRequest(
            f"A tier must cost something: give {field} a unit_amount, a flat_amount, or both.",
            code="parameter_missing",
            field=f"{field}.unit_amount",
        )
    return PriceTier(
        currency=currency,
        flat_amount=flat,
        flat_amount_decimal=flat_exact,
        unit_amount=unit,
        unit_amount_decimal=unit_exact,
        up_to=tier.end,
    )
