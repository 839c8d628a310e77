"""Prices: what they can cost, what stays as it was, and how lookup keys change hands."""

from decimal import Decimal
from typing import Any

import pytest

from app.database import Database
from app.domain.products import prices, products
from app.errors import InvalidRequest
from app.tables.products.price import Price, PriceBillingScheme, PriceTiersMode, PriceType
from app.tables.products.price_values import (
    PriceCurrencyOptionParams,
    PriceCustomUnitAmount,
    PriceCustomUnitAmountParams,
    PriceRecurring,
    PriceRecurringAggregateUsage,
    PriceRecurringInterval,
    PriceRecurringUsageType,
    PriceTier,
    PriceTierParams,
    PriceTierUpToKeyword,
    PriceTransformQuantity,
    PriceTransformQuantityRound,
)
from app.tables.products.product import Product
from app.tables.products.product_params import PriceProductDataParams
from app.tables.shapes.tax_behavior import TaxBehavior
from tests.merchant import Merchant, open_shop, told_by

PRODUCT = PriceProductDataParams(name="Rocket")
TIERED: dict[str, Any] = {"billing_scheme": PriceBillingScheme.TIERED, "tiers_mode": PriceTiersMode.GRADUATED}
MONTHLY = PriceRecurring(interval=PriceRecurringInterval.MONTH)

INF = PriceTierUpToKeyword.INF


async def make(merchant: Merchant, **values: Any) -> Price:
    """A price in dollars, with a product of its own unless one is given."""
    if "product" not in values:
        values = {"product_data": PRODUCT} | values
    async with merchant.begin() as tx:
        return await prices.create(tx, **{"currency": "usd", **values})


async def test_the_event_has_stripes_shape(merchant: Merchant) -> None:
    price = await make(merchant, currency="usd", unit_amount=2000, recurring=MONTHLY, lookup_key="standard")

    told = await merchant.told()
    assert [event.type for event in told] == ["product.created", "plan.created", "price.created"]
    assert told[2].data.object == {
        "id": price.id,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": 1748779200,
        "currency": "usd",
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": "standard",
        "metadata": {},
        "nickname": None,
        "product": price.product_id,
        "recurring": {
            "aggregate_usage": None,
            "interval": "month",
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": 2000,
        "unit_amount_decimal": "2000",
    }


@pytest.mark.parametrize(
    ("given", "whole", "exact"),
    [
        ({"unit_amount": 0}, 0, Decimal(0)),
        ({"unit_amount": 1999}, 1999, Decimal(1999)),
        ({"unit_amount_decimal": Decimal("2000.000")}, 2000, Decimal(2000)),
        ({"unit_amount_decimal": Decimal("0.000000000001")}, None, Decimal("0.000000000001")),
    ],
)
async def test_both_forms_of_an_amount_agree(
    merchant: Merchant, given: dict[str, Any], whole: int | None, exact: Decimal
) -> None:
    price = await merchant.again(await make(merchant, **given))
    assert (price.unit_amount, price.unit_amount_decimal) == (whole, exact)
    assert (price.type, price.custom_unit_amount) == (PriceType.ONE_TIME, None)


async def test_a_product_is_made_along(merchant: Merchant) -> None:
    data = PriceProductDataParams(id="rocket", name="Rocket", metadata={"stage": "1"}, unit_label="seat", active=False)
    price = await make(merchant, product_data=data, unit_amount=5)

    async with merchant.begin() as tx:
        product = await tx.get(Product, "rocket")
    assert price.product_id == "rocket"
    assert (product.meta, product.unit_label, product.active, product.default_price_id) == (
        {"stage": "1"},
        "seat",
        False,
        None,
    )


CUSTOM = PriceCustomUnitAmountParams(enabled=True)
EUROS = PriceCurrencyOptionParams(currency="eur", unit_amount=5)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({}, "unit_amount", "parameter_missing"),
        ({"unit_amount": 5, "unit_amount_decimal": Decimal(5)}, "unit_amount_decimal", "parameters_exclusive"),
        ({"unit_amount": 5, "custom_unit_amount": CUSTOM}, "custom_unit_amount", "parameters_exclusive"),
        ({"unit_amount": 10**12}, "unit_amount", "amount_too_large"),
        ({"unit_amount": 5, "product_data": None}, "product", "parameter_missing"),
        ({"unit_amount": 5, "product": "prod_1", "product_data": PRODUCT}, "product_data", "parameters_exclusive"),
        ({"unit_amount": 5, "product": "prod_missing"}, "product", "resource_missing"),
        ({"custom_unit_amount": CUSTOM, "recurring": MONTHLY}, "custom_unit_amount", "parameters_exclusive"),
        (
            {"custom_unit_amount": PriceCustomUnitAmountParams(enabled=False)},
            "custom_unit_amount.enabled",
            "parameter_invalid",
        ),
        (
            {"custom_unit_amount": PriceCustomUnitAmountParams(enabled=True, minimum=49)},
            "custom_unit_amount.minimum",
            "amount_too_small",
        ),
        (
            {"custom_unit_amount": PriceCustomUnitAmountParams(enabled=True, maximum=100_000_000)},
            "custom_unit_amount.maximum",
            "amount_too_large",
        ),
        (
            {"custom_unit_amount": PriceCustomUnitAmountParams(enabled=True, minimum=500, maximum=400)},
            "custom_unit_amount.maximum",
            "amount_too_small",
        ),
        (
            {"custom_unit_amount": PriceCustomUnitAmountParams(enabled=True, minimum=500, preset=400)},
            "custom_unit_amount.preset",
            "parameter_invalid",
        ),
        (
            {"unit_amount": 5, "recurring": PriceRecurring(interval=PriceRecurringInterval.YEAR, interval_count=4)},
            "recurring.interval_count",
            "parameter_invalid_integer",
        ),
        (
            {
                "unit_amount": 5,
                "recurring": MONTHLY.model_copy(update={"aggregate_usage": PriceRecurringAggregateUsage.MAX}),
            },
            "recurring.aggregate_usage",
            "parameter_unknown",
        ),
        ({"unit_amount": 5, "tiers_mode": PriceTiersMode.VOLUME}, "tiers_mode", "parameter_unknown"),
        ({"unit_amount": 5, "tiers": [PriceTierParams(unit_amount=5, up_to=INF)]}, "tiers", "parameter_unknown"),
        ({"unit_amount": 5, "currency_options": [EUROS, EUROS]}, "currency_options.1.currency", "parameters_exclusive"),
        (
            {"unit_amount": 5, "currency_options": [PriceCurrencyOptionParams(currency="usd", unit_amount=5)]},
            "currency_options.0.currency",
            "parameters_exclusive",
        ),
        (
            {"unit_amount": 5, "currency_options": [EUROS, PriceCurrencyOptionParams(currency="gbp")]},
            "currency_options.1.unit_amount",
            "parameter_missing",
        ),
        (
            {"custom_unit_amount": CUSTOM, "currency_options": [EUROS]},
            "currency_options.0.custom_unit_amount",
            "parameter_invalid",
        ),
    ],
)
async def test_what_a_price_cannot_be(merchant: Merchant, values: dict[str, Any], field: str, code: str | None) -> None:
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await prices.create(
                tx, **{"currency": "usd", "product_data": None if "product" in values else PRODUCT, **values}
            )
    assert told_by(refused) == (field, code)
    async with merchant.begin() as tx:
        assert await tx.find(Product) == []
    assert await merchant.told() == []


@pytest.mark.parametrize(("interval", "longest"), [("day", 1095), ("week", 156), ("month", 36), ("year", 3)])
async def test_a_period_is_at_most_three_years(merchant: Merchant, interval: str, longest: int) -> None:
    unit = PriceRecurringInterval(interval)
    price = await make(merchant, unit_amount=5, recurring=PriceRecurring(interval=unit, interval_count=longest))
    assert price.recurring == PriceRecurring(interval=unit, interval_count=longest)
    with pytest.raises(InvalidRequest) as refused:
        await make(merchant, unit_amount=5, recurring=PriceRecurring(interval=unit, interval_count=longest + 1))
    assert told_by(refused) == ("recurring.interval_count", "parameter_invalid_integer")


async def test_metered_usage_is_summed_unless_said_otherwise(merchant: Merchant) -> None:
    metered = MONTHLY.model_copy(update={"usage_type": PriceRecurringUsageType.METERED})
    price = await make(merchant, unit_amount=5, recurring=metered)
    assert price.recurring == metered.model_copy(update={"aggregate_usage": PriceRecurringAggregateUsage.SUM})


async def test_customers_choose_within_bounds(merchant: Merchant) -> None:
    chosen = PriceCustomUnitAmountParams(enabled=True, minimum=50, maximum=1000, preset=200)
    price = await merchant.again(await make(merchant, custom_unit_amount=chosen))
    assert (price.unit_amount, price.unit_amount_decimal) == (None, None)
    assert price.custom_unit_amount == PriceCustomUnitAmount(currency="usd", maximum=1000, minimum=50, preset=200)


async def test_tiers_are_kept_complete(merchant: Merchant) -> None:
    tiers = [
        PriceTierParams(up_to=10, unit_amount=500, flat_amount_decimal=Decimal("0.5")),
        PriceTierParams(flat_amount=0, up_to=INF),
    ]
    price = await merchant.again(await make(merchant, **TIERED, tiers=tiers, recurring=MONTHLY))
    assert price.tiers == [
        PriceTier(
            currency="usd",
            flat_amount=None,
            flat_amount_decimal=Decimal("0.5"),
            unit_amount=500,
            unit_amount_decimal=Decimal(500),
            up_to=10,
        ),
        PriceTier(currency="usd", flat_amount=0, flat_amount_decimal=Decimal(0)),
    ]
    assert (price.unit_amount, price.unit_amount_decimal, price.tiers_mode) == (None, None, PriceTiersMode.GRADUATED)
    assert "tiers" not in (await merchant.told())[-1].data.object


@pytest.mark.parametrize(
    ("tiers", "field", "code"),
    [
        ([], "tiers", "parameter_missing"),
        ([PriceTierParams(up_to=10, unit_amount=5)], "tiers.0.up_to", "parameter_invalid"),
        (
            [PriceTierParams(unit_amount=5, up_to=INF), PriceTierParams(unit_amount=4, up_to=INF)],
            "tiers.0.up_to",
            "parameter_invalid",
        ),
        (
            [
                PriceTierParams(up_to=10, unit_amount=5),
                PriceTierParams(up_to=10, unit_amount=4),
                PriceTierParams(unit_amount=3, up_to=INF),
            ],
            "tiers.1.up_to",
            "parameter_invalid_integer",
        ),
        (
            [PriceTierParams(up_to=10, unit_amount=5), PriceTierParams(up_to=INF)],
            "tiers.1.unit_amount",
            "parameter_missing",
        ),
        (
            [PriceTierParams(unit_amount=5, unit_amount_decimal=Decimal(5), up_to=INF)],
            "tiers.0.unit_amount_decimal",
            "parameters_exclusive",
        ),
    ],
)
async def test_what_tiers_cannot_be(merchant: Merchant, tiers: list[PriceTier], field: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await make(merchant, **TIERED, tiers=tiers)
    assert told_by(refused) == (field, code)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"tiers_mode": None}, "tiers_mode", "parameter_missing"),
        ({"unit_amount": 5}, "unit_amount", "parameters_exclusive"),
        (
            {"transform_quantity": PriceTransformQuantity(divide_by=5, round=PriceTransformQuantityRound.UP)},
            "transform_quantity",
            "parameters_exclusive",
        ),
        (
            {
                "currency_options": [
                    PriceCurrencyOptionParams(currency="eur", tiers=[PriceTierParams(unit_amount=4, up_to=INF)])
                ]
            },
            "currency_options.0.tiers",
            "parameter_invalid",
        ),
    ],
)
async def test_what_does_not_go_with_tiers(merchant: Merchant, values: dict[str, Any], field: str, code: str) -> None:
    tiers = [PriceTierParams(up_to=10, unit_amount=5), PriceTierParams(unit_amount=4, up_to=INF)]
    with pytest.raises(InvalidRequest) as refused:
        await make(merchant, **{**TIERED, "tiers": tiers, **values})
    assert told_by(refused) == (field, code)


async def test_currencies_are_laid_over_one_by_one(merchant: Merchant) -> None:
    exclusive = TaxBehavior.EXCLUSIVE
    pounds = PriceCurrencyOptionParams(currency="gbp", unit_amount_decimal=Decimal("4.5"), tax_behavior=exclusive)
    price = await make(merchant, unit_amount=5, currency_options=[pounds, EUROS])
    told = [(option.currency, option.unit_amount, option.tax_behavior) for option in price.currency_options]
    unspecified = TaxBehavior.UNSPECIFIED
    assert told == [("usd", 5, unspecified), ("eur", 5, unspecified), ("gbp", None, exclusive)]

    async with merchant.begin() as tx:
        dearer = PriceCurrencyOptionParams(currency="gbp", unit_amount=6)
        await prices.update(tx, await tx.get(Price, price.id), currency_options=[dearer])
    price = await merchant.again(price)
    told = [(option.currency, option.unit_amount, option.tax_behavior) for option in price.currency_options]
    assert told == [("usd", 5, unspecified), ("eur", 5, unspecified), ("gbp", 6, exclusive)]

    inclusive = PriceCurrencyOptionParams(currency="gbp", unit_amount=6, tax_behavior=TaxBehavior.INCLUSIVE)
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await prices.update(tx, await tx.get(Price, price.id), currency_options=[EUROS, inclusive])
    assert told_by(refused) == ("currency_options.1.tax_behavior", "parameter_immutable")

    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, price.id), currency_options=[])
    assert [option.currency for option in (await merchant.again(price)).currency_options] == ["usd"]


async def test_an_update_leaves_the_amount(merchant: Merchant) -> None:
    price = await make(merchant, unit_amount=5, nickname="Old", currency_options=[EUROS])
    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, price.id), nickname=None, active=False, meta={"season": "low"})

    event = (await merchant.told())[-1]
    assert event.type == "price.updated"
    assert event.data.previous_attributes == {"nickname": "Old", "active": True, "metadata": {"season": None}}
    after = await merchant.again(price)
    assert (after.unit_amount, after.currency_options) == (5, price.currency_options)
    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, price.id), active=False)
    assert (await merchant.types_told()).count("price.updated") == 1


async def test_tax_behavior_is_said_once(merchant: Merchant) -> None:
    price = await make(merchant, unit_amount=5)
    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, price.id), tax_behavior=TaxBehavior.INCLUSIVE)
    for behavior in (TaxBehavior.EXCLUSIVE, TaxBehavior.UNSPECIFIED):
        with pytest.raises(InvalidRequest) as refused:
            async with merchant.begin() as tx:
                await prices.update(tx, await tx.get(Price, price.id), tax_behavior=behavior)
        assert told_by(refused) == ("tax_behavior", "parameter_immutable")
    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, price.id), tax_behavior=None)

    price = await merchant.again(price)
    assert price.tax_behavior == TaxBehavior.INCLUSIVE
    assert price.currency_options[0].tax_behavior == TaxBehavior.INCLUSIVE


async def test_a_lookup_key_is_one_prices_until_it_is_taken_over(merchant: Merchant, database: Database) -> None:
    first = await make(merchant, unit_amount=5, lookup_key="standard")
    with pytest.raises(InvalidRequest) as refused:
        await make(merchant, unit_amount=6, lookup_key="standard")
    assert told_by(refused) == ("lookup_key", "resource_already_exists")

    second = await make(merchant, unit_amount=6, lookup_key="standard", transfer_lookup_key=True)
    assert ((await merchant.again(first)).lookup_key, (await merchant.again(second)).lookup_key) == (None, "standard")
    told = await merchant.told()
    assert [event.type for event in told[2:]] == ["price.updated", "product.created", "price.created"]
    assert (told[2].object_id, told[2].data.previous_attributes) == (first.id, {"lookup_key": "standard"})

    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await prices.update(tx, await tx.get(Price, first.id), lookup_key="standard")
    assert told_by(refused) == ("lookup_key", "resource_already_exists")
    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, first.id), lookup_key="standard", transfer_lookup_key=True)
    async with merchant.begin() as tx:
        await prices.update(tx, await tx.get(Price, first.id), lookup_key="standard")
    assert ((await merchant.again(first)).lookup_key, (await merchant.again(second)).lookup_key) == ("standard", None)

    other = await make(await open_shop(database), unit_amount=6, lookup_key="standard")
    assert other.lookup_key == "standard"


async def test_a_price_of_no_product_of_the_merchants_is_refused(merchant: Merchant, database: Database) -> None:
    strange = await open_shop(database)
    async with strange.begin() as tx:
        product = await products.create(tx, name="Theirs")
    with pytest.raises(InvalidRequest) as refused:
        await make(merchant, product=product.id, unit_amount=5)
    assert told_by(refused) == ("product", "resource_missing")
