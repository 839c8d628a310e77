"""Payouts on request: created, canceled and reversed by the merchant."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud, destinations, ledger
from app.domain.core_resources.payments.params import Metadata
from app.domain.core_resources.payouts import schedule, transfers
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing, shown
from app.network.payouts import arrival_date
from app.tables.connect.account_external_account import ExternalAccount
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.payout_values import PayoutMethod, PayoutSourceType, PayoutStatus, PayoutType

_DEBITED = ("CA", "US")
"""Countries whose banks let a payout be reversed."""


async def create(
    tx: Tx,
    *,
    destination: Annotated[
        str | None,
        Doc(
            "ID of the bank account or card, as in `instantAvailable` of the balance. The default is the account's "
            "own for the currency."
        ),
    ] = None,
    method: Annotated[PayoutMethod | None, Doc("How fast the payout is sent. The default is STANDARD.")] = None,
    source_type: Annotated[
        PayoutSourceType | None, Doc("Part of the balance that the payout is taken from. The default is CARD.")
    ] = None,
    **values: Any,
) -> Payout:
    """Send funds of the available balance to the account's bank account or debit card."""
    if not schedule.can_be_paid_out(await tx.account()):
        raise InvalidRequest(
            "Payouts of this account are not enabled. `requirements` of the account shows what it must provide.",
            code=ErrorCode.PAYOUTS_NOT_ALLOWED,
        )
    instant = method is PayoutMethod.INSTANT
    amount, currency = values["amount"], values["currency"]
    check_step(amount, currency)
    goes_to = await _destination(tx, currency, destination, instant=instant)
    payout = await crud.build(tx, Payout, values)
    payout.method = (method or PayoutMethod.STANDARD).value
    payout.source_type = (source_type or PayoutSourceType.CARD).value
    payout.arrival_date = arrival_date(tx.now, instant=instant)
    await transfers.describe(tx, payout)
    needed = amount + await transfers.own_fee(tx, payout)
    held = await ledger.available(tx, currency, transfers.source_of(payout))
    if held < needed:
        raise InvalidRequest(
            f"The available balance from this `source_type` is {held} in {currency}, and the payout takes {needed}. "
            "Wait until pending funds are available, or pay out less.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )
    transfers.direct(payout, goes_to)
    await transfers.begin(tx, payout)
    tx.tell("created", payout)
    return payout


def check_step(amount: int, currency: str) -> None:
    """Raise InvalidRequest for an amount that banks do not transfer in the currency."""
    if amount % (step := transfers.step_of(currency)):
        raise InvalidRequest(
            f"`amount` must be a multiple of {step} in {currency}, and it is {amount}.",
            code=ErrorCode.PARAMETER_INVALID_INTEGER,
            field="amount",
        )


async def _destination(tx: Tx, currency: str, id: str | None, *, instant: bool) -> ExternalAccount:
    """Where the payout goes. Raises InvalidRequest if the account has no such destination, or none that can be used."""
    every = await destinations.of(tx)
    if id is not None and all(each.id != id for each in every):
        raise ResourceMissing("external account", id, field="destination")
    fitting = [each for each in every if each.currency == currency and id in (None, each.id)]
    if not fitting:
        raise InvalidRequest(
            f"The account has no bank account or card in {currency} to pay out to"
            + (" under this id." if id else ". Give it one with bankAccountCreate or cardCreate."),
            code=ErrorCode.PARAMETER_INVALID,
            field="destination" if id else "currency",
        )
    usable = [each for each in fitting if destinations.is_usable(each)]
    if not usable:
        raise InvalidRequest(
            "An earlier payout to this bank account or card failed, or its owner could not be verified. Give the "
            "account another one with bankAccountCreate or cardCreate, or correct this one's details.",
            code=ErrorCode.BANK_ACCOUNT_UNUSABLE,
            field="destination",
        )
    if not instant:
        return usable[0]
    quick = [each for each in usable if destinations.takes_instant(each)]
    if not quick:
        raise InvalidRequest(
            "Instant payouts to this bank account or card are not possible. Use `method` STANDARD, or a debit card.",
            code=ErrorCode.INSTANT_PAYOUTS_UNSUPPORTED,
            field="method",
        )
    return quick[0]


async def cancel(tx: Tx, payout: Payout) -> Payout:
    """Cancel a payout that was not sent yet. Automatic and instant payouts cannot be canceled."""
    tx.must(payout, PayoutStatus.CANCELED.value, verb="cancel")
    if payout.automatic or payout.method == PayoutMethod.INSTANT:
        raise InvalidRequest(
            f"{'An automatic' if payout.automatic else 'An instant'} payout cannot be canceled.",
            code=ErrorCode.PAYOUT_UNEXPECTED_STATE,
            field="id",
        )
    tx.move(payout, PayoutStatus.CANCELED.value, verb="cancel")
    await transfers.give_back(tx, payout, BalanceTransactionType.PAYOUT_CANCEL)
    tx.unwake(transfers.send, payout)
    tx.tell("canceled", payout)
    tx.tell("updated", payout)
    return payout


async def reverse(
    tx: Tx,
    payout: Payout,
    *,
    metadata: Metadata = None,
) -> Payout:
    """Reverse a paid payout to a bank account in the United States or Canada, by a payout that debits the account."""
    _must_be_reversible(payout)
    values = {"amount": -payout.amount, "currency": payout.currency, "original_payout_id": payout.id}
    reversal = await crud.build(tx, Payout, values | ({} if metadata is None else {"meta": metadata}))
    reversal.source_type = payout.source_type
    reversal.arrival_date = arrival_date(tx.now, instant=False)
    await transfers.describe(tx, reversal)
    # The account may have other destinations since.
    reversal.destination_id, reversal.behaviour = payout.destination_id, payout.behaviour
    reversal.country, reversal.type = payout.country, payout.type
    await transfers.begin(tx, reversal)
    payout.reversed_by_id = reversal.id
    tx.tell("created", reversal)
    tx.tell("updated", payout)
    return reversal


def _must_be_reversible(payout: Payout) -> None:
    if payout.status != PayoutStatus.PAID:
        raise InvalidRequest(
            f"This payout is {shown(payout.status)}. Only a paid payout can be reversed; cancel a pending one.",
            code=ErrorCode.PAYOUT_UNEXPECTED_STATE,
            field="id",
        )
    if payout.reversed_by_id is not None or payout.amount < 0:
        raise InvalidRequest(
            "This payout was already reversed." if payout.reversed_by_id else "A debit cannot be reversed.",
            code=ErrorCode.PAYOUT_UNEXPECTED_STATE,
            field="id",
        )
    if payout.type is not PayoutType.BANK_ACCOUNT or payout.country not in _DEBITED:
        raise InvalidRequest(
            "Only a payout to a bank account in the United States or Canada can be reversed.",
            code=ErrorCode.PAYOUT_UNEXPECTED_STATE,
            field="id",
        )
