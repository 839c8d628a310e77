"""What was taken off an amount before taxes: by a discount, or by billing credits."""

from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.values import Value


class PretaxCreditAmountType(StrEnum):
    """What an amount was taken off by."""

    CREDIT_BALANCE_TRANSACTION = "credit_balance_transaction"
    """Billing credits, by a transaction of their balance."""
    DISCOUNT = "discount"
    """A discount of the customer's."""


class PretaxCreditAmount(Value):
    """An amount that was taken off before taxes."""

    amount: int = money()
    """Amount that was taken off, in minor units."""
    credit_balance_transaction_id: str | None = ref("billing_credit_balance_transaction", kind="kept", default=None)
    """The debit of billing credits; null for a discount."""
    discount_id: str | None = ref("discount", kind="kept", default=None)
    """The discount that was applied; null for billing credits."""
    type: PretaxCreditAmountType = given()
    """What the amount was taken off by."""
