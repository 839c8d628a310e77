"""Amounts of tax, each with the rate and the reason."""

from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.values import Value


class TaxabilityReason(StrEnum):
    """Why an amount is taxed as it is."""

    CUSTOMER_EXEMPT = "customer_exempt"
    """The customer is exempt from tax."""
    NOT_COLLECTING = "not_collecting"
    """The seller is not registered to collect tax there."""
    NOT_SUBJECT_TO_TAX = "not_subject_to_tax"
    """The sale is not subject to tax."""
    NOT_SUPPORTED = "not_supported"
    """Tax cannot be calculated in the jurisdiction."""
    PORTION_PRODUCT_EXEMPT = "portion_product_exempt"
    """Part of the price is exempt, and no tax applies to that part."""
    PORTION_REDUCED_RATED = "portion_reduced_rated"
    """Part of the price is taxed at a reduced rate."""
    PORTION_STANDARD_RATED = "portion_standard_rated"
    """Part of the price is taxed at the standard rate."""
    PRODUCT_EXEMPT = "product_exempt"
    """The product is exempt from tax."""
    PRODUCT_EXEMPT_HOLIDAY = "product_exempt_holiday"
    """The product is exempt during a tax holiday."""
    PROPORTIONALLY_RATED = "proportionally_rated"
    """The rate is in proportion to the rates of the other items."""
    REDUCED_RATED = "reduced_rated"
    """A reduced rate applies to the product."""
    REVERSE_CHARGE = "reverse_charge"
    """The buyer accounts for the tax (reverse charge)."""
    STANDARD_RATED = "standard_rated"
    """The standard rate applies to the product."""
    TAXABLE_BASIS_REDUCED = "taxable_basis_reduced"
    """Only part of the price is taxable."""
    ZERO_RATED = "zero_rated"
    """The product is taxable, at a rate of zero."""


class LineItemsTaxAmount(Value):
    """The amount of one tax on a line item, on shipping, or on a total."""

    amount: int = money()
    """Amount of the tax, in minor units."""
    rate_id: str = ref("tax_rate", kind="kept", embedded=True)
    """The tax rate that was applied."""
    taxability_reason: TaxabilityReason | None = given(None)
    """Why the amount is taxed as it is; null for a tax rate that the merchant applied."""
    taxable_amount: int | None = money(None)
    """Amount that the tax was calculated on, in minor units; null if unknown."""


class TaxAmount(Value, like=LineItemsTaxAmount):
    """The amount of one tax on an invoice, a credit note, or one of their lines."""

    amount: int = money()
    inclusive: bool = given()
    """Whether the tax is part of the price."""
    tax_rate_id: str = ref("tax_rate", kind="kept")
    """The tax rate that was applied."""
    taxability_reason: TaxabilityReason | None = None
    taxable_amount: int | None = money(None)
