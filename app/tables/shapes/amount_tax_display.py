"""How invoices show prices that include tax."""

from enum import StrEnum


class AmountTaxDisplay(StrEnum):
    """How the lines of an invoice show taxable prices."""

    EXCLUDE_TAX = "exclude_tax"
    """Lines are net of tax, and tax is shown separately."""
    INCLUDE_INCLUSIVE_TAX = "include_inclusive_tax"
    """Lines include the tax that is part of the price."""
