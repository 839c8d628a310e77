"""The types of balance transactions, and the parts of a fee."""

from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.values import Value


class BalanceTransactionType(StrEnum):
    """The type of a balance transaction."""

    ADJUSTMENT = "adjustment"
    """A correction, such as the withdrawal for a dispute."""
    ADVANCE = "advance"
    """An advance on future funds."""
    ADVANCE_FUNDING = "advance_funding"
    """The funding of an advance."""
    ANTICIPATION_REPAYMENT = "anticipation_repayment"
    """The repayment of an advance."""
    APPLICATION_FEE = "application_fee"
    """An application fee that a platform earned from a payment."""
    APPLICATION_FEE_REFUND = "application_fee_refund"
    """A refund of an application fee."""
    CHARGE = "charge"
    """A payment by card."""
    CLIMATE_ORDER_PURCHASE = "climate_order_purchase"
    """A purchase of carbon removal."""
    CLIMATE_ORDER_REFUND = "climate_order_refund"
    """A refund of a carbon removal purchase."""
    CONNECT_COLLECTION_TRANSFER = "connect_collection_transfer"
    """A transfer from a platform that covers a connected account's negative balance."""
    CONTRIBUTION = "contribution"
    """A contribution to carbon removal."""
    ISSUING_AUTHORIZATION_HOLD = "issuing_authorization_hold"
    """Funds held for an authorization on an issued card."""
    ISSUING_AUTHORIZATION_RELEASE = "issuing_authorization_release"
    """Funds released from an authorization on an issued card."""
    ISSUING_DISPUTE = "issuing_dispute"
    """Funds returned by a dispute of an issued card's transaction."""
    ISSUING_TRANSACTION = "issuing_transaction"
    """A purchase with an issued card."""
    OBLIGATION_OUTBOUND = "obligation_outbound"
    """Funds sent out for an obligation."""
    OBLIGATION_REVERSAL_INBOUND = "obligation_reversal_inbound"
    """Funds returned from an obligation."""
    PAYMENT = "payment"
    """A payment by a method other than a card."""
    PAYMENT_FAILURE_REFUND = "payment_failure_refund"
    """A payment that failed after the funds had arrived."""
    PAYMENT_NETWORK_RESERVE_HOLD = "payment_network_reserve_hold"
    """Funds held in reserve by a payment network."""
    PAYMENT_NETWORK_RESERVE_RELEASE = "payment_network_reserve_release"
    """Funds released from a payment network's reserve."""
    PAYMENT_REFUND = "payment_refund"
    """A refund of a payment by a method other than a card."""
    PAYMENT_REVERSAL = "payment_reversal"
    """A payment reversed by the payment network."""
    PAYMENT_UNRECONCILED = "payment_unreconciled"
    """Customer funds that were not reconciled with a payment."""
    PAYOUT = "payout"
    """A payout to the account's bank account."""
    PAYOUT_CANCEL = "payout_cancel"
    """A payout that was canceled."""
    PAYOUT_FAILURE = "payout_failure"
    """A payout that the bank returned."""
    PAYOUT_MINIMUM_BALANCE_HOLD = "payout_minimum_balance_hold"
    """Funds withheld from payouts to keep the minimum balance."""
    PAYOUT_MINIMUM_BALANCE_RELEASE = "payout_minimum_balance_release"
    """Funds released from the minimum balance for payouts."""
    REFUND = "refund"
    """A refund of a card payment."""
    REFUND_FAILURE = "refund_failure"
    """A failed refund whose funds returned to the balance."""
    RESERVE_TRANSACTION = "reserve_transaction"
    """A movement of funds into or out of a reserve."""
    RESERVED_FUNDS = "reserved_funds"
    """Funds held in a reserve."""
    STRIPE_FEE = "stripe_fee"
    """A fee for the service."""
    STRIPE_FX_FEE = "stripe_fx_fee"
    """A fee for currency conversion."""
    TAX_FEE = "tax_fee"
    """Tax on Stripe's fees."""
    TOPUP = "topup"
    """A top-up of the account's balance."""
    TOPUP_REVERSAL = "topup_reversal"
    """A top-up that was reversed."""
    TRANSFER = "transfer"
    """A transfer to a connected account."""
    TRANSFER_CANCEL = "transfer_cancel"
    """A transfer that was canceled."""
    TRANSFER_FAILURE = "transfer_failure"
    """A transfer that failed."""
    TRANSFER_REFUND = "transfer_refund"
    """A transfer that was reversed."""

    @property
    def reporting_category(self) -> str:
        """The reporting category of the type: by default the type's own name."""
        return _CATEGORIES.get(self, self.value)


_CATEGORIES = {
    BalanceTransactionType.APPLICATION_FEE: "platform_earning",
    BalanceTransactionType.APPLICATION_FEE_REFUND: "platform_earning_refund",
    BalanceTransactionType.PAYMENT: "charge",
    BalanceTransactionType.PAYMENT_FAILURE_REFUND: "charge_failure",
    BalanceTransactionType.PAYMENT_REFUND: "refund",
    BalanceTransactionType.PAYOUT_CANCEL: "payout_reversal",
    BalanceTransactionType.PAYOUT_FAILURE: "payout_reversal",
    BalanceTransactionType.RESERVE_TRANSACTION: "connect_reserved_funds",
    BalanceTransactionType.RESERVED_FUNDS: "connect_reserved_funds",
    BalanceTransactionType.STRIPE_FEE: "fee",
    BalanceTransactionType.TRANSFER_CANCEL: "transfer_reversal",
    BalanceTransactionType.TRANSFER_FAILURE: "transfer_reversal",
    BalanceTransactionType.TRANSFER_REFUND: "transfer_reversal",
}
"""Stripe's reporting categories that are not named after the type of movement."""


class BalanceTransactionFeeDetail(Value):
    """One part of a fee."""

    amount: int = money()
    """Amount of the fee, in minor units of `currency`."""
    application: str | None = given(None)
    """ID of the Connect application that collects the fee; null for other fees."""
    currency: str = given()
    """Currency of the fee."""
    description: str | None = given(None)
    """Description of the fee; null if there is none."""
    type: str = given()
    """Type of the fee: `application_fee`, `payment_method_passthrough_fee`, `stripe_fee` or `tax`."""
