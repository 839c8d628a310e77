"""The account's balance: not stored, but computed as the sum of the ledger's books."""

from collections import defaultdict
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from asyncpg import Record
from sqlalchemy import Text, func, literal_column, select, true
from strawberry.types.field import StrawberryField

from app.domain.destinations import instant_statement
from app.domain.fee_payers import FeeOf, payer
from app.domain.ledger import balance_of, balance_statement
from app.tables.connect.account import Account, AccountController
from app.tables.core_resources.balance import Balance
from app.tables.storage import texts
from app.tables.tenancy import Viewer, within_reach
from schema.derive.context import Context, Info
from schema.derive.fields import add_field, resolved_field
from schema.derive.rows import transient_of
from schema.derive.types import graph_type, value_type


def _balances(context: Context) -> Any:
    """Reads the balances of many accounts at once: the caller's own, and those that are connected to it."""

    async def batch(ids: Sequence[str]) -> list[Any]:
        context.caller.must_read(Balance)
        of = func.unnest(texts(ids)).table_valued("id").render_derived(name="asked")
        # Written out, as a column of the table would have each subquery within select from the table again.
        whose: Any = SimpleNamespace(account=literal_column("asked.id", Text()), livemode=Viewer.livemode)
        books, instant = defaultdict(list), defaultdict(list)
        for row in await _each(context, of, balance_statement(whose)):
            books[row["of"]].append((row["book"], row["currency"], row["amount"]))
        for row in await _each(context, of, instant_statement(whose)):
            instant[row["of"]].append((row["id"], row["currency"]))
        c = Account.__table__.c
        its = (c.id == func.any(texts(ids)), c.livemode == Viewer.livemode, within_reach(c.id))
        read = select(c.id, c.default_currency, c.platform_id, c.controller).where(*its)
        accounts = {row["id"]: row for row in await context.reader.hidden(read)}
        mode = context.tenant.livemode
        return [transient_of(_balance_of(accounts[id], books[id], instant[id], mode)) for id in ids]

    return batch


def _balance_of(account: Any, books: list[Any], instant: list[Any], livemode: bool) -> Balance:
    controller = account["controller"] and AccountController.model_validate(account["controller"])
    paid_by = payer(account["id"], account["platform_id"], controller, FeeOf.INSTANT_PAYOUT)
    return balance_of(
        books, account["default_currency"], instant, pays_fees=paid_by == account["id"], livemode=livemode
    )


async def _each(context: Context, of: Any, statement: Any) -> list[Record]:
    """The rows of a statement for each of the accounts `of` which it is."""
    rows = statement.lateral("its")
    found = select(of.c.id.label("of"), *rows.c).select_from(of.join(rows, true()))
    return await context.reader.hidden(found.where(within_reach(of.c.id)))


async def _balance(root: Any, info: Info) -> Any:
    context = info.context
    account = context.tenant.account
    if getattr(root, "table", None) is Account:
        if root["deleted_at"] is not None:
            return None
        account = root["id"]
    return await context.loaders.get("balance", _balances(context)).load(account)


def extend() -> None:
    """Give each account its balance."""
    add_field(graph_type(Account), balance_field())


def balance_field() -> StrawberryField:
    """`balance`: the balance of the caller's account, or of the account that it is a field of."""
    return resolved_field(
        "balance",
        _balance,
        kind=None,
        description=Balance.__doc__,
        returns=value_type(Balance) | None,
        arguments={"root": Any, "info": Info},
        needs=(Balance.family, "read"),
    )
