"""Balance: what an account holds, worked out of the ledger."""

from typing import ClassVar

from app.tables.columns import REQUIRED, amount, kept
from app.tables.transient import Transient
from app.tables.values import Value


class BalanceSourceTypes(Value):
    """How much of some funds came from each kind of payment."""

    bank_account: int | None = amount(None, branch=True)
    """What came from bank debits and transfers."""
    card: int | None = amount(None, branch=True)
    """What came from cards."""
    fpx: int | None = amount(None, branch=True)
    """What came through FPX."""


class BalanceFunds(Value):
    """Funds in one currency."""

    amount: int = amount()
    """How much there is; negative where more is owed than held."""
    currency: str = kept(REQUIRED)
    """The currency."""
    source_types: BalanceSourceTypes = kept(REQUIRED)
    """Where it came from."""


class BalanceIssuing(Value):
    """The balance of the part of an account that issues cards."""

    available: list[BalanceFunds] = kept(REQUIRED)
    """What issued cards can spend."""


class Balance(Transient):
    """What an account holds at the moment, by currency."""

    events: ClassVar[dict[str, str]] = {
        "available": "Pending funds became available. Not emitted for outgoing funds.",
    }

    available: list[BalanceFunds] = kept(REQUIRED)
    """What can be paid out or refunded from."""
    connect_reserved: list[BalanceFunds] | None = kept(None, branch=True)
    """What is held back for connected accounts that owe; null without any."""
    instant_available: list[BalanceFunds] | None = kept(None, branch=True)
    """What can be paid out at once; null where instant payouts are not to be had."""
    issuing: BalanceIssuing | None = kept(None, branch=True)
    """What issued cards can spend; null without Issuing."""
    livemode: bool = kept(REQUIRED)
    """Whether this is live mode, or test mode."""
    pending: list[BalanceFunds] = kept(REQUIRED)
    """What is not available yet."""
