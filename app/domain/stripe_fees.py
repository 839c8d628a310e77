"""Stripe's fees, each recorded with who pays it."""

from dataclasses import replace

from app.domain import ledger
from app.domain.fee_payers import FeeOf, payer
from app.domain.ledger import FEES, Movement
from app.domain.tx import Tx
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType


async def of_payer(tx: Tx, of: FeeOf) -> Tx:
    """The transaction as the account has it that pays a fee."""
    account = await tx.account()
    paid_by = payer(account.id, account.platform_id, account.controller, of)
    return tx.on(tx.tenant._replace(account=paid_by))


async def record(tx: Tx, movement: Movement, of: FeeOf) -> BalanceTransaction:
    """Record a movement of the account's, with its fee. A fee that the platform pays is a balance transaction of the
    platform's own, debited at once."""
    own = await of_payer(tx, of) if movement.fee else tx
    if own is tx:
        return await ledger.record(tx, movement)
    transaction = await ledger.record(tx, replace(movement, fee=0, conversion_fee=0))
    await _debit(own, movement.fee, transaction.currency, f"{movement.fee_description} of {tx.tenant.account}")
    return transaction


async def give_back(tx: Tx, amount: int, currency: str, of: FeeOf, description: str) -> None:
    """Return a fee that the platform paid for the account, unless the account has left it."""
    own = await of_payer(tx, of)
    if own is not tx:
        await _debit(own, -amount, currency, f"{description} of {tx.tenant.account} returned")


async def _debit(own: Tx, amount: int, currency: str, description: str) -> None:
    await ledger.record(
        own,
        Movement(
            type=BalanceTransactionType.STRIPE_FEE,
            amount=-amount,
            currency=currency,
            source_id=None,
            source_type="card",
            available_on=own.now,
            description=description,
            against=FEES,
        ),
    )
