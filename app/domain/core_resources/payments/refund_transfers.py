"""A refund's transfer: from the balance to the customer, and back if it does not arrive."""

import secrets
from collections.abc import Callable
from typing import Any

from app.domain.core_resources.payments import funds
from app.domain.jobs import job
from app.domain.payment_methods.behaviour import like
from app.domain.reactions import when
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.refunds import REFERENCE, PendingThenSucceeds, SucceedsThenFails, refund_outcome
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event
from app.tables.core_resources.refund import (
    Refund,
    RefundDestinationDetails,
    RefundDestinationDetailsEuBankTransfer,
    RefundDestinationDetailsGbBankTransfer,
    RefundDestinationDetailsJpBankTransfer,
    RefundDestinationDetailsMxBankTransfer,
    RefundDestinationDetailsUsBankTransfer,
    RefundStatus,
)
from app.tables.payment_methods.method_type import Face, Refunds
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import CARD, RefundDestinationDetailsCard
from app.tables.payment_methods.types.card.charge import RefundDestinationDetailsCardType

_TRANSFERS: dict[str, Callable[..., Any]] = {
    "customer_cash_balance": dict,
    "eu_bank_transfer": RefundDestinationDetailsEuBankTransfer,
    "gb_bank_transfer": RefundDestinationDetailsGbBankTransfer,
    "jp_bank_transfer": RefundDestinationDetailsJpBankTransfer,
    "mx_bank_transfer": RefundDestinationDetailsMxBankTransfer,
    "us_bank_transfer": RefundDestinationDetailsUsBankTransfer,
}
"""Destinations that are no type of payment method."""


async def send(tx: Tx, refund: Refund, charge: Charge) -> None:
    """Debit a new refund from the balance and send it. A refund that the balance does not cover waits, or fails, as its
    type of payment method does.

    Raises InvalidRequest for one that fails.
    """
    if not await debit(tx, refund, charge):
        refund.awaits_funds = True
        refund.status = RefundStatus.PENDING.value
        refund.destination_details = _destination(charge, RefundStatus.PENDING)
        return
    refund.status = (await _start(tx, refund, charge)).value
    _sent(tx, refund, charge)


async def debit(tx: Tx, refund: Refund, charge: Charge) -> bool:
    """Debit a new refund from the balance. False for one that waits until the balance covers it.

    Raises InvalidRequest for one that fails then, as its type of payment method does.
    """
    if await funds.debit_refund(tx, charge, refund):
        return True
    if not rules_of(charge).waits_for_funds:
        raise InvalidRequest(
            f"The available balance in {charge.currency} does not cover a refund of {refund.amount}. Wait "
            "until pending funds are available, or refund less.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )
    return False


async def _start(tx: Tx, refund: Refund, charge: Charge) -> RefundStatus:
    """The bank's first answer to a refund; the second follows later."""
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    match refund_outcome(method.behaviour, rules_of(charge)):
        case PendingThenSucceeds(delay):
            tx.wake(delay.due(tx.now, hurry=tx.clock is None), arrive, refund)
            return RefundStatus.PENDING
        case SucceedsThenFails(_, delay):
            tx.wake(delay.due(tx.now, hurry=tx.clock is None), fail, refund)
    return RefundStatus.SUCCEEDED


@when("balance.available")
async def fund_waiting(tx: Tx, _event: Event) -> None:
    """Retry the refunds that wait for funds, each in a transaction of its own."""
    for refund in await tx.find(Refund, awaits_funds=True, clock_id=tx.clock and tx.clock.id, lock=False):
        tx.wake(tx.now, send_waiting, refund)


@job("refund.send_waiting", Refund, aliases=("sending.send_waiting",))
async def send_waiting(tx: Tx, refund: Refund) -> None:
    """Send a refund that waited for funds, if the balance now covers it."""
    if not refund.awaits_funds:
        return
    charge = await tx.get(Charge, refund.charge_id or "")
    if not await funds.debit_refund(tx, charge, refund):
        return
    refund.awaits_funds = False
    if await _start(tx, refund, charge) is RefundStatus.SUCCEEDED:
        tx.move(refund, RefundStatus.SUCCEEDED.value, verb="succeed")
    _sent(tx, refund, charge)
    emit_changes(tx, refund)


@job("refund.arrive", Refund, aliases=("sending.arrive",))
async def arrive(tx: Tx, refund: Refund) -> None:
    """The customer's bank has received the refund."""
    if refund.status != RefundStatus.PENDING or refund.awaits_funds:
        return
    charge = await tx.get(Charge, refund.charge_id or "", lock=False)
    tx.move(refund, RefundStatus.SUCCEEDED.value, verb="succeed")
    refund.destination_details = _destination(charge, RefundStatus.SUCCEEDED, known=True)
    emit_changes(tx, refund)


@job("refund.learn_reference", Refund)
async def learn_reference(tx: Tx, refund: Refund) -> None:
    """The network has told the reference by which the customer's bank can trace a refund to a card."""
    if refund.status != RefundStatus.SUCCEEDED:
        return
    charge = await tx.get(Charge, refund.charge_id or "", lock=False)
    refund.destination_details = _destination(charge, RefundStatus.SUCCEEDED, known=True)
    emit_changes(tx, refund)


def _sent(tx: Tx, refund: Refund, charge: Charge) -> None:
    """The refund is on its way. Its reference is known later."""
    refund.destination_details = _destination(charge, RefundStatus(refund.status))
    traced = Face.REFUND in charge.method_type.faces or rules_of(charge).destination is not None
    if traced and refund.status == RefundStatus.SUCCEEDED:
        tx.wake(REFERENCE.due(tx.now, hurry=tx.clock is None), learn_reference, refund)


@job("refund.fail", Refund, aliases=("sending.fail",))
async def fail(tx: Tx, refund: Refund) -> None:
    """The customer's bank returned the refund."""
    if refund.status != RefundStatus.SUCCEEDED:
        return
    charge = await tx.get(Charge, refund.charge_id or "")
    method = await tx.get(PaymentMethod, charge.payment_method_id or "", lock=False)
    outcome = refund_outcome(method.behaviour, rules_of(charge))
    assert isinstance(outcome, SucceedsThenFails)
    await return_funds(tx, refund, RefundStatus.FAILED, outcome.failure_reason)


async def return_funds(tx: Tx, refund: Refund, status: RefundStatus, reason: str | None = None) -> None:
    """Return the refund to the balance, so that its charge no longer counts it as refunded."""
    charge = await tx.get(Charge, refund.charge_id or "")
    tx.move(refund, status.value, verb="fail")
    refund.failure_reason = reason
    refund.next_action = None
    await funds.credit_refund(tx, charge, refund)
    funds.count_refunded(charge, -refund.amount)
    if status is RefundStatus.FAILED:
        tx.tell("failed", refund)
    emit_changes(tx, refund)
    tx.tell("updated", charge)


def emit_changes(tx: Tx, refund: Refund) -> None:
    """Emit `refund.updated` and the older `charge.refund.updated`."""
    tx.tell("updated", refund)
    tx.tell("charge.refund.updated", refund)


def rules_of(charge: Charge) -> Refunds:
    """How refunds of the charge's type of payment method work. Only for a charge that can be refunded."""
    rules = charge.method_type.refunds
    assert rules is not None, "a refund was created"
    return rules


def reversal() -> RefundDestinationDetails:
    """The destination of a refund that released an authorization: no money moved."""
    card = RefundDestinationDetailsCard(type=RefundDestinationDetailsCardType.REVERSAL)
    return RefundDestinationDetails.of(CARD.name, card, type=CARD.name)


def _destination(charge: Charge, status: RefundStatus, *, known: bool = False) -> RefundDestinationDetails:
    """Where the refund goes. `known`: the reference by which the customer's bank can trace it is known."""
    sent, kind = status is RefundStatus.SUCCEEDED, charge.method_type
    name = rules_of(charge).destination or kind.name
    if name in _TRANSFERS or Face.REFUND not in kind.faces:
        return destination_of(name, known=known)
    details = like(
        kind.faces[Face.REFUND],
        _reference(known=known),
        reference_type="acquirer_reference_number",
        type=RefundDestinationDetailsCardType.REFUND if sent else RefundDestinationDetailsCardType.PENDING,
    )
    return RefundDestinationDetails.of(name, details, type=name)


def destination_of(name: str, *, known: bool = False) -> RefundDestinationDetails:
    """A destination that is no type of payment method, or says nothing of itself."""
    transfer = _TRANSFERS.get(name)
    if transfer is None:
        return RefundDestinationDetails(type=name)
    details = transfer() if transfer is dict else transfer(**_reference(known=known))
    return RefundDestinationDetails.of(name, details, type=name)


def _reference(*, known: bool) -> dict[str, str | None]:
    """The reference by which the customer's bank can trace a refund, if it is known."""
    return {
        "reference": f"{secrets.randbelow(10**23):023}" if known else None,
        "reference_status": "available" if known else "pending",
    }
