"""The express dashboard: an account with its balance, its payouts and what is required of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col
from starlette.responses import Response

from app.domain import ledger
from app.domain.tx import Tx
from app.server.onboarding.asked import ask
from app.server.onboarding.place import Place
from app.tables.connect.account import Account
from app.tables.core_resources.payout import Payout

PAYOUTS = 20
"""Payouts that are shown, the latest first."""


@dataclass(frozen=True)
class Funds:
    """A part of the balance in one currency, as amounts in words."""

    available: str
    pending: str


async def show(place: Place) -> Response:
    """The dashboard's one page."""

    async def look(tx: Tx, account: Account) -> Response:
        asked = await ask(tx, account, place.options, update=False)
        return place.show(
            "dashboard",
            account=account,
            name=(account.business_profile and account.business_profile.name) or account.email,
            balance=await _balance(place, tx),
            payouts=await _payouts(tx),
            due=[field.label(place.say) for field in asked.fields],
            pending=asked.pending,
        )

    return await place.do(look, preview=True)


async def _balance(place: Place, tx: Tx) -> list[Funds]:
    balance = await ledger.balance(tx)
    pending = {each.currency: each.amount for each in balance.pending}
    available = {each.currency: each.amount for each in balance.available}
    return [
        Funds(place.say.amount(available.get(code, 0), code), place.say.amount(pending.get(code, 0), code))
        for code in sorted({*available, *pending})
    ]


async def _payouts(tx: Tx) -> Sequence[Payout]:
    columns = (col(Payout.amount), col(Payout.currency), col(Payout.status), col(Payout.arrival_date))
    latest = tx.select(Payout, *columns).order_by(col(Payout.created).desc(), col(Payout.id).desc()).limit(PAYOUTS)
    return await tx.rows(latest)
