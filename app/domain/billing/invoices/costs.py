"""What an invoice item costs: by a price, by a price that is created for it, or by an amount of its own."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.billing.engine.rates import Rate
from app.domain.products.building import build_price, build_product, price_columns
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.money import rounded
from app.tables.products.price import Price, PriceType
from app.tables.products.product import Product
from app.tables.shapes.price_data import LineItemPriceDataParams, PriceDataParams
from app.tables.shapes.tax_behavior import TaxBehavior

WAYS = ("amount", "unit_amount", "unit_amount_decimal", "price_id", "price_data")
"""The params of which exactly one says what an item costs."""


@dataclass(frozen=True)
class Cost:
    """What an item costs, in minor units of `currency`."""

    price: Price
    currency: str
    unit_amount: Decimal | None
    """Amount of a unit; None where it depends on the quantity."""

    def of(self, quantity: int) -> int:
        """The amount for a quantity."""
        if self.unit_amount is not None and self.price.transform_quantity is None:
            return rounded(self.unit_amount * quantity)
        rate = Rate.of(self.price, self.currency)
        assert rate is not None, "the price was chosen in this currency"
        return rate.amount(quantity)


def way(given: dict[str, Any]) -> str | None:
    """The param that says what the item costs; None without one. Raises InvalidRequest for more than one."""
    ways = [name for name in WAYS if given.get(name) is not None]
    if len(ways) > 1:
        first, second = (name.removesuffix("_id") for name in ways[:2])
        raise InvalidRequest(
            f"Give `{first}` or `{second}`, not both.", code=ErrorCode.PARAMETERS_EXCLUSIVE, field=second
        )
    if ways == ["amount"] and given.get("quantity") not in (None, 1):
        raise InvalidRequest(
            "`quantity` requires a price or a unit amount: `amount` is that of the whole item.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="quantity",
        )
    return ways[0] if ways else None


async def existing(tx: Tx, id: str, currency: str | None) -> Cost:
    """The cost by a price that is there. Raises InvalidRequest for one that cannot be billed once in the currency."""
    price = await tx.get(Price, id, field="price", lock=False)
    wrong = None
    if price.type == PriceType.RECURRING:
        wrong = "recurring, and only subscriptions bill it"
    elif not price.active:
        wrong = "not active"
    elif price.custom_unit_amount is not None:
        wrong = "one whose amount customers choose at checkout"
    if wrong is not None:
        raise InvalidRequest(
            f"`price` must be an active one-time price: {price.id} is {wrong}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="price",
        )
    return in_currency(price, currency or price.currency)


def in_currency(price: Price, currency: str) -> Cost:
    """The cost by a price in a currency. Raises InvalidRequest if the price has none."""
    rate = Rate.of(price, currency)
    if rate is None:
        raise InvalidRequest(
            f"`price` must be in {currency}: {price.id} is in {price.currency}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="price",
        )
    return Cost(price, currency, None if rate.tiers else rate.unit_amount)


async def created(tx: Tx, data: PriceDataParams | LineItemPriceDataParams) -> Cost:
    """The cost by a price that is created for the item, with its product if need be."""
    columns = price_columns(_columns(data), None, ())
    product = await _product(tx, data)
    # Nothing else can be sold at it.
    price = await build_price(tx, product, columns | {"active": False})
    tx.tell("created", price)
    return in_currency(price, price.currency)


def _columns(data: PriceDataParams | LineItemPriceDataParams) -> dict[str, Any]:
    names = ("currency", "tax_behavior", "unit_amount", "unit_amount_decimal")
    return {name: getattr(data, name) for name in names if getattr(data, name) is not None}


async def _product(tx: Tx, data: PriceDataParams | LineItemPriceDataParams) -> Product:
    new = data.product_data if isinstance(data, LineItemPriceDataParams) else None
    if (data.product_id is None) == (new is None):
        raise InvalidRequest(
            "`product` must be given, or `product_data` in its place.",
            code=ErrorCode.PARAMETER_MISSING if new is None else ErrorCode.PARAMETERS_EXCLUSIVE,
            field="product",
        )
    if data.product_id is not None:
        return await tx.get(Product, data.product_id, field="product", lock=False)
    assert new is not None, "one of the two was given"
    values = {name: value for name, value in new.model_dump(exclude={"metadata"}).items() if value is not None}
    product = await build_product(tx, values | {"meta": new.metadata or {}}, id=None)
    tx.tell("created", product)
    return product


def own(
    tx: Tx,
    unit_amount: Decimal,
    currency: str,
    *,
    name: str | None,
    tax_behavior: TaxBehavior | None,
    tax_code: str | None,
) -> Cost:
    """The cost by an amount of the item's own. As at Stripe, an inactive price and product stand for it, of which no
    event tells."""
    product = tx.add(Product(active=False, name=name or "Invoice item", tax_code_id=tax_code, updated=tx.now))
    whole = unit_amount == unit_amount.to_integral_value()
    price = tx.add(
        Price(
            active=False,
            currency=currency,
            product_id=product.id,
            tax_behavior=tax_behavior or TaxBehavior.UNSPECIFIED,
            unit_amount=int(unit_amount) if whole else None,
            unit_amount_decimal=unit_amount,
        )
    )
    return Cost(price, currency, unit_amount)
