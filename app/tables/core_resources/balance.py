"""Balance: the funds of an account, computed from the ledger."""

from typing import ClassVar

from app.tables.columns import REQUIRED, amount, kept
from app.tables.transient import Transient
from app.tables.values import Value


class BalanceSourceTypes(Value):
    """A breakdown of funds by source type."""

    bank_account: int | None = amount(None, branch=True)
    """Funds from bank debits and bank transfers; null if there are none."""
    card: int | None = amount(None, branch=True)
    """Funds from card payments; null if there are none."""
    fpx: int | None = amount(None, branch=True)
    """Funds from FPX payments; null if there are none."""


class BalanceFunds(Value):
    """Funds of a balance in one currency."""

    amount: int = amount()
    """Amount of the funds; negative if the account owes more than it holds."""
    currency: str = kept(REQUIRED)
    """Currency of the funds."""
    source_types: BalanceSourceTypes = kept(REQUIRED)
    """Breakdown of the funds by source type."""


class BalanceInstantNet(Value):
    """What an instant payout brings to one destination."""

    # Stripe has the currency beside the list only.
    currency: str = kept(REQUIRED, hidden=True)
    amount: int = amount()
    """Amount that arrives at the destination, after the fee of the payout."""
    destination: str = kept(REQUIRED)
    """ID of the bank account or card, for `destination` of `payoutCreate`."""
    source_types: BalanceSourceTypes = kept(REQUIRED)
    """Breakdown of the amount by source type."""


class BalanceInstantFunds(BalanceFunds):
    """Funds of a balance in one currency that can be paid out instantly."""

    net_available: list[BalanceInstantNet] | None = kept(None, branch=True)
    """Amount that each destination can receive instantly, after the fee; null if no destination can."""


class BalanceIssuing(Value):
    """The part of a balance that funds issued cards."""

    available: list[BalanceFunds] = kept(REQUIRED)
    """Funds that issued cards can spend, by currency."""


class Balance(Transient):
    """The current balance of an account, by currency."""

    events: ClassVar[dict[str, str]] = {
        "available": "Pending funds became available. Not emitted for outgoing funds.",
    }

    available: list[BalanceFunds] = kept(REQUIRED)
    """Funds available for payouts and refunds, by currency."""
    connect_reserved: list[BalanceFunds] | None = kept(None, branch=True)
    """Funds reserved for negative balances of connected accounts, by currency."""
    instant_available: list[BalanceInstantFunds] | None = kept(None, branch=True)
    """Funds available for instant payouts, by currency."""
    issuing: BalanceIssuing | None = kept(None, branch=True)
    """Funds for issued cards."""
    livemode: bool = kept(REQUIRED)
    """Whether the balance is of live mode (true) or of test mode (false)."""
    pending: list[BalanceFunds] = kept(REQUIRED)
    """Funds that are not yet available, by currency."""
