"""Top-ups: funds debited from a bank account for the balance, which arrive, fail, or are taken back."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud, destinations, ledger
from app.domain.core_resources.payouts.payouts import check_step
from app.domain.exchange import Settled
from app.domain.jobs import job
from app.domain.ledger import Movement
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.network.topups import (
    ARRIVES,
    AT_ONCE,
    FAILURES,
    RETURNS,
    TEST_CURRENCY,
    TEST_SOURCES,
    TOPUP_BEHAVIOURS,
    USUAL,
    expected_date,
)
from app.tables.connect.bank_account import BankAccount
from app.tables.connect.topup import Topup, TopupStatus
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType

DESCRIPTION = "STRIPE TOPUP"


async def create(
    tx: Tx,
    *,
    source: Annotated[
        str | None,
        Doc(
            "ID of a bank account of the account's own, or a test source such as `btok_us_verified`. The default is "
            "the account's bank account for the currency."
        ),
    ] = None,
    **values: Any,
) -> Topup:
    """Add funds from a bank account to the balance. Top-ups exist in test mode only."""
    if tx.livemode:
        sentence = "Live mode has no processor, so no bank account is debited. Use a key of test mode."
        raise InvalidRequest(sentence, code=ErrorCode.LIVEMODE_MISMATCH)
    currency, behaviour = values["currency"], ""
    with Mistakes() as mistakes:
        with mistakes.noted():
            check_step(values["amount"], currency)
        with mistakes.noted():
            behaviour = await _behaviour(tx, source, currency)
    topup = await crud.build(tx, Topup, values)
    topup.behaviour = behaviour
    topup.expected_availability_date = expected_date(tx.now)
    tx.tell("created", topup)
    if source is not None and source.endswith(AT_ONCE):
        await _arrive(tx, topup)
        if TOPUP_BEHAVIOURS[behaviour].returns:
            await _take_back(tx, topup)
    elif TOPUP_BEHAVIOURS[behaviour].answers:
        tx.wake(ARRIVES.due(tx.now, hurry=tx.clock is None), arrive, topup)
    return topup


async def _behaviour(tx: Tx, source: str | None, currency: str) -> str:
    """What the bank account that is debited does. Raises InvalidRequest if none can be."""
    account = await tx.account()
    banks = [each for each in await destinations.of(tx) if isinstance(each, BankAccount)]
    if source is None:
        own = next((each.behaviour for each in banks if each.currency == currency), None)
        if own is None and currency != account.default_currency:
            raise InvalidRequest(
                f"The account has no bank account in {currency} to top up from. Give it one with `external_account` of "
                "accountUpdate.",
                code=ErrorCode.PARAMETER_INVALID,
                field="currency",
            )
        return own or USUAL.key
    sources = {token: (TEST_CURRENCY, each.key) for token, each in TEST_SOURCES.items()}
    sources |= {each.id: (each.currency, each.behaviour) for each in banks}
    if source not in sources:
        raise ResourceMissing("source", source, field="source")
    debited, behaviour = sources[source]
    if debited != currency:
        raise InvalidRequest(
            f"This source is debited in {debited}, and the top-up is in {currency}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="currency",
        )
    return behaviour


async def cancel(tx: Tx, topup: Topup) -> Topup:
    """Cancel a top-up whose funds have not arrived yet."""
    tx.move(topup, TopupStatus.CANCELED, verb="cancel")
    topup.expected_availability_date = None
    tx.unwake(arrive, topup)
    tx.tell("canceled", topup)
    return topup


@job("topup.arrive", Topup)
async def arrive(tx: Tx, topup: Topup) -> None:
    """The bank sends the funds, or refuses to."""
    if topup.status is not TopupStatus.PENDING:
        return
    await _arrive(tx, topup)
    if TOPUP_BEHAVIOURS[topup.behaviour].returns:
        tx.wake(RETURNS.due(tx.now, hurry=tx.clock is None), take_back, topup)


@job("topup.take_back", Topup)
async def take_back(tx: Tx, topup: Topup) -> None:
    """The bank takes funds back that had arrived."""
    if topup.status is TopupStatus.SUCCEEDED:
        await _take_back(tx, topup)


async def _arrive(tx: Tx, topup: Topup) -> None:
    code = TOPUP_BEHAVIOURS[topup.behaviour].failure_code
    if code is not None:
        tx.move(topup, TopupStatus.FAILED, verb="fail")
        topup.failure_code, topup.failure_message = code, FAILURES[code]
        topup.expected_availability_date = None
        tx.tell("failed", topup)
        return
    tx.move(topup, TopupStatus.SUCCEEDED, verb="succeed")
    topup.balance_transaction_id = (await _record(tx, topup, BalanceTransactionType.TOPUP, topup.amount)).id
    tx.tell("succeeded", topup)


async def _take_back(tx: Tx, topup: Topup) -> None:
    tx.move(topup, TopupStatus.REVERSED, verb="reverse")
    await _record(tx, topup, BalanceTransactionType.TOPUP_REVERSAL, -topup.amount)
    tx.tell("reversed", topup)


async def _record(tx: Tx, topup: Topup, type: BalanceTransactionType, amount: int) -> BalanceTransaction:
    """Move the funds between the bank and the balance, where they are available at once. They are of the part of the
    balance that transfers and payouts are taken from by default."""
    return await ledger.record(
        tx,
        Movement(
            type=type,
            amount=amount,
            currency=topup.currency,
            source_id=topup.id,
            source_type="card",
            available_on=tx.now,
            description=topup.description or DESCRIPTION,
            settled=Settled(amount, topup.currency),
        ),
    )
