"""TaxDeductedAtSource: tax that a business in India deducts from the fees it pays, and is reimbursed for."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import kept
from app.tables.resource import Resource


class TaxDeductedAtSource(Resource, table=True):
    """Tax that an account in India has deducted from its fees and paid to the tax office, which is reimbursed to the
    balance."""

    prefix: ClassVar[str] = "tds_"
    plural: ClassVar[str] = "taxes_deducted_at_source"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    outlives_clock: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True

    # Stripe's object has neither.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    created: datetime = kept(graph_only=True)
    """When the tax was reimbursed."""
    period_end: datetime = kept()
    """End of the period of the fees."""
    period_start: datetime = kept()
    """Start of the period of the fees."""
    tax_deduction_account_number: str = kept()
    """Number by which the tax office knows who deducts tax: the account's TAN."""
