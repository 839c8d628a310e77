"""A payout's way: out of the balance, to the bank, and back if the bank does not take it."""

import secrets
from typing import cast

from app.currencies import granularity
from app.domain import destinations, ledger, stripe_fees
from app.domain.exchange import Settled
from app.domain.fee_payers import FeeOf
from app.domain.jobs import job
from app.domain.ledger import Movement, SourceType
from app.domain.tx import Tx
from app.network.delays import HURRIED, Delay
from app.network.payouts import FAILURES, PAYOUT_BEHAVIOURS, RETURN_DAYS, instant_fee, sent_at
from app.tables.connect.account_external_account import ExternalAccount
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.payout_values import PayoutMethod, PayoutStatus, PayoutTraceId, PayoutType

DESCRIPTION = "STRIPE PAYOUT"
FEE = "Instant payout fee"
_WHOLE_UNITS = ("huf", "twd")
"""Currencies with decimals, whose payouts have none."""


def direct(payout: Payout, destination: ExternalAccount) -> None:
    """Have a new payout go there. What becomes of it is decided now, whatever becomes of the destination."""
    payout.destination_id, payout.behaviour = destination.id, destination.behaviour
    payout.country, payout.type = destination.country or "", PayoutType(destination.object_name)


async def begin(tx: Tx, payout: Payout) -> BalanceTransaction:
    """Take a new payout that has a destination out of the balance, and send it when it is time.

    What is debited from a bank is pending until it arrives.
    """
    payout.trace_id = PayoutTraceId(status="pending")
    transaction = await stripe_fees.record(
        tx,
        Movement(
            type=BalanceTransactionType.PAYOUT,
            amount=-payout.amount,
            currency=payout.currency,
            source_id=payout.id,
            source_type=source_of(payout),
            available_on=payout.arrival_date if payout.amount < 0 else tx.now,
            fee=fee(payout),
            description=payout.description or DESCRIPTION,
            fee_description=FEE,
            settled=Settled(-payout.amount, payout.currency),
        ),
        FeeOf.INSTANT_PAYOUT,
    )
    payout.balance_transaction_id = transaction.id
    instant = payout.method == PayoutMethod.INSTANT
    tx.wake(sent_at(tx.now, instant=instant, hurry=tx.clock is None), send, payout)
    return transaction


async def describe(tx: Tx, payout: Payout) -> None:
    """Give the payout the statement descriptor of the account's settings, unless it has one."""
    settings = (await tx.account()).settings.payouts
    if payout.statement_descriptor is None and settings is not None:
        payout.statement_descriptor = settings.statement_descriptor


def step_of(currency: str) -> int:
    """What the amount of a payout is a multiple of, in minor units."""
    return 100 if currency in _WHOLE_UNITS else granularity(currency)


def source_of(payout: Payout) -> SourceType:
    """The part of the balance that the payout is taken from."""
    return cast(SourceType, payout.source_type)


def fee(payout: Payout) -> int:
    """What the payout costs, in minor units."""
    return instant_fee(payout.amount, payout.currency) if payout.method == PayoutMethod.INSTANT else 0


async def own_fee(tx: Tx, payout: Payout) -> int:
    """The part of that which the account pays, not its platform."""
    paid_by = await stripe_fees.of_payer(tx, FeeOf.INSTANT_PAYOUT)
    return fee(payout) if paid_by is tx else 0


@job("payout.send", Payout)
async def send(tx: Tx, payout: Payout) -> None:
    """The payout is sent to the bank."""
    if payout.status != PayoutStatus.PENDING:
        return
    tx.move(payout, PayoutStatus.IN_TRANSIT.value, verb="send")
    tx.tell("updated", payout)
    tx.wake(tx.now + HURRIED if tx.clock is None else max(payout.arrival_date, tx.now), arrive, payout)


@job("payout.arrive", Payout)
async def arrive(tx: Tx, payout: Payout) -> None:
    """The bank has the payout, or refuses it."""
    if payout.status != PayoutStatus.IN_TRANSIT:
        return
    behaviour = PAYOUT_BEHAVIOURS[payout.behaviour]
    if behaviour.failure_code is not None and not behaviour.returns:
        await _fail(tx, payout, behaviour.failure_code)
        return
    tx.move(payout, PayoutStatus.PAID.value, verb="pay")
    traced = payout.type is PayoutType.BANK_ACCOUNT
    payout.trace_id = (
        PayoutTraceId(status="supported", value=f"{secrets.randbelow(10**15):015}")
        if traced
        else PayoutTraceId(status="unsupported")
    )
    tx.tell("paid", payout)
    tx.tell("updated", payout)
    if behaviour.returns:
        tx.wake(Delay(RETURN_DAYS).due(tx.now, hurry=tx.clock is None), come_back, payout)


@job("payout.come_back", Payout)
async def come_back(tx: Tx, payout: Payout) -> None:
    """The bank returns a payout that seemed to have arrived."""
    code = PAYOUT_BEHAVIOURS[payout.behaviour].failure_code
    if payout.status == PayoutStatus.PAID and code is not None:
        await _fail(tx, payout, code)


async def _fail(tx: Tx, payout: Payout, code: str) -> None:
    """The funds return to the balance, and nothing more is sent to the destination."""
    tx.move(payout, PayoutStatus.FAILED.value, verb="fail")
    payout.failure_code, payout.failure_message = code, FAILURES[code]
    payout.trace_id = PayoutTraceId(status="unsupported")
    await give_back(tx, payout, BalanceTransactionType.PAYOUT_FAILURE)
    tx.tell("failed", payout)
    tx.tell("updated", payout)
    await destinations.refused(tx, payout.destination_id)


async def give_back(tx: Tx, payout: Payout, type: BalanceTransactionType) -> None:
    """Undo the payout on the balance, its fee too."""
    sent = await tx.get(BalanceTransaction, payout.balance_transaction_id or "", lock=False)
    transaction = await ledger.record(
        tx,
        Movement(
            type=type,
            amount=-sent.amount,
            currency=sent.currency,
            source_id=payout.id,
            source_type=source_of(payout),
            available_on=sent.available_on if sent.status == BalanceTransactionStatus.PENDING else tx.now,
            fee=-sent.fee,
            fee_description=FEE,
            description=f"{DESCRIPTION} {'CANCEL' if type is BalanceTransactionType.PAYOUT_CANCEL else 'FAILURE'}",
            settled=Settled(-sent.amount, sent.currency),
        ),
    )
    if of_platform := fee(payout) - sent.fee:
        await stripe_fees.give_back(tx, of_platform, payout.currency, FeeOf.INSTANT_PAYOUT, FEE)
    payout.failure_balance_transaction_id = transaction.id
