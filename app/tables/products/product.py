"""Product: what the merchant sells. What it costs is said by its prices."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.texts import StatementDescriptor, Url
from app.tables.values import Value


class ProductType(StrEnum):
    """What kind of thing a product is."""

    GOOD = "good"
    """A thing that is sold, and perhaps shipped."""
    SERVICE = "service"
    """Something done or made available, such as a subscription."""


class ProductMarketingFeature(Value):
    """A selling point of a product."""

    name: str = given(min_length=1, max_length=80)
    """What it says, in a few words."""


class ProductPackageDimensions(Value):
    """What a product measures when packed for shipping."""

    height: Decimal = given(number=True, gt=0, decimal_places=2)
    """Inches, to at most two decimals."""
    length: Decimal = given(number=True, gt=0, decimal_places=2)
    """Inches, to at most two decimals."""
    weight: Decimal = given(number=True, gt=0, decimal_places=2)
    """Ounces, to at most two decimals."""
    width: Decimal = given(number=True, gt=0, decimal_places=2)
    """Inches, to at most two decimals."""


class Product(Resource, Tagged, table=True):
    """A good or a service that you sell."""

    prefix: ClassVar[str] = "prod_"
    awaited: ClassVar[tuple[str, ...]] = ("tax_code",)
    deletable: ClassVar[bool] = True
    chooses_ids: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A product was created.",
        "updated": "A product was updated.",
        "deleted": "A product was deleted.",
    }

    active: bool = editable(True)
    """Whether it can be bought."""
    default_price_id: str | None = ref("price", back="default_for_products", kind="kept", default=None)
    """The price that it has unless another is asked for."""
    description: str | None = editable(None, max_length=40000)
    """What customers read about it."""
    images: list[Url] = editable([], max_length=8)
    """Addresses of up to eight pictures of it."""
    marketing_features: list[ProductMarketingFeature] = editable([], max_length=15)
    """Up to fifteen selling points, shown in pricing tables."""
    name: str = editable(min_length=1, max_length=5000)
    """What customers know it by."""
    package_dimensions: ProductPackageDimensions | None = editable(None)
    """What it measures when packed for shipping."""
    shippable: bool | None = editable(None)
    """Whether it is shipped."""
    statement_descriptor: StatementDescriptor | None = editable(None, max_length=22)
    """What a customer's card statement says of its subscriptions: 5 to 22 characters, at least one of them a letter."""
    type: ProductType = given(ProductType.SERVICE)
    """Whether it is a good or a service."""
    unit_label: str | None = editable(None, max_length=12)
    """What one of it is called on receipts and invoices, such as `seat`."""
    updated: datetime = kept()
    """When it last changed."""
    url: Url | None = editable(None, max_length=5000)
    """Its page on the web."""
