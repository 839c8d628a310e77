"""AccountLink: a page on which the owner of a connected account gives what is required."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import REQUIRED, given, kept
from app.tables.transient import Transient
from app.tables.values import Value


class AccountLinkType(StrEnum):
    """The purpose of an account link."""

    ACCOUNT_ONBOARDING = "account_onboarding"
    """The page asks for what is required of the account."""
    ACCOUNT_UPDATE = "account_update"
    """The page also shows what was given before, to be changed."""


class AccountLinkCollect(StrEnum):
    """The requirements that a page asks for."""

    CURRENTLY_DUE = "currently_due"
    """The page asks for what is due now."""
    EVENTUALLY_DUE = "eventually_due"
    """The page asks for what will be due at higher volumes too."""


class AccountLinkFutureRequirements(StrEnum):
    """The treatment of requirements that announced rules bring."""

    INCLUDE = "include"
    """The page asks for future requirements too."""
    OMIT = "omit"
    """The page does not ask for future requirements."""


class AccountLinkCollectionOptionsParams(Value):
    """The requirements that a page asks for."""

    fields: AccountLinkCollect = given(AccountLinkCollect.CURRENTLY_DUE)
    """Whether the page asks for what is due now, or eventually too. The default is `CURRENTLY_DUE`."""
    future_requirements: AccountLinkFutureRequirements = given(AccountLinkFutureRequirements.OMIT)
    """Whether the page asks for future requirements too. The default is `OMIT`."""


class AccountLink(Transient):
    """A page on which the owner of a connected account gives what is required, opened once within minutes."""

    created: datetime = kept(REQUIRED)
    """When the link was created."""
    expires_at: datetime = kept(REQUIRED)
    """When the link expires."""
    url: str = kept(REQUIRED)
    """Address of the page. It is shown once."""
