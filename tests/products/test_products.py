"""Products: made, with a price from the start if wanted, changed, and deleted while they have no prices."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.database import Database
from app.domain.products import prices, products
from app.errors import InvalidRequest, ResourceMissing
from app.tables.products.price import Price, PriceType
from app.tables.products.price_values import PriceCurrencyOptionParams, PriceRecurringInterval
from app.tables.products.product import (
    Product,
    ProductMarketingFeature,
    ProductPackageDimensions,
    ProductType,
)
from app.tables.products.product_params import (
    ProductDefaultPriceDataParams,
)
from app.tables.shapes.price_data import RecurringIntervalParams
from app.tables.shapes.tax_behavior import TaxBehavior
from tests.graph import Graph
from tests.merchant import NOON, Merchant, open_shop, told_by


async def test_the_event_has_stripes_shape(merchant: Merchant) -> None:
    size = ProductPackageDimensions(
        height=Decimal("1.50"), length=Decimal(10), weight=Decimal("0.25"), width=Decimal("2.0")
    )
    async with merchant.begin() as tx:
        product = await products.create(
            tx,
            name="Rocket",
            type=ProductType.GOOD,
            images=["https://rocket.example/1.png"],
            marketing_features=[ProductMarketingFeature(name="Fast")],
            package_dimensions=size,
            shippable=True,
            statement_descriptor="ROCKETS",
            unit_label="rocket",
            url="https://rocket.example",
            meta={"stage": "2"},
        )

    assert product.id.startswith("prod_")
    (event,) = await merchant.told()
    assert event.type == "product.created"
    assert event.data.object == {
        "id": product.id,
        "object": "product",
        "active": True,
        "created": 1748779200,
        "default_price": None,
        "description": None,
        "images": ["https://rocket.example/1.png"],
        "livemode": False,
        "marketing_features": [{"name": "Fast"}],
        "metadata": {"stage": "2"},
        "name": "Rocket",
        "package_dimensions": {"height": 1.5, "length": 10, "weight": 0.25, "width": 2},
        "shippable": True,
        "statement_descriptor": "ROCKETS",
        "tax_code": None,
        "type": "good",
        "unit_label": "rocket",
        "updated": 1748779200,
        "url": "https://rocket.example",
    }
    assert (await merchant.again(product)).package_dimensions == size


async def test_an_id_can_be_chosen_once(merchant: Merchant, database: Database) -> None:
    async with merchant.begin() as tx:
        assert (await products.create(tx, id="rocket-1", name="Rocket")).id == "rocket-1"
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await products.create(tx, id="rocket-1", name="Another")
    assert told_by(refused) == ("id", "resource_already_exists")
    assert await merchant.types_told() == ["product.created"]

    live = Merchant(database, type(merchant.tenant)(merchant.tenant.account, True))
    for other in (await open_shop(database), live):
        async with other.begin() as tx:
            assert (await products.create(tx, id="rocket-1", name="Theirs")).name == "Theirs"


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"id": "two words"}, "id", "parameter_invalid"),
        ({"id": "a/b"}, "id", "parameter_invalid"),
    ],
)
async def test_what_a_product_cannot_have(merchant: Merchant, values: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await products.create(tx, name="Rocket", **values)  # type: ignore[arg-type]
    assert told_by(refused) == (field, code)
    assert await merchant.told() == []


async def test_a_default_price_is_made_along(merchant: Merchant) -> None:
    data = ProductDefaultPriceDataParams(
        currency="EUR",
        unit_amount=1500,
        tax_behavior=TaxBehavior.INCLUSIVE,
        recurring=RecurringIntervalParams(interval=PriceRecurringInterval.MONTH, interval_count=3),
        currency_options=[PriceCurrencyOptionParams(currency="usd", unit_amount=1700)],
    )
    async with merchant.begin() as tx:
        product = await products.create(tx, name="Rocket", default_price_data=data)
        (price,) = await tx.find(Price)

    assert product.default_price_id == price.id
    assert (price.product_id, price.currency, price.unit_amount) == (product.id, "eur", 1500)
    assert (price.type, price.tax_behavior) == (PriceType.RECURRING, TaxBehavior.INCLUSIVE)
    assert price.recurring is not None
    assert (price.recurring.interval, price.recurring.interval_count) == (PriceRecurringInterval.MONTH, 3)
    assert [(option.currency, option.unit_amount) for option in price.currency_options] == [
        ("eur", 1500),
        ("usd", 1700),
    ]
    told = await merchant.told()
    assert [event.type for event in told] == ["product.created", "plan.created", "price.created"]
    assert told[0].data.object["default_price"] == price.id


async def test_a_default_price_that_cannot_be_made_leaves_no_product(merchant: Merchant) -> None:
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await products.create(tx, name="Rocket", default_price_data=ProductDefaultPriceDataParams(currency="usd"))
    assert told_by(refused) == ("default_price_data.unit_amount", "parameter_missing")
    async with merchant.begin() as tx:
        assert await tx.find(Product) == []
    assert await merchant.told() == []


async def test_updated_moves_with_each_change(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        product = await products.create(tx, name="Rocket", description="Flies")
    later = NOON + timedelta(hours=1)
    async with merchant.begin(later) as tx:
        await products.update(tx, await tx.get(Product, product.id), name="Rocket")
    assert (await merchant.again(product)).updated == NOON
    async with merchant.begin(later) as tx:
        await products.update(tx, await tx.get(Product, product.id), active=False, description=None)

    product = await merchant.again(product)
    assert (product.updated, product.active, product.description) == (later, False, None)
    told = await merchant.told()
    assert [event.type for event in told] == ["product.created", "product.updated"]
    assert told[1].data.previous_attributes == {"active": True, "description": "Flies", "updated": 1748779200}


async def test_the_default_price_is_an_active_one_of_its_own(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        product, other = await products.create(tx, name="Rocket"), await products.create(tx, name="Boat")
        own = await prices.create(tx, product=product.id, currency="usd", unit_amount=100)
        idle = await prices.create(tx, product=product.id, currency="usd", unit_amount=200, active=False)
        strange = await prices.create(tx, product=other.id, currency="usd", unit_amount=300)
    told = len(await merchant.told())

    for id, code in (
        (idle.id, "parameter_invalid"),
        (strange.id, "resource_missing"),
        ("price_missing", "resource_missing"),
    ):
        with pytest.raises(InvalidRequest) as refused:
            async with merchant.begin() as tx:
                await products.update(tx, await tx.get(Product, product.id), default_price=id)
        assert told_by(refused) == ("default_price", code)
    assert (await merchant.again(product)).default_price_id is None
    assert len(await merchant.told()) == told

    async with merchant.begin() as tx:
        await products.update(tx, await tx.get(Product, product.id), default_price=own.id)
    assert (await merchant.again(product)).default_price_id == own.id
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await prices.update(tx, await tx.get(Price, own.id), active=False)
    assert told_by(refused) == ("active", "resource_in_use")
    assert (await merchant.again(own)).active is True


async def test_a_product_with_prices_cannot_be_deleted(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        product, bare = await products.create(tx, name="Rocket"), await products.create(tx, name="Boat")
        await prices.create(tx, product=product.id, currency="usd", unit_amount=100)
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await products.delete(tx, await tx.get(Product, product.id))
    assert told_by(refused) == ("id", "resource_in_use")

    async with merchant.begin() as tx:
        await products.delete(tx, await tx.get(Product, bare.id))
    async with merchant.begin() as tx:
        assert [row.id for row in await tx.find(Product)] == [product.id]
        with pytest.raises(ResourceMissing) as missing:
            await prices.create(tx, product=bare.id, currency="usd", unit_amount=100)
    assert missing.value.field == "product"
    assert (await merchant.types_told())[-1] == "product.deleted"


async def test_the_id_of_a_deleted_product_is_free(graph: Graph) -> None:
    await graph.do("productCreate", "id", input={"id": "chair", "name": "Chair", "metadata": {"by": "Ada"}})
    await graph.do("productDelete", "id", id="chair")
    price = {"currency": "usd", "unitAmount": 500}
    made = await graph.do(
        "productCreate",
        "id deleted active name metadata defaultPrice { unitAmount { amount } }",
        input={"id": "chair", "name": "Armchair", "defaultPriceData": price},
    )
    assert made == {
        "id": "chair",
        "deleted": False,
        "active": True,
        "name": "Armchair",
        "metadata": {},
        "defaultPrice": {"unitAmount": {"amount": 500}},
    }
    again = await graph.refuse("productCreate", input={"id": "chair", "name": "Chair"})
    assert (again["field"], again["code"]) == ("id", "RESOURCE_ALREADY_EXISTS")
