"""The accounts that may have fault rules, as this process knows them: all others ask nothing of the database."""

from weakref import WeakKeyDictionary

from app.database import Database
from app.tables.tenancy import Tenant

CHANNEL = "paygraph_faults"
"""The channel on which all processes hear of an account that has a fault rule."""


class Faulted:
    """Those of one process. An account is among them from the commit of its first rule on, and at times for longer."""

    def __init__(self) -> None:
        self._accounts: set[str] = set()
        self.additions = 0

    def __contains__(self, tenant: Tenant) -> bool:
        return bool(self._accounts) and not tenant.livemode and tenant.account in self._accounts

    def add(self, tenant: Tenant) -> None:
        """The tenant has a rule."""
        if not tenant.livemode:
            self._accounts.add(tenant.account)
            self.additions += 1

    def discard(self, tenant: Tenant, *, additions: int) -> None:
        """The tenant had no rule when so many `additions` had been made."""
        if additions == self.additions:
            self._accounts.discard(tenant.account)


_known: WeakKeyDictionary[Database, Faulted] = WeakKeyDictionary()


def faulted(database: Database) -> Faulted:
    """Those of the process that has this database open."""
    if database not in _known:
        _known[database] = Faulted()
    return _known[database]
