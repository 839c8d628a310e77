"""A charge's funds on the merchant's balance: captured, released, refunded and disputed."""

from datetime import datetime

from app.domain import ledger, stripe_fees
from app.domain.core_resources.payments import application_fees, merchants
from app.domain.exchange import Settled
from app.domain.fee_payers import FeeOf
from app.domain.ledger import Movement, SourceType
from app.domain.tx import Tx
from app.network.disputes import DISPUTE_FEE, NETWORK_FEE
from app.network.settlement import fixed_fee
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.dispute import Dispute
from app.tables.core_resources.refund import Refund
from app.tables.payment_methods.method_type import Flow


def capture(charge: Charge, amount: int) -> None:
    """Count `amount` minor units as captured."""
    charge.captured = True
    charge.amount_captured += amount


def release(charge: Charge) -> None:
    """Release the authorized amount that was not captured. It counts as refunded, though no money moved."""
    rest = max(charge.amount - charge.amount_captured - charge.amount_released, 0)
    charge.amount_released += rest
    count_refunded(charge, rest)


def refundable(charge: Charge) -> int:
    """How much of the charge was captured and not refunded yet, in minor units."""
    return charge.amount_captured - (charge.amount_refunded - charge.amount_released)


def count_refunded(charge: Charge, amount: int) -> None:
    """Count `amount` minor units as refunded, or, if negative, as no longer refunded."""
    charge.amount_refunded += amount
    charge.refunded = charge.amount_refunded >= max(charge.amount, charge.amount_captured)


async def debit_refund(tx: Tx, charge: Charge, refund: Refund) -> bool:
    """Debit the refund's amount from the balance, less what a platform returns of its fee: from pending funds while the
    charge's own are pending, else from available ones. False, without effect, if they are insufficient."""
    returned = await application_fees.returning(tx, charge, refund.returned_fee)
    await ledger.lock(tx)
    until = await pending_until(tx, charge)
    rate = await merchants.settling(tx, charge)
    settled, fee = rate.of(-refund.amount), returned.amount if returned else 0
    if until is None and await ledger.available(tx, settled.currency) < rate.of(refund.amount - fee).amount:
        return False
    on_card = charge.method_type.flow is Flow.CARD
    transaction = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.REFUND if on_card else BalanceTransactionType.PAYMENT_REFUND,
            amount=-refund.amount,
            currency=charge.currency,
            source_id=refund.id,
            source_type=source_type(charge),
            available_on=until or tx.now,
            description=f"REFUND FOR {'CHARGE' if on_card else 'PAYMENT'}"
            + (f" ({charge.description})" if charge.description else ""),
            application_fee=-fee,
            settled=settled,
        ),
    )
    refund.balance_transaction_id = transaction.id
    if returned is not None:
        await application_fees.give_back(returned)
    return True


async def credit_refund(tx: Tx, charge: Charge, refund: Refund) -> None:
    """Credit the amount of a refund that did not reach the customer back to the balance, to where it was debited
    from."""
    if refund.balance_transaction_id is None:
        return
    sent = await tx.get(BalanceTransaction, refund.balance_transaction_id, lock=False)
    transaction = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.REFUND_FAILURE,
            amount=refund.amount,
            currency=refund.currency,
            source_id=refund.id,
            source_type=source_type(charge),
            available_on=sent.available_on if sent.status == BalanceTransactionStatus.PENDING else tx.now,
            description="REFUND FAILURE" + (f" ({charge.description})" if charge.description else ""),
            settled=Settled(-sent.amount, sent.currency, sent.exchange_rate),
        ),
    )
    refund.failure_balance_transaction_id = transaction.id


async def withdraw_disputed(tx: Tx, charge: Charge, dispute: Dispute) -> None:
    """Withdraw the disputed amount and the dispute's fee, whether or not the balance covers them: from pending funds
    while the charge's own are pending, else from available ones."""
    settled = (await merchants.settling(tx, charge)).of(-dispute.amount)
    await stripe_fees.record(
        tx,
        Movement(
            type=BalanceTransactionType.ADJUSTMENT,
            amount=-dispute.amount,
            currency=dispute.currency,
            source_id=dispute.id,
            source_type=source_type(charge),
            available_on=await pending_until(tx, charge) or tx.now,
            fee=fixed_fee(DISPUTE_FEE, settled.currency),
            description=f"Chargeback withdrawal for {charge.id}",
            fee_description="Dispute fee",
            reporting_category="dispute",
            settled=settled,
        ),
        FeeOf.DISPUTE,
    )


async def reinstate_disputed(tx: Tx, charge: Charge, dispute: Dispute) -> None:
    """Return the amount of a dispute that was won, to where it was withdrawn from. The dispute's fee is kept."""
    (withdrawal,) = await tx.find(BalanceTransaction, source_id=dispute.id, lock=False)
    await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.ADJUSTMENT,
            amount=dispute.amount,
            currency=dispute.currency,
            source_id=dispute.id,
            source_type=source_type(charge),
            available_on=withdrawal.available_on if withdrawal.status == BalanceTransactionStatus.PENDING else tx.now,
            description=f"Chargeback reversal for {charge.id}",
            reporting_category="dispute_reversal",
            settled=Settled(-withdrawal.amount, withdrawal.currency, withdrawal.exchange_rate),
        ),
    )


async def move_network_fee(tx: Tx, charge: Charge, dispute: Dispute, *, returned: bool = False) -> None:
    """Withdraw the card network's fee for deciding a compliance case, or return it. It is no part of the dispute's
    own balance transactions."""
    fee = fixed_fee(NETWORK_FEE, dispute.currency)
    await ledger.record(
        await stripe_fees.of_payer(tx, FeeOf.DISPUTE),
        Movement(
            type=BalanceTransactionType.STRIPE_FEE,
            amount=fee if returned else -fee,
            currency=dispute.currency,
            source_id=None,
            source_type=source_type(charge),
            available_on=tx.now,
            description=f"Network fee {'returned' if returned else 'for'} {dispute.id}",
        ),
    )


async def pending_until(tx: Tx, charge: Charge) -> datetime | None:
    """When the last of the charge's own funds become available; None if all are."""
    pending = await tx.find(
        BalanceTransaction, source_id=charge.id, status=BalanceTransactionStatus.PENDING.value, lock=False
    )
    return max((found.available_on for found in pending), default=None)


def source_type(charge: Charge) -> SourceType:
    """The part of the balance that holds the charge's funds."""
    return charge.method_type.source_type
