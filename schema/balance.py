"""The account's balance: not stored, but computed as the sum of the ledger's books."""

from typing import Any

from sqlalchemy import select
from strawberry.types.field import StrawberryField

from app.domain.destinations import instant_statement
from app.domain.ledger import balance_of, balance_statement
from app.tables.connect.account import Account
from app.tables.connect.bank_account import BankAccount
from app.tables.core_resources.balance import Balance
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.tenancy import Viewer, belongs
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.rows import transient_of
from schema.derive.types import value_type


async def _balance(info: Info) -> Any:
    context = info.context
    context.caller.must_read(Balance)
    rows = await context.reader.fetch(BalanceTransaction, balance_statement(Viewer))
    books = [(row["book"], row["currency"], row["amount"]) for row in rows]
    account = Account.__table__.c
    own = select(account.default_currency).where(account.id == Viewer.account, *belongs(account, Viewer))
    (found,) = await context.reader.fetch(BalanceTransaction, own)
    instant = [
        (row["id"], row["currency"]) for row in await context.reader.fetch(BankAccount, instant_statement(Viewer))
    ]
    balance = balance_of(books, found["default_currency"], instant, livemode=context.tenant.livemode)
    return transient_of(balance)


def balance_field() -> StrawberryField:
    """`balance`: the balance of the caller's account."""
    return resolved_field(
        "balance",
        _balance,
        kind=None,
        description=Balance.__doc__,
        returns=value_type(Balance) | None,
        arguments={"info": Info},
        needs=(Balance.family, "read"),
    )
