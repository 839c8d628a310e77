"""The account's balance: no row of its own, but the sum of the ledger's books."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.ledger import balance_body, balance_statement
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.tenancy import Viewer
from schema.derive.context import Info
from schema.derive.fields import resolved_field
from schema.derive.scalars import Currency, Int64, Money


@strawberry.type(description="How much of some funds came from each kind of payment.")
class BalanceSourceTypes:
    bank_account: Money | None = strawberry.field(description="What came from bank debits and transfers.")
    card: Money | None = strawberry.field(description="What came from cards.")
    fpx: Money | None = strawberry.field(description="What came through FPX.")


@strawberry.type(description="Funds in one currency.")
class BalanceFunds:
    amount: Money = strawberry.field(description="How much there is; below nought where more is owed than held.")
    currency: Currency = strawberry.field(description="The currency.")
    source_types: BalanceSourceTypes = strawberry.field(description="Where it came from.")


@strawberry.type(description="The balance of the part of an account that issues cards.")
class BalanceIssuing:
    available: list[BalanceFunds] = strawberry.field(description="What issued cards can spend.")


@strawberry.type(description="What an account holds at the moment, by currency.")
class Balance:
    object: str = strawberry.field(description="Stripe's name for this kind of object.")
    available: list[BalanceFunds] = strawberry.field(description="What can be paid out or refunded from.")
    connect_reserved: list[BalanceFunds] | None = strawberry.field(
        description="What is held back for connected accounts that owe; null without any."
    )
    instant_available: list[BalanceFunds] | None = strawberry.field(
        description="What can be paid out at once; null where instant payouts are not to be had."
    )
    issuing: BalanceIssuing | None = strawberry.field(description="What issued cards can spend; null without Issuing.")
    livemode: bool = strawberry.field(description="Whether this is live mode, or test mode.")
    pending: list[BalanceFunds] = strawberry.field(description="What is not available yet.")


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
    """`balance`: the caller's own."""
    return resolved_field(
        "balance",
        _balance,
        kind=None,
        description="What the account holds at the moment, by currency.",
        returns=Balance | None,
        arguments={"info": Info},
        needs=(BalanceTransaction.family, "read"),
    )
