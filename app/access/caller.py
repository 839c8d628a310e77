"""Who is asking: the account, the mode and what the key allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.access.permissions import Action, Family
from app.errors import Forbidden
from app.tables.access import KeyKind


@dataclass(frozen=True, slots=True)
class Caller:
    """One key at work. Everything that it sees or does belongs to `account_id` in this mode."""

    account_id: str
    livemode: bool
    key_id: str
    kind: KeyKind
    permissions: Mapping[Family, Action] = field(default_factory=dict, hash=False)
    expires_at: datetime | None = None

    def may(self, family: Family, action: Action) -> bool:
        """Whether the key allows it. A secret key allows everything, a publishable key no family at all."""
        if self.kind is KeyKind.RESTRICTED:
            granted = self.permissions.get(family)
            return granted is not None and granted.allows(action)
        return self.kind is KeyKind.SECRET

    def must(self, family: Family, action: Action) -> None:
        """Raises Forbidden when the key does not allow it."""
        if self.may(family, action):
            return
        words = family.replace("_", " ")
        if self.kind is KeyKind.PUBLISHABLE:
            raise Forbidden(
                f"A publishable API key cannot {action} {words}. Use a secret key, and keep it on your server."
            )
        raise Forbidden(
            f"This restricted API key cannot {action} {words}. Use a key with the permission {family}: {action}."
        )
