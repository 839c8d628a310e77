"""Who is asking: the account, the mode and what the key allows."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.access.components import may_read
from app.access.permissions import Action
from app.errors import Forbidden
from app.tables.access import Components, KeyKind, KeyScope
from app.tables.families import Family
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from app.tables.transient import Transient

ON = "@"
"""Between a key and the account that it acts on."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One key at work. Everything that it sees or does belongs to its tenant."""

    tenant: Tenant
    key_id: str
    kind: KeyKind
    permissions: Mapping[Family, Action] = field(default_factory=dict, hash=False)
    expires_at: datetime | None = None
    hint: str = ""
    """How the key is shown: `sk_test_…a1b2`."""
    scope: KeyScope | None = None
    """The one customer that the key opens; None for a key to the account."""
    components: Components | None = None
    """Of an account session's secret, what it opens of its account; None for other keys."""
    platform: str | None = None
    """The account of the key, where it acts on another that is connected to it; None on its own."""

    @property
    def livemode(self) -> bool:
        """Whether the key is one of live mode."""
        return self.tenant.livemode

    @property
    def grant(self) -> str:
        """What it shows: its key, and the connected account that it acts on."""
        return self.key_id if self.platform is None else f"{self.key_id}{ON}{self.tenant.account}"

    def on(self, account: str) -> "Caller":
        """The same key at work on an account that is connected to its own. A restricted key may do there what it may do
        on its own, and no more than its permission for Connect says."""
        permissions = self.permissions
        if self.kind is KeyKind.RESTRICTED and not self.may(Family.CONNECT, Action.WRITE):
            permissions = dict.fromkeys(permissions, Action.READ)
        tenant = self.tenant._replace(account=account)
        return replace(self, tenant=tenant, permissions=permissions, platform=self.tenant.account)

    @property
    def view(self) -> Hashable:
        """Equal for callers to whom everything looks the same, whichever their keys."""
        return self.tenant, self.kind, frozenset(self.permissions.items()), self.scope, self.components

    @property
    def may_all(self) -> bool:
        """Whether the key allows everything, so that nothing needs to be asked."""
        return self.kind is KeyKind.SECRET

    def may(self, family: str, action: str) -> bool:
        """Whether the key allows an Action on a Family: a secret key all, those of browsers and devices none."""
        if self.kind is KeyKind.RESTRICTED:
            granted = self.permissions.get(Family(family))
            return granted is not None and granted.allows(Action(action))
        return self.may_all

    def must(self, family: str, action: str) -> None:
        """Raises Forbidden when the key does not allow it."""
        if self.may(family, action):
            return
        words = family.replace("_", " ")
        if self.scope is not None:
            raise Forbidden(
                f"A key to one customer cannot {action} {words}, but for what it was created to do with that customer. "
                "Use a secret key, and keep it on your server."
            )
        if self.components is not None:
            raise Forbidden(
                f"The secret of an account session cannot {action} {words}, but for what its components enable. Enable "
                "another component when you create it, or use a secret key, and keep it on your server."
            )
        if self.kind is KeyKind.PUBLISHABLE:
            raise Forbidden(
                f"A publishable API key cannot {action} {words}. Use a secret key, and keep it on your server."
            )
        if self.kind is KeyKind.METER_EVENT_SESSION:
            raise Forbidden(
                f"The token of a meter event session cannot {action} {words}: it reports meter events. Use an API key."
            )
        raise Forbidden(
            f"This restricted API key cannot {action} {words}. Use a key with the permission {family}: {action}."
        )

    @property
    def reads_by_table(self) -> bool:
        """Whether what the key may read goes by tables, rather than by families."""
        return self.scope is not None or self.components is not None

    def may_read(self, table: type[Resource] | type[Transient]) -> bool:
        """Whether the key allows reading rows of a table, or what is worked out. Which rows of it, tenancy says."""
        if self.components is not None:
            return may_read(self.components, table.object_name)
        if self.scope is not None:
            return issubclass(table, Resource) and table.scoped_by is not None
        return self.may(table.family, "read")

    def must_read(self, table: type[Resource] | type[Transient]) -> None:
        """Raises Forbidden when the key does not allow it."""
        if not self.may_read(table):
            self.must(table.family, "read")
