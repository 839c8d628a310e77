"""Sandbox: an account of its own for a run of tests."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, text

from app.tables.columns import computed, editable, given, kept
from app.tables.resource import Resource
from app.tables.sandboxes.seed import SandboxSeed


class SandboxStatus(StrEnum):
    """The status of a sandbox."""

    READY = "ready"
    """The sandbox holds all that its seed makes."""
    SEEDING = "seeding"
    """The steps of the sandbox's seed are being done."""


class Sandbox(Resource, table=True):
    """An account for tests, apart from all others: created with its keys, reset on request, and deleted with all that
    it holds when it expires."""

    __table_args__ = (Index("sandbox_account", "account", postgresql_where=text("deleted_at IS NULL")),)

    prefix: ClassVar[str] = "sbx_"
    plural: ClassVar[str] = "sandboxes"
    deletable: ClassVar[bool] = True
    emptied: ClassVar[bool] = False
    in_real_time: ClassVar[bool] = True
    arrows: ClassVar[dict[str, set[str]]] = {
        SandboxStatus.READY: {SandboxStatus.SEEDING},
        SandboxStatus.SEEDING: {SandboxStatus.READY},
    }

    account: str = kept("")
    """ID of the account that the sandbox's keys open, such as `acct_…`."""
    country: str = given("US", min_length=2, max_length=2, in_groups=True)
    """Country of the account: a two-letter ISO 3166-1 code. Default US."""
    expires_at: datetime = kept()
    """When the sandbox is deleted with all that it holds."""
    name: str | None = editable(None, max_length=200)
    """Name of the sandbox, such as that of the test that uses it."""

    reset_at: datetime | None = kept()
    """When the sandbox was reset last; null if it never was."""
    seed: SandboxSeed | None = given(None)
    """What the sandbox holds once it is created, and once it is reset; null for one that begins empty."""
    status: SandboxStatus = kept(SandboxStatus.READY)
    """Whether the steps of the seed are done."""

    @computed("id")
    def publishable_key(self) -> str | None:
        """Publishable key of the account. Returned only by the mutations that create or reset the sandbox; null
        otherwise."""
        return _shown(self, "publishable_key")

    @computed("id")
    def secret_key(self) -> str | None:
        """Secret key of the account, of test mode. Returned only by the mutations that create or reset the sandbox;
        null otherwise."""
        return _shown(self, "secret_key")


def _shown(row: Any, name: str) -> str | None:
    # The mutation's payload adds the keys to the row that it shows. No row that was read has them.
    return row.get(name) if isinstance(row, dict) else None
