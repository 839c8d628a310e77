"""How events about payouts are caused. Each recipe gives the account a test bank account to be paid out to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


def _account(bench: Bench, **input: Any) -> None:
    bench.do("accountUpdate", id=bench.remote.ask("{ account { id } }")["account"]["id"], input=input)


def _schedule(interval: str) -> dict[str, Any]:
    return {"payouts": {"schedule": {"interval": interval}}}


def _payout(bench: Bench) -> str:
    """The id of a payout on request, of money that is available at once."""
    _account(bench, externalAccount={"token": "btok_us_verified"}, settings=_schedule("MANUAL"))
    bench.pay("pm_card_bypassPending", captureMethod="AUTOMATIC")
    return str(bench.do("payoutCreate", input={"amount": 1000, "currency": "usd"})["id"])


@contextmanager
def _paid_out_daily(bench: Bench, token: str) -> Iterator[None]:
    """The account has a test bank account, and is paid out by schedule, for a while."""
    _account(bench, externalAccount={"token": token}, settings=_schedule("DAILY"))
    yield
    _account(bench, externalAccount=None, settings=_schedule("MANUAL"))


@causes("payout.created")
def payout_created(bench: Bench) -> None:
    _payout(bench)


@causes("payout.updated")
def payout_updated(bench: Bench) -> None:
    bench.do("payoutUpdate", id=_payout(bench), input={"metadata": {"order": "17"}})


@causes("payout.canceled")
def payout_canceled(bench: Bench) -> None:
    bench.do("payoutCancel", id=_payout(bench))


@causes("payout.paid", "payout.reconciliation_completed")
def payout_paid(bench: Bench) -> None:
    """An automatic payout, some days after the payment."""
    with _paid_out_daily(bench, "btok_us_verified"):
        clock = bench.clock()
        bench.pay(customer=clock.customer())
        clock.advance(days=14)


@causes("payout.failed")
def payout_failed(bench: Bench) -> None:
    """An automatic payout that the bank refuses, as there is no such account."""
    with _paid_out_daily(bench, "btok_us_verified_noAccount"):
        clock = bench.clock()
        bench.pay(customer=clock.customer())
        clock.advance(days=14)
