"""The input that creates a shipping rate where it is used."""

from app.tables.columns import given, ref
from app.tables.products.shipping_rate import (
    ShippingRate,
    ShippingRateDeliveryEstimate,
    ShippingRateFixedAmountParams,
    ShippingRateType,
)
from app.tables.shapes.tax_behavior import TaxBehavior
from app.tables.texts import MetadataInput
from app.tables.values import Value


class ShippingRateDataParams(Value, like=ShippingRate):
    """A shipping rate that is created where it is used."""

    delivery_estimate: ShippingRateDeliveryEstimate | None = None
    display_name: str = given(min_length=1, max_length=100)
    """Name of the shipping rate, shown to customers and on receipts."""
    fixed_amount: ShippingRateFixedAmountParams | None = None
    metadata: MetadataInput | None = given(None)
    """Key-value pairs stored with the shipping rate."""
    tax_behavior: TaxBehavior | None = None
    tax_code_id: str | None = ref("tax_code", default=None)
    """How the delivery is taxed; null for the account's default. Shipping is `txcd_92010001`."""
    type: ShippingRateType | None = None
