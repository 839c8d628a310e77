"""TaxRate: a tax that the merchant has worked out, to be applied to invoices and subscriptions."""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount, editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.texts import CountryCode, CurrencyCode
from app.tables.values import Value


class TaxRateJurisdictionLevel(StrEnum):
    """The level of government that imposes a tax."""

    CITY = "city"
    """A city or town."""
    COUNTRY = "country"
    """A country as a whole."""
    COUNTY = "county"
    """A county within a state."""
    DISTRICT = "district"
    """A district with a tax of its own."""
    MULTIPLE = "multiple"
    """Several levels of government together."""
    STATE = "state"
    """A state or province."""


class TaxRateRateType(StrEnum):
    """How a tax is measured."""

    FLAT_AMOUNT = "flat_amount"
    """The tax is a fixed amount."""
    PERCENTAGE = "percentage"
    """The tax is a share of what is taxed."""


class TaxRateTaxType(StrEnum):
    """The kind of a tax."""

    AMUSEMENT_TAX = "amusement_tax"
    """Tax on amusements and entertainment."""
    COMMUNICATIONS_TAX = "communications_tax"
    """Tax on communication services."""
    GST = "gst"
    """Goods and services tax."""
    HST = "hst"
    """Harmonized sales tax, in Canada."""
    IGST = "igst"
    """Integrated goods and services tax, in India."""
    JCT = "jct"
    """Consumption tax, in Japan."""
    LEASE_TAX = "lease_tax"
    """Tax on leased goods."""
    PST = "pst"
    """Provincial sales tax, in Canada."""
    QST = "qst"
    """Sales tax, in Quebec."""
    RETAIL_DELIVERY_FEE = "retail_delivery_fee"
    """Fee on deliveries by retailers."""
    RST = "rst"
    """Retail sales tax, in Canada."""
    SALES_TAX = "sales_tax"
    """Sales tax, in the United States."""
    SERVICE_TAX = "service_tax"
    """Tax on services alone."""
    VAT = "vat"
    """Value added tax (VAT)."""


class TaxRateFlatAmount(Value):
    """The amount of a tax that is a fixed amount."""

    amount: int = amount()
    """Amount of the tax, in minor units."""
    currency: CurrencyCode = given()
    """Currency of the amount: a three-letter ISO 4217 code, in lower case."""


class TaxRate(Resource, Tagged, table=True):
    """A percentage of tax that you apply to invoices, subscriptions and Checkout sessions."""

    prefix: ClassVar[str] = "txr_"
    events: ClassVar[dict[str, str]] = {
        "created": "A tax rate was created.",
        "updated": "A tax rate was updated.",
    }

    active: bool = editable(True)
    """Whether the tax rate can be applied to further objects; those that have it keep it. The default is true."""
    country: CountryCode | None = editable(None, in_groups=True)
    """Country of the tax: a two-letter ISO 3166-1 code."""
    description: str | None = editable(None, max_length=5000)
    """Description of the tax rate, for the merchant's own use."""
    display_name: str = editable(min_length=1, max_length=50)
    """Name of the tax on invoices and receipts, such as `VAT`."""
    effective_percentage: Decimal | None = kept(number=True)
    """Percentage that automatic tax applied, given what is taxed and where; null for tax rates that you create."""
    flat_amount: TaxRateFlatAmount | None = kept()
    """Amount of a tax that is a fixed amount; null for a percentage."""
    inclusive: bool = given()
    """Whether prices include the tax (true), or the tax is added to prices (false)."""
    jurisdiction: str | None = editable(None, max_length=50, in_groups=True)
    """Where the tax applies, in words that invoices show, such as `Berlin`."""
    jurisdiction_level: TaxRateJurisdictionLevel | None = kept()
    """The level of government that imposes the tax; null for tax rates that you create."""
    percentage: Decimal = given(number=True, ge=0, le=100, decimal_places=4)
    """Percentage of the tax, from 0 to 100, with at most four decimals."""
    rate_type: TaxRateRateType | None = kept(TaxRateRateType.PERCENTAGE)
    """How the tax is measured. Tax rates that you create are percentages."""
    state: str | None = editable(None, min_length=1, max_length=5000, in_groups=True)
    """State or province of the tax: an ISO 3166-2 code without the country, such as `NY`."""
    tax_type: TaxRateTaxType | None = editable(None)
    """The kind of the tax; null if not specified."""
