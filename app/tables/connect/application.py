"""Application: a platform, as the accounts that it is connected to know it."""

from typing import ClassVar

from app.tables.columns import REQUIRED, kept
from app.tables.transient import Transient


class Application(Transient):
    """A platform, as the accounts that are connected to it know it. Each platform is one application."""

    prefix: ClassVar[str] = "ca_"
    events: ClassVar[dict[str, str]] = {
        "account.application.authorized": "An account authorized a platform; sent only to that platform.",
        "account.application.deauthorized": "An account revoked a platform; sent only to that platform.",
    }

    @classmethod
    def of(cls, platform: str) -> "Application":
        """That of a platform, by the id of its account."""
        return cls(id=cls.prefix + platform.removeprefix("acct_"))

    id: str = kept(REQUIRED)
    """ID of the application."""
    deleted: bool | None = kept()
    """True if the application was deleted; null otherwise."""
    name: str | None = kept()
    """Name of the platform; null if it has none."""
