"""BillingCreditBalanceSummary: the billing credits that a customer has, by currency."""

from enum import StrEnum
from typing import ClassVar

from app.tables.billing.credit_amount import BillingCreditAmount
from app.tables.billing.credit_grant import BillingCreditScope
from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.transient import Transient
from app.tables.values import Value


class BillingCreditBalanceSummaryFilterType(StrEnum):
    """How the grants of a balance summary are chosen."""

    APPLICABILITY_SCOPE = "applicability_scope"
    """All grants of the customer with the same scope."""
    CREDIT_GRANT = "credit_grant"
    """One grant of the customer."""


class BillingCreditBalanceSummaryFilter(Value):
    """The grants whose credits a balance summary adds up."""

    applicability_scope: BillingCreditScope | None = given(None)
    """The scope of the grants. Required for the type APPLICABILITY_SCOPE."""
    credit_grant_id: str | None = ref("billing_credit_grant", default=None)
    """ID of the grant. Required for the type CREDIT_GRANT."""
    type: BillingCreditBalanceSummaryFilterType = given()
    """How the grants are chosen."""


class BillingCreditBalance(Value):
    """The billing credits of a customer in one currency."""

    available_balance: BillingCreditAmount = kept(REQUIRED)
    """The credits that can be used now."""
    ledger_balance: BillingCreditAmount = kept(REQUIRED)
    """The sum of all credit balance transactions."""


class BillingCreditBalanceSummary(Transient):
    """The billing credits that a customer has, added up from grants."""

    object_name: ClassVar[str] = "billing.credit_balance_summary"

    balances: list[BillingCreditBalance] = kept(REQUIRED)
    """The credits in each currency of the grants, in the order of the currencies' codes."""
    customer_id: str = ref("customer", kind="kept")
    """The customer who has the credits."""
    livemode: bool = kept(REQUIRED)
    """Whether the credits are of live mode (true) or of test mode (false)."""
