"""Plan: the older face of a recurring price, which has the same id. Its rows are those of `price`, seen otherwise."""

from decimal import Decimal
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.products.price import PriceBillingScheme, PriceTiersMode
from app.tables.products.price_values import (
    PriceRecurringAggregateUsage,
    PriceRecurringInterval,
    PriceRecurringUsageType,
    PriceTier,
    PriceTransformQuantity,
)
from app.tables.resource import Resource, Tagged, View
from app.tables.texts import CurrencyCode


class Plan(Tagged, Resource, table=True):
    """The amount, currency and billing period of a subscription: a recurring price in the terms of an older API."""

    prefix: ClassVar[str] = "price_"
    id_prefixes: ClassVar[tuple[str, ...]] = ("plan_",)
    deletable: ClassVar[bool] = True
    emptied: ClassVar[bool] = False
    events: ClassVar[dict[str, str]] = {
        "created": "A plan was created, also as the face of a recurring price.",
        "deleted": "A plan was deleted.",
        "updated": "A plan was updated, also as the face of a recurring price.",
    }
    view: ClassVar[View | None] = View(
        of="price",
        columns={
            "amount": "unit_amount",
            "amount_decimal": "unit_amount_decimal",
            "transform_usage": "transform_quantity",
            "aggregate_usage": "recurring ->> 'aggregate_usage'",
            "interval": "recurring ->> 'interval'",
            "interval_count": "(recurring ->> 'interval_count')::bigint",
            "meter_id": "recurring ->> 'meter_id'",
            "trial_period_days": "(recurring ->> 'trial_period_days')::bigint",
            "usage_type": "recurring ->> 'usage_type'",
        },
        where="type = 'recurring'",
    )

    active: bool = editable(True)
    """Whether the plan can be used for new purchases. The default is true."""
    aggregate_usage: PriceRecurringAggregateUsage | None = given(None)
    """How usage is aggregated into one quantity. The default is `SUM` for a metered plan without a meter;
    null for a licensed plan, and with a meter."""
    amount: int | None = money(None, kind="given", ge=0)
    """Price of a unit, in minor units; null if fractional or tiered."""
    amount_decimal: Decimal | None = given(None, ge=0, decimal_places=12)
    """Price of a unit, in minor units with up to twelve decimals. Inputs allow only one of both amounts."""
    billing_scheme: PriceBillingScheme = given(PriceBillingScheme.PER_UNIT)
    """How the total for a quantity is calculated. The default is `PER_UNIT`."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the plan: a three-letter ISO 4217 code, in lower case."""
    interval: PriceRecurringInterval = given()
    """The unit of the billing period."""
    interval_count: int = given(1, ge=1)
    """Number of intervals in a billing period, at most three years. The default is 1."""
    meter_id: str | None = ref("billing_meter", default=None)
    """The meter that counts the usage; null for a licensed plan, and where usage is reported in usage records."""
    nickname: str | None = editable(None, max_length=5000)
    """Short description of the plan, hidden from customers."""
    product_id: str = ref("product", back="plans", kind="editable")
    """The product that the plan belongs to."""
    tiers: list[PriceTier] | None = kept(includable=True)
    """Tiers of the plan, in ascending order of quantity; null if the plan is not tiered."""
    tiers_mode: PriceTiersMode | None = given(None)
    """How the tiers apply to a quantity; null if the plan is not tiered."""
    transform_usage: PriceTransformQuantity | None = given(None)
    """Division of the quantity into packages before billing; not allowed with tiers."""
    trial_period_days: int | None = editable(None, ge=1)
    """Default trial period of subscriptions to the plan, in days; null without one."""
    usage_type: PriceRecurringUsageType = given(PriceRecurringUsageType.LICENSED)
    """How the quantity is determined. The default is `LICENSED`."""
