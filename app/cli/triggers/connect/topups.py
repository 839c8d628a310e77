"""How events about top-ups are caused: by test sources whose bank answers at once."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


def _topup(bench: Bench, source: str) -> str:
    return str(bench.do("topupCreate", input={"amount": 2000, "currency": "usd", "source": source})["id"])


@causes("topup.canceled")
def topup_canceled(bench: Bench) -> None:
    bench.do("topupCancel", id=_topup(bench, "btok_us_verified"))


@causes("topup.succeeded")
def topup_succeeded(bench: Bench) -> None:
    _topup(bench, "btok_us_verified_bypassPending")


@causes("topup.failed")
def topup_failed(bench: Bench) -> None:
    """The bank account does not hold enough."""
    _topup(bench, "btok_us_verified_insufficientFunds_bypassPending")


@causes("topup.reversed")
def topup_reversed(bench: Bench) -> None:
    """The bank account is closed, which its bank finds out afterwards."""
    _topup(bench, "btok_us_verified_accountClosed_bypassPending")
