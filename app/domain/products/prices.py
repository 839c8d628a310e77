"""Prices: created with amounts that never change; updates change how a price is found, shown and taxed."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.mistakes import Mistakes
from app.domain.products import by_currency, plan_rows
from app.domain.products import currency_options as currencies
from app.domain.products.building import build_price, build_product, check_meter, price_columns
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id
from app.tables.products.price import Price
from app.tables.products.price_values import (
    PriceCurrencyOption,
    PriceCurrencyOptionParams,
    PriceCustomUnitAmountParams,
    PriceTierParams,
)
from app.tables.products.product import Product
from app.tables.products.product_params import PriceProductDataParams

Transfer = Annotated[bool, Doc("Whether to transfer the lookup key from the price that has it, if any.")]


async def create(
    tx: Tx,
    *,
    product: Annotated[
        str | None, Id("product"), Doc("The product of the price. Required without `productData`.")
    ] = None,
    product_data: Annotated[PriceProductDataParams | None, Doc("A product to create with the price.")] = None,
    custom_unit_amount: Annotated[
        PriceCustomUnitAmountParams | None, Doc("Limits of the amount that customers choose.")
    ] = None,
    currency_options: Annotated[
        list[PriceCurrencyOptionParams] | None, Doc("The price in other currencies, each at most once.")
    ] = None,
    tiers: Annotated[
        list[PriceTierParams] | None,
        Doc("Tiers of a tiered price, in ascending order of quantity."),
    ] = None,
    transfer_lookup_key: Transfer = False,
    **values: Any,
) -> Price:
    """Create a price for a product, or together with a new product."""
    if tiers is not None:
        values["tiers"] = tiers
    with Mistakes() as mistakes:
        with mistakes.noted():
            columns = price_columns(values, custom_unit_amount, currency_options or ())
        with mistakes.noted():
            await check_meter(tx, values.get("recurring"))
        with mistakes.noted():
            of = await its_product(tx, product, product_data)
        await _free_lookup_key(tx, values.get("lookup_key"), None, transfer=transfer_lookup_key)
    price = await build_price(tx, of, columns)
    _claim_lookup_key(tx, columns)
    if product_data is not None:
        tx.tell("created", of)
    await plan_rows.tell(tx, "created", price)
    return price


async def its_product(tx: Tx, product: str | None, data: PriceProductDataParams | None) -> Product:
    """The product that a new price or plan belongs to, which is created if it is given as `data`."""
    if product is not None and data is not None:
        raise InvalidRequest(
            "Give `product` or `product_data`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field="product_data"
        )
    if product is not None:
        return await tx.get(Product, product, field="product")
    if data is None:
        raise InvalidRequest(
            "What is sold is a product: give `product` its id, or `product_data` to create one.",
            code=ErrorCode.PARAMETER_MISSING,
            field="product",
        )
    values = data.model_dump(exclude={"id", "metadata"}) | {"meta": data.metadata}
    with Mistakes("product_data"):
        return await build_product(tx, values, id=data.id)


async def update(
    tx: Tx,
    price: Price,
    *,
    currency_options: Annotated[
        list[PriceCurrencyOptionParams] | None,
        Doc("The price in other currencies. Omitted currencies do not change; an empty list removes all of them."),
    ] = None,
    transfer_lookup_key: Transfer = False,
    **values: Any,
) -> Price:
    """Update a price: whether it is active, its lookup key, and its amounts in other currencies."""
    if values.get("tax_behavior", price.tax_behavior) is None:
        del values["tax_behavior"]
    with Mistakes() as mistakes:
        with mistakes.noted():
            if values.get("active") is False and price.active:
                await must_not_be_default(tx, price)
        with mistakes.noted():
            currencies.must_keep_tax_behavior(
                price.tax_behavior, values.get("tax_behavior", price.tax_behavior), "tax_behavior"
            )
        with mistakes.noted():
            values["currency_options"] = _options(price, values, currency_options)
        await _free_lookup_key(tx, values.get("lookup_key"), price, transfer=transfer_lookup_key)
    await crud.amend(tx, price, values)
    if tx.changed(price):
        await plan_rows.tell(tx, "updated", price)
    _claim_lookup_key(tx, values)
    return price


def _options(
    price: Price, values: dict[str, Any], given: list[PriceCurrencyOptionParams] | None
) -> list[PriceCurrencyOption]:
    """The price's options, merged with those given; the option of its own currency follows its tax behavior."""
    old = {option.currency: option for option in price.currency_options}
    tax_behavior = values.get("tax_behavior", price.tax_behavior)
    base = old[price.currency].model_copy(update={"tax_behavior": tax_behavior})
    kept = {} if given == [] else old
    new = {option.currency: option for option in currencies.options(base, price.billing_scheme, given or ())}
    for place, params in enumerate(given or ()):
        before, after = old.get(params.currency), new[params.currency]
        if before is None:
            continue
        if params.tax_behavior is None:
            new[after.currency] = after.model_copy(update={"tax_behavior": before.tax_behavior})
        else:
            currencies.must_keep_tax_behavior(
                before.tax_behavior, params.tax_behavior, f"currency_options.{place}.tax_behavior"
            )
    return by_currency.in_order(price.currency, kept | new)


async def must_not_be_default(tx: Tx, price: Price, field: str = "active") -> None:
    """Raise InvalidRequest for the default price of a product."""
    product = await tx.get(Product, price.product_id, field="product", deleted=True)
    if product.default_price_id == price.id and product.deleted_at is None:
        raise InvalidRequest(
            "This price is the default price of its product and cannot be deactivated or deleted. Give the product "
            "another `default_price` first.",
            code=ErrorCode.RESOURCE_IN_USE,
            field=field,
        )


async def _free_lookup_key(tx: Tx, key: str | None, price: Price | None, *, transfer: bool) -> None:
    """Remove the lookup key from the price that has it; refuse unless a transfer is requested."""
    if key is None:
        return
    for holder in await tx.find(Price, lookup_key=key):
        if price is not None and holder.id == price.id:
            continue
        if not transfer:
            raise _taken(key)
        holder.lookup_key = None
        tx.tell("updated", holder)
        # Before the other price has it: two rows never have it, even within one statement.
        await tx.flush()


def _claim_lookup_key(tx: Tx, values: dict[str, Any]) -> None:
    if values.get("lookup_key") is not None:
        tx.unique("price_lookup_key", _taken(values["lookup_key"]))


def _taken(key: str) -> InvalidRequest:
    return InvalidRequest(
        f"Another price has the lookup key '{key}'. Choose another, or transfer it with `transfer_lookup_key`.",
        code=ErrorCode.RESOURCE_ALREADY_EXISTS,
        field="lookup_key",
    )
