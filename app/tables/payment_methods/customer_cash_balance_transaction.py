"""CustomerCashBalanceTransaction: funds that move into a customer's cash balance, or out of it."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given, kept, ref
from app.tables.resource import Resource
from app.tables.shapes.bank_transfer import BankTransferType
from app.tables.values import Value


class CustomerCashBalanceTransactionType(StrEnum):
    """Why the funds of a cash balance changed."""

    ADJUSTED_FOR_OVERDRAFT = "adjusted_for_overdraft"
    """The merchant's balance covered a cash balance that was overdrawn."""
    APPLIED_TO_PAYMENT = "applied_to_payment"
    """The funds were applied to a payment."""
    FUNDED = "funded"
    """The customer sent the funds by bank transfer."""
    FUNDING_REVERSED = "funding_reversed"
    """The bank took the funds of a transfer back."""
    REFUNDED_FROM_PAYMENT = "refunded_from_payment"
    """A refund of a payment returned the funds."""
    RETURN_CANCELED = "return_canceled"
    """A return to the customer's bank account was canceled, or failed."""
    RETURN_INITIATED = "return_initiated"
    """The funds are being returned to the customer's bank account."""
    TRANSFERRED_TO_BALANCE = "transferred_to_balance"
    """The funds were not used in time, and moved to the merchant's balance."""
    UNAPPLIED_FROM_PAYMENT = "unapplied_from_payment"
    """Funds that were applied to a payment came back, as the payment was canceled or changed."""


class CashBalanceAdjustedForOverdraft(Value):
    """The cover of a cash balance that was overdrawn."""

    balance_transaction_id: str = ref("balance_transaction")
    """The balance transaction that debits the merchant."""
    linked_transaction_id: str = ref("customer_cash_balance_transaction")
    """The transaction that overdrew the cash balance."""


class CashBalanceAppliedToPayment(Value):
    """The payment that funds were applied to."""

    payment_intent_id: str = ref("payment_intent")
    """Payment that the funds were applied to."""


class EuBankTransferSender(Value):
    """The sender of a transfer in euros."""

    bic: str | None = given(None)
    """Identifier code (BIC) of the sender's bank."""
    iban_last4: str | None = given(None)
    """Last four characters of the sender's IBAN."""
    sender_name: str | None = given(None)
    """Name of the sender."""


class GbBankTransferSender(Value):
    """The sender of a transfer in pounds."""

    account_number_last4: str | None = given(None)
    """Last four digits of the sender's account number."""
    sender_name: str | None = given(None)
    """Name of the sender."""
    sort_code: str | None = given(None)
    """Sort code of the sender's bank."""


class JpBankTransferSender(Value):
    """The sender of a transfer in yen."""

    sender_bank: str | None = given(None)
    """Bank that the transfer came from."""
    sender_branch: str | None = given(None)
    """The branch of the sender's bank."""
    sender_name: str | None = given(None)
    """Name of the sender."""


class UsBankTransferNetwork(StrEnum):
    """The network that carried a transfer in US dollars."""

    ACH = "ach"
    """Automated Clearing House."""
    DOMESTIC_WIRE_US = "domestic_wire_us"
    """A wire within the United States."""
    SWIFT = "swift"
    """A transfer from abroad, through SWIFT."""


class UsBankTransferSender(Value):
    """The sender of a transfer in US dollars."""

    network: UsBankTransferNetwork | None = given(None)
    """The network that carried the transfer."""
    sender_name: str | None = given(None)
    """Name of the sender."""


class CashBalanceFundedBankTransfer(Value):
    """The bank transfer that added funds."""

    eu_bank_transfer: EuBankTransferSender | None = given(None, branch=True)
    """The sender of a transfer in euros; null for other types."""
    gb_bank_transfer: GbBankTransferSender | None = given(None, branch=True)
    """The sender of a transfer in pounds; null for other types."""
    jp_bank_transfer: JpBankTransferSender | None = given(None, branch=True)
    """The sender of a transfer in yen; null for other types."""
    reference: str | None = given(None)
    """What the customer wrote on the transfer; null for nothing."""
    type: BankTransferType = given()
    """The type of bank transfer."""
    us_bank_transfer: UsBankTransferSender | None = given(None, branch=True)
    """The sender of a transfer in US dollars; null for other types."""


class CashBalanceFunded(Value):
    """How funds were added."""

    bank_transfer: CashBalanceFundedBankTransfer = given()
    """The bank transfer that added the funds."""


class CashBalanceRefundedFromPayment(Value):
    """The refund that returned funds."""

    refund_id: str = ref("refund")
    """Refund that returned the funds."""


class CashBalanceTransferredToBalance(Value):
    """The move of funds to the merchant's balance."""

    balance_transaction_id: str = ref("balance_transaction")
    """The balance transaction that credits the merchant."""


class CashBalanceUnappliedFromPayment(Value):
    """The payment that funds came back from."""

    payment_intent_id: str = ref("payment_intent")
    """Payment that the funds came back from."""


class CustomerCashBalanceTransaction(Resource, table=True):
    """A movement of funds into a customer's cash balance, or out of it."""

    prefix: ClassVar[str] = "ccsbtxn_"
    path: ClassVar[str] = "/v1/customers/{customer}/cash_balance_transactions/{id}"
    unions: ClassVar[tuple[str, ...]] = ("balance_transaction_source",)
    events: ClassVar[dict[str, str]] = {
        "created": "Funds were added to or taken from a customer's cash balance.",
    }

    adjusted_for_overdraft: CashBalanceAdjustedForOverdraft | None = kept(branch=True)
    """The cover of the overdrawn cash balance; null for other types."""
    applied_to_payment: CashBalanceAppliedToPayment | None = kept(branch=True)
    """The payment that the funds were applied to; null for other types."""
    currency: str = kept("")
    """Currency of the amounts: a three-letter ISO 4217 code, lower case."""
    customer_id: str = ref("customer", back="cash_balance_transactions", kind="kept", default="")
    """The customer whose cash balance changed."""
    ending_balance: int = money(0)
    """The funds in this currency after the transaction, in minor units."""
    funded: CashBalanceFunded | None = kept(branch=True)
    """How the funds were added; null for other types."""
    net_amount: int = money(0)
    """The amount by which the cash balance changed, in minor units: positive for funds in, negative for funds out."""
    refunded_from_payment: CashBalanceRefundedFromPayment | None = kept(branch=True)
    """The refund that returned the funds; null for other types."""
    transferred_to_balance: CashBalanceTransferredToBalance | None = kept(branch=True)
    """The move of the funds to the merchant's balance; null for other types."""
    type: CustomerCashBalanceTransactionType = kept(CustomerCashBalanceTransactionType.FUNDED)
    """Why the cash balance changed."""
    unapplied_from_payment: CashBalanceUnappliedFromPayment | None = kept(branch=True)
    """The payment that the funds came back from; null for other types."""

    reversed: bool = kept(False, hidden=True)
    """Whether the bank has taken the funds of the transfer back."""
