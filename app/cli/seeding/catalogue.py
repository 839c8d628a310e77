"""What the roastery sells: goods and services, once or recurring, in every currency that its customers pay in."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from app.cli.seeding import offers
from app.currencies import ZERO_DECIMAL
from app.domain.billing import meters
from app.domain.payment_methods import configurations
from app.domain.products import prices, products
from app.domain.tx import Tx
from app.tables.billing.billing_meter import BillingMeterDefaultAggregation, BillingMeterDefaultAggregationFormula
from app.tables.payment_methods.payment_method_configuration_values import (
    PaymentMethodConfigurationDisplayPreferenceParams,
    PaymentMethodConfigurationMethodParams,
    PaymentMethodConfigurationMethodsParams,
    PaymentMethodConfigurationPreference,
)
from app.tables.products.price import Price, PriceBillingScheme, PriceTiersMode
from app.tables.products.price_values import (
    PriceCurrencyOptionParams,
    PriceCustomUnitAmountParams,
    PriceRecurring,
    PriceRecurringInterval,
    PriceRecurringUsageType,
    PriceTierParams,
    PriceTierUpToKeyword,
    PriceTransformQuantity,
    PriceTransformQuantityRound,
)
from app.tables.products.product import Product, ProductMarketingFeature, ProductPackageDimensions, ProductType
from app.tables.shapes.tax_behavior import TaxBehavior

RATES = {"usd": 100, "eur": 92, "gbp": 79, "cad": 136, "aud": 152, "jpy": 150, "mxn": 1800}
"""What a dollar costs, in minor units."""

BY_THE_SEAT, BY_THE_CUP, FOR_A_GROUP = "office-by-the-seat", "office-by-the-cup", "tasting-for-a-group"
"""Lookup keys of what offices buy."""
CUPS = "cups"
"""The name of the events by which the machines in offices report what was drunk."""
MONTH, YEAR = PriceRecurringInterval.MONTH, PriceRecurringInterval.YEAR


@dataclass(frozen=True)
class Good:
    """Something that is sold once. `cents` is what it costs in US cents; ounces and inches when packed."""

    name: str
    description: str
    cents: int
    weight: int
    sizes: tuple[int, int, int]


@dataclass(frozen=True)
class Plan:
    """Something with a recurring price. `cents` in US cents by interval."""

    name: str
    description: str
    cents: dict[PriceRecurringInterval, int]
    features: tuple[str, ...]
    unit_label: str | None = None

    def key(self, interval: PriceRecurringInterval) -> str:
        """The lookup key of its price by that interval."""
        return f"{self.name.lower().replace(' ', '-').replace(chr(39), '')}-{interval.value}ly"


GOODS = (
    Good("Harbour blend, 1 kg", "Our house espresso: chocolate, hazelnut, a little plum.", 3200, 36, (10, 6, 4)),
    Good("Morning washed, 250 g", "A bright filter roast from one farm a season.", 1450, 10, (7, 4, 3)),
    Good("Night shift decaf, 500 g", "Sugar-cane decaf that does not taste like it.", 2100, 19, (8, 5, 3)),
    Good("Hand grinder", "Steel burrs and forty clicks, for one to three cups.", 14900, 42, (9, 4, 4)),
    Good("Gooseneck kettle", "Holds its temperature and pours where you look.", 8900, 58, (13, 9, 8)),
    Good("Stoneware cup", "Thrown down the road, glazed in slate blue.", 2600, 14, (5, 5, 5)),
    Good("Paper filters, 100", "Unbleached, for size 02 drippers.", 900, 6, (7, 5, 2)),
)
PLANS = (
    Plan(
        "Bean club",
        "Two bags of what we like best, every month.",
        {MONTH: 2800, YEAR: 30000},
        ("Two bags of 250 g", "A new farm every month", "Shipping included"),
    ),
    Plan(
        "Roaster's table",
        "Four bags, first pick of the small lots, and a seat at every cupping.",
        {MONTH: 5400, YEAR: 58000},
        ("Four bags of 250 g", "Small lots first", "A seat at every cupping"),
    ),
)


def amount_in(currency: str, cents: int) -> int:
    """What `cents` US cents are in another currency, in minor units, rounded to what stands on a price tag."""
    whole = currency in ZERO_DECIMAL
    step = 10 if whole else 50
    value = Decimal(cents) * RATES[currency] / 100
    return max(int(value / step + Decimal("0.5")) * step, step)


def in_other_currencies(cents: int) -> list[PriceCurrencyOptionParams]:
    """The price's amounts beside dollars."""
    return [
        PriceCurrencyOptionParams(currency=currency, unit_amount=amount_in(currency, cents))
        for currency in RATES
        if currency != "usd"
    ]


def pick(chance: Random) -> list[tuple[Good, int]]:
    """What somebody puts in their basket: one to three goods, and how many of each."""
    return [(good, chance.choice((1, 1, 1, 2, 3))) for good in chance.sample(GOODS, chance.choice((1, 1, 2, 3)))]


async def stock(tx: Tx) -> None:
    """Make every product with its prices, and all offers, unless the roastery has them already."""
    if await tx.find(Product, name=GOODS[0].name, lock=False):
        return
    for good in GOODS:
        await _stock_good(tx, good)
    for plan in PLANS:
        await _offer_plan(tx, plan)
    await _stock_gift_card(tx)
    await _offer_office(tx)
    await _offer_class(tx)
    await offers.offer(tx)
    await _choose_methods(tx)


async def price_of(tx: Tx, key: str) -> Price:
    """The price with that lookup key."""
    return (await tx.find(Price, lookup_key=key, lock=False))[0]


async def _choose_methods(tx: Tx) -> None:
    """What the stall takes, where nobody waits for a bank."""
    off = PaymentMethodConfigurationMethodParams(
        display_preference=PaymentMethodConfigurationDisplayPreferenceParams(
            preference=PaymentMethodConfigurationPreference.OFF
        )
    )
    kept = PaymentMethodConfigurationMethodsParams.model_validate(
        dict.fromkeys(("customer_balance", "klarna", "oxxo", "sepa_debit", "us_bank_account"), off)
    )
    await configurations.create(tx, name="Market stall", methods=kept)


async def _stock_good(tx: Tx, good: Good) -> None:
    is_coffee = " g" in good.name or "kg" in good.name
    length, width, height = (Decimal(size) for size in good.sizes)
    product = await products.create(
        tx,
        name=good.name,
        description=good.description,
        type=ProductType.GOOD,
        shippable=True,
        package_dimensions=ProductPackageDimensions(
            height=height, length=length, weight=Decimal(good.weight), width=width
        ),
        tax_code_id="txcd_41050006" if is_coffee else "txcd_99999999",
        meta={"range": "coffee" if is_coffee else "gear"},
    )
    await _priced(tx, product, good.cents, nickname="Retail", tax_behavior=TaxBehavior.EXCLUSIVE)


async def _offer_plan(tx: Tx, plan: Plan) -> None:
    product = await products.create(
        tx,
        name=plan.name,
        description=plan.description,
        marketing_features=[ProductMarketingFeature(name=feature) for feature in plan.features],
    )
    for interval, cents in plan.cents.items():
        recurring = PriceRecurring(interval=interval)
        await _priced(tx, product, cents, lookup_key=plan.key(interval), recurring=recurring)


async def _priced(tx: Tx, product: Product, cents: int, **values: Any) -> None:
    """A price in dollars and in every other currency; the product's first becomes its default."""
    price = await prices.create(
        tx,
        product=product.id,
        currency="usd",
        unit_amount=cents,
        currency_options=in_other_currencies(cents),
        **values,
    )
    if product.default_price_id is None:
        await products.update(tx, product, default_price=price.id)


async def _stock_gift_card(tx: Tx) -> None:
    product = await products.create(tx, name="Gift card", description="For whoever has everything but coffee.")
    chosen = PriceCustomUnitAmountParams(enabled=True, minimum=1000, maximum=25000, preset=5000)
    await prices.create(tx, product=product.id, currency="usd", custom_unit_amount=chosen, nickname="Any amount")


async def _offer_office(tx: Tx) -> None:
    product = await products.create(
        tx, name="Office coffee", description="Beans, a machine and its service, by the head.", unit_label="seat"
    )
    await prices.create(
        tx,
        product=product.id,
        currency="usd",
        lookup_key=BY_THE_SEAT,
        nickname="By the seat, monthly",
        billing_scheme=PriceBillingScheme.TIERED,
        tiers_mode=PriceTiersMode.GRADUATED,
        tiers=[
            PriceTierParams(up_to=10, unit_amount=1200),
            PriceTierParams(up_to=50, unit_amount=900),
            PriceTierParams(unit_amount=700, up_to=PriceTierUpToKeyword.INF),
        ],
        recurring=PriceRecurring(interval=MONTH),
    )
    total = BillingMeterDefaultAggregation(formula=BillingMeterDefaultAggregationFormula.SUM)
    meter = await meters.create(tx, display_name="Cups", event_name=CUPS, default_aggregation=total)
    metered = PriceRecurring(interval=MONTH, usage_type=PriceRecurringUsageType.METERED, meter_id=meter.id)
    await prices.create(
        tx,
        product=product.id,
        currency="usd",
        lookup_key=BY_THE_CUP,
        nickname="By the cup, metered",
        unit_amount_decimal=Decimal("18.5"),
        recurring=metered,
    )


async def _offer_class(tx: Tx) -> None:
    product = await products.create(tx, name="Tasting for a group", description="Two hours, eight cups, one roaster.")
    await prices.create(
        tx,
        product=product.id,
        currency="usd",
        lookup_key=FOR_A_GROUP,
        nickname="For every six guests",
        unit_amount=24000,
        transform_quantity=PriceTransformQuantity(divide_by=6, round=PriceTransformQuantityRound.UP),
    )
