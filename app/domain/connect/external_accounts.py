"""External accounts: the bank accounts and debit cards of an account, of which one in each currency is the default."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from app.domain import crud
from app.domain.connect import ownership
from app.domain.connect.finding import find
from app.domain.connect.requirements.following import follow
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.account import Account
from app.tables.connect.account_external_account import ExternalAccount
from app.tables.connect.bank_account import BankAccount
from app.tables.connect.card import Card
from app.tables.connect.external_account import (
    CREATED,
    DELETED,
    UPDATED,
    ExternalAccountParams,
    ExternalAccountStatus,
)
from app.tables.tenancy import Tenant

AnyParams = TypeVar("AnyParams", bound=ExternalAccountParams)
AnyExternal = TypeVar("AnyExternal", BankAccount, Card)

MOST = 200
"""Bank accounts and cards that an account can have."""


async def holder(tx: Tx, account: str | None) -> tuple[Tx, Account]:
    """An account of the caller's, by default its own, locked, and the transaction as that account has it."""
    found = await find(tx, account or tx.tenant.account, field="account")
    return tx.on(Tenant.of(found)), found


async def create(
    tx: Tx,
    made: Callable[[Tx, Account, AnyParams], Awaitable[AnyExternal]],
    given: AnyParams,
    *,
    account: str | None,
    customer: str | None,
    default: bool | None,
    **values: Any,
) -> AnyExternal:
    """Add what `made` makes of the caller's input to an account that is to be paid out. Raises InvalidRequest for a
    customer."""
    if customer is not None:
        raise InvalidRequest(
            "Bank accounts and cards of a customer are payment methods: create one with paymentMethodCreate, and "
            "attach it with paymentMethodAttach. Omit `customer`, or give an `account` that is paid out.",
            code=ErrorCode.PARAMETER_INVALID,
            field="customer",
        )
    own, owner = await holder(tx, account)
    row = await made(tx, owner, given)
    await add(own, owner, row, default=default, **values)
    await follow(own, owner)
    own.tell("updated", owner)
    return row


def merged_metadata(row: ExternalAccount, values: dict[str, Any], mistakes: Mistakes) -> dict[str, Any]:
    """The values of an update, with the metadata merged. Notes too many keys."""
    if "meta" not in values:
        return values
    with mistakes.noted():
        return values | {"meta": crud.merge_metadata(row.meta, values["meta"])}
    return values


async def add(tx: Tx, account: Account, row: ExternalAccount, *, default: bool | None, **values: Any) -> None:
    """Add a bank account or card to a locked account: as the default of its currency if that is asked for, or if there
    is none yet. What follows for the account is the caller's. Raises InvalidRequest where there are too many."""
    every = await tx.listed(account, Account.external_accounts)
    if len(every) >= MOST:
        raise InvalidRequest(
            f"An account has at most {MOST} bank accounts and cards. Delete one that is not needed.",
            code=ErrorCode.PARAMETER_INVALID,
            field="external_account",
        )
    if "meta" in values:
        row.meta = crud.merge_metadata({}, values["meta"])
    former = default_of(every, row.currency)
    row.holder_id, row.default_for_currency = account.id, former is None or bool(default)
    tx.add(row)
    tx.tell(CREATED, row)
    if former is not None and default:
        _hand_over(tx, former, row)
    if isinstance(row, BankAccount):
        ownership.begin(tx, row)


async def replace(tx: Tx, account: Account, row: ExternalAccount | None) -> None:
    """Have the account paid out there in place of the former default of the currency, which is deleted; or, with None,
    nowhere any more. What follows for the account, and its event, are the caller's."""
    every = await tx.listed(account, Account.external_accounts)
    if row is None:
        for each in every:
            _delete(tx, each)
        return
    former = default_of(every, row.currency)
    if former is not None:
        _delete(tx, former)
    await add(tx, account, row, default=True)


async def change(tx: Tx, row: ExternalAccount, details: dict[str, Any], *, default: bool | None) -> Account:
    """Change details of a bank account or card, which can then be paid out to again if a payout had failed; and with
    `default`, make it the default of its currency. The locked account. Raises InvalidRequest for the default that is to
    be none."""
    account = await tx.get(Account, row.holder_id or "")
    every = await tx.listed(account, Account.external_accounts)
    if default is False and row.default_for_currency:
        raise InvalidRequest(
            "This is the default of its currency, and there is always one. Make another one the default instead, with "
            "`default_for_currency` true.",
            code=ErrorCode.PARAMETER_INVALID,
            field="default_for_currency",
        )
    before = dict(row.__dict__)
    row.__dict__.update(details)
    if row.__dict__ != before and row.status == ExternalAccountStatus.ERRORED:
        row.status = ExternalAccountStatus.NEW.value
    former = default_of(every, row.currency)
    if default and former is not None and former is not row:
        _hand_over(tx, former, row)
    return account


def tell(tx: Tx, account: Account, row: ExternalAccount) -> None:
    """Emit that a bank account or card has changed, if it has, and its account with it."""
    if tx.changed(row):
        tx.tell(UPDATED, row)
    if tx.changed(account):
        tx.tell("updated", account)


async def delete(tx: Tx, row: ExternalAccount) -> None:
    """Delete a bank account or card. Raises InvalidRequest for the default of the account's default currency, and for
    the default of a currency in which there are others."""
    account = await tx.get(Account, row.holder_id or "")
    every = await tx.listed(account, Account.external_accounts)
    others = [each for each in every if each.currency == row.currency and each.id != row.id]
    if row.default_for_currency and (others or row.currency == account.default_currency):
        raise InvalidRequest(
            "This is the default of its currency, and cannot be deleted. Make another one the default first, with "
            "`default_for_currency` true.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    _delete(tx, row)
    await follow(tx, account)
    tx.tell("updated", account)


def default_of(every: list[ExternalAccount], currency: str | None) -> ExternalAccount | None:
    """The default of a currency among an account's; None if there is none in that currency."""
    return next((each for each in every if each.currency == currency and each.default_for_currency), None)


def _hand_over(tx: Tx, former: ExternalAccount, row: ExternalAccount) -> None:
    former.default_for_currency, row.default_for_currency = False, True
    tx.tell(UPDATED, former)


def _delete(tx: Tx, row: ExternalAccount) -> None:
    tx.tell(DELETED, row)
    tx.delete(row)
