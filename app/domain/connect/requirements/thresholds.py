"""Thresholds: once an account has been paid, or paid out, a certain sum, or was first paid a while ago, what is
eventually due of it is asked for, with time for it.

Source: Stripe's page on testing verification, which names such thresholds as examples. What is counted is what happens
while something is eventually due.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.connect.requirements.advancing import advance
from app.domain.core_resources.payments import merchants
from app.domain.exchange import exchange
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.network.behaviours import RequirementsHint
from app.tables.connect.account import Account
from app.tables.core_resources.event import Event


@dataclass(frozen=True)
class Threshold:
    """What has an account asked for more."""

    volume: int
    """What it is paid, or paid out, in minor units of its default currency."""
    after: timedelta
    """The time since it was first paid."""


THRESHOLDS: Mapping[str, Threshold] = {"US": Threshold(3000_00, timedelta(days=30))}
"""By country."""


@when("charge.succeeded", "charge.captured")
async def count_charge(tx: Tx, event: Event) -> None:
    """Count what the account that is charged on, or on behalf of, is paid."""
    charge = event.data.object
    if charge["captured"] and charge["payment_method"]:
        merchant = merchants.of(tx, charge["on_behalf_of"])
        await _count(merchant, "charges", charge["amount_captured"], charge["currency"])


@when("payout.paid")
async def count_payout(tx: Tx, event: Event) -> None:
    """Count what the account is paid out."""
    await _count(tx, "payouts", event.data.object["amount"], event.data.object["currency"])


async def _count(tx: Tx, kind: str, amount: int, currency: str) -> None:
    known = await tx.account()
    threshold = THRESHOLDS.get(known.country or "")
    if threshold is None or known.platform_id is None or not _is_more_due(known):
        return
    settled = (await exchange(tx, currency)).of(amount)
    if settled.currency != known.default_currency:
        return
    account = await tx.get(Account, tx.tenant.account)
    account.volumes = {**account.volumes, kind: account.volumes.get(kind, 0) + settled.amount}
    if kind == "charges" and account.first_paid is None:
        account.first_paid = tx.real_now
        tx.wake(account.first_paid + threshold.after, reach, account)
    await reach(tx, account)


@job("account.reach_threshold", Account)
async def reach(tx: Tx, account: Account) -> None:
    """Ask for what is eventually due of a locked account that has reached a threshold of its country."""
    threshold = THRESHOLDS.get(account.country or "")
    if threshold is None or not _is_more_due(account):
        return
    is_old = account.first_paid is not None and account.first_paid + threshold.after <= tx.real_now
    if is_old or max(account.volumes.values(), default=0) >= threshold.volume:
        await advance(tx, account, RequirementsHint.NEXT)


def _is_more_due(account: Account) -> bool:
    """Whether something is eventually due, and not yet."""
    due = account.requirements
    return due is not None and not set(due.eventually_due) <= set(due.currently_due)
