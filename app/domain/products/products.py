"""Products: what is sold, with a price from the start if wanted; deleted only while nothing ever cost anything."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.mistakes import Mistakes
from app.domain.products.building import build_price, build_product, price_columns
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Of
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurring
from app.tables.products.product import Product
from app.tables.products.product_params import ProductDefaultPriceDataParams


async def create(
    tx: Tx,
    *,
    id: Annotated[
        str | None, Field(min_length=1, max_length=255), Doc("An id of your own; one is made up otherwise.")
    ] = None,
    default_price_data: Annotated[
        ProductDefaultPriceDataParams | None, Doc("A price to be made with the product, as its default.")
    ] = None,
    **values: Any,
) -> Product:
    """Create a product, and its default price along with it if wanted."""
    with Mistakes() as mistakes:
        columns = None
        if default_price_data is not None:
            with mistakes.noted("default_price_data"):
                columns = _price_columns(default_price_data)
        product = await build_product(tx, values, id=id)
    if columns is None:
        tx.tell("created", product)
        return product
    price = await build_price(tx, product, columns)
    product.default_price_id = price.id
    tx.tell("created", product)
    tx.tell("created", price)
    return product


def _price_columns(data: ProductDefaultPriceDataParams) -> dict[str, Any]:
    names = {"currency", "tax_behavior", "unit_amount", "unit_amount_decimal"}
    recurring = data.recurring and PriceRecurring(
        interval=data.recurring.interval, interval_count=data.recurring.interval_count
    )
    values = data.model_dump(include=names) | {"recurring": recurring}
    return price_columns(values, data.custom_unit_amount, data.currency_options)


async def update(
    tx: Tx,
    product: Product,
    *,
    default_price: Annotated[str | None, Of(Product)] = None,
    **values: Any,
) -> Product:
    """Update a product. What is left out stays as it is."""
    if default_price is not None:
        price = await tx.get(Price, default_price, field="default_price", lock=False)
        _must_be_its(product, price)
        values["default_price_id"] = price.id
    await crud.amend(tx, product, values)
    if tx.changed(product):
        product.updated = tx.now
        tx.tell("updated", product)
    return product


def _must_be_its(product: Product, price: Price) -> None:
    if price.product_id != product.id:
        raise InvalidRequest(
            f"The price {price.id} is another product's. Give `default_price` one of this product's own.",
            code=ErrorCode.RESOURCE_MISSING,
            field="default_price",
        )
    if not price.active:
        raise InvalidRequest(
            f"The price {price.id} is not active. Make it active first, or give `default_price` another.",
            code=ErrorCode.PARAMETER_INVALID,
            field="default_price",
        )


async def delete(tx: Tx, product: Product) -> Product:
    """Delete a product that has no prices. One that has can be made inactive instead."""
    if await tx.find(Price, product_id=product.id, lock=False):
        raise InvalidRequest(
            "This product has prices and cannot be deleted. Update it with `active` false instead.",
            code=ErrorCode.RESOURCE_IN_USE,
            field="id",
        )
    return await crud.delete(tx, product)
