"""Destination charges: a platform is paid, and passes what it is paid on to a connected account.

Source: Stripe's page on destination charges. The whole charge is transferred, and the application fee comes back of it;
or a fixed part is transferred. Stripe's fees, refunds and disputes are the platform's.
"""

from typing import Annotated

from typing_extensions import Doc

from app.domain.core_resources.payments import application_fees
from app.domain.core_resources.transfers import parties, reversals, sending
from app.domain.exchange import Exchange
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.money import share
from app.tables.connect.account import Account
from app.tables.connect.transfer import Transfer
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.charge_values import ChargeDestinationParams
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import Refund
from app.tables.shapes.transfer_data import TransferData, TransferDataAmount

FIELD = "transfer_data"

TransferAmount = Annotated[
    TransferDataAmount | None, Doc("The transfer to the connected account, for a payment that has `transfer_data`.")
]


def given(older: ChargeDestinationParams | None, data: TransferData | None) -> TransferData | None:
    """A transfer in either of its forms. Raises InvalidRequest for both."""
    if older is None:
        return data
    if data is not None:
        raise InvalidRequest(
            "`destination` is the older form of `transfer_data`. Give the latter alone.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="destination",
        )
    return TransferData(amount=older.amount, destination_id=older.account)


async def check(tx: Tx, data: TransferData | None, fee: int | None, of: int) -> None:
    """Raise InvalidRequest unless the caller may transfer so much of a charge of `of` minor units to the account, and
    take an application fee of `fee`."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            application_fees.check(tx, fee, of, transferred=data is not None)
        if data is not None:
            with mistakes.noted(FIELD):
                await parties.connected(tx, data.destination_id)
        with mistakes.noted():
            _fit(data, of)
        with mistakes.noted():
            _exclude(data, fee)


def fit(data: TransferData | None, fee: int | None, of: int) -> None:
    """Raise InvalidRequest for amounts that a charge of `of` minor units does not hold, or that exclude each other."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            application_fees.fit(fee, of)
        with mistakes.noted():
            _fit(data, of)
        with mistakes.noted():
            _exclude(data, fee)


def _fit(data: TransferData | None, of: int) -> None:
    """Raise InvalidRequest for a transfer of more than the charge."""
    if data is not None and data.amount is not None and data.amount > of:
        raise InvalidRequest(
            f"At most the amount of the charge is transferred, which is {of}, and `transfer_data.amount` is "
            f"{data.amount}. Give {of} or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field=f"{FIELD}.amount",
        )


def _exclude(data: TransferData | None, fee: int | None) -> None:
    """Raise InvalidRequest for a fee beside a part of the charge."""
    if data is not None and data.amount is not None and fee is not None:
        raise InvalidRequest(
            "An `application_fee_amount` is taken of the whole charge, which is then transferred. Give it, or "
            "`transfer_data.amount`, not both.",
            code=ErrorCode.PARAMETERS_EXCLUSIVE,
            field="application_fee_amount",
        )


def amended(row: PaymentIntent | Charge, given: TransferDataAmount | None) -> TransferData | None:
    """The transfer of a payment with another amount. Raises InvalidRequest for a payment without one."""
    if given is None:
        return row.transfer_data
    if row.transfer_data is None:
        raise InvalidRequest(
            "The payment transfers nothing to a connected account, which is decided when it is created. Omit "
            "`transfer_data`.",
            code=ErrorCode.PARAMETER_INVALID,
            field=FIELD,
        )
    return row.transfer_data.model_copy(update={"amount": given.amount})


def change(tx: Tx, charge: Charge, fee: int | None, given: TransferDataAmount | None, of: int) -> None:
    """Have another fee, and another amount, taken of a charge that is held, of which `of` minor units are captured
    next. Raises InvalidRequest where they cannot be.
    """
    with Mistakes() as mistakes:
        with mistakes.noted():
            application_fees.change(tx, charge, fee, of, transferred=charge.transfer_data is not None)
        with mistakes.noted():
            data = amended(charge, given)
            if given is not None:
                _fit(data, of)
            if given is not None or fee is not None:
                _exclude(data, charge.application_fee_amount)
            if data is not None and data.amount is not None and given is not None and charge.amount_captured:
                sent = _part(charge, charge.amount_captured)
                data = data.model_copy(update={"amount": sent + data.amount})
            charge.transfer_data = data


def _part(charge: Charge, captured: int) -> int:
    """What is transferred of so many captured minor units."""
    assert charge.transfer_data is not None
    return captured if charge.transfer_data.amount is None else min(charge.transfer_data.amount, captured)


async def pass_on(tx: Tx, charge: Charge, rate: Exchange, *, before: int) -> None:
    """Transfer what was captured beyond `before` minor units, at the charge's rate. Funds whose account was deleted
    stay."""
    assert charge.transfer_data is not None
    amount = rate.of(_part(charge, charge.amount_captured)).amount - rate.of(_part(charge, before)).amount
    if amount <= 0:
        return
    try:
        account = await tx.get(Account, charge.transfer_data.destination_id, lock=False)
    except ResourceMissing:
        return
    transfer = await sending.send(
        tx,
        tx.on(tx.tenant._replace(account=account.id)),
        amount=amount,
        currency=rate.target,
        source=charge,
        application_fee=rate.of(application_fees.due(charge)).amount,
    )
    charge.transfer_id = transfer.id


def must_be_passed_on(charge: Charge) -> None:
    """Raise InvalidRequest for a refund that is to reverse a transfer, of a charge that has none."""
    if charge.transfer_data is None:
        raise InvalidRequest(
            "The charge was not transferred by `transfer_data`. Omit `reverse_transfer`; a transfer of its own is "
            "reversed by transferReversalCreate.",
            code=ErrorCode.PARAMETER_INVALID,
            field="reverse_transfer",
        )


async def take_back(tx: Tx, charge: Charge, refund: Refund, left: int, *, reverse: bool, fee: int) -> None:
    """Take back of the transfer the share that the refund is of the charge, of which `left` minor units are left, and
    return `fee` of the application fee.

    Raises InvalidRequest where the account's balance does not cover it, and the platform is not liable for it."""
    transfers = await _of(tx, charge) if reverse else []
    rest = sum(each.amount - each.amount_reversed for each in transfers)
    due = share(sum(each.amount for each in transfers), refund.amount, charge.amount_captured)
    due = rest if refund.amount == left else min(due, rest)
    for transfer in transfers:
        part = min(due, transfer.amount - transfer.amount_reversed)
        if part:
            await reversals.reverse(tx, transfer, part, source_refund=refund, returned_fee=fee)
            due, fee = due - part, 0
    if fee:
        await application_fees.give_back_alone(tx, charge, fee)


async def undo(tx: Tx, charge: Charge) -> None:
    """Take back all transfers of a charge whose payment has failed after all, and return its application fee."""
    for transfer in await _of(tx, charge, every=True):
        if left := transfer.amount - transfer.amount_reversed:
            fee = await application_fees.part_of(tx, charge, left, left)
            await reversals.reverse(tx, transfer, left, returned_fee=fee, must_be_covered=False)


async def _of(tx: Tx, charge: Charge, *, every: bool = False) -> list[Transfer]:
    """The charge's own transfers, or every one that was made of it, locked."""
    found = await tx.find(Transfer, source_transaction_id=charge.id)
    to = None if charge.transfer_data is None else charge.transfer_data.destination_id
    return [each for each in found if every or each.destination_id == to]
