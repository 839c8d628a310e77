"""Payments with a customer's cash balance: they wait for a bank transfer, are funded in parts, and then succeed."""

from app.domain import ledger
from app.domain.core_resources.cash import balances
from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.payments import charging, options, outcomes
from app.domain.core_resources.payments.charge_request import request_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest, shown
from app.network import bank_transfers
from app.network.providers import no_processor
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentNextActionDisplayBankTransferInstructions,
    PaymentIntentStatus,
)
from app.tables.payment_methods.cash_balance import CashBalance, CashBalanceReconciliationMode
from app.tables.payment_methods.customer_cash_balance_transaction import (
    CashBalanceAppliedToPayment,
    CashBalanceUnappliedFromPayment,
    CustomerCashBalanceTransactionType,
)
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.customer_balance import (
    CustomerBalanceBankTransfer,
    PaymentIntentPaymentMethodOptionsCustomerBalance,
)

_OPTIONS = "payment_method_options.customer_balance"


async def collect(tx: Tx, intent: PaymentIntent, method: PaymentMethod, *, error_on_requires_action: bool) -> None:
    """Take the payment from the cash balance. What the balance lacks, the customer is asked to send.

    Raises InvalidRequest for wrong options, and CardError where the customer cannot be asked.
    """
    balance = await tx.single(CashBalance, intent.customer_id)
    ready = balances.held(balance, intent.currency) if _is_automatic(balance) else 0
    if ready >= intent.amount:
        await apply(tx, balance, intent, intent.amount)
        return
    transfer = _transfer_of(intent, method)
    if error_on_requires_action or tx.livemode:
        message = "Your balance does not cover the payment. Pay another way for now."
        asked = CardError(message, code=ErrorCode.PAYMENT_INTENT_ACTION_REQUIRED)
        refusal = no_processor() if tx.livemode else asked
        outcomes.fail(tx, intent, refusal, method=method)
        raise refusal
    next_actions.transfer(tx, intent, await _instructions(tx, intent, transfer))
    if ready > 0:
        await apply(tx, balance, intent, ready)


async def apply(tx: Tx, balance: CashBalance, intent: PaymentIntent, amount: int) -> None:
    """Apply `amount` minor units of the cash balance to the payment, which succeeds once it is funded."""
    balances.move(
        tx,
        balance,
        CustomerCashBalanceTransactionType.APPLIED_TO_PAYMENT,
        -amount,
        intent.currency,
        against=ledger.applied_to(intent.id),
        applied_to_payment=CashBalanceAppliedToPayment(payment_intent_id=intent.id),
    )
    intent.amount_funded += amount
    if intent.amount_funded == intent.amount:
        await _pay(tx, intent)
        return
    action = intent.next_action
    instructions = action and action.display_bank_transfer_instructions
    if action is not None and instructions is not None:
        left = instructions.model_copy(update={"amount_remaining": remaining(intent)})
        intent.next_action = action.model_copy(update={"display_bank_transfer_instructions": left})
    tx.tell("partially_funded", intent)


async def _pay(tx: Tx, intent: PaymentIntent) -> None:
    """Charge what was applied: the funds leave the payment for the merchant's balance."""
    method = await tx.get(PaymentMethod, intent.payment_method_id or "")
    request = request_of(intent, method, capture=True)
    charge = await charging.begin(tx, request)
    ledger.shift(tx, charge.id, intent.amount, intent.currency, source=ledger.applied_to(intent.id), to=ledger.WORLD)
    await charging.approve(tx, charge, request)
    await outcomes.pay(tx, intent, charge, method)


def unapply(tx: Tx, balance: CashBalance, intent: PaymentIntent) -> None:
    """Return what was applied to a payment that did not succeed to the cash balance."""
    amount, intent.amount_funded = intent.amount_funded, 0
    balances.move(
        tx,
        balance,
        CustomerCashBalanceTransactionType.UNAPPLIED_FROM_PAYMENT,
        amount,
        intent.currency,
        against=ledger.applied_to(intent.id),
        unapplied_from_payment=CashBalanceUnappliedFromPayment(payment_intent_id=intent.id),
    )


def remaining(intent: PaymentIntent) -> int:
    """What the payment still waits for, in minor units."""
    return intent.amount - intent.amount_funded


def waits_for_funds(intent: PaymentIntent) -> bool:
    """Whether the payment waits for the customer's funds."""
    asked = intent.next_action is not None and intent.next_action.type == next_actions.TRANSFER
    return intent.status is PaymentIntentStatus.REQUIRES_ACTION and asked


def _is_automatic(balance: CashBalance) -> bool:
    return balance.settings.reconciliation_mode is CashBalanceReconciliationMode.AUTOMATIC


def _transfer_of(intent: PaymentIntent, method: PaymentMethod) -> CustomerBalanceBankTransfer:
    """How the customer is to send the funds. Raises InvalidRequest where the options do not say so, or wrongly."""
    given = options.of_method(intent, method)
    assert given is None or isinstance(given, PaymentIntentPaymentMethodOptionsCustomerBalance)
    if given is None or given.funding_type is None:
        raise InvalidRequest(
            "The customer's cash balance does not cover the payment. Say how the customer adds funds: give "
            f"`{_OPTIONS}.funding_type` BANK_TRANSFER, and `bank_transfer`.",
            code=ErrorCode.PARAMETER_MISSING,
            field=f"{_OPTIONS}.funding_type",
        )
    transfer = given.bank_transfer
    if transfer is None or transfer.type is None:
        raise InvalidRequest(
            f"`{_OPTIONS}.bank_transfer.type` is required for funds by bank transfer.",
            code=ErrorCode.PARAMETER_MISSING,
            field=f"{_OPTIONS}.bank_transfer.type",
        )
    right = bank_transfers.TYPES[intent.currency]
    if transfer.type is not right:
        raise InvalidRequest(
            f"A bank transfer in {intent.currency} is of type {shown(right)}, not {shown(transfer.type)}.",
            code=ErrorCode.PARAMETER_INVALID,
            field=f"{_OPTIONS}.bank_transfer.type",
        )
    if right is bank_transfers.TYPES["eur"] and transfer.eu_bank_transfer is None:
        raise InvalidRequest(
            f"`{_OPTIONS}.bank_transfer.eu_bank_transfer.country` is required for a transfer in euros.",
            code=ErrorCode.PARAMETER_MISSING,
            field=f"{_OPTIONS}.bank_transfer.eu_bank_transfer",
        )
    return transfer


async def _instructions(
    tx: Tx, intent: PaymentIntent, transfer: CustomerBalanceBankTransfer
) -> PaymentIntentNextActionDisplayBankTransferInstructions:
    profile = (await tx.account()).business_profile
    type = bank_transfers.TYPES[intent.currency]
    return PaymentIntentNextActionDisplayBankTransferInstructions(
        amount_remaining=remaining(intent),
        currency=intent.currency,
        financial_addresses=bank_transfers.financial_addresses(
            type,
            intent.customer_id or "",
            (profile and profile.name) or "Test account",
            country=None if transfer.eu_bank_transfer is None else transfer.eu_bank_transfer.country,
            requested=transfer.requested_address_types or (),
        ),
        reference=bank_transfers.reference_of(intent.id),
        type=type,
    )
