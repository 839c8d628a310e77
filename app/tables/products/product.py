"""Product: what the merchant sells. The product's prices show what it costs."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.texts import StatementDescriptor, Url
from app.tables.values import Value


class ProductType(StrEnum):
    """The type of a product."""

    GOOD = "good"
    """A physical or digital good, which may be shipped."""
    SERVICE = "service"
    """A service, such as a subscription."""


class ProductMarketingFeature(Value):
    """A marketing feature of a product."""

    name: str = given(min_length=1, max_length=80)
    """Short text of the feature, as shown to customers."""


class ProductPackageDimensions(Value):
    """The dimensions of a product when packed for shipping."""

    height: Decimal = given(number=True, gt=0, decimal_places=2)
    """Height in inches, with at most two decimals."""
    length: Decimal = given(number=True, gt=0, decimal_places=2)
    """Length in inches, with at most two decimals."""
    weight: Decimal = given(number=True, gt=0, decimal_places=2)
    """Weight in ounces, with at most two decimals."""
    width: Decimal = given(number=True, gt=0, decimal_places=2)
    """Width in inches, with at most two decimals."""


class Product(Resource, Tagged, table=True):
    """A good or a service that you sell."""

    prefix: ClassVar[str] = "prod_"
    deletable: ClassVar[bool] = True
    chooses_ids: ClassVar[bool] = True
    events: ClassVar[dict[str, str]] = {
        "created": "A product was created.",
        "updated": "A product was updated.",
        "deleted": "A product was deleted.",
    }

    active: bool = editable(True)
    """Whether the product is available for purchase. The default is true."""
    default_price_id: str | None = ref("price", back="default_for_products", kind="kept", default=None)
    """The default price of the product; null without one."""
    description: str | None = editable(None, max_length=40000)
    """Description of the product, shown to customers."""
    images: list[Url] = editable([], max_length=8)
    """Addresses of images of the product, at most eight."""
    marketing_features: list[ProductMarketingFeature] = editable([], max_length=15)
    """Marketing features, at most fifteen, shown in pricing tables."""
    name: str = editable(min_length=1, max_length=5000)
    """Name of the product, shown to customers."""
    package_dimensions: ProductPackageDimensions | None = editable(None)
    """The dimensions of the product when packed for shipping."""
    shippable: bool | None = editable(None)
    """Whether the product is shipped; null if not specified."""
    statement_descriptor: StatementDescriptor | None = editable(None, max_length=22)
    """Card statement descriptor of subscriptions to the product: 5 to 22 characters, at least one of them a letter."""
    tax_code_id: str | None = ref("tax_code", back="products", kind="editable", default=None)
    """How the product is taxed; null for the account's default."""
    type: ProductType = given(ProductType.SERVICE)
    """Whether the product is a good or a service. The default is `SERVICE`."""
    unit_label: str | None = editable(None, max_length=12)
    """Label of a unit on receipts and invoices, such as `seat`."""
    updated: datetime = kept()
    """When the product was last updated."""
    url: Url | None = editable(None, max_length=5000)
    """Address of a web page about the product."""
