"""Destinations: the bank accounts and the debit cards that an account is paid out to, as money goes there."""

from sqlalchemy import Select, select, union_all

from app.domain.tx import Tx
from app.tables.connect.account import Account
from app.tables.connect.account_external_account import ExternalAccount
from app.tables.connect.bank_account import BankAccount
from app.tables.connect.card import Card
from app.tables.connect.external_account import UNUSABLE, UPDATED, ExternalAccountStatus
from app.tables.core_resources.payout_values import PayoutMethod
from app.tables.tenancy import Tenant, Viewer, belongs

TABLES: tuple[type[ExternalAccount], ...] = (BankAccount, Card)


async def of(tx: Tx) -> list[ExternalAccount]:
    """Those of the tenant's account, the default of each currency first, then the oldest. Not to be changed."""
    asked, account = (of, tx.tenant), tx.tenant.account
    if asked not in tx.work.remembered:
        tx.work.remembered[asked] = [await tx.find(table, holder_id=account, lock=False) for table in TABLES]
    found = [row for table in TABLES for row in tx.known(table, holder_id=account)]
    return sorted(found, key=lambda each: (not each.default_for_currency, each.created, each.id))


def is_usable(destination: ExternalAccount) -> bool:
    """Whether payouts are sent there: not once one has failed."""
    return destination.status not in UNUSABLE


def takes_instant(destination: ExternalAccount) -> bool:
    """Whether instant payouts can be sent there."""
    return PayoutMethod.INSTANT in destination.available_payout_methods


def instant_statement(tenant: Tenant | type[Viewer]) -> Select[tuple[str, str]]:
    """Selects the id and the currency of those that take instant payouts, the default of each currency first."""
    parts = []
    for table in TABLES:
        column = table.__table__.c
        parts.append(
            select(column.id, column.currency, column.default_for_currency, column.created).where(
                *belongs(column, tenant),
                column.holder_id == tenant.account,
                column.deleted_at.is_(None),
                column.available_payout_methods.contains([PayoutMethod.INSTANT.value]),
            )
        )
    every = union_all(*parts).subquery()
    order = (every.c.default_for_currency.desc(), every.c.created, every.c.id)
    return select(every.c.id, every.c.currency).order_by(*order)


async def refused(tx: Tx, id: str | None) -> None:
    """A payout to the destination has failed: nothing more is sent there, until it has other details."""
    account = await tx.get(Account, tx.tenant.account)
    for each in await tx.listed(account, Account.external_accounts):
        if each.id == id and each.status != ExternalAccountStatus.ERRORED:
            each.status = ExternalAccountStatus.ERRORED.value
            tx.tell(UPDATED, each)
            tx.tell("updated", account)
