"""A transfer as it moves: out of one account's balance, and into another's as a payment."""

from datetime import datetime
from typing import Any

from app.domain import crud, ledger
from app.domain.core_resources.payments import application_fees, funds
from app.domain.exchange import Settled
from app.domain.ledger import ACCOUNTS, Movement, SourceType
from app.domain.tx import Tx
from app.ids import new_id
from app.tables.connect.application import Application
from app.tables.connect.transfer import Transfer, TransferSourceType
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.charge_values import ChargePaymentMethodDetails

PAYMENT = "py_"
"""The prefix of payments by transfer."""
FROM_BALANCE = "stripe_account"
"""The type of payment method of a payment from another account's balance."""


async def send(
    tx: Tx,
    to: Tx,
    *,
    amount: int,
    currency: str,
    source: Charge | None = None,
    source_type: TransferSourceType | None = None,
    application_fee: int = 0,
    **values: Any,
) -> Transfer:
    """Move `amount` minor units from the balance of `tx` to that of `to`, whether or not the balance covers them. Funds
    of the charge `source`, which is locked, become available to the receiver when they do to the sender.

    `application_fee` comes back to the sender of it, in minor units of the same currency. `values` are the transfer's
    description, group and metadata, by column. Emits the events of both.
    """
    await ledger.lock_both(tx, to)
    transfer = await crud.build(tx, Transfer, values | {"currency": currency})
    transfer.amount, transfer.destination_id = amount, to.tenant.account
    taken_from: SourceType = funds.source_type(source) if source else source_type.value if source_type else "card"
    transfer.source_type = str(taken_from)
    until = await funds.pending_until(tx, source) if source else None
    if source is not None:
        transfer.source_transaction_id = source.id
        _group(tx, transfer, source)
    sent = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.TRANSFER,
            amount=-amount,
            currency=currency,
            source_id=transfer.id,
            source_type=taken_from,
            available_on=until or tx.now,
            description=transfer.description,
            settled=Settled(-amount, currency),
            against=ACCOUNTS,
        ),
    )
    transfer.balance_transaction_id = sent.id
    payment = await _receive(to, transfer, tx.tenant.account, until, application_fee)
    transfer.destination_payment_id = payment.id
    await application_fees.collect(to, payment, application_fee, until or to.now, originating=source)
    tx.tell("created", transfer)
    to.tell("succeeded", payment)
    return transfer


def _group(tx: Tx, transfer: Transfer, charge: Charge) -> None:
    """A transfer of a charge is of the charge's group; where there is none, both get one."""
    if charge.transfer_group is None:
        group = transfer.transfer_group or f"group_{charge.payment_intent_id or charge.id}"
        charge.transfer_group = group
        tx.tell("updated", charge)
    transfer.transfer_group = transfer.transfer_group or charge.transfer_group


async def _receive(to: Tx, transfer: Transfer, sender: str, until: datetime | None, fee: int) -> Charge:
    """The payment by which an account receives a transfer."""
    payment = Charge(
        id=new_id(PAYMENT),
        amount=transfer.amount,
        amount_captured=transfer.amount,
        application=await _application(to, sender),
        application_fee_amount=fee or None,
        captured=True,
        counterparty_id=sender,
        currency=transfer.currency,
        paid=True,
        payment_method_details=ChargePaymentMethodDetails(type=FROM_BALANCE, stripe_account={}),
        source_transfer_id=transfer.id,
        status=ChargeStatus.SUCCEEDED,
        transfer_group=transfer.transfer_group,
    )
    to.add(payment)
    received = await ledger.record(
        to,
        Movement(
            type=BalanceTransactionType.PAYMENT,
            amount=transfer.amount,
            currency=transfer.currency,
            source_id=payment.id,
            source_type="card",
            available_on=until or to.now,
            application_fee=fee,
            against=ACCOUNTS,
        ),
    )
    payment.balance_transaction_id = received.id
    return payment


async def _application(to: Tx, sender: str) -> Application:
    """The application of the platform, which one of the two accounts is."""
    receiver = await to.account()
    return Application.of(sender if receiver.platform_id == sender else receiver.id)
