"""The sorts of movement on a balance, and what a fee consists of."""

from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.values import Value


class BalanceTransactionType(StrEnum):
    """What moved the money."""

    ADJUSTMENT = "adjustment"
    """A correction, such as the withdrawal for a dispute."""
    ADVANCE = "advance"
    """An advance on money to come."""
    ADVANCE_FUNDING = "advance_funding"
    """The funding of an advance."""
    ANTICIPATION_REPAYMENT = "anticipation_repayment"
    """The repayment of money had early."""
    APPLICATION_FEE = "application_fee"
    """A platform's share of a payment."""
    APPLICATION_FEE_REFUND = "application_fee_refund"
    """A platform's share given back."""
    CHARGE = "charge"
    """A card payment."""
    CLIMATE_ORDER_PURCHASE = "climate_order_purchase"
    """A purchase of carbon removal."""
    CLIMATE_ORDER_REFUND = "climate_order_refund"
    """A purchase of carbon removal paid back."""
    CONNECT_COLLECTION_TRANSFER = "connect_collection_transfer"
    """A platform made up for a connected account's debt."""
    CONTRIBUTION = "contribution"
    """A contribution to carbon removal."""
    ISSUING_AUTHORIZATION_HOLD = "issuing_authorization_hold"
    """Money held for an authorization on an issued card."""
    ISSUING_AUTHORIZATION_RELEASE = "issuing_authorization_release"
    """Money no longer held for an authorization on an issued card."""
    ISSUING_DISPUTE = "issuing_dispute"
    """Money back from a dispute over an issued card's purchase."""
    ISSUING_TRANSACTION = "issuing_transaction"
    """A purchase with an issued card."""
    OBLIGATION_OUTBOUND = "obligation_outbound"
    """Money that goes out for an obligation."""
    OBLIGATION_REVERSAL_INBOUND = "obligation_reversal_inbound"
    """Money that comes back for an obligation."""
    PAYMENT = "payment"
    """A payment by another method than a card."""
    PAYMENT_FAILURE_REFUND = "payment_failure_refund"
    """A payment that failed after its money had arrived."""
    PAYMENT_NETWORK_RESERVE_HOLD = "payment_network_reserve_hold"
    """Money that a payment network holds in reserve."""
    PAYMENT_NETWORK_RESERVE_RELEASE = "payment_network_reserve_release"
    """Money that a payment network no longer holds in reserve."""
    PAYMENT_REFUND = "payment_refund"
    """A refund of a payment by another method than a card."""
    PAYMENT_REVERSAL = "payment_reversal"
    """A payment that the network reversed."""
    PAYMENT_UNRECONCILED = "payment_unreconciled"
    """Money of a customer's that no payment claimed."""
    PAYOUT = "payout"
    """Money paid out to the account's bank."""
    PAYOUT_CANCEL = "payout_cancel"
    """A payout that was canceled."""
    PAYOUT_FAILURE = "payout_failure"
    """A payout that the bank returned."""
    PAYOUT_MINIMUM_BALANCE_HOLD = "payout_minimum_balance_hold"
    """Money kept back from payouts."""
    PAYOUT_MINIMUM_BALANCE_RELEASE = "payout_minimum_balance_release"
    """Money no longer kept back from payouts."""
    REFUND = "refund"
    """A refund of a card payment."""
    REFUND_FAILURE = "refund_failure"
    """A refund that did not reach the customer, and came back."""
    RESERVE_TRANSACTION = "reserve_transaction"
    """Money into a reserve, or out of it."""
    RESERVED_FUNDS = "reserved_funds"
    """Money held in reserve."""
    STRIPE_FEE = "stripe_fee"
    """A fee for the service."""
    STRIPE_FX_FEE = "stripe_fx_fee"
    """A fee for changing currency."""
    TAX_FEE = "tax_fee"
    """Tax on fees."""
    TOPUP = "topup"
    """Money that the account added to its balance."""
    TOPUP_REVERSAL = "topup_reversal"
    """A top-up that was reversed."""
    TRANSFER = "transfer"
    """Money sent to a connected account."""
    TRANSFER_CANCEL = "transfer_cancel"
    """A transfer that was canceled."""
    TRANSFER_FAILURE = "transfer_failure"
    """A transfer that failed."""
    TRANSFER_REFUND = "transfer_refund"
    """A transfer that was reversed."""

    @property
    def reporting_category(self) -> str:
        """Where reports put such a movement: under the name of the type, unless `_CATEGORIES` has another."""
        return _CATEGORIES.get(self, self.value)


_CATEGORIES = {
    BalanceTransactionType.APPLICATION_FEE: "platform_earning",
    BalanceTransactionType.APPLICATION_FEE_REFUND: "platform_earning_refund",
    BalanceTransactionType.PAYMENT: "charge",
    BalanceTransactionType.PAYMENT_FAILURE_REFUND: "charge_failure",
    BalanceTransactionType.PAYMENT_REFUND: "refund",
    BalanceTransactionType.PAYOUT_CANCEL: "payout_reversal",
    BalanceTransactionType.PAYOUT_FAILURE: "payout_reversal",
    BalanceTransactionType.STRIPE_FEE: "fee",
    BalanceTransactionType.TRANSFER_CANCEL: "transfer_reversal",
    BalanceTransactionType.TRANSFER_FAILURE: "transfer_reversal",
    BalanceTransactionType.TRANSFER_REFUND: "transfer_reversal",
}
"""Stripe's reporting categories that are not named after the type of movement."""


class BalanceTransactionFeeDetail(Value):
    """One part of a fee."""

    amount: int = money()
    """How much, in minor units of `currency`."""
    application: str | None = given(None)
    """The id of the Connect application that takes it."""
    currency: str = given()
    """Its currency."""
    description: str | None = given(None)
    """What it is for."""
    type: str = given()
    """`application_fee`, `payment_method_passthrough_fee`, `stripe_fee` or `tax`."""
