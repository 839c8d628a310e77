"""A captured charge's funds: credited to the balance, less all fees, and passed on to a connected account."""

from datetime import datetime

from app.domain import stripe_fees
from app.domain.core_resources.payments import application_fees, destination_charges, funds, merchants
from app.domain.fee_payers import FeeOf
from app.domain.jobs import job
from app.domain.ledger import Movement
from app.domain.tx import Tx
from app.network.exchange_rates import conversion_fee
from app.network.settlement import HOME, available_on, processing_fee
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod


async def take(tx: Tx, charge: Charge, method: PaymentMethod, amount: int) -> None:
    """Capture `amount` minor units of the charge: they are credited to the balance, less the fee.

    The fee of a charge that is captured in parts is that of the whole, whatever the parts are.
    """
    before = charge.amount_captured
    funds.capture(charge, amount)
    # A bank's days count from the debit, not from its answer.
    began = charge.created if method.method_type.flow is Flow.BANK_DEBIT else tx.now
    await _credit(tx, charge, method, began, before=before)


def take_later(tx: Tx, charge: Charge, amount: int) -> None:
    """As `take`, but the balance is credited a moment after the caller is answered: asynchronous capture."""
    funds.capture(charge, amount)
    tx.wake(tx.now, credit_captured, charge)


@job("charge.credit_captured", Charge)
async def credit_captured(tx: Tx, charge: Charge) -> None:
    """Credit the balance with a charge that was captured asynchronously, unless the funds were needed earlier."""
    await must_be_credited(tx, charge)


async def must_be_credited(tx: Tx, charge: Charge) -> None:
    """Credit the balance with a captured charge, if that is still to come. Call before anything moves its funds."""
    if not charge.amount_captured or charge.balance_transaction_id is not None:
        return
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    await _credit(tx, charge, method, charge.created, before=0)
    tx.tell("updated", charge)


async def _credit(tx: Tx, charge: Charge, method: PaymentMethod, began: datetime, *, before: int) -> None:
    """Credit the balance with what was captured beyond `before` minor units. Funds become available by `began`."""
    account = await merchants.account_of(tx, charge.on_behalf_of_id)
    kind = method.method_type
    country = getattr(method.details.branch(kind.name), "country", None) or HOME
    abroad = country != (account.country or HOME)

    rate = await merchants.settling(tx, charge)

    def fees(total: int) -> tuple[int, int]:
        """The fee of a capture of `total`, and the part of it that is for the conversion to another currency."""
        if not total:
            return 0, 0
        settled = rate.of(total)
        converting = conversion_fee(settled.amount, settled.currency, account.country) if settled.rate else 0
        return processing_fee(settled.amount, settled.currency, kind.fee, abroad=abroad) + converting, converting

    amount = charge.amount_captured - before
    # Of a charge that is transferred, the fee is taken there.
    taken = application_fees.due(charge) if charge.transfer_data is None else 0
    (fee, converting), (fee_before, converting_before) = fees(charge.amount_captured), fees(before)
    payouts = account.settings.payouts
    delay = payouts.schedule.delay_days if payouts else 0
    available = available_on(began, kind.settlement, country, method.behaviour, delay_days=delay)
    transaction = await stripe_fees.record(
        tx,
        Movement(
            type=BalanceTransactionType.CHARGE if kind.flow is Flow.CARD else BalanceTransactionType.PAYMENT,
            amount=amount,
            currency=charge.currency,
            source_id=charge.id,
            source_type=funds.source_type(charge),
            available_on=available,
            fee=fee - fee_before,
            conversion_fee=converting - converting_before,
            application_fee=taken,
            description=charge.description,
            settled=rate.of(amount),
        ),
        FeeOf.PAYMENT,
    )
    charge.balance_transaction_id = transaction.id
    if charge.transfer_data is None:
        await application_fees.collect(tx, charge, taken, available)
    else:
        await destination_charges.pass_on(tx, charge, rate, before=before)
