"""A charge's funds on the merchant's balance: captured, released and refunded."""

from datetime import datetime

from app.domain import ledger
from app.domain.exchange import Settled, exchange
from app.domain.ledger import Movement, SourceType
from app.domain.tx import Tx
from app.network.exchange_rates import conversion_fee
from app.network.settlement import HOME, available_on, processing_fee
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.refund import Refund
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod


async def take(tx: Tx, charge: Charge, method: PaymentMethod, amount: int) -> BalanceTransaction:
    """Capture `amount` minor units of the charge: they are credited to the balance, less the fee.

    The fee of a charge that is captured in parts is that of the whole, whatever the parts are.
    """
    account = await tx.account()
    kind = method.method_type
    country = getattr(method.details.branch(kind.name), "country", None) or HOME
    abroad = country != (account.country or HOME)

    rate = await exchange(tx, charge.currency)

    def fees(total: int) -> tuple[int, int]:
        """The fee of a capture of `total`, and the part of it that is for the conversion to another currency."""
        if not total:
            return 0, 0
        settled = rate.of(total)
        converting = conversion_fee(settled.amount, settled.currency, account.country) if settled.rate else 0
        return processing_fee(settled.amount, settled.currency, kind.fee, abroad=abroad) + converting, converting

    captured = charge.amount_captured + amount
    (fee, converting), (fee_before, converting_before) = fees(captured), fees(charge.amount_captured)
    # A bank's days count from the debit, not from its answer.
    began = charge.created if kind.flow is Flow.BANK_DEBIT else tx.now
    payouts = account.settings.payouts
    transaction = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.CHARGE if kind.flow is Flow.CARD else BalanceTransactionType.PAYMENT,
            amount=amount,
            currency=charge.currency,
            source_id=charge.id,
            source_type=source_type(charge),
            available_on=available_on(
                began,
                kind.settlement,
                country,
                method.behaviour,
                delay_days=payouts.schedule.delay_days if payouts else 0,
            ),
            fee=fee - fee_before,
            conversion_fee=converting - converting_before,
            description=charge.description,
            settled=rate.of(amount),
        ),
    )
    charge.captured = True
    charge.amount_captured = captured
    charge.balance_transaction_id = transaction.id
    return transaction


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
    """Debit the refund's amount from the balance: from pending funds while the charge's own are pending, else from
    available ones. False, without effect, if they are insufficient."""
    await ledger.lock(tx)
    pending_until = await _pending_until(tx, charge)
    settled = (await exchange(tx, charge.currency)).of(-refund.amount)
    if pending_until is None and await ledger.available(tx, settled.currency) < -settled.amount:
        return False
    kind = source_type(charge)
    transaction = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.REFUND if kind == "card" else BalanceTransactionType.PAYMENT_REFUND,
            amount=-refund.amount,
            currency=charge.currency,
            source_id=refund.id,
            source_type=kind,
            available_on=pending_until or tx.now,
            description=f"REFUND FOR {'CHARGE' if kind == 'card' else 'PAYMENT'}"
            + (f" ({charge.description})" if charge.description else ""),
            settled=settled,
        ),
    )
    refund.balance_transaction_id = transaction.id
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


async def _pending_until(tx: Tx, charge: Charge) -> datetime | None:
    """When the last of the charge's own funds become available; None if all are."""
    pending = await tx.find(
        BalanceTransaction, source_id=charge.id, status=BalanceTransactionStatus.PENDING.value, lock=False
    )
    return max((found.available_on for found in pending), default=None)


def source_type(charge: Charge) -> SourceType:
    """The part of the balance that holds the charge's funds."""
    return charge.method_type.source_type
