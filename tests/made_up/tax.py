"""Tax, made up: settings of which an account has one, purses of which a customer has one, and tickets."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import editable, kept, ref
from app.tables.resource import Resource, Single, Tagged
from app.tables.values import Value


class LevySettingsBehavior(StrEnum):
    """How prices are meant."""

    INCLUSIVE = "inclusive"
    """With the levy."""
    EXCLUSIVE = "exclusive"
    """Without it."""


class LevySettingsDefaults(Value):
    """What is taken for granted."""

    behavior: LevySettingsBehavior | None = editable(None)
    """How prices are meant that do not say."""
    code: str = editable("txcd_10000000")
    """The code of what does not say."""


class LevySettings(Single, table=True):
    """The account's levies."""

    object_name: ClassVar[str] = "levy.settings"
    events: ClassVar[dict[str, str]] = {"updated": "It changed."}

    defaults: LevySettingsDefaults = editable(LevySettingsDefaults())
    """What is taken for granted."""
    office: str | None = editable(None, max_length=20)
    """Where the account sits."""
    status: str = kept("pending")
    """Whether it is complete."""


class Purse(Single, table=True):
    """What a customer holds."""

    of: ClassVar[str | None] = "customer_id"
    events: ClassVar[dict[str, str]] = {"updated": "It changed."}

    customer_id: str = ref("customer", back="purse")
    """Whose it is."""
    mode: str = editable("automatic")
    """How it is used."""


class Ticket(Tagged, Resource, table=True):
    """A ticket in a wallet, of another family than the wallet."""

    prefix: ClassVar[str] = "tkn_"
    unions: ClassVar[tuple[str, ...]] = ("holding", "paper")
    deletable: ClassVar[bool] = True

    folder_id: str | None = ref("wallet", back="papers", default=None)
    """The wallet whose papers it is among."""
    label: str | None = editable(None, in_groups=True)
    """What is written on it."""
    size: int | None = editable(None)
    """How large it is."""
    wallet_id: str | None = ref("wallet", back="holdings", default=None)
    """The wallet that it is in."""
