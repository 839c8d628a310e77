"""The account's balance: not stored, but computed as the sum of the ledger's books."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.ledger import balance_body, balance_statement
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.tenancy import Viewer
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.scalars import Currency, Int64, Money


@strawberry.type(description="A breakdown of funds by source type.")
class BalanceSourceTypes:
    bank_account: Money | None = strawberry.field(
        description="Funds from bank debits and bank transfers; null if there are none."
    )
    card: Money | None = strawberry.field(description="Funds from card payments; null if there are none.")
    fpx: Money | None = strawberry.field(description="Funds from FPX payments; null if there are none.")


@strawberry.type(description="Funds of a balance in one currency.")
class BalanceFunds:
    amount: Money = strawberry.field(
        description="Amount of the funds; negative if the account owes more than it holds."
    )
    currency: Currency = strawberry.field(description="Currency of the funds.")
    source_types: BalanceSourceTypes = strawberry.field(description="Breakdown of the funds by source type.")


@strawberry.type(description="The part of a balance that funds issued cards.")
class BalanceIssuing:
    available: list[BalanceFunds] = strawberry.field(description="Funds that issued cards can spend, by currency.")


@strawberry.type(description="The current balance of an account, by currency.")
class Balance:
    object: str = strawberry.field(description="Stripe's name of the object's type.")
    available: list[BalanceFunds] = strawberry.field(
        description="Funds available for payouts and refunds, by currency."
    )
    connect_reserved: list[BalanceFunds] | None = strawberry.field(
        description="Funds reserved for negative balances of connected accounts; null if there are none."
    )
    instant_available: list[BalanceFunds] | None = strawberry.field(
        description="Funds available for instant payouts; null if instant payouts are not available."
    )
    issuing: BalanceIssuing | None = strawberry.field(
        description="Funds for issued cards; null if the account does not use Issuing."
    )
    livemode: bool = strawberry.field(description="Whether the balance is of live mode (true) or of test mode (false).")
    pending: list[BalanceFunds] = strawberry.field(description="Funds that are not yet available, by currency.")


async def _balance(info: Info) -> Balance:
    context = info.context
    context.caller.must(BalanceTransaction.family, "read")
    tenant = context.tenant
    rows = await context.reader.fetch(BalanceTransaction, balance_statement(Viewer))
    body = balance_body([(row["book"], row["currency"], row["amount"]) for row in rows], livemode=tenant.livemode)
    return Balance(
        object="balance",
        available=[_funds(funds) for funds in body["available"]],
        connect_reserved=None,
        instant_available=None,
        issuing=None,
        livemode=tenant.livemode,
        pending=[_funds(funds) for funds in body["pending"]],
    )


def _funds(funds: dict[str, Any]) -> BalanceFunds:
    currency = Currency(funds["currency"])

    def money(amount: int | None) -> Money | None:
        return None if amount is None else Money(amount=Int64(amount), currency=currency)

    sources = funds["source_types"]
    return BalanceFunds(
        amount=Money(amount=Int64(funds["amount"]), currency=currency),
        currency=currency,
        source_types=BalanceSourceTypes(
            bank_account=money(sources.get("bank_account")),
            card=money(sources.get("card")),
            fpx=money(sources.get("fpx")),
        ),
    )


def balance_field() -> StrawberryField:
    """`balance`: the balance of the caller's account."""
    return resolved_field(
        "balance",
        _balance,
        kind=None,
        description="Retrieve the current balance of the account, by currency.",
        returns=Balance | None,
        arguments={"info": Info},
        needs=(BalanceTransaction.family, "read"),
    )
