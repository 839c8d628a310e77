"""Inputs that create a price where it is used, and the product of the price."""

from decimal import Decimal

from app.tables.columns import given, ref
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurring
from app.tables.products.product import Product
from app.tables.shapes.tax_behavior import TaxBehavior
from app.tables.texts import MetadataInput
from app.tables.values import Value


class RecurringIntervalParams(
    PriceRecurring, without=("aggregate_usage", "meter_id", "trial_period_days", "usage_type")
):
    """The billing period of a price, or the interval at which something is billed."""


class PriceDataParams(Value, like=Price):
    """A price that is created where it is used, and cannot be used again."""

    currency: str
    product_id: str = ref("product")
    """The product that the price belongs to."""
    tax_behavior: TaxBehavior | None = None
    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None


class RecurringPriceDataParams(PriceDataParams):
    """A recurring price that is created where it is used, and cannot be used again."""

    recurring: RecurringIntervalParams = given()
    """The billing period of the price."""


class LineItemProductDataParams(Value, like=Product):
    """A product that is created for a line item, and cannot be used again."""

    description: str | None = None
    images: list[str] | None = None
    metadata: MetadataInput | None = given(None)
    """Key-value pairs stored with the product."""
    name: str
    tax_code_id: str | None = ref("tax_code", default=None)
    """The tax code of the product."""


class LineItemPriceDataParams(Value, like=Price):
    """A price that is created for a line item. Exactly one of `product` and `productData` is required."""

    currency: str
    product_id: str | None = ref("product", default=None)
    """The product that the price belongs to."""
    product_data: LineItemProductDataParams | None = given(None)
    """The product that is created with the price."""
    recurring: RecurringIntervalParams | None = given(None)
    """The billing period of the price; omitted for a one-time price."""
    tax_behavior: TaxBehavior | None = None
    unit_amount: int | None = None
    unit_amount_decimal: Decimal | None = None
