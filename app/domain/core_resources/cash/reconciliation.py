"""Which payments the funds of a cash balance go to.

Automatically, as Stripe does it: first to the payment whose reference the customer wrote on the transfer; then to the
smallest group, of at most five, that waits for exactly the funds there are; then to the oldest, the last one in part.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain.core_resources.cash import balances, payments
from app.domain.core_resources.intents import next_actions
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.bank_transfers import reference_of
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.cash_balance import CashBalance, CashBalanceReconciliationMode

LARGEST_GROUP = 5
AMONG = 25
"""How many of the oldest payments are tried as groups."""


async def reconcile(tx: Tx, balance: CashBalance, currency: str, *, reference: str | None = None) -> None:
    """Apply the funds to payments that wait for them, unless the merchant does that. Emits what is then left."""
    if balance.settings.reconciliation_mode is CashBalanceReconciliationMode.AUTOMATIC:
        found = await tx.find(
            PaymentIntent,
            customer_id=balance.customer_id,
            currency=currency,
            status=PaymentIntentStatus.REQUIRES_ACTION.value,
        )
        waiting = [intent for intent in found if payments.waits_for_funds(intent)]
        for intent in _in_order(waiting, balances.held(balance, currency), reference):
            amount = min(balances.held(balance, currency), payments.remaining(intent))
            if amount > 0:
                await payments.apply(tx, balance, intent, amount)
    if balances.held(balance, currency) > 0:
        tx.tell("funds_available", balance)


def _in_order(waiting: Sequence[PaymentIntent], funds: int, reference: str | None) -> Iterator[PaymentIntent]:
    """The payments in the order in which they receive the funds; those that wait come oldest first."""
    words = (reference or "").upper()
    named = [intent for intent in waiting if reference_of(intent.id) in words]
    yield from named
    others = [intent for intent in waiting if intent not in named]
    funds -= sum(payments.remaining(intent) for intent in named)
    exact = _exactly(others, funds)
    yield from exact
    yield from (intent for intent in others if intent not in exact)


def _exactly(waiting: Sequence[PaymentIntent], funds: int) -> Sequence[PaymentIntent]:
    """The smallest group that waits for exactly these funds, of several the oldest; empty if there is none."""
    groups: Iterable[Sequence[PaymentIntent]] = (
        group for size in range(1, LARGEST_GROUP + 1) for group in combinations(waiting[:AMONG], size)
    )
    return next((group for group in groups if sum(map(payments.remaining, group)) == funds), ())


async def release(tx: Tx, intent: PaymentIntent) -> None:
    """Return what was applied to a payment that is canceled or changed, and apply it to others that wait."""
    if intent.amount_funded and intent.customer_id is not None:
        next_actions.reset(intent)  # so that the payment itself no longer waits
        balance = await tx.single(CashBalance, intent.customer_id)
        payments.unapply(tx, balance, intent)
        await reconcile(tx, balance, intent.currency)


async def apply_customer_balance(
    tx: Tx,
    intent: PaymentIntent,
    *,
    amount: Annotated[
        int | None,
        Field(gt=0),
        Doc("Amount to apply, in minor units. The default is all that the payment waits for."),
    ] = None,
    currency: Annotated[str | None, Doc("Currency of the amount, which must be the payment's.")] = None,
) -> PaymentIntent:
    """Apply a customer's cash balance to a payment that waits for funds, as a whole or in part."""
    if not payments.waits_for_funds(intent) or intent.customer_id is None:
        raise InvalidRequest(
            "The payment does not wait for funds of a cash balance. Confirm it with a payment method of type "
            "CUSTOMER_BALANCE first.",
            code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
            field="id",
        )
    if currency is not None and currency.lower() != intent.currency:
        raise InvalidRequest(
            f"The payment is in {intent.currency}, and `currency` is {currency[:10]}. Omit it.",
            code=ErrorCode.PARAMETER_INVALID,
            field="currency",
        )
    balance = await tx.single(CashBalance, intent.customer_id)
    amount = payments.remaining(intent) if amount is None else amount
    if amount > payments.remaining(intent):
        raise InvalidRequest(
            f"The payment waits for {payments.remaining(intent)}, and `amount` is {amount}. Give that or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="amount",
        )
    if amount > balances.held(balance, intent.currency):
        raise InvalidRequest(
            f"The cash balance in {intent.currency} is {balances.held(balance, intent.currency)}, which does not cover "
            f"{amount}. Apply less, or wait for more funds.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )
    await payments.apply(tx, balance, intent, amount)
    return intent
